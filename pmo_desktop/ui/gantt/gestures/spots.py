"""What of a chart lies under the mouse: a bar's body or one of its edges, a handle, a link.

Only the row under the mouse is looked at, and the links that cross it. Points are pixels of the
view; a place's `left` and `right` are those of the view too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from pmo_desktop.charts.bars import BRACKETS, MIDDLE, MILESTONE
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.ui.gantt.sizes import ROW

if TYPE_CHECKING:
    from pmo_desktop.ui.gantt.canvas import GanttItem

HALF_BAR = 7.0
EDGE = 4.0
HANDLE_GAP = 11.0
HANDLE = 6.0
GRIP_TOP = 5.0
GRIP_BOTTOM = 13.0
GRIP = 5.0
NEAR_LINE = 3.5
LEAST_WIDTH = 14.0


class Part(Enum):
    """What of a row it is; a link has no row."""

    BODY = auto()
    START = auto()
    FINISH = auto()
    PROGRESS = auto()
    FROM_START = auto()
    FROM_FINISH = auto()
    LINK = auto()


HANDLES = (Part.FROM_START, Part.FROM_FINISH)


@dataclass(frozen=True)
class Bar:
    """A dated row in sight: its index in the plan, its edges and middle in the view."""

    index: int
    row: PlanRow
    position: int
    left: float
    right: float
    middle: float

    @property
    def is_point(self) -> bool:
        return self.row.kind == MILESTONE

    @property
    def is_task(self) -> bool:
        """Whether it has a duration and progress of its own."""
        return self.row.task_id is not None and self.row.kind not in BRACKETS and not self.is_point

    @property
    def half_width(self) -> float:
        return HALF_BAR if self.is_point else 0.0

    @property
    def done_x(self) -> float:
        """Where what is done ends."""
        return self.left + (self.right - self.left) * min(max(self.row.percent_complete, 0.0), 1.0)

    def moved(self, by: QPointF) -> Bar:
        """The same after the chart was scrolled by so many pixels."""
        return replace(
            self, left=self.left - by.x(), right=self.right - by.x(), middle=self.middle - by.y()
        )

    def handle_x(self, part: Part) -> float:
        """Where a handle for links is."""
        if part is Part.FROM_START:
            return self.left - self.half_width - HANDLE_GAP
        return self.right + self.half_width + HANDLE_GAP


@dataclass(frozen=True)
class Spot:
    """`bar` None for a link, `link` -1 for anything else: its number in the plan."""

    part: Part
    bar: Bar | None = None
    link: int = -1


def bar_at(item: GanttItem, position: int) -> Bar | None:
    """The bar of the row at a position in sight; None where it has no dates or is no such row."""
    if not 0 <= position < len(item.chart.rows):
        return None
    index = item.chart.rows[position]
    place = item.chart.place(index, item.scale)
    if place is None:
        return None
    middle = position * ROW - item.y_offset + MIDDLE
    left, right = place.left - item.x_offset, place.right - item.x_offset
    return Bar(index, item.chart.plan.rows[index], position, left, right, middle)


def spot_at(item: GanttItem, point: QPointF) -> Spot | None:
    """What is under the mouse; None for the ground."""
    position = int((point.y() + item.y_offset) // ROW)
    bar = bar_at(item, position)
    part = part_at(bar, point) if bar is not None else None
    if part is not None:
        return Spot(part, bar)
    link = link_at(item, position, point)
    return Spot(Part.LINK, link=link) if link >= 0 else None


def part_at(bar: Bar, point: QPointF) -> Part | None:
    """Which part of a bar's row is at a point."""
    if bar.row.kind == "group":
        return None
    x, y = point.x(), point.y() - bar.middle
    if bar.is_task and GRIP_TOP <= y <= GRIP_BOTTOM and abs(x - bar.done_x) <= GRIP:
        return Part.PROGRESS
    if abs(y) > HALF_BAR + 1:
        return None
    if bar.row.task_id is not None:
        for part in HANDLES:
            if abs(x - bar.handle_x(part)) <= HANDLE:
                return part
    left, right = bar.left - bar.half_width, bar.right + bar.half_width
    inner = EDGE if right - left >= LEAST_WIDTH else 0.0
    if bar.is_task and right - inner <= x <= right + EDGE:
        return Part.FINISH
    if bar.is_task and bar.row.fixed and left - EDGE <= x <= left + inner:
        return Part.START
    return Part.BODY if left - 2 <= x <= right + 2 else None


def link_at(item: GanttItem, position: int, point: QPointF) -> int:
    """The link that runs under a point, by its number in the plan; -1 where none does."""
    if not 0 <= position < len(item.chart.rows):
        return -1
    numbers, routes = item.chart.routes(item.scale, position, position + 1)
    x, y = point.x() + item.x_offset, point.y() + item.y_offset
    nearest, found = NEAR_LINE, -1
    for number, route in zip(numbers, routes.tolist(), strict=True):
        distance = _distance(route, x, y)
        if distance <= nearest:
            nearest, found = distance, number
    return found


def _distance(route: Sequence[Sequence[float]], x: float, y: float) -> float:
    """To a way of right angles: the larger of the two offsets."""
    found = float("inf")
    for (x1, y1), (x2, y2) in pairwise(route):
        aside = max(min(x1, x2) - x, x - max(x1, x2), 0.0)
        along = max(min(y1, y2) - y, y - max(y1, y2), 0.0)
        found = min(found, max(aside, along))
    return found
