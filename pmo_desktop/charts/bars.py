"""Where one row of a Gantt chart lies: its bar, bracket or diamond, its baseline, its deadline.

Sizes are those of a row 26 high, times `unit`; every bar's middle is 12 below the row's top.
"""

from __future__ import annotations

from typing import NamedTuple

from pmo_desktop.charts.timescale import TimeScale, day_of
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.domain.tasks import TaskKind

ROW_HEIGHT = 26.0
MIDDLE = 12.0
HALF_BAR = 6.0
HALF_DIAMOND = 7.0
HALF_GHOST = 5.5
# Wider than the line of the status date, which runs behind the bars.
LEAST_BAR = 3.0
BRACKETS = frozenset({"project", "group", TaskKind.SUMMARY.value})
MILESTONE = TaskKind.MILESTONE.value


class Track(NamedTuple):
    """A row's dates as days (`timescale.day_of`), whatever the scale."""

    row: PlanRow
    start: float
    finish: float
    baseline_start: float | None
    baseline_finish: float | None
    deadline: float | None


class Place(NamedTuple):
    """Where a row lies: `top` of the row, `left` and `right` of its bar; a milestone is a point.

    `ghost_left` and `ghost_right` are the baseline's ends, `due` the deadline.
    """

    row: PlanRow
    top: float
    unit: float
    left: float
    right: float
    ghost_left: float | None
    ghost_right: float | None
    due: float | None

    @property
    def middle(self) -> float:
        return self.top + MIDDLE * self.unit

    @property
    def is_milestone(self) -> bool:
        return self.row.kind == MILESTONE

    @property
    def half_height(self) -> float:
        return (HALF_DIAMOND if self.is_milestone else HALF_BAR) * self.unit


def track(row: PlanRow) -> Track | None:
    """None for a row without dates."""
    if row.start is None or row.finish is None:
        return None
    moments = (row.baseline_start, row.baseline_finish, row.deadline)
    ghosts = [None if moment is None else day_of(moment) for moment in moments]
    finish = day_of(row.finish)
    start = finish if row.kind == MILESTONE else day_of(row.start)
    return Track(row, start, finish, *ghosts)


def place(on: Track, top: float, scale: TimeScale, unit: float) -> Place:
    """Where a row lies on a scale."""
    row, start, finish, ghost_start, ghost_finish, deadline = on
    origin, per_day = scale.origin, scale.per_day
    left, right = (start - origin) * per_day, (finish - origin) * per_day
    if right < left + LEAST_BAR and row.kind != MILESTONE:
        right = left + LEAST_BAR
    return Place(
        row,
        top,
        unit,
        left,
        right,
        None if ghost_start is None else (ghost_start - origin) * per_day,
        None if ghost_finish is None else (ghost_finish - origin) * per_day,
        None if deadline is None else (deadline - origin) * per_day,
    )
