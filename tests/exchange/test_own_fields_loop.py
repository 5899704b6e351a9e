"""An own field through the whole loop: asked, sent out, answered, compared three ways, traced."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pmo_desktop.domain.records import ChangeStatus, FieldChange
from pmo_desktop.exchange.comparing.review import FileReview, review
from pmo_desktop.exchange.remembering import choices
from pmo_desktop.exchange.understanding import understand_all
from pmo_desktop.exchange.workbook import template
from pmo_desktop.exchange.workbook.sending import send_out
from pmo_desktop.language import Language
from pmo_desktop.services.audit import audit, audit_details
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.importing import commit
from pmo_desktop.services.origins import OriginKind, history, origin
from pmo_desktop.services.records import project_records
from pmo_desktop.services.template import add_question, move_column, reword_column, show_column
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

EDIT = Title("Edit")
SOFFICE = shutil.which("soffice")


class Loop:
    """One project with one task whose question was answered, and its workbook."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self.project = self.edit(add, "project", {"code": "P-1", "name": "A"})
        self.task = self.edit(add, "task", {"name": "Plan", "notes": "kept"}, self.project)
        uid = self.edit(add_question, "task", {"en": "Centre", "zh": "成本中心"})
        self.name = f"custom.{uid}"
        self.edit(move_column, f"task.{self.name}", 1)
        self.edit(show_column, "task.notes", False)
        self.edit(reword_column, "task.start", {"en": "Begins on"})
        self.answer("007")
        (self.path,) = send_out(workspace, folder, Language("en")).files

    def edit(self, verb: Any, *args: Any) -> Any:
        return self.workspace.edit(EDIT, verb, *args).result

    def answer(self, value: str) -> None:
        self.edit(change, "task", self.task, {self.name: value})

    def write(self, value: str) -> str:
        """Answer in the file; returns the cell."""
        book = load_workbook(self.path)
        page = book["Task"]
        cell = next(c for c in page[template.HEADER_ROW] if c.value == "Centre")
        page.cell(template.FIRST_ROW, cell.column).value = value
        book.save(self.path)
        return f"{cell.column_letter}{template.FIRST_ROW}"

    def review(self, path: Path | None = None) -> FileReview:
        files = [path or self.path]
        understood = understand_all(files, choices=choices(self.workspace))
        return review(self.workspace, understood).files[0]

    def fields(self, path: Path | None = None) -> list[FieldChange]:
        found = self.review(path)
        return [f for c in found.differences for record in c.changes for f in record.fields]

    @property
    def value(self) -> Any:
        return self.workspace.query(project_records, self.project).tasks[0].values[self.name]


@pytest.fixture
def loop(workspace: Workspace, tmp_path: Path) -> Loop:
    return Loop(workspace, tmp_path / "out")


def test_what_nobody_touched_changes_nothing_also_where_the_office_moved_on(loop: Loop) -> None:
    assert loop.fields() == []
    loop.answer("008")
    assert [found.status for found in loop.fields()] == [ChangeStatus.OUTDATED]
    assert loop.review().changes == ()


def test_both_moved_is_a_conflict_with_what_was_sent_out(loop: Loop) -> None:
    loop.write("009")
    loop.answer("008")
    (found,) = loop.fields()
    assert (found.status, found.base, found.before, found.after) == (
        ChangeStatus.CONFLICT, "007", "008", "009",
    )  # fmt: skip


def test_an_answer_is_taken_in_traced_to_its_cell_and_undone(loop: Loop) -> None:
    cell = loop.write("009")
    found = loop.review()
    loop.workspace.edit(Title("Import"), commit, found.changes)
    assert loop.value == "009"
    entry = loop.workspace.query(audit)[0]
    details = loop.workspace.query(audit_details, entry.id)
    assert f"{loop.path.name}: Task!{cell}" in [detail.source for detail in details]
    assert loop.fields() == []
    loop.workspace.edit(EDIT, change, "task", loop.task, {loop.name: "010"})
    steps = loop.workspace.query(history, "task", loop.task, loop.name)
    assert [(s.kind, s.before, s.after, s.cell) for s in steps] == [
        (OriginKind.HAND, "009", "010", ""),
        (OriginKind.FILE, "007", "009", cell),
        (OriginKind.HAND, "", "007", ""),
    ]
    loop.workspace.undo()
    assert loop.workspace.query(origin, "task", loop.task, loop.name).file == loop.path.name
    loop.workspace.undo()
    assert loop.value == "007"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here")
def test_libreoffice_saves_it_and_nothing_has_changed(loop: Loop, tmp_path: Path) -> None:
    loop.write("009")
    assert SOFFICE is not None
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path), str(loop.path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    (found,) = loop.fields(tmp_path / loop.path.name)
    assert (found.name, found.after, found.status) == (loop.name, "009", ChangeStatus.CHANGED)
