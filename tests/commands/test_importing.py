"""What `import` tells of a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from pmo_desktop.domain.records import Record
from pmo_desktop.services.editing import change
from pmo_desktop.services.records import project_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.commands.test_commands import result


def test_links_in_a_circle_are_told_before_anything_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan = tmp_path / "P-7_Depot.csv"
    rows = ("WBS,Task,Start,Finish,Predecessors",
            "1,Dig,2026-11-02,2026-11-06,2", "2,Fill,2026-11-09,2026-11-13,1")  # fmt: skip
    plan.write_text("\n".join(rows), encoding="utf-8")
    path = tmp_path / "new.db"
    status, found = result(capsys, "import", plan, "--dry-run", "--database", path)
    told = [one for one in found["files"][0]["findings"] if one["code"] == "link_loop"]
    assert [(one["severity"], one["cell"]) for one in told] == [("warning", "E2")]
    assert "1 Dig (E2) → 2 Fill (E3) → 1 Dig" in told[0]["text"]
    assert (status, found["committed"]) == (1, False)


def plan(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(("WBS,Task,Start,Finish,Owner,Notes", *rows)), encoding="utf-8")
    return path


DIG = "1,Dig the trench,2026-11-02,2026-11-06,Ann Berg"


@pytest.fixture
def taken(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    """A database into which the first plan was taken, and the office then changed its notes."""
    path = tmp_path / "new.db"
    first = plan(tmp_path / "P-7_Depot.csv", f"{DIG},first")
    _, found = result(capsys, "import", first, "--yes", "--database", path)
    assert found["committed"]
    workspace = Workspace.open(path)
    (task,) = workspace.query(tasks_of)
    workspace.edit(Title("x"), change, "task", task.id, {"notes": "office"})
    workspace.close()
    return path


def tasks_of(session: Session) -> tuple[Record, ...]:
    return project_records(session, 1).tasks


def notes(path: Path) -> list[str]:
    workspace = Workspace.open(path)
    found = [task.values["notes"] for task in workspace.query(tasks_of)]
    workspace.close()
    return found


@pytest.mark.parametrize(
    ("options", "decision", "left"),
    [
        ((), "open", "office"),
        (("--conflicts", "database"), "keep", "office"),
        (("--conflicts", "file"), "accept", "team"),
    ],
)
def test_a_conflict_is_held_back_unless_it_is_said_whose_value_counts(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    taken: Path,
    options: tuple[str, ...],
    decision: str,
    left: str,
) -> None:
    second = plan(tmp_path / "P-7_Depot 2.csv", f"{DIG},team", "2,Fill,2026-11-09,2026-11-13,,")
    status, found = result(capsys, "import", second, "--yes", *options, "--database", taken)
    (told,) = found["files"]
    (conflict,) = told["changed"]
    assert (conflict["base"], conflict["before"], conflict["after"]) == ("first", "office", "team")
    assert (conflict["status"], conflict["decision"]) == ("conflict", decision)
    assert [one["label"] for one in told["added"]] == ["2 Fill"]
    assert found["counts"]["conflict"] == 1
    assert (status, found["committed"]) == (1, True)
    assert notes(taken) == [left, ""]


def test_what_a_team_says_again_takes_no_edit_back(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, taken: Path
) -> None:
    again = plan(tmp_path / "P-7_Depot 2.csv", f"{DIG},first")
    _, found = result(capsys, "import", again, "--yes", "--database", taken)
    (old,) = found["files"][0]["changed"]
    assert (old["status"], old["decision"]) == ("outdated", "keep")
    assert notes(taken) == ["office"]


@pytest.mark.parametrize(
    ("option", "names"),
    [("leave", ["Dig the trench"]), ("take", ["Blast"]), ("new", ["Dig the trench", "Blast"])],
)
def test_a_doubtful_row_is_held_back_taken_or_new(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, taken: Path, option: str, names: list[str]
) -> None:
    file = plan(tmp_path / "P-7_Depot 2.csv", "1,Blast,2026-12-01,2026-12-04,,")
    _, found = result(capsys, "import", file, "--yes", "--doubtful", option, "--database", taken)
    (doubt,) = found["files"][0]["doubtful"]
    assert (doubt["name"], doubt["known"]) == ("1 Blast", "1 Dig the trench")
    assert (doubt["reason"], doubt["score"]) == ("renamed", 0.3)
    workspace = Workspace.open(taken)
    assert [task.values["name"] for task in workspace.query(tasks_of)] == names
    workspace.close()
