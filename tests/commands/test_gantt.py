"""`gantt`: the plan as a PDF without a window."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_desktop.services.records import project_ids
from pmo_desktop.storage.workspace import Workspace
from tests.commands.test_commands import result, run
from tests.reports.reading import page_sizes, page_texts


def test_the_plan_of_all_projects_is_written(
    capsys: pytest.CaptureFixture[str], demo_database: Path, tmp_path: Path
) -> None:
    file = tmp_path / "plan.pdf"
    status, made = result(capsys, "gantt", "-o", file, "--database", demo_database)
    assert (status, made["file"], made["findings"]) == (0, str(file), [])
    assert made["rows"] == 6 + 420
    assert made["pages"] == len(page_texts(file))
    assert page_sizes(file) == {(842, 595)}


def test_one_project_is_written_in_the_language_and_format_asked_for(
    capsys: pytest.CaptureFixture[str], demo_database: Path, tmp_path: Path
) -> None:
    opened = Workspace.open(demo_database)
    code, other = sorted(opened.query(project_ids))[:2]
    opened.close()
    file = tmp_path / "plan.pdf"
    asked = ("gantt", "-o", file, "--project", code, "--format", "16:9", "--language", "zh")
    assert run(capsys, *asked, "--database", demo_database)[0] == 0
    text = "\n".join(page_texts(file))
    assert code in text
    assert other not in text
    assert "甘特计划" in text
    assert page_sizes(file) == {(960, 540)}


def test_an_unknown_project_is_told(
    capsys: pytest.CaptureFixture[str], demo_database: Path, tmp_path: Path
) -> None:
    asked = ("gantt", "-o", tmp_path / "plan.pdf", "--project", "P-0", "--language", "en")
    status, out = run(capsys, *asked, "--database", demo_database)
    assert (status, out) == (2, "There is no project with the code P-0.\n")
    assert not (tmp_path / "plan.pdf").exists()


def test_an_office_without_projects_has_no_plan_to_print(
    capsys: pytest.CaptureFixture[str], workspace: Workspace, tmp_path: Path
) -> None:
    asked = ("gantt", "-o", tmp_path / "plan.pdf", "--database", workspace.path)
    status, out = run(capsys, *asked, "--language", "en")
    assert (status, out) == (2, "There is no plan to print yet.\n")


@pytest.mark.parametrize(("name", "begins"), [("plan.png", b"\x89PNG"), ("plan.svg", b"<?xml")])
def test_a_picture_of_one_project_is_written(
    capsys: pytest.CaptureFixture[str],
    demo_database: Path,
    tmp_path: Path,
    name: str,
    begins: bytes,
) -> None:
    opened = Workspace.open(demo_database)
    code = min(opened.query(project_ids))
    opened.close()
    file = tmp_path / name
    asked = ("gantt", "-o", file, "--project", code, "--database", demo_database)
    status, made = result(capsys, *asked)
    assert (status, made["file"]) == (0, str(file))
    assert file.read_bytes().startswith(begins)


def test_paper_fit_and_scale_can_be_chosen(
    capsys: pytest.CaptureFixture[str], demo_database: Path, tmp_path: Path
) -> None:
    file = tmp_path / "plan.pdf"
    asked = ("gantt", "-o", file, "--database", demo_database)
    _, wide = result(capsys, *asked, "--format", "a3", "--fit", "scale", "--scale", "day")
    assert page_sizes(file) == {(1191, 842)}
    _, one = result(capsys, *asked, "--format", "a0", "--portrait", "--fit", "page")
    assert one["pages"] == 1
    assert page_sizes(file) == {(2384, 3370)}
    assert wide["pages"] > 10
