"""Where a sheet's tables are: below their headers, up to where another one begins.

A table may stand below title rows and shifted to the right, repeat its headers, and have other
tables below it or beside it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing.text import clean
from pmo_desktop.exchange.team.header_rows import (
    LEAST_HITS,
    ONLY_TEXTS,
    Header,
    headers_at,
    is_header,
)
from pmo_desktop.exchange.team.headers import meanings
from pmo_desktop.exchange.team.table_kinds import spoken_of

TITLE_ROWS = 6


@dataclass
class Block:
    """One table in a grid; rows and columns count as in the grid, `end` is exclusive."""

    first: int
    last: int
    header: Header
    end: int
    titles: tuple[str, ...] = ()
    repeats: set[int] = field(default_factory=set)

    @property
    def data_rows(self) -> Sequence[int]:
        rows = range(self.last + 1, self.end)
        return [row for row in rows if row not in self.repeats] if self.repeats else rows

    def cells(self, grid: Grid, column: int) -> Sequence[Any]:
        """What stands in a column of the data rows."""
        found = grid.columns[column]
        if self.repeats:
            return [found[row] for row in self.data_rows]
        return found[self.last + 1 : self.end]


def find(grid: Grid) -> list[Block]:
    """The tables of a sheet, from top to bottom and from left to right."""
    found: list[list[Block]] = []
    after = 0
    # Below a table's headers most rows need no look.
    looked_at: Container[int] = range(len(grid.rows))
    below: dict[Sequence[int], Container[int]] = {}
    for row, cells in enumerate(grid.rows):
        if row not in looked_at or row < after or not is_header(tuple(cells), bool(found)):
            continue
        blocks = _blocks_at(grid, row, found[-1][0].last if found else -1)
        if blocks:
            after = max(block.last for block in blocks) + 1
            leading = blocks[0].header.columns[:2]
            if leading not in below:
                below[leading] = _may_be_headers(grid, *leading)
            looked_at = below[leading]
            if not (found and _repeats(found[-1], blocks)):
                found.append(blocks)
    if len(found) > 1:
        _end_each(grid, found)
    return [block for blocks in found for block in blocks]


def _may_be_headers(grid: Grid, first: int, second: int) -> set[int]:
    """The rows that may be headers again, below a table with these leading columns: those with a
    known header in the first one, in the second and another one, or below a row with hardly any
    value."""
    codes, names = grid.columns[first], grid.columns[second]
    known = _known(codes)
    found = {row for row, code in enumerate(codes) if code in known} if known else set()
    found |= _rows_of_headers(grid, second)
    sparse = grid.width - LEAST_HITS
    for row, pair in enumerate(zip(codes, names, strict=True)):
        if "" in pair and grid.rows[row].count("") > sparse:
            found.add(row + 1)
    return found


def _rows_of_headers(grid: Grid, name: int) -> set[int]:
    """The rows with a known header at `name`, which is looked at last (texts there are all
    different), and another one with nothing but texts before it."""
    rows: Sequence[int] = range(len(grid.rows))
    found: list[int] = []
    for column, cells in enumerate(grid.columns):
        if not ONLY_TEXTS.issuperset(map(type, cells)):
            rows = [row for row in rows if cells[row].__class__ is str]
        if not rows:
            break
        if column != name and (known := _known([cells[row] for row in rows])):
            found += [row for row in rows if cells[row] in known]
            rows = [row for row in rows if cells[row] not in known]
    names = grid.columns[name]
    return {row for row in found if names[row].__class__ is str and meanings(names[row])}


def _known(cells: Iterable[Any]) -> set[str]:
    """The texts that are known headers."""
    return {cell for cell in set(cells) if cell.__class__ is str and cell and meanings(cell)}


def _blocks_at(grid: Grid, row: int, above: int) -> list[Block]:
    """The tables whose headers stand in this row, or in it and its neighbours."""
    return [
        Block(first, last, header, len(grid.rows), titles_above(grid, first))
        for first, last, header in headers_at(grid, row, above)
    ]


def titles_above(grid: Grid, first: int) -> tuple[str, ...]:
    """The texts that stand alone in the rows above, the nearest first."""
    titles = []
    for row in range(first - 1, max(first - 1 - TITLE_ROWS, -1), -1):
        filled = [value for value in grid.rows[row] if value != ""]
        if len(filled) == 1 and isinstance(filled[0], str):
            titles.append(clean(filled[0]))
        elif filled:
            break
    return tuple(titles)


def _repeats(before: list[Block], blocks: list[Block]) -> bool:
    """Whether headers are those of the table above again; its rows then go on below them."""
    same = [b.header for b in before] == [b.header for b in blocks]
    if same:
        for block, again in zip(before, blocks, strict=True):
            block.repeats.update(range(again.first, again.last + 1))
    return same


def _end_each(grid: Grid, found: list[list[Block]]) -> None:
    for blocks, following in pairwise(found):
        end = end_above(grid, blocks[0].last, following[0].first)
        for block in blocks:
            block.end = end


def end_above(grid: Grid, last: int, first: int) -> int:
    """Where a table with headers down to `last` ends, above another that begins with `first`."""
    while first > last + 1 and _is_heading(grid, first - 1):
        first -= 1
    return first


def _is_heading(grid: Grid, row: int) -> bool:
    """Whether a row between two tables belongs to the lower one: blank, or a title."""
    filled = [value for value in grid.rows[row] if value != ""]
    if not filled:
        return True
    return len(filled) == 1 and isinstance(filled[0], str) and bool(spoken_of(filled[0]))
