"""Who is away for so long that nothing is put behind it.

Work waits for somebody who comes back soon. Nobody would let a portfolio wait for years: what is
asked of somebody who is away, or there too little, for some sixty working days from its beginning
on stays where links put it, as if they had left, and is told. So does what would have to wait for
them until after a quarter behind the end of everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.hours import MINUTES_IN_DAY

# Sixty working days, on the clock.
LONG = 84 * MINUTES_IN_DAY
QUARTER = 92 * MINUTES_IN_DAY


def most_soon(time: PersonTime, since: int) -> float:
    """The most that there is of somebody at any time within `LONG` of an instant."""
    found = 0.0
    ends = [day * MINUTES_IN_DAY for day, _ in time.steps[1:]]
    for (day, share), end in zip(time.steps, [*ends, since + LONG], strict=True):
        if day * MINUTES_IN_DAY < since + LONG and end > since:
            found = max(found, share)
    return found


def in_sight(capacity: Sequence[tuple[int, int]], horizon: int) -> list[tuple[int, int]]:
    """Steps that grow no more after a long time with less that ends behind the horizon."""
    found: list[tuple[int, int]] = []
    most: int | None = None
    ordered = sorted(capacity)
    for (at, units), (end, _) in pairwise([*ordered, (horizon, 0)]):
        left = units if most is None else min(units, most)
        if not found or found[-1][1] != left:
            found.append((at, left))
        if end > horizon and end - at >= LONG:
            most = left
    return found


def long_absences(time: PersonTime) -> list[tuple[int, int]]:
    """The instants between which somebody who comes back is away for long."""
    return [
        (day * MINUTES_IN_DAY, until * MINUTES_IN_DAY)
        for (day, share), (until, _) in pairwise(time.steps)
        if share <= 0 and (until - day) * MINUTES_IN_DAY >= LONG
    ]


def is_within(begin: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= begin and end <= last for first, last in spans)
