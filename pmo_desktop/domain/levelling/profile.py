"""How much of one resource is left, as steps: from number `at[k]` on there are `room[k]` units.

The first step begins before all time and the last, which has nothing, behind it. Room below 0 is
what pinned jobs take beyond the capacity. Numbers are those of the resource's axis, see
`levelling.axes`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from pmo_desktop.domain.schedule.lines import EVER, NEVER

__all__ = ["EVER", "NEVER", "earliest", "latest", "take"]


def earliest(at: list[int], room: list[int], units: int, start: int, span: int) -> int:
    """The first number from `start` on from which there is room for `span` minutes; `EVER` where
    there never is."""
    k = bisect_right(at, start) - 1
    while True:
        if room[k] < units:
            k += 1
            start = at[k]
            if start == EVER:
                return EVER
        elif at[k + 1] >= start + span:
            return start
        else:
            k += 1


def latest(at: list[int], room: list[int], units: int, finish: int, span: int) -> int:
    """The last number up to `finish` before which there is room for `span` minutes; `NEVER` where
    there never is."""
    k = bisect_left(at, finish) - 1
    while True:
        if room[k] < units:
            finish = at[k]
            k -= 1
            if k < 0:
                return NEVER
        elif at[k] <= finish - span:
            return finish
        else:
            k -= 1


def take(at: list[int], room: list[int], units: int, start: int, finish: int) -> None:
    """Occupy `[start, finish)`."""
    k = bisect_right(at, start) - 1
    if at[k] != start:
        k += 1
        at.insert(k, start)
        room.insert(k, room[k - 1])
    first = k
    while at[k] < finish:
        if at[k + 1] > finish:
            at.insert(k + 1, finish)
            room.insert(k + 1, room[k])
        room[k] -= units
        k += 1
    # Steps that are no steps any more would be walked over ever after.
    if room[k] == room[k - 1] and at[k] != EVER:
        del at[k], room[k]
    if first and room[first] == room[first - 1]:
        del at[first], room[first]
