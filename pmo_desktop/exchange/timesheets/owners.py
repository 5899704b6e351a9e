"""What rows leave blank and mean all the same: names that stand once above several rows.

What is merged over its rows is theirs. What stands above blank cells is theirs where the table is
made like that (`parsing.blocks`), and that is told; elsewhere a blank cell says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.findings import NOTE, Finding
from pmo_desktop.exchange.parsing.blocks import names_from_above
from pmo_desktop.exchange.timesheets import words
from pmo_desktop.exchange.timesheets.columns import WHAT, names_at, text_at
from pmo_desktop.exchange.timesheets.lines import Said

PROJECT, TASK = WHAT[:2], WHAT[2:]


def people_of(
    grid: Grid, rows: Sequence[int], columns: Mapping[str, int], head: Said
) -> tuple[dict[int, Said], dict[int, Finding]]:
    """Whose each row is; what is to be told of those that say so only above themselves."""
    names = [text_at(grid.rows[row], columns, "person") for row in rows]
    if not any(names):
        return dict.fromkeys(rows, head), {}
    column = columns["person"]
    above = names_from_above(names, rows, grid, column)
    # Where rows are named, one without a name is nobody's, but on a sheet that is somebody's.
    rest = head if head.written else Said()
    people = {
        row: (Said(name or above.get(row, "")) if name or row in above else rest)
        for row, name in zip(rows, names, strict=True)
    }
    return people, {
        row: Finding("timesheet_from_above", NOTE, grid.name, grid.address(row, column), name)
        for row, name in above.items()
    }


def filled_down(
    grid: Grid, rows: Sequence[int], columns: Mapping[str, int]
) -> tuple[dict[int, dict[str, str]], list[Finding]]:
    """What each row says was worked on, with what stands above it; what is to be told of that."""
    found = {row: names_at(grid.rows[row], columns) for row in rows}
    told: list[Finding] = []
    for column, name in ((columns[name], name) for name in WHAT if name in columns):
        for row, text in _merged(grid, rows, column).items():
            found[row][name] = found[row][name] or text
    blocks = _project_blocks(grid, rows, columns, found)
    for row, (above, text) in blocks.items():
        for name in PROJECT:
            found[row][name] = found[above][name]
        address = grid.address(row, _first(columns))
        told.append(Finding("timesheet_project_above", NOTE, grid.name, address, text))
    return found, told


def _merged(grid: Grid, rows: Sequence[int], column: int) -> dict[int, str]:
    wanted = set(rows)
    return {
        row: text
        for top, left, bottom, right in grid.merges
        if left <= column <= right and 0 <= top < len(grid.rows)
        for row in range(top + 1, bottom + 1)
        if row in wanted and (text := text_at(grid.rows[top], {"it": left}, "it"))
    }


def _project_blocks(
    grid: Grid, rows: Sequence[int], columns: Mapping[str, int],
    found: Mapping[int, Mapping[str, str]],
) -> dict[int, tuple[int, str]]:  # fmt: skip
    """For rows with a task and no project: the row above that has theirs, and what it is called."""
    written = {row: " ".join(filter(None, (found[row][name] for name in PROJECT))) for row in rows}
    asked = [row for row in rows if written[row] or _names_task(found[row])]
    above = names_from_above([written[row] for row in asked], asked, grid, _first(columns))
    result: dict[int, tuple[int, str]] = {}
    last: int | None = None
    for row in asked:
        # Somebody else's first row does not go on with the project above it.
        if written[row] or text_at(grid.rows[row], columns, "person"):
            last = row if written[row] else None
        elif last is not None and row in above:
            result[row] = last, above[row]
    return result


def _names_task(names: Mapping[str, str]) -> bool:
    texts = [names[name] for name in TASK if names[name]]
    return bool(texts) and not any(words.is_a("other", text) for text in texts)


def _first(columns: Mapping[str, int]) -> int:
    return next((columns[name] for name in PROJECT if name in columns), 0)
