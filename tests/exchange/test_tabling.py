"""Tables written out: workbooks and text files that say what the program shows."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pmo_desktop.domain.fields import Kind
from pmo_desktop.exchange.tabling.files import csv_bytes, write_tables, xlsx_bytes
from pmo_desktop.exchange.tabling.master import SHEETS, write_master
from pmo_desktop.exchange.tabling.sheet import Sheet, SheetColumn
from pmo_desktop.language import Language
from pmo_desktop.services.portfolio import portfolio
from pmo_desktop.services.registers import risks
from pmo_desktop.storage.workspace import Workspace

ENGLISH = Language("en")
COLUMNS = (
    SheetColumn("Task"),
    SheetColumn("Finish", Kind.FINISH),
    SheetColumn("Share", Kind.SHARE),
    SheetColumn("Cost", Kind.MONEY),
    SheetColumn("Days", Kind.DURATION),
)
ROWS = (
    ("Design", datetime(2026, 11, 5, 18), 0.5, Decimal("-5.25"), 960),
    ("Build", datetime(2026, 11, 7), None, None, 0),
)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_numbers_and_days_are_written_as_such(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_tables(path, [Sheet("Plan", COLUMNS, ROWS)], ENGLISH)
    header, first, second = load_workbook(path)["Plan"].iter_rows(values_only=True)
    assert header == ("Task", "Finish", "Share", "Cost", "Days")
    assert first == ("Design", datetime(2026, 11, 5), 0.5, -5.25, 2)
    # A finish at midnight is the end of the day before.
    assert second == ("Build", datetime(2026, 11, 6), None, None, 0)


def test_a_text_file_is_read_by_spreadsheet_programs(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    write_tables(path, [Sheet("Plan", COLUMNS, ROWS)], ENGLISH)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert read_csv(content)[1] == ["Design", "2026-11-05", "0.5", "-5.25", "2"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1 day", "@SUM(A1)", "\t=1", "=HYPERLINK(1)"])
def test_no_text_becomes_a_formula(text: str) -> None:
    sheet = Sheet("Plan", (SheetColumn(text),), ((text,),))
    page = load_workbook(io.BytesIO(xlsx_bytes([sheet], ENGLISH))).worksheets[0]
    for row in page.iter_rows():
        assert row[0].data_type == "s"
        assert row[0].quotePrefix
    assert read_csv(csv_bytes(sheet, ENGLISH)) == [[f"'{text}"], [f"'{text}"]]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_names_of_sheets_are_allowed_and_different(names: list[str]) -> None:
    sheets = [Sheet(name, (SheetColumn("A"),), ()) for name in names]
    found = load_workbook(io.BytesIO(xlsx_bytes(sheets, ENGLISH))).sheetnames
    assert len({name.lower() for name in found}) == len(names)
    assert all(0 < len(name) <= 31 for name in found)


@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_master_workbook_has_every_register(
    demo_workspace: Workspace, tmp_path: Path, code: str
) -> None:
    path = tmp_path / "master.xlsx"
    assert write_master(demo_workspace, path, Language(code)) == len(SHEETS)
    book = load_workbook(path, read_only=True)
    rows = {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}
    projects, tasks, found_risks = list(rows.values())[:3]
    known = demo_workspace.query(portfolio)
    assert [row[0] for row in projects[1:]] == [project.code for project in known.projects]
    assert len(tasks) == known.tasks + 1
    exposures = [row[-1] or 0 for row in found_risks[1:]]
    assert exposures == [float(risk.exposure) for risk in demo_workspace.query(risks)]
    for sheet in rows.values():
        assert len(set(sheet[0])) == len(sheet[0])
        assert all(header for header in sheet[0])


def test_a_day_without_a_clock_stays_that_day() -> None:
    sheet = Sheet("Plan", (SheetColumn("Due", Kind.DATE),), ((date(2026, 11, 5),),))
    assert read_csv(csv_bytes(sheet, ENGLISH))[1] == ["2026-11-05"]


def test_what_a_workbook_cannot_hold_as_it_is_stays_a_text() -> None:
    columns = (SheetColumn("Name"), SheetColumn("Due", Kind.DATE), SheetColumn("Cost", Kind.MONEY))
    row = ("_x0041_", date(1850, 1, 2), Decimal("12345678901234567.89"))
    content = xlsx_bytes([Sheet("Plan", columns, (row,))], ENGLISH)
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for cell in page[2]] == [
        "_x005F_x0041_",
        "1850-01-02",
        "12345678901234567.89",
    ]
