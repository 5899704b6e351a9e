"""The page of requests: asked, narrowed, answered, sent out, laid out for paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmo_desktop.domain.requests import RequestState
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.request_rows import RequestRow, requests
from pmo_desktop.ui.coordination.columns import read_units
from pmo_desktop.ui.coordination.page import STATES, RequestsPage
from tests.ui.conftest import settle

if TYPE_CHECKING:
    from pmo_desktop.app import Program


@pytest.fixture
def page(program: Program) -> RequestsPage:
    program.stage.show_page("requests")
    settle(program)
    made = program.stage.page("requests")
    assert isinstance(made, RequestsPage)
    return made


def stored(program: Program, row_id: int) -> RequestRow:
    workspace = program.context.workspace
    assert workspace is not None
    return next(row for row in workspace.query(requests) if row.id == row_id)


def test_what_waits_is_shown_first_and_more_where_it_is_wanted(page: RequestsPage) -> None:
    states = {row.state for row in page.table.model.shown}
    assert states == {"open", "offered"}
    page.state.setCurrentIndex(STATES.index("overdue"))
    assert all(row.overdue for row in page.table.model.shown)
    page.state.setCurrentIndex(STATES.index(""))
    assert {row.state for row in page.table.model.shown} == set(RequestState)
    project = page.table.model.shown[0].project_id
    page.project.setCurrentIndex(page.project.findData(project))
    assert {row.project_id for row in page.table.model.shown} == {project}
    assert "waiting" in page.subtitle


def test_a_request_is_made_for_the_chosen_project_and_taken_back_by_undo(
    program: Program, page: RequestsPage
) -> None:
    before = len(page.table.model.rows)
    page.project.setCurrentIndex(1)
    page.add()
    settle(program)
    assert len(page.table.model.rows) == before + 1
    program.context.undo()
    settle(program)
    assert len(page.table.model.rows) == before


def test_cells_are_edited_in_place_and_nonsense_is_refused(
    program: Program, page: RequestsPage
) -> None:
    row = page.table.model.shown[0]
    columns = {column.key: column for column in page.table.model.columns}
    assert page._edit(row, columns["units"], "25%")
    assert stored(program, row.id).units == 0.25
    assert not page._edit(row, columns["units"], "lots")
    assert not page._edit(row, columns["person"], "Nobody Known")


def test_an_answer_is_one_edit_with_what_was_typed(program: Program, page: RequestsPage) -> None:
    row = next(row for row in page.table.model.shown if row.skill and not row.person)
    page.table.select(row.id)
    workspace = program.context.workspace
    assert workspace is not None
    from pmo_desktop.services.records import known_names

    name = workspace.query(known_names).people[0]
    page.answer.person.setText(name)
    page.answer.answer.setPlainText("From Monday on")
    page.answer.buttons[RequestState.ACCEPTED].click()
    settle(program)
    answered = stored(program, row.id)
    assert (answered.state, answered.person, answered.answer) == (
        "accepted",
        name,
        "From Monday on",
    )
    assert row.id not in {shown.id for shown in page.table.model.shown}
    program.context.undo()
    settle(program)
    assert stored(program, row.id).state == row.state


def test_less_than_was_asked_for_is_agreed_to_and_the_rest_goes_on_waiting(
    program: Program, page: RequestsPage
) -> None:
    request = next(r for r in page.table.model.shown if r.person and r.units == 0.5)
    page.table.select(request.id)
    card = page.answer
    assert not card.rest.isVisibleTo(card)
    card.units.setText("20%")
    assert card.rest.isVisibleTo(card)
    known = [r.id for r in page.table.model.rows]
    card.buttons[RequestState.ACCEPTED].click()
    settle(program)
    assert len(page.table.model.rows) == len(known) + 1
    rest = [r for r in page.table.model.rows if r.id > max(known)]
    assert [(r.state, r.person, r.units) for r in rest] == [("open", request.person, 0.3)]
    program.context.undo()
    settle(program)
    assert len(page.table.model.rows) == len(known)


def test_somebody_is_asked_for_demand_that_nobody_fills(
    program: Program, page: RequestsPage
) -> None:
    page.fill_demand()
    actions = page.demand_menu.actions()
    assert actions
    assert actions[0].isEnabled()
    before = len(page.table.model.rows)
    actions[0].trigger()
    settle(program)
    assert len(page.table.model.rows) == before + 1
    assert page.table.selected().asked_on == date(2026, 11, 22)
    page.fill_demand()
    assert len(page.demand_menu.actions()) == max(len(actions) - 1, 1)
    program.context.undo()
    settle(program)
    assert len(page.table.model.rows) == before


def test_the_buttons_offer_what_can_follow(page: RequestsPage) -> None:
    row = next(row for row in page.table.model.shown if row.state == "offered")
    page.table.select(row.id)
    offered = {state for state, button in page.answer.buttons.items() if not button.isHidden()}
    assert offered == set(RequestState) - {RequestState.OFFERED}


def test_a_row_that_a_link_leads_to_is_shown_whatever_hides_it(page: RequestsPage) -> None:
    declined = next(row for row in page.table.model.rows if row.state == "declined")
    page.reveal("resource_request", declined.id)
    assert page.table.selected_id() == declined.id


def test_the_requests_go_out_as_a_workbook_and_the_sheet_as_a_pdf(
    program: Program, page: RequestsPage, tmp_path: Path
) -> None:
    page.sheets.send_to(tmp_path / "asked")
    settle(program)
    assert (tmp_path / "asked.xlsx").is_file()
    dialog = page.sheets.show_sheet()
    settle(program)
    dialog.save_to(tmp_path / "sheet")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    settle(program)


def test_the_page_speaks_chinese(program: Program, page: RequestsPage) -> None:
    program.context.set_language("zh")
    settle(program)
    assert "待处理" in page.subtitle


@pytest.mark.parametrize(("text", "units"), [("50%", 0.5), ("0.5", 0.5), ("2", 2), ("80", 0.8)])
def test_units_are_read_as_people_or_percent(text: str, units: float) -> None:
    assert read_units(text) == units
    with pytest.raises(Refused):
        read_units("half")
