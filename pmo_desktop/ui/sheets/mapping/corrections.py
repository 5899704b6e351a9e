"""What the user says of a sheet, each as a change of the file's mapping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from pmo_desktop.exchange.team import mapping as mapped
from pmo_desktop.exchange.team.layouts import SheetLayout, TableLayout, letters
from pmo_desktop.exchange.team.learning import learn_table
from pmo_desktop.exchange.team.mapping import LEFT_OUT, MappedCell, MappedColumn, MappedTable


class Seen(Protocol):
    """What is looked at: a sheet, one of its tables (None where it has none), its number there."""

    def sheet(self) -> SheetLayout | None: ...
    def table(self) -> TableLayout | None: ...
    def number(self) -> int: ...


class Corrections(QObject):
    """`made` is sent with a function from the mapping that holds to the one that is to hold;
    `missed` where there is nothing that could be a header."""

    made = Signal(object)
    missed = Signal()

    def __init__(self, seen: Seen, parent: QObject) -> None:
        super().__init__(parent)
        self._seen = seen

    # The table that is looked at

    def set_column(self, position: int, field: str | None) -> None:
        """Say what a column is: a field, `LEFT_OUT`, or None for the guess."""
        self._with_table(lambda table: mapped.with_column(table, position, field))

    def set_dates(self, order: str) -> None:
        self._with_table(lambda table: replace(table, dates=order))

    def set_meaning(self, field: str, text: str, means: str | None) -> None:
        """Say what a text means wherever it stands in a field."""
        self._with_table(lambda table: mapped.with_word(table, field, text, means))

    def set_kind(self, kind: str, row_at: int) -> None:
        """Say what the table's records are; `""`: it is none. Where there is no table yet, its
        headers are in the row `row_at`."""
        sheet, table = self._seen.sheet(), self._seen.table()
        if sheet is None or kind == (table.kind if table else ""):
            return
        at = self._place(sheet)
        if not kind:
            self.made.emit(lambda known: mapped.without_table(known, sheet.name, at))
        elif table is not None:
            self._with_table(lambda known: _opened(replace(known, kind=kind)))
        else:
            self.set_header_row(max(row_at, sheet.top), kind=kind)

    # Where tables are

    def set_header_row(
        self, last: int, rows: int = 1, *, further: bool = False, kind: str = ""
    ) -> None:
        """Say which rows (of a turned table: columns) have the headers; none of them: `rows` 0, and
        `last` is above the first record. `further`: of one more table, not of this one. `kind` is
        that of a table that is new."""
        sheet, table = self._seen.sheet(), self._seen.table()
        if sheet is None:
            return
        is_turned = table.is_turned if table else False
        columns = _headers(sheet, last, rows, is_turned) if rows else _bare(sheet, table, is_turned)
        if not columns:
            self.missed.emit()
            return
        kind = table.kind if table else kind or "task"
        new = MappedTable(kind, last, rows, columns, is_turned=is_turned)
        at = len(sheet.tables) if further else self._place(sheet) if table else 0
        self.made.emit(lambda known: mapped.with_header_row(known, sheet.name, at, new))

    def set_headless(self, headless: bool, kind: str = "") -> None:
        """Say that the sheet has no headers: its first row is a record; or that it has them."""
        sheet, table = self._seen.sheet(), self._seen.table()
        if sheet is None:
            return
        is_turned = table is not None and table.is_turned
        first = sheet.left if is_turned else sheet.top
        if table is not None:
            first = max(table.first, first)
        self.set_header_row(first - 1 if headless else first, 0 if headless else 1, kind=kind)

    def set_turned(self, turned: bool) -> None:
        """Say whether the table has one record a column."""
        sheet, table = self._seen.sheet(), self._seen.table()
        if sheet is None or table is None:
            return
        last = sheet.left if turned else sheet.top
        columns = _headers(sheet, last, 1, turned)
        new = MappedTable(table.kind, last, 1, columns, is_turned=turned)
        at = self._place(sheet)
        self.made.emit(lambda known: mapped.with_header_row(known, sheet.name, at, new))

    def leave_sheet_out(self, left_out: bool) -> None:
        sheet = self._seen.sheet()
        if sheet is not None:
            self.made.emit(lambda known: mapped.with_sheet_left_out(known, sheet.name, left_out))

    # Single cells

    def set_cell(self, row_at: int, column: int, field: str | None) -> None:
        """Say what a single cell says: a field's code, `LEFT_OUT`, or None for the guess."""
        sheet = self._seen.sheet()
        if sheet is None:
            return
        cell = f"{letters(column)}{row_at + 1}"
        place = MappedCell(sheet.name, cell, field or LEFT_OUT, *sheet.label_of(row_at, column))
        said = None if field is None else place
        self.made.emit(lambda known: mapped.with_cell(known, said, place))

    def _with_table(self, change: Callable[[MappedTable], MappedTable]) -> None:
        sheet, table = self._seen.sheet(), self._seen.table()
        if sheet is not None and table is not None:
            changed = change(learn_table(table))
            at = self._place(sheet)
            self.made.emit(lambda known: mapped.with_table(known, sheet.name, at, changed))

    def _place(self, sheet: SheetLayout) -> int:
        """Where the table stands among those that a mapping may have."""
        before = sheet.tables[: self._seen.number()]
        return sum(table.kind in mapped.TABLE_KINDS for table in before)


def _headers(sheet: SheetLayout, last: int, rows: int, is_turned: bool) -> tuple[MappedColumn, ...]:
    texts = sheet.headers(last, rows, is_turned=is_turned)
    return tuple(MappedColumn(text, None, at) for at, text in texts)


def _bare(
    sheet: SheetLayout, table: TableLayout | None, is_turned: bool
) -> tuple[MappedColumn, ...]:
    """Columns without headers; what was guessed of them by what they hold, stays."""
    known: dict[int, str | None] = {}
    if table is not None and table.last < table.first:
        known = {column.position: column.field for column in learn_table(table).columns}
    first = sheet.top if is_turned else sheet.left
    places = range(first, first + sheet.width(is_turned=is_turned))
    return tuple(MappedColumn("", known.get(at), at) for at in places)


def _opened(table: MappedTable) -> MappedTable:
    """A table of another kind: its columns are guessed anew, what words mean is not kept."""
    columns = tuple(replace(column, field=None) for column in table.columns)
    return replace(table, columns=columns, words=())
