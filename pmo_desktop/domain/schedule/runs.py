"""Many runs of one network with durations of their own, for simulations.

`minutes` has a row for each spot of the compiled network, in the order of its `spots`, and a column
for each run: the working minutes (clock minutes where the duration is elapsed) that are still to be
placed of the activity, whole numbers. `remaining` gives those of the plan. Rows of what is kept or
finished, and of milestones, are not looked at. Gaps and lags stay as they are, but for lags that
are shares of a task. Give `CHUNK` runs at a time: more do not fit the processor's cache.

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
from pmo_desktop.domain.schedule.lines import EVER, OutsideTables
from pmo_desktop.domain.schedule.passes import Passes
from pmo_desktop.domain.schedule.solving import place as place_all
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
        if compiled.wholes:
            place_all(compiled)  # finds the lags that are shares of summaries
        self.watch = tuple(watch)
        self._columns = c = columns(compiled)
        self.projects = tuple(c.projects)
        self._watched = c.place_of[[compiled.index[number] for number in watch]].astype(int)
        planned = np.array(remaining(compiled), dtype=np.int64)[c.order]
        self._fixed = (c.state == State.KEPT) | (planned == 0)
        gaps = np.where(self._fixed, c.span, c.span - planned)
        self._gaps = gaps.astype(np.int32)[:, None]
        self._capped = np.flatnonzero((c.cap < EVER) | (c.cap_finish < EVER))
        finished = np.array([spot.finished or spot.looped for spot in compiled.spots], dtype=bool)
        self._finished = np.flatnonzero(finished[c.order])
        self._groups = self._placed_groups()

    def _placed_groups(self) -> list[Ints]:
        """The places of what is placed, by project and line."""
        c = self._columns
        placed = np.flatnonzero(c.state[: c.count] != State.KEPT)
        key = c.project[placed] * len(self.compiled.lines) + c.line[placed]
        return [placed[key == value] for value in np.unique(key)]

    def run(self, minutes: Ints, *, criticality: bool = False) -> Outcome:
        """One chunk of runs; see the top."""
        c = self._columns
        span = np.asarray(minutes).astype(np.int32).take(c.order, axis=0)
        span[self._fixed] = 0
        span += self._gaps
        passes = Passes(c, span)
        _, ended, wanted = passes.forward()
        self._check(ended)
        projects = self._finishes(ended)
        watched = self._instants(ended, self._watched)
        critical = self._critical(passes, wanted, projects) if criticality else None
        return Outcome(projects, watched, critical)

    def _finishes(self, ended: Ints) -> Ints:
        """The last finish of each project; of those on one calendar the last number decides."""
        c = self._columns
        found = np.full((len(self.projects), ended.shape[1]), np.iinfo(np.int64).min)
        for places in self._groups:
            project = c.project[places[0]]
            last = ended.take(places, axis=0).max(axis=0)[None, :]
            np.maximum(
                found[project], self._start_at(last - 1, places[:1])[0] + 1, out=found[project]
            )
        kept = np.flatnonzero(c.state[: c.count] == State.KEPT)
        for place in kept.tolist():
            np.maximum(found[c.project[place]], c.finish[place], out=found[c.project[place]])
        return found

    def _critical(self, passes: Passes, wanted: Ints, finishes: Ints) -> Ints:
        c, tables = self._columns, self._columns.tables
        lines = len(self.compiled.lines)
        rows = tables.rows[:lines, None, None]
        numbers = tables.worked(finishes[None, :, :], rows).astype(wanted.dtype)
        caps = numbers.reshape(-1, numbers.shape[2]).take(
            c.line * len(self.projects) + c.project, axis=0
        )
        for place in self._capped.tolist():
            bound = np.minimum(c.cap_finish[place], c.cap[place] + passes.span[place])
            caps[place] = np.minimum(caps[place], bound)
        late = passes.backward(caps)
        critical = late <= wanted
        aside = np.flatnonzero(c.line[: c.count] != c.clock[: c.count])
        own = tables.rows[c.clock[aside]][:, None]
        critical[aside] = tables.worked(late[aside], own) <= tables.worked(wanted[aside], own)
        critical[self._finished] = False
        return critical.take(c.place_of, axis=0)

    def _instants(self, ended: Ints, places: Ints) -> Ints:
        """The finishes of some; what is kept has its own."""
        c = self._columns
        found = self._start_at(ended.take(places, axis=0) - 1, places) + 1
        kept = np.flatnonzero(c.state[places] == State.KEPT)
        found[kept] = c.finish[places[kept]][:, None]
        return found

    def _start_at(self, numbers: Ints, places: Ints) -> Ints:
        c = self._columns
        lines = c.line[places]
        entries, rows = c.tables.entries[lines][:, None], c.tables.rows[lines][:, None]
        return c.tables.start_at(numbers.astype(np.int64), entries, rows)

    def _check(self, ended: Ints) -> None:
        c = self._columns
        lines = c.line[: c.count]
        for found in (ended[: c.count].max(axis=1), ended[: c.count].min(axis=1)):
            if not c.tables.holds(found, lines):
                raise OutsideTables
