"""A solved network that goes on standing while its activities change, one after the other.

A change runs on from what changed, forwards to where nothing moves any more, then backwards to
where nothing has another float. Where a project's finish moves all floats of it may change, and
where something lies as late as may be, or a lag is a share of a summary, everything may depend on
everything: then these are reckoned anew. What comes out is what `network.schedule` says of the
network as it stands then.

It is changed in place: one thread's, and not to be used on after an error.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import cast

from pmo_desktop.domain.activities import Activity
from pmo_desktop.domain.schedule import plain
from pmo_desktop.domain.schedule.arrows import aim
from pmo_desktop.domain.schedule.compiled import Compiled
from pmo_desktop.domain.schedule.lines import EVER
from pmo_desktop.domain.schedule.plain import Early, Lists
from pmo_desktop.domain.schedule.solution import Moments, Solution
from pmo_desktop.domain.schedule.solving import solve
from pmo_desktop.domain.schedule.spots import Spot, State


class LiveNetwork:
    """`solution` is always that of the activities as they are now."""

    def __init__(self, compiled: Compiled, solution: Solution | None = None) -> None:
        self.compiled = compiled
        self.moments = Moments()
        self._spots = cast(list[Spot], compiled.spots)
        self._rank = compiled.rank
        self._members: dict[int, list[int]] = {}
        for i, spot in enumerate(compiled.spots):
            self._members.setdefault(spot.activity.project, []).append(i)
        self._clinging = compiled.clings or compiled.backwards or bool(compiled.wholes)
        self._take(solution or solve(compiled))

    def _take(self, solution: Solution) -> None:
        # The kernels may give arrays; single numbers are read faster from lists.
        self._early = Lists(*(_ints(numbers) for numbers in solution.placed))
        self._late, self._total = _ints(solution.late), _ints(solution.total)
        self._free = _ints(solution.free)
        self._finishes = dict(solution.finishes)
        self.solution = Solution(
            self.compiled,
            cast(Early, self._early),
            self._late,
            self._total,
            self._free,
            self._finishes,
        )

    def activity(self, number: int) -> Activity:
        """The activity with this id, as it is now; `KeyError` where there is none."""
        return self._spots[self.compiled.index[number]].activity

    def change(self, activities: Iterable[Activity]) -> set[int]:
        """Let activities be others, all of them active and here; returns the ids of those that lie
        elsewhere or have another float, and of those given."""
        seeds = {self.compiled.index[one.id]: one for one in activities}
        for i, activity in seeds.items():
            self._settle(i, activity)
        self._clinging = self._clinging or any(self._spots[i].clings for i in seeds)
        touched = self._anew() if self._clinging else self._propagate(set(seeds))
        touched |= seeds.keys()
        return {self._spots[i].activity.id for i in touched}

    def _settle(self, i: int, activity: Activity) -> None:
        spot = self.compiled.settle(activity, self._spots[i].looped)
        self._spots[i] = spot
        values = (spot.started, spot.ended, spot.start, spot.finish, spot.ended)
        for numbers, value in zip(self._early, values, strict=True):
            numbers[i] = value
        for arrow in (*self.compiled.incoming[i], *self.compiled.outgoing[i]):
            aim(arrow, self._spots[arrow.before], self._spots[arrow.after])

    def _anew(self) -> set[int]:
        """Reckon everything; what is another number than it was."""
        self.compiled.__dict__.pop("clings", None)
        self.compiled.kept.clear()
        before = (*self._early, self._late, self._total, self._free)
        self._take(solve(self.compiled, plain))
        after = (*self._early, self._late, self._total, self._free)
        found = {i for old, new in zip(before, after, strict=True) for i in _others(old, new)}
        return found | self._after(found)

    def _propagate(self, seeds: set[int]) -> set[int]:
        moved = self._forward(seeds)
        projects = {self._spots[i].activity.project for i in moved}
        if self._find_finishes(projects):
            return moved | self._after(moved) | self._float_anew()
        late = self._backward(moved)
        for i in late | moved:
            self._total[i] = self._between(i, self._early.wanted[i], self._late[i])
        free = set()
        for i in moved | self._before(moved):
            found = self._between(i, self._early.ended[i], self._undisturbed(i))
            if found != self._free[i]:
                self._free[i] = found
                free.add(i)
        return moved | self._after(moved) | late | free

    def _forward(self, seeds: set[int]) -> set[int]:
        """Place what changed and what follows from it; returns what lies elsewhere, and `seeds`."""
        early, incoming = self._early, self.compiled.incoming
        waiting = [self._rank[i] for i in seeds if i in self._rank]
        # What follows a change may be held by it in another way even where it does not move.
        waiting += {self._rank[a.after] for i in seeds for a in self.compiled.outgoing[i]
                    if a.after in self._rank} - set(waiting)  # fmt: skip
        heapq.heapify(waiting)
        queued, moved = set(waiting), set(seeds)
        while waiting:
            i = self.compiled.order[heapq.heappop(waiting)]
            spot = self._spots[i]
            if spot.state is not State.KEPT:
                stood = tuple(numbers[i] for numbers in early)
                begin = plain.floor_of(spot)
                for arrow in incoming[i]:
                    if arrow.pulls:
                        pull = plain.pull_of(arrow, spot, early, self.compiled.lines)
                        begin = max(begin, pull)
                plain.put(i, spot, begin, early, self.compiled.lines[spot.line])
                if i not in seeds and stood == tuple(numbers[i] for numbers in early):
                    continue
            moved.add(i)
            for arrow in self.compiled.outgoing[i]:
                rank = self._rank.get(arrow.after)
                if rank is not None and rank not in queued:
                    queued.add(rank)
                    heapq.heappush(waiting, rank)
        return moved

    def _find_finishes(self, projects: Iterable[int]) -> bool:
        """Whether the last finish of any of these projects has moved."""
        found = {p: max(self._early.finish[i] for i in self._members[p]) for p in projects}
        others = {p: finish for p, finish in found.items() if finish != self._finishes[p]}
        self._finishes.update(others)
        return bool(others)

    def _float_anew(self) -> set[int]:
        """All late dates and floats; those that are others."""
        compiled, finishes = self.compiled, self._finishes
        before = self._late[:], self._total[:], self._free[:]
        self._late[:] = plain.backward(compiled, plain.caps(compiled, finishes, own=True))
        caps = plain.caps(compiled, finishes, own=False)
        free = plain.undisturbing(compiled, self._early.ended, caps)
        self._total[:] = plain.between(compiled, self._early.wanted, self._late)
        self._free[:] = plain.between(compiled, self._early.ended, free)
        after = self._late, self._total, self._free
        return {i for old, new in zip(before, after, strict=True) for i in _others(old, new)}

    def _backward(self, moved: set[int]) -> set[int]:
        """The late dates of what changed and of what leads to it; returns those that are others."""
        waiting = [-self._rank[i] for i in moved | self._before(moved) if i in self._rank]
        heapq.heapify(waiting)
        queued, found = set(waiting), set()
        for i in moved:
            if i not in self._rank:
                self._late[i] = self._cap(i, own=True)
        while waiting:
            i = self.compiled.order[-heapq.heappop(waiting)]
            latest = self._latest(i, self._cap(i, own=True), self._late)
            if latest == self._late[i]:
                continue
            self._late[i] = latest
            found.add(i)
            for arrow in self.compiled.incoming[i]:
                rank = self._rank.get(arrow.before)
                if rank is not None and -rank not in queued:
                    queued.add(-rank)
                    heapq.heappush(waiting, -rank)
        return found

    def _undisturbed(self, i: int) -> int:
        """How late it may end with all others where they are."""
        return self._latest(i, self._cap(i, own=False), self._early.ended)

    def _latest(self, i: int, cap: int, ends: list[int]) -> int:
        """How late it may end where those that follow it end as `ends`."""
        spot, lines = self._spots[i], self.compiled.lines
        for arrow in self.compiled.outgoing[i]:
            if arrow.binds and ends[arrow.after] < EVER:
                after = self._spots[arrow.after]
                cap = min(cap, plain.room(arrow, spot, after, ends[arrow.after], lines))
        return cap

    def _cap(self, i: int, *, own: bool) -> int:
        spot = self._spots[i]
        cap = self.compiled.lines[spot.line].worked(self._finishes[spot.activity.project])
        return min(cap, spot.cap_finish, spot.cap + spot.span) if own else cap

    def _between(self, i: int, first: int, last: int) -> int:
        """Minutes of its calendar from one number of its line to another."""
        spot = self._spots[i]
        if spot.line == spot.clock:
            return last - first
        worked = self.compiled.lines[spot.clock].worked
        return worked(last) - worked(first)

    def _after(self, spots: Iterable[int]) -> set[int]:
        """What follows these: something else may hold it now, though it stays where it is."""
        return {arrow.after for i in spots for arrow in self.compiled.outgoing[i]}

    def _before(self, spots: Iterable[int]) -> set[int]:
        return {arrow.before for i in spots for arrow in self.compiled.incoming[i]}


def _ints(numbers: Iterable[int]) -> list[int]:
    """A list of its own; arrays give whole numbers of Python's."""
    tolist = getattr(numbers, "tolist", None)
    return cast(list[int], tolist()) if tolist is not None else list(numbers)


def _others(old: Iterable[int], new: Iterable[int]) -> set[int]:
    """The places at which two lists differ."""
    return {i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b}
