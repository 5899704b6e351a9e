"""What the own workbook points out by itself, while it is being filled in."""

from __future__ import annotations

from datetime import date

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pmo_desktop.domain.fields import choice_term
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.workbook.styles import Styles
from pmo_desktop.exchange.workbook.template import FIRST_ROW, Sheet


def add_marks(page: Worksheet, sheet: Sheet, last: int, status_date: date, styles: Styles) -> None:
    """What the sheet points out by itself: what is missing, what is late, what is summed up."""
    end = get_column_letter(len(sheet.columns) + 1)
    used = f"COUNTA($B{FIRST_ROW}:${end}{FIRST_ROW})>0"
    for index, column in enumerate(sheet.columns, start=2):
        if column.required:
            letter = get_column_letter(index)
            formula = f"AND({used},LEN(TRIM(${letter}{FIRST_ROW}))=0)"
            if not column.field.required and sheet.has("kind") and sheet.table == "task":
                # A summary task's own people and dates are nobody's to fill in.
                formula = f'AND({formula},{_cell(sheet, "kind")}<>"{_summary(styles)}")'
            _mark(page, f"{letter}{FIRST_ROW}:{letter}{last}", formula, styles, "amber")
    if sheet.table != "task":
        return
    if sheet.has("kind"):
        _mark_summaries(page, sheet, last, styles)
    if sheet.has("finish", "percent_complete"):
        _mark_late(page, sheet, last, status_date, styles)


def _mark_summaries(page: Worksheet, sheet: Sheet, last: int, styles: Styles) -> None:
    kind, end = _cell(sheet, "kind"), get_column_letter(len(sheet.columns) + 1)
    summary = _summary(styles)
    rolled_up = styles.differential("grey_soft", "ink2", bold=True)
    whole_row = f"B{FIRST_ROW}:{end}{last}"
    rule = Rule(type="expression", dxf=rolled_up, formula=[f'{kind}="{summary}"'], stopIfTrue=True)
    page.conditional_formatting.add(whole_row, rule)


def _mark_late(page: Worksheet, sheet: Sheet, last: int, status_date: date, styles: Styles) -> None:
    finish, done = _cell(sheet, "finish"), _cell(sheet, "percent_complete")
    day = f"DATE({status_date.year},{status_date.month},{status_date.day})"
    late = f"AND(ISNUMBER({finish}),{finish}<{day},N({done})<1)"
    letter = get_column_letter(sheet.position("finish"))
    _mark(page, f"{letter}{FIRST_ROW}:{letter}{last}", late, styles, "red")


def _summary(styles: Styles) -> str:
    return styles.language.term(choice_term(TaskKind, TaskKind.SUMMARY))


def _cell(sheet: Sheet, name: str) -> str:
    return f"${get_column_letter(sheet.position(name))}{FIRST_ROW}"


def _mark(page: Worksheet, cells: str, formula: str, styles: Styles, light: str) -> None:
    look = styles.differential(f"{light}_soft", f"{light}_ink")
    page.conditional_formatting.add(cells, Rule(type="expression", dxf=look, formula=[formula]))
