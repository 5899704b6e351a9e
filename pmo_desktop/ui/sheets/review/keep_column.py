"""Keeps a column that a team added as a field of the office's own.

The field is made at once, as an edit; the files are then read again, and what the column holds is
among their changes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.question_form import QuestionForm

if TYPE_CHECKING:
    from pmo_desktop.exchange.understood import Understood, UnknownColumn


class KeepColumn(QPushButton):
    """Offers the columns of one file whose headers are not known, where there are any."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._columns: tuple[UnknownColumn, ...] = ()
        self.form: QuestionForm | None = None
        self.clicked.connect(self._on_clicked)
        self.hide()

    def show_file(self, understood: Understood) -> None:
        self._columns = tuple(column for column in understood.unknown if column.values)
        self.setVisible(bool(self._columns))
        self.retranslate()

    def retranslate(self) -> None:
        text = self._context.language.text
        self.setText(text("Keep a column ({n})…", n=len(self._columns)))
        self.setToolTip(text("Columns that a team added can be kept as fields of the office's own"))

    def menu_of_columns(self) -> QMenu:
        """One entry a column: where it is, what it is called, how much is in it."""
        text = self._context.language.text
        menu = QMenu(self)
        for column in self._columns:
            words = text(
                "Column {letter} of “{sheet}”: {header}, {n} values",
                letter=column.letter,
                sheet=column.sheet,
                header=column.header,
                n=column.values,
            )
            menu.addAction(words).triggered.connect(partial(self._ask_later, column))
        return menu

    def ask(self, column: UnknownColumn) -> QuestionForm:
        """Ask under which name, and as what, the column is to be kept."""
        text = self._context.language.text
        self.form = QuestionForm(
            self._context,
            self,
            text("Keep the column “{header}” as a field", header=column.header),
            text("Keep"),
        )
        self.form.said.connect(partial(self._keep, column.table))
        self.form.open_at(self._below(), column.header, column.kind, column.options)
        return self.form

    def _ask_later(self, column: UnknownColumn, _checked: bool = False) -> None:
        self.ask(column)

    def _on_clicked(self) -> None:
        self.menu_of_columns().popup(self._below())

    def _below(self) -> QPoint:
        return self.mapToGlobal(self.rect().bottomLeft())

    def _keep(self, table: str, names: dict[str, str], kind: str, options: list[str]) -> None:
        from pmo_desktop.services.custom_fields import add_custom_field
        from pmo_desktop.storage.changes import Title

        name = names[self._context.language.code] or next(filter(None, names.values()), "")
        title = Title("Keep “{name}” as a field", {"name": name})
        if self._context.edit(title, add_custom_field, table, names, kind, options) is not None:
            self._context.inform(
                "“{name}” is a field now: what the files say of it is among their changes.",
                name=name,
            )
