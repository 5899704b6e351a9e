"""What is different in the chosen scenario: its steps in their order, added, changed and moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QMenu, QToolButton

from pmo_desktop.domain.scenario_steps import Step, StepKind, kind_of
from pmo_desktop.services.scenario_names import StepNames
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.scenarios.edits import ScenarioEdits
from pmo_desktop.ui.scenarios.words import sentence_of, step_left_out
from pmo_desktop.ui.widgets.card import Card, label

if TYPE_CHECKING:
    from pmo_desktop.domain.scenario_steps import LeftOut
    from pmo_desktop.services.scenarios import ScenarioRow, StepRow

ROW_HEIGHT = 26
GROUPS = (
    (StepKind.MOVE_PROJECT, StepKind.SET_PRIORITY, StepKind.START_CANDIDATE, StepKind.STOP_PROJECT,
     StepKind.CHANGE_DURATION),
    (StepKind.ADD_PERSON, StepKind.LOSE_PERSON, StepKind.CHANGE_CAPACITY, StepKind.HAND_OVER),
    (StepKind.BALANCE,),
)  # fmt: skip


class StepsCard(Card):
    def __init__(self, context: Context, edits: ScenarioEdits) -> None:
        super().__init__()
        self._context, self._edits = context, edits
        self._scenario: ScenarioRow | None = None
        self._names = StepNames()
        self._today = date.today()
        self.list = QListWidget()
        self.add, self.remove, self.up, self.down = (QToolButton() for _ in range(4))
        self.note = label(look="hint", wrap=True)
        self._lay_out()
        self._connect()
        self.restyle()

    def show_scenario(self, scenario: ScenarioRow | None, names: StepNames, today: date) -> None:
        """None: the plan of record, which has no steps."""
        chosen = self._chosen()
        self._scenario, self._names, self._today = scenario, names, today
        self.list.clear()
        for number, step in enumerate(() if scenario is None else scenario.steps, 1):
            words = sentence_of(step.step, names, self._context.language)
            item = QListWidgetItem(f"{number}. {words}")
            item.setData(Qt.ItemDataRole.UserRole, step.id)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            item.setToolTip(item.text())
            self.list.addItem(item)
            if chosen is not None and step.id == chosen.id:
                self.list.setCurrentItem(item)
        self._show_buttons()
        self.retranslate()

    def tell(self, left_out: Sequence[LeftOut]) -> None:
        """What of the steps could not be taken; they are marked."""
        language = self._context.language
        told = {one.step: language.text(one.rule, **one.params) for one in left_out}
        for number in range(1, self.list.count() + 1):
            item = self.list.item(number - 1)
            is_out = number in told
            ink = QBrush(QColor(self._context.palette["red_ink"])) if is_out else None
            item.setData(Qt.ItemDataRole.ForegroundRole, ink)
            item.setToolTip(told.get(number) or item.text())
        self.note.setText("\n".join(step_left_out(one, language) for one in left_out))
        self.note.setVisible(bool(told))

    def retranslate(self) -> None:
        text = self._context.language.text
        name = "" if self._scenario is None else self._scenario.name
        self.say(text("What is different"), name)
        for button, words in (
            (self.add, text("Add a step")),
            (self.remove, text("Remove the chosen step")),
            (self.up, text("Move the step up")),
            (self.down, text("Move the step down")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)

    def restyle(self) -> None:
        roles = self._context.palette
        for button, name in ((self.add, "add"), (self.remove, "remove"),
                             (self.up, "up"), (self.down, "down")):  # fmt: skip
            button.setIcon(icon(name, roles["ink2"], disabled=roles["disabled"]))

    def _lay_out(self) -> None:
        for button in (self.add, self.remove, self.up, self.down):
            self.head.addWidget(button)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.note)
        self.note.hide()

    def _connect(self) -> None:
        self.add.clicked.connect(self._on_add_wanted)
        self.remove.clicked.connect(self._on_remove_wanted)
        self.up.clicked.connect(partial(self._on_moved, -1))
        self.down.clicked.connect(partial(self._on_moved, 1))
        self.list.itemDoubleClicked.connect(self._on_change_wanted)
        self.list.currentRowChanged.connect(self._show_buttons)
        for keys, slot in (
            (QKeySequence(Qt.Key.Key_Delete), self._on_remove_wanted),
            (QKeySequence(Qt.Key.Key_F2), self._on_change_wanted),
            (QKeySequence("Alt+Up"), partial(self._on_moved, -1)),
            (QKeySequence("Alt+Down"), partial(self._on_moved, 1)),
        ):
            shortcut = QShortcut(keys, self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)

    def _chosen(self) -> StepRow | None:
        item = self.list.currentItem()
        if item is None or self._scenario is None:
            return None
        wanted = item.data(Qt.ItemDataRole.UserRole)
        return next((step for step in self._scenario.steps if step.id == wanted), None)

    def _show_buttons(self) -> None:
        at, last = self.list.currentRow(), self.list.count() - 1
        self.add.setEnabled(self._scenario is not None)
        self.remove.setEnabled(at >= 0)
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < last)

    def _on_add_wanted(self) -> None:
        if self._scenario is None:
            return
        menu = QMenu(self)
        for number, group in enumerate(GROUPS):
            if number:
                menu.addSeparator()
            for kind in group:
                name = self._context.language.term(f"step_kind.{kind.value}")
                menu.addAction(name + "…").triggered.connect(partial(self._on_kind_chosen, kind))
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def _on_kind_chosen(self, kind: StepKind, _checked: bool = False) -> None:
        step = self._asked(kind, None)
        if step is not None and self._scenario is not None:
            self._edits.add_step(self._scenario, step)

    def _on_change_wanted(self) -> None:
        chosen = self._chosen()
        if chosen is None or chosen.step is None or self._scenario is None:
            return
        step = self._asked(kind_of(chosen.step), chosen.step)
        if step is not None and step != chosen.step:
            self._edits.change_step(self._scenario, chosen.id, step)

    def _on_remove_wanted(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._scenario is not None:
            self._edits.remove_step(self._scenario, chosen.id)

    def _on_moved(self, by: int) -> None:
        chosen = self._chosen()
        if chosen is not None and self._scenario is not None:
            self._edits.move_step(self._scenario, chosen.id, by)

    def _asked(self, kind: StepKind, step: Step | None) -> Step | None:
        from pmo_desktop.services.scenario_names import open_tasks
        from pmo_desktop.ui.scenarios.step_form import StepForm

        form = StepForm(
            self._context,
            self._names,
            kind,
            self._today,
            lambda project: self._context.query(open_tasks, project),
            self,
        )
        if step is not None:
            form.show_step(step)
        return form.step if form.exec() == QDialog.DialogCode.Accepted else None
