"""A register: a table of records of one kind, narrowed by project and state, edited in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.edits import add_record, change_record, remove_record
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.own_columns import OwnColumns
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.flow import FlowRow

PROJECT_WIDTH = 190
ANY_PROJECT = 0


@dataclass(frozen=True)
class RegisterSpec:
    """What a register is of. The sentences are English sources.

    `is_open` says which rows are still of interest; `in_project`: a new row needs a project.
    """

    table: str
    columns: Sequence[Column]
    new_name: str
    add: str
    remove: str
    empty: str
    is_open: Callable[[Any], bool]
    open_only: str
    in_project: bool = True
    has_projects: bool = True


class Register(QWidget):
    """`rows_changed` is sent with what the user narrowed it to, `row_selected` with the row."""

    row_selected = Signal(object)
    narrowed = Signal()

    def __init__(
        self, context: Context, spec: RegisterSpec, names: Names, watch: PortfolioWatch | None
    ) -> None:
        super().__init__()
        self._context = context
        self._spec = spec
        self._watch = watch
        self._accepts: Callable[[Any], bool] | None = None
        self._wanted: int | None = None
        self.table = RecordTable(
            context,
            spec.table,
            spec.columns,
            empty=lambda: context.language.text(spec.empty),
            edit=self._edit,
            names=names,
            record=spec.table,
        )
        self.own_columns = OwnColumns(context, spec.table, self.table)
        self.project = QComboBox()
        self.project.setFixedWidth(PROJECT_WIDTH)
        if not spec.has_projects:
            self.project.hide()
        self.open_only = QPushButton()
        self.open_only.setCheckable(True)
        self.open_only.setChecked(True)
        self.buttons = AddRemove(context)
        self.bar = FlowRow(self.project, self.open_only, self.table.filter_edit, self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.setFocusProxy(self.table)
        self._connect()
        self.retranslate()

    # What the page uses

    def set_rows(self, rows: Iterable[Any]) -> None:
        self.table.set_rows(rows)
        self._narrow()
        if self._wanted is not None:
            self.reveal(self._wanted)

    def set_filter(self, accepts: Callable[[Any], bool] | None) -> None:
        """A rule of the page's own, besides project and state."""
        self._accepts = accepts
        self._narrow()

    @property
    def project_id(self) -> int:
        """The project chosen; 0 for all of them."""
        return int(self.project.currentData() or ANY_PROJECT)

    def in_scope(self) -> list[Any]:
        """The rows of the chosen project and state, whatever else narrows the table."""
        return [row for row in self.table.model.rows if self._in_scope(row)]

    def reveal(self, row_id: int) -> None:
        """Show a row, giving up whatever hides it; where the rows are still being read, then."""
        if all(row.id != row_id for row in self.table.model.rows):
            self._wanted = row_id
            return
        self._wanted = None
        if not self.table.select(row_id, "name"):
            self.open_only.setChecked(False)
            self.project.setCurrentIndex(0)
            self.set_filter(None)
            self.table.select(row_id, "name")

    def retranslate(self) -> None:
        text = self._context.language.text
        self.open_only.setText(text(self._spec.open_only))
        self.buttons.say(text(self._spec.add), text(self._spec.remove))
        self._fill_projects()

    # Inside

    def _connect(self) -> None:
        self.project.currentIndexChanged.connect(self._narrow)
        self.open_only.toggled.connect(self._narrow)
        self.buttons.add_wanted.connect(self.add)
        self.buttons.remove_wanted.connect(self.remove)
        self.table.row_selected.connect(self._on_row_selected)
        self._context.workspace_changed.connect(lambda: self.project.setCurrentIndex(0))
        if self._watch is not None:
            self._watch.changed.connect(self._fill_projects)

    def _fill_projects(self) -> None:
        if self._watch is None or not self._spec.has_projects:
            return
        chosen = self.project_id
        self.project.blockSignals(True)
        self.project.clear()
        self.project.addItem(self._context.language.text("All projects"), ANY_PROJECT)
        for project in self._watch.portfolio.projects if self._watch.portfolio else ():
            self.project.addItem(f"{project.code} {project.name}", project.id)
        self.project.setCurrentIndex(max(self.project.findData(chosen), 0))
        self.project.blockSignals(False)

    def _in_scope(self, row: Any) -> bool:
        if self.open_only.isChecked() and not self._spec.is_open(row):
            return False
        return not self.project_id or getattr(row, "project_id", None) == self.project_id

    def _passes(self, row: Any) -> bool:
        return self._in_scope(row) and (self._accepts is None or self._accepts(row))

    def _narrow(self) -> None:
        self.table.set_filter(self._passes)
        self.narrowed.emit()

    def _on_row_selected(self, row: Any) -> None:
        self.buttons.enable_remove(row is not None)
        self.row_selected.emit(row)

    def _edit(self, row: Any, column: Column, value: Any) -> bool:
        name = _called(row)
        return change_record(self._context, self._spec.table, row.id, name, {column.key: value})

    def add(self) -> None:
        """Add a row and open its name for typing."""
        selected = self.table.selected()
        project_id = self.project_id or getattr(selected, "project_id", None)
        if self._spec.in_project and not project_id:
            self._context.warn("Choose a project first: the new row belongs to one.")
            self.project.setFocus()
            return
        values = {"name": self._context.language.text(self._spec.new_name)}
        added = add_record(self._context, self._spec.table, values, project_id or None)
        if added is not None:
            self.set_filter(None)
            # Behind the page's own reading of the new rows, in the same lane.
            self._context.jobs.ask(
                lambda: None, lambda _: self.table.begin_edit(added, "name"), owner=self
            )

    def remove(self) -> None:
        row = self.table.selected()
        if row is not None:
            remove_record(self._context, self._spec.table, row.id, _called(row))


def _called(row: Any) -> str:
    head = getattr(row, "code", "")
    return f"{head} {row.name}".strip()


def project_column() -> Column:
    """The code of the row's project."""
    return Column(
        "project_code", "header.project", lambda row: row.project_code, width=64, tone=_quiet
    )


def _quiet(_row: Any) -> str:
    return "ink2"


def state_chip(tones: dict[str, str]) -> Callable[[Any], str | None]:
    """The tone of a state's chip by its code; grey for those not named."""
    return lambda row: tones.get(row.state, "grey")
