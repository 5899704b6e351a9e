"""`trace`, and `undo` of an entry by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pmo_desktop.services.editing import change
from pmo_desktop.services.importing import commit
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.services.records import project_ids
from pmo_desktop.storage.changes import Title
from tests.commands.test_commands import result, run
from tests.services.test_importing import IMPORT, plan_of

EDIT = Title("Edit")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Two projects of one import, and an edit of each by hand."""
    path = tmp_path / "office.db"
    workspace = open_workspace(path)
    files = [replace(plan_of(code), sender="王岚", saved_at=datetime(2026, 11, 18, 16, 30))
             for code in ("P-1", "P-2")]  # fmt: skip
    workspace.edit(IMPORT, commit, files)
    first, second = sorted(workspace.query(project_ids).values())
    workspace.edit(EDIT, change, "project", first, {"sponsor": "Board"})
    workspace.edit(EDIT, change, "project", second, {"sponsor": "Board"})
    workspace.close()
    return path


def test_a_value_is_traced_to_its_cell(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = result(capsys, "trace", "P-1", "task.finish", "1.1", "--database", office)
    assert status == 0
    origin = found["origin"]
    assert (origin["file"], origin["sheet"], origin["cell"]) == ("plan.xlsx", "Plan", "F12")
    assert (origin["sender"], origin["saved_at"]) == ("王岚", "2026-11-18T16:30:00")
    assert len(found["history"]) == 1


def test_a_projects_figures_are_traced(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = result(capsys, "trace", "p-1", "--database", office)
    assert status == 0
    assert [file["name"] for file in found["files"]] == ["plan.xlsx"]
    by_name = {one["figure"]: one for one in found["figures"]}
    assert by_name["spi"]["parts"][0]["origins"][0]["file"] == "plan.xlsx"
    assert run(capsys, "trace", "P-1", "--database", office, "--language", "zh")[0] == 0


@pytest.mark.parametrize(
    "asked",
    [("P-9",), ("P-1", "task.nothing", "1"), ("P-1", "task.finish", "9.9"), ("P-1", "nothing")],
)
def test_what_is_not_there_is_said(
    office: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...]
) -> None:
    status, found = result(capsys, "trace", *asked, "--database", office)
    assert status == 2
    assert found["error"].startswith("There is no")


def test_an_entry_is_undone_by_itself(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = result(capsys, "undo", "--entry", 2, "--database", office)
    assert (status, found["rows"], found["title"]) == (0, 1, "Undo of an earlier change: Edit")


def test_what_stands_in_the_way_is_listed(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = result(capsys, "undo", "--import", "--database", office)
    assert status == 2
    assert {(one["entry"], one["why"], *one["columns"]) for one in found["lost"]} == {
        (2, "changed", "sponsor"), (3, "changed", "sponsor")}  # fmt: skip
    _, text = run(capsys, "undo", "--import", "--database", office, "--language", "zh")
    assert "之后又被更改" in text


def test_the_newest_import_is_undone(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for entry in (2, 3):
        run(capsys, "undo", "--entry", entry, "--database", office)
    assert result(capsys, "undo", "--import", "--database", office)[0] == 0
    assert result(capsys, "undo", "--import", "--database", office)[0] == 2
    assert result(capsys, "undo", "--entry", 99, "--database", office)[0] == 2
