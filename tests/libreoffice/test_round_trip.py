"""Workbooks that go out, are filled in and saved by a real LibreOffice, and come back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_desktop.domain.records import ChangeKind
from pmo_desktop.exchange.comparing.review import FileReview, State, differing, review
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.workbook import template
from pmo_desktop.exchange.workbook.sending import send_out
from pmo_desktop.language import Language
from pmo_desktop.services.importing import commit
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.office_records import RECORDS, additions
from tests.libreoffice.conftest import Fill

TODAY = date(2026, 11, 20)


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    workspace.edit(Title("x"), commit, [additions(RECORDS)])
    return workspace


class Sent:
    """A workbook that went out, with its places by table, record and field."""

    def __init__(self, office: Workspace, folder: Path, code: str) -> None:
        self.office, self.folder, self.language = office, folder, Language(code)
        (self.path,) = send_out(office, folder / code, self.language).files
        self.back = folder / f"back-{code}.xlsx"
        self._book = openpyxl.load_workbook(self.path)

    def sheet(self, table: str) -> str:
        return self.language.term(f"table.{table}")

    def column(self, table: str, field: str) -> str:
        spec = next(sheet for sheet in template.SHEETS if sheet.table == table)
        return openpyxl.utils.get_column_letter(spec.position(field))

    def row(self, table: str, name: str) -> int:
        page = self._book[self.sheet(table)]
        letter = self.column(table, "name")
        rows = range(template.FIRST_ROW, page.max_row + 1)
        return next(row for row in rows if page[f"{letter}{row}"].value == name)

    def last_row(self, table: str) -> int:
        page = self._book[self.sheet(table)]
        letter = self.column(table, "name")
        rows = range(template.FIRST_ROW, page.max_row + 1)
        return max(row for row in rows if page[f"{letter}{row}"].value)

    def place(self, table: str, name: str, field: str) -> str:
        return f"{self.column(table, field)}{self.row(table, name)}"

    def review(self, path: Path | None = None) -> FileReview:
        (found,) = review(self.office, [understand(path or self.back, today=TODAY)]).files
        return found


def told(found: FileReview) -> list[str]:
    return [f.code for f in found.findings if f.severity != "note"]


def changed(found: FileReview) -> dict[tuple[str, str], dict[str, Any]]:
    """(table, label) -> the fields that differ, of what is changed."""
    return {
        (record.table, record.label): {f.name: f.after for f in differing(record)}
        for record in found.records
        if record.kind is ChangeKind.CHANGE
    }


@pytest.mark.parametrize("code", ["zh", "en"])
def test_a_workbook_that_libreoffice_only_saved_changes_nothing(
    office: Workspace, libreoffice: Fill, tmp_path: Path, code: str
) -> None:
    sent = Sent(office, tmp_path, code)
    others = [tmp_path / f"back-{code}{suffix}" for suffix in (".ods", ".xls")]
    libreoffice([(sent.path, path, []) for path in (sent.back, *others)])
    for path in (sent.back, *others):
        found = sent.review(path)
        assert (found.state, told(found)) == (State.UNCHANGED, []), path.suffix


@pytest.mark.parametrize("code", ["zh", "en"])
def test_what_a_team_fills_in_with_libreoffice_is_what_the_review_shows(
    office: Workspace, libreoffice: Fill, tmp_path: Path, code: str
) -> None:
    sent = Sent(office, tmp_path, code)
    tasks, risks = sent.sheet("task"), sent.sheet("risk")
    task = next(t for t in RECORDS.tasks if t.values["kind"] == "task")
    risk = RECORDS.risks[0]
    name, risk_name = task.values["name"], risk.values["name"]
    likelier = risk.values["probability"] % 5 + 1
    free = sent.last_row("task") + 1
    libreoffice(
        [
            (
                sent.path,
                sent.back,
                [
                    ["set", tasks, sent.place("task", name, "percent_complete"), 0.35],
                    ["set", tasks, sent.place("task", name, "notes"), "=等待供应商"],
                    ["set", risks, sent.place("risk", risk_name, "probability"), likelier],
                    ["set", tasks, f"{sent.column('task', 'wbs')}{free}", "9"],
                    [
                        "set",
                        tasks,
                        f"{sent.column('task', 'name')}{free}",
                        "Handover to operations",
                    ],
                    ["date", tasks, f"{sent.column('task', 'start')}{free}", "2027-03-01"],
                    ["date", tasks, f"{sent.column('task', 'finish')}{free}", "2027-03-05"],
                ],
            )
        ]
    )
    found = sent.review()
    assert told(found) == []
    assert changed(found) == {
        ("task", task.label): {"percent_complete": 0.35, "notes": "=等待供应商"},
        ("risk", risk.label): {"probability": likelier},
    }
    (added,) = [record for record in found.records if record.kind is ChangeKind.ADD]
    assert added.values["name"] == "Handover to operations"
    assert added.values["start"] == datetime(2027, 3, 1, 9)
    assert added.values["finish"] == datetime(2027, 3, 5, 18)


def test_rows_keep_their_identity_when_they_are_sorted_and_moved_down(
    office: Workspace, libreoffice: Fill, tmp_path: Path
) -> None:
    sent = Sent(office, tmp_path, "en")
    risks = sent.sheet("risk")
    first, last = template.FIRST_ROW, sent.last_row("risk")
    columns = len(next(s for s in template.SHEETS if s.table == "risk").columns)
    letter = openpyxl.utils.get_column_letter(columns + 1)
    by_name = next(s for s in template.SHEETS if s.table == "risk").position("name") - 1
    libreoffice(
        [
            (
                sent.path,
                sent.back,
                [["sort", risks, f"A{first}:{letter}{last}", by_name], ["insert", risks, first, 2]],
            )
        ]
    )
    found = sent.review()
    assert (found.state, told(found)) == (State.UNCHANGED, [])


def test_a_row_that_was_copied_is_told_and_not_taken_for_its_model(
    office: Workspace, libreoffice: Fill, tmp_path: Path
) -> None:
    sent = Sent(office, tmp_path, "zh")
    risk = RECORDS.risks[0].values["name"]
    row, free = sent.row("risk", risk), sent.last_row("risk") + 1
    renamed = f"{sent.column('risk', 'name')}{free}"
    libreoffice(
        [
            (
                sent.path,
                sent.back,
                [["copy", sent.sheet("risk"), row, free],
                 ["set", sent.sheet("risk"), renamed, "另一个风险"]],
            )
        ]
    )  # fmt: skip
    found = sent.review()
    assert "copied_row" in told(found)
    assert not changed(found)
