"""A mapping out of what was understood: the guess, with the corrections made so far, as data."""

from __future__ import annotations

from dataclasses import replace

from pmo_desktop.exchange.team.layouts import (
    ColumnLayout,
    FileLayout,
    SheetLayout,
    TableLayout,
)
from pmo_desktop.exchange.team.mapping import (
    LEFT_OUT,
    TABLE_KINDS,
    FileMapping,
    MappedColumn,
    MappedSheet,
    MappedTable,
    fields_of,
)


def learn(layout: FileLayout) -> FileMapping:
    """How the file was read. What the guess left out stays open; what a mapping decided stays."""
    base = layout.mapping or FileMapping()
    known = {sheet.name for sheet in layout.sheets}
    sheets = [_sheet(sheet, base.sheet(sheet.name)) for sheet in layout.sheets]
    # Sheets of another file of the team, that are not in this one.
    placed = {table.mapped for sheet in layout.sheets for table in sheet.tables if table.mapped}
    sheets += [
        sheet for sheet in base.sheets if sheet.name not in known and not placed & set(sheet.tables)
    ]
    kept = (s for s in sheets if s.tables or s.is_left_out or s.is_whole)
    return replace(base, sheets=tuple(kept))


def _sheet(sheet: SheetLayout, base: MappedSheet) -> MappedSheet:
    is_left_out = sheet.left_out == "sheet_left_out"
    tables = base.tables if is_left_out else tuple(map(learn_table, _kept(sheet)))
    return MappedSheet(sheet.name, tables, is_left_out, base.is_whole)


def _kept(sheet: SheetLayout) -> list[TableLayout]:
    return [table for table in sheet.tables if table.kind in TABLE_KINDS]


def learn_table(table: TableLayout) -> MappedTable:
    """One table as it was read."""
    columns = tuple(
        MappedColumn(column.header, _decided(table, column), column.index)
        for column in table.columns
    )
    rows = max(table.last - table.first + 1, 0)
    found = MappedTable(table.kind, table.last, rows, columns, is_turned=table.is_turned)
    if table.mapped is not None:
        found = replace(found, words=table.mapped.words, dates=table.mapped.dates)
    return found


def _decided(table: TableLayout, column: ColumnLayout) -> str | None:
    """What a column is for certain; one of the office's own fields is known by its name anyway,
    unless it was said of the column."""
    said = table.mapped.columns if table.mapped else ()
    if column.field in fields_of(table.kind) or column.field in {c.field for c in said if c.field}:
        return column.field
    return LEFT_OUT if column.reason == "column_left_out" else None
