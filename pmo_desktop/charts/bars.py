"""One row of a Gantt chart: its bar, bracket or diamond, its baseline, its deadline.

Sizes are those of a row 26 high, times `unit`; every bar's middle is 12 below the row's top.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pmo_desktop.charts.scene import Item, Polygon, Rect, diamond
from pmo_desktop.charts.timescale import TimeScale, day_of
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

    @property
    def shape_left(self) -> float:
        return self.left - HALF_DIAMOND * self.unit if self.is_milestone else self.left

    @property
    def shape_right(self) -> float:
        return self.right + HALF_DIAMOND * self.unit if self.is_milestone else self.right


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


def baseline(at: Place) -> Item | None:
    """Where it was to be: a thin bar below, or a hollow diamond for a milestone that moved."""
    left, right, unit = at.ghost_left, at.ghost_right, at.unit
    if right is None:
        return None
    if at.is_milestone:
        if right == at.right:
            return None
        return Polygon(diamond(right, at.middle, HALF_GHOST * unit), "panel", "link", unit)
    if left is None:
        return None
    return Rect(left, at.top + 20 * unit, max(right - left, LEAST_BAR), 3 * unit, "baseline")


def deadline(at: Place) -> Item | None:
    """An arrow down to the day by which it must be done; red where it will be missed."""
    if at.due is None:
        return None
    half, x, y = 3.5 * at.unit, at.due, at.top + 0.5 * at.unit
    arrow = ((x - half, y), (x + half, y), (x, y + 6 * at.unit))
    return Polygon(arrow, "red" if at.right > x else "deadline")


def label_start(at: Place, ghosts: bool) -> float:
    """Where a label to the right may begin: past the shape, a ghost and a link's way out."""
    if not at.is_milestone:
        return at.right + 10 * at.unit
    right = at.shape_right
    if ghosts and at.ghost_right is not None and at.ghost_right != at.right:
        right = max(right, at.ghost_right + HALF_GHOST * at.unit)
    return right + 5 * at.unit
