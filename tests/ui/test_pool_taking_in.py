"""Files about people in the window: recognised, shown with a box for each difference, taken in."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QPushButton

from pmo_desktop.app import Program
from pmo_desktop.services.people_pool import person_sheet, pool
from pmo_desktop.ui.people.writing_out import write_pool_file
from pmo_desktop.ui.sheets.page import VIEWS, SheetsPage
from tests.ui.conftest import settle


@pytest.fixture
def leave_list(tmp_path: Path, program: Program) -> Path:
    workspace = program.context.workspace
    assert workspace is not None
    names = [one.name for one in workspace.query(pool) if not one.placeholder][:2]
    book = openpyxl.Workbook()
    page = book.active
    page.append(["姓名", "开始", "结束", "类型"])
    page.append([names[0], "2029-01-08", "2029-01-12", "年假"])
    page.append([names[1], "2029-01-08", "2029-01-09", "培训"])
    page.append(["没有此人", "2029-01-08", "2029-01-09", "培训"])
    book.save(tmp_path / "请假.xlsx")
    return tmp_path / "请假.xlsx"


def page_of(program: Program) -> SheetsPage:
    found = program.stage.page("sheets")
    assert isinstance(found, SheetsPage)
    return found


def test_a_leave_list_that_is_dropped_is_shown_and_what_is_ticked_is_taken_in(
    program: Program, leave_list: Path
) -> None:
    program.desk.import_paths([leave_list])
    settle(program)
    page = page_of(program)
    assert page.views.current == "pool"
    rows = page.pool.table.model.rows
    assert len(rows) == 2
    assert len(page.pool.findings.model.rows) == 1
    page.pool.table.ticked.emit(rows[1], False)
    page.pool.commit.click()
    settle(program)
    workspace = program.context.workspace
    assert workspace is not None
    by_name = {one.name: one.id for one in workspace.query(pool)}
    first, second = (row.change.values["person"] for row in rows)
    sheets = [workspace.query(person_sheet, by_name[name]) for name in (first, second)]
    years = [[one.first.year for one in sheet.absences if sheet] for sheet in sheets]
    assert 2029 in years[0]
    assert 2029 not in years[1]
    assert not page.pool.table.model.rows


def test_the_pool_is_written_out_and_comes_back_without_a_difference(
    program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "pool.xlsx"
    write_pool_file(program.context, path)
    settle(program)
    program.desk.import_paths([path])
    settle(program)
    page = page_of(program)
    assert page.views.current == "pool"
    assert not page.pool.table.model.rows
    assert not page.pool.commit.isEnabled()


def test_the_page_of_people_leads_to_taking_in(program: Program) -> None:
    program.stage.show_page("people")
    settle(program)
    program.stage.page("people").take_in.click()
    settle(program)
    assert program.stage.current == "sheets"
    assert page_of(program).views.current == "pool"


def test_every_view_of_the_spreadsheets_has_a_name(program: Program) -> None:
    page = page_of(program)
    buttons = page.views.findChildren(QPushButton)
    assert len(buttons) == len(VIEWS)
    assert all(button.text() for button in buttons)


def test_a_name_that_nobody_knows_waits_until_somebody_says_who_it_is(
    program: Program, tmp_path: Path
) -> None:
    workspace = program.context.workspace
    assert workspace is not None
    name = next(one.name for one in workspace.query(pool) if not one.placeholder)
    book = openpyxl.Workbook()
    for line in (["姓名", "Fortran", "COBOL"], ["没有此人", 3, 4]):
        book.active.append(line)
    book.save(tmp_path / "matrix.xlsx")
    program.desk.import_paths([tmp_path / "matrix.xlsx"])
    settle(program)
    panel = page_of(program).pool
    kinds = {row.change.label: row.taken for row in panel.table.model.rows}
    assert kinds["没有此人"] is False
    assert panel.who.isEnabled()
    panel._answer("person:没有此人", name)
    settle(program)
    rows = panel.table.model.rows
    assert {row.change.label for row in rows} == {
        "Fortran", "COBOL", f"{name} · Fortran", f"{name} · COBOL"
    }  # fmt: skip
    assert all(row.taken for row in rows)
    assert not panel.who.isEnabled()
    panel.commit.click()
    settle(program)
    sheet = workspace.query(person_sheet, next(
        one.id for one in workspace.query(pool) if one.name == name))  # fmt: skip
    assert sheet is not None
    assert {"Fortran", "COBOL"} <= {skill.skill for skill in sheet.skills}
