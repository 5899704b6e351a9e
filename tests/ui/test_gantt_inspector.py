from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from pmo_desktop.domain.tasks import Constraint
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.gestures.spots import Part
from pmo_desktop.ui.gantt.inspector import Inspector
from pmo_desktop.ui.gantt.outline import Show
from pmo_desktop.ui.gantt.page import GanttPage
from pmo_desktop.ui.widgets.popover import Popover
from tests.ui.gantt_planner import Filled, Planner, at, fill, settle


@pytest.fixture
def planner(context: Context, filled_plan: Filled, qtbot: QtBot) -> Iterator[Planner]:
    ids = fill(context, filled_plan)
    page = GanttPage(context)
    page.resize(1300, 760)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    settle(context)
    made = Planner(page, context, ids)
    page.inspector.toggle()
    settle(context)
    yield made
    settle(context)
    page.close()


def shown(planner: Planner, name: str) -> Inspector:
    planner.select(name)
    settle(planner.context)
    return planner.page.inspector


def choose(planner: Planner, name: str, value: object) -> None:
    editor = planner.page.inspector.editors[name]
    editor.set_value(value)
    editor.activated.emit(editor.currentIndex())
    settle(planner.context)


def type_in(planner: Planner, qtbot: QtBot, name: str, text: str) -> None:
    editor = planner.page.inspector.editors[name]
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(planner.context)


def buttons(panel: Inspector) -> list[str]:
    shown = [button for button in panel.findChildren(QPushButton) if button.isVisible()]
    return [button.text() for button in shown]


def test_the_selected_task_is_shown_with_its_links(planner: Planner) -> None:
    panel = shown(planner, "Build")
    assert panel.title.text() == "Build"
    assert panel.note.text() == "The schedule gives it its dates."
    assert panel.editors["constraint"].value() == "asap"
    assert buttons(panel) == ["Why these dates?", "1.1 Design", "FS", "4 Gate", "FS"]


def test_a_summary_has_no_dates_to_give(planner: Planner) -> None:
    panel = shown(planner, "Phase")
    assert panel.note.text() == "Its dates follow from the tasks below it."
    assert not panel.editors["constraint"].isVisible()
    assert panel.editors["deadline"].isVisible()


def test_a_constraint_is_chosen_and_its_date_typed(planner: Planner, qtbot: QtBot) -> None:
    before = planner.stored()
    shown(planner, "Test")
    choose(planner, "constraint", "snet")
    type_in(planner, qtbot, "constraint_date", "2026-11-26")
    row = planner.row("Test")
    assert (row.constraint, row.constraint_date) == (Constraint.SNET, at(26))
    assert planner.dates("Test")[0] == at(26)
    planner.undo()
    planner.undo()
    assert planner.stored() == before


def test_dates_are_kept_or_left_to_the_schedule(planner: Planner) -> None:
    shown(planner, "Kept")
    choose(planner, "fixed", False)
    assert not planner.row("Kept").fixed
    assert planner.dates("Kept")[0] == at(23)


def test_what_is_changed_is_changed_for_all_selected_tasks(planner: Planner, qtbot: QtBot) -> None:
    before = planner.stored()
    planner.select("Design", "Build", "Test")
    settle(planner.context)
    assert planner.page.inspector.title.text() == "3 tasks"
    type_in(planner, qtbot, "deadline", "2026-12-04")
    deadlines = {planner.row(name).deadline for name in ("Design", "Build", "Test")}
    assert deadlines == {at(4, 18, month=12)}
    planner.undo()
    assert planner.stored() == before


def test_what_cannot_be_read_stays_in_the_field(planner: Planner, qtbot: QtBot) -> None:
    before = planner.stored()
    shown(planner, "Test")
    type_in(planner, qtbot, "optimistic", "soon")
    assert planner.page.inspector.editors["optimistic"].text() == "soon"
    assert planner.stored() == before


def test_leaving_a_field_as_it_was_is_no_edit(planner: Planner) -> None:
    before = planner.stored()
    panel = shown(planner, "Kept")
    for name, editor in panel.editors.items():
        if hasattr(editor, "editingFinished"):
            editor.editingFinished.emit()
        else:
            choose(planner, name, editor.value())
    settle(planner.context)
    assert planner.stored() == before


def test_notes_are_taken_when_they_are_left(planner: Planner) -> None:
    panel = shown(planner, "Test")
    panel.notes.setFocus()
    panel.notes.setPlainText("Ask the bank first.")
    planner.view.tree.setFocus()
    settle(planner.context)
    assert shown(planner, "Test").sheet is not None
    stored = next(row for row in planner.stored() if row.get("name") == "Test")
    assert stored["notes"] == "Ask the bank first."


def test_notes_stay_with_the_task_they_were_written_for(planner: Planner) -> None:
    panel = shown(planner, "Test")
    panel.notes.setFocus()
    panel.notes.setPlainText("Ask the bank first.")
    planner.click(planner.spot("Kept", Part.BODY))
    settle(planner.context)
    notes = {row["name"]: row["notes"] for row in planner.stored() if "notes" in row}
    assert notes["Test"] == "Ask the bank first."
    assert not notes["Kept"]
    assert panel.notes.toPlainText() == ""


def test_an_answer_that_comes_late_is_not_shown(planner: Planner) -> None:
    planner.select("Test")
    planner.select("Cloud")
    settle(planner.context)
    assert planner.page.inspector.sheet is None
    planner.select("Test")
    planner.select("Kept")
    settle(planner.context)
    assert planner.page.inspector.title.text() == "Kept"


def test_a_task_that_the_filter_hides_is_let_go(planner: Planner) -> None:
    panel = shown(planner, "Test")
    planner.page.bar.show_only(Show.MILESTONES)
    settle(planner.context)
    assert panel.sheet is None
    assert panel.title.text() == "Task details"
    assert not panel.editors["deadline"].isVisible()


def test_a_task_that_was_removed_is_let_go(planner: Planner) -> None:
    panel = shown(planner, "Test")
    planner.page.planning.run("remove")
    settle(planner.context)
    assert "Test" not in [row.name for row in planner.view.outline.plan.rows]
    assert panel.sheet is None or panel.sheet.name != "Test"


def test_another_view_lets_the_task_go(planner: Planner) -> None:
    panel = shown(planner, "Test")
    planner.page.bar.views.choose("portfolio")
    settle(planner.context)
    assert panel.sheet is None
    assert not panel.notes.isVisible()
    heads = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert heads == ["Task details", "Select a task to see how it is scheduled."]


def test_the_trend_has_no_panel_and_the_plan_has_it_again(planner: Planner) -> None:
    panel = shown(planner, "Test")
    planner.page.bar.views.choose("trend")
    assert not panel.isVisible()
    planner.page.bar.views.choose("plan")
    settle(planner.context)
    assert panel.isVisible()
    assert panel.title.text() == "Test"


def test_a_summary_has_no_heads_without_anything_below_them(planner: Planner) -> None:
    panel = shown(planner, "Phase")
    heads = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert "Schedule" in heads
    assert not {"Progress", "Durations"} & set(heads)


def test_the_key_that_opened_the_panel_closes_it_from_within(
    planner: Planner, qtbot: QtBot
) -> None:
    panel = shown(planner, "Test")
    for inside in (panel.notes, panel.editors["deadline"], panel.editors["constraint"]):
        inside.setFocus()
        qtbot.keyClick(inside, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
        assert not panel.isVisible()
        assert planner.view.tree.hasFocus()
        qtbot.keyClick(planner.view.tree, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
        assert panel.isVisible()


@pytest.mark.parametrize("kind", ["asap", "alap"])
def test_a_date_makes_of_no_constraint_a_start_no_earlier_than(
    planner: Planner, qtbot: QtBot, kind: str
) -> None:
    said: list[str] = []
    planner.context.message_posted.connect(
        lambda message: said.append(message.say(planner.context.language))
    )
    panel = shown(planner, "Test")
    choose(planner, "constraint", kind)
    type_in(planner, qtbot, "constraint_date", "2026-11-26")
    row = planner.row("Test")
    assert (row.constraint, row.constraint_date) == (Constraint.SNET, at(26))
    assert panel.editors["constraint"].value() == "snet"
    assert said == ['A date needs a constraint: it is "Start no earlier than" now.']


def test_a_link_in_the_panel_leads_to_the_other_task(planner: Planner) -> None:
    panel = shown(planner, "Build")
    next(b for b in panel.findChildren(QPushButton) if b.text() == "4 Gate").click()
    settle(planner.context)
    assert panel.title.text() == "Gate"


def test_the_panel_is_there_again_next_time(planner: Planner, context: Context) -> None:
    assert not GanttPage(context).inspector.isHidden()
    planner.page.planning.run("details")
    assert planner.page.inspector.isHidden()
    assert GanttPage(context).inspector.isHidden()


def test_the_panel_speaks_the_language(planner: Planner, context: Context) -> None:
    panel = shown(planner, "Build")
    context.set_language("zh")
    settle(context)
    assert panel.note.text() == "其日期由排程得出。"
    assert panel.editors["constraint"].currentText() == "越早越好"


def test_predecessors_are_typed_as_planners_write_them(planner: Planner, qtbot: QtBot) -> None:
    before = planner.stored()
    shown(planner, "Test")
    type_in(planner, qtbot, "predecessors", "1.1FS+1d, 2SS")
    assert {("Design", "FS", "Test"), ("Kept", "SS", "Test")} <= planner.links()
    assert planner.dates("Test")[0] == at(26)
    planner.undo()
    assert planner.stored() == before


def test_the_panel_says_why_the_dates_are_what_they_are(planner: Planner) -> None:
    panel = shown(planner, "Gate")
    panel.why.click()
    settle(planner.context)
    popover = panel.findChild(Popover)
    words = " ".join(label.text() for label in popover.findChildren(QLabel))
    assert "Build" in words
    step = next(b for b in popover.findChildren(QPushButton) if "1.1 Design" in b.text())
    step.click()
    settle(planner.context)
    assert panel.title.text() == "Design"
