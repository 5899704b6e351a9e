"""The table of tasks beside the bars.

It paints whole rows itself, one call a row instead of a dozen for every cell, with texts that are
laid out once; so scrolling costs no more than the bars do.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
    QStaticText,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.charts.frame import HEADER_HEIGHT
from pmo_desktop.ui.gantt.columns import COLUMNS, TaskColumn
from pmo_desktop.ui.gantt.table import TaskModel

Index = QModelIndex | QPersistentModelIndex
ROW = 26
TEXT = 12
INDENT = 14
FIRST_INDENT = 10
ARROW_ROOM = 11
PADDING = 7
MOST_TEXTS = 20_000
HEAD_ROWS = frozenset({"project", "group"})
CLOSER_KEYS = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
FURTHER_KEYS = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
FIT_KEY, SEEK_KEY = Qt.Key.Key_0, Qt.Key.Key_Period
ZOOM_KEYS = (*CLOSER_KEYS, *FURTHER_KEYS, FIT_KEY, SEEK_KEY)


class RowDelegate(QStyledItemDelegate):
    """Rows of one height, whatever the font."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW)


class TaskHeader(QHeaderView):
    """As high as the dates beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.colours: Mapping[str, QColor] = {}
        self.text_font = self.font()

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), int(HEADER_HEIGHT))

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column = COLUMNS[logicalIndex]
        painter.fillRect(rect, self.colours["panel_alt"])
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self.colours["line"])
        painter.setPen(self.colours["ink2"])
        painter.setFont(self.text_font)
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        text = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal)
        room = rect.adjusted(FIRST_INDENT if logicalIndex == 0 else PADDING, 0, -PADDING, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)


class TaskTree(QTreeView):
    """`hovered` and `folding_wanted` give a position in sight; -1 is none."""

    hovered = Signal(int)
    folding_wanted = Signal(int)

    def __init__(
        self, model: TaskModel, palette: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tasks = model
        self._hovered = -1
        self.selected: frozenset[int] = frozenset()
        self._texts: dict[tuple[str, int, bool], tuple[QStaticText, int]] = {}
        self._columns: list[tuple[int, TaskColumn, int, int]] = []
        self._set_up_fonts()
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self._set_up_header()
        self._set_up_view()
        self.set_palette(palette)

    def _set_up_fonts(self) -> None:
        self._fonts: dict[bool, QFont] = {}
        self._metrics: dict[bool, QFontMetrics] = {}
        for bold in (False, True):
            font = QFont(QGuiApplication.font())
            font.setPixelSize(TEXT)
            font.setBold(bold)
            self._fonts[bold] = font
            self._metrics[bold] = QFontMetrics(font)
        self._text_top = (ROW - 1 - self._metrics[False].height()) // 2

    def _set_up_header(self) -> None:
        header = TaskHeader(self)
        self.setHeader(header)
        header.text_font = self._fonts[False]
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(36)
        for number, column in enumerate(COLUMNS):
            header.resizeSection(number, column.width)
            header.setSectionHidden(number, column.hidden)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._on_columns_changed)

    def _set_up_view(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
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
        self._colours = {role: QColor(colour) for role, colour in palette.items()}
        self._pens = {role: QPen(colour) for role, colour in self._colours.items()}
        header = self.header()
        assert isinstance(header, TaskHeader)
        header.colours = self._colours
        header.viewport().update()
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

    def note_selected(self) -> None:
        """Selected rows may stand elsewhere once others came or went, and Qt does not say so."""
        chosen = self.selectionModel().selectedRows()
        self.selected = frozenset(index.row() for index in chosen)

    def hidden_columns(self) -> set[str]:
        """The keys of the columns that are not shown."""
        header = self.header()
        return {column.key for n, column in enumerate(COLUMNS) if header.isSectionHidden(n)}

    def hide_columns(self, keys: set[str]) -> None:
        """Show all columns but these; the first one always is."""
        for number, column in enumerate(COLUMNS):
            self.header().setSectionHidden(number, number > 0 and column.key in keys)
        self._on_columns_changed()
        self.viewport().update()

    def copy(self) -> str:
        """The selected rows as tab-parted lines under their headers, to the clipboard."""
        shown = [n for n in range(len(COLUMNS)) if not self.header().isSectionHidden(n)]
        language = self.tasks.language
        lines = ["\t".join(language.term(COLUMNS[n].term) for n in shown)]
        for position in sorted({index.row() for index in self.selectionModel().selectedRows()}):
            texts = self.tasks.texts(position)
            lines.append("\t".join(texts[n] for n in shown))
        text = "\n".join(lines)
        QGuiApplication.clipboard().setText(text)
        return text

    # Painting

    @override
    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        position, top = index.row(), options.rect.top()
        selected = position in self.selected
        self._paint_ground(painter, position, top, selected)
        row, texts = self.tasks.row(position), self.tasks.texts(position)
        painter.setFont(self._fonts[False])
        for number, column, left, width in self._layout():
            text = texts[number]
            if number == 0:
                self._paint_name(painter, position, text, top, width)
            elif text:
                static, size = self._static(text, width - 2 * PADDING, False)
                x = left + (width - PADDING - size if column.right else PADDING)
                painter.setPen(self._pens[column.tone(row)])
                painter.drawStaticText(x, top + self._text_top, static)

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The arrows are painted with the names."""

    def _paint_ground(self, painter: QPainter, position: int, top: int, selected: bool) -> None:
        role = "band" if position % 2 else "panel"
        if selected or position == self._hovered:
            role = "selection" if selected else "hover"
        width = self.viewport().width()
        painter.fillRect(0, top, width, ROW - 1, self._colours[role])
        painter.fillRect(0, top + ROW - 1, width, 1, self._colours["grid"])
        if selected and position == self.current_position() and self.hasFocus():
            rect = self.visualRect(self.currentIndex()).adjusted(1, 1, -2, -2)
            painter.setPen(self._pens["focus"])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)

    def _paint_name(
        self, painter: QPainter, position: int, text: str, top: int, width: int
    ) -> None:
        outline, index = self.tasks.outline, self.tasks.rows[position]
        row = outline.plan.rows[index]
        x, bold = FIRST_INDENT + row.depth * INDENT, row.kind in HEAD_ROWS
        painter.setPen(self._pens["ink"])
        if outline.is_parent(index):
            self._paint_arrow(painter, x, top + ROW // 2, outline.is_folded(index))
            x += ARROW_ROOM
        if bold:
            painter.setFont(self._fonts[True])
        static, _ = self._static(text, width - x - 2, bold)
        painter.drawStaticText(x, top + self._text_top, static)
        if bold:
            painter.setFont(self._fonts[False])

    def _paint_arrow(self, painter: QPainter, x: int, middle: int, folded: bool) -> None:
        y = middle - 0.5
        if folded:
            tips = [QPointF(x + 1.5, y - 3.5), QPointF(x + 1.5, y + 3.5), QPointF(x + 5.5, y)]
        else:
            tips = [QPointF(x, y - 2), QPointF(x + 7, y - 2), QPointF(x + 3.5, y + 2.5)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(self._colours["ink2"])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF(tips))
        painter.setPen(self._pens["ink"])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

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
            static.prepare(font=self._fonts[bold])
            found = self._texts[key] = (static, metrics.horizontalAdvance(shown))
        return found

    def _layout(self) -> list[tuple[int, TaskColumn, int, int]]:
        """The columns in sight with their left edge and width."""
        if not self._columns:
            header = self.header()
            self._columns = [
                (n, column, header.sectionPosition(n), header.sectionSize(n))
                for n, column in enumerate(COLUMNS)
                if not header.isSectionHidden(n)
            ]
        return self._columns

    def _update_row(self, position: int) -> None:
        if 0 <= position < len(self.tasks.rows):
            top = self.visualRect(self.tasks.index(position, 0)).top()
            self.viewport().update(0, top, self.viewport().width(), ROW)

    def _on_columns_changed(self, *_: int) -> None:
        self._columns = []

    # What the user does

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        self.note_selected()
        super().selectionChanged(selected, deselected)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = self._arrow_at(event.position().toPoint())
        if position >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.folding_wanted.emit(position)
        else:
            super().mousePressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._arrow_at(event.position().toPoint()) < 0:
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
    def keyPressEvent(self, event: QKeyEvent) -> None:
        position, key = self.current_position(), event.key()
        if key in ZOOM_KEYS and self.state() is not QAbstractItemView.State.EditingState:
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
        shown = [n for n in range(len(COLUMNS)) if not self.header().isSectionHidden(n)]
        place = min(max(shown.index(column) + step, 0), len(shown) - 1)
        flags = QItemSelectionModel.SelectionFlag
        there = self.tasks.index(position, shown[place])
        self.selectionModel().setCurrentIndex(there, flags.ClearAndSelect | flags.Rows)

    def _arrow_at(self, point: QPoint) -> int:
        """The position of the row whose arrow is at a point; -1 where there is none."""
        position = self.indexAt(point).row()
        if position < 0:
            return -1
        index = self.tasks.rows[position]
        left = FIRST_INDENT + self.tasks.outline.plan.rows[index].depth * INDENT
        near = left - 4 <= point.x() <= left + ARROW_ROOM
        return position if near and self.tasks.outline.is_parent(index) else -1
