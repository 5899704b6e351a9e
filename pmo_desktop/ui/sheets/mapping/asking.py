"""Asks what columns, rows and cells of a sheet are, by lists and menus at the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from pmo_desktop.exchange.team import mapping as mapped
from pmo_desktop.exchange.team.layouts import TableLayout, letters
from pmo_desktop.exchange.team.mapping import LEFT_OUT
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.sheets.mapping.corrections import Corrections, Seen
from pmo_desktop.ui.sheets.mapping.fields import FieldChooser, Offer, offer_of
from pmo_desktop.ui.sheets.mapping.new_field import NewField

AS_GUESSED, NEW_FIELD = "?", "+"
# Whose fields a single cell may say, besides those of the vocabulary.
FORM_TABLES = ("project", "status")


class Asking:
    """`is_busy` says that the file is being read: then nothing is asked."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        seen: Seen,
        corrections: Corrections,
        is_busy: Callable[[], bool],
    ) -> None:
        self._context, self._parent, self._seen = context, parent, seen
        self._corrections, self._is_busy = corrections, is_busy
        self.new_field = NewField(context, parent)
        self.chooser: FieldChooser | None = None

    # Lists

    def ask_column(self, position: int, point: QPoint) -> None:
        """Let the user choose what a column of the table is."""
        table, language = self._seen.table(), self._context.language
        if table is None or self._is_busy():
            return
        found = next((c for c in table.columns if c.index == position), None)
        kind = table.kind
        fields = [offer_of(n, f"{kind}.{n}", language) for n in mapped.fields_of(kind)]
        fields += [offer_of(n.partition(".")[2], n, language) for n in self._own(kind)]
        others = [
            Offer(LEFT_OUT, language.text("left out")),
            Offer(AS_GUESSED, language.text("as guessed")),
            Offer(NEW_FIELD, language.text("a new field of the office's own…")),
        ]
        name = str(position + 1) if table.is_turned else letters(position)

        def take(value: str) -> None:
            if value == NEW_FIELD:
                self._ask_new(table, position, point)
            else:
                self._corrections.set_column(position, None if value == AS_GUESSED else value)

        title = language.text("What is in {column}?", column=name)
        self._choose(title, [*fields, *others], take, point, found.field if found else None)

    def _ask_new(self, table: TableLayout, position: int, point: QPoint) -> None:
        """Make a field for a column, and take the column for it."""
        found = next((c for c in table.columns if c.index == position), None)
        sheet = self._seen.sheet()
        where = (sheet.name if sheet else "", letters(position))
        self.new_field.ask(
            table.kind, found.header if found else "", where, point,
            lambda name: self._corrections.set_column(position, name),
        )  # fmt: skip

    def ask_form(self, row_at: int, column: int, point: QPoint) -> None:
        """Let the user choose what a single cell says."""
        sheet, language = self._seen.sheet(), self._context.language
        if sheet is None or self._is_busy():
            return
        cell = f"{letters(column)}{row_at + 1}"
        found = next((c.field for c in sheet.cells if c.cell == cell), None)
        codes = [*mapped.FORM_FIELDS, *(code for of in FORM_TABLES for code in self._own(of))]
        fields = [
            Offer(code, _form_text(code, language.term), offer_of(code, code, language).words)
            for code in codes
        ]
        others = [
            Offer(LEFT_OUT, language.text("says nothing")),
            Offer(AS_GUESSED, language.text("as guessed")),
        ]
        self._choose(
            language.text("What does {cell} say?", cell=cell),
            [*fields, *others],
            lambda value: self._corrections.set_cell(
                row_at, column, None if value == AS_GUESSED else value
            ),
            point,
            found,
        )

    def _own(self, table: str) -> list[str]:
        """The codes of the office's own fields of a table."""
        return [code for code in self._context.language.words if code.startswith(f"{table}.custom")]

    def _choose(
        self,
        title: str,
        offered: list[Offer],
        then: Callable[[Any], None],
        point: QPoint,
        current: Any,
    ) -> None:
        self.chooser = FieldChooser(self._context, self._parent, title, offered)
        self.chooser.chosen.connect(then)
        self.chooser.open_at(point, current)

    # Menus

    def on_column_head(self, column: int, point: QPoint) -> None:
        if self._is_turned():
            self.menu_of_headers(column).popup(point)
        else:
            self.ask_column(column, point)

    def on_row_head(self, at: int, point: QPoint) -> None:
        if self._is_turned():
            self.ask_column(at, point)
        else:
            self.menu_of_headers(at).popup(point)

    def _is_turned(self) -> bool:
        table = self._seen.table()
        return table is not None and table.is_turned

    def ask_cell(self, row_at: int, column: int, point: QPoint) -> None:
        """All that can be said of a cell: its column, its row, itself."""
        self.menu_of_cell(row_at, column, point).popup(point)

    def menu_of_cell(self, row_at: int, column: int, point: QPoint) -> QMenu:
        text, corrections = self._context.language.text, self._corrections
        position, line = (row_at, column) if self._is_turned() else (column, row_at)
        menu = self.menu_of_headers(line)
        first = menu.actions()[0]
        if self._seen.table() is not None:
            ask = menu.addAction(text("What this column is…"))
            ask.triggered.connect(lambda: self.ask_column(position, point))
            out = menu.addAction(text("Leave this column out"))
            out.triggered.connect(lambda: corrections.set_column(position, LEFT_OUT))
            menu.removeAction(ask)
            menu.removeAction(out)
            menu.insertActions(first, [ask, out])
            menu.insertSeparator(first)
        menu.addSeparator()
        form = menu.addAction(text("What this single cell says…"))
        form.triggered.connect(lambda: self.ask_form(row_at, column, point))
        return menu

    def menu_of_headers(self, line: int) -> QMenu:
        """What a row (of a turned table: a column) can be."""
        text, corrections = self._context.language.text, self._corrections
        menu = QMenu(self._parent)
        menu.aboutToHide.connect(menu.deleteLater)
        turned = self._is_turned()
        offered = (
            (
                text("This is the header column"),
                text("The first record is in this column; there are no headers"),
            )
            if turned
            else (
                text("This is the header row"),
                text("The first record is in this row; there are no headers"),
            )
        )
        menu.addAction(offered[0]).triggered.connect(lambda: corrections.set_header_row(line))
        two = menu.addAction(text("The headers are this one and the one before"))
        two.triggered.connect(lambda: corrections.set_header_row(line, 2))
        none = menu.addAction(offered[1])
        none.triggered.connect(lambda: corrections.set_header_row(line - 1, 0))
        if self._seen.table() is not None and not turned:
            further = menu.addAction(text("This is the header row of a further table"))
            further.triggered.connect(lambda: corrections.set_header_row(line, further=True))
        menu.setEnabled(not self._is_busy())
        return menu


def _form_text(code: str, term: Callable[[str], str]) -> str:
    """A field with its table: `Project: Manager`."""
    table = term("table." + code.partition(".")[0])
    return f"{table}: {term(code)}"
