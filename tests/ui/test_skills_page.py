"""The skills: levels set in the matrix by keys and menu, gaps told, skills named and needed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from pmo_desktop.app import Program
from pmo_desktop.ui.skills.page import SkillsPage
from pmo_desktop.ui.widgets.popover import Popover
from tests.ui.conftest import settle


@pytest.fixture
def page(program: Program) -> SkillsPage:
    program.stage.show_page("skills")
    settle(program)
    found = program.stage.page("skills")
    assert isinstance(found, SkillsPage)
    return found


def level(page: SkillsPage) -> int:
    return page.grid.levels.get(page.grid.current(), 0)


@pytest.mark.parametrize(("key", "expected"), [("4", 4), ("0", 0), ("+", 1)])
def test_a_digit_sets_the_level_of_the_current_cell(
    page: SkillsPage, program: Program, key: str, expected: int
) -> None:
    empty = next(
        (row, column)
        for row, person in enumerate(page.grid.people)
        for column, skill in enumerate(page.grid.skills)
        if (person.id, skill.id) not in page.grid.levels
    )
    page.grid.choose(*empty)
    QTest.keyClicks(page.grid, key)
    settle(program)
    assert level(page) == expected


def test_several_cells_are_set_at_once_and_undone_at_once(
    page: SkillsPage, program: Program
) -> None:
    before = dict(page.grid.levels)
    page.grid.choose(0, 0)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(page.grid, key, Qt.KeyboardModifier.ShiftModifier)
    cells = page.grid.chosen()
    assert len(cells) == 4
    QTest.keyClicks(page.grid, "5")
    settle(program)
    assert [page.grid.levels[cell] for cell in cells] == [5, 5, 5, 5]
    program.context.undo()
    settle(program)
    assert dict(page.grid.levels) == before


def test_a_click_chooses_a_cell_and_a_menu_offers_the_levels(page: SkillsPage) -> None:
    where = page.grid.cell_rect(2, 1).center()
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert (page.grid.row, page.grid.column) == (2, 1)
    assert [action.text()[:1] for action in page.grid.levels_menu().actions()] == [
        "1", "2", "3", "4", "5", "", "0",
    ]  # fmt: skip
    assert page.grid.cell_at(QPoint(5, 5)) == (-1, -1)


def test_a_gap_leads_to_its_skill(page: SkillsPage) -> None:
    gap = page.gaps.model.shown[0]
    assert gap.gap.value == "unmet"
    page.gaps.select(gap.id)
    assert page.grid.current()[1] == gap.id


def test_the_matrix_is_narrowed_to_a_department_a_category_and_gaps(page: SkillsPage) -> None:
    page.group.setCurrentIndex(1)
    page.group.activated.emit(1)
    department = page.group.currentData()[1]
    assert {one.department for one in page.grid.people} == {department}
    page.short_only.setChecked(True)
    assert {skill.gap.value for skill in page.grid.skills}.isdisjoint({"none"})
    page.short_only.setChecked(False)
    page.filter_edit.setText("python")
    assert [skill.name for skill in page.grid.skills] == ["Python"]


def test_a_need_is_changed_in_the_list_and_two_skills_become_one(
    page: SkillsPage, program: Program
) -> None:
    page.views.choose("skills")
    model = page.list.table.model
    keys = [column.key for column in model.columns]
    assert model.setData(model.index(0, keys.index("needed_holders")), 40)
    settle(program)
    first, second = model.rows[:2]
    assert (first.needed_holders, first.gap.value in ("few", "single", "nobody")) == (40, True)
    page._merge(first, second.id)
    settle(program)
    assert page.list.table.model.row_of(second.id) < 0


def test_the_matrix_is_written_out_as_it_is_shown(page: SkillsPage) -> None:
    sheet = page.sheet()
    assert len(sheet.rows) == len(page.grid.people)
    assert [column.header for column in sheet.columns[3:]] == [s.name for s in page.grid.skills]


def test_f4_says_where_a_level_comes_from(page: SkillsPage, program: Program) -> None:
    grid = page.grid
    (person, skill), _ = next(iter(grid.levels.items()))
    at = [one.id for one in grid.people].index(person)
    grid.choose(at, [one.id for one in grid.skills].index(skill))
    QTest.keyClick(grid, Qt.Key.Key_F4)
    settle(program)
    assert grid.findChildren(Popover)
