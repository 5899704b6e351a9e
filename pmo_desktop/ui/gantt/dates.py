"""The date header above the bars: two tiers of dates, the status date as a flag upon them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from pmo_desktop.charts.frame import HEADER_HEIGHT, header
from pmo_desktop.charts.scene import Polygon, Rect, Text, text_width
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.language import Language
from pmo_desktop.ui.painting import ScenePainter

FLAG_HEIGHT = 16.0
FLAG_SIZE = 11.0
FLAG_PADDING = 7.0
NOTCH = 120


class DateHeader(QWidget):
    """Shows the dates of a scale from `x_offset` on; the wheel zooms about its place."""

    zoomed = Signal(float, int)

    def __init__(
        self,
        scale: TimeScale,
        language: Language,
        palette: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.x_offset = 0
        self.scale = scale
        self.language = language
        self.status_date: dt.date | None = None
        self.setFixedHeight(int(HEADER_HEIGHT))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.set_palette(palette)

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self._ground = QColor(palette["panel_alt"])
        self._line = QColor(palette["line"])
        self._scenes = ScenePainter(palette)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width, height = self.width(), self.height()
        painter.fillRect(0, 0, width, height, self._ground)
        painter.translate(-self.x_offset, 0)
        left, right = self.x_offset, self.x_offset + width
        self._scenes.paint(painter, header(self.scale, self.language, left, right))
        self._scenes.paint(painter, self._flag())
        painter.resetTransform()
        painter.fillRect(0, height - 1, width, 1, self._line)

    def _flag(self) -> tuple[Rect | Polygon | Text, ...]:
        """What day the data is of, on the line that it stands on; whole while that is in sight."""
        day, left, right = self.status_date, self.x_offset, self.x_offset + self.width()
        if day is None or not left <= self.scale.end_x(day) <= right:
            return ()
        x = self.scale.end_x(day)
        text = self.language.text("Status {day}", day=self.language.short_date(day))
        width = text_width(text, FLAG_SIZE) + 2 * FLAG_PADDING
        middle = min(max(x, left + width / 2 + 1), right - width / 2 - 1)
        top = HEADER_HEIGHT - FLAG_HEIGHT - 5
        tip = ((x - 4, top + FLAG_HEIGHT - 0.5), (x + 4, top + FLAG_HEIGHT - 0.5), (x, top + 20))
        return (
            Rect(middle - width / 2, top, width, FLAG_HEIGHT, "status", radius=3),
            Polygon(tip, "status"),
            Text(middle, top + FLAG_HEIGHT / 2, text, "on_accent", FLAG_SIZE, "middle"),
        )

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoomed.emit(event.angleDelta().y() / NOTCH, round(event.position().x()))
        event.accept()
