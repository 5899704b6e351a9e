"""Days as columns: tasks, or people, in rows; the person, the project, the week or the month above.

The days are named by dates, by weekdays, by bare numbers of a month, or by two of these in two
rows. Where by weekdays alone, the week stands above the table, and the first column is its day at
or before that date; where by numbers, the month stands above it, or in the sheet's or the file's
name. What is not named, or named twice and differently, is told, and nothing of it is taken.
Several tables may stand below one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing.values import Unread, is_blank, shown
from pmo_desktop.exchange.timesheets import day_heads, hours, words
from pmo_desktop.exchange.timesheets.columns import (
    NAMING,
    columns_of,
    is_code_number,
    is_total,
    naming_words,
    text_at,
)
from pmo_desktop.exchange.timesheets.day_heads import DayHeads
from pmo_desktop.exchange.timesheets.heads import (
    Week,
    person_of,
    project_of,
    unit_above,
    week_of,
)
from pmo_desktop.exchange.timesheets.lines import Line, Said, Span, Spoken
from pmo_desktop.exchange.timesheets.months import Month, months_above, months_in
from pmo_desktop.exchange.timesheets.owners import filled_down, people_of
from pmo_desktop.exchange.timesheets.totals import Totals, is_total_head

SURE_DAYS = 5  # fewer are a timesheet's where there are hours below them
LOOKED_AT, LOOKED_BELOW = 40, 60
ABOVE = 12  # rows above a table that may speak of it
Days = Mapping[int, date | None]


class Placed(NamedTuple):
    """The columns with their days, by which week or month; see `WeekTable`."""

    days: Days
    trouble: Finding | None = None
    doubts: tuple[Finding, ...] = ()
    when: Week | Month | None = None


class Near(NamedTuple):
    """The day near which dates without a year lie, and what the file is called."""

    day: date
    stem: str


@dataclass(frozen=True)
class WeekTable:
    """`row` is the grid's row of the headers, `first` the first one below them; `days` are the
    columns with their days (None: there is no such day). `trouble` says why none of it is taken,
    `doubts` what is doubtful about what is."""

    row: int
    first: int
    columns: Mapping[str, int]
    headers: Sequence[Any]
    days: Days
    trouble: Finding | None = None
    doubts: tuple[Finding, ...] = ()
    when: Week | Month | None = None


def week_tables(grid: Grid, near: Near) -> list[WeekTable]:
    """The tables on a sheet, top to bottom."""
    found: list[WeekTable] = []
    near_names = _near_names(grid.rows[: LOOKED_AT + 1])
    row = 0
    # A sheet that does not begin with a week has none further down.
    while row < (len(grid.rows) if found else min(len(grid.rows), LOOKED_AT)):
        # Headers stand in this row, the one above or the one below: so end nearly all rows.
        may_be = row in near_names
        table = _table(grid, row, near, found[-1] if found else None) if may_be else None
        if table is None:
            row += 1
        else:
            if not found:
                near_names = _near_names(grid.rows)
            found.append(table)
            row = table.first
    return found


def _near_names(rows: Sequence[Sequence[Any]]) -> set[int]:
    """The numbers of the rows in, above and below which something says who, or what was done."""
    naming = naming_words(rows)
    named = [at for at, row in enumerate(rows) if not naming.isdisjoint(row)]
    return {at + step for at in named for step in (-1, 0, 1)}


def week_lines(grid: Grid, tables: Sequence[WeekTable], stem: str) -> Iterator[Spoken]:
    """What the tables of a sheet say; `stem` is the name of the file."""
    ends = [table.row for table in tables[1:]] + [len(grid.rows)]
    begin, before = 0, ""
    for table, end in zip(tables, ends, strict=True):
        top = max(begin, table.row - ABOVE)
        named = person_of(grid, top, table.row) or before
        before = named
        yield from table.doubts
        if table.trouble is not None:
            yield table.trouble
        else:
            reading = _Reading(grid, table, end, top)
            yield from reading.lines(Said(named, () if named else (grid.name, stem)))
            before = reading.last_named or named
        begin = table.first


def _table(grid: Grid, row: int, near: Near, before: WeekTable | None) -> WeekTable | None:
    heads = day_heads.day_heads(grid.rows[row])
    if not heads:
        return None
    top = before.first if before else 0
    below = grid.rows[row + 1] if row + 1 < len(grid.rows) else []
    more = _completing(heads, day_heads.day_heads(below)) if _names_free(grid, row) else None
    first = row + 2 if more else row + 1
    used = [grid.rows[row], below] if more else [grid.rows[row]]
    above = _names_above(grid, row, top, heads)
    header = [*used, *([grid.rows[row - 1]] if above else [])]
    columns = {**above, **(columns_of(below) if more else {}), **columns_of(grid.rows[row])}
    columns = {name: at for name, at in columns.items() if name in (*NAMING, "note")}
    if not any(name in columns for name in NAMING) or _is_plan(header):
        return None
    both = _joined(heads, more)
    if not _is_sure(grid, first, both):
        return None
    placed = _placed(grid, row, both, near, top, before)
    if placed is None:
        return None
    headers = [next((v for r in header if not is_blank(v := r[c])), "") for c in range(grid.width)]
    return WeekTable(row, first, columns, headers, *placed)


def _names_free(grid: Grid, row: int) -> bool:
    """Whether the row below may go on with the headers: it names no work."""
    if row + 1 >= len(grid.rows):
        return False
    below = grid.rows[row + 1]
    columns = columns_of(grid.rows[row])
    return all(
        is_blank(below[column]) or words.column(shown(below[column]))
        for name, column in columns.items()
        if name in NAMING
    )


def _completing(heads: DayHeads, below: DayHeads) -> DayHeads | None:
    """What the row below a header adds to it: dates to weekdays, weekdays to dates."""
    adds = (
        (below.read and not heads.read)
        or (below.weekdays and not heads.weekdays)
        or (below.numbers and heads.weekdays and not (heads.numbers or heads.read))
    )
    return below if adds else None


def _joined(heads: DayHeads, more: DayHeads | None) -> DayHeads:
    if more is None:
        return heads
    return DayHeads(
        heads.weekdays or more.weekdays, heads.read or more.read, heads.numbers or more.numbers
    )


def _names_above(grid: Grid, row: int, top: int, heads: DayHeads) -> dict[str, int]:
    """Naming columns whose headers are merged down from the row above the days'."""
    if row <= top or any(name in NAMING for name in columns_of(grid.rows[row])):
        return {}
    columns = columns_of(grid.rows[row - 1])
    days = {*heads.weekdays, *heads.read, *heads.numbers}
    merged = {
        left for first, left, last, right in grid.merges
        if first == row - 1 and last >= row and left == right
    }  # fmt: skip
    names = [name for name in columns if name in NAMING and columns[name] not in days]
    is_head = any(columns[name] in merged for name in names) or len(names) > 1
    free = all(is_blank(grid.rows[row][columns[name]]) for name in names)
    return columns if is_head and free else {}


def _is_plan(headers: Sequence[Sequence[Any]]) -> bool:
    """A plan may have a time line of days beside its tasks."""
    return any(
        isinstance(value, str) and words.is_a("plan", value) for row in headers for value in row
    )


def _is_sure(grid: Grid, first: int, heads: DayHeads) -> bool:
    """Few days, or bare numbers, are a timesheet's where hours stand below them."""
    days = [*heads.read] or [*heads.numbers] or [*heads.weekdays]
    if len(days) >= (SURE_DAYS if heads.weekdays or heads.read else day_heads.WHOLE_MONTH):
        return True
    rows = grid.rows[first : first + LOOKED_BELOW]
    return any(isinstance(row[column], float) for row in rows for column in days)


def _placed(
    grid: Grid, row: int, heads: DayHeads, near: Near, top: int, before: WeekTable | None
) -> Placed | None:
    """The days, or why they are not known; None where it is no table of days."""
    above = max(top, row - ABOVE)
    week = week_of(grid, above, row, near.day)
    when: Week | Month | None = week
    doubts: list[Finding] = []
    where = grid.address(row, 0)
    days: Days = day_heads.dated(heads.read, week.day if week else near.day)
    if not days and heads.numbers:
        named = _month(grid, above, row, near, before)
        if named is None and len(heads.numbers) < day_heads.WHOLE_MONTH and week is None:
            return None
        days, trouble, when = _numbered(heads, named, week, where, grid)
        if trouble is not None:
            return Placed(dict.fromkeys(heads.numbers), trouble)
    elif not days and heads.weekdays:
        week = week or _same_week(grid, above, row, before)
        if week is None or not _fits(heads.weekdays, week):
            trouble = Finding("week_unknown", WARNING, grid.name, where)
            return Placed(dict.fromkeys(heads.weekdays), trouble)
        if week.text:
            params = {"day": next(iter(day_heads.from_weekdays(heads.weekdays, week.day).values()))}
            doubts.append(Finding("week_taken", NOTE, grid.name, where, week.text, params))
        days, when = day_heads.from_weekdays(heads.weekdays, week.day), week
    elif not days:
        return None
    wrong = day_heads.contradicted(days, heads.weekdays)
    if wrong:
        params = {"day": days[wrong[0]]}
        found = Finding("weekday_differs", WARNING, grid.name, grid.address(row, wrong[0]),
                        params=params)  # fmt: skip
        if heads.numbers and not heads.read:
            return Placed(days, found)
        doubts.append(found)
    return Placed(days, None, tuple(doubts), when)


def _fits(weekdays: Mapping[int, int], week: Week) -> bool:
    """A period that is longer than the days in the columns does not say which of its weeks."""
    if week.last is None:
        return True
    days = [day for day in day_heads.from_weekdays(weekdays, week.day).values() if day]
    return (week.last - days[-1]).days < day_heads.WEEK


def _same_week(grid: Grid, above: int, row: int, before: WeekTable | None) -> Week | None:
    """The next person's table may go by the week of the one before."""
    is_week = before is not None and isinstance(before.when, Week)
    if is_week and before is not None and person_of(grid, above, row):
        return before.when if isinstance(before.when, Week) else None
    return None


def _month(
    grid: Grid, above: int, row: int, near: Near, before: WeekTable | None
) -> set[Month] | None:
    """The months that are named, nearest first; None where none is, several where they differ."""
    written = months_above(grid, above, row + 1, near.day)
    called = months_in([grid.name], near.day)
    if written or called:
        return written | called
    if before is not None and isinstance(before.when, Month):
        return {before.when}
    return months_in([near.stem], near.day) or None


def _numbered(
    heads: DayHeads, named: set[Month] | None, week: Week | None, where: str, grid: Grid
) -> tuple[Days, Finding | None, Week | Month | None]:
    """The days of bare numbers, by the period or the month that is named."""
    if week is not None and (week.last is not None or not named):
        days = day_heads.from_day(heads.numbers, week.day)
        last = [day for day in days.values() if day is not None][-1]
        if week.last is None or last <= week.last:
            return days, None, week
    if named and len(named) > 1:
        text = ", ".join(sorted(month.text for month in named))
        return {}, Finding("months_differ", WARNING, grid.name, where, text), None
    if not named or day_heads.wraps(heads.numbers):
        return {}, Finding("month_unknown", WARNING, grid.name, where), None
    (month,) = named
    return day_heads.in_month(heads.numbers, month.year, month.month), None, month


class _Reading:
    """One table's rows; `last_named` is who was named last between them."""

    def __init__(self, grid: Grid, table: WeekTable, end: int, top: int) -> None:
        self._grid, self._table = grid, table
        self._rows = range(table.first, end)
        named = unit_above(grid, top, table.row, 0)
        self._unit, self._says_unit = named or hours.HOUR, named != 0
        self._project = project_of(grid, top, table.row)
        self.last_named = ""

    def lines(self, who: Said) -> Iterator[Spoken]:
        grid, table = self._grid, self._table
        told = [number for number in self._rows if self._is_told(number)]
        names, notes = filled_down(grid, told, table.columns)
        yield from notes
        people, from_above = people_of(grid, told, table.columns, who)
        totals = Totals(grid, self._total_columns(), table.days)
        mine, worked = who, set[Said]()
        for number in self._rows:
            if number not in names:
                if is_total(grid.rows[number], table.columns):
                    yield from totals.row(number, self._unit)
                elif "person" not in table.columns:
                    named = person_of(grid, number, number + 1)
                    mine = Said(named) if named else mine
                    self.last_named = named or self.last_named
                continue
            person = people[number] if "person" in table.columns else mine
            said = list(self._row(number, names[number], person))
            if number in from_above and said:
                yield from_above[number]
            yield from said
            worked |= {one.who for one in said if isinstance(one, Line) and one.minutes}
            yield from totals.line(number, said, self._unit)
        yield from totals.left_aside(table.headers, {*table.columns.values(), *table.days},
                                     told)  # fmt: skip
        yield from self._merged()
        days = [day for day in table.days.values() if day is not None]
        for one in worked:
            yield Span(one, min(days), max(days))

    def _is_told(self, number: int) -> bool:
        """Whether a row says something of hours and is no total."""
        row = self._grid.rows[number]
        if is_total(row, self._table.columns):
            return False
        has_hours = any(not is_blank(row[column]) for column in self._table.days)
        has_names = any(text_at(row, self._table.columns, name) for name in NAMING)
        return has_hours or (has_names and not person_of(self._grid, number, number + 1))

    def _total_columns(self) -> list[int]:
        return [column for column, head in enumerate(self._table.headers) if is_total_head(head)]

    def _row(self, number: int, names: Mapping[str, str], who: Said) -> Iterator[Spoken]:
        grid = self._grid
        row = grid.rows[number]
        named = {**(self._project if not names["project"] and not names["project_code"] else {})}
        texts = {**names, **named}
        speaks = any(names.values()) or bool(text_at(row, self._table.columns, "person"))
        for column, day in self._table.days.items():
            value = row[column]
            minutes = None if is_blank(value) else hours.read(value, self._unit)
            address = grid.address(number, column)
            if isinstance(minutes, Unread):
                if speaks:
                    yield Finding(minutes.code, WARNING, grid.name, address, shown(value))
            elif minutes is None or not (minutes or speaks):
                continue
            elif day is None:
                if minutes:
                    head = shown(self._table.headers[column])
                    yield Finding("timesheet_no_such_day", WARNING, grid.name, address, head)
            else:
                yield Line(
                    grid.name, grid.top + number + 1, address, who, day, minutes=minutes,
                    is_code_number=is_code_number(row, self._table.columns),
                    is_bare=not self._says_unit and hours.is_bare(value), **texts,
                )  # fmt: skip

    def _merged(self) -> Iterator[Finding]:
        """Hours in a cell over several days or rows may be each one's or all of them together."""
        grid = self._grid
        for top, left, bottom, right in grid.merges:
            inside = [column for column in self._table.days if left <= column <= right]
            if top in self._rows and inside and (len(inside) > 1 or bottom > top):
                value = grid.rows[top][left]
                if not is_blank(value) and not isinstance(hours.read(value), Unread):
                    where = grid.address(top, left)
                    yield Finding("timesheet_merged", WARNING, grid.name, where, shown(value))
