"""A workbook's sheets, with the words of their first rows looked up once for many mappings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing.text import key

LOOKED_AT = 200
LABEL_ROWS = 400
MOST_TURNED = 400


@dataclass(eq=False)
class Outline:
    """One sheet; where it is turned round, `grid` has its columns for rows."""

    grid: Grid

    @cached_property
    def words(self) -> list[frozenset[str]]:
        """The texts of each of the first rows, as `key`s."""
        return [_keys(row) for row in self.grid.rows[:LOOKED_AT]]

    @cached_property
    def places(self) -> dict[str, list[tuple[int, int]]]:
        """The cells in which a text stands, by its `key`."""
        found: dict[str, list[tuple[int, int]]] = {}
        for row, values in enumerate(self.grid.rows[:LABEL_ROWS]):
            for column, value in enumerate(values):
                if value.__class__ is str and value:
                    found.setdefault(key(value), []).append((row, column))
        return found

    @cached_property
    def rows_of(self) -> dict[str, set[int]]:
        """The first rows in which a text stands, by its `key`."""
        found: dict[str, set[int]] = {}
        for row, held in enumerate(self.words):
            for word in held:
                found.setdefault(word, set()).add(row)
        return found

    @cached_property
    def turned(self) -> Outline | None:
        """The sheet with rows for columns; none where that would be out of all measure."""
        grid = turned_round(self.grid)
        return Outline(grid) if grid is not None else None

    @property
    def top(self) -> int:
        """The first row, as the sheet counts it (of a turned one: the first column)."""
        return self.grid.left if self.grid.is_turned else self.grid.top

    @property
    def left(self) -> int:
        return self.grid.top if self.grid.is_turned else self.grid.left

    def rows_with(self, wanted: Iterable[str], least: float) -> list[int]:
        """The rows that hold at least so many of these texts."""
        counts: dict[int, int] = {}
        for word in wanted:
            for row in self.rows_of.get(word, ()):
                counts[row] = counts.get(row, 0) + 1
        return sorted(row for row, n in counts.items() if n >= least)

    def rows_with_parts(self, wanted: Iterable[str], least: int) -> list[int]:
        """The rows with so many texts that are parts of these: of headers of several rows."""
        joined = "\n".join(wanted)
        return [
            row
            for row, held in enumerate(self.words)
            if sum(word in joined for word in held if word) >= least
        ]


@dataclass(eq=False)
class Sheets:
    """The outlines of a workbook's grids, made when they are first wanted."""

    grids: Sequence[Grid]
    _outlines: dict[int, Outline] = field(default_factory=dict)

    def of(self, grid: Grid) -> Outline:
        """The outline of one of the grids."""
        # The grids are held here, so that none of the numbers is another's later.
        return self._outlines.setdefault(id(grid), Outline(grid))


def turned_round(grid: Grid) -> Grid | None:
    """The grid with rows for columns; none where that would be out of all measure."""
    if not grid.rows or len(grid.rows) > MOST_TURNED:
        return None
    rows = [list(column) for column in zip(*grid.rows, strict=True)]
    # The grid's cells are told by `address`, which turns back.
    return Grid(grid.name, rows, grid.top, grid.left, is_turned=True)


def _keys(row: Sequence[object]) -> frozenset[str]:
    return frozenset([key(value) for value in row if isinstance(value, str) and value])
