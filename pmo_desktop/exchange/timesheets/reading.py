"""Whether a workbook is a timesheet, and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pmo_desktop.exchange.files.reading import Grid, Workbook
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.timesheets.grids import Near, week_lines, week_tables
from pmo_desktop.exchange.timesheets.hours import HOUR
from pmo_desktop.exchange.timesheets.lines import Line, Span, Spoken, TimesheetReading, listed
from pmo_desktop.exchange.timesheets.lists import list_lines, list_table

# So many numbers, none above 1, and many of them 1, look like days.
FEW = 3


def timesheet_of(book: Workbook, today: date) -> TimesheetReading | None:
    """What the sheets of a workbook say of worked hours; None where none of them is a timesheet.
    Dates without a year lie near `today`."""
    sheets: dict[str, list[Spoken]] = {}
    others: list[Finding] = []
    for grid in book.grids:
        said = sheet_lines(grid, today, book.path.stem)
        if said is None:
            if grid.rows:
                others.append(Finding("sheet_without_table", _weight(grid), grid.name))
            continue
        sheets[grid.name] = said
        if grid.cut:
            others.append(Finding("sheet_cut", WARNING, grid.name, params={"n": grid.cut}))
    if not sheets:
        return None
    others += [Finding(code, WARNING, name) for name, code in book.left_out]
    copies = dict(_copies(sheets))
    found = [one for name, said in sheets.items() if name not in copies for one in said]
    others += [
        Finding("timesheet_copy", WARNING, name, text=first) for name, first in copies.items()
    ]
    lines = tuple(one for one in found if isinstance(one, Line))
    told = _together(one for one in found if isinstance(one, Finding))
    spans = tuple(one for one in found if isinstance(one, Span))
    return TimesheetReading(lines, (*told, *_days_perhaps(lines), *others), spans)


def sheet_lines(grid: Grid, today: date, stem: str) -> list[Spoken] | None:
    """What one sheet says; None where it is no timesheet."""
    weeks = week_tables(grid, Near(today, stem))
    if weeks:
        return list(week_lines(grid, weeks, stem))
    table = list_table(grid, today)
    return None if table is None else list(list_lines(grid, table, today, stem))


def _weight(grid: Grid) -> str:
    """A sheet of instructions is worth a note; one with numbers may have hours."""
    has_numbers = any(isinstance(value, float) for row in grid.rows for value in row)
    return WARNING if has_numbers else NOTE


def _copies(sheets: dict[str, list[Spoken]]) -> Iterator[tuple[str, str]]:
    """Sheets that say the same as one before them, and that one: `Sheet1 (2)`."""
    seen: dict[tuple[object, ...], str] = {}
    for name, said in sheets.items():
        # Whose the hours are may hang on the sheet's own name.
        lines = tuple(
            line._replace(sheet="", who=line.who._replace(perhaps=line.who.perhaps[1:]))
            for line in said
            if isinstance(line, Line)
        )
        is_named = all(line.who.written for line in lines)
        worked = [line for line in lines if line.minutes]
        if not worked:
            continue
        if is_named and lines in seen:
            yield name, seen[lines]
        seen.setdefault(lines, name)


def _days_perhaps(lines: Sequence[Line]) -> Iterator[Finding]:
    """Sheets whose numbers look like days, though nothing says so."""
    bare: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.minutes:
            bare[line.sheet].append(line)
    for sheet, found in bare.items():
        small = [line for line in found if line.is_bare and line.minutes <= HOUR]
        whole = sum(line.minutes == HOUR for line in small)
        if len(small) == len(found) >= FEW and whole * 2 >= len(small):
            rows = frozenset(line.row for line in small)
            params = {"rows": listed(rows), "n": len(rows)}
            yield Finding("timesheet_days_perhaps", WARNING, sheet, found[0].cell, params=params)


def _together(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The same trouble with the same text is told once, with all its cells."""
    cells: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        cells[finding.code, finding.sheet, finding.text].append(finding)
    for alike in cells.values():
        first = max(alike, key=lambda one: one.severity == WARNING)
        rows = frozenset(int("".join(filter(str.isdigit, one.cell)) or 0) for one in alike)
        params = {**first.params, "n": len(alike), "rows": listed(rows)}
        yield Finding(first.code, first.severity, first.sheet, first.cell, first.text, params)
