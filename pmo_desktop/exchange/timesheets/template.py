"""Timesheets to be filled in: a sheet for each person, a grid for each week, in one language.

The tasks that are planned stand in it; below them are free lines. What is typed in comes back by
the import, which knows these headers like those of anybody's timesheet.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.exchange.tabling.files import sheet_name
from pmo_desktop.exchange.workbook.cells import put_value
from pmo_desktop.language import Language
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.timesheet_people import SheetPerson, SheetWeek

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TEXTS = (("project_code", 13), ("project", 24), ("task_code", 9), ("task", 34))
DAYS, DAY_WIDTH, NOTE_WIDTH = 7, 9, 26
FIRST_DAY = len(TEXTS) + 1
TOTAL, NOTE = FIRST_DAY + DAYS, FIRST_DAY + DAYS + 1
FREE_LINES = 4
FACES = {"zh": "Microsoft YaHei", "en": "Segoe UI"}


def write_timesheets(
    path: Path, people: Sequence[SheetPerson], language: Language, report: Report = silent
) -> int:
    """Write the workbook; returns how many sheets it has. Raises `OSError`, `Cancelled`, and
    `Refused` where there is nobody to write for."""
    from openpyxl import Workbook

    if not people:
        raise Refused("There is nobody to write a timesheet for.")
    book = Workbook()
    book.remove(book.active)
    names: set[str] = set()
    for done, person in enumerate(people):
        report(Progress(done, len(people), "Writing {sheet}", {"sheet": person.name}))
        page = book.create_sheet(sheet_name(person.name, names))
        _fill(page, person, language)
    report(Progress(len(people), len(people)))
    content = io.BytesIO()
    book.save(content)
    put_in_place(path, content.getvalue())
    return len(people)


def _fill(page: Worksheet, person: SheetPerson, language: Language) -> None:
    from openpyxl.utils import get_column_letter

    page.sheet_view.showGridLines = False
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    widths = [width for _, width in TEXTS] + [DAY_WIDTH] * (DAYS + 1) + [NOTE_WIDTH]
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    _put(page, 1, 1, language.text("Timesheet"), language, bold=True, size=14)
    row = 2
    for term, value in (("timesheet.person", person.name), ("timesheet.department",
                        person.department)):  # fmt: skip
        _put(page, row, 1, language.term(term), language, ink="ink2")
        _put(page, row, 2, value, language, bold=True)
        row += 1
    hint = language.text("Hours as 7.5 or 7:30. Other work goes into the free lines.")
    _put(page, row, 1, hint, language, ink="ink3")
    row += 2
    for week in person.weeks:
        row = _week(page, row, week, language) + 2


def _week(page: Worksheet, row: int, week: SheetWeek, language: Language) -> int:
    """The grid of a week from a row on; returns the row of its total."""
    _put(page, row, 1, language.term("timesheet.week"), language, ink="ink2")
    _put(page, row, 2, week.first, language, bold=True)
    row += 1
    for number, (name, _) in enumerate(TEXTS, 1):
        _head(page, row, number, language.term(f"timesheet.{name}"), language)
    for at in range(DAYS):
        day = week.first + timedelta(days=at)
        words = f"{language.term(f'weekday_short.{at + 1}')} {day:%m-%d}"
        _head(page, row, FIRST_DAY + at, words, language, centred=True)
    _head(page, row, TOTAL, language.term("timesheet.total"), language, centred=True)
    _head(page, row, NOTE, language.term("timesheet.note"), language)
    first = row + 1
    last = row + len(week.tasks) + FREE_LINES
    for line in range(first, last + 1):
        _line(page, line, week, line - first, language)
    for column in range(FIRST_DAY, TOTAL + 1):
        _sum(page, last + 1, column, (first, column), (last, column), language)
    _put(page, last + 1, 1, language.term("timesheet.total"), language, bold=True)
    return last + 1


def _line(page: Worksheet, row: int, week: SheetWeek, number: int, language: Language) -> None:
    texts: Sequence[str] = week.tasks[number] if number < len(week.tasks) else ("",) * len(TEXTS)
    for column in range(1, NOTE + 1):
        text = texts[column - 1] if column <= len(TEXTS) else None
        weekend = FIRST_DAY + 5 <= column < TOTAL
        _put(page, row, column, text or None, language, ruled=True, shaded=weekend)
    for column in range(FIRST_DAY, TOTAL):
        page.cell(row, column).number_format = "0.##"
    _sum(page, row, TOTAL, (row, FIRST_DAY), (row, TOTAL - 1), language)


def _sum(
    page: Worksheet, row: int, column: int, first: tuple[int, int], last: tuple[int, int],
    language: Language,
) -> None:  # fmt: skip
    from openpyxl.utils import get_column_letter

    begin, end = (f"{get_column_letter(c)}{r}" for r, c in (first, last))
    _put(page, row, column, None, language, bold=True, ruled=True)
    cell = page.cell(row, column)
    cell.value = f"=SUM({begin}:{end})"
    cell.number_format = '0.##;;""'


def _head(
    page: Worksheet, row: int, column: int, text: str, language: Language, *, centred: bool = False
) -> None:
    from openpyxl.styles import Alignment, PatternFill

    _put(page, row, column, text, language, bold=True, ink="on_accent")
    cell = page.cell(row, column)
    cell.fill = PatternFill("solid", start_color=_colour("navigation"))
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center")


def _put(
    page: Worksheet,
    row: int,
    column: int,
    value: Any,
    language: Language,
    *,
    bold: bool = False,
    size: int = 10,
    ink: str = "ink",
    ruled: bool = False,
    shaded: bool = False,
) -> None:
    from openpyxl.styles import Border, Font, PatternFill, Side

    cell = page.cell(row, column)
    put_value(cell, value)
    cell.font = Font(name=FACES[language.code], size=size, bold=bold, color=_colour(ink))
    if ruled:
        cell.border = Border(bottom=Side("hair", color=_colour("line_strong")))
    if shaded:
        cell.fill = PatternFill("solid", start_color=_colour("panel_alt"))


def _colour(role: str) -> str:
    return LIGHT[role].lstrip("#")
