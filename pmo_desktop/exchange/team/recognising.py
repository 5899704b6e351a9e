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
from pmo_desktop.exchange.team.mapping import FileMapping, MappedCell, MappedSheet, MappedTable
from pmo_desktop.exchange.team.own_fields import OwnField
from pmo_desktop.exchange.team.tables import header_texts

SURE, LIKELY = 0.65, 0.4
LOOKED_AT = 200
MOST_TURNED = 400
BY_NAMES = 0.6
TEAM_COUNTS = 0.15
LABEL_ROWS = 400


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

    @property
    def row(self) -> int:
        return self.grid.top + self.last


@dataclass(frozen=True)
class Recognised:
    """`is_sure`: used without a question. `by_hand`: the user said that it is for this file."""

    mapping: FileMapping
    score: float
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
            return Recognised(self.by_path[path], 1.0, by_hand=True)
        if self.given is not None:
            score = fit(self.given, grids)
            return Recognised(self.given, score, by_hand=score >= LIKELY)
        return next(iter(recognise(self.saved, grids, path)), None) if self.saved else None


def recognise(
    saved: Sequence[FileMapping], grids: Sequence[Grid], path: Path | None = None
) -> list[Recognised]:
    """The mappings that may fit, the best first: the team's own before others."""
    found = []
    for mapping in saved:
        score = fit(mapping, grids)
        if score >= LIKELY:
            is_of_team = path is not None and speaks_of(mapping.team, path)
            better = min(score + TEAM_COUNTS, 1.0) if is_of_team else score
            found.append(Recognised(mapping, better, is_of_team))
    found.sort(key=lambda r: (not (r.is_sure and r.is_of_team), -r.score))
    return found


def speaks_of(team: str, path: Path) -> bool:
    """Whether a file's name, its folder's or that of who saved it last names the team."""
    wanted = key(team)
    if not wanted:
        return False
    names = (path.stem, path.parent.name)
    return any(wanted in key(name) for name in names) or wanted in key(provenance(path).sender)


def fit(mapping: FileMapping, grids: Sequence[Grid]) -> float:
    """How well a mapping fits a workbook, 0..1."""
    total = reached = 0.0
    for sheet, grid in pairs(mapping, grids):
        for table in sheet.tables:
            worth = len(table.headers)
            found = place(table, grid) if grid is not None and worth else None
            total += worth
            reached += worth * found.score if found else 0.0
    labelled = [cell for cell in mapping.cells if cell.label]
    total += len(labelled)
    reached += sum(locate(cell, grids) is not None for cell in labelled)
    if total:
        return reached / total
    names = {grid.name for grid in grids}
    wanted = {sheet.name for sheet in mapping.sheets} | {cell.sheet for cell in mapping.cells}
    return BY_NAMES if wanted and wanted <= names else 0.0


def pairs(mapping: FileMapping, grids: Sequence[Grid]) -> Iterator[tuple[MappedSheet, Grid | None]]:
    """The grid of each of a mapping's sheets: the one of its name, or the one whose tables are
    most like its own."""
    free = list(grids)
    rest = []
    for sheet in mapping.sheets:
        named = next((grid for grid in free if grid.name == sheet.name), None)
        if named is not None and (not sheet.tables or _likeness(sheet, named) >= LIKELY):
            free.remove(named)
            yield sheet, named
        else:
            rest.append(sheet)
    for sheet in rest:
        rated = [(likeness, grid) for grid in free if (likeness := _likeness(sheet, grid))]
        best = max(rated, key=lambda entry: entry[0], default=(0.0, None))
        if best[1] is not None and best[0] >= LIKELY:
            free.remove(best[1])
            yield sheet, best[1]
        else:
            yield sheet, None


def _likeness(sheet: MappedSheet, grid: Grid) -> float:
    found = [place(table, grid) for table in sheet.tables]
    return sum(placed.score for placed in found if placed) / len(found) if found else 0.0


# --- tables


def place(table: MappedTable, grid: Grid) -> Placed | None:
    """Where a table stands on a sheet; the row that it stood in before wins among equals."""
    if table.is_turned:
        turned = turned_round(grid)
        if turned is None:
            return None
        grid = turned
    if not grid.rows:
        return None
    if not table.headers or not table.rows:
        return _by_place(table, grid)
    wanted = frozenset(map(key, table.headers))
    best: Placed | None = None
    for last, held in enumerate(_row_keys(grid, table.row - _top(grid) + 1)):
        near = held if table.rows == 1 else held | _keys_above(grid, last, table.rows)
        if not _may_hold(wanted, near, table.rows):
            continue
        found = _placed(table, grid, last)
        if best is None or _rank(found, table) > _rank(best, table):
            best = found
    return best if best is not None and best.score >= LIKELY else None


def turned_round(grid: Grid) -> Grid | None:
    """The grid with rows for columns; none where that would be out of all measure."""
    if not grid.rows or len(grid.rows) > MOST_TURNED:
        return None
    rows = [list(column) for column in zip(*grid.rows, strict=True)]
    # The grid's cells are told by `address`, which turns back.
    return Grid(grid.name, rows, grid.top, grid.left, is_turned=True)


def _by_place(table: MappedTable, grid: Grid) -> Placed | None:
    """A table without headers stands where it stood."""
    last, left = table.row - _top(grid), _left(grid)
    if not -1 <= last < len(grid.rows):
        return None
    columns = {
        number: column.position - left
        for number, column in enumerate(table.columns)
        if 0 <= column.position - left < grid.width
    }
    return Placed(table, grid, last + 1, last, {}, columns, BY_NAMES) if columns else None


def _top(grid: Grid) -> int:
    return grid.left if grid.is_turned else grid.top


def _left(grid: Grid) -> int:
    return grid.top if grid.is_turned else grid.left


def _row_keys(grid: Grid, rows: int) -> list[frozenset[str]]:
    return [_keys_of(tuple(row)) for row in grid.rows[: max(rows, LOOKED_AT)]]


@lru_cache(maxsize=16_384)
def _keys_of(row: tuple[object, ...]) -> frozenset[str]:
    return frozenset(key(value) for value in row if isinstance(value, str) and value.strip())


def _keys_above(grid: Grid, last: int, rows: int) -> frozenset[str]:
    first = max(last - rows + 1, 0)
    return frozenset().union(*(_keys_of(tuple(row)) for row in grid.rows[first:last]))


def _may_hold(wanted: frozenset[str], held: frozenset[str], rows: int) -> bool:
    """Whether a row is worth a closer look; headers of several rows are joined there."""
    if rows == 1:
        return 2 * len(wanted & held) >= LIKELY * len(wanted)
    return any(part and part in header for part in held for header in wanted)


def _rank(found: Placed, table: MappedTable) -> tuple[float, int]:
    return round(found.score, 6), -abs(_top(found.grid) + found.last - table.row)


def _placed(table: MappedTable, grid: Grid, last: int) -> Placed:
    first = max(last - table.rows + 1, 0)
    texts = header_texts(grid, first, last)
    keys = {column: key(joined(*pair)) for column, pair in texts.items()}
    columns = _same_columns(table, keys, _left(grid))
    own = _columns_about(columns.values(), keys)
    common = len(columns)
    total = len(table.headers) + len(own)
    return Placed(table, grid, first, last, texts, columns, 2 * common / total if total else 0.0)


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


def locate(cell: MappedCell, grids: Sequence[Grid]) -> tuple[Grid, int, int] | None:
    """The grid's cell that is meant: as far from its label as it was, or where it was.

    None where a label is wanted and is not there, or the cell lies outside of the sheet.
    """
    named = [grid for grid in grids if grid.name == cell.sheet]
    others = [grid for grid in grids if grid.name != cell.sheet]
    if cell.label:
        for grid in (*named, *others):
            if place_found := _by_label(cell, grid):
                return (grid, *place_found)
        return None
    # A workbook of one sheet is meant whatever that is called: a text file has its file's name.
    for grid in named or (others if len(grids) == 1 else []):
        row, column = address(cell.cell)
        row, column = row - grid.top, column - grid.left
        if 0 <= row < len(grid.rows) and 0 <= column < grid.width:
            return grid, row, column
    return None


def _by_label(cell: MappedCell, grid: Grid) -> tuple[int, int] | None:
    wanted = key(cell.label)
    row, column = address(cell.cell)
    label_row, label_column = address(cell.label_cell or cell.cell)
    down, right = row - label_row, column - label_column
    found = [
        (r, c)
        for r, values in enumerate(grid.rows[:LABEL_ROWS])
        if wanted in _keys_of(tuple(values))
        for c, value in enumerate(values)
        if isinstance(value, str) and key(value) == wanted
    ]
    found = [
        (r, c) for r, c in found if 0 <= r + down < len(grid.rows) and 0 <= c + right < grid.width
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
