"""The office's own fields as columns of a table of records: hidden until somebody chooses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable

if TYPE_CHECKING:
    from pmo_desktop.services.custom_fields import CustomFieldRow, OwnValues

TABLES = frozenset({"custom_field", "custom_value"})
WIDTH = 110


class OwnColumns(QObject):
    """Reads the own fields of one kind of record (a key of `domain.fields.TABLES`) and shows them
    behind the table's own columns; they are edited like these."""

    def __init__(self, context: Context, record: str, table: RecordTable) -> None:
        super().__init__(table)
        self._context, self._record, self._table = context, record, table
        self._first = table.model.columns
        self._values: Mapping[int, Mapping[str, Any]] = {}
        context.data_changed.connect(self._on_data_changed)
        context.workspace_changed.connect(self.read)
        self.read()

    def read(self) -> None:
        """Read them again."""
        if self._context.workspace is None:
            return
        # With its database library: the first list stands in the window before that is there.
        from pmo_desktop.services.custom_fields import own_values

        self._context.ask(own_values, self._record, then=self._take, owner=self)

    def _take(self, found: OwnValues) -> None:
        self._values = found.values
        columns = (*self._first, *map(self._column, found.fields))
        if [c.key for c in columns] != [c.key for c in self._table.model.columns]:
            self._table.set_columns(columns)
        else:
            self._table.model.touch()

    def _column(self, row: CustomFieldRow) -> Column:
        name, spec = row.name, row.field
        return Column(
            key=name,
            term=spec.code,
            value=lambda record: self._values.get(record.id, {}).get(name),
            kind=spec.kind,
            width=WIDTH,
            editable=True,
            hidden=True,
            options=row.options,
        )

    def _on_data_changed(self, tables: frozenset[str]) -> None:
        if TABLES & tables:
            self.read()
