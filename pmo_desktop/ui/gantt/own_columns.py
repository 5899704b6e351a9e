"""The office's own fields of projects and tasks as columns of the plan: hidden until chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.columns import TaskColumn
from pmo_desktop.ui.gantt.tree import TaskTree
from pmo_desktop.ui.tables.column import RIGHT_ALIGNED, written

if TYPE_CHECKING:
    from pmo_desktop.services.custom_fields import CustomFieldRow, OwnValues

TABLES = frozenset({"custom_field", "custom_value"})
RECORDS = ("project", "task")
WIDTH = 90
Values = Mapping[int, Mapping[str, Any]]


class OwnTaskColumns(QObject):
    """Reads the fields with all their values and shows them behind the plan's own columns.

    `chosen` are the keys of those that are shown, also while they are still being read."""

    taken = Signal()

    def __init__(self, context: Context, tree: TaskTree, chosen: Iterable[str] = ()) -> None:
        super().__init__(tree)
        self._context, self._tree = context, tree
        self._chosen = set(chosen)
        context.data_changed.connect(self._on_data_changed)

    @property
    def chosen(self) -> set[str]:
        known = {column.key for column in self._tree.tasks.own_columns}
        return (self._chosen - known) | (known - self._tree.hidden_columns())

    def read(self) -> None:
        """Read them again."""
        if self._context.workspace is None:
            return
        from pmo_desktop.services.custom_fields import own_values_of

        self._context.ask(own_values_of, RECORDS, then=self._take, owner=self)

    def _take(self, found: Mapping[str, OwnValues]) -> None:
        chosen = self.chosen
        columns = [
            _column(record, row, own.values) for record, own in found.items() for row in own.fields
        ]
        self._tree.set_own_columns(columns, chosen)
        self._chosen = chosen & {column.key for column in columns}
        self.taken.emit()

    def _on_data_changed(self, tables: frozenset[str]) -> None:
        if TABLES & tables:
            self.read()


def _column(record: str, row: CustomFieldRow, values: Values) -> TaskColumn:
    spec = row.field
    value = partial(_value, record, row.name, values)
    return TaskColumn(
        f"{record}.{row.name}", spec.code, WIDTH, partial(_text, value, spec.kind), value,
        spec.code, right=spec.kind in RIGHT_ALIGNED, hidden=True, options=row.options,
    )  # fmt: skip


def _value(record: str, name: str, values: Values, row: PlanRow) -> Any:
    """What the row's record has; nothing where the field is of other records."""
    row_id = row.task_id if record == "task" else row.project_id
    if row_id is None or (record == "project" and row.kind != "project"):
        return None
    return values.get(row_id, {}).get(name)


def _text(value: Any, kind: Kind, row: PlanRow, _plan: Plan, language: Language) -> str:
    found = value(row)
    if kind is Kind.MONEY and found is not None:
        return language.number(found, 2)
    return written(found, kind, language)
