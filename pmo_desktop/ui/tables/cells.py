"""How a cell is painted: text, light, chip, progress, tick.

Painted by hand, not by the style: a frame of a full table costs a tenth, and no style option has to
be filled with roles that hardly any cell has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPainter, QPen

from pmo_desktop.language import Language
from pmo_desktop.ui.lights import paint_light
from pmo_desktop.ui.tables.column import Column

PADDING = 6
CHIP_HEIGHT = 18
CHIP_PADDING = 8
SMALL = 12
BAR_HEIGHT = 4
BAR_TEXT = 40
TICK = 14
MIDDLE = Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | MIDDLE
RIGHT = Qt.AlignmentFlag.AlignRight | MIDDLE
CENTER = Qt.AlignmentFlag.AlignCenter
ELIDED = Qt.TextElideMode.ElideRight


class CellMeasure:
    """How wide a text is in a cell, with what is around it, in pixels."""

    def __init__(self) -> None:
        font = QFont(QGuiApplication.font())
        self._metrics = QFontMetrics(font)
        font.setPixelSize(SMALL)
        self._small_metrics = QFontMetrics(font)

    def width(self, column: Column, text: str, row: Any) -> int:
        """Of a cell that shows all of the text."""
        if column.chip and column.chip(row) is not None:
            return self._small_metrics.horizontalAdvance(text) + 2 * CHIP_PADDING + 8
        return self._metrics.horizontalAdvance(text.replace("\n", " ")) + 2 * PADDING


class CellPainter:
    """Paints in the colours of one palette; make another when the palette changes."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._roles = roles
        self._colours: dict[str, QColor] = {}
        self._font = QFont(QGuiApplication.font())
        self._metrics = QFontMetrics(self._font)
        self._small = QFont(self._font)
        self._small.setPixelSize(SMALL)
        self._small_metrics = QFontMetrics(self._small)

    def paint(
        self,
        painter: QPainter,
        box: QRect,
        column: Column,
        row: Any,
        language: Language,
        ground: str,
    ) -> None:
        """`ground` is the role of the background: selected, under the pointer, or plain."""
        if ground:
            painter.fillRect(box, self._colour(ground))
        painter.setPen(self._colour("grid"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if column.light:
            light = column.value(row)
            if light is not None:
                paint_light(painter, QRectF(box), light, self._roles)
            return
        if column.tick:
            self._tick(painter, box, bool(column.value(row)))
            return
        text = column.text(row, language)
        if not text:
            return
        tone = column.chip(row) if column.chip else None
        if tone is not None:
            self._chip(painter, box, text, tone, column.is_center)
        elif column.progress:
            self._progress(painter, box, text, column.value(row))
        else:
            self._text(painter, box, text, column, row)

    def frame(self, painter: QPainter, box: QRect) -> None:
        """Around the cell that the keyboard is at."""
        painter.setPen(self._colour("focus"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(1, 1, -2, -3))

    def _colour(self, role: str) -> QColor:
        if role not in self._colours:
            self._colours[role] = QColor(self._roles[role])
        return self._colours[role]

    def _text(self, painter: QPainter, box: QRect, text: str, column: Column, row: Any) -> None:
        tone = column.tone(row) if column.tone else None
        painter.setPen(self._colour(tone or "ink"))
        painter.setFont(self._font)
        room = box.adjusted(PADDING, 0, -PADDING, -1)
        line = text.replace("\n", " ") if "\n" in text else text
        if self._metrics.horizontalAdvance(line) > room.width():
            line = self._metrics.elidedText(line, ELIDED, room.width())
        how = CENTER if column.is_center else RIGHT if column.is_right else LEFT
        painter.drawText(room, how, line)

    def _chip(self, painter: QPainter, box: QRect, text: str, tone: str, centered: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setFont(self._small)
        advance = self._small_metrics.horizontalAdvance(text)
        chip = QRectF(0, 0, min(advance + 2 * CHIP_PADDING, box.width() - 8), CHIP_HEIGHT)
        chip.moveCenter(QRectF(box).center())
        if not centered:
            chip.moveLeft(box.left() + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(f"{tone}_soft"))
        painter.drawRoundedRect(chip, CHIP_HEIGHT / 2, CHIP_HEIGHT / 2)
        painter.setPen(self._colour(f"{tone}_ink"))
        room = int(chip.width()) - CHIP_PADDING
        painter.drawText(chip, CENTER, self._small_metrics.elidedText(text, ELIDED, room))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _progress(self, painter: QPainter, box: QRect, text: str, share: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        width = max(box.width() - BAR_TEXT - 2 * PADDING, 8)
        top = box.center().y() - BAR_HEIGHT / 2 + 0.5
        bar = QRectF(box.left() + PADDING, top, width, BAR_HEIGHT)
        painter.setBrush(self._colour("line"))
        painter.drawRoundedRect(bar, 2, 2)
        if share > 0:
            bar.setWidth(width * min(share, 1.0))
            painter.setBrush(self._colour("bar_done"))
            painter.drawRoundedRect(bar, 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._colour("ink"))
        painter.setFont(self._font)
        painter.drawText(box.adjusted(0, 0, -PADDING, -1), RIGHT, text)

    def _tick(self, painter: QPainter, box: QRect, ticked: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        mark = QRectF(0, 0, TICK, TICK)
        mark.moveCenter(QRectF(box).center())
        painter.setPen(self._colour("accent" if ticked else "line_strong"))
        painter.setBrush(self._colour("accent" if ticked else "field"))
        painter.drawRoundedRect(mark, 3, 3)
        if ticked:
            pen = QPen(self._colour("on_accent"), 1.8)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            x, y = mark.left(), mark.top()
            painter.drawPolyline(
                [QPointF(x + 3.2, y + 7.4), QPointF(x + 6, y + 10), QPointF(x + 10.8, y + 4.4)]
            )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
