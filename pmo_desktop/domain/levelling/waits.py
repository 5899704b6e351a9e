"""When a job can begin as far as one resource goes, and where it would have to wait for long.

Nothing is put behind sixty working days or more in which a resource is not there, or too little of
it is: nobody would let a plan wait for years. What would have to is placed with less, and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.levelling.bridges import Piece
from pmo_desktop.domain.levelling.profile import EVER, NEVER
from pmo_desktop.domain.schedule.lines import Line

# Sixty working days, on the clock.
LONG = 84 * MINUTES_IN_DAY
Profile = tuple[list[int], list[int]]
Steps = Sequence[tuple[int, Sequence[Piece]]]


class Wait(NamedTuple):
    """What could begin at `limit` or before does not wait until `until`, numbers of its line, for
    a resource (its place)."""

    limit: int
    until: int
    resource: int


def openings(profile: Profile, steps: Steps) -> list[Piece]:
    """Between which numbers, both included, a job can begin that asks for so many units in such
    stretches behind its beginning."""
    found = [(NEVER, EVER)]
    for units, spans in steps:
        runs = list(_runs(profile, units))
        for first, last in spans:
            fits = [(a - first, b - last) for a, b in runs if b - a >= last - first]
            found = list(_shared(found, fits))
    return found


def long_waits(
    found: Sequence[Piece], span: int, line: Line, floor: int, least: int, resource: int
) -> list[Wait]:
    """The long ones between openings, none of less than `least` minutes, of what takes `span` and
    does not begin before `floor`: from where the last that fits before would have ended."""
    waits = []
    for (_, left), (right, _) in pairwise([(NEVER, NEVER), *found]):
        ended = max(left + span, floor)
        if right - ended < least:
            continue
        limit = line.worked(line.start_at(right) - LONG)
        if limit >= ended:
            waits.append(Wait(limit, right, resource))
    return waits


def has_long_waits(
    found: Sequence[Piece], span: int, line: Line, bounds: Piece, least: int
) -> bool:
    """Whether there are any within these numbers."""
    first, last = bounds
    for (_, left), (right, _) in pairwise([(NEVER, NEVER), *found, (EVER, EVER)]):
        left, right = max(left + span, first), min(right, last)
        if right - left >= least and line.start_at(right) - line.start_at(left) >= LONG:
            return True
    return False


def regular(profile: Profile, units: int) -> tuple[int, int, int]:
    """See `resources.Supply.regular`."""
    runs = list(_runs(profile, units))
    if not runs or runs[-1][1] != EVER:
        return EVER, 0, EVER
    lack = max((after[0] - before[1] for before, after in pairwise(runs)), default=0)
    return runs[0][0], min(b - a for a, b in runs), lack


def _runs(profile: Profile, units: int) -> Iterator[Piece]:
    """From where to where there are so many, without a break."""
    at, room = profile
    begin = None
    for number, there in zip(at, room, strict=True):
        if there >= units and number != EVER:
            begin = number if begin is None else begin
        elif begin is not None:
            yield begin, number
            begin = None


def _shared(one: Sequence[Piece], other: Sequence[Piece]) -> Iterator[Piece]:
    """What two rows of stretches have in common."""
    k = n = 0
    while k < len(one) and n < len(other):
        first, last = max(one[k][0], other[n][0]), min(one[k][1], other[n][1])
        if first <= last:
            yield first, last
        if one[k][1] < other[n][1]:
            k += 1
        else:
            n += 1
