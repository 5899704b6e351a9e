"""Many runs of one network with durations of their own, for simulations.

`minutes` has a row for each spot of the compiled network, in the order of its `spots`, and a column
for each run: the working minutes (clock minutes where the duration is elapsed) that are still to be
placed of the activity, whole numbers. `remaining` gives those of the plan. Rows of what is kept or
finished, and of milestones, are not looked at. Gaps and lags stay as they are, but for lags that
are shares. Give `CHUNK` runs at a time: more do not fit the processor's cache.

    compiled = compile_network(activities, ties, calendars, start, status)
    runs = Runs(compiled, watch=[milestone.id, ...])
    for chunk in chunks:
        outcome = runs.run(chunk, criticality=True)

All dates are instants (`domain.timeline.moment_of` makes moments of them). What is to be as late as
possible is placed as soon as possible here, and projects scheduled from their finish from their
start: the question is how long it all takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pmo_desktop.domain.schedule.compiled import Compiled
from pmo_desktop.domain.schedule.levels import columns
from pmo_desktop.domain.schedule.lines import OutsideTables
from pmo_desktop.domain.schedule.passes import Passes
from pmo_desktop.domain.schedule.spots import State
from pmo_desktop.domain.schedule.tables import Ints

CHUNK = 64

__all__ = ["CHUNK", "Outcome", "OutsideTables", "Runs", "remaining"]


@dataclass(frozen=True)
class Outcome:
    """`projects` has each project's last finish, `watched` the finish of each activity that was
    asked for (rows as in `Runs`), a column for each run. `critical` says of every spot whether it
    had no float left in a run; None where criticality was not asked for."""

    projects: Ints
    watched: Ints
    critical: Ints | None


def remaining(compiled: Compiled) -> list[int]:
    """What the plan says is still to be placed of each spot, gaps apart."""
    return [
        spot.activity.duration_minutes - spot.done if spot.state is not State.KEPT else 0
        for spot in compiled.spots
    ]


class Runs:
    """Runs of one network. `projects` are the rows of an outcome's `projects`, `watch` (activity
    ids) those of `watched`.

    Making one, or a run, raises `TooWide` or `OutsideTables` where the dates are too far apart.
    """

    def __init__(self, compiled: Compiled, watch: Sequence[int] = ()) -> None:
        self.compiled = compiled
        self.watch = tuple(watch)
        self._columns = c = columns(compiled)
        self.projects = tuple(c.projects)
        self._watched = c.place_of[[compiled.index[number] for number in watch]].astype(int)
        planned = np.array(remaining(compiled), dtype=np.int64)[c.order]
        self._fixed = (c.state == State.KEPT) | (planned == 0)
        self._gaps = np.where(self._fixed, c.span, c.span - planned)
        self._rows = [np.flatnonzero(c.project[: c.count] == n) for n in range(len(c.projects))]

    def run(self, minutes: Ints, *, criticality: bool = False) -> Outcome:
        """One chunk of runs; see the top."""
        c = self._columns
        span = np.where(self._fixed[:, None], 0, np.asarray(minutes)[c.order])
        span = span.astype(np.int64) + self._gaps[:, None]
        passes = Passes(c, span)
        _, ended, wanted = passes.forward()
        self._check(ended)
        finish = self._instants(ended, slice(0, c.count))
        projects = np.stack([finish[rows].max(axis=0) for rows in self._rows])
        critical = self._critical(passes, wanted, projects) if criticality else None
        return Outcome(projects, finish[self._watched], critical)

    def _critical(self, passes: Passes, wanted: Ints, finishes: Ints) -> Ints:
        c, tables = self._columns, self._columns.tables
        caps = np.empty_like(wanted)
        for line in range(len(self.compiled.lines)):
            rows = tables.rows[line]
            numbers = tables.worked(finishes, rows)
            places = np.flatnonzero(c.line == line)
            caps[places] = numbers[c.project[places]]
        caps = np.minimum(caps, c.cap_finish[:, None])
        caps = np.minimum(caps, c.cap[:, None] + passes.span)
        late = passes.backward(caps)
        critical = late <= wanted
        aside = np.flatnonzero(c.line[: c.count] != c.clock[: c.count])
        rows = tables.rows[c.clock[aside]][:, None]
        critical[aside] = tables.worked(late[aside], rows) <= tables.worked(wanted[aside], rows)
        finished = np.array([spot.finished or spot.looped for spot in self.compiled.spots])
        critical[finished[c.order]] = False
        return critical[c.place_of]

    def _instants(self, ended: Ints, places: slice) -> Ints:
        """The finishes; what is kept has its own."""
        c = self._columns
        lines = c.line[places]
        entries, rows = c.tables.entries[lines][:, None], c.tables.rows[lines][:, None]
        found = c.tables.start_at(ended[places] - 1, entries, rows) + 1
        kept = np.flatnonzero(c.state[places] == State.KEPT)
        found[kept] = c.finish[kept][:, None]
        return found

    def _check(self, ended: Ints) -> None:
        c = self._columns
        lines = c.line[: c.count]
        for found in (ended[: c.count].max(axis=1), ended[: c.count].min(axis=1)):
            if not c.tables.holds(found, lines):
                raise OutsideTables
