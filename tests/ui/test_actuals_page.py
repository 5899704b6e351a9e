"""The page of planned against actual work: its lists, what is behind a row, what is hidden."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDate

from pmo_desktop.services.feedback import feedback, show_performance
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.performance.details import DAYS, FEEDBACK
from pmo_desktop.ui.performance.page import ActualsPage
from pmo_desktop.ui.performance.rows import PERSON, PROJECT, TASK
from tests.ui.conftest import settle

if TYPE_CHECKING:
    from pmo_desktop.app import Program


@pytest.fixture
def page(program: Program) -> ActualsPage:
    program.stage.show_page("actuals")
    settle(program)
    made = program.stage.page("actuals")
    assert isinstance(made, ActualsPage)
    return made


def test_each_list_has_all_hours_of_the_period(page: ActualsPage) -> None:
    totals = []
    for view in (PERSON, PROJECT, TASK):
        page.views.choose(view)
        rows = page.table.model.rows
        totals.append((round(sum(row.sums.planned for row in rows)),
                       round(sum(row.sums.actual for row in rows))))  # fmt: skip
    assert len(set(totals)) == 1
    assert totals[0][1] > 0


def test_of_whom_no_timesheet_came_nothing_is_said_to_be_known(page: ActualsPage) -> None:
    language = page.context.language
    untold = [row for row in page.table.model.rows if not row.sums.actual]
    columns = {column.key: column for column in page.table.model.columns}
    assert untold
    said = [columns[key].show(untold[0], language) for key in ("actual", "difference", "ratio")]
    assert said == ["–", "–", ""]
    assert str(len(untold)) in page.figures[1].note.text()


def test_a_row_is_drilled_into_its_parts_and_days(program: Program, page: ActualsPage) -> None:
    busiest = max(page.table.model.rows, key=lambda row: row.sums.actual)
    page.table.select(busiest.id)
    parts = page.details.parts.model.rows
    assert round(sum(part.sums.actual for part in parts)) == round(busiest.sums.actual)
    settle(program)
    days = page.details.days.model.rows
    assert sum(day.minutes for day in days) == round(busiest.sums.actual)
    page.details.tabs.choose(DAYS)
    part = next(part for part in parts if part.task_id is not None)
    page.open_part(part)
    assert page.view == TASK
    assert page.table.selected().task_id == part.task_id
    settle(program)


def test_another_period_has_other_hours(program: Program, page: ActualsPage) -> None:
    before = sum(row.sums.actual for row in page.table.model.rows)
    page.first.setDate(QDate(2026, 11, 9))
    settle(program)
    assert page.subtitle.startswith(date(2026, 11, 9).isoformat())
    after = sum(row.sums.actual for row in page.table.model.rows)
    assert 0 < after < before


def test_feedback_is_added_to_one_persons_work_on_one_task(
    program: Program, page: ActualsPage
) -> None:
    workspace = program.context.workspace
    assert workspace is not None
    known = len(workspace.query(feedback))
    page.details.parts.view.clearSelection()
    page.table.select(page.table.model.rows[0].id)
    part = next(p for p in page.details.parts.model.rows if p.task_id is not None)
    page.details.parts.select(part.id)
    page.details.add()
    settle(program)
    assert len(workspace.query(feedback)) == known + 1
    assert page.details.tabs.current == FEEDBACK
    row = page.details.feedback.model.rows[0]
    assert page.details._edit(row, page.details.feedback.model.columns[3], 5)
    assert not page.details._edit(row, page.details.feedback.model.columns[3], 7)
    settle(program)


def test_where_the_office_hides_it_nobody_is_named_and_the_page_says_so(
    program: Program, page: ActualsPage
) -> None:
    workspace = program.context.workspace
    assert workspace is not None
    workspace.edit(Title("x"), show_performance, False)
    settle(program)
    assert page.note.isVisible()
    assert page.view == PROJECT
    assert all(row.person_id is None for row in page.table.model.rows)
    assert all(row.person_id is None for row in page.details.parts.model.rows)
    assert page.details.feedback.model.rows == ()
    wanted: list[tuple[str, str, int]] = []
    page.page_wanted.connect(lambda *place: wanted.append(place))
    page.to_office.click()
    assert wanted == [("office", "", 0)]
    settle(program)


def test_the_office_settings_have_the_switch(program: Program) -> None:
    from pmo_desktop.services.feedback import shows_performance

    workspace = program.context.workspace
    assert workspace is not None
    program.stage.show_page("office")
    settle(program)
    page = program.stage.page("office")
    assert page.performance.isChecked()  # type: ignore[attr-defined]
    page.performance.click()  # type: ignore[attr-defined]
    settle(program)
    assert not workspace.query(shows_performance)
    program.context.undo()
    settle(program)
    assert workspace.query(shows_performance)
    assert page.performance.isChecked()  # type: ignore[attr-defined]


def test_empty_timesheets_are_written(program: Program, page: ActualsPage, tmp_path: Path) -> None:
    page.write_to(tmp_path / "sheets")
    settle(program)
    assert (tmp_path / "sheets.xlsx").is_file()


def test_the_page_speaks_chinese(program: Program, page: ActualsPage) -> None:
    program.context.set_language("zh")
    settle(program)
    assert "至" in page.subtitle
