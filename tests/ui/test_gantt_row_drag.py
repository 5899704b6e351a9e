"""Rows of the plan's table are dragged to another place in the outline."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmo_desktop.domain.tasks import Link
from pmo_desktop.services.editing import add, change
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.context import Context, Message
from pmo_desktop.ui.gantt.grouping import Grouping
from pmo_desktop.ui.gantt.page import GanttPage
from pmo_desktop.ui.gantt.sizes import INDENT, ROW
from pmo_desktop.ui.gantt.task_header import FIRST_INDENT
from tests.ui.gantt_planner import Filled, Planner, fill, settle

UPPER, MIDDLE, LOWER = 0.1, 0.5, 0.9
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
BEFORE = "Phase Design. Build. Kept Test Gate"


@pytest.fixture
def planner(context: Context, filled_plan: Filled, qtbot: QtBot) -> Iterator[Planner]:
    ids = fill(context, filled_plan)
    assert context.workspace is not None
    store = context.workspace.edit(Title("x"), add, "project", {"code": "Q", "name": "Store"})
    context.workspace.edit(Title("x"), add, "task", {"name": "Move", "wbs": "1"}, store.result)
    page = GanttPage(context)
    page.resize(1300, 640)
    with qtbot.waitExposed(page):
        page.show()
    settle(context)
    yield Planner(page, context, ids)
    settle(context)
    page.close()


@pytest.fixture
def said(context: Context) -> list[str]:
    found: list[str] = []

    def hear(message: Message) -> None:
        found.append(message.say(context.language))

    context.message_posted.connect(hear)
    return found


def outline(planner: Planner) -> str:
    """`Phase Design.`: the first project's tasks, a dot a level."""
    rows = [row for row in planner.view.outline.plan.rows if row.project_id == 1]
    return " ".join(row.name + "." * (row.depth - 1) for row in rows[1:])


def spot(planner: Planner, name: str, share: float = MIDDLE, level: int = 1) -> QPointF:
    """In a row, so far down, under the names of a level."""
    top = planner.position(name) * ROW - planner.view.tree.verticalScrollBar().value()
    return QPointF(FIRST_INDENT + level * INDENT + 4, top + share * ROW)


def send(planner: Planner, kind: QEvent.Type, point: QPointF) -> None:
    viewport = planner.view.tree.viewport()
    at_screen = QPointF(viewport.mapToGlobal(point.toPoint()))
    is_move = kind is QEvent.Type.MouseMove
    button = Qt.MouseButton.NoButton if is_move else LEFT
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else LEFT
    QApplication.sendEvent(viewport, QMouseEvent(kind, point, at_screen, button, held, NONE))


def drag(planner: Planner, name: str, end: QPointF) -> None:
    begin = spot(planner, name, level=2)
    send(planner, QEvent.Type.MouseButtonPress, begin)
    for share in (0.5, 1.0):
        send(planner, QEvent.Type.MouseMove, begin + (end - begin) * share)


def drop(planner: Planner, end: QPointF) -> None:
    send(planner, QEvent.Type.MouseButtonRelease, end)
    settle(planner.context)


def carry(planner: Planner, name: str, end: QPointF) -> None:
    drag(planner, name, end)
    drop(planner, end)


def tip(planner: Planner) -> str:
    return " | ".join(planner.view.row_hand.overlay.mark.tip)


@pytest.mark.parametrize(
    ("name", "target", "share", "level", "after"),
    [
        ("Test", "Kept", UPPER, 1, "Phase Design. Build. Test Kept Gate"),
        ("Test", "Build", UPPER, 1, "Phase Design. Test. Build. Kept Gate"),
        ("Test", "Build", LOWER, 2, "Phase Design. Build. Test. Kept Gate"),
        ("Test", "Build", LOWER, 1, "Phase Design. Build. Test Kept Gate"),
        ("Design", "Gate", LOWER, 1, "Phase Build. Kept Test Gate Design"),
        ("Test", "Phase", LOWER, 1, "Phase Test. Design. Build. Kept Gate"),
        ("Test", "Phase", MIDDLE, 1, "Phase Design. Build. Test. Kept Gate"),
        ("Test", "Kept", MIDDLE, 1, "Phase Design. Build. Kept Test. Gate"),
        ("Phase", "Kept", MIDDLE, 1, "Kept Phase. Design.. Build.. Test Gate"),
        ("Design", "Cloud", MIDDLE, 1, "Phase Build. Kept Test Gate Design"),
        ("Gate", "Cloud", LOWER, 1, "Gate Phase Design. Build. Kept Test"),
    ],
)
def test_a_row_is_dropped_between_two_or_onto_another(
    planner: Planner, name: str, target: str, share: float, level: int, after: str
) -> None:
    before = planner.stored()
    assert outline(planner) == BEFORE
    carry(planner, name, spot(planner, target, share, level))
    assert outline(planner) == after
    assert planner.view.selected() is not None
    assert planner.view.selected().name == name  # type: ignore[union-attr]
    planner.undo()
    assert planner.stored() == before


def test_all_selected_rows_are_dragged_with_one_of_them(planner: Planner) -> None:
    before = planner.stored()
    planner.select("Kept", "Gate")
    carry(planner, "Gate", spot(planner, "Build", UPPER))
    assert outline(planner) == "Phase Design. Kept. Gate. Build. Test"
    planner.undo()
    assert planner.stored() == before


def test_a_click_on_one_of_several_selects_it_alone(planner: Planner) -> None:
    planner.select("Kept", "Gate")
    point = spot(planner, "Gate")
    send(planner, QEvent.Type.MouseButtonPress, point)
    assert len(planner.view.tree.selected) == 2
    send(planner, QEvent.Type.MouseButtonRelease, point)
    assert [row.name for row in planner.view.picked.rows()] == ["Gate"]


@pytest.mark.parametrize(
    ("name", "target", "sentence"),
    [
        ("Phase", "Design", "cannot stand below itself"),
        ("Test", "Move", "belongs to another project"),
        ("Design", "Store", "belongs to another project"),
    ],
)
def test_what_may_not_be_is_said_before_the_drop_and_after_it(
    planner: Planner, said: list[str], name: str, target: str, sentence: str
) -> None:
    before, end = planner.stored(), spot(planner, target)
    drag(planner, name, end)
    assert sentence in tip(planner)
    assert not planner.view.row_hand.overlay.mark.allowed
    assert planner.view.tree.viewport().cursor().shape() is Qt.CursorShape.ForbiddenCursor
    drop(planner, end)
    assert planner.stored() == before
    assert len(said) == 1
    assert sentence in said[0]
    assert tip(planner) == ""


def test_what_links_forbid_is_tried_while_the_row_is_still_held(
    planner: Planner, said: list[str]
) -> None:
    workspace, links = planner.context.workspace, {"predecessors": (Link("2"),)}
    assert workspace is not None
    workspace.edit(Title("x"), change, "task", planner.ids["Test"], links)
    settle(planner.context)
    before, end = planner.stored(), spot(planner, "Kept")
    drag(planner, "Test", end)
    settle(planner.context)
    assert not planner.view.row_hand.overlay.mark.allowed
    refused = tip(planner)
    drop(planner, end)
    assert planner.stored() == before
    assert said == [refused]


def test_rows_that_are_grouped_cannot_be_moved(planner: Planner, said: list[str]) -> None:
    planner.page.bar.group_by(Grouping.PHASE)
    settle(planner.context)
    before, end = planner.stored(), spot(planner, "Kept", UPPER)
    drag(planner, "Test", end)
    assert tip(planner) == "Show the rows by project to change the outline."
    drop(planner, end)
    assert said == ["Show the rows by project to change the outline."]
    assert planner.stored() == before


@pytest.mark.parametrize(
    ("target", "share", "level"), [("Test", UPPER, 1), ("Test", MIDDLE, 1), ("Test", LOWER, 1)]
)
def test_a_row_that_is_dropped_where_it_stands_is_no_edit(
    planner: Planner, said: list[str], target: str, share: float, level: int
) -> None:
    drag(planner, "Test", spot(planner, "Gate", LOWER))
    end = spot(planner, target, share, level)
    send(planner, QEvent.Type.MouseMove, end)
    assert planner.view.row_hand.overlay.mark.place is None
    drop(planner, end)
    assert outline(planner) == BEFORE
    assert said == []
    assert planner.context.workspace is not None
    assert planner.context.workspace.undo_title() != Title("Move the row of “{name}”")


def test_escape_takes_a_drag_of_rows_back(planner: Planner, qtbot: QtBot) -> None:
    end = spot(planner, "Build", UPPER)
    drag(planner, "Test", end)
    assert planner.view.row_hand.is_dragging
    qtbot.keyClick(planner.view.tree.viewport(), Qt.Key.Key_Escape)
    assert not planner.view.row_hand.is_dragging
    drop(planner, end)
    assert outline(planner) == BEFORE


def test_a_row_that_goes_into_a_folded_one_stays_in_sight(planner: Planner) -> None:
    planner.view.toggle(planner.position("Phase"))
    carry(planner, "Test", spot(planner, "Phase"))
    assert outline(planner) == "Phase Design. Build. Test. Kept Gate"
    assert planner.position("Test") == planner.position("Build") + 1


def test_where_it_would_go_and_what_follows_are_told(planner: Planner) -> None:
    """The gate's predecessors hold all that lies below it."""
    drag(planner, "Test", spot(planner, "Gate"))
    settle(planner.context)
    name, place, *rest = planner.view.row_hand.overlay.mark.tip
    assert (name, place) == ("Test", 'below "Gate"')
    assert any("finish" in line for line in rest)
    planner.view.row_hand.cancel()


def test_a_plan_that_is_read_meanwhile_waits_for_the_drop(planner: Planner) -> None:
    drag(planner, "Test", spot(planner, "Build", UPPER))
    held = planner.view.outline.plan
    planner.page.refresh()
    settle(planner.context)
    assert planner.view.outline.plan is held
    planner.view.row_hand.cancel()
    assert planner.view.outline.plan is not held


def test_cells_beside_the_names_are_selected_as_before(planner: Planner) -> None:
    tree = planner.view.tree
    x = tree.header().sectionPosition(2) + 5.0
    begin, end = (QPointF(x, spot(planner, name).y()) for name in ("Design", "Kept"))
    send(planner, QEvent.Type.MouseButtonPress, begin)
    send(planner, QEvent.Type.MouseMove, (begin + end) / 2)
    send(planner, QEvent.Type.MouseMove, end)
    assert not planner.view.row_hand.is_dragging
    send(planner, QEvent.Type.MouseButtonRelease, end)
    assert len(tree.selected) == 3
    assert outline(planner) == BEFORE
