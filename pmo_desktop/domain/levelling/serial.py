"""The serial scheme on step profiles: one job after the other, each where it first fits.

A job begins where all before it in the order, its ties and its floor let it (Kelley 1963; Kolisch
1996: every order of a regular objective's optimum is among those that this leads to). Backwards,
each ends as late as it may. Neither ever fails: what fits nowhere takes what there is behind the
last step of its resources, and is told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.profile import EVER, NEVER, earliest, latest, take
from pmo_desktop.domain.levelling.resources import Supply, Use, stretches


@dataclass(frozen=True)
class Placed:
    """Where each job begins, as a number of its line; `misfits` are `(job, resource)` for which
    there was no room at any time."""

    start: list[int]
    misfits: tuple[tuple[int, int], ...] = ()


class Steps:
    """The scheme over any problem."""

    def __init__(self, frame: Frame, supply: Supply) -> None:
        self.frame, self.supply = frame, supply
        # What needs one direct look into each profile, and what needs more.
        self._direct: list[Sequence[tuple[int, int]] | None] = [
            tuple((use.resource, use.units) for use in uses)
            if all(u.direct for u in uses)
            else None
            for uses in supply.uses
        ]

    def forward(self, order: Sequence[int]) -> Placed:
        """Everything as early as it can be, in this order (predecessors first)."""
        frame, direct = self.frame, self._direct
        straight, crossing, span, floor = (
            frame.straight_in, frame.crossing_in, frame.span, frame.floor,
        )  # fmt: skip
        ats = [at.copy() for at in self.supply.at]
        rooms = [room.copy() for room in self.supply.room]
        start = [0] * frame.count
        misfits: list[tuple[int, int]] = []
        for i in order:
            n = floor[i]
            for before, minutes in straight[i]:
                pull = start[before] + minutes
                if pull > n:
                    n = pull
            for arc in crossing[i]:
                pull = frame.pull(arc, start)
                if pull > n:
                    n = pull
            needs = direct[i]
            if needs is None:
                n = self._fit_pieces(i, n, ats, rooms, misfits)
            elif needs:
                length = span[i]
                if len(needs) == 1:
                    r, units = needs[0]
                    found = earliest(ats[r], rooms[r], units, n, length)
                else:
                    found = _together(needs, ats, rooms, n, length)
                if found == EVER:
                    n, needs = self._reduced(i, n, ats, rooms, misfits)
                else:
                    n = found
                for r, units in needs:
                    take(ats[r], rooms[r], units, n, n + length)
            start[i] = n
        return Placed(start, tuple(misfits))

    def backward(self, order: Sequence[int], until: Sequence[int], early: Sequence[int]) -> Placed:
        """Everything as late as it can be, none behind `until` (numbers by job), in this order
        (successors first); what does not fit behind `early` stays there."""
        frame, direct = self.frame, self._direct
        straight, crossing, span = frame.straight_out, frame.crossing_out, frame.span
        ats = [at.copy() for at in self.supply.at]
        rooms = [room.copy() for room in self.supply.room]
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
            needs = direct[i]
            if needs is None:
                # In pieces it is looked for forwards alone: where it is, or where its ties end it.
                start[i] = self._last_pieces(i, early[i], n, ats, rooms)
                continue
            if needs:
                if len(needs) == 1:
                    r, units = needs[0]
                    n = latest(ats[r], rooms[r], units, n + length, length) - length
                else:
                    n = _together_back(needs, ats, rooms, n + length, length) - length
                if n < early[i]:
                    n = early[i]
                for r, units in needs:
                    take(ats[r], rooms[r], units, n, n + length)
            elif n < early[i]:
                n = early[i]
            start[i] = n
        return Placed(start)

    def _reduced(
        self,
        i: int,
        n: int,
        ats: list[list[int]],
        rooms: list[list[int]],
        misfits: list[tuple[int, int]],
    ) -> tuple[int, list[tuple[int, int]]]:
        """Where a job begins for which there is never room: with no more than what its resources
        have in the end."""
        needs = []
        for use in self.supply.uses[i]:
            final = self.supply.final[use.resource]
            if use.units > final:
                misfits.append((i, use.resource))
            if final > 0:
                needs.append((use.resource, min(use.units, final)))
        if needs:
            n = _together(needs, ats, rooms, n, self.frame.span[i])
        return n, needs

    def _fit_pieces(
        self,
        i: int,
        n: int,
        ats: list[list[int]],
        rooms: list[list[int]],
        misfits: list[tuple[int, int]],
    ) -> int:
        """Place and occupy a job that lies in pieces on its resources' axes."""
        uses: Sequence[Use] = self.supply.uses[i]
        found = self._first_pieces(i, uses, n, ats, rooms)
        if found == EVER:
            kept = []
            for use in uses:
                final = self.supply.final[use.resource]
                if use.units > final:
                    misfits.append((i, use.resource))
                if final > 0:
                    kept.append(Use(use.resource, min(use.units, final), use.direct))
            uses = kept
            found = self._first_pieces(i, uses, n, ats, rooms)
        self._take_pieces(i, uses, found, ats, rooms)
        return found

    def _take_pieces(
        self,
        i: int,
        uses: Sequence[Use],
        n: int,
        ats: list[list[int]],
        rooms: list[list[int]],
    ) -> None:
        for use in uses:
            r = use.resource
            for first, last in stretches(self.frame, self.supply, i, n, use):
                take(ats[r], rooms[r], use.units, first, last)

    def _first_pieces(
        self, i: int, uses: Sequence[Use], n: int, ats: list[list[int]], rooms: list[list[int]]
    ) -> int:
        moved = True
        while moved:
            moved = False
            for use in uses:
                later = self._past(i, use, n, ats[use.resource], rooms[use.resource])
                if later == EVER:
                    return EVER
                if later > n:
                    n, moved = later, True
        return n

    def _past(self, i: int, use: Use, n: int, at: list[int], room: list[int]) -> int:
        """The number from `n` on at which the first thing in the way of this need is past."""
        if use.direct:
            return earliest(at, room, use.units, n, self.frame.span[i])
        frame = self.frame
        home = frame.lines[frame.home[i]]
        axis = self.supply.axes[use.resource]
        on_clock = frame.line[i] != frame.home[i]
        for first, last in frame.parts[i] or ((0, frame.span[i]),):
            a, b = n + first, n + last
            if on_clock:
                a, b = home.worked(a), home.worked(b)
            if a >= b:
                continue
            begin, end = axis.worked(home.start_at(a)), axis.worked(home.start_at(b - 1)) + 1
            for left, right in _blocked(at, room, use.units, begin, end):
                met = home.worked(axis.start_at(max(left, begin)))
                if met >= b:
                    continue
                if right == EVER:
                    return EVER
                # Of the job's own time nothing may lie in it.
                behind = home.worked(axis.start_at(right - 1) + 1)
                if behind > met:
                    return (home.finish_at(behind) if on_clock else behind) - first
        return n

    def _last_pieces(
        self, i: int, early: int, n: int, ats: list[list[int]], rooms: list[list[int]]
    ) -> int:
        uses = self.supply.uses[i]
        place = max(n, early)
        while place > early:
            if self._first_pieces(i, uses, place, ats, rooms) == place:
                break
            place = early + (place - early) // 2
        self._take_pieces(i, uses, place, ats, rooms)
        return place


def _together(
    needs: Sequence[tuple[int, int]],
    ats: list[list[int]],
    rooms: list[list[int]],
    start: int,
    span: int,
) -> int:
    """The first number from which there is room in all."""
    count = len(needs)
    agreed = k = 0
    while agreed < count:
        r, units = needs[k]
        found = earliest(ats[r], rooms[r], units, start, span)
        if found == EVER:
            return EVER
        agreed = agreed + 1 if found == start else 1
        start = found
        k = k + 1 if k + 1 < count else 0
    return start


def _together_back(
    needs: Sequence[tuple[int, int]],
    ats: list[list[int]],
    rooms: list[list[int]],
    finish: int,
    span: int,
) -> int:
    count = len(needs)
    agreed = k = 0
    while agreed < count:
        r, units = needs[k]
        found = latest(ats[r], rooms[r], units, finish, span)
        if found == NEVER:
            return NEVER
        agreed = agreed + 1 if found == finish else 1
        finish = found
        k = k + 1 if k + 1 < count else 0
    return finish


def _blocked(
    at: list[int], room: list[int], units: int, begin: int, end: int
) -> list[tuple[int, int]]:
    """The stretches that begin before `end`, end behind `begin` and have not enough room."""
    k = bisect_right(at, begin) - 1
    found = []
    while at[k] < end:
        if room[k] < units:
            found.append((at[k], at[k + 1]))
        k += 1
    return found
