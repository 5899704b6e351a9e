"""Weeks as grids: tasks in rows, the days of a week in columns, the person above.

The days are named by dates, by weekdays, or by both in two rows; where by weekdays alone, the week
stands above the table, and the first column is its day at or before that date. Several weeks may
stand below one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.findings import WARNING, Finding
from pmo_desktop.exchange.parsing import dates
from pmo_desktop.exchange.parsing.values import Unread, is_blank, shown
from pmo_desktop.exchange.timesheets import hours, words
from pmo_desktop.exchange.timesheets.columns import NAMING, columns_of, is_total, text_at
from pmo_desktop.exchange.timesheets.heads import consecutive, person_of, settled, week_of
from pmo_desktop.exchange.timesheets.lines import Line, Said

LEAST_DAYS, MOST_DAYS = 5, 31
LOOKED_AT = 40
ABOVE = 12  # rows above a table that may speak of it


@dataclass(frozen=True)
class WeekTable:
    """`row` is the grid's row of the headers, `first` the first one below them; `days` are the
    columns with their days (None: no week is named)."""

    row: int
    first: int
    columns: Mapping[str, int]
    days: Mapping[int, date | None]


def week_tables(grid: Grid, near: date) -> list[WeekTable]:
    """The weeks on a sheet, top to bottom."""
    found: list[WeekTable] = []
    row = 0
    # A sheet that does not begin with a week has none further down.
    while row < (len(grid.rows) if found else min(len(grid.rows), LOOKED_AT)):
        table = _table(grid, row, near, found[-1].first if found else 0)
        if table is None:
            row += 1
        else:
            found.append(table)
            row = table.first
    return found


def week_lines(grid: Grid, tables: Sequence[WeekTable], stem: str) -> Iterator[Line | Finding]:
    """What the weeks of a sheet say; `stem` is the name of the file."""
    ends = [table.row for table in tables[1:]] + [len(grid.rows)]
    begin, before = 0, ""
    for table, end in zip(tables, ends, strict=True):
        named = person_of(grid, max(begin, table.row - ABOVE), table.row) or before
        before = named
        who = Said(named, () if named else (grid.name, stem))
        if None in table.days.values():
            yield Finding("week_unknown", WARNING, grid.name, grid.address(table.row, 0))
        else:
            yield from _lines(grid, table, end, who)
        begin = table.first


def _table(grid: Grid, row: int, near: date, top: int) -> WeekTable | None:
    header = grid.rows[row]
    if not _may_be_header(header):
        return None
    days, read = _weekdays(header), _read(header)
    if not (days or read):
        return None  # before anything above it is looked at: so end nearly all rows of all files
    named = week_of(grid, max(top, row - ABOVE), row, near)
    near = named or near
    dated = _dated(read, near)
    if not (days or dated):
        return None
    below = grid.rows[row + 1] if row + 1 < len(grid.rows) else []
    first = row + 1
    if (not dated and (dated := _dated(_read(below), near))) or (not days and _weekdays(below)):
        first = row + 2
    used = (*header, *below) if first == row + 2 else header
    columns = {**columns_of(below if first == row + 2 else ()), **columns_of(header)}
    if not any(name in columns for name in NAMING) or _is_plan(used):
        return None
    if dated:
        return WeekTable(row, first, columns, dict(dated))
    return WeekTable(row, first, columns, _from_week(days, named))


def _may_be_header(row: Sequence[Any]) -> bool:
    """Most rows of most sheets are no header: they need not be read."""
    return len(row) - row.count("") > LEAST_DAYS and float not in map(type, row)


def _is_plan(header: Sequence[Any]) -> bool:
    """A plan may have a time line of days beside its tasks."""
    return any(isinstance(value, str) and words.is_a("plan", value) for value in header)


def _weekdays(header: Sequence[Any]) -> dict[int, int]:
    """Columns with weekdays, where there are enough of them and each follows the one before."""
    found = {
        number: day
        for number, value in enumerate(header)
        if isinstance(value, str) and (day := words.weekday(value))
    }
    follow = list(found.values())
    steps = all(b % 7 == (a + 1) % 7 for a, b in pairwise(follow))
    return found if len(found) >= LEAST_DAYS and steps else {}


def _read(header: Sequence[Any]) -> dict[int, Any]:
    """Columns with dates, their years still open, where there are enough of them."""
    read = {
        number: value
        for number, cell in enumerate(header)
        if not is_blank(cell) and not isinstance(cell, bool)
        and not isinstance(value := dates.parse(cell), Unread) and value is not None
    }  # fmt: skip
    return read if LEAST_DAYS <= len(read) <= MOST_DAYS else {}


def _dated(read: Mapping[int, Any], near: date) -> dict[int, date]:
    """Columns with dates, where each is the day after the other."""
    for month_first in (True, False) if read else ():
        days = settled(list(read.values()), near, month_first)
        if consecutive(days) and None not in days:
            return dict(zip(read, [day for day in days if day is not None], strict=True))
    return {}


def _from_week(days: Mapping[int, int], named: date | None) -> dict[int, date | None]:
    if named is None:
        return dict.fromkeys(days)
    first = next(iter(days.values()))
    begin = named - timedelta(days=(named.isoweekday() - first) % 7)
    return {number: begin + timedelta(days=at) for at, number in enumerate(days)}


def _lines(grid: Grid, table: WeekTable, end: int, who: Said) -> Iterator[Line | Finding]:
    blank = 0
    for number in range(table.first, end):
        row = grid.rows[number]
        blank = blank + 1 if all(is_blank(value) for value in row) else 0
        # Below a gap stand signatures and remarks.
        if blank > 1 or is_total(row, table.columns):
            continue
        named = text_at(row, table.columns, "person")
        yield from _row(grid, table, number, Said(named) if named else who)


def _row(grid: Grid, table: WeekTable, number: int, who: Said) -> Iterator[Line | Finding]:
    row = grid.rows[number]
    names = {name: text_at(row, table.columns, name) for name in (*NAMING[1:], "note")}
    for column, day in table.days.items():
        value = row[column] if column < len(row) else ""
        minutes = None if is_blank(value) else hours.read(value)
        address = grid.address(number, column)
        if isinstance(minutes, Unread):
            if any(names.values()):
                yield Finding(minutes.code, WARNING, grid.name, address, shown(value))
        elif minutes is not None and day is not None and (minutes or any(names.values())):
            yield Line(grid.name, grid.top + number + 1, address, who, day,
                           minutes=minutes, **names)  # fmt: skip
