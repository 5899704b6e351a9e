"""Ways out on the load page: worked out for a cell, looked at, adopted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from pmo_desktop.domain.ways_out import WayKind
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.ui.load.page import LoadPage
from tests.ui.conftest import settle


@pytest.fixture
def page(program: Program) -> LoadPage:
    """With the ways out of the first overload."""
    program.stage.show_page("load")
    settle(program)
    found: Any = program.stage.page("load")
    found.conflicts.chosen.emit(found.conflicts.runs[0])
    settle(program)
    found.ways_wanted.click()
    settle(program)
    assert isinstance(found, LoadPage)
    return found


def choose(page: LoadPage) -> Any:
    """The first way that moves or hands over something."""
    rows = page.ways.table.model.shown
    chosen = next(row for row in rows if row.way.exists)
    page.ways.table.select(chosen.id)
    return chosen.way


def test_the_first_way_that_there_is_is_chosen(page: LoadPage) -> None:
    rows = page.ways.table.model.shown
    assert page.ways.table.selected() is next(row for row in rows if row.way.exists)
    assert page.ways.adopt.isEnabled()


def test_every_kind_is_a_row_with_its_price_or_its_reason(page: LoadPage) -> None:
    rows = page.ways.table.model.shown
    assert page.ways.isVisible()
    assert not page.bars_card.isVisible()
    assert {row.way.kind for row in rows} == set(WayKind)
    language = page.context.language
    for row in rows:
        cells = {c.key: c.text(row, language) for c in page.ways.table.model.columns}
        assert cells["kind"]
        assert cells["what"]
        assert bool(cells["left"]) == row.way.exists


def test_only_an_overload_has_ways_out(page: LoadPage, program: Program) -> None:
    page.ways.close_.click()
    assert page.bars_card.isVisible()
    line = page.heat.lines[page.heat.line]
    free = next(at for at, load in enumerate(line.loads) if load < 0.5)
    page.heat.choose(page.heat.line, free)
    settle(program)
    assert not page.ways_wanted.isEnabled()


def test_the_load_is_shown_as_it_would_be_until_the_preview_ends(
    page: LoadPage, program: Program
) -> None:
    way = choose(page)
    line = page.heat.lines[page.heat.line]
    person, week, before = line.person_id, page.heat.week, line.loads[page.heat.week]
    page.ways.look.click()
    settle(program)
    assert page.preview_bar.isVisible()
    then = next(one for one in page.heat.lines if one.person_id == person).loads[week]
    assert then < before
    assert way.effect is not None
    page.preview_bar.leave.click()
    settle(program)
    now = next(one for one in page.heat.lines if one.person_id == person).loads[week]
    assert now == before


def test_adopting_is_one_undo_and_puts_the_list_away(page: LoadPage, program: Program) -> None:
    choose(page)
    line = page.heat.lines[page.heat.line]
    person, week, before = line.person_id, page.heat.week, line.loads[page.heat.week]
    page.ways.adopt.click()
    settle(program)
    assert not page.ways.isVisible()
    then = next(one for one in page.heat.lines if one.person_id == person).loads[week]
    assert then < before
    program.context.undo()
    settle(program)
    now = next(one for one in page.heat.lines if one.person_id == person).loads[week]
    assert now == before


def test_a_way_is_looked_at_on_the_gantt(page: LoadPage, program: Program) -> None:
    moving = next(row for row in page.ways.table.model.shown
                  if row.way.effect is not None and row.way.effect.moved)  # fmt: skip
    page.ways.table.select(moving.id)
    page.ways.gantt.click()
    settle(program)
    assert program.stage.current == "gantt"
    shown: Any = program.stage.page("gantt")
    assert set(shown.view._item.ghosts) == set(moving.way.effect.moved)
    assert shown.view.selected().task_id in moving.way.effect.changed


def test_the_task_that_another_person_would_do_is_shown_where_it_is(
    page: LoadPage, program: Program
) -> None:
    other = next(row for row in page.ways.table.model.shown
                 if row.way.effect is not None and row.way.kind is WayKind.OTHER)  # fmt: skip
    page.ways.table.select(other.id)
    page.ways.gantt.click()
    settle(program)
    shown: Any = program.stage.page("gantt")
    (task,) = shown.view._item.ghosts
    assert list(other.way.effect.changed) == [task]
    row = next(row for row in shown._plan.rows if row.task_id == task)
    assert shown.view._item.ghosts[task] == (row.start, row.finish)
    assert shown.view.selected().task_id == task


def test_a_split_shows_its_pieces_on_the_gantt(page: LoadPage, program: Program) -> None:
    split = next(row for row in page.ways.table.model.shown
                 if row.way.effect is not None and row.way.kind is WayKind.SPLIT)  # fmt: skip
    page.ways.table.select(split.id)
    page.ways.gantt.click()
    settle(program)
    item: Any = program.stage.page("gantt").view._item  # type: ignore[attr-defined]
    ((task, rests),) = item.rests.items()
    start, finish = item.ghosts[task]
    assert start < rests[0][0] < rests[-1][1] < finish


def test_what_changes_no_task_is_not_offered_on_the_gantt(page: LoadPage, program: Program) -> None:
    def first(kind: WayKind) -> Any:
        rows = page.ways.table.model.shown
        return next((row for row in rows if row.way.exists and row.way.kind is kind), None)

    for run in page.conflicts.runs:
        page.conflicts.chosen.emit(run)
        settle(program)
        page.ways_wanted.click()
        settle(program)
        if first(WayKind.CAPACITY) and first(WayKind.OTHER):
            break
    for kind, shown in ((WayKind.CAPACITY, False), (WayKind.OTHER, True)):
        page.ways.table.select(first(kind).id)
        assert page.ways.adopt.isEnabled()
        assert page.ways.gantt.isEnabled() is shown


def test_ways_out_of_one_office_are_gone_in_another(
    page: LoadPage, program: Program, tmp_path: Path
) -> None:
    program.context.set_workspace(open_workspace(tmp_path / "other.db"))
    assert not page.ways.isVisible()
    assert page.heat.lines == ()
    assert page.note.text() == "The load is being summed up…"
    settle(program)
    assert "Nobody here yet" in page.note.text()
    assert not page.ways_wanted.isEnabled()


def test_escape_puts_the_ways_away(page: LoadPage, program: Program, qtbot: QtBot) -> None:
    with qtbot.waitActive(program.shell):
        program.shell.activateWindow()
    page.ways.table.view.setFocus()
    qtbot.keyClick(page.ways.table.view, Qt.Key.Key_Escape)
    settle(program)
    assert not page.ways.isVisible()
    assert page.bars_card.isVisible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_speaks_both_languages(page: LoadPage, program: Program, language: str) -> None:
    program.context.set_language(language)
    settle(program)
    table = page.ways.table
    spoken = program.context.language
    for row in table.model.shown:
        assert all(column.text(row, spoken) is not None for column in table.model.columns)
    page.grab()
