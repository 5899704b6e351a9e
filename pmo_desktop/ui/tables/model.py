"""Rows in, roles out: the item model of every table.

The rows shown are those that pass the filter, in the order of the sorted column; both work on
native values, with nothing at the end in either direction. A row has an `id`, by which a selection
outlives a refresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pmo_desktop.domain.health import SEVERITY, Light
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.tables.column import Column

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex
DISPLAY = Qt.ItemDataRole.DisplayRole
EDIT = Qt.ItemDataRole.EditRole
ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole
TOLD = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
HEADER_ROLES = (DISPLAY, ALIGNMENT, Qt.ItemDataRole.ToolTipRole)
ACROSS = Qt.Orientation.Horizontal
ROW = Qt.ItemDataRole.UserRole
COLUMN = Qt.ItemDataRole.UserRole + 1
NOWHERE = QModelIndex()
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTER = int(Qt.AlignmentFlag.AlignCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

Edit = Callable[[Any, Column, Any], bool]


class RecordModel(QAbstractTableModel):
    """`edit(row, column, value)` makes a change and says whether it was accepted."""

    def __init__(
        self,
        context: Context,
        columns: Sequence[Column],
        edit: Edit | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.columns = tuple(columns)
        self._edit = edit
        self._rows: tuple[Any, ...] = ()
        self._shown: list[Any] = []
        self._words: tuple[str, ...] = ()
        self._accepts: Callable[[Any], bool] | None = None
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    # Rows

    @property
    def rows(self) -> tuple[Any, ...]:
        """Every row, also those that the filter hides."""
        return self._rows

    @property
    def shown(self) -> Sequence[Any]:
        """The rows in sight, top to bottom."""
        return self._shown

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show these rows; where the same ones stand in the same order, nothing jumps."""
        before = [_id(row) for row in self._shown]
        self._rows = tuple(rows)
        shown = self._arranged()
        if [_id(row) for row in shown] == before:
            self._shown = shown
            self.touch()
        else:
            self._replace(shown)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns of the same rows; what it was sorted by stays, where it still is."""
        key = self.columns[self._sorted[0]].key if self._sorted else ""
        self.beginResetModel()
        self.columns = tuple(columns)
        keys = [column.key for column in columns]
        if self._sorted is not None:
            self._sorted = (keys.index(key), self._sorted[1]) if key in keys else None
        self._shown = self._arranged()
        self.endResetModel()

    def set_words(self, text: str) -> None:
        """Show only rows that hold every one of these words, in any column."""
        self._words = tuple(text.casefold().split())
        self._replace(self._arranged())

    def set_filter(self, accepts: Callable[[Any], bool] | None) -> None:
        """Show only rows that a rule accepts."""
        self._accepts = accepts
        self._replace(self._arranged())

    def touch(self) -> None:
        """The words or the colours are others now."""
        if self._shown and self.columns:
            last = self.index(len(self._shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(ACROSS, 0, len(self.columns) - 1)

    def row_of(self, row_id: Any) -> int:
        """Where the row with this id stands; -1 where it is not shown."""
        return next((i for i, row in enumerate(self._shown) if _id(row) == row_id), -1)

    # The adapter

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        row, column = self._shown[index.row()], self.columns[index.column()]
        if role == ROW:
            return row
        if role == COLUMN:
            return column
        if role == DISPLAY:
            return "" if column.light or column.tick else column.text(row, self.context.language)
        if role == ALIGNMENT:
            return _alignment(column)
        if role == EDIT:
            return column.value(row)
        if role in TOLD:
            return column.text(row, self.context.language)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if role not in HEADER_ROLES or orientation is not ACROSS or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == ALIGNMENT:
            return _alignment(column)
        return "" if column.tick else self.context.language.term(column.header_term)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid() or self._edit is None:
            return flags
        column = self.columns[index.column()]
        if column.field_of(self._shown[index.row()]) is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        """`value` is the field's plain value; the rows themselves come back with a refresh."""
        if role != EDIT or self._edit is None:
            return False
        row, column = self._shown[index.row()], self.columns[index.column()]
        if column.native(row) == value:
            return True
        return self._edit(row, column, value)

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = (column, order) if 0 <= column < len(self.columns) else None
        self._replace(self._arranged())

    def _replace(self, shown: list[Any]) -> None:
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def _arranged(self) -> list[Any]:
        shown = [row for row in self._rows if self._passes(row)]
        if self._sorted is None:
            return shown
        number, order = self._sorted
        take = self.columns[number].value
        known = [row for row in shown if not _is_nothing(take(row))]
        known.sort(
            key=lambda row: sort_key(take(row)), reverse=order is Qt.SortOrder.DescendingOrder
        )
        return known + [row for row in shown if _is_nothing(take(row))]

    def _passes(self, row: Any) -> bool:
        if self._accepts is not None and not self._accepts(row):
            return False
        if not self._words:
            return True
        language = self.context.language
        text = "\n".join(column.text(row, language) for column in self.columns).casefold()
        return all(word in text for word in self._words)


def sort_key(value: Any) -> Any:
    """Lights by gravity, words without regard to case, everything else as it is."""
    if isinstance(value, Light):
        return SEVERITY[value]
    return value.casefold() if isinstance(value, str) else value


def _is_nothing(value: Any) -> bool:
    return value is None or value == ""


def _id(row: Any) -> Any:
    return getattr(row, "id", None) or row


def _alignment(column: Column) -> int:
    if column.is_center:
        return CENTER
    return RIGHT if column.is_right else LEFT
