"""Taking spreadsheets in: what is left out stays out, the rest is one edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from pmo_desktop.domain.records import (
    ChangeKind,
    ChangeStatus,
    ProjectChange,
    ProjectRecords,
    Record,
)
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.places import Decision, Difference, Place, places
from pmo_desktop.exchange.comparing.review import review
from pmo_desktop.exchange.demo.office import DemoResult
from pmo_desktop.exchange.understanding import understand_all
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.services.editing import add
from pmo_desktop.services.office import office
from pmo_desktop.services.records import project_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from pmo_desktop.ui import slices
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.sheets.review.committing import is_ready
from pmo_desktop.ui.sheets.review.file_details import FileDetails
from pmo_desktop.ui.sheets.review.rows import finding_rows, sentence
from tests.ui.conftest import settle


@pytest.fixture
def choices(demo_workspace: Workspace, demo_office: DemoResult) -> list[Choice]:
    found = review(demo_workspace, understand_all(demo_office.files))
    return [Choice(file) for file in found.files]


def taken_fields(changes: tuple[ProjectChange, ...]) -> int:
    """New records, and changed fields of known ones."""
    return sum(
        1 if record.kind is ChangeKind.ADD else sum(f.before != f.after for f in record.fields)
        for change in changes
        for record in change.changes
    )


def test_everything_is_taken_at_first(choices: list[Choice]) -> None:
    assert any(choice.count for choice in choices)
    for choice in choices:
        assert choice.changes() == choice.file.changes
        assert choice.count == taken_fields(choice.changes())


def test_each_change_can_be_left_out_and_taken_again(choices: list[Choice]) -> None:
    choice = max(choices, key=lambda candidate: candidate.count)
    for place in filter(choice.takes, places(choice.file)):
        before = choice.count
        choice.take(place, False)
        assert not choice.takes(place)
        assert choice.count == taken_fields(choice.changes()) == before - 1
    assert choice.changes() == ()
    for place in places(choice.file):
        choice.take(place, True)
    assert choice.changes() == choice.file.changes


def test_a_file_can_be_left_out_as_a_whole(choices: list[Choice]) -> None:
    choice = max(choices, key=lambda candidate: candidate.count)
    choice.whole = False
    assert (choice.changes(), choice.count) == ((), 0)


@pytest.fixture
def panel(program: Program, demo_office: DemoResult) -> Any:
    """The review of the demo teams' returned spreadsheets."""
    program.desk.import_paths([demo_office.returned_folder])
    settle(program)
    return program.stage.page("sheets").panel_in  # type: ignore[attr-defined]


def test_the_files_are_listed_with_their_states(panel: Any, demo_office: DemoResult) -> None:
    names = [item.name for item in panel.list.model().items]
    assert sorted(names) == sorted(path.name for path in demo_office.files)
    ready = sum(choice.file.state == "ready" for choice in panel.choices)
    assert f"{ready} ready" in panel.bar.summary.text()


def test_committing_is_one_edit_and_one_undo(program: Program, panel: Any) -> None:
    workspace: Any = program.context.workspace
    choice = next(c for c in panel.choices if c.file.changes and c.file.changes[0].project_id)
    project = choice.file.changes[0].project_id
    before = workspace.query(project_records, project)
    panel.bar.commit.click()
    settle(program)
    assert panel.choices == []
    assert "taken in" in program.desk.messages.text
    assert workspace.query(project_records, project) != before
    assert workspace.undo_title().text == "Import {n} files"
    assert list(workspace.path.parent.glob("backups/*before-import*"))
    program.context.undo()
    settle(program)
    assert workspace.query(project_records, project) == before


def test_doubts_that_nobody_answered_are_told_when_the_rest_is_committed(
    program: Program, panel: Any
) -> None:
    doubts = sum(len(choice.doubts()) for choice in filter(is_ready, panel.choices))
    assert doubts
    panel.bar.commit.click()
    settle(program)
    assert f"{doubts} doubtful matches were left out" in program.desk.messages.text


def test_a_change_that_is_unticked_is_not_written(program: Program, panel: Any) -> None:
    workspace: Any = program.context.workspace
    for choice in panel.choices:
        choice.whole = False
    choice = next(c for c in panel.choices if any(p.field for p in places(c.file)))
    choice.whole = True
    panel.list.select(panel.choices.index(choice))
    table = panel.details.tables["changes"]
    kept = next(row for row in table.model.shown if row.field is not None)
    for row in list(table.model.shown):
        if row.id != kept.id:
            table.ticked.emit(row, False)
    assert choice.count == 1
    panel.bar.commit.click()
    settle(program)
    details = workspace.undo_title()
    assert details.params["n"] == 1


def test_a_conflict_holds_its_file_back_until_it_is_decided(panel: Any) -> None:
    choice = with_conflict(panel)
    table = panel.details.tables["changes"]
    others = sum(bool(other.count) and other is not choice for other in panel.choices)
    assert panel.bar.commit.text() == f"Commit {others} files"
    assert "1 file to decide" in panel.bar.summary.text()
    assert panel.details.go_to_open(from_start=True)
    row = table.selected()
    assert (row.difference, row.is_open) == (Difference.CONFLICT, True)
    panel.details.deciding.keep.trigger()
    assert table.selected().decision is Decision.KEEP
    assert panel.bar.commit.text() == f"Commit {others + 1} files"


def test_the_files_that_wait_stay_under_review_when_the_others_are_committed(
    program: Program, panel: Any
) -> None:
    choice = with_conflict(panel)
    name = choice.file.path.name
    panel.bar.commit.click()
    settle(program)
    assert [left.file.path.name for left in panel.choices] == [name]


def test_a_value_of_one_s_own_is_typed_in_place_and_written(program: Program, panel: Any) -> None:
    choice = next(c for c in panel.choices if share_place(c) is not None)
    panel.list.select(panel.choices.index(choice))
    table = panel.details.tables["changes"]
    place = share_place(choice)
    assert table.select(place)
    panel.details.deciding.edit.trigger()
    index = table.view.currentIndex()
    assert table.model.columns[index.column()].key == "decision"
    assert table.model.setData(index, 0.33)
    assert choice.value(place) == 0.33
    column = table.model.columns[index.column()]
    assert column.text(table.selected(), program.context.language) == "→ 33%"
    field = choice.field(place)
    written = [
        one
        for project in choice.changes()
        for record in project.changes
        for one in record.fields
        if record.id == choice.record(place).id and one.name == field.name
    ]
    assert [one.after for one in written] == [0.33]


def test_the_chips_show_one_kind_of_changes(panel: Any) -> None:
    choice = max(panel.choices, key=lambda candidate: len(candidate.counts()))
    panel.list.select(panel.choices.index(choice))
    table, chips = panel.details.tables["changes"], panel.details.chips
    everything = len(table.model.shown)
    for kind, count in choice.counts().items():
        chips.buttons[kind.value].click()
        assert {row.difference for row in table.model.shown} == {kind.value}
        assert len(table.model.shown) == count
        chips.buttons[kind.value].click()
    assert len(table.model.shown) == everything


def test_doubts_of_all_files_are_answered_at_once(panel: Any) -> None:
    doubtful = [choice for choice in panel.choices if choice.doubts()]
    assert doubtful
    deciding = panel.details.deciding
    same = next(run for words, run in deciding._wholesale() if words.startswith("Doubtful"))
    deciding.decided_everywhere.emit(same)
    assert not any(choice.doubts() for choice in panel.choices)


def with_conflict(panel: Any) -> Choice:
    """A file of which one changed value has been changed in the office too."""
    at, choice = next(
        (at, c)
        for at, c in enumerate(panel.choices)
        if c.count > 1 and any(p.field for p in c.places) and c.file.state == "ready"
    )
    place = next(p for p in choice.places if p.field)
    (project, *rest) = choice.file.differences
    record = project.changes[place.record]
    fields = tuple(
        replace(one, status=ChangeStatus.CONFLICT) if one.name == place.field else one
        for one in record.fields
    )
    records = list(project.changes)
    records[place.record] = replace(record, fields=fields)
    changed = replace(project, changes=tuple(records))
    file = replace(choice.file, differences=(changed, *rest))
    panel.choices[at] = Choice(file)
    panel.list.select(-1)
    panel.list.select(at)
    panel._show()
    return panel.choices[at]  # type: ignore[no-any-return]


def share_place(choice: Choice) -> Place | None:
    found = (p for p in choice.places if p.field == "percent_complete" and choice.takes(p))
    return next(found, None)


def test_the_chosen_rows_are_ticked_together(panel: Any) -> None:
    choice = max(panel.choices, key=lambda candidate: candidate.count)
    panel.list.select(panel.choices.index(choice))
    table = panel.details.tables["changes"]
    before = choice.count
    for expected in (0, before):
        table.view.selectAll()
        table._tick_action.trigger()
        assert choice.count == expected
    assert before > 1


def test_a_file_that_cannot_be_read_is_told_and_the_others_go_on(
    program: Program, tmp_path: Any, demo_office: DemoResult
) -> None:
    letter = tmp_path / "letter.xlsx"
    letter.write_text("Dear team")
    program.desk.import_paths([letter, demo_office.files[0]])
    settle(program)
    panel: Any = program.stage.page("sheets").panel_in  # type: ignore[attr-defined]
    states = {choice.file.path.name: str(choice.file.state) for choice in panel.choices}
    assert states["letter.xlsx"] == "refused"
    assert len(states) == 2
    panel.list.select(0)
    (row,) = panel.details.tables["findings"].model.shown
    assert "letter.xlsx" in panel.details.tables["findings"].model.columns[2].text(
        row, program.context.language
    )


def test_what_was_understood_names_sheet_header_and_field(panel: Any) -> None:
    choice = next(c for c in panel.choices if c.file.understood.sheets)
    panel.list.select(panel.choices.index(choice))
    rows = panel.details.tables["understood"].model.shown
    taken = [row for row in rows if row.field]
    assert taken
    assert all(row.sheet and row.letter and row.header_row for row in taken)


def test_cancelling_a_commit_leaves_the_review_as_it_was(
    program: Program, panel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace: Any = program.context.workspace
    title = workspace.undo_title()
    run: Callable[..., Any] = program.jobs.run

    def cancelled(*words: Any, **options: Any) -> Any:
        job = run(*words, **options)
        job.cancel()
        return job

    monkeypatch.setattr(program.jobs, "run", cancelled)
    choices = list(panel.choices)
    panel.commit_all()
    settle(program)
    assert panel.choices == choices
    assert workspace.undo_title() == title
    assert panel.bar.commit.isEnabled()


def test_workbooks_are_sent_out_for_the_chosen_projects(program: Program, tmp_path: Any) -> None:
    program.stage.show_page("sheets")
    page: Any = program.stage.page("sheets")
    page.show_sending()
    settle(program)
    panel = page.panel_out
    panel.none.click()
    assert not panel.send.isEnabled()
    panel.projects.item(0).setCheckState(Qt.CheckState.Checked)
    assert panel.send.text() == "Send out 1 workbook"
    panel.folder.edit.setText(str(tmp_path / "out"))
    panel.send.click()
    settle(program)
    written = list((tmp_path / "out").glob("*.xlsx"))
    assert [path.name for path in written] == [panel.results.item(0).text()]


def test_a_finding_is_said_in_full_below_the_list(
    context: Context, choices: list[Choice], qtbot: QtBot
) -> None:
    details = FileDetails(context)
    qtbot.addWidget(details)
    choice = next(choice for choice in choices if choice.file.findings)
    details.show_choice(choice)
    details.views.choose("findings")
    first = finding_rows(choice.file)[0]
    assert details._note.text() == sentence(first, context.language)
    assert not details._note_frame.isHidden()
    details.views.choose("understood")
    assert details._note_frame.isHidden()


def test_a_refused_file_is_not_ticked(
    context: Context, demo_workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    letter = tmp_path / "letter.xlsx"
    letter.write_text("Dear team")
    (file,) = review(demo_workspace, understand_all([letter])).files
    details = FileDetails(context)
    qtbot.addWidget(details)
    details.show_choice(Choice(file))
    assert not details.whole.isChecked()
    assert not details.whole.isEnabled()


# The checks of the plans


def late(panel: Any) -> tuple[Choice, Place]:
    """A file of the office that says that a task is done which ends in a month; shown."""
    workspace = panel._context.workspace
    project = workspace.query(project_records, 1)
    today = workspace.query(office).status_date
    task = next(
        one
        for one in project.tasks
        if one.values["kind"] == "task" and one.values["finish"].date() > today
        and not one.values["percent_complete"]
    )  # fmt: skip
    code, name = project.project.values["code"], project.project.values["name"]
    path = workspace.path.with_name(f"{code}_{name}.csv")
    path.write_text(
        "WBS,Task,Finish,Percent complete\n"
        f"{task.values['wbs']},{task.values['name']},{task.values['finish']:%Y-%m-%d},100%\n",
        encoding="utf-8",
    )
    panel.reset()
    panel.review([path])
    for _ in range(4):
        panel._context.jobs.wait()
        QApplication.processEvents()
    (choice,) = panel.choices
    return choice, next(place for place in choice.places if place.field == "percent_complete")


def warned(choice: Choice) -> list[str]:
    return [one.code for one in choice.file.checks if one.severity == "warning"]


def test_a_finding_of_the_plan_goes_with_the_change_and_comes_back(
    program: Program, panel: Any
) -> None:
    choice, place = late(panel)
    findings = panel.details.tables["findings"]
    shown = [row.finding.code for row in findings.model.rows]
    assert warned(choice) == ["check_done_ahead"]
    assert "check_done_ahead" in shown
    panel.details.tables["changes"].select(place)
    panel.details.deciding.keep.trigger()
    settle(program)
    assert warned(choice) == []
    assert "check_done_ahead" not in [row.finding.code for row in findings.model.rows]
    panel.details.deciding.accept.trigger()
    settle(program)
    assert warned(choice) == ["check_done_ahead"]
    assert f"({len(findings.model.rows)})" in panel.details.views._group.button(1).text()


def test_of_two_requests_the_newer_counts(program: Program, panel: Any) -> None:
    choice, place = late(panel)
    choice.decide(place, Decision.KEEP)
    panel.checks.again()
    choice.decide(place, Decision.ACCEPT)
    panel.checks.again()
    settle(program)
    assert warned(choice) == ["check_done_ahead"]
    assert not panel.checks.is_running


def test_nothing_is_committed_before_the_plans_were_checked_once(
    program: Program, panel: Any
) -> None:
    late(panel)
    assert panel.bar.commit.isEnabled()
    panel.checks.begin(panel.choices)
    panel._show()
    assert not panel.bar.commit.isEnabled()
    assert "being checked" in panel.bar.summary.text()
    settle(program)
    assert panel.bar.commit.isEnabled()
    assert "being checked" not in panel.bar.summary.text()


def test_a_decision_for_many_files_is_made_a_few_at_a_time(
    program: Program, panel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_SECONDS", 1e-9)
    deciding = panel.details.deciding
    words, keep = deciding._wholesale()[-1]
    assert words == "Keep all as the database has it"
    deciding.decided_everywhere.emit(keep)
    assert not panel.bar.commit.isEnabled()
    for _ in range(3 * len(panel.choices)):
        settle(program)
    assert sum(choice.count for choice in panel.choices) == 0
    assert panel.bar.commit.text() == "Commit 0 files"
    deciding.decided_everywhere.emit(deciding._wholesale()[-2][1])
    for _ in range(3 * len(panel.choices)):
        settle(program)
    assert panel.bar.commit.isEnabled()


def test_a_doubtful_department_is_asked_about_in_its_row(
    context: Context, workspace: Workspace, qtbot: QtBot
) -> None:
    values = {"code": "P-9", "name": "P-9", "department": "Services A"}
    workspace.edit(Title("x"), add, "project", values)
    given = ProjectRecords(Record("project", {**values, "code": "P-1", "department": "Service A"}))
    (file,) = review(workspace, [Understood(Path("a.xlsx"), "d", projects=(given,))]).files
    details = FileDetails(context)
    qtbot.addWidget(details)
    choice = Choice(file)
    details.show_choice(choice)
    table = details.tables["changes"]
    (row,) = [row for row in table.model.shown if row.doubt is not None]
    table.select(row.id)
    assert "Service A" in details._note.text()
    assert "Services A" in details._note.text()
    details.deciding.new.trigger()
    assert choice.doubts() == []
    context.set_language("zh")
    details.retranslate()
    table.select(row.id)
    assert "部门" in table.model.columns[2].text(row, context.language)
