"""The time at which several calendars work at once: a task's, and those of its people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pmo_desktop.domain.calendars import Calendar, Hours


@lru_cache(maxsize=256)
def common(calendars: tuple[Calendar, ...]) -> Calendar:
    """The calendar of the hours that all of them have; `NoWorkingTime` where no day of the week has
    any, so that nothing could ever be done."""
    if len(set(calendars)) == 1:
        return calendars[0]
    week = tuple(_shared([one.week[day] for one in calendars]) for day in range(7))
    days = sorted({day for one in calendars for day, _ in one.exceptions})
    exceptions = ((day, _shared([one.hours(day) for one in calendars])) for day in days)
    return Calendar(week, tuple(exceptions))


def _shared(hours: Sequence[Hours]) -> Hours:
    """The intervals that lie in all of them."""
    found = hours[0].intervals
    for other in hours[1:]:
        found = tuple(
            (max(a, c), min(b, d))
            for a, b in found
            for c, d in other.intervals
            if max(a, c) < min(b, d)
        )
    return Hours(found)
