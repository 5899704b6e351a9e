"""Which saved mapping a sheet belongs to, and where on it each of the mapping's tables stands.

Headers are compared as keys, so that case, blanks and punctuation do not count. A table's score is
the share of headers that both have (twice the common ones by all of both): columns may move, and a
few may be added, lost or renamed. From `SURE` on a mapping is used by itself, from `LIKELY` on it
is offered; one that is for this team goes before the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pmo_desktop.exchange.files.provenance import provenance
from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing.text import key
from pmo_desktop.exchange.parsing.values import shown
from pmo_desktop.exchange.team.header_rows import header_texts
from pmo_desktop.exchange.team.mapping import FileMapping, MappedCell, MappedSheet, MappedTable
from pmo_desktop.exchange.team.outlines import LOOKED_AT, Outline, Sheets
from pmo_desktop.exchange.team.own_fields import OwnField

SURE, LIKELY = 0.65, 0.4
BY_NAMES = 0.6
TEAM_COUNTS = 0.15


@dataclass(frozen=True)
class Placed:
    """A mapping's table on a grid (turned where the table is): header rows, and for each of its
    columns the one of the grid. `texts` are all headers there, upper and lower."""

    table: MappedTable
    grid: Grid
    first: int
    last: int
    texts: Mapping[int, tuple[str, str]]
    columns: Mapping[int, int]
    score: float


@dataclass(frozen=True)
class Recognised:
    """A mapping for the `sheets` of a workbook. `is_sure`: used without a question. `by_hand`: the
    user said that it is for this file."""

    mapping: FileMapping
    score: float
    sheets: Sheets
    is_of_team: bool = False
    by_hand: bool = False

    @property
    def is_sure(self) -> bool:
        return self.by_hand or self.score >= SURE


@dataclass(frozen=True)
class Choices:
    """The mappings that an import may use: `saved` by what they look like, `given` for whatever it
    fits at all, `by_path` for single files, as they were corrected. And the office's own fields."""

    saved: Sequence[FileMapping] = ()
    given: FileMapping | None = None
    by_path: Mapping[Path, FileMapping] = field(default_factory=dict)
    fields: Sequence[OwnField] = ()

    def choose(self, path: Path, grids: Sequence[Grid]) -> Recognised | None:
        """The mapping for this file; an unsure one is to be offered only."""
        if path in self.by_path:
            return Recognised(self.by_path[path], 1.0, Sheets(grids), by_hand=True)
        if self.given is not None:
            sheets = Sheets(grids)
            score = fit(self.given, sheets)
            return Recognised(self.given, score, sheets, by_hand=score >= LIKELY)
        return next(iter(recognise(self.saved, grids, path)), None) if self.saved else None


def recognise(
    saved: Sequence[FileMapping], grids: Sequence[Grid], path: Path | None = None
) -> list[Recognised]:
    """The mappings that may fit, the best first: the team's own before others."""
    found, sheets = [], Sheets(grids)
    for mapping in saved:
        score = fit(mapping, sheets)
        if score >= LIKELY:
            is_of_team = path is not None and speaks_of(mapping.team, path)
            better = min(score + TEAM_COUNTS, 1.0) if is_of_team else score
            found.append(Recognised(mapping, better, sheets, is_of_team))
    found.sort(key=lambda r: (not (r.is_sure and r.is_of_team), -r.score))
    return found


def speaks_of(team: str, path: Path) -> bool:
    """Whether a file's name, its folder's or that of who saved it last names the team."""
    wanted = key(team)
    if not wanted:
        return False
    names = (path.stem, path.parent.name)
    return any(wanted in key(name) for name in names) or wanted in key(provenance(path).sender)


def fit(mapping: FileMapping, sheets: Sheets) -> float:
    """How well a mapping fits a workbook, 0..1."""
    total = reached = 0.0
    for sheet, grid in pairs(mapping, sheets):
        for table in sheet.tables:
            worth = len(table.headers)
            found = place(table, sheets.of(grid)) if grid is not None and worth else None
            total += worth
            reached += worth * found.score if found else 0.0
    labelled = [cell for cell in mapping.cells if cell.label]
    total += len(labelled)
    reached += sum(locate(cell, sheets) is not None for cell in labelled)
    if total:
        return reached / total
    names = {grid.name for grid in sheets.grids}
    wanted = {sheet.name for sheet in mapping.sheets} | {cell.sheet for cell in mapping.cells}
    return BY_NAMES if wanted and wanted <= names else 0.0


def pairs(mapping: FileMapping, sheets: Sheets) -> Iterator[tuple[MappedSheet, Grid | None]]:
    """The grid of each of a mapping's sheets: the one of its name, or the one whose tables are
    most like its own."""
    free = list(sheets.grids)
    rest = []
    for sheet in mapping.sheets:
        named = next((grid for grid in free if grid.name == sheet.name), None)
        if named is not None and (not sheet.tables or _likeness(sheet, sheets.of(named)) >= LIKELY):
            free = [grid for grid in free if grid is not named]
            yield sheet, named
        else:
            rest.append(sheet)
    for sheet in rest:
        rated = [(_likeness(sheet, sheets.of(grid)), grid) for grid in free]
        likeness, best = max(rated, key=lambda entry: entry[0], default=(0.0, None))
        if best is not None and likeness >= LIKELY:
            free = [grid for grid in free if grid is not best]
            yield sheet, best
        else:
            yield sheet, None


def _likeness(sheet: MappedSheet, outline: Outline) -> float:
    found = [place(table, outline) for table in sheet.tables]
    return sum(placed.score for placed in found if placed) / len(found) if found else 0.0


# --- tables


def place(table: MappedTable, outline: Outline) -> Placed | None:
    """Where a table stands on a sheet; the row that it stood in before wins among equals."""
    if table.is_turned:
        if outline.turned is None:
            return None
        outline = outline.turned
    if not outline.grid.rows:
        return None
    if not table.headers or not table.rows:
        return _by_place(table, outline)
    wanted = table.words_of_headers
    if table.rows == 1:
        rows = outline.rows_with(wanted, LIKELY * len(wanted) / 2)
    else:
        rows = outline.rows_with_parts(wanted, 1)
    before = table.row - outline.top
    if LOOKED_AT <= before < len(outline.grid.rows):
        rows.append(before)
    found = [_placed(table, outline, row) for row in rows]
    best = max(found, key=lambda p: _rank(p, before), default=None)
    return best if best is not None and best.score >= LIKELY else None


def _by_place(table: MappedTable, outline: Outline) -> Placed | None:
    """A table without headers stands where it stood."""
    grid, last = outline.grid, table.row - outline.top
    if not -1 <= last < len(grid.rows):
        return None
    columns = {
        number: column.position - outline.left
        for number, column in enumerate(table.columns)
        if 0 <= column.position - outline.left < grid.width
    }
    return Placed(table, grid, last + 1, last, {}, columns, BY_NAMES) if columns else None


def _rank(found: Placed, before: int) -> tuple[float, int, int]:
    return round(found.score, 6), -abs(found.last - before), -found.last


def _placed(table: MappedTable, outline: Outline, last: int) -> Placed:
    grid, first = outline.grid, max(last - table.rows + 1, 0)
    texts = header_texts(grid, first, last)
    keys = {column: key(joined(*pair)) for column, pair in texts.items()}
    columns = _same_columns(table, keys, outline.left)
    total = len(table.headers) + len(_columns_about(columns.values(), keys))
    score = 2 * len(columns) / total if total else 0.0
    return Placed(table, grid, first, last, texts, columns, score)


def joined(upper: str, lower: str) -> str:
    """A header of several rows as one text."""
    return " ".join(dict.fromkeys(filter(None, (upper, lower))))


def _same_columns(table: MappedTable, keys: Mapping[int, str], left: int) -> dict[int, int]:
    """For each mapped column, by its number, the grid's with the same header; where several have
    the same, they keep their order."""
    numbers: dict[str, list[int]] = {}
    for number, column in enumerate(table.columns):
        numbers.setdefault(key(column.header), []).append(number)
    matched: dict[int, int] = {}
    for word, wanted in numbers.items():
        there = [place for place, held in keys.items() if word and held == word]
        if len(there) > len(wanted):
            # Of more than were wanted those count that are where they were.
            before = {table.columns[number].position - left for number in wanted}
            there = sorted([*(before & set(there)), *(p for p in there if p not in before)])
            there = there[: len(wanted)]
        matched.update(zip(wanted, there, strict=False))
    return matched


def _columns_about(matched: Iterable[int], keys: Mapping[int, str]) -> set[int]:
    """The columns with headers from which no blank one parts the matched ones."""
    hits = set(matched)
    own: set[int] = set()
    segment: list[int] = []
    for column in [*sorted(keys), None]:
        if column is not None and (not segment or column == segment[-1] + 1):
            segment.append(column)
            continue
        if hits & set(segment):
            own.update(segment)
        segment = [column] if column is not None else []
    return own


# --- forms


def locate(cell: MappedCell, sheets: Sheets) -> tuple[Grid, int, int] | None:
    """The grid's cell that is meant: as far from its label as it was, or where it was.

    None where a label is wanted and is not there, or the cell lies outside of the sheet.
    """
    named = [grid for grid in sheets.grids if grid.name == cell.sheet]
    others = [grid for grid in sheets.grids if grid.name != cell.sheet]
    if cell.label:
        for grid in (*named, *others):
            if place_found := _by_label(cell, sheets.of(grid)):
                return (grid, *place_found)
        return None
    # A workbook of one sheet is meant whatever that is called: a text file has its file's name.
    for grid in named or (others if len(sheets.grids) == 1 else []):
        row, column = address(cell.cell)
        row, column = row - grid.top, column - grid.left
        if 0 <= row < len(grid.rows) and 0 <= column < grid.width:
            return grid, row, column
    return None


def _by_label(cell: MappedCell, outline: Outline) -> tuple[int, int] | None:
    grid = outline.grid
    row, column = address(cell.cell)
    label_row, label_column = address(cell.label_cell or cell.cell)
    down, right = row - label_row, column - label_column
    found = [
        (r, c)
        for r, c in outline.places.get(key(cell.label), ())
        if 0 <= r + down < len(grid.rows) and 0 <= c + right < grid.width
    ]
    if not found:
        return None
    before = (label_row - grid.top, label_column - grid.left)
    at = min(found, key=lambda p: (abs(p[0] - before[0]) + abs(p[1] - before[1]), p))
    return at[0] + down, at[1] + right


@lru_cache(maxsize=1024)
def address(cell: str) -> tuple[int, int]:
    """`B3` as row and column from 0."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :]) - 1, column - 1


def label_of(grid: Grid, row: int, column: int) -> tuple[str, int, int] | None:
    """The text beside a cell, or above it, that may be its label, and where it stands."""
    for c in range(column - 1, -1, -1):
        value = grid.rows[row][c]
        if value != "":
            if isinstance(value, str) and value.strip():
                return shown(value).strip(), row, c
            break
    for r in range(row - 1, -1, -1):
        value = grid.rows[r][column]
        if value != "":
            if isinstance(value, str) and value.strip():
                return shown(value).strip(), r, column
            break
    return None
