"""The page of balancing: made, looked at, adopted, put back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from pmo_desktop.app import Program
from pmo_desktop.services.balancing import moved_tasks
from pmo_desktop.services.editing import change
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.balance.page import BalancePage
from tests.ui.conftest import settle


@pytest.fixture
def page(program: Program, monkeypatch: pytest.MonkeyPatch) -> BalancePage:
    """In sight, with bounds that a test can wait for."""
    import pmo_desktop.ui.balance.options as options
    from pmo_desktop.domain.balance import Bounds

    made = options.BalanceOptions.bounds.fget

    def quick(own: Any) -> Bounds:
        from dataclasses import replace

        return replace(made(own), schedules=20, seconds=None)  # type: ignore[misc]

    monkeypatch.setattr(options.BalanceOptions, "bounds", property(quick))
    program.stage.show_page("balance")
    settle(program)
    found: Any = program.stage.page("balance")
    return found


@pytest.fixture
def balanced(page: BalancePage, program: Program) -> BalancePage:
    page.options.start.click()
    settle(program)
    return page


def dates(program: Program) -> dict[int, Any]:
    assert program.context.workspace is not None
    rows = program.context.workspace.query(plan).rows
    return {row.task_id: (row.start, row.finish) for row in rows if row.task_id is not None}


def test_before_anything_is_asked_it_says_what_it_is_for(page: BalancePage) -> None:
    assert not page.adopt.isEnabled()
    assert "Nothing is changed until you adopt it" in page.lists._no_moves()
    assert len(page.options.people.offered) > 10


def test_before_anything_is_asked_it_shows_how_the_plan_stands(page: BalancePage) -> None:
    rows = page.table.model.shown
    assert len(rows) > 3
    assert all(row.found.before is not None and row.found.after is None for row in rows)
    days = next(column for column in page.table.model.columns if column.key == "days")
    assert {days.text(row, page.context.language) for row in rows} == {""}
    scene = page.over.view.scene()
    assert scene.group("before")
    assert not scene.group("after")
    assert "become" not in page.over.sentence.text()
    assert page.subtitle == ""


def test_what_is_changed_elsewhere_shows_in_how_the_plan_stands(
    page: BalancePage, program: Program
) -> None:
    row = page.table.model.shown[0]
    program.context.edit(Title("Edit"), change, "project", row.id, {"name": "Another name"})
    settle(program)
    assert page.table.model.shown[0].found.name == "Another name"


def test_it_shows_projects_moves_reasons_and_the_load(balanced: BalancePage) -> None:
    moves = balanced.lists.moves.model.shown
    assert moves
    assert len(balanced.table.model.shown) > 3
    assert balanced.subtitle.endswith(" s")
    assert balanced.over.view.scene().group("before")
    column = next(c for c in balanced.lists.moves.model.columns if c.key == "why")
    assert all(column.text(row, balanced.context.language) for row in moves)
    assert balanced.adopt.isEnabled()


def test_what_was_adopted_is_what_is_shown_though_the_search_went_on(
    page: BalancePage, program: Program
) -> None:
    kept: list[Any] = []

    def adopt_the_first(_found: Any) -> None:
        if not kept:
            kept.append(page._found)
            page.adopt.click()

    page._better.connect(adopt_the_first)
    page.options.start.click()
    settle(program)
    assert page._found is kept[0]
    assert page._adopted
    stored = dates(program)
    assert all(stored[one.task_id] == (one.start, one.finish) for one in kept[0].tasks)


def test_the_first_plan_comes_at_once_and_a_better_one_takes_its_place(
    page: BalancePage, program: Program
) -> None:
    seen: list[Any] = []
    page._better.connect(seen.append)
    page.options.start.click()
    settle(program)
    assert seen
    assert page._found is not None
    assert page._found.schedules > 0


def test_adopting_gives_the_dates_that_were_shown_and_is_one_undo(
    balanced: BalancePage, program: Program
) -> None:
    before = dates(program)
    assert balanced._found is not None
    wanted = {move.task_id: (move.start, move.finish) for move in balanced._found.moves}
    balanced.adopt.click()
    settle(program)
    after = dates(program)
    assert {task: after[task] for task in wanted} == wanted
    assert "Adopted" in balanced.said.text()
    assert not balanced.adopt.isEnabled()
    program.context.undo()
    settle(program)
    assert dates(program) == before


def test_tasks_are_put_back_chosen_or_all(balanced: BalancePage, program: Program) -> None:
    balanced.adopt.click()
    settle(program)
    balanced.lists.lists.choose("held")
    held = balanced.lists.held
    assert len(held.model.shown) > 1
    assert not balanced.lists.put_back.isEnabled()
    flags = QItemSelectionModel.SelectionFlag
    held.view.selectionModel().select(held.model.index(0, 0), flags.ClearAndSelect | flags.Rows)
    count = len(held.model.shown)
    balanced.lists.put_back.click()
    settle(program)
    assert len(held.model.shown) < count
    balanced.lists.put_all_back.click()
    settle(program)
    assert not held.model.shown
    assert program.context.workspace is not None
    assert program.context.workspace.query(moved_tasks) == ()


def test_a_plan_of_another_state_is_shown_and_not_adopted(
    balanced: BalancePage, program: Program
) -> None:
    assert program.context.workspace is not None
    assert balanced._found is not None
    task = balanced._found.moves[0].task_id
    program.context.workspace.edit(Title("Edit"), change, "task", task, {"duration": 4800})
    settle(program)
    assert not balanced.adopt.isEnabled()
    assert "balance them again" in balanced.said.text()


def test_a_double_click_goes_to_the_gantt(balanced: BalancePage, program: Program) -> None:
    moves = balanced.lists.moves
    first = moves.model.shown[0].id
    moves.row_activated.emit(moves.model.shown[0])
    settle(program)
    assert program.stage.current == "gantt"
    shown: Any = program.stage.page("gantt")
    assert shown.view.selected().task_id == first


def test_the_gantt_shows_where_tasks_would_go_until_the_preview_ends(
    balanced: BalancePage, program: Program
) -> None:
    before = dates(program)
    balanced.gantt.click()
    settle(program)
    shown: Any = program.stage.page("gantt")
    assert program.stage.current == "gantt"
    assert shown.preview_bar.isVisible()
    assert "nothing is changed yet" in shown.preview_bar.said.text()
    assert balanced._found is not None
    assert set(shown.view._item.ghosts) == {move.task_id for move in balanced._found.moves}
    shown.grab()
    shown.preview_bar.leave.click()
    assert not shown.preview_bar.isVisible()
    assert not shown.view._item.ghosts
    assert dates(program) == before


def test_a_preview_is_adopted_where_it_is_looked_at(
    balanced: BalancePage, program: Program
) -> None:
    balanced.gantt.click()
    settle(program)
    shown: Any = program.stage.page("gantt")
    shown.preview_bar.adopt.click()
    settle(program)
    assert program.context.preview is None
    moved = [row for row in shown.view.outline.plan.rows if row.moved_from is not None]
    assert moved
    from pmo_desktop.ui.gantt.details import details

    tip = details(moved[0], shown.view.outline.plan, program.context.language)
    assert "Moved by levelling from" in tip


def test_people_and_projects_are_picked_by_typing_and_ticking(page: BalancePage) -> None:
    button = page.options.people
    found = button.open()
    name = button.offered[3][1]
    found.filter_edit.setText(name)
    shown = [at for at in range(found.list.count()) if not found.list.item(at).isHidden()]
    assert [found.list.item(at).text() for at in shown].count(name) >= 1
    item = found.list.item(shown[0])
    item.setCheckState(Qt.CheckState.Checked)
    assert button.picked == {button.offered[3][0]}
    assert "1 person must not change" in button.text()
    assert page.options.bounds.kept == button.picked
    found.close()


def test_a_plan_of_one_office_is_not_adopted_in_another(
    balanced: BalancePage, program: Program, tmp_path: Path
) -> None:
    assert balanced.adopt.isEnabled()
    program.context.set_workspace(open_workspace(tmp_path / "other.db"))
    settle(program)
    assert balanced._found is None
    assert not balanced.adopt.isEnabled()
    assert not balanced.lists.moves.model.rows
    assert not balanced.table.model.rows


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_speaks_both_languages(balanced: BalancePage, program: Program, language: str) -> None:
    program.context.set_language(language)
    settle(program)
    for key in ("moves", "unsolved", "findings", "held"):
        balanced.lists.lists.choose(key)
        balanced.grab()
