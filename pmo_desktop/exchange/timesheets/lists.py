"""Lists: a row for each day and task, with columns for the person, the date and the hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import dates
from pmo_desktop.exchange.parsing.blocks import names_from_above
from pmo_desktop.exchange.parsing.text import has_cjk
from pmo_desktop.exchange.parsing.values import Unread, is_blank, shown
from pmo_desktop.exchange.timesheets import hours, words
from pmo_desktop.exchange.timesheets.columns import NAMING, columns_of, is_total, text_at
from pmo_desktop.exchange.timesheets.heads import person_of, settled
from pmo_desktop.exchange.timesheets.lines import Line, Said

LOOKED_AT = 30  # rows from the top among which the headers are
NEEDED = ("day", "hours")
ONLY_TEXTS = frozenset((str,))
OF_SOMETHING = {"person", "project", "project_code"}


@dataclass(frozen=True)
class ListTable:
    """`row` is the grid's row of the headers, `unit` the minutes of a number below the hours."""

    row: int
    columns: Mapping[str, int]
    unit: int


def list_table(grid: Grid) -> ListTable | None:
    """The list on a sheet; None where there is none, or where it is a plan."""
    for number, row in enumerate(grid.rows[:LOOKED_AT]):
        # Most rows of most sheets are no header: they need not be read.
        if len(row) - row.count("") <= len(NEEDED) or not ONLY_TEXTS.issuperset(map(type, row)):
            continue
        columns = columns_of(row)
        if not all(name in columns for name in NEEDED):
            continue
        if not any(name in columns for name in NAMING):
            continue
        taken = set(columns.values())
        others = [v for c, v in enumerate(row) if isinstance(v, str) and c not in taken]
        if any(words.is_a("plan", value) for value in others):
            continue
        # A date and a duration alone are any list.
        if not columns.keys() & OF_SOMETHING and not person_of(grid, 0, number):
            continue
        return ListTable(number, columns, hours.unit_of(str(row[columns["hours"]])))
    return None


def list_lines(grid: Grid, table: ListTable, near: date, stem: str) -> Iterator[Line | Finding]:
    """What the rows of a list say; `stem` is the name of the file."""
    named = person_of(grid, 0, table.row)
    head = Said(named, () if named else (grid.name, stem))
    below = range(table.row + 1, len(grid.rows))
    days = _days(grid, table, near)
    told = [number for number in below if _says_something(grid.rows[number], table)]
    people = _people(grid, table, told, head)
    day = None
    for number in told:
        row = grid.rows[number]
        # In a list of one day's several rows the date may stand in the first alone.
        cell = row[table.columns["day"]]
        day = days[number - table.row - 1] if not is_blank(cell) else day
        who, is_from_above = people[number]
        for found in _row(grid, table, number, who, day):
            if is_from_above and isinstance(found, Line):
                address = grid.address(number, table.columns["person"])
                yield Finding("timesheet_from_above", NOTE, grid.name, address, who.written)
            yield found


def _says_something(row: Sequence[Any], table: ListTable) -> bool:
    return not (all(is_blank(value) for value in row) or is_total(row, table.columns))


def _people(
    grid: Grid, table: ListTable, rows: Sequence[int], head: Said
) -> dict[int, tuple[Said, bool]]:
    """Whose each row is, and whether it says so only above itself."""
    names = [text_at(grid.rows[row], table.columns, "person") for row in rows]
    if not any(names):
        return dict.fromkeys(rows, (head, False))
    above = names_from_above(names, rows, grid, table.columns["person"])
    # Where rows are named, one without a name is nobody's, but on a sheet that is somebody's.
    rest = head if head.written else Said()
    return {
        row: (Said(name or above.get(row, "")) if name or row in above else rest, row in above)
        for row, name in zip(rows, names, strict=True)
    }


def _row(
    grid: Grid, table: ListTable, number: int, who: Said, day: date | None
) -> Iterator[Line | Finding]:
    row = grid.rows[number]
    column = table.columns["hours"]
    value: Any = row[column]
    minutes = None if is_blank(value) else hours.read(value, table.unit)
    if minutes is None:
        return
    address = grid.address(number, column)
    if isinstance(minutes, Unread):
        yield Finding(minutes.code, WARNING, grid.name, address, shown(value))
        return
    if day is None:
        where = grid.address(number, table.columns["day"])
        text = shown(row[table.columns["day"]])
        yield Finding("timesheet_no_day", WARNING, grid.name, where, text)
        return
    names = {name: text_at(row, table.columns, name) for name in (*NAMING[1:], "note")}
    yield Line(grid.name, grid.top + number + 1, address, who, day, minutes=minutes, **names)


def _days(grid: Grid, table: ListTable, near: date) -> list[date | None]:
    """The days of all rows below the headers, decided together: what `5/11` means, the rest of the
    column says."""
    column = table.columns["day"]
    cells = [row[column] for row in grid.rows[table.row + 1 :]]
    read = [None if is_blank(cell) else dates.parse_headed(cell) for cell in cells]
    chinese = any(has_cjk(str(value)) for value in grid.rows[table.row])
    return settled(read, near, chinese)
