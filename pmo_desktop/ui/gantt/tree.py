"""The table of tasks beside the bars.

It paints what is in sight itself, how deep a row lies, too: to Qt the rows are flat and of one
height, so that it asks nothing of a row that is not in sight.

The names keep a width in which they can be read; where all columns are wider than the table, those
behind the names are scrolled sideways under them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.ui.gantt.columns import TaskColumn
from pmo_desktop.ui.gantt.keys import is_of_view
from pmo_desktop.ui.gantt.row_painter import RowPainter, Sight
from pmo_desktop.ui.gantt.sizes import ARROW_ROOM, FIRST_INDENT, INDENT, ROW
from pmo_desktop.ui.gantt.table import TaskModel
from pmo_desktop.ui.gantt.task_header import TaskHeader

Index = QModelIndex | QPersistentModelIndex
LEAST_NAME = 170
WHEEL_STEP = 0.5
CONTROL = Qt.KeyboardModifier.ControlModifier


class RowDelegate(QStyledItemDelegate):
    """Rows of one height, whatever the font."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW)


class TaskTree(QTableView):
    """`hovered` and `folding_wanted` give a position in sight; -1 is none. `columns_chosen`: others
    are shown."""

    hovered = Signal(int)
    folding_wanted = Signal(int)
    columns_chosen = Signal()

    def __init__(
        self, model: TaskModel, palette: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tasks = model
        self._hovered = -1
        self.selected: frozenset[int] = frozenset()
        self.setModel(model)
        model.dataChanged.connect(self._on_texts_changed)
        model.modelReset.connect(self._on_texts_changed)
        self.setItemDelegate(RowDelegate(self))
        self._set_up_header()
        self._set_up_view()
        self.set_palette(palette)

    def header(self) -> TaskHeader:
        """The heads of the columns."""
        found = self.horizontalHeader()
        assert isinstance(found, TaskHeader)
        return found

    def _set_up_header(self) -> None:
        header = TaskHeader(self)
        self.setHorizontalHeader(header)
        self._painter = RowPainter(self.tasks, header)
        header.text_font = self._painter.fonts[False]
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(36)
        for number, column in enumerate(self.tasks.columns):
            header.resizeSection(number, column.width)
            header.setSectionHidden(number, column.hidden)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.sectionResized.connect(self._on_columns_changed)

    def _set_up_view(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        heights = self.verticalHeader()
        heights.hide()
        heights.setMinimumSectionSize(ROW)
        heights.setDefaultSectionSize(ROW)
        heights.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        # Rows are painted over their whole width: nothing of what lies behind shows through.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self._painter.set_palette(palette)
        self.header().colours = self._painter.colours
        self.header().viewport().update()
        self.viewport().update()

    def set_hovered(self, position: int) -> None:
        """Mark the row that the mouse is on, here or in the chart."""
        if position != self._hovered:
            before, self._hovered = self._hovered, position
            self._update_row(before)
            self._update_row(position)

    def current_position(self) -> int:
        """The current row's position in sight; -1 is none."""
        index = self.currentIndex()
        return index.row() if index.isValid() else -1

    def select(self, position: int) -> None:
        """Make a row in sight the current one, in the current column."""
        column = max(self.currentIndex().column(), 0)
        flags = QItemSelectionModel.SelectionFlag
        index = self.tasks.index(position, column)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def pick(self, position: int, held: Qt.KeyboardModifier) -> None:
        """Select a row as a click does: with Control it comes to the others or leaves them, with
        Shift so do all rows from the current one on."""
        flags, model = QItemSelectionModel.SelectionFlag, self.selectionModel()
        index, current = self.tasks.index(position, 0), self.currentIndex()
        if held & Qt.KeyboardModifier.ShiftModifier and current.isValid():
            rows = QItemSelection(*sorted((current.siblingAtColumn(0), index), key=_row_of))
            model.select(rows, flags.ClearAndSelect | flags.Rows)
        elif held & CONTROL:
            model.setCurrentIndex(
                self.tasks.index(position, max(current.column(), 0)), flags.Toggle | flags.Rows
            )
        else:
            self.select(position)

    def select_rows(self, positions: Sequence[int]) -> None:
        """Select several rows in sight; the current one stays where it is among them."""
        flags = QItemSelectionModel.SelectionFlag
        chosen = QItemSelection()
        for position in positions:
            index = self.tasks.index(position, 0)
            chosen.select(index, index)
        self.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)

    def note_selected(self) -> None:
        """Selected rows may stand elsewhere once others came or went, and Qt does not say so."""
        chosen = self.selectionModel().selectedRows()
        self.selected = frozenset(index.row() for index in chosen)

    def hidden_columns(self) -> set[str]:
        """The keys of the columns that are not shown."""
        header = self.header()
        return {
            column.key for n, column in enumerate(self.tasks.columns) if header.isSectionHidden(n)
        }

    def hide_columns(self, keys: set[str]) -> None:
        """Show all columns but these; the first one always is."""
        for number, column in enumerate(self.tasks.columns):
            self.header().setSectionHidden(number, number > 0 and column.key in keys)
        self._on_columns_changed()
        self.viewport().update()
        self.columns_chosen.emit()

    def set_own_columns(self, columns: Sequence[TaskColumn], chosen: Collection[str]) -> None:
        """Show the office's own fields behind the others: those whose keys are chosen."""
        before = [column.key for column in self.tasks.own_columns]
        first, header = len(self.tasks.columns) - len(before), self.header()
        self.tasks.set_own_columns(columns)
        if before != [column.key for column in columns]:
            for number, column in enumerate(columns, first):
                header.resizeSection(number, column.width)
                header.setSectionHidden(number, column.key not in chosen)
        self._on_columns_changed()
        self.viewport().update()

    def set_columns(self, columns: Mapping[str, TaskColumn]) -> None:
        """Write these under the same keys."""
        self.tasks.set_columns(columns)
        self._on_columns_changed()
        self.viewport().update()

    def copy(self) -> str:
        """The selected rows as tab-parted lines under their headers, to the clipboard."""
        shown = [n for n in range(len(self.tasks.columns)) if not self.header().isSectionHidden(n)]
        language = self.tasks.language
        lines = ["\t".join(language.term(self.tasks.columns[n].term) for n in shown)]
        for position in sorted({index.row() for index in self.selectionModel().selectedRows()}):
            texts = self.tasks.texts(position)
            lines.append("\t".join(texts[n] for n in shown))
        text = "\n".join(lines)
        QGuiApplication.clipboard().setText(text)
        return text

    # Painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        rect, down = event.rect(), self.verticalOffset()
        sight = Sight(
            first=max((rect.top() + down) // ROW, 0),
            last=min((rect.bottom() + down) // ROW + 1, len(self.tasks.rows)),
            down=down,
            aside=self.horizontalOffset(),
            width=self.viewport().width(),
            height=self.viewport().height(),
        )
        painter = QPainter(self.viewport())
        self._painter.paint(painter, sight, self._hovered, self.selected, self._focus())

    def _focus(self) -> QRect:
        """The current cell, as far as the names do not lie upon it."""
        if not self.hasFocus() or self.current_position() not in self.selected:
            return QRect()
        index = self.currentIndex()
        cell = self.visualRect(index)
        if index.column():
            cell.setLeft(max(cell.left(), self._covered()))
        return cell

    def _update_row(self, position: int) -> None:
        if 0 <= position < len(self.tasks.rows):
            top = self.visualRect(self.tasks.index(position, 0)).top()
            self.viewport().update(0, top, self.viewport().width(), ROW)

    def _on_columns_changed(self, *_: int) -> None:
        self._painter.forget_columns()
        self._fit_name()

    def _fit_name(self) -> None:
        """The names take what the other columns leave, and never less than they need."""
        header = self.header()
        others = sum(map(header.sectionSize, range(1, header.count())))
        width = max(self.viewport().width() - others, LEAST_NAME)
        if width != header.sectionSize(0):
            header.resizeSection(0, width)

    def _covered(self) -> int:
        """How much of the other columns' room the names lie upon."""
        return self.header().sectionSize(0) if self.horizontalOffset() else 0

    def _on_texts_changed(self, *_: object) -> None:
        self._painter.forget_texts()

    # Geometry, the names standing still

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_name()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()
            self.header().viewport().update()

    @override
    def indexAt(self, pos: QPoint) -> QModelIndex:
        found = super().indexAt(pos)
        return found.siblingAtColumn(0) if 0 <= pos.x() < self._covered() else found

    @override
    def visualRect(self, index: Index) -> QRect:
        found = super().visualRect(index)
        if index.column() == 0:
            found.moveLeft(0)
        return found

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        bar = self.horizontalScrollBar()
        aside = bar.value()
        super().scrollTo(index, hint)
        if index.column() == 0:
            bar.setValue(aside)
        else:
            hidden = self._covered() - super().visualRect(index).left()
            bar.setValue(bar.value() - max(hidden, 0))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and turn:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - round(turn * WHEEL_STEP))
        else:
            super().wheelEvent(event)

    # What the user does

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        self.note_selected()
        super().selectionChanged(selected, deselected)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = self.arrow_at(event.position().toPoint())
        if position >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.folding_wanted.emit(position)
        else:
            super().mousePressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.arrow_at(event.position().toPoint()) < 0:
            super().mouseDoubleClickEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.hovered.emit(self.indexAt(event.position().toPoint()).row())

    @override
    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)  # type: ignore[arg-type]
        self.hovered.emit(-1)

    @override
    def moveCursor(
        self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End are the first and the last row."""
        ends = {QAbstractItemView.CursorAction.MoveHome: 0,
                QAbstractItemView.CursorAction.MoveEnd: len(self.tasks.rows) - 1}  # fmt: skip
        if cursorAction in ends and self.tasks.rows:
            return self.tasks.index(ends[cursorAction], max(self.currentIndex().column(), 0))
        return super().moveCursor(cursorAction, modifiers)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        position, key = self.current_position(), event.key()
        is_editing = self.state() is QAbstractItemView.State.EditingState
        if is_of_view(key, event.modifiers()) and not is_editing:
            # Qt would unfold or search by these.
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and position >= 0:
            self.edit(self.currentIndex())
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and position >= 0:
            self._step_sideways(position, key == Qt.Key.Key_Right)
        elif key == Qt.Key.Key_Space and position >= 0:
            self.folding_wanted.emit(position)
        else:
            super().keyPressEvent(event)

    def _step_sideways(self, position: int, right: bool) -> None:
        """In the first column: unfold, fold, go up; else to the next column."""
        outline, index = self.tasks.outline, self.tasks.rows[position]
        column = self.currentIndex().column()
        foldable = outline.is_parent(index) and outline.is_folded(index) == right
        if column == 0 and foldable:
            self.folding_wanted.emit(position)
            return
        if column == 0 and not right:
            parent = outline.plan.rows[index].parent
            if parent in self.tasks.rows:
                self.select(self.tasks.rows.index(parent))
            return
        step = 1 if right else -1
        shown = [n for n in range(len(self.tasks.columns)) if not self.header().isSectionHidden(n)]
        place = min(max(shown.index(column) + step, 0), len(shown) - 1)
        flags = QItemSelectionModel.SelectionFlag
        there = self.tasks.index(position, shown[place])
        self.selectionModel().setCurrentIndex(there, flags.ClearAndSelect | flags.Rows)

    def arrow_at(self, point: QPoint) -> int:
        """The position of the row whose arrow is at a point; -1 where there is none."""
        position = self.indexAt(point).row()
        if position < 0:
            return -1
        index = self.tasks.rows[position]
        left = FIRST_INDENT + self.tasks.outline.plan.rows[index].depth * INDENT
        near = left - 4 <= point.x() <= left + ARROW_ROOM
        return position if near and self.tasks.outline.is_parent(index) else -1


def _row_of(index: QModelIndex) -> int:
    return index.row()
