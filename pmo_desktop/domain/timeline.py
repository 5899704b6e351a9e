"""Working time as a straight line: the minutes that are worked, numbered through.

An *instant* is a whole minute, counted so that the day with ordinal `d` begins at `d * 1440`
(`date.toordinal`: 0001-01-01, a Monday, is 1). The working minutes are numbered through too, from
0001-01-01 on; the line turns instants into such numbers and back. Between two working times one
number stands for two instants: the end of the earlier (a finish) and the beginning of the later
(a start).

The week repeats for ever and the exceptions are few, so a day's number follows from its week and
the exceptions before it: any year costs the same, and nothing is laid out in advance.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from pmo_desktop.domain.hours import MINUTES_IN_DAY, Hours

FIRST_INSTANT = MINUTES_IN_DAY
LAST_INSTANT = (datetime.max.toordinal() + 1) * MINUTES_IN_DAY - 1


def instant_of(moment: datetime) -> int:
    """Seconds are cut off: the program's time has minutes."""
    return moment.toordinal() * MINUTES_IN_DAY + moment.hour * 60 + moment.minute


def moment_of(instant: int) -> datetime:
    """`OverflowError` outside the years 1 to 9999."""
    return datetime.min + timedelta(minutes=instant - FIRST_INSTANT)


class Timeline:
    """Seven days' hours, Monday first, and the days (by ordinal) that differ from them.

    The week must have working time. Immutable but for a memory of the days already looked at.
    """

    __slots__ = ("_after", "_before_day", "_days", "_known", "_shift", "exceptions", "week")

    def __init__(self, week: Sequence[Hours], exceptions: Mapping[int, Hours]) -> None:
        self.week = tuple(week)
        self._before_day = [0, *accumulate(hours.total for hours in week)]
        self.exceptions = dict(exceptions)
        self._days = sorted(exceptions)
        extra = (exceptions[day].total - week[(day - 1) % 7].total for day in self._days)
        self._shift = [0, *accumulate(extra)]
        self._known: dict[int, tuple[int, Hours]] = {}
        self._after = [self.before(day + 1) for day in self._days]

    def hours(self, day: int) -> Hours:
        """What is worked on the day with this ordinal."""
        exception = self.exceptions.get(day)
        return self.week[(day - 1) % 7] if exception is None else exception

    def before(self, day: int) -> int:
        """The number of the first working minute on or after the day with this ordinal."""
        weeks, weekday = divmod(day - 1, 7)
        pattern = weeks * self._before_day[7] + self._before_day[weekday]
        return pattern + self._shift[bisect_left(self._days, day)]

    def worked(self, instant: int) -> int:
        """The number of the first working minute that begins at `instant` or after it."""
        day, minute = divmod(instant, MINUTES_IN_DAY)
        try:
            before, hours = self._known[day]
        except KeyError:
            before, hours = self._known[day] = self.before(day), self.hours(day)
        return before + hours.worked[minute]

    def start_at(self, number: int) -> int:
        """The instant at which working minute `number` begins."""
        day = self._day_of(number)
        try:
            before, hours = self._known[day]
        except KeyError:
            before, hours = self._known[day] = self.before(day), self.hours(day)
        return day * MINUTES_IN_DAY + hours.minutes[number - before]

    def finish_at(self, number: int) -> int:
        """The instant at which the working minute before `number` ends."""
        return self.start_at(number - 1) + 1

    def _day_of(self, number: int) -> int:
        """The ordinal of the day with working minute `number`.

        As many exceptions as end at it or before shift it; on the pattern shifted by so much it
        falls on its day, or on or behind the next exception and then belongs to that.
        """
        passed = bisect_right(self._after, number)
        weeks, rest = divmod(number - self._shift[passed], self._before_day[7])
        day = weeks * 7 + bisect_right(self._before_day, rest)
        if passed < len(self._days):
            return min(day, self._days[passed])
        return day
