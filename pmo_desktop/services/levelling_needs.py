"""What a line of demand asks for, as needs of a job, and what it takes of somebody's room.

A minute in which a contour rises or falls counts with the higher part; units are rounded upwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.demand import Line, Piece, pieces
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.levelling.problem import FULL_TIME, Need
from pmo_desktop.domain.timeline import Timeline, instant_of

NEARLY = 1e-6


class Worked(NamedTuple):
    """Where a task lies: from one working minute of its calendar to another, which is between the
    instants `placed`."""

    calendar: Calendar
    start: int
    finish: int
    placed: tuple[int, int]


def needs_of(person: int, line: Line, worked: Worked | None) -> Iterator[Need]:
    """What a line asks for, as it lies in its task; its most all the time where `worked` is None,
    or of another calendar."""
    rates = pieces(line)
    most = ceil(max((piece.rate for piece in rates), default=0.0) * FULL_TIME - NEARLY)
    if most <= 0:
        return
    if worked is None or worked.calendar != line.calendar:
        yield Need(person, most)
        return
    flat = len({piece.rate for piece in rates}) == 1
    if flat and (instant_of(line.start), instant_of(line.finish)) == worked.placed:
        yield Need(person, most)
        return
    for begin, end, rate in whole_minutes(rates):
        first, last = max(begin, worked.start), min(end, worked.finish)
        units = ceil(rate * FULL_TIME - NEARLY)
        if first < last and units > 0:
            yield Need(person, units, first - worked.start, last - worked.start)


def whole_minutes(rates: Sequence[Piece]) -> Iterator[tuple[int, int, float]]:
    """Stretches at one rate each, in whole minutes; one in which it changes has the higher."""
    bounds = {
        edge(at) for piece in rates for at in (piece.begin, piece.end) for edge in (floor, ceil)
    }
    for a, b in pairwise(sorted(bounds)):
        rate = max((piece.rate for piece in rates if piece.begin < b and piece.end > a), default=0)
        if rate > 0:
            yield a, b, rate


def most_together(needs: Sequence[Need]) -> int:
    """The most units that needs of one resource ask for at any time."""
    return max(
        sum(need.units for need in needs if need.last is None or need.first <= at < need.last)
        for at in {need.first for need in needs}
    )


def spans_of(line: Timeline, begin: int, end: int, own: Timeline) -> Iterator[tuple[int, int]]:
    """Working minutes as stretches of the clock: where the person's time is another's, day by day,
    so that they lose none in which nobody asks."""
    if line is own:
        yield line.start_at(begin), line.finish_at(end)
        return
    while begin < end:
        start = line.start_at(begin)
        last = min(end, line.before(start // MINUTES_IN_DAY + 1))
        yield start, line.finish_at(last)
        begin = last


def less(
    capacity: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int, int]]
) -> list[tuple[int, int]]:
    """What is left of steps: no less than nothing."""
    changes: dict[int, int] = defaultdict(int)
    before = 0
    for at, units in capacity:
        changes[at] += units - before
        before = units
    for begin, end, units in taken:
        changes[begin] -= units
        changes[end] += units
    found: list[tuple[int, int]] = []
    room = 0
    for at in sorted(changes):
        room += changes[at]
        left = max(0, room)
        if not found or found[-1][1] != left:
            found.append((at, left))
    return found
