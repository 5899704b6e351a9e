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
from pmo_desktop.exchange.team.header_rows import header_texts
from pmo_desktop.exchange.team.mapping import FileMapping, MappedTable
from pmo_desktop.exchange.team.outlines import turned_round
from pmo_desktop.exchange.team.recognising import address, joined, label_of
from pmo_desktop.exchange.team.rows import Rows
from pmo_desktop.exchange.team.tables import Block
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

    def width(self, *, is_turned: bool = False) -> int:
        """How many columns there are, or rows where each of them is one."""
        if is_turned:
            return len(self.rows)
        return len(self.rows[0]) if self.rows else 0

    def headers(
        self, last: int, rows: int = 1, *, is_turned: bool = False
    ) -> list[tuple[int, str]]:
        """The texts of header rows (or columns) down to `last`, each with its column (or row)."""
        grid = self._grid(None if is_turned else last - self.top + 2)
        turned = turned_round(grid) if is_turned else grid
        if turned is None:
            return []
        top, left = (self.left, self.top) if is_turned else (self.top, self.left)
        at = last - top
        if not 0 <= at < len(turned.rows):
            return []
        found = header_texts(turned, max(at - rows + 1, 0), at)
        return [(left + column, joined(*pair)) for column, pair in found.items()]

    def label_of(self, row: int, column: int) -> tuple[str, str]:
        """The label beside a cell or above it, and in which cell it stands; both may be empty."""
        row, column = row - self.top, column - self.left
        if not (0 <= row < len(self.rows) and 0 <= column < self.width()):
            return "", ""
        return _label(self._grid(row + 1), row, column)

    def _grid(self, rows: int | None) -> Grid:
        """The first rows as a grid again."""
        held = [list(row) for row in self.rows[: None if rows is None else max(rows, 0)]]
        return Grid(self.name, held, self.top, self.left, merges=self.merges)


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
    cells = [_cell(grid, cell, code) for cell, code in codes.items()]
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


def _cell(grid: Grid, cell: str, code: str) -> CellLayout:
    row, column = address(cell)
    return CellLayout(cell, code, *_label(grid, row - grid.top, column - grid.left))


def _label(grid: Grid, row: int, column: int) -> tuple[str, str]:
    found = label_of(grid, row, column)
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
