"""What balancing is asked: what is to be gained, within which bounds, for how long."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QWidget

from pmo_desktop.domain.balance import Bounds
from pmo_desktop.domain.levelling.objective import Objective
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.flow import FlowRow
from pmo_desktop.ui.widgets.picking import PickButton

OBJECTIVES = (Objective.TARDINESS, Objective.MAKESPAN)
# Seconds; the last is as long as anybody waits.
SECONDS = (10.0, 60.0, 300.0, 8 * 3600.0)
USUAL = 0


class BalanceOptions(QWidget):
    """`asked` where the user wants it balanced, `stopped` where no longer."""

    asked = Signal()
    stopped = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._runs = False
        self.objective, self.seconds = QComboBox(), QComboBox()
        self.team_dates, self.deadlines = QCheckBox(), QCheckBox()
        self.people, self.projects = PickButton(), PickButton()
        self.start = QPushButton()
        self.start.setProperty("look", "primary")
        for _ in OBJECTIVES:
            self.objective.addItem("")
        for _ in SECONDS:
            self.seconds.addItem("")
        for box in (self.objective, self.seconds):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setLayout(
            FlowRow(
                self.objective, self.seconds, self.team_dates, self.deadlines, self.people,
                self.projects, None, self.start,
            )
        )  # fmt: skip
        self.start.clicked.connect(self._on_start_clicked)
        self.people.changed.connect(self._say_picked)
        self.projects.changed.connect(self._say_picked)
        self.retranslate()

    @property
    def bounds(self) -> Bounds:
        return Bounds(
            objective=OBJECTIVES[self.objective.currentIndex()],
            schedules=None,
            seconds=SECONDS[self.seconds.currentIndex()],
            keep_team_dates=self.team_dates.isChecked(),
            keep_deadlines=self.deadlines.isChecked(),
            kept=self.people.picked,
            projects=self.projects.picked or None,
        )

    def offer(self, people: Iterable[tuple[int, str]], projects: Iterable[tuple[int, str]]) -> None:
        """Whom and what there is to choose among."""
        self.people.offer(people)
        self.projects.offer(projects)

    def show_running(self, runs: bool) -> None:
        self._runs = runs
        self.retranslate()

    def retranslate(self) -> None:
        text, term = self._context.language.text, self._context.language.term
        for at, objective in enumerate(OBJECTIVES):
            self.objective.setItemText(at, term(f"objective.{objective.value}"))
        times = (text("for 10 seconds"), text("for a minute"), text("for five minutes"),
                 text("until I stop it"))  # fmt: skip
        for at, said in enumerate(times):
            self.seconds.setItemText(at, said)
        self.objective.setToolTip(text("What makes one plan better than another"))
        self.seconds.setToolTip(text("How long a better plan is looked for"))
        self.team_dates.setText(text("Team dates hold"))
        self.team_dates.setToolTip(
            text("Dates that a team gave are not moved; otherwise they are the earliest")
        )
        self.deadlines.setText(text("Deadlines hold"))
        self.deadlines.setToolTip(text("No task may end behind its deadline"))
        self.people.setToolTip(text("The tasks of these people stay where they are"))
        self.projects.setToolTip(
            text("Only tasks of these projects are moved; the others take their room")
        )
        for button in (self.people, self.projects):
            button.filter_text = text("Filter")
        self.start.setText(text("Stop") if self._runs else text("Balance"))
        self._say_picked()

    def _say_picked(self) -> None:
        text = self._context.language.text
        people, projects = len(self.people.picked), len(self.projects.picked)
        self.people.setText(
            text("{n} people must not change", n=people) if people else text("Anybody may change")
        )
        self.projects.setText(
            text("{n} projects are in", n=projects) if projects else text("All projects are in")
        )

    def _on_start_clicked(self) -> None:
        (self.stopped if self._runs else self.asked).emit()
