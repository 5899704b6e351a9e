"""Workbooks as teams make them, written for a test: rows of cells, sheet by sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.understood import Understood

TODAY = date(2026, 11, 20)
Rows = Sequence[Any]


class Formatted:
    """A value with the number format or the indent that its cell has."""

    def __init__(self, value: Any, number_format: str = "General", indent: int = 0) -> None:
        self.value, self.number_format, self.indent = value, number_format, indent


def percent(value: float) -> Formatted:
    return Formatted(value, "0%")


def put(sheet: Worksheet, rows: Rows) -> None:
    """Write rows from A1 on; None leaves a cell out."""
    for r, row in enumerate(rows, start=1):
        for c, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(r, c)
            if isinstance(value, Formatted):
                cell.value, cell.number_format = value.value, value.number_format
                cell.alignment = Alignment(indent=value.indent)
            else:
                cell.value = value


def book(
    path: Path,
    sheets: Mapping[str, Rows],
    merges: Mapping[str, Sequence[str]] | None = None,
    hidden: Sequence[str] = (),
) -> Path:
    """A workbook at `path`; `hidden` names sheets that are hidden."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        put(sheet, rows)
        for cells in (merges or {}).get(name, ()):
            sheet.merge_cells(cells)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    workbook.save(path)
    return path


def read(
    folder: Path,
    rows: Rows,
    name: str = "P-2601 plan.xlsx",
    merges: Sequence[str] = (),
    today: date = TODAY,
) -> Understood:
    """What a workbook of one sheet is understood to be."""
    path = book(folder / name, {"Sheet1": rows}, {"Sheet1": merges})
    return understand(path, today=today)


def only(found: Understood) -> ProjectRecords:
    """The one project of a file."""
    assert len(found.projects) == 1, found.findings
    return found.projects[0]


def by_wbs(found: Understood) -> dict[str, Record]:
    return {task.values["wbs"]: task for task in only(found).tasks}


def values(found: Understood, field: str) -> dict[str, Any]:
    """A field of all tasks by their WBS; absent ones are left out."""
    return {w: t.values[field] for w, t in by_wbs(found).items() if field in t.values}


def names(found: Understood) -> dict[str, str]:
    return values(found, "name")


def days(found: Understood) -> dict[str, tuple[str, str]]:
    """Start and finish of all tasks that have both, as `11-05`, by their WBS."""
    shown = {}
    for wbs, task in by_wbs(found).items():
        if {"start", "finish"} <= task.values.keys():
            shown[wbs] = (f"{task.values['start']:%m-%d}", f"{task.values['finish']:%m-%d}")
    return shown


def codes(found: Understood) -> list[str]:
    return [finding.code for finding in found.findings]


def cells(found: Understood, code: str) -> list[str]:
    """Where findings of a code stand."""
    return [finding.cell for finding in found.findings if finding.code == code]


def starts(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 09:00")


def ends(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 18:00")
