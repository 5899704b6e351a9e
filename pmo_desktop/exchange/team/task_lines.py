"""The rows of a task list: their codes and names, and the outline that these make.

In most lists every row has a code that needs no thought and a name that needs no tidying; such a
list is taken column by column. Any other is looked at line by line (`breakdown`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pmo_desktop.domain.records import Cell
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import values
from pmo_desktop.exchange.parsing.text import clean, plain
from pmo_desktop.exchange.team import breakdown
from pmo_desktop.exchange.team.breakdown import Breakdown, Line, are_unmarked
from pmo_desktop.exchange.team.cells_of import RowCells
from pmo_desktop.exchange.team.filling import Filled
from pmo_desktop.exchange.team.rows import listed

LEVEL_COLUMNS = ("name1", "name", "name2", "name3", "name4")
NOT_WORK = frozenset(("wbs", "id", "level", "group", "notes", "project", *LEVEL_COLUMNS))
SAID_OF_PHASES = frozenset(("percent_complete", "state"))
FROM_CELLS = ("flat", "ids", "sections")


@dataclass
class TaskList:
    """The tasks of a table in their order: each one's WBS code, its name, and its position among
    the table's rows (None for a phase that has no row of its own).

    `outline` has what a look at every line found; without one, all rows are tasks.
    """

    filled: Filled
    codes: Sequence[str]
    names: Sequence[str]
    positions: Sequence[int | None]
    outline: Breakdown | None = None

    def column(self, cells: Sequence[Any], blank: Any = None) -> Sequence[Any]:
        """A column of the table for each task; `blank` for a phase without a row."""
        if self.outline is None:
            return cells
        return [blank if p is None else cells[p] for p in self.positions]

    @cached_property
    def lines(self) -> list[Line]:
        """The tasks as lines, for what has to look at one by one."""
        if self.outline is not None:
            return self.outline.lines
        filled, column = self.filled, self.filled.columns["name"].index
        lines = [
            Line(row, name, position, code, name, column)
            for position, (row, name, code) in enumerate(
                zip(filled.rows, self.names, filled.raw["wbs"], strict=True)
            )
        ]
        for line, code in zip(lines, self.codes, strict=True):
            line.wbs = line.was_read = code
        return lines

    @property
    def is_dashed(self) -> bool:
        return self.outline is not None and self.outline.dashed

    def cell(self, at: int) -> Cell:
        """Where the name of a task stands."""
        return name_cell(self.filled, self.lines[at])

    def cells(self, at: int) -> Mapping[str, Cell]:
        """Where the values of a task stand."""
        position = self.positions[at]
        if position is None:
            return {"name": self.cell(at)}
        return RowCells(self.filled, position)


def task_list(filled: Filled, positions: Sequence[int], gaps: set[int]) -> TaskList | None:
    """The tasks in these rows of a table; None where there are none. `gaps` are rows below blank
    ones."""
    if found := _plain(filled, positions):
        return found
    lines = _without_remarks(filled, _lines(filled, positions), gaps)
    if not lines:
        return None
    outline = _outline(filled, lines)
    return TaskList(
        filled,
        [line.wbs for line in lines],
        [line.name for line in lines],
        [line.position for line in lines],
        outline,
    )


def _plain(filled: Filled, positions: Sequence[int]) -> TaskList | None:
    """The list, where nothing in it needs thought."""
    levels = [name for name in LEVEL_COLUMNS if name in filled.columns]
    if levels != ["name"] or "wbs" not in filled.raw or len(positions) != len(filled.rows):
        return None
    names, codes = filled.raw["name"], breakdown.plain_codes(filled.raw["wbs"])
    return TaskList(filled, codes, names, positions) if codes and are_unmarked(names) else None


def _lines(filled: Filled, positions: Sequence[int]) -> list[Line]:
    levels, coded_by, codes, is_coded = _levels_and_codes(filled, positions)
    if len(levels) > 1 and not is_coded:
        return _lines_of_levels(filled, positions, levels)
    lines, nameless = [], []
    texts, places = _innermost(filled, levels)
    for position in positions:
        text, column, code = texts[position], places[position], codes[position]
        name = breakdown.unmarked(text if text.__class__ is str else values.shown(text))
        if not name and _is_text(code):
            # A phase is often written across the whole row, from its first cell on.
            text, name, code, column = code, clean(code), "", filled.columns[coded_by].index
        if name:
            lines.append(Line(filled.rows[position], name, position, code, text, column))
        else:
            nameless.append(filled.rows[position])
    if nameless:
        params = {"n": len(nameless), "rows": listed(filled.grid, nameless)}
        filled.findings.append(
            Finding("rows_without_name", WARNING, filled.grid.name, params=params)
        )
    if "level" in filled.raw:
        for line in lines:
            line.level = filled.raw["level"][line.position or 0]
    return lines


def _levels_and_codes(
    filled: Filled, positions: Sequence[int]
) -> tuple[list[str], str, Sequence[Any], bool]:
    """The columns of names from the outermost level on; the column of the rows' codes, "" without
    one, and these; and whether so many rows have a WBS code that the outline is in it."""
    raw = filled.raw
    levels = sorted(
        (name for name in LEVEL_COLUMNS if name in filled.columns),
        key=lambda name: filled.columns[name].index,
    )
    coded_by = next((name for name in ("wbs", "id") if name in raw), "")
    codes: Sequence[Any] = raw[coded_by] if coded_by else [""] * len(filled.rows)
    coded = len(positions) - [codes[p] for p in positions].count("") if coded_by == "wbs" else 0
    is_coded = coded >= breakdown.MOST * len(positions)
    if "group" in filled.columns and not is_coded and "level" not in filled.columns:
        levels.insert(0, "group")
    return levels, coded_by, codes, is_coded


def _innermost(filled: Filled, levels: Sequence[str]) -> tuple[Sequence[Any], Sequence[int]]:
    """For each row the text of its innermost level, and the column in which it stands."""
    rows = range(len(filled.rows))
    if not levels:
        return [""] * len(rows), [0] * len(rows)
    found = [(filled.raw[level], filled.columns[level].index) for level in reversed(levels)]
    if len(found) == 1:
        return found[0][0], [found[0][1]] * len(rows)
    best = [next((pair for pair in found if pair[0][row] != ""), found[-1]) for row in rows]
    return [pair[0][row] for row, pair in enumerate(best)], [column for _, column in best]


def _is_text(code: Any) -> bool:
    return isinstance(code, str) and bool(code.strip()) and not breakdown.normal(plain(code))


def _lines_of_levels(filled: Filled, positions: Sequence[int], levels: Sequence[str]) -> list[Line]:
    rows = [(p, filled.rows[p], [filled.raw[level][p] for level in levels]) for p in positions]
    lines = list(breakdown.from_levels(rows, [filled.columns[level].index for level in levels]))
    for line in lines:
        if line.position is not None:
            line.code = filled.raw["id"][line.position] if "id" in filled.raw else ""
    return lines


def _is_bare(filled: Filled, line: Line) -> bool:
    """Whether a row has nothing but a name and perhaps a code; one without a number in a table
    that numbers its rows may also say how far it is."""
    position = line.position
    if position is None:
        return False
    numbered = "id" in filled.raw and line.code != ""
    rolled_up = SAID_OF_PHASES if "id" in filled.raw and not numbered else frozenset[str]()
    return not any(
        raw[position] != ""
        for name, raw in filled.raw.items()
        if name not in NOT_WORK and name not in rolled_up
    )


def _without_remarks(filled: Filled, lines: list[Line], gaps: set[int]) -> list[Line]:
    """Below a gap, rows at the end that have nothing but a text are no tasks."""
    if not gaps:
        return lines
    end = len(lines)
    while end and lines[end - 1].code == "" and _is_bare(filled, lines[end - 1]):
        end -= 1
    last = lines[end - 1].at if end else -1
    start = next(
        (i for i in range(end, len(lines)) if any(last < gap <= lines[i].at for gap in gaps)),
        len(lines),
    )
    for line in lines[start:]:
        cell = name_cell(filled, line)
        filled.findings.append(
            Finding("row_not_understood", NOTE, cell.sheet, cell.address, line.name)
        )
    return lines[:start]


def _outline(filled: Filled, lines: list[Line]) -> Breakdown:
    def is_bare(line: Line) -> bool:
        return _is_bare(filled, line)

    found = breakdown.find(lines, is_bare)
    markup = filled.grid.markup
    if found.how in FROM_CELLS and markup.is_known:
        # Only where nothing else gives an outline, the cells' own indents and groups are looked up.
        levels = markup.outline_levels()
        for line in lines:
            row, column = filled.grid.place(line.at, line.name_column)
            line.indent = markup.indent((row, column))
            line.grouping = levels.get(row, 0)
            line.depth = 0
        if any(line.indent or line.grouping for line in lines):
            found = breakdown.find(lines, is_bare)
    for code, line, params in found.notes:
        cell = name_cell(filled, line)
        severity = NOTE if code == "wbs_was_date" else WARNING
        finding = Finding(code, severity, cell.sheet, cell.address, line.name, params)
        filled.findings.append(finding)
    if found.how in breakdown.NUMBERED:
        cell = name_cell(filled, lines[0])
        filled.findings.append(Finding(f"wbs_by_{found.how}", NOTE, cell.sheet, cell.address))
    return found


def name_cell(filled: Filled, line: Line) -> Cell:
    address = filled.grid.address(line.at, line.name_column)
    return Cell(filled.grid.name, address, values.shown(line.raw_name) or line.name)
