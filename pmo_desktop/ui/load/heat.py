"""The heat map: names that stay at the left, weeks that stay on top, cells that are painted where
they are in sight. One cell is the current one; arrows move it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget
from typing_extensions import override

from pmo_desktop.charts.heatmap import NAME_SIZE, HeatLook, HeatRow, body, bucket_header, names
from pmo_desktop.charts.scene import Polygon, Text, text_width
from pmo_desktop.domain.load_grains import Grain
from pmo_desktop.language import Language
from pmo_desktop.ui.load.lines import LoadLine, Unit
from pmo_desktop.ui.load.words import tooltip
from pmo_desktop.ui.painting import ScenePainter

ROW = 26
NAME_WIDTH = 124
NOTE_WIDTH = 116
LEAST_CELL = 30
MOST_CELL = 46
HEADER = 42
MARGIN = 12
INDENT = 14


class HeatMap(QAbstractScrollArea):
    """`chosen(line, week)` when the current cell is another one; `folding_wanted(line)` for a
    group; `moved` when what is in sight is another part."""

    chosen = Signal(int, int)
    folding_wanted = Signal(int)
    moved = Signal()

    def __init__(
        self,
        language: Language,
        palette: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.lines: Sequence[LoadLine] = ()
        self.weeks: Sequence[dt.date] = ()
        self.line = self.week = -1
        self.language = language
        self.grain, self.unit = Grain.WEEK, Unit.SHARE
        self.open_groups: frozenset[object] = frozenset()
        # The last day of the weeks in which overload is counted.
        self.counted_until = dt.date.max
        # Of groups the buckets in which somebody has too much.
        self.marks: Mapping[object, frozenset[int]] = {}
        self._look = HeatLook(NAME_WIDTH, NOTE_WIDTH, LEAST_CELL, ROW, HEADER)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCornerWidget(QWidget())
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.set_palette(palette)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self.moved)

    # What a page uses

    def show_lines(
        self, lines: Sequence[LoadLine], weeks: Sequence[dt.date], grain: Grain = Grain.WEEK
    ) -> None:
        """Show these over buckets that begin on these days; the current cell stays with its person
        or group, if it is still there."""
        before = self.lines[self.line] if 0 <= self.line < len(self.lines) else None
        self.lines, self.weeks, self.grain = lines, weeks, grain
        self.line = -1 if before is None else _place_of(before, lines)
        self.week = min(self.week, len(weeks) - 1)
        self._measure()
        if self.line >= 0:
            self._bring_into_sight()
        self.viewport().update()

    def set_language(self, language: Language) -> None:
        self.language = language
        self.viewport().update()

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self._scenes = ScenePainter(palette)
        self._colours = {role: QColor(colour) for role, colour in palette.items()}
        self.viewport().update()

    def choose(self, line: int, week: int) -> None:
        """Make a cell the current one and bring it into sight."""
        if not self.lines or not self.weeks:
            return
        self.line = min(max(line, 0), len(self.lines) - 1)
        self.week = min(max(week, 0), len(self.weeks) - 1)
        self._bring_into_sight()
        self.viewport().update()
        self.chosen.emit(self.line, self.week)

    @property
    def first_x(self) -> float:
        """Where the first week's column begins in the viewport, scrolled as it is."""
        return self._look.left + MARGIN - self.horizontalScrollBar().value()

    @property
    def cells_left(self) -> int:
        """Where the part of the viewport begins that scrolls sideways."""
        return int(self._look.left + MARGIN)

    @property
    def cell_width(self) -> float:
        return self._look.cell_width

    def cell_at(self, point: QPoint) -> tuple[int, int]:
        """(line, week) at a point; week -1 on the names, (-1, -1) elsewhere."""
        line = (point.y() - HEADER + self.verticalScrollBar().value()) // ROW
        if point.y() < HEADER or not 0 <= line < len(self.lines):
            return -1, -1
        if point.x() < self.cells_left:
            return line, -1
        week = int((point.x() - self.first_x) // self.cell_width)
        return (line, week) if 0 <= week < len(self.weeks) else (-1, -1)

    def cell_rect(self, line: int, week: int) -> QRect:
        """Where a cell lies in the viewport."""
        x = round(self.first_x + week * self.cell_width)
        y = HEADER + line * ROW - self.verticalScrollBar().value()
        gap = self._look.gap
        return QRect(x, y, round(self.cell_width - gap), ROW)

    # Painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        width, height = self.viewport().width(), self.viewport().height()
        painter.fillRect(0, 0, width, height, self._colours["panel"])
        first, last, top = self._rows_in_sight()
        painter.setClipRect(0, HEADER, width, height - HEADER)
        self._paint_current_row(painter, width)
        self._paint_names(painter, first, last, top)
        painter.setClipRect(self.cells_left, HEADER, width, height - HEADER)
        self._paint_cells(painter, first, last, top)
        self._paint_current_cell(painter)
        painter.setClipRect(self.cells_left, 0, width, height)
        self._paint_end_of_counting(painter, height)
        painter.setClipRect(self.cells_left, 0, width, HEADER)
        begin, end = self.weeks_in_sight()
        # From where the heading of what is in sight begins.
        begin = _run_start(self.weeks, begin, self.grain)
        left = self.first_x + begin * self.cell_width
        shown = self.weeks[begin:end]
        header = bucket_header(shown, self.grain, self.language, self._look, left)
        self._scenes.paint(painter, header.items)

    def _rows_in_sight(self) -> tuple[int, int, int]:
        """The first and after the last line in sight, and the first one's top."""
        scrolled = self.verticalScrollBar().value()
        first = scrolled // ROW
        last = min((scrolled + self.viewport().height()) // ROW + 1, len(self.lines))
        return first, last, HEADER + first * ROW - scrolled

    def weeks_in_sight(self) -> tuple[int, int]:
        """The first and after the last bucket of which something is seen."""
        scrolled, cell = self.horizontalScrollBar().value(), self.cell_width
        room = self.viewport().width() - self.cells_left
        last = min(int((scrolled + room) // cell) + 1, len(self.weeks))
        return int(scrolled // cell), last

    def _paint_cells(self, painter: QPainter, first: int, last: int, top: int) -> None:
        begin, end = self.weeks_in_sight()
        none: frozenset[int] = frozenset()
        shown = [
            line.heat(begin, end, self.unit, self.language, self.marks.get(line.key, none))
            for line in self.lines[first:last]
        ]
        left = self.first_x + begin * self.cell_width
        for group in body(shown, self._look, left, top):
            self._scenes.paint(painter, group.items)

    def _paint_names(self, painter: QPainter, first: int, last: int, top: int) -> None:
        # People stand further right where groups stand above them.
        indent = INDENT if any(line.is_group for line in self.lines[:1]) else 0
        look = replace(self._look, note_width=NOTE_WIDTH - indent)
        for number, line in enumerate(self.lines[first:last]):
            y = top + number * ROW
            if line.is_group:
                self._paint_group(painter, line, y)
            else:
                row = HeatRow(line.name, line.note, ())
                # Who has no role beside the name has its room.
                whole = look.name_width + look.note_width
                own = look if line.note else replace(look, name_width=whole, note_width=0.0)
                inset = 0 if line.person_id is None else indent
                self._scenes.paint(painter, names([row], own, MARGIN + inset, y).items)

    def _paint_group(self, painter: QPainter, line: LoadLine, y: int) -> None:
        """An arrow, the group's name in bold, how many people it has."""
        x, middle, folded = float(MARGIN), y + ROW / 2, line.key not in self.open_groups
        arrow = ((x, middle - 2), (x + 7, middle - 2), (x + 3.5, middle + 2.5))
        if folded:
            arrow = ((x + 1.5, middle - 3.5), (x + 1.5, middle + 3.5), (x + 5.5, middle))
        people = self.language.text("{n} people", n=line.people)
        end = NAME_WIDTH + NOTE_WIDTH - 10
        room = end - INDENT - text_width(people, NAME_SIZE) - 10
        items = (
            Polygon(arrow, "ink2"),
            Text(x + INDENT, middle, line.name, "ink", NAME_SIZE, bold=True, max_width=room),
            Text(x + end, middle, people, "ink3", NAME_SIZE - 1, "end"),
        )
        self._scenes.paint(painter, items)

    def _paint_current_row(self, painter: QPainter, width: int) -> None:
        if self.line >= 0:
            top = self.cell_rect(self.line, 0).top()
            painter.fillRect(0, top, width, ROW, self._colours["selection"])

    def _paint_end_of_counting(self, painter: QPainter, height: int) -> None:
        """Behind the last week in which overload is counted, where more is shown."""
        counted = sum(day <= self.counted_until for day in self.weeks)
        if not 0 < counted < len(self.weeks):
            return
        x = round(self.first_x + counted * self.cell_width - self._look.gap / 2 - 1)
        bottom = min(HEADER + len(self.lines) * ROW - self.verticalScrollBar().value(), height)
        painter.setPen(QPen(self._colours["ink2"], 1, Qt.PenStyle.DashLine))
        painter.drawLine(x, HEADER - 14, x, bottom)

    def _paint_current_cell(self, painter: QPainter) -> None:
        if self.line < 0 or self.week < 0:
            return
        pen = QPen(self._colours["ink"], 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = self.cell_rect(self.line, self.week).adjusted(0, 1, 0, -1)
        painter.drawRoundedRect(box, 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # What the user does

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # Names and header stay where they are: there is nothing to shift.
        self.viewport().update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        line, week = self.cell_at(event.position().toPoint())
        if line < 0:
            return
        if week < 0 and self.lines[line].is_group:
            self.folding_wanted.emit(line)
        else:
            self.choose(line, week if week >= 0 else max(self.week, 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, line, week = event.key(), max(self.line, 0), max(self.week, 0)
        page = max(self.viewport().height() - HEADER, ROW) // ROW
        steps = {
            Qt.Key.Key_Up: (line - 1, week),
            Qt.Key.Key_Down: (line + 1, week),
            Qt.Key.Key_Left: (line, week - 1),
            Qt.Key.Key_Right: (line, week + 1),
            Qt.Key.Key_PageUp: (line - page, week),
            Qt.Key.Key_PageDown: (line + page, week),
            Qt.Key.Key_Home: (line, 0),
            Qt.Key.Key_End: (line, len(self.weeks) - 1),
        }
        on_group = 0 <= self.line < len(self.lines) and self.lines[self.line].is_group
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and on_group:
            self.folding_wanted.emit(self.line)
        elif Qt.Key(key) in steps:
            self.choose(*steps[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            line, week = self.cell_at(event.pos())
            text = ""
            if week >= 0:
                shown = self.lines[line]
                text = tooltip(shown, week, self.language)
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(700, 400)

    def _measure(self) -> None:
        """Cells as wide as there is room for, within limits; the rest scrolls."""
        room = self.viewport().width() - self.cells_left - MARGIN
        count = max(len(self.weeks), 1)
        cell = min(max(room / count, LEAST_CELL), MOST_CELL)
        self._look = replace(self._look, cell_width=cell)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(round(cell * len(self.weeks) - room), 0))
        across.setPageStep(max(room, 0))
        across.setSingleStep(round(cell))
        depth = self.viewport().height() - HEADER
        down.setRange(0, max(len(self.lines) * ROW + MARGIN // 2 - depth, 0))
        down.setPageStep(max(depth, 0))
        down.setSingleStep(ROW)
        self.moved.emit()

    def _bring_into_sight(self) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        x, y = round(self.week * self.cell_width), self.line * ROW
        room, depth = across.pageStep(), down.pageStep()
        across.setValue(min(max(across.value(), x + round(self.cell_width) - room), x))
        down.setValue(min(max(down.value(), y + ROW - depth), y))


def _place_of(line: LoadLine, lines: Sequence[LoadLine]) -> int:
    return next((at for at, known in enumerate(lines) if known.key == line.key), -1)


def _run_start(starts: Sequence[dt.date], at: int, grain: Grain) -> int:
    """Where the month (of days and weeks) or the year of the bucket begins among them."""
    is_fine = grain in (Grain.DAY, Grain.WEEK)

    def run(day: dt.date) -> tuple[int, int]:
        return day.year, day.month if is_fine else 0

    while 0 < at < len(starts) and run(starts[at - 1]) == run(starts[at]):
        at -= 1
    return at
