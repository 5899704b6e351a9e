"""Where bars would go: dashed outlines upon the rows in sight, each tied to its bar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from pmo_desktop.charts.bars import BRACKETS, MILESTONE
from pmo_desktop.ui.gantt.sizes import ROW

if TYPE_CHECKING:
    from pmo_desktop.ui.gantt.canvas import GanttItem

Dates = tuple[dt.datetime | None, dt.datetime | None]
TOP, HEIGHT, HALF, TIP = 5, 14, 7.0, 4.0
BRACKET = 5
FILL = 46


def paint_ghosts(
    painter: QPainter, item: GanttItem, first: int, last: int, colours: Mapping[str, QColor]
) -> None:
    """Of the rows at the positions `[first, last)`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = QColor(colours["amber"])
    fill.setAlpha(FILL)
    outline = QPen(colours["amber"], 1.4, Qt.PenStyle.DashLine)
    way = QPen(colours["amber"], 1.2)
    for position in range(first, last):
        row = item.chart.plan.rows[item.chart.rows[position]]
        start, finish = item.ghosts.get(row.task_id or 0, (None, None))
        if start is None or finish is None:
            continue
        point = row.kind == MILESTONE
        right = item.scale.to_x(finish) - item.x_offset
        left = right if point else item.scale.to_x(start) - item.x_offset
        top = position * ROW - item.y_offset + TOP
        painter.setPen(outline)
        painter.setBrush(fill)
        middle = top + HEIGHT / 2
        if point:
            painter.drawPolygon(_diamond(right, middle))
        elif row.kind in BRACKETS:
            painter.drawRect(QRectF(left, top, max(right - left, 3.0), BRACKET))
        else:
            pieces = [left, *_rests(item, row.task_id or 0), right]
            for begin, end in zip(pieces[::2], pieces[1::2], strict=True):
                painter.drawRoundedRect(QRectF(begin, top, max(end - begin, 3.0), HEIGHT), 2, 2)
            for end, begin in zip(pieces[1:-1:2], pieces[2::2], strict=True):
                painter.drawLine(QPointF(end, middle), QPointF(begin, middle))
        now = item.chart.place(item.chart.rows[position], item.scale)
        if now is not None:
            painter.setPen(way)
            _paint_way(painter, now.left - item.x_offset, now.right - item.x_offset, left, right,
                       middle)  # fmt: skip
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _rests(item: GanttItem, task: int) -> list[float]:
    """Where its pieces end and begin again, from left to right."""
    moments = [moment for rest in item.rests.get(task, ()) for moment in rest]
    return [item.scale.to_x(moment) - item.x_offset for moment in moments]


def _paint_way(
    painter: QPainter, begin: float, end: float, left: float, right: float, y: float
) -> None:
    """An arrow from the bar to its ghost, where they do not lie upon each other."""
    if left > end:
        tail, tip, back = end, left, -TIP
    elif right < begin:
        tail, tip, back = begin, right, TIP
    else:
        return
    painter.drawLine(QPointF(tail, y), QPointF(tip, y))
    painter.drawPolyline(
        [QPointF(tip + back, y - TIP), QPointF(tip, y), QPointF(tip + back, y + TIP)]
    )


def _diamond(x: float, y: float) -> QPolygonF:
    corners = ((x, y - HALF), (x + HALF, y), (x, y + HALF), (x - HALF, y))
    return QPolygonF([QPointF(*corner) for corner in corners])
