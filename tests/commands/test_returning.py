"""`return`: what is written for whom, how it ends, and what it tells programs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pmo_desktop.cli import main
from pmo_desktop.exchange.demo.office import DemoResult
from tests.exchange.books import book

PLAN = (
    ("WBS", "任务", "开始", "完成", "完成百分比"),
    ("1", "启动", "2026-11-02", "2026-11-05", 0.5),
    ("2", "验收", "2026-11-05", "十一月中", 0.2),
)


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """A team's file with a cell that cannot be read."""
    (tmp_path / "in").mkdir()
    return book(tmp_path / "in" / "P-2601 计划.xlsx", {"计划": PLAN})


def give_back(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, *arguments: object
) -> tuple[int, dict[str, Any]]:
    given = ["return", *map(str, arguments), "--database", str(tmp_path / "office.db"), "--json"]
    status = main(given)
    return status, json.loads(capsys.readouterr().out)


def test_a_doubtful_file_is_returned_under_its_own_name(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, doubtful: Path
) -> None:
    before = doubtful.read_bytes()
    status, result = give_back(capsys, tmp_path, doubtful, "-o", tmp_path / "out")
    (file,) = result["files"]
    assert status == 1
    assert file["kind"] == "marked"
    assert file["marked_cells"] >= 1
    assert Path(file["returned"]) == tmp_path / "out" / doubtful.name
    assert doubtful.read_bytes() == before
    # Spoken to in its own language, whatever the office's is.
    assert load_workbook(file["returned"]).sheetnames == ["计划", "审核意见"]


def test_the_language_can_be_chosen_and_notes_added(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, doubtful: Path
) -> None:
    out = tmp_path / "out"
    _, few = give_back(capsys, tmp_path, doubtful, "-o", out)
    _, all_ = give_back(capsys, tmp_path, doubtful, "-o", out, "--all", "--language", "en")
    assert load_workbook(all_["files"][0]["returned"]).sheetnames == ["计划", "Findings"]
    assert all_["files"][0]["findings"] > few["files"][0]["findings"]


def test_the_team_s_file_is_not_written_over_in_its_own_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, doubtful: Path
) -> None:
    before = doubtful.read_bytes()
    _, result = give_back(capsys, tmp_path, doubtful, "-o", doubtful.parent)
    assert doubtful.read_bytes() == before
    assert Path(result["files"][0]["returned"]).name == "P-2601 计划（已标注）.xlsx"


def test_a_second_run_replaces_its_own_copies_and_nobody_else_s(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, doubtful: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    kept = Path(shutil.copy(doubtful, out / doubtful.name))
    for _ in range(2):
        _, result = give_back(capsys, tmp_path, doubtful, "-o", out)
        assert Path(result["files"][0]["returned"]).name == "P-2601 计划 (2).xlsx"
    assert kept.read_bytes() == doubtful.read_bytes()
    assert len(list(out.iterdir())) == 2


def test_files_of_the_same_name_do_not_take_each_other_s_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, doubtful: Path
) -> None:
    (tmp_path / "more").mkdir()
    other = shutil.copy(doubtful, tmp_path / "more")
    _, result = give_back(capsys, tmp_path, doubtful, other, "-o", tmp_path / "out")
    assert [Path(file["returned"]).name for file in result["files"]] == [
        "P-2601 计划.xlsx", "P-2601 计划 (2).xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.csv", b"WBS,Task,Start,Finish\n1,Begin,2026-11-02,mid November\n"),
        ("letter.xlsx", b"Dear team"),
        ("damaged.xlsx", b"PK\x03\x04" + bytes(80)),
        ("encrypted.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
)
def test_what_cannot_be_marked_inside_gets_a_list_of_its_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    status, result = give_back(
        capsys, tmp_path, tmp_path / name, "-o", tmp_path, "--language", "en"
    )
    (file,) = result["files"]
    assert (status, file["kind"], file["marked_cells"]) == (1, "listed", 0)
    assert Path(file["returned"]).name == f"{Path(name).stem} - findings.xlsx"
    assert "cannot be marked inside" in file["notes"][0]
    listed = load_workbook(file["returned"])["Findings"]
    assert listed["G5"].value
    assert (tmp_path / name).read_bytes() == content


def test_nothing_to_return_is_no_fault(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [PLAN[0], PLAN[1]]
    path = book(tmp_path / "P-2601 计划.xlsx", {"计划": [["项目编号", "P-2601"], [], *rows]})
    status, result = give_back(capsys, tmp_path, path, "-o", tmp_path / "out")
    assert (status, result["files"]) == (0, [])
    assert not (tmp_path / "out").exists()


def test_what_is_not_there_is_told_and_not_done(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, result = give_back(
        capsys, tmp_path, tmp_path / "gone.xlsx", "-o", tmp_path / "out", "--language", "en"
    )
    assert status == 2
    assert result["files"][0]["kind"] == "not_done"
    assert "is not there" in result["files"][0]["notes"][0]


def test_a_folder_that_cannot_be_made_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, doubtful: Path
) -> None:
    taken = tmp_path / "out"
    taken.write_text("a file", encoding="utf-8")
    status, result = give_back(capsys, tmp_path, doubtful, "-o", taken, "--language", "en")
    assert status == 2
    assert "Choose another folder" in result["error"]


def test_the_demo_teams_get_their_files_back(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, demo_office: DemoResult, demo_database: Path
) -> None:
    given = ["return", str(demo_office.returned_folder), "-o", str(tmp_path / "out")]
    status = main([*given, "--database", str(demo_database), "--json"])
    result = json.loads(capsys.readouterr().out)
    assert status == 1
    assert result["counts"]["returned"] == len(list((tmp_path / "out").iterdir()))
    for file in result["files"]:
        sheets = load_workbook(file["returned"]).sheetnames
        assert {"审核意见", "Findings"} & set(sheets)
