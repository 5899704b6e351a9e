"""What is drawn upon the bars while the mouse is on them or down: handles, ghosts, a line, a tip.

A sketch is plain values in pixels of the view; the overlay paints it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from pmo_desktop.ui.gantt.gestures.spots import HALF_BAR, HANDLES, Bar
from pmo_desktop.ui.gantt.gestures.tip import paint_tip
from pmo_desktop.ui.gantt.sizes import ROW

RADIUS = 3.5
GRIP = 4.0
BAR_TOP, BAR_HEIGHT = 6, 12


@dataclass(frozen=True)
class Ghost:
    """Where a row's bar would be; `own`: it is the one that is dragged."""

    position: int
    left: float
    right: float
    point: bool = False
    own: bool = False


@dataclass(frozen=True)
class Sketch:
    """`hovered` shows its handles; `line` is a link in the making, refused where not `allowed`;
    `chosen` the way of the selected link; `tip` are lines of text beside `at`."""

    hovered: Bar | None = None
    ghosts: tuple[Ghost, ...] = ()
    line: tuple[QPointF, ...] = ()
    target: Bar | None = None
    allowed: bool = True
    chosen: tuple[QPointF, ...] = ()
    tip: tuple[str, ...] = ()
    at: QPointF = field(default_factory=QPointF)


NOTHING = Sketch()


class Overlay(QWidget):
    """Lies upon the bars and lets the mouse through."""

    def __init__(self, palette: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.sketch = NOTHING
        self.y_offset = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.set_palette(palette)

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self._colours = {role: QColor(colour) for role, colour in palette.items()}
        self.update()

    def show_sketch(self, sketch: Sketch, y_offset: int) -> None:
        """Show another sketch, on rows that are scrolled so far."""
        if sketch != self.sketch or y_offset != self.y_offset:
            self.sketch, self.y_offset = sketch, y_offset
            self.update()

    @override
    def paintEvent(self, event: object) -> None:
        sketch = self.sketch
        if sketch is NOTHING:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_line(painter, sketch.chosen, "accent", 2.5)
        for ghost in sketch.ghosts:
            self._paint_ghost(painter, ghost)
        if sketch.hovered is not None:
            self._paint_handles(painter, sketch.hovered)
        if sketch.line:
            role = "accent" if sketch.allowed else "red"
            self._paint_target(painter, sketch.target, role)
            self._paint_line(painter, sketch.line, role, 2.0)
            painter.setBrush(self._colours[role])
            painter.drawEllipse(sketch.line[-1], RADIUS, RADIUS)
        if sketch.tip:
            paint_tip(painter, self._colours, sketch.tip, sketch.at)
        painter.end()

    def _paint_line(
        self, painter: QPainter, line: Sequence[QPointF], role: str, width: float
    ) -> None:
        if line:
            painter.setPen(QPen(self._colours[role], width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(list(line)))

    def _paint_ghost(self, painter: QPainter, ghost: Ghost) -> None:
        role = "accent" if ghost.own else "ink2"
        fill = QColor(self._colours[role])
        fill.setAlpha(60 if ghost.own else 30)
        pen = QPen(self._colours[role], 1.4 if ghost.own else 1.0)
        pen.setStyle(Qt.PenStyle.SolidLine if ghost.own else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(fill)
        top = ghost.position * ROW - self.y_offset + BAR_TOP
        if ghost.point:
            painter.drawPolygon(_diamond(ghost.left, top + BAR_HEIGHT / 2))
        else:
            box = QRectF(ghost.left, top, max(ghost.right - ghost.left, 2.0), BAR_HEIGHT)
            painter.drawRoundedRect(box, 2, 2)

    def _paint_handles(self, painter: QPainter, bar: Bar) -> None:
        accent = self._colours["accent"]
        painter.setPen(QPen(accent, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if bar.is_task:
            painter.drawRoundedRect(
                QRectF(bar.left, bar.middle - 6, bar.right - bar.left, BAR_HEIGHT), 2, 2
            )
        painter.setBrush(self._colours["panel"])
        if bar.row.task_id is not None:
            for part in HANDLES:
                painter.drawEllipse(QPointF(bar.handle_x(part), bar.middle), RADIUS, RADIUS)
        if bar.is_task:
            painter.setBrush(accent)
            x, y = bar.done_x, bar.middle + 6
            tips = [QPointF(x, y), QPointF(x - GRIP, y + 6), QPointF(x + GRIP, y + 6)]
            painter.drawPolygon(QPolygonF(tips))

    def _paint_target(self, painter: QPainter, bar: Bar | None, role: str) -> None:
        if bar is None:
            return
        painter.setPen(QPen(self._colours[role], 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = bar.half_width
        box = QRectF(bar.left - half, bar.middle - 7, bar.right - bar.left + 2 * half, 14)
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 3, 3)


def _diamond(x: float, y: float) -> QPolygonF:
    half = HALF_BAR
    corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    return QPolygonF([QPointF(*corner) for corner in corners])
