"""Workbooks with everything that a return must leave alone, and what is looked at in the result."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as Tree

from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

from pmo_desktop.exchange.findings import ERROR, NOTE, WARNING, Finding
from pmo_desktop.exchange.returning.colours import MARKS
from pmo_desktop.exchange.returning.package import Package

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MACROS = bytes(range(256)) * 40
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)
EXTENSION = (
    b'<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    b'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1" '
    b'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation '
    b'type="list"><x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>G2:G9'
    b"</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)
ROWS = (
    ("WBS", "任务", "Start", "Finish", "Done"),
    ("1", "启动", "2026-11-02", "十一月中", 0.5),
    ("1.1", "Kick-off & <check>", "2026-11-02", "2026-11-05", "half"),
    ("1.2", "验收", "2026-11-05", "2026-11-20", 0.2),
)


def rich_workbook(path: Path) -> Path:
    """A team's workbook with formats, formulas, a chart, comments, validations and macros."""
    book = Workbook()
    plan = book.active
    plan.title = "Plan 'A' & B"
    for row in ROWS:
        plan.append(row)
    for cell in plan[1]:
        cell.font = Font(bold=True, color="FFFFFF", name="Arial")
        cell.fill = PatternFill("solid", start_color="FF1E2733")
    for row in plan.iter_rows(min_row=2, min_col=3, max_col=4):
        for cell in row:
            cell.number_format = "yyyy/mm/dd"
            cell.border = Border(bottom=Side("thin", color="FF00AA00"))
            cell.alignment = Alignment(horizontal="right", indent=1)
            cell.protection = Protection(locked=False)
    plan["E2"].number_format = "0.0%"
    plan["E3"].fill = PatternFill("lightGrid", start_color="FF0000FF", end_color="FFFFFF00")
    plan["E4"].fill = PatternFill("solid", start_color="FFCCFFCC")
    plan["F2"] = "=SUM(E2:E4)*1.5"
    plan["B4"].comment = Comment("what the team says\nin two lines", "李娜")
    plan.merge_cells("A6:C8")
    plan["A6"] = "merged"
    plan.column_dimensions["G"].fill = PatternFill("solid", start_color="FFFFEE00")
    plan.conditional_formatting.add(
        "E2:E4", CellIsRule(operator="lessThan", formula=["0.3"], fill=PatternFill("solid"))
    )
    check = DataValidation(type="list", formula1='"yes,no"')
    plan.add_data_validation(check)
    check.add("H2:H9")
    chart = BarChart()
    chart.add_data(Reference(plan, min_col=5, min_row=1, max_row=4), titles_from_data=True)
    plan.add_chart(chart, "J2")
    lists = book.create_sheet("Lists")
    lists.append(("a",))
    lists["A2"].hyperlink = "https://example.org/"
    book.save(path)
    package = Package(path.read_bytes())
    sheet = package.read("xl/worksheets/sheet1.xml")
    package.write(
        "xl/worksheets/sheet1.xml", sheet.replace(b"</worksheet>", EXTENSION + b"</worksheet>")
    )
    package.write("xl/vbaProject.bin", MACROS)
    package.write("xl/media/image1.png", PICTURE)
    path.write_bytes(package.packed())
    return path


def warning(sheet: str, cell: str, text: str = "十一月中", code: str = "not_a_date") -> Finding:
    return Finding(code, WARNING, sheet, cell, text)


def error(sheet: str, cell: str, text: str = "2026-01-01") -> Finding:
    return Finding("finish_before_start", ERROR, sheet, cell, text)


def note(sheet: str, cell: str, text: str = "Colour") -> Finding:
    return Finding("column_not_kept", NOTE, sheet, cell, text)


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def packed_parts(data: bytes) -> dict[str, tuple[bytes, bytes]]:
    """Each part as it lies in the file: its header without its place, and its packed bytes."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            length, extra = struct.unpack_from("<2H", data, info.header_offset + 26)
            start = info.header_offset + 30 + length + extra
            found[info.filename] = (
                data[info.header_offset : start], data[start : start + info.compress_size]
            )  # fmt: skip
    return found


def changed_parts(before: bytes, after: bytes) -> set[str]:
    """The parts of the file that do not lie in the result as they were."""
    old, new = packed_parts(before), packed_parts(after)
    return {name for name in old if new.get(name) != old[name]}


def without_marks(sheet: bytes, cells: Iterable[str]) -> bytes:
    """A sheet's XML without the formats of some cells and without its comments' drawing."""
    for cell in cells:
        tag = re.search(rb'<(?:\w+:)?c r="%s"[^>]*>' % cell.encode(), sheet)
        if tag:
            plain = re.sub(rb' s="\d+"', b"", tag[0])
            sheet = sheet[: tag.start()] + plain + sheet[tag.end() :]
    return re.sub(rb"<(?:\w+:)?legacyDrawing [^>]*/>", b"", sheet)


def formats(data: bytes) -> dict[str, dict[str, tuple[object, ...]]]:
    """All that a cell looks like but for its fill, by sheet and address, as openpyxl reads it."""
    book = load_workbook(io.BytesIO(data))
    return {
        sheet.title: {
            cell.coordinate: (
                cell.value, cell.number_format, repr(cell.font), repr(cell.border),
                repr(cell.alignment), repr(cell.protection),
            )
            for row in sheet.iter_rows()
            for cell in row
        }
        for sheet in book.worksheets
    }  # fmt: skip


def coloured(data: bytes) -> set[tuple[str, str]]:
    """The cells with the colour of a mark, but those of the list."""
    book = load_workbook(io.BytesIO(data))
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        if sheet["A1"].value != "pmo-desktop:findings"
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in MARKS
    }


def comments(data: bytes) -> dict[tuple[str, str], str]:
    book = load_workbook(io.BytesIO(data))
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def is_well_formed(data: bytes) -> bool:
    return all(
        Tree.fromstring(part(data, name)) is not None
        for name in names(data)
        if name.endswith((".xml", ".rels", ".vml"))
    )
