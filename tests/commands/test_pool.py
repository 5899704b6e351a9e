"""The pool on the command line: written out, taken in, foreign lists among other files."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.commands.test_commands import result, run


def test_the_pool_goes_out_and_comes_back_with_what_was_changed(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pool.xlsx"
    status, found = result(capsys, "export", path, "--pool", "--database", demo_database)
    assert status == 0
    assert found["rows"]["person"] == 43
    book = openpyxl.load_workbook(path)
    page = book.worksheets[1]
    name = page["B2"].value
    page["C2"] = "Chief tester"
    book.save(path)
    status, found = result(capsys, "import", path, "--yes", "--database", demo_database)
    (file,) = found["pool"]
    (change,) = file["changes"]
    assert (status, found["committed"]) == (0, True)
    assert (change["label"], change["kind"], change["taken"]) == (name, "change", True)
    assert "Chief tester" in change["difference"]


def test_a_list_with_bad_rows_is_told_and_the_rest_is_taken(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in (["姓名", "技能", "等级"], ["新人", "Fortran", 4], ["新人", "Fortran", "??"]):
        page.append(row)
    book.save(tmp_path / "skills.xlsx")
    arguments = ("import", tmp_path / "skills.xlsx", "--yes", "--database", demo_database)
    status, found = result(capsys, *arguments)
    (file,) = found["pool"]
    assert status == 1
    assert [one["table"] for one in file["changes"]] == ["person", "skill", "person_skill"]
    assert "row 3" in file["findings"][0]["text"]


def test_whom_a_matrix_names_and_nobody_knows_waits_for_a_decision(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    for row in (["姓名", "技能", "等级"], ["新来者", "Fortran", 4], ["新来者", "Fortran", "??"]):
        book.active.append(row)
    book.save(tmp_path / "skills.xlsx")
    arguments = ("import", tmp_path / "skills.xlsx", "--yes", "--database", demo_database)
    status, found = result(capsys, *arguments)
    taken = {one["table"]: one["taken"] for one in found["pool"][0]["changes"]}
    assert taken == {"skill": True, "person": False, "person_skill": False}
    assert status == 1
    _, told = run(capsys, *arguments, "--language", "en")
    assert "--doubtful new" in told
    status, found = result(capsys, *arguments, "--doubtful", "new")
    taken = {one["table"]: one["taken"] for one in found["pool"][0]["changes"]}
    assert taken == {"person": True, "person_skill": True}
    assert found["committed"] is True


def test_what_is_missing_in_the_workbook_is_removed_where_that_is_said(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pool.xlsx"
    result(capsys, "export", path, "--pool", "--database", demo_database)
    book = openpyxl.load_workbook(path)
    page = next(page for page in book if page.title in ("Bookings", "预订"))
    page.delete_rows(2, 2)
    book.save(path)
    arguments = ("import", path, "--yes", "--database", demo_database)
    _, told = run(capsys, *arguments, "--language", "en")
    assert "2 rows are missing" in told
    _, found = result(capsys, *arguments, "--missing", "remove")
    assert [(one["kind"], one["taken"]) for one in found["pool"][0]["changes"]] == [
        ("remove", True), ("remove", True)
    ]  # fmt: skip
    assert found["committed"] is True
    _, found = result(capsys, *arguments, "--missing", "remove")
    assert found["pool"][0]["changes"] == []


def test_a_dry_run_writes_nothing(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    for row in (["Name", "Skill", "Level"], ["New one", "Fortran", 4]):
        book.active.append(row)
    book.save(tmp_path / "skills.xlsx")
    arguments = ("import", tmp_path / "skills.xlsx", "--database", demo_database)
    for _ in range(2):
        status, found = result(capsys, *arguments, "--dry-run")
        assert (status, found["committed"], len(found["pool"][0]["changes"])) == (1, False, 3)


def test_the_pool_is_written_to_a_workbook_alone(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pool.csv"
    status, _ = run(capsys, "export", path, "--pool", "--database", demo_database)
    assert status == 2


def test_a_value_of_the_pool_is_traced(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    for row in (["Name", "Role", "Department"], ["Olga Orlova", "PM", "IT"]):
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    book.active.delete_rows(1, 2)
    for row in (["Name", "Start", "End", "Kind"], ["Olga Orlova", "2029-01-08", "", "Leave"]):
        book.active.append(row)
    book.save(tmp_path / "leave.xlsx")
    for name in ("people", "leave"):
        path = tmp_path / f"{name}.xlsx"
        result(capsys, "import", path, "--yes", "--database", demo_database)
    arguments = ("trace", "olga orlova", "absence.first", "--database", demo_database)
    status, found = result(capsys, *arguments)
    assert (status, found["origin"]["file"], found["origin"]["cell"]) == (0, "leave.xlsx", "B2")
