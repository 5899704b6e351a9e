"""One project's forecast: how sure each date is, and what moves the finish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from pmo_desktop.charts.finishes import FinishMark, finishes
from pmo_desktop.charts.scene import Scene
from pmo_desktop.charts.tornado import Swing, tornado
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.forecast.projects import tone
from pmo_desktop.ui.widgets.card import Card, label
from pmo_desktop.ui.widgets.scene_view import SceneView
from pmo_desktop.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pmo_desktop.services.simulation import Forecast, ProjectForecast

VIEWS = ("follows", "critical", "risks")
OWN_FINISH = 0
HEIGHT = 210
MOST_OF_NAME = 260


class FinishCard(Card):
    """The spread of the project's finish, or of one of its milestones."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: ProjectForecast | None = None
        self.of = QComboBox()
        self.of.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.of.setMaximumWidth(MOST_OF_NAME)
        self.view = SceneView(context)
        self.view.setMinimumHeight(HEIGHT)
        self.sentence = label(wrap=True)
        self.head.addWidget(self.of)
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.view, 1)
        self.of.currentIndexChanged.connect(self._on_chosen)

    def show_forecast(self, found: ProjectForecast | None) -> None:
        self._found = found
        self.of.blockSignals(True)
        self.of.clear()
        if found is not None:
            self.of.addItem(self._context.language.text("Finish of the project"))
            self.of.addItems([milestone.name for milestone in found.milestones])
        self.of.blockSignals(False)
        self.of.setVisible(found is not None and bool(found.milestones))
        self._on_chosen()

    def retranslate(self) -> None:
        text = self._context.language.text
        self.say(text("When it may finish"))
        if self._found is not None and self.of.count():
            self.of.setItemText(0, text("Finish of the project"))
        self._on_chosen()

    def _on_chosen(self) -> None:
        shown = self._shown()
        if shown is None:
            self.sentence.setText("")
            self.view.show_note(self._context.language.text("Choose a project in the list."))
            return
        self.sentence.setText(self._sentence(shown))
        marks, language = self._marks(shown), self._context.language

        def compose(width: float, height: float) -> Scene:
            return finishes(shown.days, marks, language, width, height)

        self.view.show_scene(compose)

    def _shown(self) -> Forecast | None:
        if self._found is None:
            return None
        chosen = self.of.currentIndex()
        if chosen <= OWN_FINISH:
            return self._found.forecast
        return self._found.milestones[chosen - 1].forecast

    def _sentence(self, shown: Forecast) -> str:
        language = self._context.language
        return language.text(
            "Four of five runs finish by {p80}, half of them by {p50}; {chance} meet the plan.",
            p80=language.date(shown.at(0.8)),
            p50=language.date(shown.at(0.5)),
            chance=language.percent(shown.chance),
        )

    def _marks(self, shown: Forecast) -> list[FinishMark]:
        language = self._context.language
        marks = [
            FinishMark(day, f"P{share * 100:.0f} {language.short_date(day)}")
            for share in (0.5, 0.8)
            for day in (shown.at(share),)
        ]
        if shown.planned is not None:
            day = shown.planned.date()
            said = language.text("Plan {day}", day=language.short_date(day))
            role = {"green": "green_ink", "amber": "amber_ink", "red": "red_ink"}
            marks.append(FinishMark(day, said, role.get(tone(shown.chance) or "", "ink2")))
        return marks


class DriversCard(Card):
    """What the finish follows most: tasks by correlation or criticality, and risks by delay.
    `task_chosen` is sent with the task that was clicked."""

    task_chosen = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: ProjectForecast | None = None
        self.views = Segments(VIEWS)
        self.view = SceneView(context)
        self.view.setMinimumHeight(HEIGHT)
        self.head.addWidget(self.views)
        self.body.addWidget(self.view, 1)
        self.views.chosen.connect(lambda _: self._show())
        self.view.clicked.connect(self._on_clicked)

    def show_forecast(self, found: ProjectForecast | None) -> None:
        self._found = found
        self._show()

    def retranslate(self) -> None:
        text = self._context.language.text
        self.say(text("What moves the finish"))
        self.views.set_texts((text("Sensitivity"), text("Criticality"), text("Risks")))
        self._show()

    def _show(self) -> None:
        swings = [swing for _, swing in self._rows()]
        if not swings:
            self.view.show_note(self._nothing())
            return

        def compose(width: float, height: float) -> Scene:
            return tornado(swings, width, height)

        self.view.show_scene(compose)

    def _nothing(self) -> str:
        text = self._context.language.text
        if self._found is None:
            return ""
        if self.views.current == "risks":
            return text("No open risk acts on a task of this project. Tie one to a task below.")
        return text("No duration varies: give tasks three points, or a spread above.")

    def _rows(self) -> list[tuple[int, Swing]]:
        """Task (0: none) and bar, the strongest first."""
        found, language = self._found, self._context.language
        if found is None:
            return []
        if self.views.current == "risks":
            return [
                (0, Swing(f"{risk.code} {risk.name}".strip(), risk.delay,
                          language.text("{slip} d", slip=f"{risk.delay:+.1f}"), "amber"))
                for risk in sorted(found.risks, key=lambda risk: -(risk.delay or 0.0))
                if risk.delay is not None
            ]  # fmt: skip
        if self.views.current == "critical":
            return [
                (task.task_id, Swing(f"{task.wbs} {task.name}", task.criticality,
                                     language.percent(task.criticality), "critical"))
                for task in sorted(found.tasks, key=lambda task: -task.criticality)
            ]  # fmt: skip
        return [
            (task.task_id, Swing(f"{task.wbs} {task.name}", task.correlation,
                                 language.number(task.correlation, 2)))
            for task in found.tasks
            if task.correlation is not None
        ]  # fmt: skip

    def _on_clicked(self, _x: float, y: float) -> None:
        from pmo_desktop.charts.tornado import row_at

        rows = self._rows()
        place = row_at(len(rows), float(self.view.height()), y)
        if place is not None and rows[place][0]:
            self.task_chosen.emit(rows[place][0])
