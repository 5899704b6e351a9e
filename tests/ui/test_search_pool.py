"""The search leads to a skill, a team, a department where they are to be seen, filters or not."""

from __future__ import annotations

import pytest

from pmo_desktop.app import Program
from pmo_desktop.services.search import Hit, search
from pmo_desktop.ui.people.page import PeoplePage
from pmo_desktop.ui.skills.page import SkillsPage
from tests.ui.conftest import settle


def hit(program: Program, table: str) -> Hit:
    workspace = program.context.workspace
    assert workspace is not None
    letters = "aeiou测发项目组部开据计"
    return next(one for letter in letters for one in workspace.query(search, letter)
                if one.table == table)  # fmt: skip


@pytest.mark.parametrize("table", ["team", "department"])
def test_a_group_is_shown_chosen_also_before_the_page_was_ever_seen(
    program: Program, table: str
) -> None:
    found = hit(program, table)
    program.desk.top_bar.search.hit_chosen.emit(found)
    settle(program)
    page = program.stage.page("people")
    assert isinstance(page, PeoplePage)
    assert page.views.current == f"{table}s"
    view = page.teams if table == "team" else page.departments
    assert view.list.table.selected().id == found.id


def test_a_skill_is_shown_chosen_in_the_matrix_and_in_the_list(program: Program) -> None:
    found = hit(program, "skill")
    for narrowed in (False, True):
        page = program.stage.page("skills")
        assert isinstance(page, SkillsPage)
        if narrowed:
            page.filter_edit.setText("nothing at all")
            page.short_only.setChecked(True)
        program.desk.top_bar.search.hit_chosen.emit(found)
        settle(program)
        assert page.grid.skills[page.grid.column].id == found.id
        assert page.list.table.selected().id == found.id


def test_a_booking_is_shown_chosen(program: Program) -> None:
    found = hit(program, "booking")
    program.desk.top_bar.search.hit_chosen.emit(found)
    settle(program)
    assert program.stage.current == "bookings"
    assert program.stage.page("bookings").table.selected().id == found.id
