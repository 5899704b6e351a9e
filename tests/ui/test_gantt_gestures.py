from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from pytestqt.qtbot import QtBot

from pmo_desktop.domain.tasks import Constraint
from pmo_desktop.services.editing import change
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.gestures.spots import Part
from pmo_desktop.ui.gantt.page import GanttPage
from tests.ui.gantt_planner import Filled, Planner, at, fill, settle

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def planner(context: Context, filled_plan: Filled, qtbot: QtBot) -> Iterator[Planner]:
    ids = fill(context, filled_plan)
    page = GanttPage(context)
    page.resize(1300, 640)
    with qtbot.waitExposed(page):
        page.show()
    settle(context)
    yield Planner(page, context, ids)
    settle(context)
    page.close()


def tip(planner: Planner) -> str:
    return " | ".join(planner.view.hand._overlay.sketch.tip)


def test_a_dragged_bar_starts_no_earlier_than_where_it_was_dropped(planner: Planner) -> None:
    before = planner.stored()
    body = planner.spot("Design", Part.BODY)
    planner.move(body, planner.by_days(body, 2))
    row = planner.row("Design")
    assert (row.constraint, row.constraint_date) == (Constraint.SNET, at(25))
    assert planner.dates("Design") == (at(25), at(26, 18))
    assert planner.dates("Build")[0] == at(27)
    planner.undo()
    assert planner.stored() == before
    assert planner.dates("Design") == (at(23), at(24, 18))


def test_a_bar_over_a_weekend_snaps_to_the_next_working_day(planner: Planner) -> None:
    body = planner.spot("Test", Part.BODY)
    planner.move(body, planner.by_days(body, 5))
    assert planner.dates("Test")[0] == at(30)


def test_with_control_held_a_bar_moves_by_minutes(planner: Planner) -> None:
    body = planner.spot("Test", Part.BODY)
    planner.move(body, planner.by_days(body, 1.5), Qt.KeyboardModifier.ControlModifier)
    start = planner.dates("Test")[0]
    assert start is not None
    assert start.date() == dt.date(2026, 11, 24)
    assert start.time() > dt.time(10)
    assert start.minute % 5 == 0


def test_dates_of_its_own_move_and_stretch_at_both_ends(planner: Planner) -> None:
    body = planner.spot("Kept", Part.BODY)
    planner.move(body, planner.by_days(body, 1))
    assert planner.dates("Kept") == (at(25), at(27, 18))
    left = planner.spot("Kept", Part.START)
    planner.move(left, planner.by_days(left, 1))
    assert planner.dates("Kept") == (at(26), at(27, 18))
    right = planner.spot("Kept", Part.FINISH)
    planner.move(right, planner.by_days(right, 3))
    assert planner.dates("Kept") == (at(26), at(30, 18))


def test_a_stretched_bar_has_another_duration_and_one_undo(planner: Planner) -> None:
    before = planner.stored()
    right = planner.spot("Design", Part.FINISH)
    planner.move(right, planner.by_days(right, 2))
    assert planner.row("Design").duration_minutes == 4 * 480
    assert planner.dates("Build")[0] == at(27)
    planner.undo()
    assert planner.stored() == before


def test_the_progress_edge_says_how_much_is_done(planner: Planner) -> None:
    before = planner.stored()
    grip = planner.spot("Design", Part.PROGRESS)
    bar = planner.bar("Design")
    planner.move(grip, QPointF((bar.left + bar.right) / 2, grip.y()))
    assert planner.row("Design").percent_complete == 0.5
    planner.undo()
    assert planner.stored() == before


@pytest.mark.parametrize(
    ("leaves", "end", "kind"),
    [
        (Part.FROM_FINISH, Part.START, "FS"),
        (Part.FROM_START, Part.START, "SS"),
        (Part.FROM_FINISH, Part.FINISH, "FF"),
        (Part.FROM_START, Part.FINISH, "SF"),
    ],
)
def test_a_link_is_drawn_from_end_to_end(
    planner: Planner, leaves: Part, end: Part, kind: str
) -> None:
    before = planner.stored()
    planner.move(planner.spot("Kept", leaves), planner.spot("Test", end))
    assert ("Kept", kind, "Test") in planner.links()
    planner.undo()
    assert planner.stored() == before


@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [
        ("Gate", "Design", "would close a loop"),
        ("Build", "Phase", "is the summary task above"),
        ("Kept", "Cloud", "a project has none"),
    ],
)
def test_a_link_that_may_not_be_is_refused_before_the_drop(
    planner: Planner, source: str, target: str, sentence: str
) -> None:
    before = planner.stored()
    end = planner.spot(target, Part.BODY)
    planner.drag(planner.spot(source, Part.FROM_FINISH), end)
    assert sentence in tip(planner)
    assert not planner.view.hand._overlay.sketch.allowed
    planner.drop(end)
    assert planner.stored() == before


def test_escape_takes_a_drag_back(planner: Planner, qtbot: QtBot) -> None:
    before = planner.stored()
    body = planner.spot("Design", Part.BODY)
    end = planner.by_days(body, 4)
    planner.drag(body, end)
    assert planner.view.hand.is_dragging
    qtbot.keyClick(planner.canvas.viewport(), Qt.Key.Key_Escape)
    assert not planner.view.hand.is_dragging
    planner.drop(end)
    assert planner.stored() == before


def test_while_dragging_the_successors_and_the_projects_finish_are_told(planner: Planner) -> None:
    body = planner.spot("Design", Part.BODY)
    end = planner.by_days(body, 2)
    planner.drag(body, end)
    settle(planner.context)
    sketch = planner.view.hand._overlay.sketch
    places = {ghost.position: ghost for ghost in sketch.ghosts}
    assert places[planner.position("Design")].own
    assert places[planner.position("Build")].left == planner.x(at(27))
    assert planner.position("Kept") not in places
    assert "finish of the project +4 d by the calendar" in tip(planner)
    planner.drop(end)
    assert planner.dates("Build")[0] == at(27)


def test_what_is_tried_leaves_no_trace(planner: Planner) -> None:
    before = planner.stored()
    assert planner.context.workspace is not None
    title = planner.context.workspace.undo_title()
    body = planner.spot("Design", Part.BODY)
    planner.drag(body, planner.by_days(body, 2))
    settle(planner.context)
    planner.view.hand.cancel()
    assert planner.stored() == before
    assert planner.context.workspace.undo_title() == title


def test_a_bar_dropped_where_it_was_is_no_edit(planner: Planner) -> None:
    before = planner.stored()
    body = planner.spot("Design", Part.BODY)
    planner.drag(body, planner.by_days(body, 3))
    planner.drag(body, planner.by_days(body, 0.1))
    planner.drop(planner.by_days(body, 0.1))
    assert planner.stored() == before


def test_a_summarys_bar_moves_all_below_it(planner: Planner) -> None:
    body = planner.spot("Phase", Part.BODY)
    planner.move(body, planner.by_days(body, 1))
    assert planner.dates("Design")[0] == at(24)
    assert planner.dates("Build")[0] == at(26)
    assert planner.row("Build").constraint is Constraint.ASAP


def test_a_milestone_is_moved_to_the_end_of_a_day(planner: Planner) -> None:
    body = planner.spot("Gate", Part.BODY)
    planner.move(body, planner.by_days(body, 3))
    assert planner.row("Gate").finish == dt.datetime(2026, 11, 30, 18)


def test_selected_bars_move_together_as_one_undo(planner: Planner) -> None:
    before = planner.stored()
    planner.select("Kept", "Test")
    body = planner.spot("Kept", Part.BODY)
    planner.move(body, planner.by_days(body, 1))
    assert planner.dates("Kept")[0] == at(25)
    assert planner.dates("Test")[0] == at(24)
    planner.undo()
    assert planner.stored() == before


def chosen(planner: Planner) -> list[str]:
    return [row.name for row in planner.view.picked.rows()]


def test_control_and_a_click_add_a_bar_to_the_selection_and_take_it_out(planner: Planner) -> None:
    planner.click(planner.spot("Kept", Part.BODY))
    planner.click(planner.spot("Test", Part.BODY), CONTROL)
    planner.click(planner.spot("Design", Part.BODY), CONTROL)
    assert chosen(planner) == ["Kept", "Test", "Design"]
    planner.click(planner.spot("Test", Part.BODY), CONTROL)
    assert chosen(planner) == ["Kept", "Design"]
    planner.click(planner.spot("Design", Part.BODY))
    assert chosen(planner) == ["Design"]


def test_shift_and_a_click_select_all_rows_up_to_a_bar(planner: Planner) -> None:
    planner.click(planner.spot("Build", Part.BODY))
    planner.click(planner.spot("Test", Part.BODY), SHIFT)
    assert set(chosen(planner)) == {"Build", "Kept", "Test"}
    planner.click(planner.spot("Design", Part.BODY), SHIFT)
    assert set(chosen(planner)) == {"Design", "Build"}


def test_beside_the_bars_a_click_with_a_key_held_adds_the_row(planner: Planner) -> None:
    planner.click(planner.spot("Kept", Part.BODY))
    beside = QPointF(planner.canvas.width() - 20, planner.bar("Test").middle)
    planner.click(beside, CONTROL)
    assert chosen(planner) == ["Kept", "Test"]


def test_bars_that_were_added_move_with_the_one_that_is_dragged(planner: Planner) -> None:
    before = planner.stored()
    planner.click(planner.spot("Kept", Part.BODY))
    body = planner.spot("Test", Part.BODY)
    planner.press(body, CONTROL)
    end = planner.by_days(body, 1)
    planner.send(QEvent.Type.MouseMove, end)
    planner.drop(end)
    assert planner.dates("Kept")[0] == at(25)
    assert planner.dates("Test")[0] == at(24)
    assert chosen(planner) == ["Kept", "Test"]
    planner.undo()
    assert planner.stored() == before


def test_what_has_begun_says_why_it_is_not_moved(planner: Planner) -> None:
    grip = planner.spot("Design", Part.PROGRESS)
    planner.move(grip, planner.by_days(grip, 1))
    before = planner.stored()
    body = planner.spot("Design", Part.BODY)
    end = planner.by_days(body, 2)
    planner.drag(body, end)
    assert "what has happened is not moved" in tip(planner)
    planner.drop(end)
    assert planner.stored() == before


def test_handles_stand_on_the_bar_under_the_mouse_alone(planner: Planner) -> None:
    overlay = planner.view.hand._overlay
    planner.hover(planner.spot("Design", Part.BODY))
    assert overlay.sketch.hovered is not None
    assert overlay.sketch.hovered.row.name == "Design"
    assert planner.canvas.viewport().cursor().shape() is Qt.CursorShape.SizeAllCursor
    planner.hover(planner.spot("Design", Part.FINISH))
    assert planner.canvas.viewport().cursor().shape() is Qt.CursorShape.SizeHorCursor
    planner.hover(planner.by_days(planner.spot("Design", Part.BODY), 12))
    assert overlay.sketch.hovered is None
    assert planner.canvas.viewport().cursor().shape() is Qt.CursorShape.ArrowCursor


def link_point(planner: Planner, before: str, after: str) -> QPointF:
    """The middle of a link's upright part, away from bars."""
    item, rows = planner.canvas.item, planner.view.outline.plan.rows
    links = planner.view.outline.plan.links
    number = next(
        n
        for n, link in enumerate(links)
        if (rows[link.predecessor].name, rows[link.successor].name) == (before, after)
    )
    position = planner.position(after)
    numbers, routes = item.chart.routes(item.scale, position - 1, position)
    (x1, y1), (_, y2) = routes[numbers.index(number)][1:3].tolist()
    return QPointF(x1 - item.x_offset, y1 + (y2 - y1) * 0.5 - item.y_offset)


def test_a_clicked_link_is_changed_in_its_panel(planner: Planner) -> None:
    before = planner.stored()
    opened = []
    planner.view.hand.link_chosen.connect(lambda number, _point: opened.append(number))
    point = link_point(planner, "Design", "Build")
    planner.press(point)
    planner.drop(point)
    assert opened == [planner.view.hand.chosen_link]
    popup = planner.page.planning.open_link(opened[0], planner.page.mapToGlobal(planner.page.pos()))
    popup.type.setCurrentIndex(1)
    popup.lag.setValue(2)
    popup.close()
    settle(planner.context)
    assert ("Design", "SS", "Build") in planner.links()
    assert planner.dates("Build")[0] == at(25)
    planner.undo()
    assert planner.stored() == before


def test_escape_leaves_a_link_as_it_was(planner: Planner, qtbot: QtBot) -> None:
    before = planner.stored()
    popup = planner.page.planning.open_link(0, planner.page.mapToGlobal(planner.page.pos()))
    popup.lag.setValue(50)
    popup.unit.setCurrentIndex(2)
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    settle(planner.context)
    assert planner.stored() == before


def test_a_lag_is_in_working_days_elapsed_days_or_a_share(planner: Planner) -> None:
    popup = planner.page.planning.open_link(0, planner.page.mapToGlobal(planner.page.pos()))
    popup.lag.setValue(50)
    popup.unit.setCurrentIndex(2)
    assert popup.values()["lag_share"] == 0.5
    popup.unit.setCurrentIndex(1)
    assert popup.values()["lag_minutes"] == 50 * 24 * 60
    popup._before = popup.values()
    popup.close()


def test_the_chosen_link_is_deleted_by_the_delete_key(planner: Planner, qtbot: QtBot) -> None:
    number = next(iter(range(len(planner.view.outline.plan.links))))
    planner.view.hand.choose_link(number)
    with qtbot.waitActive(planner.page):
        planner.page.activateWindow()
        planner.view.tree.setFocus()
    qtbot.keyClick(planner.view.tree, Qt.Key.Key_Delete)
    settle(planner.context)
    assert len(planner.links()) == 1


def test_a_press_beside_the_bars_still_drags_the_chart(planner: Planner) -> None:
    offset = planner.canvas.item.x_offset
    ground = planner.by_days(planner.spot("Test", Part.BODY), 10)
    planner.move(ground, ground - QPointF(100, 0))
    assert planner.canvas.item.x_offset == offset + 100


def test_a_bar_that_is_scrolled_under_the_mouse_keeps_its_place_in_time(planner: Planner) -> None:
    body = planner.spot("Test", Part.BODY)
    planner.drag(body, planner.by_days(body, 1))
    per_day = planner.view.scale.per_day
    planner.view.sideways.setValue(planner.canvas.item.x_offset + round(3 * per_day))
    planner.drop(planner.by_days(body, 1))
    assert planner.dates("Test")[0] == dt.datetime(2026, 11, 27, 9)


def test_at_the_edge_the_chart_scrolls_on(planner: Planner, qtbot: QtBot) -> None:
    offset = planner.canvas.item.x_offset
    body = planner.spot("Test", Part.BODY)
    edge = QPointF(planner.canvas.viewport().width() - 3, body.y())
    planner.drag(body, edge)
    qtbot.waitUntil(lambda: planner.canvas.item.x_offset > offset + 60)
    planner.view.hand.cancel()
    assert not planner.view.hand._edge.isActive()


def test_a_plan_that_is_read_while_a_bar_is_dragged_waits_for_the_drop(planner: Planner) -> None:
    body = planner.spot("Test", Part.BODY)
    end = planner.by_days(body, 1)
    planner.drag(body, end)
    assert planner.context.workspace is not None
    title = Title("Change task “{name}”", {"name": "Kept"})
    renamed = (change, "task", planner.ids["Kept"], {"name": "Kept 2"})
    planner.context.workspace.edit(title, *renamed)
    settle(planner.context)
    assert planner.view.hand.is_dragging
    assert planner.row("Kept").name == "Kept"
    planner.drop(end)
    assert planner.row("Kept 2").name == "Kept 2"
    assert planner.dates("Test")[0] == at(24)
