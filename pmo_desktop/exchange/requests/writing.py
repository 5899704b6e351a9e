"""Writes the workbook of requests: a sheet for each line manager, the last columns left to fill."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.domain.requests import ANSWERS
from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.exchange.requests.sheet import COLUMNS, FILLED_IN, HEADER_ROW, MARK, mark_of
from pmo_desktop.exchange.tabling.files import sheet_name
from pmo_desktop.exchange.workbook.cells import put_value
from pmo_desktop.language import Language
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.request_parts import Part
from pmo_desktop.services.request_sheets import ManagerRequests, Waiting

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from pmo_desktop.services.free_time import FreeTime
    from pmo_desktop.services.request_rows import RequestRow

FACES = {"zh": "Microsoft YaHei", "en": "Segoe UI"}
HOUR = 60


def write_requests(path: Path, waiting: Waiting, language: Language) -> int:
    """Write the workbook; returns how many requests are in it. Raises `OSError`, and `Refused`
    where none waits."""
    from openpyxl import Workbook

    if not waiting.managers:
        raise Refused("No request waits for an answer.")
    book = Workbook()
    book.remove(book.active)
    names: set[str] = set()
    for manager in waiting.managers:
        title = manager.manager or language.text("Without a line manager")
        page = book.create_sheet(sheet_name(title, names))
        _fill(page, manager, title, waiting, language)
    content = io.BytesIO()
    book.save(content)
    put_in_place(path, content.getvalue())
    return sum(len(manager.requests) for manager in waiting.managers)


def _fill(
    page: Worksheet, manager: ManagerRequests, title: str, waiting: Waiting, language: Language
) -> None:
    from openpyxl.utils import get_column_letter

    page.sheet_view.showGridLines = False
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.column_dimensions["A"].hidden = True
    page.freeze_panes = page.cell(HEADER_ROW + 1, 1)
    _put(page, 1, 1, MARK, language)
    _put(page, 1, 2, language.text("Requests for people"), language, bold=True, size=14)
    _put(page, 2, 2, " · ".join(filter(None, (title, manager.department))), language, bold=True)
    hint = language.text(
        "Fill in the last three columns and send the file back: what is decided, who is named, "
        "and what you want to say. If you can give a part only, write its share and its days over "
        "those that are asked for."
    )
    _put(page, 3, 2, hint, language, ink="ink3")
    for number, (key, width) in enumerate(COLUMNS, 2):
        page.column_dimensions[get_column_letter(number)].width = width
        _head(page, number, language.term(f"request.{key}"), language, filled=key in FILLED_IN)
    for number, request in enumerate(manager.requests, HEADER_ROW + 1):
        _row(page, number, request, waiting.free.get(request.id), language)
    _offer(page, len(manager.requests), language)


def _row(
    page: Worksheet, number: int, request: RequestRow, free: FreeTime | None, language: Language
) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    left = "" if free is None else f"{free.free / HOUR:.0f} / {free.capacity / HOUR:.0f} h"
    values: dict[str, Any] = {
        "project": f"{request.project_code} {request.project_name}".strip(),
        "sought": request.name,
        "units": request.units,
        "first": request.first,
        "last": request.last,
        "free": left,
        "asked_by": request.asked_by,
        "due": request.due,
        "note": request.note,
        "decision": None,
        "person": None if request.is_placeholder else request.person or None,
        "answer": request.answer or None,
    }
    asked = Part(request.first, request.last, request.units)
    _put(page, number, 1, mark_of(request.uid, asked), language)
    for column, (key, _) in enumerate(COLUMNS, 2):
        _put(page, number, column, values[key], language)
        cell = page.cell(number, column)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.border = Border(bottom=Side("hair", color=_colour("line_strong")))
        if key in FILLED_IN:
            cell.fill = PatternFill("solid", start_color=_colour("accent_soft"))
        if key in ("first", "last", "due"):
            cell.number_format = "yyyy-mm-dd"
        elif key == "units":
            cell.number_format = "0%"


def _offer(page: Worksheet, count: int, language: Language) -> None:
    """The words of the decision, to choose from."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ",".join(language.term(f"request_state.{state}") for state in ANSWERS)
    column = get_column_letter(2 + [key for key, _ in COLUMNS].index("decision"))
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    page.add_data_validation(rule)
    rule.add(f"{column}{HEADER_ROW + 1}:{column}{HEADER_ROW + max(count, 1)}")


def _head(page: Worksheet, column: int, text: str, language: Language, *, filled: bool) -> None:
    from openpyxl.styles import Alignment, PatternFill

    _put(page, HEADER_ROW, column, text, language, bold=True, ink="on_accent")
    cell = page.cell(HEADER_ROW, column)
    cell.fill = PatternFill("solid", start_color=_colour("accent" if filled else "navigation"))
    cell.alignment = Alignment(vertical="center", wrap_text=True)


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
) -> None:
    from openpyxl.styles import Font

    cell = page.cell(row, column)
    put_value(cell, value)
    cell.font = Font(name=FACES[language.code], size=size, bold=bold, color=_colour(ink))


def _colour(role: str) -> str:
    return LIGHT[role].lstrip("#")
