"""The page of the pool: people narrowed, changed and brought together; teams and departments."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from pmo_desktop.services.absences import add_absence
from pmo_desktop.services.people_pool import person_sheet
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.people.page import PeoplePage
from pmo_desktop.ui.widgets.popover import Popover
from tests.ui.conftest import settle


@pytest.fixture
def page(program: Program) -> PeoplePage:
    program.stage.show_page("people")
    settle(program)
    found = program.stage.page("people")
    assert isinstance(found, PeoplePage)
    return found


def column(page: PeoplePage, key: str) -> int:
    return [one.key for one in page.register.table.model.columns].index(key)


def shown(page: PeoplePage) -> list[Any]:
    return list(page.register.table.model.shown)


def test_the_first_person_is_shown_whole(page: PeoplePage) -> None:
    assert page.panel.sheet is not None
    assert page.panel.sheet.person.id == page.register.table.selected().id
    assert page.panel.name.text() == page.panel.sheet.person.name


def test_the_register_is_narrowed_to_a_team_and_to_roles_to_be_filled(page: PeoplePage) -> None:
    register = page.register
    at = next(n for n in range(register.group.count())
              if (register.group.itemData(n) or ("", ""))[0] == "team")  # fmt: skip
    register.group.setCurrentIndex(at)
    register.group.activated.emit(at)
    team = register.group.itemText(at)
    assert shown(page)
    assert all(team in one.teams for one in shown(page))
    register.group.setCurrentIndex(0)
    register.who.setCurrentIndex(register.who.findData("placeholder"))
    register.who.activated.emit(0)
    assert len(shown(page)) == 3
    assert all(one.placeholder for one in shown(page))


def test_an_absence_is_added_changed_doubled_and_removed_by_keys(
    page: PeoplePage, program: Program, qtbot: QtBot
) -> None:
    panel = page.panel
    before = len(panel.time.absences.table.model.rows)
    view = panel.time.absences.table.view
    with qtbot.waitActive(program.shell):
        program.shell.activateWindow()
    panel.time.absences.buttons.add.setFocus()
    qtbot.keyClick(panel.time.absences.buttons.add, Qt.Key.Key_Insert)
    settle(program)
    view.closeEditor(view.indexWidget(view.currentIndex()), view.itemDelegate().EndEditHint.NoHint)
    model = panel.time.absences.table.model
    assert len(model.rows) == before + 1
    assert panel.sheet is not None
    new = panel.time.absences.table.selected()
    at = model.row_of(new.id)
    assert model.setData(model.index(at, 3), 0.5)
    settle(program)
    assert panel.time.absences.table.selected().share == 0.5
    panel.time.absences.double()
    settle(program)
    assert len(model.rows) == before + 2
    panel.time.absences.table.view.selectAll()
    panel.time.absences.remove()
    settle(program)
    assert not model.rows
    program.context.undo()
    settle(program)
    assert len(model.rows) == before + 2


def test_what_cannot_be_is_refused_with_a_sentence(page: PeoplePage, program: Program) -> None:
    told: list[Any] = []
    program.context.message_posted.connect(told.append)
    model = page.register.table.model
    first, second = shown(page)[:2]
    at = model.index(model.row_of(first.id), column(page, "name"))
    assert not model.setData(at, second.name)
    assert "somebody called" in told[-1].say(program.context.language)


def test_two_entries_of_one_person_are_brought_together(page: PeoplePage, program: Program) -> None:
    workspace = program.context.workspace
    assert workspace is not None
    keep, other = shown(page)[:2]
    workspace.edit(Title("Edit"), add_absence, other.id, date(2028, 1, 3))
    settle(program)
    page.panel._merge(keep, other.id)
    settle(program)
    assert all(one.id != other.id for one in shown(page))
    sheet = workspace.query(person_sheet, keep.id)
    assert sheet is not None
    assert date(2028, 1, 3) in [one.first for one in sheet.absences]


def test_a_role_is_filled_from_its_panel(page: PeoplePage, program: Program) -> None:
    role = next(one for one in page.register.table.model.rows if one.placeholder)
    person = next(one for one in page.register.table.model.rows if not one.placeholder)
    page.reveal("person", role.id)
    settle(program)
    assert page.panel.fill.isVisible()
    page.panel._fill(role, person.id)
    settle(program)
    assert all(one.id != role.id for one in page.register.table.model.rows)


def test_days_calendar_and_ticks_are_kept_as_they_are_left(
    page: PeoplePage, program: Program
) -> None:
    facts = page.panel.facts
    facts.ticks["external"].setChecked(not facts.ticks["external"].isChecked())
    settle(program)
    facts.days["left_on"].set_value(date(2027, 3, 31))
    facts.days["left_on"].changed.emit(date(2027, 3, 31))
    settle(program)
    assert page.panel.sheet is not None
    person = page.panel.sheet.person
    assert person.left_on == date(2027, 3, 31)
    assert person.external == facts.ticks["external"].isChecked()


def test_the_year_says_of_a_day_what_keeps_somebody_away(
    page: PeoplePage, program: Program
) -> None:
    workspace = program.context.workspace
    assert workspace is not None
    assert page.panel.sheet is not None
    person = page.panel.sheet.person.id
    day = date(2027, 6, 2)
    workspace.edit(Title("Edit"), add_absence, person, day, day, "training", 0.5, "SQL")
    settle(program)
    strip = page.panel.time.strip
    strip.show_year(2027)
    assert strip.day_at(strip.rect_of(day).center()) == day
    assert "Training 50%" in strip._words(day)


def test_a_double_click_on_a_day_of_the_year_makes_an_absence(
    page: PeoplePage, program: Program, qtbot: QtBot
) -> None:
    strip = page.panel.time.strip
    strip.show_year(2028)
    day = date(2028, 3, 15)
    where = strip.rect_of(day).center().toPoint()
    qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=where)
    settle(program)
    assert day in [one.first for one in page.panel.time.absences.table.model.rows]


def test_members_join_and_leave_a_team(page: PeoplePage, program: Program) -> None:
    page.views.choose("teams")
    view = page.teams
    team = view.list.table.selected()
    stranger = next(one for one in page.register.table.model.rows if one.id not in team.people)
    view._put_in(team, stranger.id)
    settle(program)
    assert view.members.table.model.row_of(stranger.id) >= 0
    view.members.table.select(stranger.id)
    view.members.remove()
    settle(program)
    assert view.members.table.model.row_of(stranger.id) < 0


def test_a_department_gets_a_line_manager_in_place(page: PeoplePage, program: Program) -> None:
    page.views.choose("departments")
    view = page.departments
    model = view.list.table.model
    person = page.register.table.model.rows[0]
    assert model.setData(model.index(0, 1), person.name)
    settle(program)
    assert view.list.table.model.rows[0].manager == person.name


def test_the_page_speaks_chinese_too(page: PeoplePage, program: Program) -> None:
    program.context.set_language("zh")
    settle(program)
    assert page.views.current == "people"
    assert page.panel.time.absences.title.text() == "缺勤"


def test_f4_says_where_a_row_of_somebody_comes_from(page: PeoplePage, program: Program) -> None:
    workspace = program.context.workspace
    assert workspace is not None
    person = next(one for one in shown(page) if one.skills)
    workspace.edit(Title("Add"), add_absence, person.id, date(2029, 1, 8))
    page.register.reveal(person.id)
    settle(program)
    for rows in (page.panel.time.absences, page.panel.skills):
        rows.table.select(rows.table.model.shown[0].id)
        rows.table.ask_whence()
        settle(program)
        assert rows.findChildren(Popover) or rows.table.findChildren(Popover)
