from __future__ import annotations

import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_desktop.exchange.files import in_place
from pmo_desktop.exchange.workbook import sending
from pmo_desktop.exchange.workbook.sending import send_out
from pmo_desktop.exchange.workbook.writing import workbook_bytes
from pmo_desktop.language import CODES, Language
from pmo_desktop.progress import Cancelled, Progress
from pmo_desktop.services.editing import add
from pmo_desktop.services.records import project_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

ZH = Language("zh")


@pytest.fixture
def projects(workspace: Workspace) -> list[int]:
    """Three projects; the last two have one name in two cases."""
    rows = [
        {"code": "P-1", "name": "数据中心: 节能/改造?"},
        {"code": "P-2", "name": "Plan"},
        {"code": "p-2", "name": "plan"},
    ]
    rows[2]["code"] = "P-3"
    return [workspace.edit(Title("x"), add, "project", row).result for row in rows]


def test_each_project_gets_a_workbook_named_after_it(
    workspace: Workspace, projects: list[int], tmp_path: Path
) -> None:
    sent = send_out(workspace, tmp_path / "new" / "folder", ZH)
    assert [file.name for file in sent.files] == [
        "P-1 数据中心 节能 改造.xlsx",
        "P-2 Plan.xlsx",
        "P-3 plan.xlsx",
    ]
    assert sent.findings == ()
    for file in sent.files:
        assert openpyxl.load_workbook(file).sheetnames[0] == "填写说明"
    assert len(list((tmp_path / "new" / "folder").iterdir())) == len(projects)


def test_only_the_chosen_projects_are_sent(
    workspace: Workspace, projects: list[int], tmp_path: Path
) -> None:
    sent = send_out(workspace, tmp_path, ZH, [projects[1]])
    assert [file.name for file in sent.files] == ["P-2 Plan.xlsx"]


@pytest.mark.usefixtures("projects")
def test_a_file_that_is_open_elsewhere_is_told_and_the_others_go_on(
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "out"
    first = send_out(workspace, folder, ZH)
    before = first.files[0].read_bytes()
    replace = os.replace

    def locked(source: Any, target: Any) -> None:
        if Path(target) == first.files[0]:
            raise PermissionError(13, "The process cannot access the file", str(target))
        replace(source, target)

    monkeypatch.setattr(in_place.os, "replace", locked)
    sent = send_out(workspace, folder, Language("en"))
    assert sent.files == first.files[1:]
    (finding,) = sent.findings
    assert finding.params == {"file": first.files[0].name}
    assert "open in another program" in finding.sentence
    assert first.files[0].read_bytes() == before
    assert sorted(folder.iterdir()) == sorted(first.files)


@pytest.mark.usefixtures("projects")
def test_a_full_disk_ends_it_with_a_sentence_and_no_half_file(
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "out"

    def full(path: Path, _: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    sent = send_out(workspace, folder, ZH)
    assert sent.files == ()
    (finding,) = sent.findings
    assert finding.sentence.startswith("The disk is full")
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    sent = send_out(workspace, tmp_path / "file", ZH)
    assert sent.files == ()
    (finding,) = sent.findings
    assert finding.params == {"folder": str(tmp_path / "file")}


@pytest.mark.usefixtures("projects")
def test_it_tells_how_far_it_is_and_can_be_stopped(workspace: Workspace, tmp_path: Path) -> None:
    told: list[Progress] = []

    def stop_at_two(progress: Progress) -> None:
        told.append(progress)
        if progress.done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        send_out(workspace, tmp_path / "out", ZH, report=stop_at_two)
    assert [(p.done, p.total) for p in told] == [(0, 3), (1, 3), (2, 3)]
    assert len(list((tmp_path / "out").iterdir())) == 2


@pytest.mark.parametrize("code", CODES)
def test_its_sentences_are_there_in_both_languages(code: str, tmp_path: Path) -> None:
    language = Language(code)
    for error in (OSError(28, "full"), PermissionError(13, "open")):
        for path in (tmp_path, tmp_path / "no file"):
            finding = sending.unsent(error, path)
            text = language.text(finding.sentence, **finding.params)
            assert (text != finding.sentence.format(**finding.params)) == language.is_chinese


@pytest.mark.usefixtures("projects")
@pytest.mark.parametrize("code", CODES)
def test_a_workbook_of_a_round_has_its_sheets_its_due_date_and_its_round(
    workspace: Workspace, projects: list[int], code: str
) -> None:
    language = Language(code)
    setting = replace(
        sending.office_setting(workspace),
        tables=frozenset({"task", "status"}),
        due=date(2026, 11, 25),
        round_uid="u1",
        change_set=7,
    )
    records = workspace.query(project_records, projects[0])
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(records, setting, language)))
    words = [cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert any(language.long_date(date(2026, 11, 25)) in word for word in words)
    shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert shown[1:] == [language.term("table.task"), language.term("table.status")]
    meta = {row[0].value: row[1].value for row in book["_pmo"].iter_rows()}
    assert (meta["round_uid"], meta["change_set"]) == ("u1", "7")
    assert meta["period"] == setting.period
