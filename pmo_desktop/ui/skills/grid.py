"""The skills matrix: people down, skills across by category, a level in each cell.

Names stay at the left, skills on top with how many hold each. Arrows move, with Shift they choose
several; 1 to 5 set a level, 0 or Delete takes it away, + and - change it by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu, QToolTip, QWidget
from typing_extensions import override

from pmo_desktop.domain.skills import LEVELS, SkillGap
from pmo_desktop.language import Language

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import PoolPerson
    from pmo_desktop.services.skill_matrix import SkillRow

ROW, CELL = 25, 30
# The names have as much room as they need, within these bounds and a part of the whole width.
LEAST_NAMES, MOST_NAMES, NAMES_PART, LEAST_GROUP, MOST_GROUP = 212, 400, 0.36, 84, 130
CATEGORY, TURNED, COUNTS = 20, 118, 24
HEADER = CATEGORY + TURNED + COUNTS
FONT, SMALL, SMALLEST = 12, 11, 9
PADDING = 6
TONES = {SkillGap.UNMET: "red", SkillGap.NOBODY: "red", SkillGap.SINGLE: "amber",
         SkillGap.FEW: "amber", SkillGap.NONE: "green"}  # fmt: skip
# How strongly a level is coloured, by its number; from the third on it is written in white.
STRENGTH = (0.0, 0.14, 0.30, 0.55, 0.78, 1.0)
WHITE_FROM = 3
ELIDED = Qt.TextElideMode.ElideRight
# Skills of a kind begin alike: what tells them apart stands at both ends.
MIDDLE = Qt.TextElideMode.ElideMiddle
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


class SkillGrid(QAbstractScrollArea):
    """`level_wanted(cells, level)`: set these cells, each a person's id and a skill's, to it;
    `skill_chosen(id)` when another skill's column is the current one."""

    level_wanted = Signal(object, int)
    skill_chosen = Signal(int)
    whence_wanted = Signal(QPoint)

    def __init__(self, language: Language, palette: Mapping[str, str]) -> None:
        super().__init__()
        self.names, self._wanted = LEAST_NAMES, (0, 0)
        self.people: Sequence[PoolPerson] = ()
        self.skills: Sequence[SkillRow] = ()
        self.levels: Mapping[tuple[int, int], int] = {}
        self.row = self.column = 0
        self._anchor: tuple[int, int] | None = None
        self.language = language
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCornerWidget(QWidget())
        self.set_palette(palette)

    # What the page uses

    def show_matrix(
        self,
        people: Sequence[PoolPerson],
        skills: Sequence[SkillRow],
        levels: Mapping[tuple[int, int], int],
    ) -> None:
        """Show these; the current cell stays with its person and skill."""
        person, skill = self.current()
        self.people, self.skills, self.levels = people, skills, levels
        rows = [one.id for one in people]
        columns = [one.id for one in skills]
        self.row = rows.index(person) if person in rows else 0
        self.column = columns.index(skill) if skill in columns else 0
        self._measure_names()
        self._measure()
        self.viewport().update()

    def set_language(self, language: Language) -> None:
        self.language = language
        self.viewport().update()

    def set_palette(self, palette: Mapping[str, str]) -> None:
        self._colours = {role: QColor(colour) for role, colour in palette.items()}
        self.viewport().update()

    def current(self) -> tuple[int, int]:
        """The person's and the skill's id of the current cell; 0 where there is none."""
        if not self.people or not self.skills:
            return 0, 0
        return self.people[self.row].id, self.skills[self.column].id

    def chosen(self) -> list[tuple[int, int]]:
        """The cells that are chosen, each a person's id and a skill's."""
        if not self.people or not self.skills:
            return []
        (top, left), (bottom, right) = self._chosen_box()
        return [
            (self.people[row].id, self.skills[column].id)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    def choose(self, row: int, column: int, *, widen: bool = False) -> None:
        """Make a cell the current one; `widen` chooses all from where it was, too."""
        if not self.people or not self.skills:
            return
        if widen:
            self._anchor = self._anchor or (self.row, self.column)
        else:
            self._anchor = None
        self.row = min(max(row, 0), len(self.people) - 1)
        self.column = min(max(column, 0), len(self.skills) - 1)
        self._bring_into_sight()
        self.viewport().update()
        self.skill_chosen.emit(self.skills[self.column].id)

    def choose_skill(self, skill_id: int) -> None:
        """Go to a skill's column."""
        at = next((n for n, skill in enumerate(self.skills) if skill.id == skill_id), -1)
        if at >= 0 and at != self.column:
            self.choose(self.row, at)

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell lies in the viewport."""
        x = self.names + column * CELL - self.horizontalScrollBar().value()
        y = HEADER + row * ROW - self.verticalScrollBar().value()
        return QRect(x, y, CELL, ROW)

    def cell_at(self, point: QPoint) -> tuple[int, int]:
        """(row, column) at a point; row -1 on the header, column -1 on the names."""
        row = (point.y() - HEADER + self.verticalScrollBar().value()) // ROW
        column = (point.x() - self.names + self.horizontalScrollBar().value()) // CELL
        row = -1 if point.y() < HEADER or row >= len(self.people) else row
        column = -1 if point.x() < self.names or column >= len(self.skills) else column
        return row, column

    # Painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = self.viewport().width(), self.viewport().height()
        painter.fillRect(0, 0, wide, high, self._colours["panel"])
        if not self.people or not self.skills:
            return
        painter.setClipRect(0, HEADER, wide, high - HEADER)
        rows, columns = self._rows_in_sight(), self._columns_in_sight()
        self._paint_names(painter, rows, wide)
        painter.setClipRect(self.names, HEADER, wide - self.names, high - HEADER)
        for row in rows:
            for column in columns:
                self._paint_cell(painter, row, column)
        self._paint_chosen(painter)
        painter.setClipRect(self.names, 0, wide - self.names, HEADER)
        self._paint_heads(painter, columns)
        painter.setClipping(False)
        self._paint_corner(painter)

    def _rows_in_sight(self) -> range:
        scrolled = self.verticalScrollBar().value()
        last = (scrolled + self.viewport().height() - HEADER) // ROW + 1
        return range(scrolled // ROW, min(last, len(self.people)))

    def _columns_in_sight(self) -> range:
        scrolled = self.horizontalScrollBar().value()
        last = (scrolled + self.viewport().width() - self.names) // CELL + 1
        return range(scrolled // CELL, min(last, len(self.skills)))

    def _paint_names(self, painter: QPainter, rows: range, wide: int) -> None:
        font = self._font(FONT)
        for row in rows:
            box = self.cell_rect(row, 0)
            line = QRect(0, box.top(), wide, ROW)
            if row == self.row:
                painter.fillRect(line, self._colours["selection"])
            person = self.people[row]
            painter.setFont(font)
            painter.setPen(self._colours["ink"])
            half = self.names - self._group_width()
            _write(painter, QRect(PADDING, line.top(), half - PADDING, ROW), person.name)
            painter.setPen(self._colours["ink3"])
            _write(painter, QRect(half + 4, line.top(), self.names - half - 8, ROW),
                   person.department or person.role)  # fmt: skip
            painter.setPen(self._colours["grid"])
            painter.drawLine(0, line.bottom(), wide, line.bottom())

    def _paint_cell(self, painter: QPainter, row: int, column: int) -> None:
        level = self.levels.get((self.people[row].id, self.skills[column].id), 0)
        box = QRectF(self.cell_rect(row, column)).adjusted(1, 1, -1, -2)
        if not level:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours["panel_alt"])
            painter.drawRoundedRect(box, 3, 3)
            return
        colour = QColor(self._colours["accent"])
        colour.setAlphaF(STRENGTH[min(level, len(STRENGTH) - 1)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(self._font(FONT, bold=level >= self.skills[column].needed_level))
        painter.setPen(self._colours["on_accent" if level >= WHITE_FROM else "ink"])
        painter.drawText(box, CENTER, str(level))

    def _paint_chosen(self, painter: QPainter) -> None:
        (top, left), (bottom, right) = self._chosen_box()
        box = self.cell_rect(top, left).united(self.cell_rect(bottom, right))
        painter.setPen(QPen(self._colours["ink"], 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -2), 3, 3)

    def _paint_heads(self, painter: QPainter, columns: range) -> None:
        self._paint_categories(painter)
        for column in columns:
            skill, box = self.skills[column], self.cell_rect(0, column)
            if column == self.column:
                painter.fillRect(QRect(box.left(), CATEGORY, CELL, HEADER - CATEGORY),
                                 self._colours["selection"])  # fmt: skip
            painter.save()
            painter.translate(box.left() + CELL / 2 + 5, CATEGORY + TURNED - 4)
            painter.rotate(-90)
            painter.setFont(self._font(FONT))
            painter.setPen(self._colours["ink"])
            words = painter.fontMetrics().elidedText(skill.name, MIDDLE, TURNED - 8)
            painter.drawText(0, 0, words)
            painter.restore()
            self._paint_count(painter, skill, box.left())

    def _paint_count(self, painter: QPainter, skill: SkillRow, x: int) -> None:
        """How many hold it, of how many: red and amber where they are too few."""
        tone = TONES[skill.gap]
        box = QRectF(x + 1, CATEGORY + TURNED + 2, CELL - 2, COUNTS - 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours[f"{tone}_soft"])
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(self._colours[f"{tone}_ink"])
        words = f"{skill.holders}/{skill.needed_holders}"
        for size in (SMALL, SMALLEST):
            painter.setFont(self._font(size))
            if painter.fontMetrics().horizontalAdvance(words) <= box.width():
                painter.drawText(box, CENTER, words)
                return
        # The tip over the column says the rest.
        painter.drawText(box, CENTER, str(skill.holders))

    def _paint_categories(self, painter: QPainter) -> None:
        painter.setFont(self._font(SMALL, bold=True))
        first = 0
        for column in range(1, len(self.skills) + 1):
            category = self.skills[first].category
            if column < len(self.skills) and self.skills[column].category == category:
                continue
            left, right = self.cell_rect(0, first).left(), self.cell_rect(0, column).left()
            shown = max(left, self.names)
            painter.setPen(self._colours["ink2"])
            _write(painter, QRect(shown + 4, 0, right - shown - 6, CATEGORY),
                   category or self.language.text("Without a category"))  # fmt: skip
            painter.setPen(self._colours["line_strong"])
            painter.drawLine(left, CATEGORY, right - 3, CATEGORY)
            first = column

    def _paint_corner(self, painter: QPainter) -> None:
        painter.setFont(self._font(SMALL))
        painter.setPen(self._colours["ink3"])
        words = self.language.text("holders / needed")
        box = QRect(0, CATEGORY + TURNED, self.names - PADDING, COUNTS - 2)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _font(self, size: int, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setBold(bold)
        return font

    # What the user does

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        row, column = self.cell_at(event.position().toPoint())
        if row < 0 and column < 0:
            return
        wide = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.choose(row if row >= 0 else self.row, column if column >= 0 else self.column,
                    widen=wide)  # fmt: skip
        if event.button() == Qt.MouseButton.RightButton and row >= 0 and column >= 0:
            self.levels_menu().popup(event.globalPosition().toPoint())

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row, column = self.cell_at(event.position().toPoint())
        if row >= 0 and column >= 0:
            self.levels_menu().popup(event.globalPosition().toPoint())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row, column = self.cell_at(event.position().toPoint())
        if row >= 0 and column >= 0 and (row, column) != (self.row, self.column):
            self.choose(row, column, widen=True)

    def levels_menu(self) -> QMenu:
        """A menu to choose the level of what is chosen."""
        menu = QMenu(self)
        for level in LEVELS:
            words = f"{level}  {self.language.term(f'skill_level.{level}')}"
            menu.addAction(words, partial(self._want, level))
        menu.addSeparator()
        menu.addAction(f"0  {self.language.text('Has it not')}", partial(self._want, 0))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, column = self.row, self.column
        page = max((self.viewport().height() - HEADER) // ROW, 1)
        steps = {
            Qt.Key.Key_Up: (row - 1, column),
            Qt.Key.Key_Down: (row + 1, column),
            Qt.Key.Key_Left: (row, column - 1),
            Qt.Key.Key_Right: (row, column + 1),
            Qt.Key.Key_PageUp: (row - page, column),
            Qt.Key.Key_PageDown: (row + page, column),
            Qt.Key.Key_Home: (row, 0),
            Qt.Key.Key_End: (row, len(self.skills) - 1),
        }
        key, typed = Qt.Key(event.key()), event.text()
        if key in steps:
            wide = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.choose(*steps[key], widen=wide)
        elif typed and typed in "012345":
            self._want(int(typed))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._want(0)
        elif typed and typed in "+-":
            level = self.levels.get(self.current(), 0) + (1 if typed == "+" else -1)
            self._want(min(max(level, 0), LEVELS[-1]))
        elif key == Qt.Key.Key_F4:
            if self.people and self.skills:
                corner = self.cell_rect(row, column).bottomLeft()
                self.whence_wanted.emit(self.viewport().mapToGlobal(corner))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu):
            corner = self.cell_rect(row, column).bottomLeft()
            self.levels_menu().popup(self.viewport().mapToGlobal(corner))
        else:
            super().keyPressEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._words(*self.cell_at(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def _words(self, row: int, column: int) -> str:
        if column < 0:
            if row < 0:
                return ""
            person = self.people[row]
            return " · ".join(filter(None, (person.name, person.role, person.department)))
        skill, language = self.skills[column], self.language
        if row < 0:
            gap = language.term(f"skill_gap.{skill.gap}")
            return "\n".join((skill.name, gap, language.enumeration(skill.names)))
        person = self.people[row]
        level = self.levels.get((person.id, skill.id), 0)
        words = language.term(f"skill_level.{level}") if level else language.text("Has it not")
        return f"{person.name} · {skill.name}\n{level} {words}"

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(700, 420)

    def _want(self, level: int) -> None:
        if cells := self.chosen():
            self.level_wanted.emit(cells, level)

    def _chosen_box(self) -> tuple[tuple[int, int], tuple[int, int]]:
        row, column = self._anchor or (self.row, self.column)
        row, column = min(row, len(self.people) - 1), min(column, len(self.skills) - 1)
        top, bottom = sorted((row, self.row))
        left, right = sorted((column, self.column))
        return (top, left), (bottom, right)

    def _group_width(self) -> int:
        """The departments' part of the names: what the names leave of it."""
        left = self.names - self._wanted[0]
        return min(max(left, LEAST_GROUP), max(self._wanted[1], LEAST_GROUP))

    def _measure_names(self) -> None:
        metrics = QFontMetrics(self._font(FONT))
        widest = lambda words: max(map(metrics.horizontalAdvance, words), default=0)  # noqa: E731
        groups = {person.department or person.role for person in self.people}
        self._wanted = (widest({person.name for person in self.people}) + PADDING + 2,
                        min(widest(groups) + 12, MOST_GROUP))  # fmt: skip

    def _measure(self) -> None:
        most = min(max(int(self.viewport().width() * NAMES_PART), LEAST_NAMES), MOST_NAMES)
        self.names = min(max(sum(self._wanted), LEAST_NAMES), most)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        room = self.viewport().width() - self.names - PADDING
        across.setRange(0, max(len(self.skills) * CELL - room, 0))
        across.setPageStep(max(room, 0))
        across.setSingleStep(CELL)
        depth = self.viewport().height() - HEADER
        down.setRange(0, max(len(self.people) * ROW - depth, 0))
        down.setPageStep(max(depth, 0))
        down.setSingleStep(ROW)

    def _bring_into_sight(self) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        x, y = self.column * CELL, self.row * ROW
        across.setValue(min(max(across.value(), x + CELL - across.pageStep()), x))
        down.setValue(min(max(down.value(), y + ROW - down.pageStep()), y))


def _write(painter: QPainter, box: QRect, words: str) -> None:
    painter.drawText(box, LEFT, painter.fontMetrics().elidedText(words, ELIDED, box.width()))
