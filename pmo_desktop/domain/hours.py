"""The working hours of one day: intervals of minutes since midnight, half-open `[start, end)`.

Their text is `09:00-12:00,13:00-18:00`, empty for a day off; `24:00` ends a day. A shift over
midnight is written as the end of one day and the beginning of the next.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from pmo_desktop.domain.health import Reason

MINUTES_IN_DAY = 1440
INTERVAL = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~至", "-"))


class CalendarError(ValueError):
    """A calendar that cannot be; `reason` says why in words that can be translated."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.rule.format(**reason.params))
        self.reason = reason


@dataclass(frozen=True)
class Hours:
    """`intervals` in order and apart. The tables make every question about a minute a look-up:
    `worked[m]` working minutes lie before minute `m` (0..1440), and the day's working minute
    number `n` begins at minute `minutes[n]`."""

    intervals: tuple[tuple[int, int], ...] = ()
    worked: tuple[int, ...] = field(init=False, repr=False, compare=False)
    minutes: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        end = 0
        for interval in self.intervals:
            if not end <= interval[0] < interval[1] <= MINUTES_IN_DAY:
                raise CalendarError(
                    Reason(
                        "The working hours {hours} overlap, run backwards or leave the day: write"
                        " them in order, as 09:00-12:00,13:00-18:00",
                        {"hours": str(self)},
                    )
                )
            end = interval[1]
        minutes = tuple(m for start, end in self.intervals for m in range(start, end))
        working = set(minutes)
        worked = [0]
        for minute in range(MINUTES_IN_DAY):
            worked.append(worked[-1] + (minute in working))
        object.__setattr__(self, "minutes", minutes)
        object.__setattr__(self, "worked", tuple(worked))

    def __str__(self) -> str:
        return ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in self.intervals)

    def __bool__(self) -> bool:
        return bool(self.intervals)

    @property
    def total(self) -> int:
        """Working minutes of the day."""
        return len(self.minutes)

    @property
    def first(self) -> int:
        """The minute at which work begins; `IndexError` on a day off."""
        return self.intervals[0][0]

    @property
    def last(self) -> int:
        """The minute at which work ends; `IndexError` on a day off."""
        return self.intervals[-1][1]


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@cache
def parse(text: str) -> Hours:
    """`09:00-12:00,13:00-18:00` -> `Hours`; `CalendarError` where it says something else."""
    plain = unicodedata.normalize("NFKC", text).translate(DASHES)
    plain = "".join(plain.split()).replace("、", ",")
    intervals = []
    for part in filter(None, plain.split(",")):
        found = INTERVAL.fullmatch(part)
        if not found:
            raise CalendarError(
                Reason(
                    "The working hours “{hours}” cannot be read: write them as"
                    " 09:00-12:00,13:00-18:00, or leave them empty for a day off",
                    {"hours": text},
                )
            )
        from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
        intervals.append((from_hour * 60 + from_minute, to_hour * 60 + to_minute))
    return Hours(tuple(intervals))


OFF = Hours()
