"""The sheet's own totals: left aside, told, and held against what was read.

A total that is another than the sum of the hours beside or above it says that something was not
read, or that the sheet is wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing.text import clean
from pmo_desktop.exchange.parsing.values import is_blank, shown
from pmo_desktop.exchange.timesheets import hours
from pmo_desktop.exchange.timesheets.columns import is_total_word
from pmo_desktop.exchange.timesheets.lines import Line, Spoken

# What totals may differ by: hours are often shown to a tenth.
ALLOWED = 6.0
TOTAL_HEAD = re.compile(r"合计|总计|小计|总工时|总时长|\btotal\b|\bsum\b", re.I)
COUNTS = re.compile(r"工时|小时|时长|加班|hours?\b|\bhrs?\b|overtime|\bOT\b", re.I)
OTHER_COUNTS = re.compile(
    r"计划|预计|预估|估算|剩余|累计|应出勤|标准|上班|下班|单价|费率|"
    r"plan|estimat|budget|remain|start|end|\bfrom\b|\bto\b|rate|target|standard|available|cumul",
    re.I,
)


def is_total_head(header: Any) -> bool:
    """Whether a header is that of a column of totals."""
    if not isinstance(header, str):
        return False
    return is_total_word(clean(header)) or TOTAL_HEAD.search(header) is not None


class Totals:
    """The sums of a table's rows and day columns, as its rows are read."""

    def __init__(self, grid: Grid, columns: Sequence[int], days: Mapping[int, date | None]) -> None:
        self._grid, self._columns, self._days = grid, columns, days
        self._since: dict[int, float] = defaultdict(float)
        self._all: dict[int, float] = defaultdict(float)
        self._is_whole = True

    def line(self, number: int, said: Iterable[Spoken], unit: int) -> Iterator[Finding]:
        """One row's hours, held against its total."""
        grid = self._grid
        at = {grid.address(number, column): column for column in self._days}
        found = [one for one in said if isinstance(one, Line)]
        if any(isinstance(one, Finding) and one.cell in at for one in said):
            self._is_whole = False
            return
        for one in found:
            self._since[at[one.cell]] += one.minutes
            self._all[at[one.cell]] += one.minutes
        total = float(sum(one.minutes for one in found))
        written = self._written(number, self._columns, unit)
        if written and not any(_alike(total, value) for value in written.values()):
            yield self._differs(number, next(iter(written)))

    def row(self, number: int, unit: int) -> Iterator[Finding]:
        """A row of totals."""
        yield Finding("timesheet_totals", NOTE, self._grid.name, self._grid.address(number, 0))
        written = self._written(number, list(self._days), unit)
        for column, value in written.items() if self._is_whole else ():
            sums = (self._since[column], self._all[column])
            if not any(_alike(one, value) for one in sums):
                yield self._differs(number, column)
                break
        self._since.clear()

    def left_aside(
        self, headers: Sequence[Any], used: Collection[int], rows: Sequence[int]
    ) -> Iterator[Finding]:
        """The columns that were not read though they hold what may be hours."""
        first = min(self._days, default=0)
        for column in (c for c in range(first, self._grid.width) if c not in used):
            header = headers[column]
            cells = (self._grid.rows[row][column] for row in rows)
            if not any(_is_amount(value) for value in cells):
                continue
            yield column_left(self._grid, rows[0], column, header)

    def _written(self, number: int, columns: Iterable[int], unit: int) -> dict[int, float]:
        row = self._grid.rows[number]
        read = {
            column: hours.amount(row[column], unit)
            for column in columns
            if not is_blank(row[column])
        }
        return {column: value for column, value in read.items() if isinstance(value, float)}

    def _differs(self, number: int, column: int) -> Finding:
        grid = self._grid
        return Finding("timesheet_total_differs", WARNING, grid.name, grid.address(number, column))


class ListSums:
    """The sums of a list's hours, for the rows of totals among them."""

    def __init__(self, grid: Grid, column: int, unit: int) -> None:
        self._grid, self._column, self._unit = grid, column, unit
        self._since = self._all = 0.0

    def add(self, number: int) -> None:
        value = hours.amount(self._grid.rows[number][self._column], self._unit)
        if isinstance(value, float):
            self._since += value
            self._all += value

    def total(self, number: int) -> Iterator[Finding]:
        grid, value = self._grid, self._grid.rows[number][self._column]
        if is_blank(value):
            return
        yield Finding("timesheet_totals", NOTE, grid.name, grid.address(number, 0))
        said = hours.amount(value, self._unit)
        if isinstance(said, float) and not (_alike(said, self._since) or _alike(said, self._all)):
            where = grid.address(number, self._column)
            yield Finding("timesheet_total_differs", WARNING, grid.name, where)
        self._since = 0.0


def column_left(grid: Grid, row: int, column: int, header: Any) -> Finding:
    """That a column was not read: a total, as it should be, or what nobody knows."""
    name = f"{grid.letters(column)} {shown(header)}".strip()
    address = grid.address(row, column)
    if is_total_head(header):
        return Finding("timesheet_column_left", NOTE, grid.name, address, name)
    return Finding("timesheet_column_unread", WARNING, grid.name, address, name)


def counts_hours(header: Any) -> bool:
    """Whether a header that is not known may be that of worked hours."""
    text = shown(header)
    return COUNTS.search(text) is not None and not OTHER_COUNTS.search(text)


def _is_amount(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, float | time | timedelta):
        return value not in (0.0, time(), timedelta())
    return isinstance(value, str) and bool(value.strip()) and isinstance(hours.amount(value), float)


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= ALLOWED
