"""Writes tables to a file: .xlsx with a sheet for each, or .csv with one.

A text stays a text whatever it begins with: in a workbook it is written as one, in a text file,
which a spreadsheet program reads anew, an apostrophe goes before `=`, `+`, `-`, `@`, a tab or a
line's end. Numbers and days are written as such. Raises `OSError`; a file is written whole or not
at all.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.fields import Kind
from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.exchange.tabling.sheet import Sheet, Written, written
from pmo_desktop.exchange.workbook.cells import amount_value, clean_text, day_value, put_value
from pmo_desktop.exchange.workbook.styles import width_of
from pmo_desktop.language import Language
from pmo_desktop.progress import Progress, Report, silent

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

XLSX, CSV = ".xlsx", ".csv"
WOULD_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
FORMATS = {
    Kind.SHARE: "0%",
    Kind.MONEY: "#,##0.00",
    Kind.DATE: "yyyy-mm-dd",
    Kind.START: "yyyy-mm-dd",
    Kind.FINISH: "yyyy-mm-dd",
    Kind.DURATION: "0.##",
}
NARROWEST, WIDEST, LOOKED_AT = 8, 60, 200
EVERY = 500


def write_tables(
    path: Path, sheets: Sequence[Sheet], language: Language, report: Report = silent
) -> None:
    """Write `sheets` to `path`, by its suffix; of several a text file has the first."""
    if path.suffix.lower() == CSV:
        content = csv_bytes(sheets[0], language)
    else:
        content = xlsx_bytes(sheets, language, report)
    put_in_place(path, content)


def csv_bytes(sheet: Sheet, language: Language) -> bytes:
    """Comma-parted UTF-8 with its mark, by which spreadsheet programs know it."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([_harmless(column.header) for column in sheet.columns])
    for row in _written_rows(sheet, language):
        lines.writerow([_field(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _field(value: Written) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _harmless(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else f"{value:.15g}"


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(WOULD_RUN) else text


def xlsx_bytes(sheets: Sequence[Sheet], language: Language, report: Report = silent) -> bytes:
    """A workbook with headers that stay in sight, filters, and widths that fit."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    names: set[str] = set()
    total = sum(len(sheet.rows) for sheet in sheets)
    done = 0
    for sheet in sheets:
        page = book.create_sheet(sheet_name(sheet.name, names))
        rows = _written_rows(sheet, language)
        _set_up(page, sheet, rows)
        page.append([_cell(page, c.header, Kind.TEXT, is_header=True) for c in sheet.columns])
        for row in rows:
            if done % EVERY == 0:
                report(Progress(done, total, "Writing {sheet}", {"sheet": sheet.name}))
            page.append(
                [_cell(page, value, c.kind) for value, c in zip(row, sheet.columns, strict=True)]
            )
            done += 1
    report(Progress(total, total))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _written_rows(sheet: Sheet, language: Language) -> list[list[Written]]:
    kinds = [column.kind for column in sheet.columns]
    return [
        [written(value, kind, language) for value, kind in zip(row, kinds, strict=True)]
        for row in sheet.rows
    ]


def _set_up(page: WriteOnlyWorksheet, sheet: Sheet, rows: Iterable[Sequence[Written]]) -> None:
    from openpyxl.utils import get_column_letter

    page.freeze_panes = "A2"
    last = get_column_letter(max(len(sheet.columns), 1))
    page.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    looked_at = list(rows)[:LOOKED_AT]
    for at, column in enumerate(sheet.columns):
        texts = [column.header, *(_field(row[at]) for row in looked_at)]
        longest = max(width_of(line) for text in texts for line in text.split("\n"))
        letter = get_column_letter(at + 1)
        page.column_dimensions[letter].width = min(max(longest + 3, NARROWEST), WIDEST)


def _cell(page: WriteOnlyWorksheet, value: Any, kind: Kind, *, is_header: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(page)
    put_value(cell, _holdable(value))
    if isinstance(value, str):
        # Excel then keeps it a text when the cell is edited, too.
        cell.quotePrefix = value.startswith(WOULD_RUN)
    elif kind in FORMATS:
        cell.number_format = FORMATS[kind]
    if is_header:
        cell.font = Font(bold=True)
    return cell


def _holdable(value: Written) -> Written:
    """The value as a workbook can hold it: of texts, days and amounts not all can be."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, date):
        return day_value(value)
    return amount_value(value) if isinstance(value, Decimal) else value


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that a workbook allows and that no sheet before has, whatever its case."""
    plain = " ".join(NOT_IN_NAMES.sub(" ", clean_text(wanted)).split()).strip("' ") or "Sheet"
    name, number = plain[:LONGEST_NAME].strip("' "), 2
    while name.lower() in taken:
        ending = f" {number}"
        name, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
    taken.add(name.lower())
    return name
