"""Where rows of the table would go that are dropped at a point: between two rows, or onto one.

Between two rows several levels may be meant: that of the row below, that of the row above, and
those in between; the mouse says which by how far to the right it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF

from pmo_desktop.domain.outline import Where
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.ui.gantt.sizes import ARROW_ROOM, INDENT, ROW
from pmo_desktop.ui.gantt.table import TaskModel
from pmo_desktop.ui.gantt.task_header import FIRST_INDENT

ONTO = 0.3
"""The share of a row's height above and below which the mouse is between it and another."""


@dataclass(frozen=True)
class Place:
    """By `other` (the plan's row of a task, None: at the end of the project); drawn as a line above
    the row at position `at` from a level on, or as a box about it where `onto`."""

    where: Where
    other: PlanRow | None
    project_id: int
    at: int
    depth: int
    onto: bool = False


def place_at(model: TaskModel, point: QPointF) -> Place | None:
    """None where nothing can be meant. `point` is in pixels from the top of the first row."""
    position, share = divmod(point.y() / ROW, 1)
    at = int(position)
    if 0 <= at < len(model.rows) and ONTO <= share < 1 - ONTO:
        return _onto(model, at)
    gap = min(at + (share >= 0.5), len(model.rows))
    return _between(model, gap, point.x()) if gap > 0 else None


def _onto(model: TaskModel, at: int) -> Place:
    row = model.row(at)
    other = row if row.task_id is not None else None
    return Place(Where.BELOW, other, row.project_id, at, row.depth, onto=True)


def _between(model: TaskModel, gap: int, x: float) -> Place:
    plan, above = model.outline.plan, model.row(gap - 1)
    below = model.row(gap) if gap < len(model.rows) else None
    if below is not None and (below.task_id is None or below.project_id != above.project_id):
        below = None
    if below is not None and below.depth > above.depth:
        return Place(Where.BEFORE, below, below.project_id, gap, below.depth)
    if above.task_id is None:
        return Place(Where.BELOW, None, above.project_id, gap, above.depth + 1)
    least = below.depth if below is not None else 1
    depth = min(max(_depth(x), least), above.depth)
    if below is not None and depth == below.depth < above.depth:
        return Place(Where.BEFORE, below, below.project_id, gap, depth)
    other = _ancestor(plan, model.rows[gap - 1], depth)
    return Place(Where.AFTER, other, above.project_id, gap, depth)


def _depth(x: float) -> int:
    return int((x - FIRST_INDENT + ARROW_ROOM / 2) // INDENT)


def _ancestor(plan: Plan, index: int, depth: int) -> PlanRow:
    """The row itself, or the one above it that lies so deep."""
    while plan.rows[index].depth > depth:
        index = plan.rows[index].parent
    return plan.rows[index]
