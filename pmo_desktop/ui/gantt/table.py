"""The rows in sight as an item model. It is flat: the outline says which rows there are, the tree
paints how deep they lie, so that Qt never asks for a parent.

Cells are written once and kept; the tree paints them without asking for a role.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from pmo_desktop.domain.fields import Field
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.language import Language
from pmo_desktop.ui.gantt.columns import COLUMNS, TaskColumn, edited_field, edited_value
from pmo_desktop.ui.gantt.details import details
from pmo_desktop.ui.gantt.outline import Outline
from pmo_desktop.ui.tables.model import COLUMN, ROW

Index = QModelIndex | QPersistentModelIndex
DISPLAY = Qt.ItemDataRole.DisplayRole.value
EDIT = Qt.ItemDataRole.EditRole.value
TOOL_TIP = Qt.ItemDataRole.ToolTipRole.value
NOWHERE = QModelIndex()
FIXED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
EDITABLE = FIXED | Qt.ItemFlag.ItemIsEditable


@dataclass(frozen=True)
class EditedColumn:
    """What the tables' delegate asks of a column: the field that it edits in this row, and its
    native value."""

    field: Field
    native: Callable[[PlanRow], Any]
    options: tuple[str, ...] = ()

    def field_of(self, _row: object) -> Field:
        return self.field

    def options_of(self, _row: object) -> tuple[str, ...]:
        return self.options


class TaskModel(QAbstractTableModel):
    """`edit_wanted(row, field, value)` asks for a change; the rows come back with a new plan."""

    edit_wanted = Signal(object, object, object)

    def __init__(self, outline: Outline, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.outline = outline
        self.language = language
        self.editable = False
        self.rows: Sequence[int] = ()
        self.columns: tuple[TaskColumn, ...] = COLUMNS
        self._texts: dict[int, tuple[str, ...]] = {}

    def set_language(self, language: Language) -> None:
        self.language = language
        self._forget_texts()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    @property
    def own_columns(self) -> tuple[TaskColumn, ...]:
        """Those of the office's own fields."""
        return self.columns[len(COLUMNS) :]

    def set_own_columns(self, columns: Sequence[TaskColumn]) -> None:
        """Show these behind the plan's own; their values may be others under the same keys."""
        first, before = len(COLUMNS), len(self.columns)
        plain = self.columns[:first]
        keys = [column.key for column in columns]
        if keys == [column.key for column in self.own_columns]:
            self.columns = (*plain, *columns)
        else:
            if before > first:
                self.beginRemoveColumns(NOWHERE, first, before - 1)
                self.columns = plain
                self.endRemoveColumns()
            if columns:
                self.beginInsertColumns(NOWHERE, first, first + len(columns) - 1)
                self.columns = (*plain, *columns)
                self.endInsertColumns()
        self._forget_texts()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def set_columns(self, columns: Mapping[str, TaskColumn]) -> None:
        """Write these under the same keys: what they write has been read."""
        self.columns = tuple(columns.get(column.key, column) for column in self.columns)
        self._forget_texts()

    def take_plan(self) -> None:
        """The outline has another plan, perhaps of the same rows: then an open editor stays."""
        if len(self.rows) != len(self.outline.rows):
            self.beginResetModel()
            self.rows = self.outline.rows
            self._texts.clear()
            self.endResetModel()
        else:
            self.rows = self.outline.rows
            self._forget_texts()

    def arrange(self) -> None:
        """The outline shows other rows of its plan: say so as one insertion, one removal, or a
        reset."""
        after = self.outline.rows
        first, end, after_end = changed_span(self.rows, after)
        if first == end == after_end:
            return
        if first == end:
            self.beginInsertRows(NOWHERE, first, after_end - 1)
            self.rows = after
            self.endInsertRows()
        elif first == after_end:
            self.beginRemoveRows(NOWHERE, first, end - 1)
            self.rows = after
            self.endRemoveRows()
        else:
            self.beginResetModel()
            self.rows = after
            self.endResetModel()

    def row(self, position: int) -> PlanRow:
        """The plan's row at a position in sight."""
        return self.outline.plan.rows[self.rows[position]]

    def texts(self, position: int) -> tuple[str, ...]:
        """Every cell of a row in sight."""
        index = self.rows[position]
        found = self._texts.get(index)
        if found is None:
            plan = self.outline.plan
            row = plan.rows[index]
            found = tuple(column.text(row, plan, self.language) for column in self.columns)
            self._texts[index] = found
        return found

    def _forget_texts(self) -> None:
        self._texts.clear()
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role == DISPLAY:
            return self.texts(index.row())[index.column()]
        if role == EDIT:
            return edited_value(self.columns[index.column()], self.row(index.row()))
        if role == TOOL_TIP:
            return details(self.row(index.row()), self.outline.plan, self.language)
        if role == ROW:
            return self.row(index.row())
        if role == COLUMN:
            return self._edited_column(index)
        return None

    def _edited_column(self, index: Index) -> EditedColumn | None:
        column, field = self.columns[index.column()], self.field(index)
        if field is None:
            return None
        return EditedColumn(field, partial(edited_value, column), column.options)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY:
            return self.language.term(self.columns[section].term)
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        # Asked twice a row whenever rows come or go: no work, no arithmetic of flags.
        if self.editable and index.isValid() and self.field(index) is not None:
            return EDITABLE
        return FIXED

    def field(self, index: Index) -> Field | None:
        """The field that a cell edits."""
        column = self.columns[index.column()]
        return edited_field(column, self.row(index.row())) if column.edits else None

    @override
    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        row, column = self.row(index.row()), self.columns[index.column()]
        field = self.field(index)
        if role != EDIT or field is None:
            return False
        if value != edited_value(column, row):
            self.edit_wanted.emit(row, field, value)
        return True


def changed_span(before: Sequence[int], after: Sequence[int]) -> tuple[int, int, int]:
    """`before[first:end]` was replaced by `after[first:after_end]`; all the rest is the same."""
    first, shorter = 0, min(len(before), len(after))
    while first < shorter and before[first] == after[first]:
        first += 1
    tail = 0
    while tail < shorter - first and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return first, len(before) - tail, len(after) - tail
