"""Timesheets and answers in the window: known by themselves, reviewed, taken in as one edit."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmo_desktop.exchange.requests.sheet import COLUMNS, HEADER_ROW, read_mark
from pmo_desktop.exchange.requests.writing import write_requests
from pmo_desktop.language import Language
from pmo_desktop.services.records import known_names, project_ids
from pmo_desktop.services.request_rows import requests
from pmo_desktop.services.request_sheets import waiting_requests
from pmo_desktop.services.timesheets import entries_of
from tests.exchange.books import book
from tests.ui.conftest import settle

if TYPE_CHECKING:
    from pmo_desktop.app import Program
    from pmo_desktop.storage.workspace import Workspace
    from pmo_desktop.ui.sheets.page import SheetsPage

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def office(program: Program) -> Workspace:
    assert program.context.workspace is not None
    return program.context.workspace


def timesheet(office: Workspace, path: Path, size: float = 3.25) -> Path:
    person = office.query(known_names).people[0]
    project = next(iter(office.query(project_ids)))
    head = ["Name", "Date", "Project", "Hours", "Note"]
    rows = [head, [person, FRIDAY, project, size, "by hand"], ["Nobody", FRIDAY, project, 1, None]]
    return book(path, {"Log": rows})


def noted(office: Workspace) -> list[int]:
    entries = office.query(entries_of, FRIDAY, FRIDAY)
    return [entry.minutes for entry in entries if entry.note == "by hand"]


def sheets(program: Program) -> SheetsPage:
    page = program.stage.page("sheets")
    from pmo_desktop.ui.sheets.page import SheetsPage

    assert isinstance(page, SheetsPage)
    return page


def test_a_timesheet_that_is_dropped_is_reviewed_and_taken_in_as_one_edit(
    program: Program, office: Workspace, tmp_path: Path
) -> None:
    program.desk.import_paths([timesheet(office, tmp_path / "hours.xlsx")])
    settle(program)
    page = sheets(program)
    assert page.views.current == "returns"
    (row,) = page.returns.table.model.rows
    assert (row.state, row.minutes, row.note) == ("new", 195, "by hand")
    (finding,) = page.returns.findings.model.rows
    assert finding.finding.code == "timesheet_nobody"
    assert "Nobody" in page.returns.findings.model.columns[1].text(finding, Language("en"))
    page.returns.commit_all()
    settle(program)
    assert noted(office) == [195]
    assert page.returns.table.model.rows == ()
    program.context.undo()
    settle(program)
    assert noted(office) == []


def test_files_that_come_later_are_reviewed_beside_those_that_came_before(
    program: Program, office: Workspace, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        program.desk.import_paths([timesheet(office, tmp_path / f"{name}.xlsx")])
        settle(program)
    files = {row.file for row in sheets(program).returns.findings.model.rows}
    assert files == {"first.xlsx", "second.xlsx"}


def test_the_review_follows_the_database(
    program: Program, office: Workspace, tmp_path: Path
) -> None:
    path = timesheet(office, tmp_path / "hours.xlsx")
    for states in (["new"], ["known"]):
        program.desk.import_paths([path])
        settle(program)
        page = sheets(program)
        assert [row.state for row in page.returns.table.model.rows] == states
        page.returns.commit_all()
        settle(program)
    program.context.undo()
    settle(program)
    assert [row.state for row in page.returns.table.model.rows] == ["new"]
    page.returns.reset()
    assert not page.returns.commit.isEnabled()


def test_answers_come_back_beside_timesheets(
    program: Program, office: Workspace, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "asked.xlsx"
    write_requests(path, office.query(waiting_requests), Language("zh"))
    filled = load_workbook(path)
    column = 2 + [key for key, _ in COLUMNS].index("decision")
    page = filled.worksheets[0]
    page.cell(HEADER_ROW + 1, column).value = "已拒绝"
    uid, _ = read_mark(page.cell(HEADER_ROW + 1, 1).value)
    filled.save(path)
    program.desk.import_paths([path, timesheet(office, tmp_path / "hours.xlsx")])
    settle(program)
    shown = sheets(program).returns
    assert {row.state for row in shown.table.model.rows} == {"new", "declined"}
    shown.commit_all()
    settle(program)
    assert next(row for row in office.query(requests) if row.uid == uid).state == "declined"
    assert noted(office) == [195]
    program.context.undo()
    settle(program)
    assert next(row for row in office.query(requests) if row.uid == uid).state != "declined"
    assert noted(office) == []


def test_a_plan_beside_a_timesheet_is_reviewed_as_ever(
    program: Program, office: Workspace, tmp_path: Path
) -> None:
    head = ["Task", "Start", "Finish"]
    plan = book(tmp_path / "P-9 New.xlsx", {"Plan": [head, ["Dig", FRIDAY, FRIDAY],
                                                    ["Build", FRIDAY, FRIDAY]]})  # fmt: skip
    program.desk.import_paths([plan, timesheet(office, tmp_path / "hours.xlsx")])
    settle(program)
    page = sheets(program)
    assert page.views.current == "in"
    assert [choice.file.path for choice in page.panel_in.choices] == [plan]
    assert len(page.returns.table.model.rows) == 1
