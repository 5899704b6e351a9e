"""The command line: what each command does, how it ends, and what it prints for programs."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.cli import COMMANDS, main
from pmo_desktop.exchange.demo.office import make_demo
from pmo_desktop.services.editing import change
from pmo_desktop.services.portfolio import portfolio_of_file
from pmo_desktop.services.portfolio_snapshot import load_snapshot
from pmo_desktop.services.records import project_ids
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.storage.test_workspace import dump


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demo office with its returned spreadsheets, not to be written to."""
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder / "demo.db", projects=6, people=40, tasks=400)
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "office"
    shutil.copytree(made, copy)
    return copy / "demo.db"


@pytest.fixture
def returned(office: Path) -> Path:
    return office.parent / "demo_returned"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = main([str(argument) for argument in arguments])
    return status, capsys.readouterr().out


def result(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    status, out = run(capsys, *arguments, "--json")
    return status, json.loads(out)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_each_command_says_what_it_takes(
    capsys: pytest.CaptureFixture[str], command: str, language: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help", "--language", language])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert "--database" in out
    assert any("一" <= char <= "鿿" for char in out) == (language == "zh")


def test_an_import_makes_the_database_and_is_undone_row_for_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, returned: Path
) -> None:
    path = tmp_path / "new.db"
    status, nothing = result(capsys, "import", returned, "--dry-run", "--database", path)
    before = dump(path)
    assert nothing["committed"] is False
    status, found = result(capsys, "import", returned, "--yes", "--database", path)
    assert status == 1, "the demo's teams make mistakes"
    assert found["committed"] is True
    assert {"file", "projects", "sheets", "added", "changed", "findings"} <= set(found["files"][0])
    told = [finding for file in found["files"] for finding in file["findings"]]
    assert all({"sheet", "cell", "code", "text"} <= set(finding) for finding in told)
    assert dump(path) != before
    status, undone = result(capsys, "undo", "--database", path)
    assert (status, undone["title"]) == (0, f"Import {len(returned_projects(found))} files")
    assert dump(path) == before
    assert main(["redo", "--database", str(path)]) == 0
    assert main(["redo", "--database", str(path)]) == 2


def returned_projects(found: dict[str, Any]) -> set[str]:
    return {file["file"] for file in found["files"] if file["added"] or file["changed"]}


def test_the_same_files_change_nothing_the_second_time(
    capsys: pytest.CaptureFixture[str], office: Path, returned: Path
) -> None:
    run(capsys, "import", returned, "--yes", "--database", office)
    before = dump(office)
    _, again = result(capsys, "import", returned, "--yes", "--database", office)
    taken = [
        one
        for file in again["files"]
        for one in (*file["added"], *file["changed"])
        if one["decision"] == "accept"
    ]
    assert taken == []
    assert dump(office) == before


def test_nobody_to_ask_means_nothing_is_written(
    capsys: pytest.CaptureFixture[str], office: Path, returned: Path
) -> None:
    before = dump(office)
    status, out = run(capsys, "import", returned, "--database", office, "--language", "en")
    assert status == 2
    assert "Add --yes to commit" in out
    assert dump(office) == before


def test_what_is_sent_out_and_comes_back_unchanged_changes_nothing(
    capsys: pytest.CaptureFixture[str], office: Path, tmp_path: Path
) -> None:
    for language in ("zh", "en"):
        folder = tmp_path / language
        asked = ("send-out", "-o", folder, "--database", office, "--language", language)
        status, sent = result(capsys, *asked)
        assert (status, len(sent["files"])) == (0, 6)
        before = dump(office)
        status, found = result(capsys, "import", folder, "--yes", "--database", office)
        assert [(f["file"], f["added"], f["changed"]) for f in found["files"]] == [
            (f["file"], [], []) for f in found["files"]
        ]
        assert dump(office) == before


def test_a_folder_that_is_a_file_is_told_and_nothing_else(
    capsys: pytest.CaptureFixture[str], office: Path, tmp_path: Path
) -> None:
    taken = tmp_path / "out"
    taken.write_text("a file", encoding="utf-8")
    status, out = run(capsys, "send-out", "-o", taken, "--database", office, "--language", "en")
    assert status == 2
    assert out == f"Nothing can be written to {taken}. Choose another folder.\n"


def test_a_folder_without_the_right_to_write_is_told_once(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    office: Path,
    tmp_path: Path,
) -> None:
    def denied(path: Path, _: bytes) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "write_bytes", denied)
    asked = ("send-out", "-o", tmp_path, "--database", office, "--language", "en")
    told = f"Nothing can be written to {tmp_path}. Choose another folder."
    assert run(capsys, *asked) == (2, told + "\n")
    assert result(capsys, *asked) == (2, {"files": [], "findings": [told]})


def test_an_export_holds_every_project_task_and_person(
    capsys: pytest.CaptureFixture[str], office: Path
) -> None:
    status, document = result(capsys, "export", "--database", office)
    assert status == 0
    assert len(document["projects"]) == 6
    assert sum(len(project["tasks"]) for project in document["projects"]) == 400
    task = next(t for p in document["projects"] for t in p["tasks"] if t["predecessors"])
    assert set(task) >= TASK_KEYS
    assert {"wbs", "type", "lag_minutes"} == set(task["predecessors"][0])


def test_a_pack_is_written_in_either_language_and_format(
    capsys: pytest.CaptureFixture[str], office: Path, tmp_path: Path
) -> None:
    for language, shape in (("zh", "16:9"), ("en", "a4")):
        file = tmp_path / f"{language}.pdf"
        asked = ("pack", "-o", file, "--database", office, "--language", language)
        status, made_pack = result(capsys, *asked, "--format", shape)
        assert (status, made_pack["file"]) == (0, str(file))
        assert made_pack["pages"] > 6
        assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The fonts lack these characters, they are written as □: 🦄"),
        ("zh", "字体缺少以下字符，以 □ 代替：🦄"),
    ],
)
def test_a_character_that_the_font_lacks_is_told_as_a_finding(
    capsys: pytest.CaptureFixture[str], office: Path, tmp_path: Path, language: str, told: str
) -> None:
    opened = Workspace.open(office)
    first = min(opened.query(project_ids).values())
    opened.edit(Title("Rename"), change, "project", first, {"name": "Project 🦄"})
    opened.close()
    file = tmp_path / "pack.pdf"
    asked = ("pack", "-o", file, "--database", office, "--language", language)
    status, out = run(capsys, *asked)
    assert (status, out.splitlines()[-1]) == (1, told)
    status, made_pack = result(capsys, *asked)
    assert (status, made_pack["replaced"], made_pack["findings"]) == (1, ["🦄"], [told])


def test_a_closed_period_is_not_closed_again_under_the_same_name(
    capsys: pytest.CaptureFixture[str], office: Path
) -> None:
    assert result(capsys, "close", "--database", office)[1] == {"period": "2026-11"}
    assert result(capsys, "close", "--database", office)[1] == {"period": "2026-12"}


def test_a_demo_does_not_overwrite_an_office(
    capsys: pytest.CaptureFixture[str], office: Path
) -> None:
    before = office.read_bytes()
    status, out = run(capsys, "demo", "--database", office, "--language", "en")
    assert status == 2
    assert "is there already" in out
    assert office.read_bytes() == before


@pytest.mark.parametrize("command", [["undo"], ["export"], ["pack", "-o", "x.pdf"]])
def test_a_missing_database_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    missing = tmp_path / "none.db"
    status, out = run(capsys, *command, "--database", missing, "--language", "en")
    assert status == 2
    assert f"There is no database at {missing}" in out
    assert not missing.exists()


def test_a_database_that_is_none_is_told_in_chinese_too(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    letter = tmp_path / "信.db"
    letter.write_text("这不是数据库", encoding="utf-8")
    status, out = run(capsys, "undo", "--database", letter, "--language", "zh")
    assert status == 2
    assert "不是 PMO Desktop 数据库" in out


def test_a_fault_of_the_program_is_a_sentence_and_a_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("no pages")

    monkeypatch.setattr("pmo_desktop.cli.user_data", lambda: tmp_path)
    monkeypatch.setattr("pmo_desktop.commands.pack.workspace", broken)
    status, out = run(capsys, "pack", "-o", "x.pdf", "--language", "en")
    assert status == 2
    assert "The program made a mistake (ZeroDivisionError: no pages)" in out
    assert "Traceback" in next(tmp_path.glob("*.log")).read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
@pytest.mark.parametrize("command", ["import", "undo"])
def test_a_command_killed_in_the_midst_leaves_the_database_as_before(
    office: Path, returned: Path, command: str
) -> None:
    if command == "undo":
        assert main(["import", str(returned), "--yes", "--database", str(office)]) == 1
    before = dump(office)
    arguments = {"import": ["import", str(returned), "--yes"], "undo": ["undo"]}[command]
    code = textwrap.dedent(KILL)
    killed = subprocess.run(
        [sys.executable, "-c", code, *arguments, "--database", str(office)],
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert dump(office) == before
    assert main(["export", "--database", str(office), "-o", str(office.with_suffix(".json"))]) == 0


TASK_KEYS = {
    "wbs",
    "name",
    "kind",
    "start",
    "finish",
    "percent_complete",
    "duration_minutes",
    "total_float_minutes",
    "critical",
    "assignees",
    "predecessors",
}
KILL = """
    import os, signal, sys
    from pmo_desktop.storage import journal
    from pmo_desktop.cli import main

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    # The journal's entry is the last thing that is written before the transaction ends.
    journal._add_set = die
    sys.exit(main(sys.argv[1:]))
"""


def test_a_command_leaves_the_portfolio_for_the_windows_next_start(demo_database: Path) -> None:
    assert main(["close", "--database", str(demo_database), "--json"]) == 0
    assert load_snapshot(demo_database) == portfolio_of_file(demo_database)


def test_tables_are_exported_to_the_file_s_own_kind(demo_database: Path, tmp_path: Path) -> None:
    database = ["--database", str(demo_database)]
    book, text = tmp_path / "all.xlsx", tmp_path / "risks.csv"
    assert main(["export", "-o", str(book), *database]) == 0
    assert main(["export", "-o", str(text), "--table", "risk", *database]) == 0
    assert book.read_bytes()[:2] == b"PK"
    assert text.read_text("utf-8-sig").count("\n") > 5


def test_a_text_file_of_all_tables_is_refused_with_a_sentence(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ["export", "-o", str(tmp_path / "all.csv"), "--database", str(demo_database)]
    assert main([*wanted, "--language", "en"]) == 2
    assert "--table" in capsys.readouterr().out
    assert not (tmp_path / "all.csv").exists()


@pytest.mark.skipif(os.name == "nt", reason="there is no such pipe")
def test_a_reader_that_has_read_enough_is_no_fault(office: Path) -> None:
    command = [sys.executable, "-m", "pmo_desktop", "simulate", "--runs", "10"]
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [*command, "--database", str(office)], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr
    assert b"Exception" not in ended.stderr
