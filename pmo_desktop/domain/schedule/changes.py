"""What moves when something of an activity changes, and by how much.

A change runs on from what changed along the arrows, predecessors first (a heap keeps the order),
and ends where nothing moves any more: mostly after a few steps, however large the network. Where
something lies as late as may be, everything may depend on everything: then all is reckoned anew.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.schedule.arrows import Arrow, aim
from pmo_desktop.domain.schedule.compiled import Compiled, recompiled
from pmo_desktop.domain.schedule.plain import Early, Lists, Numbers, floor_of, pull_of, put
from pmo_desktop.domain.schedule.solution import Moments, Solution
from pmo_desktop.domain.schedule.solving import place
from pmo_desktop.domain.schedule.spots import Spot, State


@dataclass(frozen=True)
class Move:
    """An activity that lies elsewhere. `start_minutes` and `finish_minutes` are working minutes of
    its calendar, below 0 where it comes to lie earlier."""

    id: int
    start_before: datetime
    finish_before: datetime
    start: datetime
    finish: datetime
    start_minutes: int
    finish_minutes: int

    @property
    def days(self) -> int:
        """Calendar days by which the finish moves."""
        return (self.finish.date() - self.finish_before.date()).days


@dataclass(frozen=True)
class Changes:
    """`moved` in the order of the activities, `finishes` those of the projects that move."""

    moved: tuple[Move, ...]
    finishes: Mapping[int, datetime]


def changed(compiled: Compiled, placed: Early, new: Mapping[int, Activity]) -> Changes:
    """What moves when activities become others (by id: a new duration, constraint, progress...).

    `placed` is where all lies now (`Solution.placed`). `KeyError` for one that is not there.
    """
    if compiled.clings or any(_is_beyond(compiled, activity) for activity in new.values()):
        return compared(compiled, placed, recompiled(compiled, new))
    early, touched = _propagated(compiled, placed, new)
    spots = {
        index: compiled.settle(activity, compiled.spots[index].looped)
        for index, activity in ((compiled.index[number], a) for number, a in new.items())
    }
    return _told(compiled, placed, early, sorted(touched), spots)


def _is_beyond(compiled: Compiled, activity: Activity) -> bool:
    """Whether the change is one of the network, not of the activity alone."""
    compiled.index[activity.id]
    return not activity.active or compiled.settle(activity).clings


class _Over(dict[int, int]):
    """Numbers that are read from others where they have not been written."""

    def __init__(self, below: Numbers) -> None:
        super().__init__()
        self._below = below

    def __missing__(self, key: int) -> int:
        return int(self._below[key])


def _propagated(
    compiled: Compiled, placed: Early, new: Mapping[int, Activity]
) -> tuple[Lists, set[int]]:
    """Where everything comes to lie, and what has been looked at."""
    early = cast(Lists, Early(*(cast(Numbers, _Over(numbers)) for numbers in placed)))
    spots, incoming = _replaced(compiled, new)
    rank = compiled.rank
    waiting = sorted({rank[i] for i in incoming if i in rank})
    queued = set(waiting)
    touched = set(spots)
    for i, spot in spots.items():
        if spot.looped or spot.state is State.KEPT:
            _keep(i, spot, early)
    while waiting:
        place_in_order = heapq.heappop(waiting)
        i = compiled.order[place_in_order]
        spot = spots.get(i) or compiled.spots[i]
        touched.add(i)
        if spot.state is not State.KEPT:
            if spot.state is State.RUNNING:
                early.started[i], early.start[i] = spot.started, spot.start
            begin = floor_of(spot)
            for arrow in incoming.get(i) or compiled.incoming[i]:
                if arrow.pulls:
                    begin = max(begin, pull_of(arrow, spot, cast(Early, early), compiled.lines))
            put(i, spot, begin, early, compiled.lines[spot.line])
        if any(int(old[i]) != now[i] for old, now in zip(placed[:4], early[:4], strict=True)):
            for arrow in compiled.outgoing[i]:
                after = rank.get(arrow.after)
                if after is not None and after not in queued:
                    queued.add(after)
                    heapq.heappush(waiting, after)
    return early, touched


def _keep(i: int, spot: Spot, early: Lists) -> None:
    early.started[i], early.ended[i] = spot.started, spot.ended
    early.start[i], early.finish[i] = spot.start, spot.finish
    early.wanted[i] = spot.ended


def _replaced(
    compiled: Compiled, new: Mapping[int, Activity]
) -> tuple[dict[int, Spot], dict[int, Sequence[Arrow]]]:
    """The spots that change, and the arrows into them and into all that follows them."""
    spots = {}
    for number, activity in new.items():
        i = compiled.index[number]
        spots[i] = compiled.settle(activity, compiled.spots[i].looped)
    heads = set(spots) | {arrow.after for i in spots for arrow in compiled.outgoing[i]}
    return spots, {
        i: [_aimed(arrow, compiled, spots) for arrow in compiled.incoming[i]] for i in heads
    }


def _aimed(arrow: Arrow, compiled: Compiled, spots: Mapping[int, Spot]) -> Arrow:
    before, after = spots.get(arrow.before), spots.get(arrow.after)
    if before is None and after is None:
        return arrow
    found = copy(arrow)
    aim(found, before or compiled.spots[arrow.before], after or compiled.spots[arrow.after])
    return found


def compared(compiled: Compiled, placed: Early, other: Compiled) -> Changes:
    """What lies elsewhere in another network of the same activities; what is active in only one of
    them has not moved."""
    found = place(other)
    early = Early(*(cast(Numbers, _Over(numbers)) for numbers in placed))
    touched = []
    for i, spot in enumerate(compiled.spots):
        there = other.index.get(spot.activity.id)
        if there is not None:
            touched.append(i)
            for numbers, others in zip(early, found, strict=True):
                cast(_Over, numbers)[i] = int(others[there])
    return _told(compiled, placed, cast(Lists, early), touched, {})


def _told(
    compiled: Compiled,
    placed: Early,
    early: Lists,
    touched: Iterable[int],
    spots: Mapping[int, Spot],
) -> Changes:
    moments = Moments()
    moves, projects = [], set()
    for i in touched:
        was = int(placed.start[i]), int(placed.finish[i])
        now = early.start[i], early.finish[i]
        if was == now:
            continue
        spot = spots.get(i) or compiled.spots[i]
        projects.add(spot.activity.project)
        moves.append(
            Move(
                spot.activity.id,
                moments[was[0]],
                moments[was[1]],
                moments[now[0]],
                moments[now[1]],
                start_minutes=compiled.number(spot, now[0]) - compiled.number(spot, was[0]),
                finish_minutes=compiled.number(spot, now[1]) - compiled.number(spot, was[1]),
            )
        )
    return Changes(tuple(moves), _finishes(compiled, placed, early, projects, moments))


def _finishes(
    compiled: Compiled, placed: Early, early: Lists, projects: set[int], moments: Moments
) -> dict[int, datetime]:
    """The new finishes of these projects, where they are others."""
    before: dict[int, int] = {}
    after: dict[int, int] = {}
    if not projects:
        return {}
    for i, spot in enumerate(compiled.spots):
        project = spot.activity.project
        if project in projects:
            was, now = int(placed.finish[i]), early.finish[i]
            before[project] = max(was, before.get(project, was))
            after[project] = max(now, after.get(project, now))
    return {p: moments[finish] for p, finish in after.items() if finish != before[p]}


def effect(
    compiled: Compiled,
    solution: Solution,
    new: Mapping[int, Activity],
    added: Sequence[Tie] = (),
    removed: Sequence[Tie] = (),
) -> Changes:
    """What would move were these activities others, and these ties there, or not.

    `ValueError` for a tie to nothing, or a removed one that is not there.
    """
    if added or removed:
        return compared(compiled, solution.placed, recompiled(compiled, new, added, removed))
    return changed(compiled, solution.placed, new)
