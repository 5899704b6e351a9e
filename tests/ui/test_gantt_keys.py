"""Everything that the mouse can do to the plan is done with the keyboard, too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from pmo_desktop.domain.tasks import Constraint
from pmo_desktop.ui.context import Context, Message
from pmo_desktop.ui.gantt.grouping import Grouping
from pmo_desktop.ui.gantt.outline import Show
from pmo_desktop.ui.gantt.page import GanttPage
from pmo_desktop.ui.gantt.planning import GROUPS
from tests.ui.gantt_planner import Filled, Planner, at, fill, settle

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def planner(context: Context, filled_plan: Filled, qtbot: QtBot) -> Iterator[Planner]:
    ids = fill(context, filled_plan)
    page = GanttPage(context)
    page.resize(1300, 640)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    settle(context)
    made = Planner(page, context, ids)
    page.view.tree.setFocus()
    yield made
    settle(context)
    page.close()


@pytest.fixture
def said(context: Context) -> list[str]:
    found: list[str] = []

    def hear(message: Message) -> None:
        found.append(message.say(context.language))

    context.message_posted.connect(hear)
    return found


def press(
    planner: Planner,
    qtbot: QtBot,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    qtbot.keyClick(planner.view.tree, key, modifiers)
    settle(planner.context)


def outline(planner: Planner) -> str:
    model = planner.view.model
    rows = [model.row(at) for at in range(model.rowCount())]
    return " ".join(f"{row.name}{'.' * (row.depth - 1)}" for row in rows if row.task_id)


def test_rows_are_indented_and_outdented(planner: Planner, qtbot: QtBot) -> None:
    before = planner.stored()
    planner.select("Test")
    press(planner, qtbot, Qt.Key.Key_Right, ALT | SHIFT)
    assert outline(planner) == "Phase Design. Build. Kept Test. Gate"
    assert planner.row("Test").wbs == "2.1"
    press(planner, qtbot, Qt.Key.Key_Left, ALT | SHIFT)
    assert outline(planner) == "Phase Design. Build. Kept Test Gate"
    planner.undo()
    planner.undo()
    assert planner.stored() == before


def test_several_selected_rows_move_and_stay_selected(planner: Planner, qtbot: QtBot) -> None:
    planner.select("Kept", "Test")
    press(planner, qtbot, Qt.Key.Key_Up, ALT | SHIFT)
    assert outline(planner) == "Kept Test Phase Design. Build. Gate"
    chosen = {row.name for row in planner.view.picked.rows()}
    assert chosen == {"Kept", "Test"}
    press(planner, qtbot, Qt.Key.Key_Down, ALT | SHIFT)
    assert outline(planner) == "Phase Design. Build. Kept Test Gate"


def test_a_new_task_is_named_at_once(planner: Planner, qtbot: QtBot) -> None:
    planner.select("Kept")
    press(planner, qtbot, Qt.Key.Key_Insert)
    editor = planner.view.tree.viewport().findChild(QLineEdit)
    assert editor.text() == "New task"
    editor.selectAll()
    qtbot.keyClicks(editor, "Train")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(planner.context)
    assert outline(planner) == "Phase Design. Build. Kept Train Test Gate"
    assert planner.row("Train").wbs == "3"
    assert planner.row("Test").wbs == "4"


def test_below_an_unfolded_summary_a_new_milestone_is_its_first(
    planner: Planner, qtbot: QtBot
) -> None:
    planner.select("Phase")
    press(planner, qtbot, Qt.Key.Key_Insert, SHIFT)
    assert outline(planner).startswith("Phase New milestone. Design.")
    assert planner.row("New milestone").kind == "milestone"


def test_delete_removes_the_selected_rows_as_one_undo(planner: Planner, qtbot: QtBot) -> None:
    before = planner.stored()
    planner.select("Phase", "Test")
    press(planner, qtbot, Qt.Key.Key_Delete)
    assert outline(planner) == "Kept Gate"
    planner.undo()
    assert planner.stored() == before


def test_a_task_becomes_a_milestone_and_back(planner: Planner, qtbot: QtBot) -> None:
    planner.select("Test")
    press(planner, qtbot, Qt.Key.Key_M, CTRL | SHIFT)
    assert planner.row("Test").kind == "milestone"
    press(planner, qtbot, Qt.Key.Key_M, CTRL | SHIFT)
    assert planner.row("Test").kind == "task"


def test_a_bar_moves_by_a_day(planner: Planner, qtbot: QtBot) -> None:
    planner.select("Test")
    press(planner, qtbot, Qt.Key.Key_Right, CTRL)
    assert planner.dates("Test")[0] == at(24)
    assert planner.row("Test").constraint is Constraint.SNET
    press(planner, qtbot, Qt.Key.Key_Left, CTRL)
    assert planner.dates("Test")[0] == at(23)


def test_a_bar_gets_longer_and_shorter_by_a_day(planner: Planner, qtbot: QtBot) -> None:
    planner.select("Design", "Test")
    press(planner, qtbot, Qt.Key.Key_Right, CTRL | SHIFT)
    assert [planner.row(n).duration_minutes // 480 for n in ("Design", "Test")] == [3, 2]
    press(planner, qtbot, Qt.Key.Key_Left, CTRL | SHIFT)
    assert [planner.row(n).duration_minutes // 480 for n in ("Design", "Test")] == [2, 1]


def test_progress_changes_by_a_tenth(planner: Planner, qtbot: QtBot) -> None:
    planner.select("Design")
    press(planner, qtbot, Qt.Key.Key_Up, CTRL)
    assert planner.row("Design").percent_complete == 0.1
    press(planner, qtbot, Qt.Key.Key_Down, CTRL)
    assert planner.row("Design").percent_complete == 0


def test_rows_are_linked_in_the_order_of_selection_and_unlinked(
    planner: Planner, qtbot: QtBot
) -> None:
    planner.view.tree.select(planner.position("Test"))
    model, selection = planner.view.model, planner.view.tree.selectionModel()
    flags = selection.SelectionFlag
    index = model.index(planner.position("Kept"), 0)
    selection.select(index, flags.Select | flags.Rows)
    press(planner, qtbot, Qt.Key.Key_F2, CTRL)
    assert ("Test", "FS", "Kept") in planner.links()
    press(planner, qtbot, Qt.Key.Key_F2, CTRL | SHIFT)
    assert ("Test", "FS", "Kept") not in planner.links()


def test_a_row_is_linked_to_another_one_by_going_there(planner: Planner, qtbot: QtBot) -> None:
    planner.select("Kept")
    press(planner, qtbot, Qt.Key.Key_L, CTRL)
    press(planner, qtbot, Qt.Key.Key_Down)
    press(planner, qtbot, Qt.Key.Key_Return)
    assert ("Kept", "FS", "Test") in planner.links()


def test_escape_ends_linking(planner: Planner, qtbot: QtBot) -> None:
    before = planner.links()
    planner.select("Kept")
    press(planner, qtbot, Qt.Key.Key_L, CTRL)
    press(planner, qtbot, Qt.Key.Key_Escape)
    press(planner, qtbot, Qt.Key.Key_Down)
    press(planner, qtbot, Qt.Key.Key_Return)
    assert planner.links() == before


def test_a_loop_is_refused_with_a_sentence(planner: Planner, qtbot: QtBot, said: list[str]) -> None:
    planner.select("Gate", "Design")
    press(planner, qtbot, Qt.Key.Key_F2, CTRL)
    assert "would close a loop" in said[-1]


def test_what_cannot_be_done_says_why(planner: Planner, qtbot: QtBot, said: list[str]) -> None:
    planner.select("Design")
    press(planner, qtbot, Qt.Key.Key_Right, ALT | SHIFT)
    assert "no task before it" in said[-1]
    planner.select("Phase")
    press(planner, qtbot, Qt.Key.Key_Up, CTRL)
    assert "follows from the tasks below it" in said[-1]
    planner.select("Cloud")
    press(planner, qtbot, Qt.Key.Key_F2, CTRL)
    assert "Select one or more tasks first" in said[-1]


def test_rows_that_are_grouped_otherwise_have_no_outline_to_change(
    planner: Planner, qtbot: QtBot, said: list[str]
) -> None:
    planner.page.bar.group_by(Grouping.DATE)
    planner.select("Test")
    press(planner, qtbot, Qt.Key.Key_Right, ALT | SHIFT)
    assert said == ["Show the rows by project to change the outline."]
    press(planner, qtbot, Qt.Key.Key_Right, CTRL)
    assert planner.dates("Test")[0] == at(24)


def test_no_two_commands_have_the_same_keys(planner: Planner) -> None:
    keys = [action.shortcut().toString() for action in planner.view.tree.actions()]
    assert len(set(keys)) == len(keys)
    assert all(QKeySequence(c.shortcut).toString() in keys for group in GROUPS for c in group)


def test_every_command_is_in_a_rows_menu(planner: Planner) -> None:
    menu = QMenu()
    planner.page.planning.fill(menu)
    shown = [
        action
        for part in menu.actions()
        for action in (part.menu().actions() if part.menu() else [part])
    ]
    assert len(shown) == sum(len(group) for group in GROUPS)


def test_commands_speak_the_language(planner: Planner, context: Context) -> None:
    context.set_language("zh")
    settle(context)
    assert planner.page.planning.actions["indent"].text() == "降级"


@pytest.mark.parametrize(
    ("name", "column", "sentence"),
    [
        ("Phase", "duration", "follows from the tasks below"),
        ("Gate", "duration", "A milestone has no duration"),
        ("Test", "float", "computed"),
    ],
)
def test_a_cell_that_cannot_be_typed_into_says_why(
    planner: Planner, qtbot: QtBot, said: list[str], name: str, column: str, sentence: str
) -> None:
    number = [known.key for known in planner.view.model.columns].index(column)
    planner.view.tree.setCurrentIndex(planner.view.model.index(planner.position(name), number))
    press(planner, qtbot, Qt.Key.Key_F2)
    assert sentence in said[-1]


def test_a_row_moves_over_those_that_the_filter_hides(planner: Planner, qtbot: QtBot) -> None:
    planner.select("Kept", "Test")
    planner.page.planning.run("more_done")
    settle(planner.context)
    for _ in range(9):
        planner.page.planning.run("more_done")
    settle(planner.context)
    planner.page.bar.show_only(Show.UNFINISHED)
    planner.select("Gate")
    press(planner, qtbot, Qt.Key.Key_Up, ALT | SHIFT)
    assert outline(planner) == "Gate Phase Design. Build."


def test_delete_means_the_rows_again_once_a_row_is_selected(planner: Planner, qtbot: QtBot) -> None:
    planner.select("Kept")
    planner.view.hand.choose_link(0)
    press(planner, qtbot, Qt.Key.Key_Down)
    press(planner, qtbot, Qt.Key.Key_Delete)
    assert outline(planner) == "Phase Design. Build. Kept Gate"
    assert len(planner.links()) == 2


def test_a_right_click_on_a_bar_opens_the_menu_of_its_row(planner: Planner) -> None:
    planner.select("Kept")
    bar = planner.bar("Test")
    planner.view.canvas.customContextMenuRequested.emit(QPoint(round(bar.left), round(bar.middle)))
    menu = planner.page.findChild(QMenu)
    assert menu is not None
    chosen = planner.view.selected()
    assert chosen is not None
    assert chosen.name == "Test"
    menu.close()
