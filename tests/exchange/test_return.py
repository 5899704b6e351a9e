"""What goes out and comes back: workbooks of a real office, read again, against its database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_desktop.domain.records import ProjectRecords
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.exchange.comparing.review import FileReview, differing, review
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.workbook import template
from pmo_desktop.exchange.workbook.sending import send_out
from pmo_desktop.language import Language
from pmo_desktop.services.editing import change as edit
from pmo_desktop.services.importing import commit
from pmo_desktop.services.records import project_ids, project_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.office_records import RECORDS, additions

AT = datetime
LANGUAGES = ["zh", "en"]
TODAY = date(2026, 11, 20)


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    workspace.edit(Title("x"), commit, [additions(RECORDS)])
    return workspace


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


class Returned:
    """One workbook on its way: it is changed as its team does, and reviewed."""

    def __init__(self, workspace: Workspace, language: Language, folder: Path) -> None:
        self.workspace = workspace
        self.language = language
        (self.path,) = send_out(workspace, folder, language).files
        self._book = openpyxl.load_workbook(self.path)

    def page(self, table: str) -> Any:
        return self._book[self.language.term(f"table.{table}")]

    def cell(self, table: str, name: str, row: int = template.FIRST_ROW) -> Any:
        sheet = next(sheet for sheet in template.SHEETS if sheet.table == table)
        return self.page(table).cell(row, sheet.position(name))

    def row(self, table: str, name: str) -> int:
        """The row of the record with this name."""
        page = self.page(table)
        column = self.cell(table, "name").column
        return next(r for r in range(template.FIRST_ROW, page.max_row + 1)
                    if page.cell(r, column).value == name)  # fmt: skip

    def write(self, table: str, record: str, **values: Any) -> None:
        row = self.row(table, record)
        for name, value in values.items():
            self.cell(table, name, row).value = value

    def append(self, table: str, **values: Any) -> None:
        row = self.page(table).max_row + 1
        for name, value in values.items():
            self.cell(table, name, row).value = value

    def review(self) -> FileReview:
        self._book.save(self.path)
        (found,) = review(self.workspace, [understand(self.path, today=TODAY)]).files
        return found


@pytest.fixture
def returned(office: Workspace, language: Language, tmp_path: Path) -> Returned:
    return Returned(office, language, tmp_path / "out")


def changes(found: FileReview) -> list[tuple[str, str, Any, Any]]:
    return [
        (record.label, field.name, field.before, field.after)
        for record in found.records
        for field in differing(record)
    ]


def stored(workspace: Workspace) -> ProjectRecords:
    return workspace.query(project_records, workspace.query(project_ids)["P-0605"])


def test_what_comes_back_unchanged_changes_nothing(
    office: Workspace, language: Language, tmp_path: Path
) -> None:
    (path,) = send_out(office, tmp_path, language).files
    understood = understand(path, today=TODAY)
    assert understood.kind == "own"
    assert len(understood.projects[0].tasks) == len(RECORDS.tasks)
    (found,) = review(office, [understood]).files
    assert changes(found) == []
    assert [finding.code for finding in found.findings] == []
    assert found.state == "unchanged"


def test_what_is_read_back_is_what_went_out_even_without_what_the_workbook_remembers(
    office: Workspace, language: Language, tmp_path: Path
) -> None:
    (path,) = send_out(office, tmp_path, language).files
    understood = understand(path, today=TODAY)
    forgotten = {k: v for k, v in understood.meta.items() if not k.startswith("sent")}
    (found,) = review(office, [replace(understood, meta=forgotten)]).files
    assert changes(found) == []


def test_another_program_s_save_changes_nothing(returned: Returned) -> None:
    assert changes(returned.review()) == []


def test_every_kind_of_field_can_be_changed_and_arrives(returned: Returned) -> None:
    say = returned.language.term
    returned.write("project", "数据中心节能改造", spent=4000000.5, priority=2, manager="徐佳",
                   phase=say("project_phase.acceptance"), start=AT(2026, 8, 20))  # fmt: skip
    returned.write("task", "-minus", finish=AT(2026, 12, 11), percent_complete=0.25,
                   people="赵倩; 李娜", predecessors="2.1FS+1d; 1.2", notes="=not a formula",
                   deadline=AT(2026, 12, 31))  # fmt: skip
    returned.cell("task", "notes", returned.row("task", "-minus")).data_type = "s"
    returned.write("risk", "合规审批滞后", probability=5, cost=80000, code="008",
                   response=say("response.accept"), owner="何伟")  # fmt: skip
    returned.write("person", "何伟", capacity=0.8, active=say("bool.false"))
    found = returned.review()
    assert {(label, name): after for label, name, _, after in changes(found)} == {
        ("P-0605 数据中心节能改造", "spent"): Decimal("4000000.5"),
        ("P-0605 数据中心节能改造", "priority"): 2,
        ("P-0605 数据中心节能改造", "manager"): "徐佳",
        ("P-0605 数据中心节能改造", "phase"): "acceptance",
        ("P-0605 数据中心节能改造", "start"): AT(2026, 8, 20).date(),
        ("2.2 -minus", "finish"): AT(2026, 12, 11, 18),
        ("2.2 -minus", "percent_complete"): 0.25,
        ("2.2 -minus", "people"): ("赵倩", "李娜"),
        ("2.2 -minus", "predecessors"): (Link("2.1", LinkType.FS, 480), Link("1.2")),
        ("2.2 -minus", "notes"): "=not a formula",
        ("2.2 -minus", "deadline"): AT(2026, 12, 31, 18),
        ("007 合规审批滞后", "probability"): 5,
        ("007 合规审批滞后", "cost"): Decimal(80000),
        ("007 合规审批滞后", "code"): "008",
        ("007 合规审批滞后", "response"): "accept",
        ("007 合规审批滞后", "owner"): "何伟",
        ("何伟", "capacity"): 0.8,
        ("何伟", "active"): False,
        ("赵倩", "name"): "赵倩",
    }
    assert all(field.cell for record in found.records for field in differing(record))


def test_what_was_changed_and_added_is_in_the_database_and_then_comes_back_as_nothing(
    office: Workspace, returned: Returned, tmp_path: Path
) -> None:
    returned.write("task", "-minus", finish=AT(2026, 12, 11), percent_complete=0.25, notes=None)
    returned.append("task", wbs="2.3", name="验收", start=AT(2026, 12, 14), finish=AT(2026, 12, 18),
                    people="新人", predecessors="2.2")  # fmt: skip
    returned.append("risk", name="供应商延期", probability=4, impact=4)
    row = template.FIRST_ROW + 1
    returned.cell("status", "achievements", row).value = "完成割接"
    found = returned.review()
    assert found.added == 4
    office.edit(Title("x"), commit, found.changes)
    records = stored(office)
    new = next(task for task in records.tasks if task.values["wbs"] == "2.3")
    assert new.values["start"] == AT(2026, 12, 14, 9)
    assert new.values["finish"] == AT(2026, 12, 18, 18)
    assert new.values["people"] == ("新人",)
    assert new.values["predecessors"] == (Link("2.2"),)
    assert "供应商延期" in [risk.values["name"] for risk in records.risks]
    assert records.status[-1].values["achievements"] == "完成割接"
    again = Returned(office, returned.language, tmp_path / "again")
    assert changes(again.review()) == []


def test_an_emptied_cell_is_emptied_in_the_database(office: Workspace, returned: Returned) -> None:
    returned.write("task", "安全评估", people=None, predecessors=None, notes=None)
    returned.write("risk", "关键人员流失", cost=None, due=None, response=None)
    office.edit(Title("x"), commit, returned.review().changes)
    records = stored(office)
    task = next(task for task in records.tasks if task.values["name"] == "安全评估")
    assert (task.values["people"], task.values["predecessors"], task.values["notes"]) == (
        (),
        (),
        "",
    )
    risk = records.risks[0].values
    assert (risk["cost"], risk["due"], risk["response"]) == (None, None, None)


def test_rows_that_were_sorted_are_the_same_rows(returned: Returned) -> None:
    page = returned.page("task")
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=template.FIRST_ROW)]
    for at, values in enumerate(reversed(rows), start=template.FIRST_ROW):
        for column, value in enumerate(values, start=1):
            cell = page.cell(at, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    assert changes(returned.review()) == []


def test_what_the_office_changed_in_the_meantime_is_not_taken_back(
    office: Workspace, returned: Returned
) -> None:
    before = next(t for t in stored(office).tasks if t.values["name"] == "-minus")
    values = {"finish": AT(2026, 12, 18, 18), "notes": "moved by the office"}
    office.edit(Title("x"), edit, "task", before.id, values)
    returned.write("task", "-minus", percent_complete=0.25)
    found = returned.review()
    assert [name for _, name, *_ in changes(found)] == ["percent_complete"]
    office.edit(Title("x"), commit, found.changes)
    after = next(t for t in stored(office).tasks if t.values["name"] == "-minus")
    assert after.values["finish"] == AT(2026, 12, 18, 18)


def test_a_duration_alone_moves_the_finish(office: Workspace, returned: Returned) -> None:
    returned.write("task", "=SUM(A1)", duration=5)
    office.edit(Title("x"), commit, returned.review().changes)
    task = next(t for t in stored(office).tasks if t.values["name"] == "=SUM(A1)")
    assert task.values["start"] == AT(2026, 11, 2, 9)
    assert task.values["finish"] == AT(2026, 11, 6, 18)
