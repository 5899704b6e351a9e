"""`import` and `export` of plan files."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_desktop.exchange.plans.mspdi import read_mspdi
from tests.commands.test_commands import result, run
from tests.exchange.plans.files import link, project, task

RECORDED = "<Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish>"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Its second task was recorded on top of the first, which it follows."""
    path = tmp_path / "P-77 bridge.xml"
    tasks = task(1, "Dig", rest=RECORDED) + task(2, "Pour", rest=RECORDED + link(1))
    path.write_text(project(tasks), encoding="utf-8")
    return path


def test_what_would_move_is_told_with_its_reason(
    capsys: pytest.CaptureFixture[str], plan: Path, tmp_path: Path
) -> None:
    asked = ("import", plan, "--yes", "--database", tmp_path / "office.db", "--language", "en")
    status, found = result(capsys, *asked)
    assert (status, found["committed"]) == (1, True)
    (file,) = found["files"]
    assert (file["plan"]["would_move"], file["plan"]["tasks"]) == (1, 2)
    (move,) = file["plan"]["moves"]
    assert (move["recorded_start"], move["start"]) == ("2026-03-02T08:00:00", "2026-03-03T08:00:00")
    assert (move["code"], move["reason"]) == ("links", 'It follows "Dig".')


def test_a_person_reads_which_tasks_would_move(
    capsys: pytest.CaptureFixture[str], plan: Path, tmp_path: Path
) -> None:
    asked = ("import", plan, "--dry-run", "--database", tmp_path / "office.db", "--language", "en")
    _, said = run(capsys, *asked)
    assert "2 Pour: recorded" in said
    assert "One of 2 tasks would move" in said


def test_a_person_reads_what_the_program_does_not_plan_with(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "bridge.xml"
    delayed = "<LevelingDelay>4800</LevelingDelay>"
    path.write_text(project(task(1, rest=RECORDED + delayed)), encoding="utf-8")
    asked = ("import", path, "--dry-run", "--database", tmp_path / "office.db", "--language", "en")
    status, said = run(capsys, *asked)
    assert (status, "The only task lies where the file says" in said) == (0, True)
    assert "delayed by its program's levelling" in said


def test_recorded_dates_are_kept(
    capsys: pytest.CaptureFixture[str], plan: Path, tmp_path: Path
) -> None:
    database, out = tmp_path / "office.db", tmp_path / "out.xml"
    status, found = result(capsys, "import", plan, "--keep-dates", "--yes", "--database", database)
    assert (status, found["files"][0]["plan"]["keeps_dates"]) == (0, True)
    status, written = result(capsys, "export", out, "--project", "P-77", "--database", database)
    assert (status, written["tasks"]) == (0, 2)
    tasks = read_mspdi(out.read_bytes(), "out").tasks
    assert [(t.start.day, t.manual) for t in tasks if t.start] == [(2, False), (2, True)]


def test_what_was_written_changes_nothing_when_it_comes_back(
    capsys: pytest.CaptureFixture[str], plan: Path, tmp_path: Path
) -> None:
    database, out = tmp_path / "office.db", tmp_path / "out.xml"
    result(capsys, "import", plan, "--yes", "--database", database)
    result(capsys, "export", out, "--project", "Bridge", "--database", database)
    _, found = result(capsys, "import", out, "--yes", "--database", database)
    assert (found["files"][0]["state"], found["files"][0]["unchanged"]) == ("unchanged", 2)


def test_a_project_of_the_office_is_written_with_what_the_file_cannot_carry(
    capsys: pytest.CaptureFixture[str], demo_database: Path, tmp_path: Path
) -> None:
    from pmo_desktop.services.records import project_ids
    from pmo_desktop.storage.workspace import Workspace

    opened = Workspace.open(demo_database)
    code = min(opened.query(project_ids))
    opened.close()
    out = tmp_path / "out.xml"
    asked = ("export", out, "--project", code, "--database", demo_database, "--language", "en")
    status, written = result(capsys, *asked)
    assert status == 0
    assert any("registers" in line or "risks" in line for line in written["left_out"])
    plan = read_mspdi(out.read_bytes(), "out")
    assert (len(plan.tasks), plan.findings) == (written["tasks"], ())


def test_an_unknown_project_and_a_file_of_another_kind_are_told(
    capsys: pytest.CaptureFixture[str], demo_database: Path, tmp_path: Path
) -> None:
    for asked in (
        (tmp_path / "out.xml", "--project", "nowhere"),
        (tmp_path / "out.mpp", "--project", "nowhere"),
        (tmp_path / "out.xml",),
    ):
        assert run(capsys, "export", *asked, "--database", demo_database)[0] == 2
