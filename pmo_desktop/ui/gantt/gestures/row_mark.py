"""Where dragged rows would go, drawn upon the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from pmo_desktop.ui.gantt.gestures.row_place import Place
from pmo_desktop.ui.gantt.gestures.tip import paint_tip
from pmo_desktop.ui.gantt.sizes import INDENT, ROW
from pmo_desktop.ui.gantt.task_header import FIRST_INDENT

KNOB = 3.0


@dataclass(frozen=True)
class Mark:
    """`place` None is nowhere; refused where not `allowed`; `tip` are lines of text beside `at`."""

    place: Place | None = None
    allowed: bool = True
    tip: tuple[str, ...] = ()
    at: QPointF = field(default_factory=QPointF)


NOTHING = Mark()


class MarkOverlay(QWidget):
    """Lies upon the table and lets the mouse through."""

    def __init__(self, palette: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.mark = NOTHING
        self._offset = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.set_palette(palette)
        self.hide()

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self._colours = {role: QColor(colour) for role, colour in palette.items()}
        self.update()

    def show_mark(self, mark: Mark, offset: int) -> None:
        """Show another mark, on rows that are scrolled so far."""
        self.mark, self._offset = mark, offset
        self.setVisible(mark != NOTHING)
        self.raise_()
        self.update()

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.mark.place is not None:
            self._paint_place(painter, self.mark.place)
        if self.mark.tip:
            paint_tip(painter, self._colours, self.mark.tip, self.mark.at)
        painter.end()

    def _paint_place(self, painter: QPainter, place: Place) -> None:
        colour = self._colours["accent" if self.mark.allowed else "red"]
        painter.setPen(QPen(colour, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        y = place.at * ROW - self._offset
        if place.onto:
            painter.drawRoundedRect(QRectF(2, y + 1, self.width() - 4, ROW - 3), 4, 4)
            return
        x = FIRST_INDENT + place.depth * INDENT
        painter.drawLine(QPointF(x + KNOB, y), QPointF(self.width() - 4.0, y))
        painter.drawEllipse(QPointF(x, y), KNOB, KNOB)
