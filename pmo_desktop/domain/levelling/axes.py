"""The axis of a resource: the working time of all calendars in which it is asked for, as one line.

Mostly that is one calendar, whose numbers serve as they are. Otherwise it is the union, on which
work in one of the calendars lies in pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.hours import Hours
from pmo_desktop.domain.schedule.lines import Line

Piece = tuple[int, int]


@lru_cache(maxsize=256)
def union(calendars: tuple[Calendar, ...]) -> Calendar:
    """The calendar of the hours that any of them has."""
    if len(set(calendars)) == 1:
        return calendars[0]
    week = tuple(_joined([one.week[day] for one in calendars]) for day in range(7))
    days = sorted({day for one in calendars for day, _ in one.exceptions})
    exceptions = ((day, _joined([one.hours(day) for one in calendars])) for day in days)
    return Calendar(week, tuple(exceptions))


def _joined(hours: list[Hours]) -> Hours:
    found: list[list[int]] = []
    for start, end in sorted(interval for one in hours for interval in one.intervals):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return Hours(tuple((start, end) for start, end in found))


def pieces(home: Line, axis: Line, first: int, last: int) -> Iterator[Piece]:
    """Where the working minutes `[first, last)` of a calendar lie on an axis that has them all:
    stretches of the axis, in order."""
    number = first
    while number < last:
        place = axis.worked(home.start_at(number))
        length = _length(home, axis, number, place, last - number)
        yield place, place + length
        number += length


def _length(home: Line, axis: Line, number: int, place: int, most: int) -> int:
    """How many minutes from there on follow one another on both; found by doubling and halving, as
    the distance between them never shrinks."""

    def is_close(length: int) -> bool:
        return axis.worked(home.start_at(number + length - 1)) == place + length - 1

    if is_close(most):
        return most
    step = 1
    while step * 2 < most and is_close(step * 2):
        step *= 2
    low, high = step, min(step * 2, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_close(middle) else (low, middle)
    return low
