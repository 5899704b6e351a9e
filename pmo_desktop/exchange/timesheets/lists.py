"""Lists: a row for each day and task, with columns for the person, the date and the hours.

Overtime in a column of its own is added to the hours. A list may begin anew further down, with its
headers again, for the next person or the next page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import dates
from pmo_desktop.exchange.parsing.blocks import names_from_above
from pmo_desktop.exchange.parsing.text import clean, has_cjk
from pmo_desktop.exchange.parsing.values import Unread, is_blank, shown
from pmo_desktop.exchange.timesheets import hours, words
from pmo_desktop.exchange.timesheets.columns import (
    NAMING,
    columns_of,
    is_code_number,
    is_total,
)
from pmo_desktop.exchange.timesheets.day_heads import MOST_DAYS, day_of
from pmo_desktop.exchange.timesheets.heads import (
    labelled,
    person_of,
    project_of,
    settled,
    unit_above,
)
from pmo_desktop.exchange.timesheets.lines import Line, Said, Spoken
from pmo_desktop.exchange.timesheets.months import Month, months_above, months_in
from pmo_desktop.exchange.timesheets.owners import filled_down, people_of
from pmo_desktop.exchange.timesheets.totals import (
    ListSums,
    column_left,
    counts_hours,
    is_total_head,
)

LOOKED_AT = 30  # rows from the top among which the headers are
NEEDED = ("day", "hours")
ONLY_TEXTS = frozenset((str,))
OF_SOMETHING = {"person", "project", "project_code"}


@dataclass(frozen=True)
class ListTable:
    """`row` is the grid's row of the headers, `unit` the minutes of a number below the hours;
    `day` is that of all rows, where it stands above them."""

    row: int
    columns: Mapping[str, int]
    unit: int
    day: date | None = None


def list_table(grid: Grid, near: date) -> ListTable | None:
    """The list on a sheet; None where there is none, or where it is a plan."""
    for number, row in enumerate(grid.rows[:LOOKED_AT]):
        # Most rows of most sheets are no header: they need not be read.
        if len(row) - row.count("") < len(NEEDED) or not ONLY_TEXTS.issuperset(map(type, row)):
            continue
        columns = _with_clock(row, columns_of(row))
        if "hours" not in columns or not any(name in columns for name in NAMING):
            continue
        day = None if "day" in columns else _day_above(grid, number, near)
        if "day" not in columns and day is None:
            continue
        taken = set(columns.values())
        others = [v for c, v in enumerate(row) if isinstance(v, str) and c not in taken]
        if "clock" not in columns and any(words.is_a("plan", value) for value in others):
            continue
        # A date and a duration alone are any list.
        about = columns.keys() & OF_SOMETHING
        if not about and not person_of(grid, 0, number) and not project_of(grid, 0, number):
            continue
        above = unit_above(grid, 0, number)
        unit = hours.unit_of(str(row[columns["hours"]]), above)
        return ListTable(number, columns, unit, day)
    return None


def _day_above(grid: Grid, row: int, near: date) -> date | None:
    """The one day of a sheet that is somebody's of that day."""
    if not person_of(grid, 0, row):
        return None
    values = [dates.parse(value) for value in labelled(grid, 0, row, "day")]
    days = {day for day in settled(values, near) if day is not None} if values else set()
    return days.pop() if len(days) == 1 else None


def _with_clock(row: Sequence[str], columns: dict[str, int]) -> dict[str, int]:
    """A time clock's list says when each piece of work began: `Start date`, `Start time`."""
    clock = next((at for at, text in enumerate(row) if words.is_a("clock", text)), None)
    if clock is None:
        return columns
    began = next((at for at, text in enumerate(row) if words.is_a("began", text)), None)
    days = {} if began is None else {"day": began}
    return {**days, **columns, "clock": clock}


def list_lines(grid: Grid, table: ListTable, near: date, stem: str) -> Iterator[Spoken]:
    """What the rows of a list say; `stem` is the name of the file."""
    begins = [table.row, *(row for row in range(table.row + 1, len(grid.rows))
                           if _is_header(grid.rows[row], table))]  # fmt: skip
    ends = [*begins[1:], len(grid.rows)]
    days = _Days(grid, table, near, stem, set(begins))
    top, named = 0, ""
    for begin, end in zip(begins, ends, strict=True):
        last = begin
        named = person_of(grid, top, last) or named
        head = Said(named, () if named else (grid.name, stem))
        part = _Part(grid, table, range(begin + 1, end), head, project_of(grid, top, last), days)
        yield from part.lines()
        top, named = begin + 1, part.named or named
    yield from _left_aside(grid, table)


def _is_header(row: Sequence[Any], table: ListTable) -> bool:
    """Whether the headers stand here again."""
    return all(
        isinstance(value := row[table.columns[name]], str)
        and (words.column(value) == name or (name == "day" and words.is_a("began", value)))
        for name in NEEDED
        if name in table.columns
    )


class _Days:
    """The days of all rows of a list, decided together: what `5/11` means, the rest of the column
    says. A bare number is the day of the month that is named above or in the sheet's name."""

    def __init__(
        self, grid: Grid, table: ListTable, near: date, stem: str, heads: set[int]
    ) -> None:
        self._grid, self._one = grid, table.day
        self.column = table.columns.get("day", table.columns["hours"])
        rows = range(table.row + 1, len(grid.rows))
        self._first = table.row + 1
        cells = ["" if row in heads else grid.rows[row][self.column] for row in rows]
        months = months_above(grid, 0, table.row, near) | months_in([grid.name], near)
        months = months or months_in([stem], near)
        month = next(iter(months)) if len(months) == 1 else None
        read = [None if is_blank(cell) else _read(cell, month) for cell in cells]
        chinese = any(has_cjk(str(value)) for value in grid.rows[table.row])
        self._days = settled(read, near, chinese)

    def of(self, rows: Sequence[int]) -> Iterator[tuple[int, date | None, int | None]]:
        """Each row's day, and the row above that it stands in where it is not the row's own."""
        if self._one is not None:
            yield from ((row, self._one, None) for row in rows)
            return
        cells = [clean(shown(self._grid.rows[row][self.column])) for row in rows]
        above = names_from_above(cells, rows, self._grid, self.column)
        last: int | None = None
        for row, cell in zip(rows, cells, strict=True):
            if cell:
                last = row
                yield row, self._days[row - self._first], None
            elif row in above and last is not None:
                yield row, self._days[last - self._first], last
            else:
                yield row, None, None


def _read(cell: Any, month: Month | None) -> Any:
    if month is not None:
        text = clean(shown(cell)).rstrip("日号")
        if text.isdecimal() and 1 <= int(text) <= MOST_DAYS:
            day = day_of(month.year, month.month, int(text))
            return Unread("not_a_date") if day is None else dates.parse(day)
    return dates.parse_headed(cell)


class _Part:
    """The rows below one header; `named` is who was named last between them."""

    def __init__(
        self, grid: Grid, table: ListTable, rows: range, head: Said, project: Mapping[str, str],
        days: _Days,
    ) -> None:  # fmt: skip
        self._grid, self._table, self._rows, self._head = grid, table, rows, head
        self._project, self._days = project, days
        self.named = ""
        header = str(grid.rows[table.row][table.columns["hours"]])
        self._says_unit = hours.unit_of(header, 0) != 0 or hours.says_hours(header)
        self._overtime = table.columns.get("overtime")

    def lines(self) -> Iterator[Spoken]:
        grid, columns = self._grid, self._table.columns
        heads = self._heads()
        told = list(heads)
        people, from_above = people_of(grid, told, columns, self._head)
        if "person" not in columns:
            people = heads
        names, notes = filled_down(grid, told, columns)
        yield from notes
        days = {number: (day, above) for number, day, above in self._days.of(told)}
        sums = ListSums(grid, columns["hours"], self._table.unit)
        for number in self._rows:
            if number not in days:
                if is_total(grid.rows[number], columns):
                    yield from sums.total(number)
                continue
            day, above = days[number]
            said = list(self._row(number, people[number], day, names[number]))
            if any(isinstance(one, Line) for one in said):
                if number in from_above:
                    yield from_above[number]
                if above is not None and day is not None:
                    yield self._told_day(number, day)
            sums.add(number)
            yield from said

    def _heads(self) -> dict[int, Said]:
        """The rows with hours, and who is named above each."""
        found: dict[int, Said] = {}
        head, columns = self._head, self._table.columns
        for number in self._rows:
            row = self._grid.rows[number]
            if is_total(row, columns):
                continue
            if self._has_hours(row):
                found[number] = head
            elif "person" not in columns and (named := person_of(self._grid, number, number + 1)):
                head = Said(named)
                self.named = named
        return found

    def _has_hours(self, row: Sequence[Any]) -> bool:
        columns = [self._table.columns["hours"]]
        columns += [] if self._overtime is None else [self._overtime]
        return any(not is_blank(row[column]) for column in columns)

    def _told_day(self, number: int, day: date) -> Finding:
        grid, column = self._grid, self._days.column
        is_merged = any(
            left <= column <= right and top < number <= bottom
            for top, left, bottom, right in grid.merges
        )
        severity = NOTE if is_merged else WARNING
        return Finding("timesheet_day_above", severity, grid.name, grid.address(number, column),
                       day.isoformat())  # fmt: skip

    def _row(
        self, number: int, who: Said, day: date | None, names: Mapping[str, str]
    ) -> Iterator[Spoken]:
        grid, columns = self._grid, self._table.columns
        row = grid.rows[number]
        column = columns["hours"]
        address = grid.address(number, column)
        minutes = self._minutes(number)
        if isinstance(minutes, Finding):
            yield minutes
            return
        if minutes is None:
            return
        if day is None:
            text = shown(row[self._days.column])
            code = "timesheet_no_day" if clean(text) else "timesheet_dayless"
            where = grid.address(number, self._days.column)
            yield Finding(code, WARNING, grid.name, where, text)
            return
        project = self._project if not (names["project"] or names["project_code"]) else {}
        yield Line(
            grid.name, grid.top + number + 1, address, who, day, minutes=minutes,
            is_code_number=is_code_number(row, columns),
            is_bare=not self._says_unit and hours.is_bare(row[column]), **{**names, **project},
        )  # fmt: skip

    def _minutes(self, number: int) -> int | Finding | None:
        """What was worked, overtime included; None where the row does not say."""
        grid, found = self._grid, None
        wanted = (self._table.columns["hours"], self._overtime)
        for column in (column for column in wanted if column is not None):
            value = grid.rows[number][column]
            minutes = None if is_blank(value) else hours.read(value, self._table.unit)
            if isinstance(minutes, Unread):
                address = grid.address(number, column)
                return Finding(minutes.code, WARNING, grid.name, address, shown(value))
            found = found if minutes is None else (found or 0) + minutes
        return found


def _left_aside(grid: Grid, table: ListTable) -> Iterator[Finding]:
    """Columns that hold what may be hours and were not read."""
    used = set(table.columns.values())
    rows = grid.rows[table.row + 1 :]
    for column, header in enumerate(grid.rows[table.row]):
        if column in used or not (is_total_head(header) or counts_hours(header)):
            continue
        if any(isinstance(hours.read(row[column]), int) for row in rows if row[column]):
            yield column_left(grid, table.row, column, header)
