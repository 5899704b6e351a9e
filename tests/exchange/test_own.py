"""The program's own workbook as it is read: headers, uids, blanks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from pmo_desktop.domain.tasks import Link
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.exchange.workbook import template
from pmo_desktop.exchange.workbook.writing import Setting, workbook_bytes
from pmo_desktop.language import CODES, Language
from tests.exchange.books import TODAY, cells, codes, only
from tests.exchange.office_records import RECORDS


@pytest.fixture(params=CODES)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    written = tmp_path / f"{request.param}.xlsx"
    setting = Setting(date(2026, 11, 20), "2026-11")
    written.write_bytes(workbook_bytes(RECORDS, setting, Language(request.param)))
    return written


def edited(path: Path, edit: Callable[[Workbook], Any]) -> Understood:
    workbook = load_workbook(path)
    edit(workbook)
    workbook.save(path)
    return understand(path, today=TODAY)


def sheet_name(path: Path, table: str) -> str:
    return Language(path.stem).term(f"table.{table}")


def test_all_that_was_written_is_read(path: Path) -> None:
    found = understand(path, today=TODAY)
    assert (found.kind, found.language) == ("own", path.stem)
    assert found.status_date == date(2026, 11, 20)
    assert not found.findings
    project = only(found)
    assert project.project.uid == RECORDS.project.uid
    for table in ("task", "risk", "issue", "person"):
        assert [r.uid for r in project.of(table)] == [r.uid for r in RECORDS.of(table)]
    tables = [t for s in found.sheets for t in s.tables]
    assert {t.header_row for t in tables} == {template.HEADER_ROW}


def test_a_blank_cell_says_that_there_is_nothing(path: Path) -> None:
    def empty(workbook: Workbook) -> None:
        page = workbook[sheet_name(path, "task")]
        column = template.SHEETS[1].position("finish")
        page.cell(template.FIRST_ROW + 1, column).value = None

    values = only(edited(path, empty)).tasks[1].values
    assert "finish" in values
    assert values["finish"] is None


def test_what_cannot_be_read_is_told_and_is_not_a_blank(path: Path) -> None:
    def spoil(workbook: Workbook) -> None:
        page = workbook[sheet_name(path, "task")]
        for name, value in (("finish", "soon"), ("predecessors", "9.9"), ("start", "#N/A")):
            page.cell(template.FIRST_ROW + 1, template.SHEETS[1].position(name)).value = value

    found = edited(path, spoil)
    assert not {"finish", "predecessors", "start"} & only(found).tasks[1].values.keys()
    assert {"not_a_date", "predecessor_unknown", "error_value"} <= set(codes(found))


def test_an_added_row_has_no_uid_and_gets_a_kind(path: Path) -> None:
    def add(workbook: Workbook) -> None:
        page = workbook[sheet_name(path, "task")]
        row = template.FIRST_ROW + len(RECORDS.tasks)
        for name, value in (("wbs", "9"), ("name", "新任务"), ("predecessors", "1.1")):
            page.cell(row, template.SHEETS[1].position(name)).value = value

    task = only(edited(path, add)).tasks[-1]
    assert task.uid is None
    assert task.values["kind"] == "task"
    assert task.values["predecessors"] == (Link("1.1"),)


def test_a_column_that_was_added_is_told_and_left_out(path: Path) -> None:
    def add(workbook: Workbook) -> None:
        page = workbook[sheet_name(path, "risk")]
        page.cell(template.HEADER_ROW, page.max_column + 1).value = "Mood"

    found = edited(path, add)
    assert [f.text for f in found.findings if f.code == "column_unknown"] == ["Mood"]


def test_columns_may_be_moved(path: Path) -> None:
    before = only(understand(path, today=TODAY)).risks

    def swap(workbook: Workbook) -> None:
        page = workbook[sheet_name(path, "risk")]
        for row in range(template.HEADER_ROW, page.max_row + 1):
            left, right = page.cell(row, 3), page.cell(row, 7)
            left.value, right.value = right.value, left.value
            left.number_format, right.number_format = right.number_format, left.number_format

    after = only(edited(path, swap)).risks
    assert [r.values for r in after] == [r.values for r in before]


def test_a_newer_workbook_is_refused_with_a_sentence(path: Path) -> None:
    def age(workbook: Workbook) -> None:
        page = workbook[template.META_SHEET]
        for row in page.iter_rows():
            if row[0].value == "template":
                row[1].value = str(int(template.VERSION) + 1)

    found = edited(path, age)
    assert codes(found) == ["newer_template"]
    assert not found.projects


def test_a_sheet_without_its_headers_is_told(path: Path) -> None:
    def cut(workbook: Workbook) -> None:
        workbook[sheet_name(path, "issue")].delete_rows(1, template.HEADER_ROW)

    found = edited(path, cut)
    assert [f.sheet for f in found.findings if f.code == "sheet_without_table"] == [
        sheet_name(path, "issue")
    ]
    assert not only(found).issues
    assert only(found).tasks


def test_a_prepared_report_that_nobody_wrote_is_none(path: Path) -> None:
    found = understand(path, today=TODAY)
    assert len(only(found).status) == len(RECORDS.status)
    assert not cells(found, "rows_without_name")
