"""The page of scenarios: they are told beside the plan of record, and their steps are edited."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog

from pmo_desktop.app import Program
from pmo_desktop.domain.scenario_steps import (
    STEPS,
    AddPerson,
    ChangeDuration,
    HandOver,
    MoveProject,
    SetPriority,
    StartCandidate,
    Step,
    StepKind,
)
from pmo_desktop.services.editing import change
from pmo_desktop.services.portfolio import portfolio
from pmo_desktop.services.scenario_names import named_scenarios, open_tasks
from pmo_desktop.services.scenarios import add_scenario, remove_scenario, scenarios, steps_of
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.scenarios.page import ScenariosPage
from pmo_desktop.ui.scenarios.step_form import StepForm
from pmo_desktop.ui.scenarios.words import sentence_of

EDIT = Title("Edit")


def made(program: Program, *steps: Step, name: str = "What if") -> int:
    workspace = program.context.workspace
    assert workspace is not None
    return int(workspace.edit(EDIT, add_scenario, name, "", steps).result)


def first_project(program: Program) -> str:
    return next(iter(program.context.query(named_scenarios).names.projects))


@pytest.fixture
def page(program: Program) -> ScenariosPage:
    """With one scenario, and none of the demo office's."""
    assert program.context.workspace is not None
    for row in program.context.query(scenarios):
        program.context.workspace.edit(EDIT, remove_scenario, row.id)
    made(program, MoveProject(first_project(program), 30))
    program.stage.show_page("scenarios")
    program.jobs.wait()
    found = program.stage.page("scenarios")
    assert isinstance(found, ScenariosPage)
    return found


def test_each_scenario_stands_beside_the_plan_of_record(page: ScenariosPage) -> None:
    record, moved = (line for line in page.table.model.rows)
    assert (record.name, moved.name) == ("Plan of record", "What if")
    assert moved.figures is not None
    lines = {line.then.uid: line for line in page.projects.model.rows}
    line = lines[first_project_of(page)]
    assert line.now is not None
    assert line.now.finish is not None
    assert line.now.finish > line.then.finish


def first_project_of(page: ScenariosPage) -> str:
    return next(iter(page.context.query(named_scenarios).names.projects))


def answer(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args: (name, True))


def names(page: ScenariosPage) -> list[str]:
    return [row.name for row in page.context.query(scenarios)]


def test_what_a_candidate_costs_counts_from_when_it_is_started(
    page: ScenariosPage, program: Program
) -> None:
    workspace = program.context.workspace
    assert workspace is not None
    project = next(row for row in workspace.query(portfolio).projects if row.state == "active")
    workspace.edit(EDIT, change, "project", project.id, {"state": "proposed"})
    program.jobs.wait()
    assert page.table.model.rows[0].figures is not None
    candidate = next(
        row for row in page.table.model.rows[0].figures.projects if row.state == "proposed"
    )
    made(program, StartCandidate(candidate.uid), name="Start it")
    program.jobs.wait()
    record, *_, started = page.table.model.rows
    cost = next(column for column in page.table.model.columns if column.key == "cost")
    assert candidate.cost
    assert cost.value(started) - cost.value(record) == candidate.cost


def test_scenarios_are_added_copied_renamed_and_removed(
    page: ScenariosPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "Second")
    page.buttons.add.click()
    page.context.jobs.wait()
    assert page.chosen is not None
    assert page.chosen.name == "Second"
    page.table.select(page.table.model.rows[1].id)
    answer(monkeypatch, "Third")
    page.copy.click()
    page.context.jobs.wait()
    answer(monkeypatch, "Last")
    page.rename.click()
    page.context.jobs.wait()
    assert names(page) == ["What if", "Second", "Last"]
    page.buttons.remove.click()
    page.context.jobs.wait()
    assert names(page) == ["What if", "Second"]


def test_a_name_that_is_taken_is_refused_in_words(
    page: ScenariosPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(page.context, "show_error", told.append)
    answer(monkeypatch, "what if")
    page.buttons.add.click()
    assert "already" in str(told[0])


def test_a_step_is_asked_for_and_added(page: ScenariosPage) -> None:
    def fill() -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, StepForm)
        form.fields["priority"].set_value(7)
        form.save.click()

    QTimer.singleShot(0, page, fill)
    page.steps._on_kind_chosen(StepKind.SET_PRIORITY)
    page.context.jobs.wait()
    (row,) = page.context.query(scenarios)
    assert steps_of(row)[1] == SetPriority(first_project_of(page), 7)


def test_steps_are_moved_and_removed(page: ScenariosPage) -> None:
    number = page.chosen.id if page.chosen else 0
    page._edits.add_step(page.chosen, SetPriority(first_project_of(page), 3))  # type: ignore[arg-type]
    page.context.jobs.wait()
    page.steps.list.setCurrentRow(1)
    page.steps.up.click()
    page.context.jobs.wait()
    page.steps.list.setCurrentRow(1)
    page.steps.remove.click()
    page.context.jobs.wait()
    (row,) = page.context.query(scenarios)
    assert (row.id, steps_of(row)) == (number, [SetPriority(first_project_of(page), 3)])


def test_a_scenario_becomes_the_plan_of_record_and_undo_brings_it_back(
    page: ScenariosPage,
) -> None:
    before = page.projects.model.rows[0].then.finish
    page.promote.click()
    page.context.jobs.wait()
    assert names(page) == []
    assert page.projects.model.rows[0].then.finish > before
    page.context.undo()
    page.context.jobs.wait()
    assert names(page) == ["What if"]


def test_what_could_not_be_taken_is_told_below_the_steps(
    program: Program, page: ScenariosPage
) -> None:
    from pmo_desktop.services.editing import remove

    uid = first_project_of(page)
    assert program.context.workspace is not None
    project = page.context.query(named_scenarios).names.projects[uid].id
    program.context.workspace.edit(EDIT, remove, "project", project)
    program.jobs.wait()
    assert "Step 1 is not taken. This project is no longer there" in page.steps.note.text()
    item = page.steps.list.item(0)
    assert "no longer there" in item.toolTip()
    assert item.data(Qt.ItemDataRole.ForegroundRole) is not None


def test_what_is_not_worked_out_yet_shows_no_other_scenarios_figures(page: ScenariosPage) -> None:
    assert page.projects.model.rows
    page._figures.pop(page.table.selected_id() or 0)
    page._on_row_selected()
    assert not page.projects.model.rows
    assert not page.people.model.rows


@pytest.mark.parametrize("kind", list(StepKind))
def test_each_kind_of_step_has_a_form_that_says_what_it_was_given(
    page: ScenariosPage, kind: StepKind
) -> None:
    named = page.context.query(named_scenarios)
    form = StepForm(
        page.context,
        named.names,
        kind,
        date(2026, 11, 30),
        lambda project: page.context.query(open_tasks, project),
        page,
    )
    if not form.save.isEnabled():
        assert form.note.text()
        return
    if kind is StepKind.HAND_OVER:
        form.fields["to"].setCurrentIndex(1)
    step = form.step
    assert type(step) is STEPS[kind]
    assert sentence_of(step, named.names, page.context.language)
    again = StepForm(page.context, named.names, kind, date(2026, 1, 1), lambda _: {}, page)
    if not isinstance(step, ChangeDuration):
        again.show_step(step)
        assert again.step == step
    assert again.result() != QDialog.DialogCode.Accepted


def test_steps_are_told_in_both_languages(page: ScenariosPage) -> None:
    named = page.context.query(named_scenarios)
    ana, bo = list(named.names.people)[:2]
    for code in ("en", "zh"):
        page.context.set_language(code)
        language = page.context.language
        for step in (
            AddPerson("Cy", joined=date(2026, 12, 1), helps=ana),
            HandOver(ana, bo, first_project_of(page)),
            MoveProject("gone", -1),
        ):
            assert sentence_of(step, named.names, language)
    assert "?" in sentence_of(MoveProject("gone", -1), named.names, page.context.language)
