"""Where on its sheets a file's tables and values were found: what the window shows and corrects.

Rows and columns count from 0 as the sheet does. Of a turned table, with one record a column, `row`s
are the sheet's columns and columns the sheet's rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pmo_desktop.exchange.files.markup import column_letters
from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing import shares
from pmo_desktop.exchange.parsing.text import key
from pmo_desktop.exchange.parsing.values import Unread, shown
from pmo_desktop.exchange.team.columns import Column
from pmo_desktop.exchange.team.facts import Facts
from pmo_desktop.exchange.team.filling import Filled
from pmo_desktop.exchange.team.mapping import FileMapping, MappedTable
from pmo_desktop.exchange.team.recognising import address, label_of
from pmo_desktop.exchange.team.rows import Rows
from pmo_desktop.exchange.team.tables import Block, header_texts
from pmo_desktop.exchange.understood import Understood

# What a word may be told to mean; what is wrong with a date or an amount is for its team to mend.
OF_WORDS = frozenset(
    (
        *("not_a_choice", "not_a_level", "level_unclear", "not_yes_or_no", "not_a_share"),
        *("share_in_words", "not_a_date", "not_a_duration", "not_money", "not_a_whole_number"),
    )
)
LONG_WORD = 60


@dataclass(frozen=True)
class Word:
    """A text in a field that was not understood, how often, and in which cell first."""

    field: str
    text: str
    n: int
    cell: str


@dataclass(frozen=True)
class ColumnLayout:
    """`field` is a field's or helper's name, empty where the column was left out for `reason`."""

    index: int
    header: str
    field: str = ""
    reason: str = ""
    is_doubtful: bool = False


@dataclass(frozen=True)
class TableLayout:
    """Header rows are `first` to `last` (none where `last` is before `first`), records go up to
    `end`, exclusive; `left` says which of those rows are no records, and why."""

    kind: str
    first: int
    last: int
    end: int
    columns: tuple[ColumnLayout, ...]
    left: Mapping[int, str] = field(default_factory=dict)
    is_turned: bool = False
    words: tuple[Word, ...] = ()
    mapped: MappedTable | None = None


@dataclass(frozen=True)
class CellLayout:
    """A cell of a form that was read: `field` is its field's code, `label` the text beside it."""

    cell: str
    field: str
    label: str = ""
    label_cell: str = ""


@dataclass(frozen=True)
class SheetLayout:
    """`rows` are the values from the cell at `top` and `left` on, equally long rows."""

    name: str
    top: int
    left: int
    rows: Sequence[Sequence[Any]]
    tables: tuple[TableLayout, ...] = ()
    cells: tuple[CellLayout, ...] = ()
    left_out: str = ""
    merges: tuple[tuple[int, int, int, int], ...] = ()

    def value(self, row: int, column: int) -> Any:
        """What stands in a cell of the sheet."""
        row, column = row - self.top, column - self.left
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def headers(self, last: int, rows: int = 1) -> list[tuple[int, str]]:
        """The texts of header rows down to `last`, each with its column."""
        grid = Grid(self.name, [list(row) for row in self._near(last)], merges=self._merges())
        at = min(last - self.top, len(self.rows) - 1)
        if at < 0:
            return []
        found = header_texts(grid, max(at - rows + 1, 0), at)
        return [
            (self.left + column, " ".join(dict.fromkeys(filter(None, pair))))
            for column, pair in found.items()
        ]

    def _near(self, last: int) -> Sequence[Sequence[Any]]:
        return self.rows[: max(last - self.top + 2, 1)]

    def _merges(self) -> tuple[tuple[int, int, int, int], ...]:
        return self.merges


@dataclass(frozen=True)
class FileLayout:
    """`mapping` is the one that was used, where one was."""

    understood: Understood
    sheets: tuple[SheetLayout, ...] = ()
    mapping: FileMapping | None = None


class Table(Protocol):
    """A table on its way through the understanding."""

    grid: Grid
    block: Block
    kind: str
    columns: tuple[Column, ...]
    rows: Rows
    mapped: MappedTable | None
    filled: Filled | None


def bare(grid: Grid) -> SheetLayout:
    """A sheet of the program's own workbook: there is nothing to correct in how it was read."""
    return SheetLayout(grid.name, grid.top, grid.left, grid.rows, merges=grid.merges)


def of(
    grid: Grid, tables: Sequence[Table], facts: Sequence[Facts], left_out: Mapping[str, str]
) -> SheetLayout:
    own = [table for table in tables if table.grid.name == grid.name]
    told = [fact for found in facts for fact in reversed(found.found)]
    codes = {f.cell.address: f.code for f in told if f.cell.sheet == grid.name and f.is_sure}
    cells = [CellLayout(cell, code, *_label(grid, cell)) for cell, code in codes.items()]
    return SheetLayout(
        grid.name,
        grid.top,
        grid.left,
        grid.rows,
        tuple(map(_table, own)),
        tuple(cells),
        "" if own else left_out.get(grid.name, ""),
        grid.merges,
    )


def _label(grid: Grid, cell: str) -> tuple[str, str]:
    row, column = address(cell)
    found = label_of(grid, row - grid.top, column - grid.left)
    return (found[0], grid.address(found[1], found[2])) if found else ("", "")


def _table(table: Table) -> TableLayout:
    grid, block = table.grid, table.block
    top, left = (grid.left, grid.top) if grid.is_turned else (grid.top, grid.left)
    taken = table.filled.columns if table.filled else {}
    return TableLayout(
        table.kind,
        block.first + top,
        block.last + top,
        block.end + top,
        tuple(_column(column, column.field in taken, left) for column in table.columns),
        {row + top: code for code, rows in table.rows.left.items() for row in rows},
        grid.is_turned,
        tuple(_words(table)),
        table.mapped,
    )


def _column(column: Column, is_taken: bool, left: int) -> ColumnLayout:
    if is_taken:
        return ColumnLayout(
            column.index + left, column.header, column.field, "", column.is_doubtful
        )
    return ColumnLayout(column.index + left, column.header, "", column.reason or "column_unfit")


def _words(table: Table) -> Iterator[Word]:
    """The texts of a table that were not understood, the commonest first."""
    filled = table.filled
    if filled is None:
        return
    found: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], tuple[str, str]] = {}
    told = [
        (finding.params.get("field", ""), finding.text, finding.cell)
        for finding in filled.findings
        if finding.code in OF_WORDS and finding.cell
    ]
    told += _vague_states(table, filled)
    for code, text, cell in told:
        name = str(code).partition(".")[2]
        if not key(text) or len(text) > LONG_WORD or name not in filled.columns:
            continue
        found[name, key(text)] += 1
        first.setdefault((name, key(text)), (text, cell))
    for (name, word), n in found.most_common():
        yield Word(name, *_at(n, *first[name, word]))


def _at(n: int, text: str, cell: str) -> tuple[str, int, str]:
    return text, n, cell


def _vague_states(table: Table, filled: Filled) -> list[tuple[str, str, str]]:
    """States that do not say how much is done: they are told in one sentence only."""
    if table.kind != "task" or "state" not in filled.raw:
        return []
    read = filled.columns.get("percent_complete")
    if read is None or read.field != "state":
        return []
    return [
        ("task.state", value, filled.cell("state", position).address)
        for position, value in enumerate(filled.raw["state"])
        if isinstance(value, str) and value and isinstance(shares.parse(value), Unread)
    ]


def letters(column: int) -> str:
    """What a sheet calls its column."""
    return column_letters(column)


def text_of(value: Any) -> str:
    """What a cell shows, on one line."""
    return " ".join(shown(value).split())
