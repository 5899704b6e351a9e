"""Working calendars: a week's pattern, and days that differ from it.

Moments are naive local datetimes at minute precision (seconds are cut off); intervals are half-open
`[start, finish)`; amounts are whole working minutes. A start stands at the beginning of working
time (09:00, never 18:00 the day before), a finish at its end (18:00, never 09:00 the day after).

A week's text is seven days' hours, Monday first, parted by `;`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.hours import OFF, CalendarError, Hours, parse
from pmo_desktop.domain.timeline import Timeline, instant_of, moment_of

STANDARD_DAY = "09:00-12:00,13:00-18:00"
STANDARD_WEEK = ";".join([STANDARD_DAY] * 5 + ["", ""])
ROUND_THE_CLOCK_WEEK = ";".join(["00:00-24:00"] * 7)


class NoWorkingTime(CalendarError):
    """A calendar in whose week nobody ever works: nothing can be scheduled on it."""


class BeyondCalendar(CalendarError):
    """A date outside the years 1 to 9999."""


@dataclass(frozen=True)
class Calendar:
    """`week` has seven days, Monday first; `exceptions` are in the order of their dates.

    Raises `NoWorkingTime` where no day of the week has working time (exceptions alone would run
    out), `CalendarError` for a week that has not seven days.
    """

    week: tuple[Hours, ...]
    exceptions: tuple[tuple[date, Hours], ...] = ()
    line: Timeline = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)
    # Bounds of the days already asked for: an import asks for the same few over and over.
    _bounds: dict[date, tuple[datetime, datetime]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise CalendarError(
                Reason(
                    "A week has seven days, but {n} are given: part them by semicolons, Monday"
                    " first, and leave a day off empty",
                    {"n": len(self.week)},
                )
            )
        if not any(self.week):
            raise NoWorkingTime(
                Reason("The calendar has no working time: give at least one day of the week hours")
            )
        exceptions = dict(self.exceptions)
        object.__setattr__(self, "exceptions", tuple(sorted(exceptions.items(), key=_day)))
        by_ordinal = {day.toordinal(): hours for day, hours in exceptions.items()}
        object.__setattr__(self, "line", Timeline(self.week, by_ordinal))
        object.__setattr__(self, "_hash", hash((self.week, self.exceptions)))

    def __hash__(self) -> int:
        # What was counted with a calendar is remembered by it, row after row.
        return self._hash

    @staticmethod
    def from_text(
        week: str = STANDARD_WEEK, days: Mapping[date, str] | Iterable[tuple[date, str]] = ()
    ) -> Calendar:
        """From the texts of the tables: a week, and days with their hours (empty: a day off)."""
        pairs = days.items() if isinstance(days, Mapping) else days
        exceptions = tuple((day, parse(hours)) for day, hours in pairs)
        return Calendar(tuple(parse(day) for day in week.split(";")), exceptions)

    @cached_property
    def minutes_per_day(self) -> int:
        """Working minutes of an ordinary day: the week's most common, the longest of several."""
        counts = Counter(hours.total for hours in self.week if hours)
        return max(counts, key=lambda total: (counts[total], total))

    def hours(self, day: date) -> Hours:
        """What is worked on this day."""
        return self.line.hours(day.toordinal())

    def is_working(self, day: date) -> bool:
        return bool(self.hours(day))

    def add(self, moment: datetime, minutes: int) -> datetime:
        """The moment at which so many working minutes from `moment` are done; with `minutes` below
        0 the one from which so many lead to `moment`; with 0 `moment` itself.

        `BeyondCalendar` where it would leave the years 1 to 9999."""
        number = self.line.worked(instant_of(moment)) + minutes
        if minutes > 0:
            return _moment(self.line.finish_at(number))
        return _moment(self.line.start_at(number)) if minutes else moment

    def between(self, first: datetime, last: datetime) -> int:
        """Working minutes in `[first, last)`; below 0 where `last` is the earlier."""
        return self.line.worked(instant_of(last)) - self.line.worked(instant_of(first))

    def next_working(self, moment: datetime) -> datetime:
        """`moment` where a working minute begins at it, otherwise where the next one begins."""
        return _moment(self.line.start_at(self.line.worked(instant_of(moment))))

    def previous_working(self, moment: datetime) -> datetime:
        """`moment` where a working minute ends at it, otherwise where the one before it ends."""
        return _moment(self.line.finish_at(self.line.worked(instant_of(moment))))

    def day_start(self, day: date) -> datetime:
        """What a bare date means as a start; on a day off the usual hours count."""
        return self._day(day)[0]

    def day_finish(self, day: date) -> datetime:
        """What a bare date means as a finish; on a day off the usual hours count."""
        return self._day(day)[1]

    def non_working_days(self, first: date, last: date) -> frozenset[date]:
        """The days of `[first, last]`, both included, without working time."""
        return frozenset(day for day in _days(first, last) if not self.is_working(day))

    def _day(self, day: date) -> tuple[datetime, datetime]:
        found = self._bounds.get(day)
        if found is None:
            hours = self._usual(day)
            found = self._bounds[day] = _at(day, hours.first), _at(day, hours.last)
        return found

    def _usual(self, day: date) -> Hours:
        """The day's hours; on a day off its weekday's, or those of the week's first working day."""
        return self.hours(day) or self.week[day.weekday()] or next(filter(None, self.week))


def _day(pair: tuple[date, Hours]) -> date:
    return pair[0]


def _moment(instant: int) -> datetime:
    try:
        return moment_of(instant)
    except OverflowError:
        raise BeyondCalendar(
            Reason("The date leaves the years 1 to 9999: check the duration and the dates")
        ) from None


def _at(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


STANDARD = Calendar.from_text()
__all__ = [
    "OFF",
    "ROUND_THE_CLOCK_WEEK",
    "STANDARD",
    "STANDARD_DAY",
    "STANDARD_WEEK",
    "BeyondCalendar",
    "Calendar",
    "CalendarError",
    "Hours",
    "NoWorkingTime",
]
