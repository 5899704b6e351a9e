"""The bars: one item in a pyqtgraph view that paints the rows in sight and nothing else.

The item paints in device pixels: x and y offsets are whole pixels, y is the table's scroll value,
so that rows align. What it paints are scenes of `charts`, prepared for a window of rows a little
larger than what is in sight, so that most steps of scrolling compute nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsView, QStyleOptionGraphicsItem, QToolTip, QWidget
from typing_extensions import override

from pmo_desktop.charts.frame import backdrop_layers
from pmo_desktop.charts.gantt import GanttChart
from pmo_desktop.charts.layers import Floats, Layer, Shapes
from pmo_desktop.charts.status_line import status_line, today_line
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.domain.gaps import Rests
from pmo_desktop.language import Language
from pmo_desktop.ui.gantt.details import details
from pmo_desktop.ui.gantt.ghosts import Dates, paint_ghosts
from pmo_desktop.ui.gantt.sizes import ROW
from pmo_desktop.ui.painting import Prepared, ScenePainter, paint_prepared

MARGIN_ROWS = 12
POINTER = 5
POINTER_GAP = 5
NOTCH = 120
NOTHING = np.empty(0)
WHEEL_ROWS = 3


class GanttItem(pg.GraphicsObject):
    """What is in sight of a chart at an offset. `update()` after changing anything."""

    def __init__(
        self,
        chart: GanttChart,
        scale: TimeScale,
        language: Language,
        palette: Mapping[str, str],
    ) -> None:
        super().__init__()
        self.size = (1, 1)
        self.x_offset = 0
        self.y_offset = 0
        self.selected: frozenset[int] = frozenset()
        self.hovered = -1
        self.language = language
        self.chart = chart
        self.scale = scale
        self.ghosts: Mapping[int, Dates] = {}
        self.rests: Mapping[int, Rests] = {}
        self.set_palette(palette)

    def resize(self, width: int, height: int) -> None:
        """What the view shows, in pixels."""
        self.prepareGeometryChange()
        self.size = (width, height)
        self.update()

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self._scenes = ScenePainter(palette)
        self._colours = {role: QColor(colour) for role, colour in palette.items()}
        self._forget()

    def show_chart(self, chart: GanttChart, scale: TimeScale, language: Language) -> None:
        """Other rows, another scale or another language."""
        self.chart = chart
        self.scale = scale
        self.language = language
        self._forget()

    def show_ghosts(self, ghosts: Mapping[int, Dates], rests: Mapping[int, Rests]) -> None:
        """Where tasks, by their ids, would go, and when they would rest."""
        self.ghosts, self.rests = ghosts, rests
        self.update()

    def _forget(self) -> None:
        self._rows: tuple[range, Prepared] = (range(0), ())
        self._reach = (NOTHING, NOTHING, NOTHING)
        self._behind: tuple[int, int, int, Prepared] = (0, 0, 0, ())
        self._statuses: tuple[tuple[int, int, dt.date] | None, Prepared] = (None, ())
        self.update()

    @override
    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, *self.size)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.resetTransform()
        width, height = self.size
        first = self.y_offset // ROW
        last = min((self.y_offset + height) // ROW + 1, len(self.chart.rows))
        painter.fillRect(0, 0, width, height, self._colours["panel"])
        self._paint_grounds(painter, range(first + 1 - first % 2, last, 2), "band")
        painter.translate(-self.x_offset, 0)
        self._paint_own_days_off(painter, first, last)
        paint_prepared(painter, self._backdrop(width, height))
        painter.translate(self.x_offset, 0)
        self._paint_grounds(painter, [p for p in (self.hovered,) if first <= p < last], "hover")
        chosen = [p for p in range(first, last) if p in self.selected]
        self._paint_grounds(painter, chosen, "selection")
        painter.translate(-self.x_offset, 0)
        paint_prepared(painter, self._status(height))
        painter.translate(0, -self.y_offset)
        paint_prepared(painter, self._window(first, last))
        painter.resetTransform()
        if self.ghosts:
            paint_ghosts(painter, self, first, last, self._colours)
        self._paint_pointers(painter)
        if self.chart.awaits_links:
            QTimer.singleShot(0, self, self._on_painted_without_links)

    def _on_painted_without_links(self) -> None:
        """The links of a very large plan come a moment after its bars."""
        if self.chart.awaits_links:
            self.chart.read_links()
            self._rows = (range(0), ())
            self.update()

    def _paint_grounds(self, painter: QPainter, positions: Sequence[int], role: str) -> None:
        if positions:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._scenes.brush(role))
            width, offset = self.size[0], self.y_offset
            painter.drawRects([QRect(0, p * ROW - offset, width, ROW) for p in positions])

    def _paint_own_days_off(self, painter: QPainter, first: int, last: int) -> None:
        """Row by row where projects have calendars of their own; else the backdrop has them."""
        if self.chart.plan.own_days_off and self.chart.options.days_off:
            left, right = self.x_offset, self.x_offset + self.size[0]
            painter.translate(0, -self.y_offset)
            shade = self.chart.own_days_off(self.scale, first, last, left, right)
            paint_prepared(painter, self._scenes.prepare_layers((shade,)))
            painter.translate(0, self.y_offset)

    def _paint_pointers(self, painter: QPainter) -> None:
        """At the edge of a row whose bar lies beyond it: there is more, that way."""
        begin, end, middle = self._reach
        right_edge = self.size[0]
        left, right = end < self.x_offset, begin > self.x_offset + right_edge
        if not (left.any() or right.any()):
            return
        found = [
            _arrows(middle[beyond] - self.y_offset, tip, back)
            for beyond, tip, back in (
                (left, POINTER_GAP, POINTER_GAP + POINTER),
                (right, right_edge - POINTER_GAP, right_edge - POINTER_GAP - POINTER),
            )
        ]
        arrows = Layer("pointers", (Shapes("baseline", np.concatenate(found)),))
        paint_prepared(painter, self._scenes.prepare_layers((arrows,)))

    def _status(self, height: int) -> Prepared:
        """Today; and below the last row the line of the status date, which rows have themselves."""
        today = dt.date.today()
        rows_end = len(self.chart.rows) * ROW - self.y_offset
        key = (height, max(min(rows_end, height), 0), today)
        if self._statuses[0] != key:
            chart = self.chart
            below = Layer("status", status_line(chart.plan, self.scale, key[1], height))
            dashed = today_line(chart.plan, self.scale, height, today)
            prepared = self._scenes.prepare_layers((below,))
            self._statuses = (key, (*prepared, *self._scenes.prepare(dashed.items)))
        return self._statuses[1]

    def _backdrop(self, width: int, height: int) -> Prepared:
        left, right, tall, prepared = self._behind
        if tall != height or self.x_offset < left or self.x_offset + width > right:
            # Just what is in sight at first, more once it is scrolled: a zoom step is seen once.
            margin = width // 2 if prepared else 0
            left, right = self.x_offset - margin, self.x_offset + width + margin
            chart = self.chart
            days_off = chart.options.days_off and not chart.plan.own_days_off
            layers = backdrop_layers(chart.plan, self.scale, height, left, right, days_off)
            prepared = self._scenes.prepare_layers(layers)
            self._behind = (left, right, height, prepared)
        return prepared

    def _window(self, first: int, last: int) -> Prepared:
        rows, prepared = self._rows
        if first < rows.start or last > rows.stop:
            # A margin pays where the next step is near; after a jump or a zoom it does not.
            near = prepared and first <= rows.stop and last >= rows.start
            margin = MARGIN_ROWS if near else 0
            rows = range(max(first - margin, 0), last + margin)
            layers = self.chart.layers(self.scale, self.language, rows.start, rows.stop)
            prepared = self._scenes.prepare_layers(layers)
            self._rows = (rows, prepared)
            self._reach = self.chart.reach(self.scale, self.language, rows.start, rows.stop)
        return prepared


def _arrows(middle: Floats, tip: float, back: float) -> Floats:
    """Small triangles on a line of their own, as (n, 3, 2)."""
    points = np.empty((len(middle), 3, 2))
    points[:, :, 0] = (tip, back, back)
    points[:, :, 1] = middle[:, None] + (0.0, -4.0, 4.0)
    return points


class GanttCanvas(pg.GraphicsView):
    """The view of the one item; it says what the mouse does, its owner moves the offsets.

    `scrolled(dx, dy)` in pixels, `zoomed(steps, x)` about a pixel, `hovered` and `sought` (by a
    double click) a position in sight, `clicked(position, modifiers)`.
    """

    scrolled = Signal(int, int)
    zoomed = Signal(float, int)
    hovered = Signal(int)
    clicked = Signal(int, object)
    sought = Signal(int)
    resized = Signal()

    def __init__(self, item: GanttItem, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False, background=None)
        self.item = item
        self._dragged_from: QPoint | None = None
        self.addItem(item)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)

    def position_at(self, y: int) -> int:
        """The row in sight at a pixel; -1 below the last one."""
        position = (y + self.item.y_offset) // ROW
        return position if position < len(self.item.chart.rows) else -1

    def _tooltip(self, position: int) -> str:
        if position < 0:
            return ""
        chart = self.item.chart
        index = chart.rows[position]
        marks = chart.marks.get(index, ())
        return details(chart.plan.rows[index], chart.plan, self.item.language, marks)

    @override
    def resizeEvent(self, ev: QResizeEvent | None) -> None:
        super().resizeEvent(ev)
        if ev is not None:
            size = self.viewport().size()
            self.item.resize(size.width(), size.height())
            self.resized.emit()

    @override
    def wheelEvent(self, ev: QWheelEvent) -> None:
        turn, fine = ev.angleDelta(), ev.pixelDelta()
        if ev.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(turn.y() / NOTCH, round(ev.position().x()))
        else:
            step = fine if not fine.isNull() else turn * (WHEEL_ROWS * ROW / NOTCH)
            sideways = ev.modifiers() & Qt.KeyboardModifier.ShiftModifier
            dx, dy = (step.y() or step.x(), 0) if sideways else (step.x(), step.y())
            self.scrolled.emit(-dx, -dy)
        ev.accept()

    @override
    def mousePressEvent(self, ev: QMouseEvent) -> None:
        if ev.button() is Qt.MouseButton.LeftButton:
            self._dragged_from = ev.position().toPoint()
            self.clicked.emit(self.position_at(self._dragged_from.y()), ev.modifiers())

    @override
    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        point = ev.position().toPoint()
        if self._dragged_from is None:
            self.hovered.emit(self.position_at(point.y()))
            return
        moved = self._dragged_from - point
        self._dragged_from = point
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.scrolled.emit(moved.x(), moved.y())

    @override
    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        self._dragged_from = None
        self.viewport().unsetCursor()

    @override
    def mouseDoubleClickEvent(self, ev: QMouseEvent) -> None:
        self.sought.emit(self.position_at(round(ev.position().y())))

    @override
    def leaveEvent(self, ev: QEvent) -> None:
        self.hovered.emit(-1)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            position = self.position_at(event.pos().y())
            QToolTip.showText(event.globalPos(), self._tooltip(position), self.viewport())
            return True
        return bool(super().viewportEvent(event))
