"""The columns of one sheet of the template, to be ticked, worded, and put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem
from typing_extensions import override

from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.template.edits import TemplateEdits

if TYPE_CHECKING:
    from pmo_desktop.domain.template import TemplateColumn, TemplateSheet

SHOWN, ZH, EN, REQUIRED, KIND = range(5)
HEADERS = {ZH: "zh", EN: "en"}
WIDTHS = {SHOWN: 70, REQUIRED: 80, KIND: 170}
ROW_HEIGHT = 28
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ColumnTable(QTableWidget):
    """One row a column, in the workbook's order; a row is dragged by its number, or moved with
    Alt and the arrows."""

    chosen_changed = Signal()

    def __init__(self, context: Context, edits: TemplateEdits) -> None:
        super().__init__(0, 5)
        self._context, self._edits = context, edits
        self._sheet: TemplateSheet | None = None
        self._filling = False
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(False)
        self.setShowGrid(False)
        grip = self.verticalHeader()
        grip.setSectionsMovable(True)
        grip.setDefaultSectionSize(ROW_HEIGHT)
        grip.sectionMoved.connect(self._on_dragged)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        for column in HEADERS:
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._on_item_changed)
        self.currentCellChanged.connect(lambda *_: self.chosen_changed.emit())

    def show_sheet(self, sheet: TemplateSheet) -> None:
        """Show another sheet, or the same as it is now; the chosen column stays so."""
        chosen = self.chosen() if self._sheet and self._sheet.table == sheet.table else None
        self._sheet = sheet
        self._filling = True
        self.setRowCount(0)
        self.setRowCount(len(sheet.columns))
        for at, column in enumerate(sheet.columns):
            self._fill(at, column)
            if chosen is not None and column.field == chosen.field:
                self.setCurrentCell(at, ZH)
        self._filling = False
        self.chosen_changed.emit()

    def chosen(self) -> TemplateColumn | None:
        at = self.currentRow()
        if self._sheet is None or not 0 <= at < len(self._sheet.columns):
            return None
        return self._sheet.columns[at]

    def can_move(self, steps: int) -> bool:
        at = self.currentRow() + steps
        return self.chosen() is not None and 0 <= at < self.rowCount()

    def move_chosen(self, steps: int) -> None:
        """Move the chosen column by so many places."""
        column = self.chosen()
        if column is not None and self.can_move(steps):
            self._edits.move(column, self.currentRow() + steps)

    def retranslate(self) -> None:
        text = self._context.language.text
        self.setHorizontalHeaderLabels(
            [
                text("Shown"),
                text("Header in Chinese"),
                text("Header in English"),
                text("Required"),
                text("Kind of field"),
            ]
        )
        if self._sheet is not None:
            self.show_sheet(self._sheet)

    def restyle(self) -> None:
        if self._sheet is not None:
            self.show_sheet(self._sheet)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if steps and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_chosen(steps)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _fill(self, at: int, column: TemplateColumn) -> None:
        self.setItem(at, SHOWN, _tick(column.shown, not column.is_held))
        self.setItem(at, REQUIRED, _tick(column.is_required, not column.is_held))
        for place, code in HEADERS.items():
            words = column.headers.get(code, "")
            usual = "" if column.is_custom else Language(code).term(column.field.code)
            item = QTableWidgetItem(words or usual)
            role = "ink" if words else "ink3"
            item.setForeground(QColor(self._context.palette[role]))
            self.setItem(at, place, item)
        kind = QTableWidgetItem(self._kind(column))
        kind.setFlags(kind.flags() & ~Qt.ItemFlag.ItemIsEditable)
        kind.setForeground(QColor(self._context.palette["ink2"]))
        if column.options:
            kind.setToolTip(self._context.language.enumeration(column.options))
        self.setItem(at, KIND, kind)

    def _kind(self, column: TemplateColumn) -> str:
        language = self._context.language
        if column.is_custom:
            name = column.field.name.partition(".")[2].partition("-")[0]
            kind = language.term(f"custom_kind.{name}")
            return language.text("Question: {kind}", kind=kind)
        return language.term(f"field_kind.{column.field.kind.value}")

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        if self._filling or self._sheet is None:
            return
        column, place = self._sheet.columns[item.row()], item.column()
        if place in HEADERS:
            done = self._on_worded(column, HEADERS[place], item.text())
        else:
            is_ticked = item.checkState() is CHECKED
            before = column.shown if place == SHOWN else column.is_required
            tick = self._edits.show if place == SHOWN else self._edits.require
            done = is_ticked == before or tick(column, is_ticked)
        if not done:
            self.show_sheet(self._sheet)

    def _on_worded(self, column: TemplateColumn, code: str, words: str) -> bool:
        said = words.strip()
        if not column.is_custom and said == Language(code).term(column.field.code):
            said = ""
        if said == column.headers.get(code, ""):
            return bool(words.strip()) or column.is_custom
        return self._edits.reword(column, code, said)

    def _on_dragged(self, row: int, before: int, after: int) -> None:
        if self._filling or self._sheet is None or before == after:
            return
        column = self._sheet.columns[row]
        self._filling = True
        self.verticalHeader().moveSection(after, before)  # the rows are filled anew instead
        self._filling = False
        self.setCurrentCell(row, ZH)
        self._edits.move(column, after)


def _tick(checked: bool, enabled: bool) -> QTableWidgetItem:
    item = QTableWidgetItem()
    flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
    item.setFlags(flags | Qt.ItemFlag.ItemIsEnabled if enabled else Qt.ItemFlag.ItemIsSelectable)
    item.setCheckState(CHECKED if checked else UNCHECKED)
    return item
