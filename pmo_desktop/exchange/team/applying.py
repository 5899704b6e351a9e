"""A mapping on a workbook: the tables and the cells that it says, in place of what is guessed.

What the mapping leaves open is guessed: columns that are new, fields that it does not name. A
column whose header is not there any more is looked for where it stood, between the neighbours that
it had; what is found so is doubtful, and said to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmo_desktop.domain.records import Cell
from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing.text import clean, key
from pmo_desktop.exchange.parsing.values import is_blank, shown
from pmo_desktop.exchange.team import columns, tables
from pmo_desktop.exchange.team.columns import Column
from pmo_desktop.exchange.team.facts import PAIR, Fact, Facts
from pmo_desktop.exchange.team.header_rows import LEAST_HITS, Header
from pmo_desktop.exchange.team.headers import Meanings, below
from pmo_desktop.exchange.team.mapping import (
    FileMapping,
    MappedCell,
    MappedSheet,
    MappedTable,
    as_written,
)
from pmo_desktop.exchange.team.outlines import Sheets
from pmo_desktop.exchange.team.recognising import (
    LIKELY,
    Placed,
    Recognised,
    joined,
    locate,
    pairs,
    place,
)
from pmo_desktop.exchange.team.tables import Block

BY_PLACE = 0.5
SAME_ROW = 2 / 3


@dataclass(frozen=True)
class Mapped:
    """One table of a mapping where it was found, with its columns."""

    table: MappedTable
    grid: Grid
    block: Block
    columns: tuple[Column, ...]


@dataclass
class Applied:
    """What a mapping says of the sheets of one workbook; of a workbook without one, nothing.

    `said` has the mapping's sheet for those of the workbook, by their names.
    """

    mapping: FileMapping | None = None
    sheets: Sheets = field(default_factory=lambda: Sheets(()))
    said: dict[str, MappedSheet] = field(default_factory=dict)
    tables: dict[str, list[Mapped]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def is_left_out(self, grid: Grid) -> bool:
        return grid.name in self.said and self.said[grid.name].is_left_out

    def is_whole(self, grid: Grid) -> bool:
        return grid.name in self.said and self.said[grid.name].is_whole

    def of(self, grid: Grid) -> list[Mapped]:
        return self.tables.get(grid.name, [])

    def facts(self, found: Facts, grid: Grid) -> Facts:
        """The facts of a sheet, with the cells that the mapping names in place of the guessed."""
        if self.mapping is None or not self.mapping.cells:
            return found
        own = [fact for cell in self.mapping.cells for fact in self._facts_of(cell, grid)]
        said = {cell.field for cell in self.mapping.cells if self._is_here(cell)}
        not_meant = {
            grid.address(row, column)
            for cell in self.mapping.cells
            if not cell.field and (at := locate(cell, self.sheets)) and at[0] is grid
            for _, row, column in (at,)
        }
        rest = [f for f in found.found if f.code not in said and f.cell.address not in not_meant]
        titles = [title for title in found.titles if title.address not in not_meant]
        return Facts([*own, *rest], titles)

    def _is_here(self, cell: MappedCell) -> bool:
        return bool(cell.field) and locate(cell, self.sheets) is not None

    def _facts_of(self, cell: MappedCell, grid: Grid) -> Iterator[Fact]:
        found = locate(cell, self.sheets)
        if not cell.field or found is None or found[0] is not grid:
            return
        _, row, column = found
        value = grid.rows[row][column]
        where = Cell(grid.name, grid.address(row, column), shown(value))
        label = cell.label
        if isinstance(value, str) and (pair := PAIR.match(value)) and pair[2].strip():
            # `项目经理: 罗敏` in one cell: what stands behind the colon is the value.
            label, value = pair[1], clean(pair[2])
        if not is_blank(value):
            # With a colon it is told where it cannot be read.
            yield Fact(cell.field, value, where, f"{label}:")


def apply(recognised: Recognised | None) -> Applied:
    """Find a mapping's tables and cells in its workbook, and tell what is not there any more."""
    if recognised is None:
        return Applied()
    name, score = recognised.mapping.name, round(100 * recognised.score)
    params = {"name": name, "score": score}
    if not recognised.is_sure:
        code, severity = "mapping_offered", NOTE
        if score < 100 * LIKELY:
            code, severity = "mapping_unfit", WARNING
        return Applied(findings=[Finding(code, severity, params=params)])
    sheets = recognised.sheets
    applied = Applied(recognised.mapping, sheets)
    if name:
        applied.findings.append(Finding("mapping_used", NOTE, params=params))
    for sheet, grid in pairs(recognised.mapping, sheets):
        if grid is None:
            if not sheet.is_left_out and sheet.tables:
                applied.findings.append(Finding("mapped_sheet_missing", WARNING, text=sheet.name))
            continue
        applied.said[grid.name] = sheet
        places = (place(table, sheets.of(grid)) for table in sheet.tables)
        found = [_mapped(placed) for placed in places if placed is not None]
        applied.tables[grid.name] = found = _without_overlaps(found)
        _end_each(found)
        for mapped in found:
            _tell_missing(mapped, applied.findings)
    for cell in recognised.mapping.cells:
        if cell.field and locate(cell, sheets) is None:
            params = {"field": cell.field}
            applied.findings.append(
                Finding("form_cell_missing", WARNING, cell.sheet, cell.cell, cell.label, params)
            )
    return applied


def _without_overlaps(found: list[Mapped]) -> list[Mapped]:
    """Two tables of a mapping cannot stand in the same headers: the first keeps them."""
    kept: list[Mapped] = []
    for mapped in found:
        alike = [m for m in kept if m.grid.is_turned == mapped.grid.is_turned]
        here = [m.block.header for m in alike if m.block.last == mapped.block.last]
        taken = {column for header in here for column in header.columns}
        if not taken & set(mapped.block.header.columns):
            kept.append(mapped)
    return kept


def _end_each(found: Sequence[Mapped]) -> None:
    """A table ends where another one begins below it."""
    for mapped in found:
        alike = [m.block for m in found if m.grid.is_turned == mapped.grid.is_turned]
        _end_before(mapped.grid, mapped.block, alike)


def _mapped(placed: Placed) -> Mapped:
    grid, table = placed.grid, placed.table
    header = _header(placed)
    block = Block(
        placed.first,
        placed.last,
        header,
        len(grid.rows),
        tables.titles_above(grid, min(placed.first, placed.last + 1)),
    )
    if placed.texts:
        block.repeats = _repeats(placed)
    return Mapped(table, grid, block, _columns(placed, block))


def _header(placed: Placed) -> Header:
    """The headers of the columns that are the table's: those matched and those between them."""
    matched = set(placed.columns.values())
    texts = {column: joined(*pair) for column, pair in placed.texts.items()}
    meant: dict[int, Meanings] = {c: below(*pair) for c, pair in placed.texts.items()}
    used = sorted(_span(placed, matched))
    for column in used:
        texts.setdefault(column, "")
        meant.setdefault(column, ())
    return Header(tuple(used), texts, meant, {placed.table.kind: 1.0})


def _span(placed: Placed, matched: set[int]) -> set[int]:
    """Matched columns, and those with headers that stand beside them without a gap."""
    found = set(matched)
    for step in (1, -1):
        for column in matched:
            while column + step in placed.texts and column + step not in found:
                column += step
                found.add(column)
    return found


def _repeats(placed: Placed) -> set[int]:
    """Rows below that are the headers once more."""
    wanted = {c: key(placed.texts[c][1]) for c in placed.columns.values() if c in placed.texts}
    wanted = {c: word for c, word in wanted.items() if word}
    if len(wanted) < LEAST_HITS:
        return set()
    found = set()
    for row in range(placed.last + 1, len(placed.grid.rows)):
        values = placed.grid.rows[row]
        same = sum(isinstance(values[c], str) and key(values[c]) == w for c, w in wanted.items())
        if same >= SAME_ROW * len(wanted):
            found.add(row)
    return found


def _columns(placed: Placed, block: Block) -> tuple[Column, ...]:
    """What each column is: as the mapping says, then as the guess has it."""
    table, header = placed.table, block.header
    said = {place_found: table.columns[n].field for n, place_found in placed.columns.items()}
    said = {column: name for column, name in said.items() if name is not None}
    taken = {name for name in said.values() if name}
    guessed = {column.index: column for column in columns.assign(table.kind, placed.grid, block)}
    found = {}
    for index in sorted({*header.columns, *guessed, *said}):
        text = header.texts.get(index, "")
        if index in said:
            name = said[index] or ""
            found[index] = Column(index, text, name, "" if name else "column_left_out")
            continue
        guess = guessed.get(index)
        if guess is not None and guess.field and guess.field not in taken:
            found[index] = guess
            taken.add(guess.field)
        elif guess is not None:
            found[index] = replace(guess, field="", reason=guess.reason or "column_twice")
    for index, name in _by_neighbours(placed, found, taken):
        found[index] = Column(index, header.texts.get(index, ""), name, score=BY_PLACE)
    return tuple(found[index] for index in sorted(found))


def _by_neighbours(
    placed: Placed, found: Mapping[int, Column], taken: set[str]
) -> Iterator[tuple[int, str]]:
    """Columns whose headers were changed, by what still stands beside them."""
    listed = placed.table.columns
    for number, column in enumerate(listed):
        if not column.field or number in placed.columns or column.field in taken:
            continue
        for beside, step in ((number - 1, 1), (number + 1, -1)):
            if not 0 <= beside < len(listed) or beside not in placed.columns:
                continue
            if abs(listed[beside].position - column.position) != 1:
                continue
            index = placed.columns[beside] + step
            if index in found and found[index].reason == "column_unknown":
                taken.add(column.field)
                yield index, column.field
                break


def _tell_missing(mapped: Mapped, findings: list[Finding]) -> None:
    """Fields of a mapping that no column of the sheet has any more."""
    there = {column.field for column in mapped.columns if column.field}
    sheet = mapped.grid.name
    for column in mapped.table.columns:
        if column.field and column.field not in there:
            params = {"field": f"{mapped.table.kind}.{column.field}"}
            findings.append(
                Finding("mapped_column_missing", WARNING, sheet, "", column.header, params)
            )


def beside_mapped(mapped: Sequence[Mapped], blocks: Sequence[Block]) -> list[Block]:
    """The guessed tables of a sheet that stand elsewhere than the mapping's; each ends where
    another begins below it."""
    if any(m.grid.is_turned for m in mapped):
        return []
    others = [block for block in blocks if not any(_in_headers(block, m.block) for m in mapped)]
    for m in mapped:
        _end_before(m.grid, m.block, others)
    for block in others:
        _end_before(mapped[0].grid, block, [m.block for m in mapped])
    return others


def _in_headers(block: Block, known: Block) -> bool:
    """Whether a guessed table has its headers where a known one has them, or has them again."""
    if not set(block.header.columns) & set(known.header.columns):
        return False
    again = set(range(block.first, block.last + 1))
    return bool(again & {*range(known.first, known.last + 1), *known.repeats})


def _end_before(grid: Grid, block: Block, others: Sequence[Block]) -> None:
    below_it = [o.first for o in others if o is not block and o.first > block.last]
    if below_it and min(below_it) < block.end:
        block.end = tables.end_above(grid, block.last, min(below_it))


def words_of(table: MappedTable) -> Mapping[str, Mapping[str, Any]]:
    """What texts mean, by field and by their keys, as a cell would say it."""
    found: dict[str, dict[str, Any]] = {}
    for word in table.words:
        found.setdefault(word.field, {})[key(word.text)] = as_written(table.kind, word)
    return found
