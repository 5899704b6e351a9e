"""Paints the rows of the task table: what is in sight, and nothing else.

One call a colour for the grounds and one a text that was laid out once; so scrolling costs no more
than the bars do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from PySide6.QtCore import QLine, QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPen,
    QPolygonF,
    QStaticText,
)

from pmo_desktop.ui.gantt.columns import TaskColumn
from pmo_desktop.ui.gantt.sizes import ARROW_ROOM, FIRST_INDENT, INDENT, PADDING, ROW
from pmo_desktop.ui.gantt.table import TaskModel
from pmo_desktop.ui.gantt.task_header import TaskHeader

TEXT = 12
MOST_TEXTS = 20_000
MOST_ROWS = 5_000
FOLDED = QPolygonF([QPointF(1.5, -3.5), QPointF(1.5, 3.5), QPointF(5.5, 0)])
UNFOLDED = QPolygonF([QPointF(0, -2), QPointF(7, -2), QPointF(3.5, 2.5)])
HEAD_ROWS = frozenset({"project", "group"})
# What is written in a row: x, the text laid out, its colour, whether it is bold.
Cell = tuple[int, QStaticText, str, bool]
Cells = tuple[Cell, ...]


class Sight(NamedTuple):
    """What is in sight: the rows from `first` to before `last`, how far they are scrolled down and
    aside, and the size of the viewport."""

    first: int
    last: int
    down: int
    aside: int
    width: int
    height: int

    def top(self, position: int) -> int:
        return position * ROW - self.down


class RowPainter:
    """`colours` are by role. Names stand still; where the columns behind them are scrolled aside,
    these go under them."""

    def __init__(self, tasks: TaskModel, header: TaskHeader) -> None:
        self._tasks, self._header = tasks, header
        self._texts: dict[tuple[str, int, bool], tuple[QStaticText, int]] = {}
        self._columns: list[tuple[int, TaskColumn, int, int]] = []
        self._cells: dict[int, Cells] = {}
        self.fonts = {bold: _font(bold) for bold in (False, True)}
        self._metrics = {bold: QFontMetrics(font) for bold, font in self.fonts.items()}
        self._text_top = (ROW - 1 - self._metrics[False].height()) // 2
        self.colours: Mapping[str, QColor] = {}
        self._pens: Mapping[str, QPen] = {}

    def set_palette(self, palette: Mapping[str, str]) -> None:
        self.colours = {role: QColor(colour) for role, colour in palette.items()}
        self._pens = {role: QPen(colour) for role, colour in self.colours.items()}

    def forget_texts(self) -> None:
        """What is written is another."""
        self._cells.clear()

    def forget_columns(self) -> None:
        """Columns came, went or have another width."""
        self._columns = []
        self._cells.clear()

    def paint(
        self, painter: QPainter, sight: Sight, hovered: int, selected: Collection[int], focus: QRect
    ) -> None:
        """The rows in sight; `focus` is the current cell, empty where there is none."""
        self._paint_grounds(painter, sight, hovered, selected)
        if not focus.isEmpty():
            painter.setPen(self._pens["focus"])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(focus.adjusted(1, 1, -2, -2))
        if sight.aside:
            # What is behind the names, and then these.
            width = self._header.sectionSize(0)
            painter.save()
            painter.setClipRect(width, 0, sight.width, sight.height)
            painter.translate(-sight.aside, 0)
            self._paint_cells(painter, sight, slice(1, None))
            painter.restore()
            self._paint_cells(painter, sight, slice(1))
            painter.fillRect(width - 1, 0, 1, sight.height, self.colours["line"])
        else:
            self._paint_cells(painter, sight, slice(None))
        self._paint_arrows(painter, sight)

    def _paint_grounds(
        self, painter: QPainter, sight: Sight, hovered: int, selected: Collection[int]
    ) -> None:
        first, last, width = sight.first, sight.last, sight.width
        painter.fillRect(0, 0, width, sight.height, self.colours["panel"])
        painter.setPen(Qt.PenStyle.NoPen)
        odd = range(first + 1 - first % 2, last, 2)
        grounds = {
            "band": odd,
            "hover": [p for p in (hovered,) if first <= p < last],
            "selection": [p for p in selected if first <= p < last],
        }
        for role, positions in grounds.items():
            painter.setBrush(self.colours[role])
            painter.drawRects([QRect(0, sight.top(p), width, ROW) for p in positions])
        painter.setPen(self._pens["grid"])
        bottoms = [sight.top(p + 1) - 1 for p in range(first, last)]
        painter.drawLines([QLine(0, y, width, y) for y in bottoms])

    def _paint_cells(self, painter: QPainter, sight: Sight, chosen: slice) -> None:
        bold = False
        role = ""
        painter.setFont(self.fonts[False])
        for position in range(sight.first, sight.last):
            top = sight.top(position) + self._text_top
            for x, text, tone, is_bold in self._row_cells(position)[chosen]:
                if tone != role:
                    role = tone
                    painter.setPen(self._pens[tone])
                if is_bold is not bold:
                    bold = is_bold
                    painter.setFont(self.fonts[bold])
                painter.drawStaticText(x, top, text)

    def _paint_arrows(self, painter: QPainter, sight: Sight) -> None:
        outline, rows = self._tasks.outline, self._tasks.rows
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(self.colours["ink2"])
        painter.setPen(Qt.PenStyle.NoPen)
        for position in range(sight.first, sight.last):
            index = rows[position]
            if outline.is_parent(index):
                x = FIRST_INDENT + outline.plan.rows[index].depth * INDENT
                y = sight.top(position) + ROW // 2 - 0.5
                tips = FOLDED if outline.is_folded(index) else UNFOLDED
                painter.drawPolygon(tips.translated(x, y))

    def _row_cells(self, position: int) -> Cells:
        index = self._tasks.rows[position]
        found = self._cells.get(index)
        if found is None:
            if len(self._cells) > MOST_ROWS:
                self._cells.clear()
            found = self._cells[index] = tuple(self._lay_out_row(position, index))
        return found

    def _lay_out_row(self, position: int, index: int) -> Iterator[Cell]:
        row, texts = self._tasks.row(position), self._tasks.texts(position)
        for number, column, left, width in self._layout():
            text, tone = texts[number], column.tone(row) if row.active else "ink3"
            if number == 0:
                x, bold = FIRST_INDENT + row.depth * INDENT, row.kind in HEAD_ROWS
                if self._tasks.outline.is_parent(index):
                    x += ARROW_ROOM
                yield x, self._static(text, width - x - 2, bold)[0], tone, bold
            elif text:
                static, size = self._static(text, width - 2 * PADDING, False)
                x = left + (width - PADDING - size if column.right else PADDING)
                yield x, static, tone, False

    def _static(self, text: str, room: int, bold: bool) -> tuple[QStaticText, int]:
        """A text laid out, shortened to its room, and its width."""
        key = (text, room, bold)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) > MOST_TEXTS:
                self._texts.clear()
            metrics = self._metrics[bold]
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))
            static = QStaticText(shown)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            static.prepare(font=self.fonts[bold])
            found = self._texts[key] = (static, metrics.horizontalAdvance(shown))
        return found

    def _layout(self) -> list[tuple[int, TaskColumn, int, int]]:
        """The columns in sight with their left edge and width."""
        if not self._columns:
            header = self._header
            self._columns = [
                (n, column, header.sectionPosition(n), header.sectionSize(n))
                for n, column in enumerate(self._tasks.columns)
                if not header.isSectionHidden(n)
            ]
        return self._columns


def _font(bold: bool) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(TEXT)
    font.setBold(bold)
    return font
