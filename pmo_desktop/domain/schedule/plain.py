"""The two passes in plain Python: the kernel for small and for narrow networks.

The rules are stated in `domain.network`. Everything is a list by spot: `started` and `ended` are
numbers of the spot's line, `start` and `finish` instants; `wanted` is where it would end were it
not for the latest dates that its constraint allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pmo_desktop.domain.schedule.arrows import Arrow, Way
from pmo_desktop.domain.schedule.compiled import Compiled
from pmo_desktop.domain.schedule.lines import EVER, NEVER, Line
from pmo_desktop.domain.schedule.spots import Spot, State

STRAIGHT, ACROSS, FREE, KEPT = Way.STRAIGHT, Way.ACROSS, State.FREE, State.KEPT


# What both kernels speak in: lists here, arrays there.
Numbers = Sequence[int]


class Early(NamedTuple):
    """Where a forward pass has put everything."""

    started: Numbers
    ended: Numbers
    start: Numbers
    finish: Numbers
    wanted: Numbers


class Lists(NamedTuple):
    """The same while it is being written."""

    started: list[int]
    ended: list[int]
    start: list[int]
    finish: list[int]
    wanted: list[int]


def forward(compiled: Compiled, floors: Numbers | None = None) -> Early:
    """Place everything behind its predecessors, and at `floors` (numbers) or later."""
    spots, incoming = compiled.spots, compiled.incoming
    early = Lists(
        [spot.started for spot in spots],
        [spot.ended for spot in spots],
        [spot.start for spot in spots],
        [spot.finish for spot in spots],
        [spot.ended for spot in spots],
    )
    for i in compiled.order:
        spot = spots[i]
        if spot.state is KEPT:
            continue
        begin = floor_of(spot)
        if floors is not None and floors[i] > begin:
            begin = floors[i]
        for arrow in incoming[i]:
            if arrow.pulls:
                pull = pull_of(arrow, spot, early, compiled.lines)
                if pull > begin:
                    begin = pull
        put(i, spot, begin, early, compiled.lines[spot.line])
    return Early(*early)


def floor_of(spot: Spot) -> int:
    """The number before which it cannot begin whatever the links say."""
    by_finish = spot.floor_finish - spot.span
    return by_finish if by_finish > spot.floor else spot.floor


def pull_of(arrow: Arrow, after: Spot, early: Early | Lists, lines: Sequence[Line]) -> int:
    """The number before which the successor's work cannot begin for this arrow."""
    if arrow.way is STRAIGHT:
        number = (early.ended if arrow.from_finish else early.started)[arrow.before] + arrow.lag
    else:
        instant = (early.finish if arrow.from_finish else early.start)[arrow.before]
        number = arrival(arrow, after, instant, lines)
    return number - after.span if arrow.to_finish else number


def arrival(arrow: Arrow, after: Spot, instant: int, lines: Sequence[Line]) -> int:
    """The number on the successor's line that is the arrow's lag behind an instant."""
    if arrow.way is Way.ASIDE:
        calendar = lines[after.clock]
        return calendar.finish_at(calendar.worked(instant) + arrow.lag)
    return lines[after.line].worked(instant + arrow.wait) + arrow.lag


def put(i: int, spot: Spot, begin: int, early: Lists, line: Line) -> None:
    """Place a spot where it can begin, or as late as its constraint allows."""
    span = spot.span
    early.wanted[i] = begin + span
    if begin > spot.ceiling:
        begin = spot.ceiling
    if begin + span > spot.ceiling_finish:
        begin = spot.ceiling_finish - span
    if spot.state is FREE:
        early.started[i] = begin
        early.start[i] = line.start_at(begin)
    early.ended[i] = begin + span
    early.finish[i] = line.finish_at(begin + span)


def backward(compiled: Compiled, caps: Numbers) -> list[int]:
    """How late each may end at most (numbers of its line), where none may end behind `caps`."""
    spots, lines = compiled.spots, compiled.lines
    late = list(caps)
    for i in reversed(compiled.order):
        spot = spots[i]
        latest = late[i]
        for arrow in compiled.outgoing[i]:
            if arrow.binds:
                until = late[arrow.after]
                if until < EVER:
                    found = room(arrow, spot, spots[arrow.after], until, lines)
                    if found < latest:
                        latest = found
        late[i] = latest
    return late


def room(arrow: Arrow, before: Spot, after: Spot, until: int, lines: Sequence[Line]) -> int:
    """How late the predecessor may end where the successor ends at `until`."""
    number = until if arrow.to_finish else until - after.span
    if arrow.way is STRAIGHT:
        number -= arrow.lag
        return number if arrow.from_finish else number + before.span
    if arrow.way is ACROSS:
        instant = lines[after.line].start_at(number - arrow.lag) - arrow.wait
    else:
        calendar = lines[after.clock]
        instant = calendar.start_at(calendar.worked(number) - arrow.lag)
    line = lines[before.line]
    if arrow.from_finish:
        return line.worked(instant)
    return line.worked(instant + 1) - 1 + before.span


def undisturbing(compiled: Compiled, ended: Numbers, caps: Numbers) -> list[int]:
    """How late each may end with all others ending as `ended`, and none behind `caps`."""
    spots, lines = compiled.spots, compiled.lines
    free = list(caps)
    for arrow in compiled.arrows:
        if arrow.binds:
            after = spots[arrow.after]
            found = room(arrow, spots[arrow.before], after, ended[arrow.after], lines)
            if found < free[arrow.before]:
                free[arrow.before] = found
    return free


def finishes(compiled: Compiled, early: Early) -> dict[int, int]:
    """Each project's last finish, an instant."""
    found: dict[int, int] = {}
    for spot, finish in zip(compiled.spots, early.finish, strict=True):
        project = spot.activity.project
        if finish > found.get(project, NEVER):
            found[project] = finish
    return found


def caps(compiled: Compiled, finishes: Mapping[int, int], own: bool) -> list[int]:
    """Each project's finish as a number of every spot's line; with its `own` latest dates too."""
    known: dict[tuple[int, int], int] = {}
    found = []
    for spot in compiled.spots:
        key = spot.line, spot.activity.project
        cap = known.get(key)
        if cap is None:
            finish = finishes[key[1]]
            cap = EVER if finish == EVER else compiled.lines[spot.line].worked(finish)
            known[key] = cap
        if own:
            cap = min(cap, spot.cap_finish, spot.cap + spot.span)
        found.append(cap)
    return found


def late_floors(compiled: Compiled, late: Numbers) -> list[int]:
    """Where what clings has to begin to end as late as it may."""
    return [
        number - spot.span if spot.clings and number < EVER else NEVER
        for spot, number in zip(compiled.spots, late, strict=True)
    ]


def between(compiled: Compiled, ended: Numbers, until: Numbers) -> list[int]:
    """The minutes of each one's calendar from one number of its line to another."""
    found = []
    for spot, first, last in zip(compiled.spots, ended, until, strict=True):
        if spot.line == spot.clock:
            found.append(last - first)
        else:
            worked = compiled.lines[spot.clock].worked
            found.append(worked(last) - worked(first))
    return found
