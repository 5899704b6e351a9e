"""Giving files under review back to their teams from the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from pmo_desktop.app import Program
from pmo_desktop.exchange.demo.office import DemoResult
from tests.ui.conftest import settle


@pytest.fixture
def panel(program: Program, demo_office: DemoResult) -> Any:
    """The review of the demo teams' returned spreadsheets."""
    program.desk.import_paths([demo_office.returned_folder])
    settle(program)
    return program.stage.page("sheets").panel_in  # type: ignore[attr-defined]


def choose(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """What the dialogue for a folder would answer."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))


def test_all_files_with_findings_are_returned_and_the_folder_is_offered(
    program: Program, panel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "out")
    wanted = panel.give_back.with_findings()
    assert wanted
    panel.give_back.all.trigger()
    settle(program)
    written = sorted((tmp_path / "out").iterdir())
    assert len(written) == len(wanted)
    assert {"审核意见", "Findings"} & set(load_workbook(written[0]).sheetnames)
    messages = program.desk.messages
    assert f"{len(wanted)} marked copies" in messages.text or "One marked copy" in messages.text
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    messages.open_folder.click()
    assert [Path(path) for path in opened] == [tmp_path / "out"]
    # The review goes on as it was.
    assert panel.choices


def test_only_the_chosen_file_is_returned(
    program: Program, panel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "out")
    file = panel.give_back.with_findings()[0]
    panel.list.select([choice.file for choice in panel.choices].index(file))
    panel.give_back.one.trigger()
    settle(program)
    (written,) = (tmp_path / "out").iterdir()
    assert written.stem.startswith(file.path.stem)


def test_a_file_without_findings_is_not_offered_by_itself(panel: Any) -> None:
    files = [choice.file for choice in panel.choices]
    plain = next((f for f in files if f not in panel.give_back.with_findings()), None)
    if plain is None:
        pytest.skip("every demo team has made a mistake")
    panel.list.select(files.index(plain))
    assert not panel.give_back.one.isEnabled()


def test_notes_can_be_returned_as_well(panel: Any) -> None:
    before = len(panel.give_back.with_findings())
    panel.give_back.notes.setChecked(True)
    assert len(panel.give_back.with_findings()) > before


def test_a_file_that_changed_since_the_review_is_told(program: Program, tmp_path: Path) -> None:
    copy = tmp_path / "plan.csv"
    copy.write_text("WBS,Task,Start,Finish\n1,Begin,2026-11-02,mid November\n", encoding="utf-8")
    program.desk.import_paths([copy])
    settle(program)
    panel: Any = program.stage.page("sheets").panel_in  # type: ignore[attr-defined]
    copy.write_text("WBS,Task,Start,Finish\n1,Begin,2026-11-02,2026-11-05\n", encoding="utf-8")
    panel.give_back.write(panel.give_back.with_findings(), tmp_path / "out")
    settle(program)
    assert "has changed since it was read" in program.desk.messages.text
    assert not list((tmp_path / "out").iterdir())


def test_nothing_under_review_means_nothing_to_return(panel: Any) -> None:
    panel.reset()
    assert not panel.give_back.isEnabled()
