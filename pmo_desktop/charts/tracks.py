"""A plan's rows and links as columns of numbers, each row read when it is first in sight.

Moments are days as `timescale.day_of` counts them, NaN where there is none. A plan of a hundred
thousand tasks is thus shown as soon as the rows in sight are read.
"""

from __future__ import annotations

from functools import cached_property
from itertools import repeat
from operator import attrgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pmo_desktop.charts.bars import BRACKETS, MILESTONE
from pmo_desktop.charts.timescale import day_of
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.domain.tasks import Constraint

NAN: Final = float("nan")
START, FINISH, GHOST_START, GHOST_FINISH, DUE, LATE, LIMIT, DONE = range(8)
BAR, BRACKET, DIAMOND = range(3)
PLAIN, NEAR, CRITICAL, INACTIVE = range(4)
EARLIEST = frozenset({Constraint.SNET, Constraint.FNET, Constraint.MSO, Constraint.MFO})
LATEST = frozenset({Constraint.SNLT, Constraint.FNLT, Constraint.MSO, Constraint.MFO})

Rows = NDArray[np.int64]


class PlanTracks:
    """`read(rows)` fills the columns for some rows; `values`, `kinds` and `tones` then hold them.

    `bounds` says which way a constraint holds: 1 no earlier, 2 no later, 3 both, 0 neither.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        count = len(plan.rows)
        self.values = np.empty((count, 8))
        self.kinds = np.empty(count, np.int8)
        self.tones = np.empty(count, np.int8)
        self.bounds = np.empty(count, np.int8)
        self._known = np.zeros(count, np.bool_)

    def read(self, rows: Rows) -> None:
        missing = rows[~self._known[rows]]
        if not len(missing):
            return
        found = [self.plan.rows[row] for row in missing.tolist()]
        self.values[missing] = [_moments(row) for row in found]
        self.kinds[missing] = [_kind(row) for row in found]
        self.tones[missing] = [_tone(row) for row in found]
        self.bounds[missing] = [_bound(row) for row in found]
        self._known[missing] = True

    @cached_property
    def ends(self) -> tuple[Rows, Rows]:
        """The rows of every link's predecessor and successor."""
        links = self.plan.links
        before, after = attrgetter("predecessor"), attrgetter("successor")
        return (
            np.fromiter(map(before, links), np.int64, len(links)),
            np.fromiter(map(after, links), np.int64, len(links)),
        )

    @property
    def knows_links(self) -> bool:
        """Whether `ends` were read."""
        return "ends" in self.__dict__

    def positions(self, rows: Rows) -> Rows:
        """Where each of the plan's rows is shown; -1 for one that is not."""
        found = np.full(len(self.plan.rows), -1)
        found[rows] = np.arange(len(rows))
        return found


def _moments(row: PlanRow) -> tuple[float, ...]:
    if row.start is None or row.finish is None:
        return tuple(repeat(NAN, 8))
    finish = day_of(row.finish)
    return (
        finish if row.kind == MILESTONE else day_of(row.start),
        finish,
        NAN if row.baseline_start is None else day_of(row.baseline_start),
        NAN if row.baseline_finish is None else day_of(row.baseline_finish),
        NAN if row.deadline is None else day_of(row.deadline),
        NAN if row.late_finish is None else day_of(row.late_finish),
        NAN if row.constraint_date is None else day_of(row.constraint_date),
        min(max(row.percent_complete, 0.0), 1.0),
    )


def _kind(row: PlanRow) -> int:
    if row.kind == MILESTONE:
        return DIAMOND
    return BRACKET if row.kind in BRACKETS else BAR


def _tone(row: PlanRow) -> int:
    if not row.active:
        return INACTIVE
    if row.critical:
        return CRITICAL
    return NEAR if row.near_critical else PLAIN


def _bound(row: PlanRow) -> int:
    if row.constraint_date is None:
        return 0
    return (row.constraint in EARLIEST) + 2 * (row.constraint in LATEST)
