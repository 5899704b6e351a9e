"""One row of a Gantt chart: its bar, bracket or diamond, its baseline, its deadline.

Sizes are those of a row 26 high, times `unit`; every bar's middle is 12 below the row's top.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pmo_desktop.charts.scene import Item, Polygon, Rect, diamond
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.domain.tasks import TaskKind

ROW_HEIGHT = 26.0
MIDDLE = 12.0
HALF_BAR = 6.0
HALF_DIAMOND = 7.0
HALF_GHOST = 5.5
LEAST_BAR = 2.0
BRACKETS = frozenset({"project", "group", TaskKind.SUMMARY.value})
MILESTONE = TaskKind.MILESTONE.value


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row lies: `top` of the row, `left` and `right` of its bar; a milestone is a point."""

    row: PlanRow
    top: float
    left: float
    right: float
    unit: float

    @property
    def middle(self) -> float:
        return self.top + MIDDLE * self.unit

    @property
    def is_milestone(self) -> bool:
        return self.row.kind == MILESTONE

    @property
    def half_height(self) -> float:
        return (HALF_DIAMOND if self.is_milestone else HALF_BAR) * self.unit

    @property
    def shape_left(self) -> float:
        return self.left - HALF_DIAMOND * self.unit if self.is_milestone else self.left

    @property
    def shape_right(self) -> float:
        return self.right + HALF_DIAMOND * self.unit if self.is_milestone else self.right


def place(row: PlanRow, top: float, scale: TimeScale, unit: float) -> Place | None:
    """None for a row without dates."""
    if row.start is None or row.finish is None:
        return None
    right = scale.to_x(row.finish)
    if row.kind == MILESTONE:
        return Place(row, top, right, right, unit)
    left = scale.to_x(row.start)
    return Place(row, top, left, max(right, left + LEAST_BAR), unit)


def shapes(at: Place, critical: bool) -> Iterator[Item]:
    """What the row is, and how much of it is done: at most two items, the second upon the first."""
    if at.is_milestone:
        yield _milestone(at, critical)
    elif at.row.kind in BRACKETS:
        yield from _bracket(at)
    else:
        yield from _bar(at, critical)


def _bar(at: Place, critical: bool) -> Iterator[Item]:
    role = "critical" if critical and at.row.critical else "bar"
    y, height, radius = at.middle - at.half_height, 2 * at.half_height, 2 * at.unit
    width, done = at.right - at.left, _done(at)
    if done < width:
        yield Rect(at.left, y, width, height, role, radius=radius)
    if done > 0:
        yield Rect(at.left, y, done, height, f"{role}_done", radius=radius)


def _bracket(at: Place) -> Iterator[Item]:
    """A flat bar with a tip at either end, and how far it is as a stripe within."""
    unit, left, right = at.unit, at.left, at.right
    y, height, tip = at.top + 7 * unit, 5 * unit, min(5 * unit, (right - left) / 2)
    flat, low = y + height, y + height + 4 * unit
    corners = ((left, y), (right, y), (right, low), (right - tip, flat), (left + tip, flat),
               (left, low))  # fmt: skip
    yield Polygon(corners, "summary")
    done = _done(at)
    if done > 0:
        yield Rect(left, y + unit, done, height - 2 * unit, "summary_done")


def _milestone(at: Place, critical: bool) -> Item:
    role = "critical_done" if critical and at.row.critical else "milestone"
    if at.row.percent_complete >= 1:
        role = "milestone_done"
    return Polygon(diamond(at.left, at.middle, HALF_DIAMOND * at.unit), role)


def _done(at: Place) -> float:
    return (at.right - at.left) * min(max(at.row.percent_complete, 0.0), 1.0)


def baseline(at: Place, scale: TimeScale) -> Item | None:
    """Where it was to be: a thin bar below, or a hollow diamond for a milestone that moved."""
    start, finish = at.row.baseline_start, at.row.baseline_finish
    if finish is None:
        return None
    unit, right = at.unit, scale.to_x(finish)
    if at.is_milestone:
        if finish == at.row.finish:
            return None
        return Polygon(diamond(right, at.middle, HALF_GHOST * unit), "panel", "link", unit)
    if start is None:
        return None
    left = scale.to_x(start)
    width = max(right - left, LEAST_BAR)
    return Rect(left, at.top + 20 * unit, width, 3 * unit, "baseline")


def deadline(at: Place, scale: TimeScale) -> Item | None:
    """An arrow down to the day by which it must be done; red where it will be missed."""
    due, finish = at.row.deadline, at.row.finish
    if due is None or finish is None:
        return None
    unit, x, y = at.unit, scale.to_x(due), at.top + 4 * at.unit
    arrow = ((x - 4 * unit, y), (x + 4 * unit, y), (x, y + 7 * unit))
    return Polygon(arrow, "red" if finish > due else "deadline", "panel", unit)


def label_start(at: Place, scale: TimeScale, ghosts: bool) -> float:
    """Where a label to the right may begin: past the shape, a ghost and a link's way out."""
    right = at.shape_right
    finish = at.row.baseline_finish
    if ghosts and at.is_milestone and finish is not None and finish != at.row.finish:
        right = max(right, scale.to_x(finish) + HALF_GHOST * at.unit)
    return right + (5 if at.is_milestone else 10) * at.unit
