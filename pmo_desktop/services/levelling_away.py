"""Who is away for long when they are asked for.

Work waits for somebody who comes back soon. Nobody would let a portfolio wait for years: nothing is
put behind sixty working days or more in which somebody is away, or too little there for it (see
`domain.levelling.waits`); it stays where links put it, as if they had left, and is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.levelling.waits import LONG


def most_soon(time: PersonTime, since: int) -> float:
    """The most that there is of somebody at any time within `LONG` of an instant."""
    found = 0.0
    ends = [day * MINUTES_IN_DAY for day, _ in time.steps[1:]]
    for (day, share), end in zip(time.steps, [*ends, since + LONG], strict=True):
        if day * MINUTES_IN_DAY < since + LONG and end > since:
            found = max(found, share)
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
