"""The serial scheme on step profiles: one job after the other, each where it first fits.

A job begins where all before it in the order, its ties and its floor let it (Kelley 1963; Kolisch
1996: an optimum of any regular objective is among the plans that this leads to). Backwards, each
ends as late as it may. Neither ever fails: what fits nowhere takes what there is behind the last
step of its resources, and is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.profile import EVER, NEVER, earliest, latest, take
from pmo_desktop.domain.levelling.resources import Profile, Supply, Use

Uses = Sequence[Use]


@dataclass(frozen=True)
class Placed:
    """Where each job begins, as a number of its line; `misfits` are `(job, resource)` (places) for
    which there was no room at any time."""

    start: list[int]
    misfits: tuple[tuple[int, int], ...] = ()


class Steps:
    """The scheme over any problem."""

    def __init__(self, frame: Frame, supply: Supply) -> None:
        self.frame, self.supply = frame, supply
        shared = [bool(others) for others in supply.others]
        # What does not ask for the same throughout, or takes of what is seen in other calendars
        # too, is placed with more care.
        self._stepped = [any(use.spans for use in uses) for uses in supply.uses]
        self._special = [
            stepped or any(shared[use.view] for use in uses)
            for stepped, uses in zip(self._stepped, supply.uses, strict=True)
        ]

    def _profiles(self) -> list[Profile]:
        return [(at.copy(), room.copy()) for at, room in self.supply.profiles]

    def forward(self, order: Sequence[int]) -> Placed:
        """Everything as early as it can be, in this order (predecessors first)."""
        frame, uses, special = self.frame, self.supply.uses, self._special
        straight, crossing, span = frame.straight_in, frame.crossing_in, frame.span
        profiles = self._profiles()
        waits = self.supply.waits
        start = frame.floor.copy()
        misfits: list[tuple[int, int]] = []
        for i in order:
            n = start[i]
            for before, minutes in straight[i]:
                pull = start[before] + minutes
                if pull > n:
                    n = pull
            for arc in crossing[i]:
                pull = frame.pull(arc, start)
                if pull > n:
                    n = pull
            needs: Uses = uses[i]
            if needs:
                found = self._first(i, needs, profiles, n)
                if found == EVER or waits[i]:
                    found, needs, missed = self._in_time(i, needs, profiles, n, found)
                    misfits += missed
                n = found
                if special[i]:
                    self.supply.occupy(profiles, i, needs, n)
                else:
                    end = n + span[i]
                    for view, units, _ in needs:
                        at, room = profiles[view]
                        take(at, room, units, n, end)
            start[i] = n
        return Placed(start, tuple(misfits))

    def backward(self, order: Sequence[int], until: Sequence[int], early: Sequence[int]) -> Placed:
        """Everything as late as it can be, none behind `until` (numbers by job), in this order
        (successors first); what does not fit behind `early` stays there."""
        frame, uses, special = self.frame, self.supply.uses, self._special
        straight, crossing, span = frame.straight_out, frame.crossing_out, frame.span
        profiles = self._profiles()
        start = list(early)
        for i in order:
            length = span[i]
            n = until[i] - length
            for after, minutes in straight[i]:
                pull = start[after] - minutes
                if pull < n:
                    n = pull
            for arc in crossing[i]:
                pull = frame.push(arc, start)
                if pull < n:
                    n = pull
            needs = uses[i]
            if n > early[i] and needs:
                n = self._last(i, needs, profiles, n)
            if n < early[i]:
                n = early[i]
            if special[i]:
                self.supply.occupy(profiles, i, needs, n)
            else:
                end = n + length
                for view, units, _ in needs:
                    at, room = profiles[view]
                    take(at, room, units, n, end)
            start[i] = n
        return Placed(start)

    def _in_time(
        self, i: int, needs: Uses, profiles: Sequence[Profile], start: int, found: int
    ) -> tuple[int, Uses, list[tuple[int, int]]]:
        """Where it first fits without a long wait, with what it takes there, and for what there is
        no room: of that it takes what there is where it could begin, or else nothing."""
        supply = self.supply
        missed: dict[tuple[int, int], None] = {}
        for less in (True, False):
            late = {r for limit, until, r in supply.waits[i] if start <= limit and found >= until}
            if not late or found == EVER:
                break
            missed |= dict.fromkeys((i, r) for r in sorted(late))
            if less:
                needs = supply.lesser_uses(i, needs, late, start)
            else:
                needs = [use for use in needs if supply.views[use.view].resource not in late]
            found = self._first(i, needs, profiles, start)
        if found == EVER:
            missed |= dict.fromkeys(self._misfits(i, needs))
            needs = supply.final_uses(needs)
            found = self._first(i, needs, profiles, start)
        return found, needs, list(missed)

    def _misfits(self, i: int, needs: Uses) -> list[tuple[int, int]]:
        supply = self.supply
        return [
            (i, supply.views[use.view].resource)
            for use in needs
            if use.units > supply.finals[use.view]
        ]

    def _first(self, i: int, needs: Uses, profiles: Sequence[Profile], start: int) -> int:
        """The first number from `start` on from which there is room for all needs."""
        span = self.frame.span[i]
        if self._stepped[i]:
            return _first_in_steps(needs, profiles, start, span)
        count = len(needs)
        agreed = k = 0
        while agreed < count:
            view, units, _ = needs[k]
            at, room = profiles[view]
            found = earliest(at, room, units, start, span)
            if found == EVER:
                return EVER
            agreed = agreed + 1 if found == start else 1
            start = found
            k = k + 1 if k + 1 < count else 0
        return start

    def _last(self, i: int, needs: Uses, profiles: Sequence[Profile], start: int) -> int:
        """The last number up to `start` from which there is room for all needs."""
        span = self.frame.span[i]
        if self._stepped[i]:
            return _last_in_steps(needs, profiles, start, span)
        finish = start + span
        count = len(needs)
        agreed = k = 0
        while agreed < count:
            view, units, _ = needs[k]
            at, room = profiles[view]
            found = latest(at, room, units, finish, span)
            if found == NEVER:
                return NEVER
            agreed = agreed + 1 if found == finish else 1
            finish = found
            k = k + 1 if k + 1 < count else 0
        return finish - span


def _first_in_steps(needs: Uses, profiles: Sequence[Profile], start: int, span: int) -> int:
    before = None
    while before != start:
        before = start
        for view, units, spans in needs:
            at, room = profiles[view]
            for first, last in spans or ((0, span),):
                found = earliest(at, room, units, start + first, last - first)
                if found == EVER:
                    return EVER
                start = found - first
    return start


def _last_in_steps(needs: Uses, profiles: Sequence[Profile], start: int, span: int) -> int:
    before = None
    while before != start:
        before = start
        for view, units, spans in needs:
            at, room = profiles[view]
            for first, last in spans or ((0, span),):
                found = latest(at, room, units, start + last, last - first)
                if found == NEVER:
                    return NEVER
                start = found - last
    return start
