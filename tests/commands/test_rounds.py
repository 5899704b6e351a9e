"""A round from the command line: sent out, collected, taken in, reminded."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_desktop.cli import main
from pmo_desktop.exchange.demo.office import DemoResult
from pmo_desktop.services.editing import change
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.services.records import project_ids
from pmo_desktop.services.timesheets import known_work
from pmo_desktop.storage.changes import Title
from tests.commands.test_commands import result, run
from tests.exchange.books import book
from tests.storage.test_workspace import dump

YESTERDAY = (date.today() - timedelta(days=1)).isoformat()
FAR = (date.today() + timedelta(days=30)).isoformat()


@pytest.fixture
def begin(capsys: pytest.CaptureFixture[str], demo_database: Path, tmp_path: Path) -> Any:
    def send(*more: str) -> tuple[int, dict[str, Any]]:
        at = ("--database", demo_database, "--language", "en")
        return result(capsys, "send-out", "--round", "-o", tmp_path / "out", *at, *more)

    return send


@pytest.fixture
def collect(capsys: pytest.CaptureFixture[str], demo_database: Path) -> Any:
    def receive(*arguments: object) -> tuple[int, dict[str, Any]]:
        at = ("--database", demo_database, "--language", "en")
        return result(capsys, "collect", *arguments, *at)

    return receive


def test_a_round_is_begun_with_what_is_asked_for(begin: Any, tmp_path: Path) -> None:
    status, sent = begin(
        "--due", FAR, "--sheets", "task", "status", "--by-department",
        "--name-pattern", "{code} {period}",
    )  # fmt: skip
    assert status == 0
    assert sent["round"]["due"] == FAR
    assert sent["round"]["sent"] == sent["round"]["projects"] == len(sent["files"]) > 1
    period = sent["round"]["period"]
    for file in map(Path, sent["files"]):
        assert file.parent.parent == tmp_path / "out"
        assert file.stem.endswith(f" {period}")
        book = openpyxl.load_workbook(file)
        assert [s.title for s in book.worksheets if s.sheet_state == "visible"][1:] == [
            "Task", "Status report",
        ]  # fmt: skip


def test_the_open_round_is_sent_again_with_what_changes(begin: Any) -> None:
    _, first = begin("--period", "2027-01", "--due", FAR)
    code = Path(first["files"][0]).name.split()[0]
    _, again = begin("--period", "2027-01", "--project", code)
    assert again["files"] == first["files"][:1]
    assert again["round"]["uid"] == first["round"]["uid"]
    assert again["round"]["due"] == FAR
    assert again["round"]["projects"] == first["round"]["projects"]


def test_a_round_runs_from_sending_to_taking_in_without_a_window(
    begin: Any,
    collect: Any,
    capsys: pytest.CaptureFixture[str],
    demo_database: Path,
    tmp_path: Path,
) -> None:
    _, sent = begin("--due", YESTERDAY)
    folder = tmp_path / "back"
    folder.mkdir()
    back = [shutil.copy(file, folder) for file in sent["files"][:2]]
    book = openpyxl.load_workbook(back[0])
    page = book["Risk"]
    column = [cell.value for cell in page[3]].index("Risk *") + 1
    free = max(row for row in range(4, page.max_row + 1) if page.cell(row, column).value) + 1
    page.cell(free, column, "A new risk")
    book.save(back[0])
    status, found = collect(folder)
    assert status == 1, "others are missing"
    assert [file["verdict"] for file in found["files"]] == ["received", "received"]
    assert found["counts"]["late"] == 2
    assert found["counts"]["missing"] == len(sent["files"]) - 2
    assert [one["code"] for one in found["reminders"]] == [
        project["code"] for project in found["projects"] if project["standing"] == "missing"
    ]
    assert all(one["text"] in found["reminder_text"] for one in found["reminders"])
    assert found["import"] is None
    before = dump(demo_database)
    status, asked = collect(folder, "--import")
    assert (status, asked["import"]["committed"]) == (2, False)
    assert {file["verdict"] for file in asked["files"]} == {"known"}
    assert dump(demo_database) == before
    status, taken = collect(folder, "--import", "--yes")
    assert (status, taken["import"]["committed"]) == (1, True)
    assert taken["counts"]["taken"] == 2
    assert [row["values"]["name"] for file in taken["import"]["files"]
            for row in file["added"]] == ["A new risk"]  # fmt: skip
    main(["undo", "--database", str(demo_database)])
    capsys.readouterr()
    assert dump(demo_database) == before


def test_untouched_files_are_dealt_with_and_nothing_is_written_twice(
    begin: Any, collect: Any, demo_database: Path, tmp_path: Path
) -> None:
    _, sent = begin("--due", FAR)
    back = shutil.copy(sent["files"][0], tmp_path / "back.xlsx")
    status, found = collect(back, "--import", "--yes")
    assert (status, found["import"]["committed"]) == (0, False)
    assert [p["standing"] for p in found["projects"]][:2] == ["taken", "waiting"]
    before = dump(demo_database)
    status, found = collect(back, "--import", "--yes")
    assert (status, found["import"]["files"]) == (0, [])
    assert dump(demo_database) == before


def test_a_file_with_a_conflict_goes_on_waiting_until_it_is_decided(
    begin: Any, collect: Any, demo_database: Path, tmp_path: Path
) -> None:
    _, sent = begin("--due", FAR)
    back = Path(shutil.copy(sent["files"][0], tmp_path / "back.xlsx"))
    book = openpyxl.load_workbook(back)
    page = book["Project"]
    headers = [cell.value for cell in page[3]]
    page.cell(4, headers.index("Sponsor") + 1, "Of the team")
    page.cell(4, headers.index("Project *") + 1, "Renamed by the team")
    book.save(back)
    workspace = open_workspace(demo_database)
    code = page.cell(4, headers.index("Code *") + 1).value
    project = workspace.query(project_ids)[code]
    workspace.edit(Title("x"), change, "project", project, {"sponsor": "Of the office"})
    workspace.close()
    _, found = collect(back, "--import", "--yes")
    assert found["import"]["committed"] is True
    standing = {p["code"]: p["standing"] for p in found["projects"]}
    assert standing[code] == "received"
    _, found = collect("--import", "--yes", "--conflicts", "file")
    standing = {p["code"]: p["standing"] for p in found["projects"]}
    assert standing[code] == "taken"


def test_a_file_that_goes_back_is_returned_in_the_inbox_and_its_team_owes_again(
    begin: Any,
    collect: Any,
    capsys: pytest.CaptureFixture[str],
    demo_database: Path,
    tmp_path: Path,
) -> None:
    _, sent = begin("--due", FAR)
    back = Path(shutil.copy(sent["files"][0], tmp_path / "back.xlsx"))
    book = openpyxl.load_workbook(back)
    page = book["Task"]
    column = [cell.value for cell in page[3]].index("Finish") + 1
    page.cell(5, column, "soon")
    book.save(back)
    collect(back)
    at = ("--database", demo_database, "--language", "en")
    status, out = run(capsys, "return", back, "-o", tmp_path / "marked", *at)
    assert status == 1, out
    _, found = collect()
    first = found["projects"][0]
    assert first["standing"] == "returned"
    assert "returned your file" in found["reminders"][0]["text"]
    assert first["files"][0]["state"] == "returned"


def test_without_files_it_says_how_the_round_stands(
    begin: Any, capsys: pytest.CaptureFixture[str], demo_database: Path
) -> None:
    begin("--due", YESTERDAY)
    at = ("--database", demo_database, "--language", "en")
    status, out = run(capsys, "collect", *at)
    assert status == 1
    assert "0 of" in out
    assert ": Missing" in out


def test_teams_own_files_are_received_and_what_is_unknown_is_told(
    begin: Any, collect: Any, demo_office: DemoResult, tmp_path: Path
) -> None:
    begin("--due", FAR)
    letter = tmp_path / "letter.xlsx"
    letter.write_text("Dear team")
    status, found = collect(demo_office.returned_folder, letter)
    assert status == 1
    verdicts = {file["file"]: file["verdict"] for file in found["files"]}
    assert verdicts.pop("letter.xlsx") == "refused"
    assert set(verdicts.values()) <= {"received", "other_round", "unknown", "not_in_round"}
    assert list(verdicts.values()).count("received") > 1
    assert [file["file"] for file in found["unknown"] if file["state"] == "refused"] == [
        "letter.xlsx"
    ]


def test_a_timesheet_among_the_files_of_a_round_is_no_report_and_is_passed_on(
    begin: Any, collect: Any, demo_database: Path, tmp_path: Path
) -> None:
    _, sent = begin("--due", FAR)
    report = shutil.copy(sent["files"][0], tmp_path)
    code, person = sent_project(demo_database)
    rows = [["Name", "Date", "Project", "Hours"], [person, "2026-11-16", code, 3]]
    sheet = book(tmp_path / "hours.xlsx", {"Log": rows})
    pool = book(tmp_path / "people.xlsx", {"People": [["Name", "E-mail", "Capacity", "Role"],
                ["Nora New", "nora@example.com", 1, "Tester"]]})  # fmt: skip
    status, found = collect(report, sheet, pool)
    assert [file["verdict"] for file in found["files"]] == ["received", "no_report", "no_report"]
    assert status == 1
    assert "timesheet" in found["files"][1]["text"]
    assert "people" in found["files"][2]["text"]
    assert found["unknown"] == []
    status, found = collect(sheet, "--import", "--yes")
    assert (status, found["import"]["committed"]) == (0, True)
    assert found["import"]["timesheets"][0]["new"] == 1
    status, found = collect(sheet)
    assert (status, found["files"][0]["verdict"]) == (0, "known_before")


def sent_project(database: Path) -> tuple[str, str]:
    """The code of a project, and a person of the pool."""
    opened = open_workspace(database)
    known = opened.query(known_work)
    opened.close()
    return known.projects[0].code, known.people[0].name


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["collect"], "No round is open"),
        (["collect", "--round", "2020-01"], "There is no round of 2020-01"),
        (["send-out"], "-o"),
        (["send-out", "--due", FAR, "-o", "x"], "add --round"),
        (["send-out", "--round", "--due", "Friday"], "is no day"),
        (["send-out", "--round", "--name-pattern", "{who}"], "no part"),
        (["send-out", "--round", "--project", "Z"], "no project with the code Z"),
        (["send-out", "--round"], "Choose a folder"),
    ],
)
def test_what_cannot_be_done_is_said(
    capsys: pytest.CaptureFixture[str], demo_database: Path, arguments: list[str], words: str
) -> None:
    status = main([*arguments, "--database", str(demo_database), "--language", "en"])
    assert status == 2
    assert words in capsys.readouterr().out


def test_several_open_rounds_must_be_told_apart(begin: Any, collect: Any) -> None:
    begin("--period", "2027-01")
    begin("--period", "2027-02")
    status, found = collect()
    assert status == 2
    assert "Several rounds are open" in found["error"]
    _, found = collect("--round", "2027-01")
    assert found["round"]["period"] == "2027-01"
