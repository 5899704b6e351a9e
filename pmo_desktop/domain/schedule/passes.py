"""The two passes over columns, level by level, for one network or many runs of it at once.

`span` are the minutes to be placed of each, in the order of the columns; with runs it has a column
for each. All that is given and found has the same shape.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from pmo_desktop.domain.schedule.columns import Columns, Reach
from pmo_desktop.domain.schedule.lines import NEVER
from pmo_desktop.domain.schedule.tables import Ints


class Passes:
    """Both passes with these spans. An arrow's lag that is a share goes with its predecessor's."""

    def __init__(self, columns: Columns, span: Ints) -> None:
        self.columns = columns
        self.span = span
        self._dtype = span.dtype

    def forward(self, floors: Ints | None = None) -> tuple[Ints, Ints, Ints]:
        """`started`, `ended`, and `wanted`: the ends were it not for the latest dates."""
        c, span = self.columns, self.span
        count = len(c.order)
        begin = self._floor if floors is None else np.maximum(self._floor, floors)
        if begin is self._floor:
            begin = begin.copy()
        flat = np.empty((2 * count, *span.shape[1:]), dtype=self._dtype)
        flat[:count], flat[count:] = self._tall(c.started), self._tall(c.ended)
        wanted = flat[count:].copy()
        source = c.forward.source
        for n, level in enumerate(c.levels):
            first, last = c.forward.spans[n]
            if last > first:
                pulls = flat.take(source[first:last], axis=0)
                pulls += self._offset[first:last]
                self._reach_on(flat, pulls, n)
                heads = c.forward.heads[n]
                pull = np.maximum.reduceat(pulls, c.forward.groups[n], axis=0)
                begin[heads] = np.maximum(begin.take(heads, axis=0), pull)
            running = slice(level.first, level.running)
            ends = begin[running] + span[running]
            wanted[running] = ends
            if level.capped:
                np.minimum(ends, self._ceiling[running], out=ends)
                begin[running] = ends - span[running]
            flat[level.first : level.free] = begin[level.first : level.free]
            flat[count + level.first : count + level.running] = ends
        return flat[:count], flat[count:], wanted

    def backward(self, caps: Ints) -> Ints:
        """How late each may end, none behind `caps`."""
        arrows, span = self.columns.backward, self.span
        flat = self._ends(caps)
        late, begin = flat[len(span) :], flat[: len(span)]
        for n in range(len(self.columns.levels) - 1, -1, -1):
            first, last = arrows.spans[n]
            if last > first:
                rooms = self._rooms(flat, slice(first, last), arrows.across[n], arrows.aside[n])
                least = np.minimum.reduceat(rooms, arrows.groups[n], axis=0)
                heads = arrows.heads[n]
                least = np.minimum(late.take(heads, axis=0), least)
                late[heads] = least
                begin[heads] = least - span.take(heads, axis=0)
        return late

    def undisturbing(self, ended: Ints, caps: Ints) -> Ints:
        """How late each may end with all others ending as `ended`, none behind `caps`."""
        arrows = self.columns.backward
        free = caps.copy()
        if len(arrows.after):
            flat = self._ends(ended)
            rooms = self._rooms(flat, slice(None), arrows.across[-1], arrows.aside[-1])
            heads = arrows.heads[-1]
            least = np.minimum.reduceat(rooms, arrows.groups[-1], axis=0)
            free[heads] = np.minimum(free.take(heads, axis=0), least)
        return free

    def _ends(self, ended: Ints) -> Ints:
        """Behind one another: what begins where it ends at `ended`, and the ends."""
        return np.concatenate((ended - self.span, ended))

    def _tall(self, constants: Ints) -> Ints:
        """A column where there are runs."""
        return constants if self.span.ndim == 1 else constants[:, None]

    @cached_property
    def _floor(self) -> Ints:
        c = self.columns
        floor = np.broadcast_to(self._tall(np.maximum(c.floor, -(2**30))), self.span.shape)
        floor = floor.astype(self._dtype)
        held = np.flatnonzero(c.floor_finish > NEVER)
        begin = (self._tall(c.floor_finish[held]) - self.span[held]).astype(self._dtype)
        floor[held] = np.maximum(floor[held], begin)
        return floor

    @cached_property
    def _ceiling(self) -> Ints:
        """The latest ends that constraints allow."""
        c = self.columns
        ceiling = np.minimum(self._tall(c.ceiling) + self.span, self._tall(c.ceiling_finish))
        return np.minimum(ceiling, 2**31 - 1).astype(self._dtype)

    def _lag(self, before: Ints, lag: Ints, share: Ints) -> Ints:
        """The lags, those that are shares with what their predecessors take now."""
        if not share.any():
            return self._tall(lag)
        c = self.columns
        whole = self._tall(c.duration[before] - c.span[before]) + self.span[before]
        shared = np.rint(self._tall(share) * whole).astype(np.int64)
        return np.where(self._tall(share != 0), shared, self._tall(lag))

    @cached_property
    def _offset(self) -> Ints:
        """What is added to an arrow's beginning; lags aside come on their way."""
        a = self.columns.forward
        lag = self._lag(a.before, a.lag * ~a.is_aside, a.share * ~a.is_aside)
        if a.to_finish.any():
            lag = lag - self._tall(a.to_finish) * self.span[a.after]
        return lag.astype(self._dtype)

    @cached_property
    def _back_lag(self) -> Ints:
        """What is taken from an arrow's end, backwards; lags aside come on their way."""
        a = self.columns.backward
        return self._lag(a.before, a.lag * ~a.is_aside, a.share * ~a.is_aside).astype(self._dtype)

    @cached_property
    def _tail(self) -> Ints | None:
        """What lies between a predecessor's start, where it is that which counts, and its end;
        None where no start counts."""
        a = self.columns.backward
        if a.from_finish.all():
            return None
        return (self._tall(1 - a.from_finish) * self.span[a.before]).astype(self._dtype)

    def _reach_on(self, flat: Ints, pulls: Ints, n: int) -> None:
        """Put right the pulls of a level's arrows that lead from one line to another."""
        c, tables = self.columns, self.columns.tables
        a = c.forward
        for reach in (a.across[n], a.aside[n]):
            if reach is None:
                continue
            numbers = flat.take(reach.source, axis=0) - self._tall(reach.from_finish)
            instants = tables.start_at(
                numbers, self._tall(reach.from_entries), self._tall(reach.from_rows)
            )
            instants += self._tall(reach.shift)
            found = tables.worked(instants, self._tall(reach.to_rows))
            if reach.is_aside:
                found = self._aside(found, reach, 1)
            pulls[reach.at] = found + self._offset[reach.where]

    def _aside(self, worked: Ints, reach: Reach, way: int) -> Ints:
        """Behind the lag on the successor's calendar, or before it; instants."""
        tables = self.columns.tables
        worked = worked + way * self._lag_of(reach)
        if way > 0:
            worked = worked - 1
        entries, rows = self._tall(reach.to_entries), self._tall(reach.to_rows)
        return tables.start_at(worked, entries, rows) + (way > 0)

    def _lag_of(self, reach: Reach) -> Ints:
        return self._lag(reach.before, reach.lag, reach.share)

    def _rooms(self, flat: Ints, some: slice, across: Reach | None, aside: Reach | None) -> Ints:
        """How late the predecessors may end, for the begins and ends of their successors."""
        tables, arrows, tail = self.columns.tables, self.columns.backward, self._tail
        target = arrows.after[some] + arrows.to_finish[some] * len(self.span)
        until = flat.take(target, axis=0) - self._back_lag[some]
        rooms = until if tail is None else until + tail[some]
        for reach in (across, aside):
            if reach is None:
                continue
            numbers = until.take(reach.at, axis=0)
            if reach.is_aside:
                worked = tables.worked(numbers, self._tall(reach.to_rows))
                instants = self._aside(worked, reach, -1)
            else:
                instants = tables.start_at(
                    numbers, self._tall(reach.to_entries), self._tall(reach.to_rows)
                )
            instants = instants - self._tall(reach.back_shift)
            found = tables.worked(instants, self._tall(reach.from_rows))
            found = found - self._tall(1 - reach.from_finish)
            rooms[reach.at] = found if tail is None else found + tail[reach.where]
        return rooms
