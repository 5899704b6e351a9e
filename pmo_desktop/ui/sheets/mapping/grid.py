"""A team's sheet as it is, with what was understood of it painted over: read-only, and fast.

Above each column of the chosen table stands what it was taken for; above the rows of a turned
table, which has one record a column, stands it beside them. Rows and columns count from 0 as the
sheet does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.exchange.findings import WARNING, Finding
from pmo_desktop.exchange.team.layouts import (
    ColumnLayout,
    SheetLayout,
    TableLayout,
    letters,
    text_of,
)
from pmo_desktop.exchange.team.mapping import fields_of
from pmo_desktop.exchange.team.recognising import address
from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from pmo_desktop.language import Language

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ACROSS = Qt.Orientation.Horizontal
ROW_HEIGHT = 24
HEADER_HEIGHT = 48
NUMBERS_WIDTH = 52
CHIPS_WIDTH = 170
LEAST_WIDTH, MOST_WIDTH = 72, 260
SAMPLED, FITTED = 60, 60
SPARE = 3
PADDING = 6
CHIP = 18
SMALL = 12
MIDDLE = Qt.AlignmentFlag.AlignVCenter
ELIDED = Qt.TextElideMode.ElideRight


class SheetModel(QAbstractTableModel):
    """The values of one sheet, from A1 on, and what each cell is."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: SheetLayout | None = None
        self.table: TableLayout | None = None
        self._chips: dict[int, ColumnLayout] = {}
        self._heads: set[tuple[int, int]] = set()
        self._forms: dict[tuple[int, int], str] = {}
        self._told: set[tuple[int, int]] = set()

    def show(
        self, sheet: SheetLayout | None, table: TableLayout | None, findings: Sequence[Finding] = ()
    ) -> None:
        """Another sheet, or the same one understood anew: then nothing jumps."""
        is_same = (
            sheet is not None
            and self.sheet is not None
            and (sheet.name, len(sheet.rows)) == (self.sheet.name, len(self.sheet.rows))
        )
        if not is_same:
            self.beginResetModel()
        self.sheet, self.table = sheet, table
        self._chips = {column.index: column for column in table.columns} if table else {}
        self._forms = {address(cell.cell): cell.field for cell in sheet.cells} if sheet else {}
        self._told = {
            address(finding.cell)
            for finding in findings
            if sheet is not None
            and finding.sheet == sheet.name
            and finding.severity == WARNING
            and finding.cell[-1:].isdigit()
        }
        if not is_same:
            self.endResetModel()
        else:
            self.touch()

    def touch(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(ACROSS, 0, self.columnCount() - 1)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        if parent.isValid() or self.sheet is None:
            return 0
        return self.sheet.top + len(self.sheet.rows) + SPARE

    @override
    def columnCount(self, parent: Index = NOWHERE) -> int:
        if parent.isValid() or self.sheet is None:
            return 0
        width = len(self.sheet.rows[0]) if self.sheet.rows else 0
        return self.sheet.left + width + 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(index.row(), index.column())
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return letters(section) if orientation is ACROSS else str(section + 1)

    def text(self, row: int, column: int) -> str:
        return text_of(self.sheet.value(row, column)) if self.sheet is not None else ""

    # What a cell is

    def chip(self, section: int, *, across: bool) -> ColumnLayout | None:
        """The column of the chosen table that stands here, where it runs this way."""
        if self.table is None or self.table.is_turned == across:
            return None
        return self._chips.get(section)

    def turned(self, row: int, column: int) -> tuple[int, int]:
        """A cell as the chosen table counts it: a record's row and a field's column."""
        return (column, row) if self.table is not None and self.table.is_turned else (row, column)

    def is_header(self, row: int, column: int) -> bool:
        row, column = self.turned(row, column)
        table = self.table
        return table is not None and table.first <= row <= table.last and column in self._chips

    def is_left_out(self, row: int, column: int) -> bool:
        """Whether a cell belongs to the table and says nothing to the program."""
        row, column = self.turned(row, column)
        table = self.table
        if table is None or not table.last < row < table.end:
            return table is None
        chip = self._chips.get(column)
        return row in table.left or chip is None or not chip.field

    def is_record(self, row: int) -> bool:
        table = self.table
        return (
            table is not None
            and not table.is_turned
            and table.last < row < table.end
            and row not in table.left
        )

    def form_field(self, row: int, column: int) -> str:
        return self._forms.get((row, column), "")

    def is_told(self, row: int, column: int) -> bool:
        """Whether something of the cell could not be read."""
        return (row, column) in self._told


class _Delegate(QStyledItemDelegate):
    def __init__(self, context: Context, model: SheetModel, view: QTableView) -> None:
        super().__init__(view)
        self._context, self._model, self._view = context, model, view

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        roles, model = self._context.palette, self._model
        at = index.row(), index.column()
        box: QRect = option.rect
        is_header = model.is_header(*at)
        ground = "accent_soft" if is_header else "amber_soft" if model.is_told(*at) else ""
        if ground:
            painter.fillRect(box, QColor(roles[ground]))
        painter.setPen(QColor(roles["grid_strong"]))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())
        text = model.text(*at)
        if text:
            form = model.form_field(*at)
            quiet = not is_header and not form and model.is_left_out(*at)
            ink = "accent_ink" if is_header or form else "ink3" if quiet else "ink"
            painter.setPen(QColor(roles[ink]))
            font = QFont(self._view.font())
            font.setBold(is_header)
            painter.setFont(font)
            room = box.adjusted(PADDING, 0, -PADDING, -1)
            shown = painter.fontMetrics().elidedText(text, ELIDED, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | MIDDLE, shown)
        if model.form_field(*at):
            painter.setPen(QPen(QColor(roles["accent"]), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        if index == self._view.currentIndex():
            painter.setPen(QPen(QColor(roles["focus"]), 1 + self._view.hasFocus()))
            painter.drawRect(box.adjusted(1, 1, -2, -2))


class _Headers(QHeaderView):
    """Letters or numbers, and beside them what the column was taken for; a click asks to change."""

    asked = Signal(int, QPoint)

    def __init__(
        self, context: Context, model: SheetModel, direction: Qt.Orientation, parent: QWidget
    ) -> None:
        super().__init__(direction, parent)
        self._context, self._model = context, model
        self._across = direction is ACROSS
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(
            QHeaderView.ResizeMode.Interactive if self._across else QHeaderView.ResizeMode.Fixed
        )

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self._across:
            hint.setHeight(HEADER_HEIGHT)
        else:
            turned = self._model.table is not None and self._model.table.is_turned
            hint.setWidth(CHIPS_WIDTH if turned else NUMBERS_WIDTH)
        return hint

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        roles = self._context.palette
        painter.save()
        painter.fillRect(rect, QColor(roles["panel_alt"]))
        painter.setPen(QColor(roles["line"]))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        name = letters(logicalIndex) if self._across else str(logicalIndex + 1)
        font = QFont(self.font())
        font.setPixelSize(SMALL)
        is_head = not self._across and self._is_header_row(logicalIndex)
        font.setBold(is_head)
        painter.setFont(font)
        is_quiet = not self._across and not is_head and not self._model.is_record(logicalIndex)
        painter.setPen(QColor(roles["accent_ink" if is_head else "ink3" if is_quiet else "ink2"]))
        chip = self._model.chip(logicalIndex, across=self._across)
        if self._across:
            upper = QRect(rect.left(), rect.top() + 2, rect.width(), SMALL + 6)
            painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, name)
            place = QRectF(rect.left() + 3, rect.bottom() - CHIP - 6, rect.width() - 6, CHIP)
        else:
            painter.drawText(rect.adjusted(4, 0, -4, 0), Qt.AlignmentFlag.AlignLeft | MIDDLE, name)
            left = rect.left() + 30
            top = rect.center().y() - CHIP / 2
            place = QRectF(left, top, rect.right() - left - 4, CHIP)
        if chip is not None:
            self._paint_chip(painter, place, chip)
        painter.restore()

    def _is_header_row(self, row: int) -> bool:
        table = self._model.table
        return table is not None and not table.is_turned and table.first <= row <= table.last

    def _paint_chip(self, painter: QPainter, place: QRectF, chip: ColumnLayout) -> None:
        roles = self._context.palette
        tone = "grey" if not chip.field else "amber" if chip.is_doubtful else "accent"
        table = self._model.table
        words = column_words(table.kind if table else "", chip, self._context.language)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        advance = painter.fontMetrics().horizontalAdvance(words) + 2 * PADDING + 4
        width = min(advance, int(place.width()))
        box = QRectF(place.left(), place.top(), width, place.height())
        if self._across:
            box.moveCenter(place.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(roles[f"{tone}_soft"]))
        painter.drawRoundedRect(box, CHIP / 2, CHIP / 2)
        painter.setPen(QColor(roles[f"{tone}_ink"]))
        shown = painter.fontMetrics().elidedText(words, ELIDED, width - 2 * PADDING + 2)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        is_click = self.cursor().shape() == Qt.CursorShape.ArrowCursor
        super().mouseReleaseEvent(event)
        section = self.logicalIndexAt(where)
        if section >= 0 and is_click:
            self.asked.emit(section, self.mapToGlobal(where))

    @override
    def contextMenuEvent(self, event: Any) -> None:
        # The button's release has asked already.
        event.accept()


def column_words(kind: str, column: ColumnLayout, language: Language) -> str:
    """What a column was taken for, as its chip says it."""
    if not column.field:
        return language.text("left out")
    known = column.field in fields_of(kind) or f"{kind}.{column.field}" in language.words
    return language.term(f"{kind}.{column.field}") if known else column.header


class SheetGrid(QTableView):
    """`column_asked`, `row_asked` and `cell_asked` say what the user wants to change, and where on
    the screen to ask."""

    column_asked = Signal(int, QPoint)
    row_asked = Signal(int, QPoint)
    cell_asked = Signal(int, int, QPoint)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.sheet_model = SheetModel()
        self.columns = _Headers(context, self.sheet_model, ACROSS, self)
        self.rows = _Headers(context, self.sheet_model, Qt.Orientation.Vertical, self)
        self.setHorizontalHeader(self.columns)
        self.setVerticalHeader(self.rows)
        self.setModel(self.sheet_model)
        self.setItemDelegate(_Delegate(context, self.sheet_model, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.rows.setDefaultSectionSize(ROW_HEIGHT)
        self.rows.setMinimumSectionSize(ROW_HEIGHT)
        self.columns.setDefaultSectionSize(LEAST_WIDTH)
        self.columns.asked.connect(self.column_asked)
        self.rows.asked.connect(self.row_asked)
        context.theme_changed.connect(self.sheet_model.touch)
        context.language_changed.connect(self.sheet_model.touch)

    def show_sheet(
        self, sheet: SheetLayout | None, table: TableLayout | None, findings: Sequence[Finding] = ()
    ) -> None:
        model = self.sheet_model
        before = model.sheet
        model.show(sheet, table, findings)
        self.rows.setFixedWidth(self.rows.sizeHint().width())
        if sheet is not None and (before is None or before.name != sheet.name):
            self._fit_columns(sheet)
            self._spread_titles(sheet)
            self._go_to(table)
        self.viewport().update()

    def _fit_columns(self, sheet: SheetLayout) -> None:
        """As wide as what the first rows hold, but for titles, which run over their neighbours."""
        metrics, language = self.fontMetrics(), self._context.language
        rows = [row for row in sheet.rows[:SAMPLED] if len(row) - row.count("") > 1]
        kinds = {c.index: (table.kind, c) for table in sheet.tables for c in table.columns}
        for column in range(min(self.sheet_model.columnCount(), FITTED)):
            at = column - sheet.left
            texts = [text_of(row[at]) for row in rows if 0 <= at < len(row)]
            if column in kinds:
                texts.append(column_words(*kinds[column], language) + "  ")
            wide = max(map(metrics.horizontalAdvance, set(texts)), default=0) + 4 * PADDING
            self.setColumnWidth(column, min(max(wide, LEAST_WIDTH), MOST_WIDTH))

    def _spread_titles(self, sheet: SheetLayout) -> None:
        """A text that stands alone in its row runs over its neighbours, as in a spreadsheet."""
        self.clearSpans()
        for at, row in enumerate(sheet.rows[:SAMPLED]):
            filled = [c for c, value in enumerate(row) if value != ""]
            if len(filled) == 1 and isinstance(row[filled[0]], str):
                column = sheet.left + filled[0]
                wide = self.fontMetrics().horizontalAdvance(text_of(row[filled[0]])) + 3 * PADDING
                last = column
                while wide > self.columnWidth(last) and last < self.sheet_model.columnCount() - 1:
                    wide -= self.columnWidth(last)
                    last += 1
                if last > column:
                    self.setSpan(sheet.top + at, column, 1, last - column + 1)

    def _go_to(self, table: TableLayout | None) -> None:
        row, column = (0, 0)
        if table is not None and table.columns:
            row, column = max(table.last, 0), table.columns[0].index
            row, column = (column, row) if table.is_turned else (row, column)
        self.setCurrentIndex(self.sheet_model.index(row, column))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return or the space bar asks what the cell is, as a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2):
            self._ask(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: Any) -> None:
        index = self.indexAt(event.pos()) if event.reason() == event.Reason.Mouse else NOWHERE
        if index.isValid():
            self.setCurrentIndex(index)
        self._ask(self.currentIndex())
        event.accept()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._ask(self.indexAt(event.position().toPoint()))

    def _ask(self, index: QModelIndex) -> None:
        if index.isValid():
            place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.cell_asked.emit(index.row(), index.column(), place)
