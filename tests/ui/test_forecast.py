"""The page of schedule risk: simulated, looked at, and its risks tied to tasks."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pmo_desktop.app import Program
from pmo_desktop.services.task_risks import task_risks
from pmo_desktop.ui.forecast.page import ForecastPage
from pmo_desktop.ui.forecast.ties import TiePopover
from tests.ui.conftest import settle


@pytest.fixture
def page(program: Program) -> ForecastPage:
    """Simulated, with the most important project chosen."""
    program.stage.show_page("forecast")
    shown: Any = program.stage.page("forecast")
    shown.options.runs.setValue(50)
    shown.options.start.click()
    settle(program)
    assert isinstance(shown, ForecastPage)
    return shown


def ties_of(program: Program, page: ForecastPage) -> list[Any]:
    assert program.context.workspace is not None
    return list(program.context.workspace.query(task_risks, page.table.selected().id))


def test_every_project_is_forecast_and_the_first_is_shown(page: ForecastPage) -> None:
    assert len(page.table.model.shown) == 6
    assert page.table.selected() is page.table.model.shown[0]
    assert page.subtitle.startswith("50 runs")
    assert any(text.startswith("P80") for text in page.finish.view.scene().texts())
    assert page.drivers.view.scene().group("bars")


def test_another_seed_is_another_simulation_and_the_same_one_the_same(
    page: ForecastPage, program: Program
) -> None:
    def dates() -> list[Any]:
        settle(program)
        return [row.found.forecast.days for row in page.table.model.shown]

    first = dates()
    page.options.seed.setValue(7)
    page.options.start.click()
    assert dates() != first
    page.options.seed.setValue(1)
    page.options.start.click()
    assert dates() == first


def test_a_milestone_has_a_picture_of_its_own(page: ForecastPage) -> None:
    for row in page.table.model.shown:
        page.table.select(row.id)
        if row.found.milestones:
            break
    own = page.finish.view.scene()
    page.finish.of.setCurrentIndex(1)
    assert page.finish.view.scene() != own


def test_a_risk_is_tied_to_a_task_changed_and_untied_and_each_is_one_undo(
    page: ForecastPage, program: Program
) -> None:
    before = ties_of(program, page)
    page.ties.buttons.add.click()
    popover = page.ties.findChild(TiePopover)
    assert popover is not None
    taken = {(tie.risk_id, tie.task_id) for tie in before}
    for at in range(popover.task.count()):
        if (popover.risk.currentData(), popover.task.itemData(at)) not in taken:
            popover.task.setCurrentIndex(at)
            break
    popover.done.click()
    settle(program)
    (added,) = [tie for tie in ties_of(program, page) if tie not in before]
    assert (added.low, added.likely, added.high) == (1.0, 1.25, 1.5)

    high = next(column for column in page.ties.table.model.columns if column.key == "high")
    assert page.ties._change(added, high, 210)
    settle(program)
    assert [t.high for t in ties_of(program, page) if t.id == added.id] == [2.1]
    assert not page.ties._change(added, high, 50), "at worst below at best"

    page.ties.table.select(added.id)
    page.ties.buttons.remove.click()
    settle(program)
    assert ties_of(program, page) == before
    program.context.undo()
    settle(program)
    assert len(ties_of(program, page)) == len(before) + 1


def test_an_edit_of_the_plan_is_simulated_anew(page: ForecastPage, program: Program) -> None:
    from pmo_desktop.services.editing import change
    from pmo_desktop.services.tied_tasks import open_tasks
    from pmo_desktop.storage.changes import Title

    project = page.table.selected()
    assert program.context.workspace is not None
    last = program.context.workspace.query(open_tasks, project.id)[-1]
    program.context.edit(Title("Longer"), change, "task", last.id, {"pessimistic": 400 * 480})
    settle(program)
    again = page.table.selected()
    assert again.id == project.id
    assert again.found.forecast.days[-1] > project.found.forecast.days[-1]


def test_the_words_follow_the_language(page: ForecastPage, program: Program) -> None:
    program.context.set_language("zh")
    settle(program)
    assert page.finish.of.itemText(0) == "项目完成"
    assert "按计划完成" in page.finish.sentence.text()
    assert page.options.start.text() == "模拟"


def test_enter_in_a_field_starts_the_simulation(page: ForecastPage, program: Program) -> None:
    page.options.runs.setValue(60)
    QTest.keyClick(page.options.runs, Qt.Key.Key_Return)
    settle(program)
    assert page.subtitle.startswith("60 runs")
