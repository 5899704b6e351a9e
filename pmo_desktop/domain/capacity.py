"""What a person can give: exact to the minute.

In a minute of the working time of their calendar (their own, without one the office's) a person has
a share: their capacity of that day, less what they are absent. Outside of working time, before the
day they joined, after the day they left, and for whoever stands for somebody still to be found, it
is 0. A share of 1 is one full-time person; a pool of several has more.

A share holds for whole days. It is kept as *steps*, pairs of a day's ordinal and the share from
that day on; the first is day 1, so that there is one for every day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.timeline import instant_of

Steps = tuple[tuple[int, float], ...]
FIRST_DAY = 1
NOTHING: Steps = ((FIRST_DAY, 0.0),)


class Span(NamedTuple):
    """Days `first` to `last`, both included (None: without an end), with a capacity or, of an
    absence, the share that is taken away."""

    first: date
    last: date | None
    share: float


def capacity_steps(
    capacity: float,
    ranges: Sequence[Span] = (),
    absences: Sequence[Span] = (),
    joined: date | None = None,
    left_on: date | None = None,
) -> Steps:
    """The steps of a person with this usual capacity. Of several ranges that hold for a day the one
    that began last counts; absences of a day add up, to no less than nothing."""
    cuts = {FIRST_DAY}
    for span in (*ranges, *absences):
        cuts.add(span.first.toordinal())
        if span.last is not None:
            cuts.add(span.last.toordinal() + 1)
    begin = joined.toordinal() if joined else FIRST_DAY
    end = left_on.toordinal() + 1 if left_on else None
    cuts |= {begin} if end is None else {begin, end}
    found: list[tuple[int, float]] = []
    in_order = sorted(ranges, key=lambda span: span.first)
    for day in sorted(cuts):
        share = 0.0
        if day >= begin and (end is None or day < end):
            given = [span.share for span in in_order if _holds(span, day)]
            away = sum(span.share for span in absences if _holds(span, day))
            share = max(0.0, given[-1] if given else capacity) * max(0.0, 1.0 - away)
        if not found or found[-1][1] != share:
            found.append((day, share))
    return tuple(found)


def _holds(span: Span, day: int) -> bool:
    last = span.last
    return span.first.toordinal() <= day and (last is None or day <= last.toordinal())


@dataclass(frozen=True)
class PersonTime:
    """One person's: `person` is the id, `calendar` the working time, `steps` the shares."""

    person: int
    calendar: Calendar
    steps: Steps = ((FIRST_DAY, 1.0),)

    def minutes(self, start: datetime, finish: datetime) -> float:
        """What the person can give in `[start, finish)`, in minutes of a full-time person."""
        return self.between(instant_of(start), instant_of(finish))

    def between(self, first: int, last: int) -> float:
        """As `minutes`, of instants."""
        worked = self.calendar.line.worked
        return sum(
            share * (worked(end) - worked(begin)) for begin, end, share in self.parts(first, last)
        )

    def share_on(self, day: date) -> float:
        """The share of that day's working time, whether or not it has any."""
        return self.steps[bisect_right(self.steps, day.toordinal(), key=_day) - 1][1]

    def parts(self, first: int, last: int) -> Iterator[tuple[int, int, float]]:
        """The stretches of `[first, last)`, instants, with one share each; none without any."""
        at = max(0, bisect_right(self.steps, first // MINUTES_IN_DAY, key=_day) - 1)
        while at < len(self.steps) and self.steps[at][0] * MINUTES_IN_DAY < last:
            begin = max(first, self.steps[at][0] * MINUTES_IN_DAY)
            after = self.steps[at + 1][0] * MINUTES_IN_DAY if at + 1 < len(self.steps) else last
            share = self.steps[at][1]
            at += 1
            if share > 0 and begin < min(after, last):
                yield begin, min(after, last), share

    def over(self, edges: Sequence[int]) -> list[float]:
        """What the person can give from each instant to the next."""
        return [self.between(begin, end) for begin, end in pairwise(edges)]

    @property
    def ever(self) -> bool:
        """Whether there is any day on which the person has a share."""
        return any(share > 0 for _, share in self.steps)


def _day(step: tuple[int, float]) -> int:
    return step[0]


def spans(rows: Iterable[tuple[date, date | None, float]]) -> list[Span]:
    """Rows of the database as spans; one that ends before it begins holds for no day."""
    return [Span(*row) for row in rows if row[1] is None or row[0] <= row[1]]
