"""Reporting rounds in the window: sent by one click, received by dropping, reviewed in one go."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from pmo_desktop.app import Program
from pmo_desktop.domain.rounds import FileState, Standing
from pmo_desktop.progress import Cancelled
from pmo_desktop.services.round_rows import rounds
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.sheets.rounds.folder_watch import FolderWatch
from tests.ui.conftest import settle

FAR = date.today() + timedelta(days=30)
YESTERDAY = date.today() - timedelta(days=1)


@pytest.fixture
def panel(program: Program) -> Any:
    """The view of rounds, in sight."""
    program.stage.show_page("sheets")
    page: Any = program.stage.page("sheets")
    page.views.choose("rounds")
    settle(program)
    return page.rounds


@pytest.fixture
def sent(program: Program, panel: Any, tmp_path: Path) -> Path:
    """A round that went out; its folder."""
    panel.form.folder.edit.setText(str(tmp_path / "out"))
    panel.form.due.set_value(FAR)
    panel.form.send.click()
    settle(program)
    return tmp_path / "out"


@pytest.fixture
def back(sent: Path, tmp_path: Path) -> list[Path]:
    """Three workbooks as they come back: the first with a new risk, the others untouched."""
    folder = tmp_path / "back"
    folder.mkdir()
    files = [Path(shutil.copy(file, folder)) for file in sorted(sent.iterdir())[:3]]
    add_risk(files[0], "A new risk")
    return files


def add_risk(path: Path, name: str) -> None:
    book = openpyxl.load_workbook(path)
    page = book["Risk"]
    column = [cell.value for cell in page[3]].index("Risk *") + 1
    free = max(row for row in range(3, page.max_row + 1) if page.cell(row, column).value) + 1
    page.cell(free, column, name)
    book.properties.lastModifiedBy = "Li Na"
    book.save(path)


def standings(panel: Any) -> list[Standing]:
    return [row.standing for row in panel.inbox.inbox.projects]


def test_a_new_office_is_told_what_to_do(panel: Any) -> None:
    assert panel.round is None
    assert panel.form.isVisible()
    assert "Begin a round" in panel.inbox.table._note.text()
    assert not panel.inbox.review.isEnabled()
    assert panel.form.period.text()
    assert panel.form.projects.ticked()


def test_one_click_writes_all_workbooks_and_the_inbox_waits(
    program: Program, panel: Any, sent: Path
) -> None:
    assert len(list(sent.iterdir())) == len(panel.form.projects.ticked()) == panel.round.projects
    assert set(standings(panel)) == {Standing.WAITING}
    assert not panel.form.isVisible()
    workspace: Any = program.context.workspace
    (row,) = workspace.query(rounds)
    assert (row.due, row.sent) == (FAR, row.projects)
    assert "written to" in program.desk.messages.text


def test_without_a_folder_nothing_begins(program: Program, panel: Any) -> None:
    panel.form.folder.edit.clear()
    panel.form.send.click()
    settle(program)
    assert "Choose a folder" in program.desk.messages.text
    assert panel.round is None


def test_what_makes_no_round_is_said(program: Program, panel: Any, tmp_path: Path) -> None:
    panel.form.folder.edit.setText(str(tmp_path / "out"))
    panel.form.pattern.setText("{who}")
    panel.form.send.click()
    settle(program)
    assert "no part" in program.desk.messages.text
    assert panel.round is None
    assert panel.form.send.isEnabled()


def test_files_dropped_on_the_rounds_go_to_the_inbox(
    program: Program, panel: Any, back: list[Path]
) -> None:
    program.desk.import_paths([back[0].parent])
    settle(program)
    assert standings(panel)[:4] == [Standing.RECEIVED] * 3 + [Standing.WAITING]
    first = panel.inbox.inbox.projects[0].file
    assert (first.sender, first.state) == ("Li Na", FileState.WAITING)
    assert panel.inbox.review.text() == "Review 3 files"
    assert program.stage.page("sheets").panel_in.choices == []  # type: ignore[attr-defined]


def test_files_dropped_elsewhere_are_reviewed_at_once(
    program: Program, panel: Any, back: list[Path]
) -> None:
    program.stage.show_page("portfolio")
    program.desk.import_paths(back)
    settle(program)
    page: Any = program.stage.page("sheets")
    assert len(page.panel_in.choices) == 3
    assert Standing.RECEIVED not in standings(panel)


def test_the_received_files_are_reviewed_in_one_go_and_then_taken(
    program: Program, panel: Any, back: list[Path]
) -> None:
    panel.receive(back)
    settle(program)
    panel.inbox.review.click()
    settle(program)
    page: Any = program.stage.page("sheets")
    assert page.views.current == "in"
    assert len(page.panel_in.choices) == 3
    page.panel_in.bar.commit.click()
    settle(program)
    page.views.choose("rounds")
    settle(program)
    assert standings(panel)[:3] == [Standing.TAKEN] * 3
    assert not panel.inbox.review.isEnabled()
    program.context.undo()
    settle(program)
    assert standings(panel)[:3] == [Standing.RECEIVED] * 3


def test_reminders_are_copied_for_one_and_for_all(
    program: Program, panel: Any, back: list[Path]
) -> None:
    panel.form.due.set_value(YESTERDAY)
    panel.settings.click()
    panel.form.save.click()
    settle(program)
    panel.receive(back)
    settle(program)
    assert standings(panel)[:4] == [Standing.LATE] * 3 + [Standing.MISSING]
    owing = [row for row in panel.inbox.inbox.projects if row.standing.owes]
    panel.inbox.table.select(owing[0].id)
    panel.inbox.remind.click()
    one = QGuiApplication.clipboard().text()
    assert owing[0].label in one
    panel.inbox.remind_all.click()
    words = QGuiApplication.clipboard().text()
    assert one in words
    assert all(row.label in words for row in owing)
    panel.inbox.table.select(panel.inbox.inbox.projects[0].id)
    assert not panel.inbox.remind.isEnabled()


def test_an_unknown_file_is_listed_and_given_its_project(
    program: Program, panel: Any, sent: Path, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for line in (["WBS", "Task", "Start", "Finish"], ["1", "Survey", "2026-11-02", "2026-11-06"]):
        book.active.append(line)
    path = tmp_path / "whatever.xlsx"
    book.save(path)
    panel.receive([path])
    settle(program)
    assert sent.is_dir()
    assert panel.inbox.unknown_card.isVisible()
    (unknown,) = panel.inbox.inbox.unknown
    panel.inbox.unknown.select(unknown.id)
    assert not panel.inbox.assign.isEnabled()
    panel.inbox.project.setCurrentIndex(2)
    panel.inbox.assign.click()
    settle(program)
    assert standings(panel)[1] is Standing.RECEIVED
    assert not panel.inbox.unknown_card.isVisible()


def test_a_project_whose_file_came_is_taken_into_the_round(
    program: Program, panel: Any, back: list[Path]
) -> None:
    panel.settings.click()
    first = panel.form.projects.item(0)
    left_out, code = first.data(Qt.ItemDataRole.UserRole), first.text().split()[0]
    first.setCheckState(Qt.CheckState.Unchecked)
    panel.form.save.click()
    settle(program)
    before = panel.round.projects
    out = back[0].parent.parent / "out"
    file = shutil.copy(next(out.glob(f"{code} *")), back[0].parent / "it.xlsx")
    panel.receive([Path(file)])
    settle(program)
    (unknown,) = panel.inbox.inbox.unknown
    assert unknown.project_id == left_out
    panel.inbox.unknown.select(unknown.id)
    assert panel.inbox.assign.text() == "Take its project into the round"
    panel.inbox.assign.click()
    settle(program)
    assert panel.round.projects == before + 1
    assert panel.inbox.inbox.unknown == ()


def test_a_file_is_set_aside_and_counts_again(
    program: Program, panel: Any, back: list[Path]
) -> None:
    panel.receive(back[:1])
    settle(program)
    row = panel.inbox.inbox.projects[0]
    for action, standing in (
        ("aside", Standing.WAITING), ("count", Standing.RECEIVED),
        ("return", Standing.RETURNED), ("count", Standing.RECEIVED), ("take", Standing.TAKEN),
    ):  # fmt: skip
        panel.inbox.table.select(row.id)
        assert panel.inbox.actions_of_row[action].isEnabled()
        panel.inbox.actions_of_row[action].trigger()
        settle(program)
        assert standings(panel)[0] is standing


def test_one_workbook_is_sent_out_again(program: Program, panel: Any, sent: Path) -> None:
    row = panel.inbox.inbox.projects[1]
    (sent / row.sent_file).unlink()
    panel.inbox.table.select(row.id)
    panel.inbox.actions_of_row["send"].trigger()
    settle(program)
    assert (sent / row.sent_file).is_file()


def test_a_round_is_closed_and_opened_again_and_a_new_one_begun(
    program: Program, panel: Any, sent: Path
) -> None:
    assert sent.is_dir()
    panel.close_round.click()
    settle(program)
    assert not panel.round.is_open
    assert not panel.inbox.add.isEnabled()
    panel.receive([sent])
    assert "Begin or open a round" in program.desk.messages.text
    panel.close_round.click()
    settle(program)
    assert panel.round.is_open
    panel.new.click()
    settle(program)
    assert panel.round is None
    assert panel.form.isVisible()
    program.context.data_changed.emit(frozenset({"project"}))
    settle(program)
    assert panel.round is None
    panel.rounds.setCurrentIndex(1)
    panel.rounds.activated.emit(1)
    settle(program)
    assert panel.round is not None


def test_a_timesheet_that_is_dropped_for_a_round_goes_to_the_timesheets(
    program: Program, panel: Any, back: list[Path], tmp_path: Path
) -> None:
    workbook = openpyxl.Workbook()
    for line in (["Name", "Date", "Project", "Hours"], ["Nobody", "2026-11-16", "P", 3]):
        workbook.active.append(line)
    path = tmp_path / "hours.xlsx"
    workbook.save(path)
    panel.receive([*back, path])
    settle(program)
    page: Any = program.stage.page("sheets")
    assert page.views.current == "rounds"
    assert standings(panel)[:3] == [Standing.RECEIVED] * 3
    assert not panel.inbox.unknown_card.isVisible()
    assert [row.file for row in page.returns.findings.model.rows] == ["hours.xlsx"]


def test_a_watched_folder_is_received_from_and_remembered(
    program: Program,
    panel: Any,
    back: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    start: Callable[[Path], Program],
) -> None:
    folder = back[0].parent
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    panel.inbox.watch.click()
    assert panel.watch.folder == folder
    assert panel.inbox.watch.isChecked()
    for _ in range(2):
        panel.watch.look()
        settle(program)
    assert standings(panel)[:3] == [Standing.RECEIVED] * 3
    database: Any = program.context.workspace
    path = database.path
    program.close()
    again = start(path)
    settle(again)
    page: Any = again.stage.page("sheets")
    assert page.rounds.watch.folder == folder
    page.rounds.inbox.watch_wanted.emit(False)
    assert page.rounds.watch.folder is None
    assert not again.context.settings.watches


def test_a_folder_that_is_gone_is_not_watched_and_that_is_said(
    program: Program, panel: Any, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = sent / "gone"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(gone))
    panel.inbox.watch.click()
    assert "cannot be watched" in program.desk.messages.text
    assert not panel.inbox.watch.isChecked()


def test_a_watch_tells_files_once_they_are_at_rest(context: Context, tmp_path: Path) -> None:
    told: list[list[Path]] = []
    watch = FolderWatch(context.jobs)
    watch.arrived.connect(told.append)
    file = tmp_path / "plan.xlsx"
    file.write_bytes(b"half")

    def look() -> list[list[Path]]:
        watch.look()
        context.jobs.wait()
        return told

    assert watch.start(tmp_path)
    assert look() == []
    file.write_bytes(b"half and more")
    assert look() == []
    assert look() == [[file]]
    assert look() == [[file]]
    file.write_bytes(b"another version")
    assert look() == [[file]]
    assert look() == [[file], [file]]
    watch.stop()
    (tmp_path / "other.xlsx").write_bytes(b"x")
    assert look() == [[file], [file]]


def test_what_the_user_is_changing_stays_while_files_come(
    program: Program, panel: Any, back: list[Path]
) -> None:
    panel.settings.click()
    panel.form.pattern.setText("{period} {code}")
    panel.receive(back)
    settle(program)
    assert standings(panel)[0] is Standing.RECEIVED
    assert panel.form.pattern.text() == "{period} {code}"
    panel.form.save.click()
    settle(program)
    assert panel.round.name_pattern == "{period} {code}"


def test_a_round_whose_sending_was_stopped_is_there_all_the_same(
    program: Program, panel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any) -> None:
        raise Cancelled

    monkeypatch.setattr("pmo_desktop.exchange.rounds.sending.send_round", stopped)
    panel.form.folder.edit.setText(str(tmp_path / "out"))
    panel.form.send.click()
    settle(program)
    assert panel.round is not None
    assert panel.round.sent == 0
    assert panel.form.send.isEnabled()
