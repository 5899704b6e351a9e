"""What a planner does to the plan, by keys, menus, buttons and the mouse: one list of commands.

Each is one edit and one undo; where it cannot be done, a sentence says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QCursor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from pmo_desktop.charts.bars import MILESTONE
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.domain.tasks import LinkType
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt import plan_edits
from pmo_desktop.ui.gantt.gestures.effects import Effects
from pmo_desktop.ui.gantt.gestures.gesture import graph_of
from pmo_desktop.ui.gantt.gestures.row_place import Place
from pmo_desktop.ui.gantt.link_popup import LinkPopup
from pmo_desktop.ui.gantt.plan_edits import PlanEdit
from pmo_desktop.ui.gantt.view import GanttView
from pmo_desktop.ui.icons import icon

STEP = 0.1
EDIT_KEYS = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Command:
    """`text` is an English source sentence; `icon` where it is a button, too."""

    key: str
    text: str
    shortcut: str
    icon: str = ""


OUTLINE = (
    Command("insert", "Insert task", "Ins", "add"),
    Command("insert_milestone", "Insert milestone", "Shift+Ins", "milestone"),
    Command("remove", "Remove", "Del", "remove"),
    Command("outdent", "Outdent", "Alt+Shift+Left", "outdent"),
    Command("indent", "Indent", "Alt+Shift+Right", "indent"),
    Command("up", "Move the row up", "Alt+Shift+Up", "up"),
    Command("down", "Move the row down", "Alt+Shift+Down", "down"),
    Command("milestone", "Milestone or task", "Ctrl+Shift+M"),
)
LINKS = (
    Command("link", "Link in the order of selection", "Ctrl+F2", "link"),
    Command("unlink", "Unlink", "Ctrl+Shift+F2", "unlink"),
    Command("link_to", "Link to another row…", "Ctrl+L"),
)
BARS = (
    Command("later", "A day later", "Ctrl+Right"),
    Command("earlier", "A day earlier", "Ctrl+Left"),
    Command("longer", "A day longer", "Ctrl+Shift+Right"),
    Command("shorter", "A day shorter", "Ctrl+Shift+Left"),
    Command("more_done", "10 % more done", "Ctrl+Up"),
    Command("less_done", "10 % less done", "Ctrl+Down"),
)
PANEL = (Command("details", "Task details", "Shift+F2", "details"),)
GROUPS = (OUTLINE, LINKS, BARS, PANEL)


class Planning(QObject):
    """`details_wanted` asks for the panel of the selected task. `in_outline` says whether the rows
    stand as in the outline: only then can it be changed."""

    details_wanted = Signal()

    def __init__(self, context: Context, view: GanttView, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._new_task: int | None = None
        self._linked_from: PlanRow | None = None
        self.effects = Effects(context, self)
        self.actions = {command.key: self._action(command) for group in GROUPS for command in group}
        self._connect()
        self.retranslate()

    @property
    def in_outline(self) -> bool:
        return self._view.row_hand.in_outline

    @in_outline.setter
    def in_outline(self, stands: bool) -> None:
        self._view.row_hand.in_outline = stands

    def retranslate(self) -> None:
        for group in GROUPS:
            for command in group:
                action = self.actions[command.key]
                text = self._context.language.text(command.text)
                action.setText(text)
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                action.setToolTip(f"{text} ({keys})")

    def restyle(self) -> None:
        """The buttons' icons in the colours of now."""
        palette = self._context.palette
        for group in GROUPS:
            for command in group:
                if command.icon:
                    self.actions[command.key].setIcon(
                        icon(command.icon, palette["ink2"], disabled=palette["disabled"])
                    )

    def fill(self, menu: QMenu) -> None:
        """The commands as a part of a row's menu."""
        text = self._context.language.text
        parts = ((text("Outline"), OUTLINE), (text("Links"), LINKS), (text("Bar"), BARS))
        for title, group in parts:
            below = menu.addMenu(title)
            for command in group:
                below.addAction(self.actions[command.key])
        menu.addAction(self.actions["details"])

    def take_plan(self) -> None:
        """The plan was read anew: a new task among its rows gets its name."""
        if self._new_task is not None and self._view.outline.find("task", self._new_task) >= 0:
            number, self._new_task = self._new_task, None
            self._view.reveal("task", number)
            self._view.tree.setFocus()
            position = self._view.tree.current_position()
            self._view.tree.edit(self._view.model.index(position, 0))

    # Setting up

    def _action(self, command: Command) -> QAction:
        action = QAction(self._view.tree)
        action.setShortcut(QKeySequence(command.shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        if command in PANEL:
            # The panel's fields know it, too: it closes what it opened.
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self.run(command.key))
        self._view.tree.addAction(action)
        return action

    def _connect(self) -> None:
        hand = self._view.hand
        hand.dropped.connect(self._do)
        hand.tried.connect(self._on_tried)
        hand.link_chosen.connect(self.open_link)
        self.effects.told.connect(hand.show_effect)
        rows = self._view.row_hand
        rows.dropped.connect(self._on_rows_dropped)
        rows.refused.connect(lambda why: self._context.warn(why.rule, **why.params))
        rows.tried.connect(self._on_tried)
        self.effects.told.connect(rows.show_effect)
        # What is chosen is a link or rows: Delete must know which.
        self._view.row_selected.connect(self._on_row_selected)
        self._view.tree.installEventFilter(self)
        self._view.tree.doubleClicked.connect(self._say_why_not)

    # The commands

    def run(self, key: str) -> None:
        """Do a command to the selected rows."""
        if key == "remove" and self._view.hand.chosen_link >= 0:
            self._remove_link(self._view.hand.chosen_link)
            return
        rows = self._view.picked.rows()
        in_outline = any(command.key == key for command in OUTLINE) and key != "milestone"
        if in_outline and not self.in_outline:
            self._context.warn("Show the rows by project to change the outline.")
        elif key in ("insert", "insert_milestone"):
            self._insert(milestone=key == "insert_milestone")
        elif key == "link_to":
            self._begin_linking()
        elif key == "details":
            self.details_wanted.emit()
        else:
            self._change(key, rows)

    def _change(self, key: str, rows: list[PlanRow]) -> None:
        tasks = [row for row in rows if row.task_id is not None]
        if not tasks and not (key in ("later", "earlier") and rows):
            self._context.warn("Select one or more tasks first.")
            return
        day = self._view.outline.plan.minutes_per_day
        movable = [row for row in rows if row.kind != "group"]
        edits: dict[str, Callable[[], PlanEdit]] = {
            "indent": lambda: plan_edits.indenting(tasks),
            "outdent": lambda: plan_edits.outdenting(tasks),
            "up": lambda: plan_edits.moving_rows(tasks, -1, self._over(tasks, -1)),
            "down": lambda: plan_edits.moving_rows(tasks, 1, self._over(tasks, 1)),
            "remove": lambda: plan_edits.removing(tasks),
            "milestone": lambda: plan_edits.turning_to_milestones(tasks),
            "link": lambda: plan_edits.linking_in_order(tasks),
            "unlink": lambda: plan_edits.unlinking_tasks(tasks),
            "later": lambda: plan_edits.moving(movable, day),
            "earlier": lambda: plan_edits.moving(movable, -day),
            "longer": lambda: plan_edits.lengthening(tasks, day),
            "shorter": lambda: plan_edits.lengthening(tasks, -day),
            "more_done": lambda: plan_edits.progressing(tasks, STEP, more=True),
            "less_done": lambda: plan_edits.progressing(tasks, -STEP, more=True),
        }
        self._do(edits[key]())

    def _do(self, edit: PlanEdit, then: Callable[[Any], None] | None = None) -> None:
        plan_edits.do(self._context, edit, self, then)

    def _over(self, tasks: list[PlanRow], step: int) -> int:
        """How many rows beside to pass, so that it can be seen: some are hidden by the filter."""
        rows, shown = self._view.outline.plan.rows, set(self._view.outline.rows)
        places = sorted(self._view.outline.find("task", row.task_id or 0) for row in tasks)
        at, passed = places[0] if step < 0 else places[-1], 0
        depth, at = rows[at].depth, at + step
        while 0 <= at < len(rows) and rows[at].depth >= depth:
            if rows[at].depth == depth and at not in places:
                passed += 1
                if at in shown:
                    return passed
            at += step
        return 1

    def _insert(self, *, milestone: bool) -> None:
        view = self._view
        row = view.selected()
        if row is None or row.kind == "group":
            self._context.warn("Select the row below which it shall stand.")
            return
        text = self._context.language.text
        name = text("New milestone") if milestone else text("New task")
        index = view.outline.rows[view.tree.current_position()]
        unfolded = view.outline.is_parent(index) and not view.outline.is_folded(index)
        after = row if row.task_id is not None else None
        inside = after is not None and unfolded
        edit = plan_edits.inserting(row.project_id, name, after, inside=inside, milestone=milestone)
        self._do(edit, self._on_inserted)

    def _on_inserted(self, task_id: int) -> None:
        self._new_task = task_id
        self.take_plan()

    # Links

    def open_link(self, number: int, point: QPoint) -> LinkPopup:
        """The type and lag of a link, beside a point of the screen."""
        plan = self._view.outline.plan
        link = plan.links[number]
        before, after = plan.rows[link.predecessor], plan.rows[link.successor]
        popup = LinkPopup(self._context, self._view, link, before, after, plan.minutes_per_day)
        popup.changed.connect(
            lambda values: self._do(plan_edits.relinking(link, before, after, values))
        )
        popup.removed.connect(lambda: self._do(plan_edits.unlinking(link, before, after)))
        popup.show_at(point)
        return popup

    def open_stored_link(self, link_id: int) -> None:
        """The type and lag of a link by its id, at the mouse."""
        links = self._view.outline.plan.links
        number = next((n for n, link in enumerate(links) if link.id == link_id), -1)
        if number >= 0:
            self._view.hand.choose_link(number)
            self.open_link(number, QCursor.pos())

    def _remove_link(self, number: int) -> None:
        plan = self._view.outline.plan
        link = plan.links[number]
        rows = plan.rows[link.predecessor], plan.rows[link.successor]
        self._do(plan_edits.unlinking(link, *rows))

    def _begin_linking(self) -> None:
        row = self._view.selected()
        if row is None or row.task_id is None:
            self._context.warn("Select one or more tasks first.")
            return
        self._linked_from = row
        self._context.inform(
            "Go to the task that shall follow “{task}”: Enter links the two, Escape stops.",
            task=row.name,
        )

    def _end_linking(self) -> None:
        before, self._linked_from = self._linked_from, None
        after = self._view.selected()
        if before is None or after is None or before.task_id is None or after.task_id is None:
            return
        names = {before.task_id: before.name, after.task_id: after.name}
        graph = graph_of(self._view.outline.plan)
        refused = graph.refusal(before.task_id, after.task_id, names)
        if refused is not None:
            self._context.warn(refused.rule, **refused.params)
            return
        self._do(plan_edits.linking(before, after, LinkType.FS))

    def _on_row_selected(self, _row: PlanRow | None) -> None:
        self._view.hand.choose_link(-1)

    def _say_why_not(self, index: QModelIndex) -> None:
        """Somebody wants to type into a cell that cannot be typed into."""
        model = self._view.model
        if not index.isValid() or model.field(index) is not None:
            return
        row, column = model.row(index.row()), model.columns[index.column()]
        if not column.edits or row.kind == "group":
            self._context.inform("What stands here is computed: there is nothing to type.")
        elif row.kind == MILESTONE:
            self._context.inform("A milestone has no duration: turn it into a task first.")
        else:
            self._context.inform(
                "It follows from the tasks below: change those, or drag the bar to move them all."
            )

    def _on_rows_dropped(self, edit: PlanEdit, place: Place) -> None:
        # What goes into a folded row is not lost from sight.
        if place.onto and self._view.outline.is_folded(self._view.outline.rows[place.at]):
            self._view.toggle(place.at)
        self._do(edit)

    def _on_tried(self, edit: PlanEdit | None) -> None:
        if edit is None:
            self.effects.forget()
        else:
            self.effects.ask(edit, self._view.outline.plan)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if self._linked_from is None:
            if event.key() == Qt.Key.Key_Escape:
                self._view.hand.choose_link(-1)
            elif event.key() in EDIT_KEYS and not event.modifiers():
                self._say_why_not(self._view.tree.currentIndex())
        else:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._end_linking()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._linked_from = None
                return True
        return False
