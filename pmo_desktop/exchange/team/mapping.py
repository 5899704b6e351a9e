"""How a team's own spreadsheet is to be read, as the analyst sees it: plain data.

What stands here goes before the guess; what does not stand here is guessed as ever. Columns are
known by their headers first and by their places second, so that a mapping outlives columns that
move, come and go. Rows and columns count from 0 as the sheet does, cells are named as there (`B3`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pmo_desktop.domain.fields import PROJECT, STATUS, TABLES, Kind, custom_field, is_custom
from pmo_desktop.exchange.parsing.text import key
from pmo_desktop.language import Language

LEFT_OUT = ""
TABLE_KINDS = ("task", "risk", "issue", "person", "project", "status")
LEVEL_HELPERS = ("id", "level", "name1", "name2", "name3", "name4", "group")
HELPERS: Mapping[str, tuple[str, ...]] = {
    "task": (*LEVEL_HELPERS, "state", "milestone", "dates", "project"),
    "risk": ("project",),
    "issue": ("project",),
    "person": ("project",),
    "project": ("item", "edition"),
    "status": (),
}
FORM_FIELDS = tuple(spec.code for spec in (*PROJECT, *STATUS))


@dataclass(frozen=True)
class MappedColumn:
    """`field` is a field's or helper's name in its table, `LEFT_OUT` where the column is not to be
    taken, None where the guess decides. `position` is the column (of a turned table: the row)."""

    header: str
    field: str | None
    position: int


@dataclass(frozen=True)
class MappedWord:
    """What a text means in a field: a choice's code, a level `4`, a share `0.5`, `true`, a text;
    nothing at all where it says nothing."""

    field: str
    text: str
    means: str


@dataclass(frozen=True)
class MappedTable:
    """`row` is the last row of headers, `rows` how many there are; with none of them `row` is the
    one above the first record. `dates` is one of `parsing.dates.ORDERS` where it must be said.

    A turned table has one record a column: `row` is then a column of the sheet.
    """

    kind: str
    row: int
    rows: int = 1
    columns: tuple[MappedColumn, ...] = ()
    words: tuple[MappedWord, ...] = ()
    dates: str = ""
    is_turned: bool = False

    @cached_property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns if column.header)

    @cached_property
    def words_of_headers(self) -> frozenset[str]:
        """The headers as `key`s, by which the table is known again."""
        return frozenset(map(key, self.headers))


@dataclass(frozen=True)
class MappedSheet:
    """`is_whole`: the sheet has no tables but these, whatever the guess finds."""

    name: str
    tables: tuple[MappedTable, ...] = ()
    is_left_out: bool = False
    is_whole: bool = False


@dataclass(frozen=True)
class MappedCell:
    """One cell of a form: `field` is a field's code, `LEFT_OUT` where the cell says nothing.

    Where its label is known, the cell is found beside it, wherever the label has moved to.
    """

    sheet: str
    cell: str
    field: str
    label: str = ""
    label_cell: str = ""


@dataclass(frozen=True)
class FileMapping:
    """`team` says whose files it is for; empty: anybody's."""

    name: str = ""
    team: str = ""
    sheets: tuple[MappedSheet, ...] = ()
    cells: tuple[MappedCell, ...] = ()

    def sheet(self, name: str) -> MappedSheet:
        """What is said of a sheet; nothing where it is not known."""
        return next((s for s in self.sheets if s.name == name), MappedSheet(name))


def signature(mapping: FileMapping) -> tuple[str, ...]:
    """The texts by which a sheet is known again: headers and labels, each once."""
    headers = [h for sheet in mapping.sheets for table in sheet.tables for h in table.headers]
    return tuple(dict.fromkeys((*headers, *(c.label for c in mapping.cells if c.label))))


def fields_of(kind: str) -> tuple[str, ...]:
    """What a column of a table can be, fields before helpers."""
    return (*(spec.name for spec in TABLES[kind]), *HELPERS[kind])


def may_be(table: str, name: str) -> bool:
    """Whether a column or a cell can be this field; the office's own ones may be another's."""
    if not is_custom(name):
        return name in fields_of(table)
    try:
        custom_field(table, name)
    except KeyError:
        return False
    return True


# --- changes of a mapping, each a new one


def with_sheet(
    mapping: FileMapping, name: str, change: Callable[[MappedSheet], MappedSheet]
) -> FileMapping:
    changed = change(mapping.sheet(name))
    if any(sheet.name == name for sheet in mapping.sheets):
        sheets = tuple(changed if s.name == name else s for s in mapping.sheets)
    else:
        sheets = (*mapping.sheets, changed)
    return replace(mapping, sheets=sheets)


def with_table(mapping: FileMapping, sheet: str, number: int, table: MappedTable) -> FileMapping:
    """The same with another table in place of the one of that number, or with one more."""

    def change(found: MappedSheet) -> MappedSheet:
        tables = list(found.tables)
        tables[number : number + 1] = [table]
        return replace(found, tables=tuple(tables), is_left_out=False)

    return with_sheet(mapping, sheet, change)


def without_table(mapping: FileMapping, sheet: str, number: int) -> FileMapping:
    def change(found: MappedSheet) -> MappedSheet:
        kept = (*found.tables[:number], *found.tables[number + 1 :])
        return replace(found, tables=kept, is_whole=True)

    return with_sheet(mapping, sheet, change)


def with_sheet_left_out(mapping: FileMapping, sheet: str, left_out: bool) -> FileMapping:
    return with_sheet(mapping, sheet, lambda found: replace(found, is_left_out=left_out))


def with_header_row(
    mapping: FileMapping, sheet: str, number: int, table: MappedTable
) -> FileMapping:
    """`table` has the new headers; the guess of where tables begin holds no more on this sheet."""
    found = with_table(mapping, sheet, number, table)
    return with_sheet(found, sheet, lambda known: replace(known, is_whole=True))


def with_column(table: MappedTable, position: int, field: str | None) -> MappedTable:
    """The column is this field from now on; another that was it is left out."""
    columns = []
    for column in table.columns:
        if column.position == position:
            columns.append(replace(column, field=field))
        elif field and column.field == field:
            columns.append(replace(column, field=LEFT_OUT))
        else:
            columns.append(column)
    if all(column.position != position for column in columns):
        columns.append(MappedColumn("", field, position))
        columns.sort(key=lambda column: column.position)
    return replace(table, columns=tuple(columns))


def with_word(table: MappedTable, field: str, text: str, means: str | None) -> MappedTable:
    """The text means that in the field from now on; None: what it meant before."""
    words = [w for w in table.words if (w.field, key(w.text)) != (field, key(text))]
    if means is not None:
        words.append(MappedWord(field, text, means))
    return replace(table, words=tuple(words))


def with_cell(mapping: FileMapping, cell: MappedCell | None, place: MappedCell) -> FileMapping:
    """What the cell of `place` says from now on; None: what is guessed."""
    cells = [c for c in mapping.cells if (c.sheet, c.cell) != (place.sheet, place.cell)]
    if cell is not None:
        if cell.field:
            cells = [c for c in cells if c.field != cell.field]
        cells.append(cell)
    return replace(mapping, cells=tuple(cells))


# --- what words mean


def kind_of_word(table: str, field: str) -> Kind:
    """The kind of what a word may mean; a state of a task says how much of it is done."""
    if (table, field) == ("task", "state"):
        return Kind.SHARE
    if field == "milestone":
        return Kind.BOOL
    return next((spec.kind for spec in TABLES[table] if spec.name == field), Kind.TEXT)


def means_something(table: str, word: MappedWord) -> bool:
    """Whether what a word is said to mean can stand in its field."""
    if not word.means:
        return True
    match kind_of_word(table, word.field):
        case Kind.CHOICE:
            return word.means in choices_of(table, word.field)
        case Kind.LEVEL:
            return word.means in ("1", "2", "3", "4", "5")
        case Kind.BOOL:
            return word.means in ("true", "false")
        case Kind.SHARE:
            return _is_share(word.means)
        case _:
            return True


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


def choices_of(table: str, field: str) -> tuple[str, ...]:
    """The codes of a choice; none where the field is no choice."""
    spec = next((s for s in TABLES[table] if s.name == field), None)
    return tuple(spec.choices) if spec is not None and spec.choices else ()


def as_written(table: str, word: MappedWord) -> object:
    """What a cell would hold that means the same without a mapping."""
    if not word.means:
        return ""
    english = Language("en")
    match kind_of_word(table, word.field):
        case Kind.CHOICE:
            spec = next(s for s in TABLES[table] if s.name == word.field)
            return english.term(spec.choice_term(word.means))
        case Kind.LEVEL:
            return english.term(f"level.{word.means}")
        case Kind.BOOL:
            return word.means == "true"
        case Kind.SHARE:
            return f"{100 * float(word.means):g}%"
        case _:
            return word.means
