"""Whether a workbook is a timesheet, and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from pmo_desktop.exchange.files.reading import Grid, Workbook
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.timesheets.grids import week_lines, week_tables
from pmo_desktop.exchange.timesheets.lines import Line, TimesheetReading, listed
from pmo_desktop.exchange.timesheets.lists import list_lines, list_table


def timesheet_of(book: Workbook, today: date) -> TimesheetReading | None:
    """What the sheets of a workbook say of worked hours; None where none of them is a timesheet.
    Dates without a year lie near `today`."""
    found: list[Line | Finding] = []
    others: list[Finding] = []
    has_one = False
    for grid in book.grids:
        said = sheet_lines(grid, today, book.path.stem)
        if said is None:
            if grid.rows:
                others.append(Finding("sheet_without_table", NOTE, grid.name))
        else:
            has_one = True
            found += said
            if grid.cut:
                others.append(Finding("sheet_cut", WARNING, grid.name, params={"n": grid.cut}))
    if not has_one:
        return None
    lines = tuple(one for one in found if isinstance(one, Line))
    told = _together(one for one in found if isinstance(one, Finding))
    return TimesheetReading(lines, (*told, *others))


def sheet_lines(grid: Grid, today: date, stem: str) -> list[Line | Finding] | None:
    """What one sheet says; None where it is no timesheet."""
    weeks = week_tables(grid, today)
    if weeks:
        return list(week_lines(grid, weeks, stem))
    table = list_table(grid)
    return None if table is None else list(list_lines(grid, table, today, stem))


def _together(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The same trouble with the same text is told once, with all its cells."""
    cells: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        cells[finding.code, finding.sheet, finding.text].append(finding)
    for alike in cells.values():
        first = alike[0]
        rows = frozenset(int("".join(filter(str.isdigit, one.cell)) or 0) for one in alike)
        params = {**first.params, "n": len(alike), "rows": listed(rows)}
        yield Finding(first.code, first.severity, first.sheet, first.cell, first.text, params)
