"""Scenarios: what-ifs beside the plan of record, and what each would come to.

They are worked out beside the window, one after the other, whenever the page is shown and the plan
of record or a scenario has changed meanwhile; what was asked last wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QInputDialog,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)
from typing_extensions import override

from pmo_desktop.progress import Progress, Report
from pmo_desktop.services.scenario_names import Named, StepNames
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.context import Named as Called
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.scenarios.columns import (
    PEOPLE,
    PROJECTS,
    RECORD,
    SCENARIOS,
    Line,
    person_lines,
    project_lines,
)
from pmo_desktop.ui.scenarios.edits import ScenarioEdits
from pmo_desktop.ui.scenarios.steps import StepsCard
from pmo_desktop.ui.scenarios.words import step_left_out
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.card import Card
from pmo_desktop.ui.widgets.segments import Segments
from pmo_desktop.ui.widgets.split import beside, stacked

if TYPE_CHECKING:
    from pmo_desktop.domain.scenario_steps import LeftOut
    from pmo_desktop.services.scenario_figures import Comparison, Figures
    from pmo_desktop.services.scenarios import ScenarioRow
    from pmo_desktop.ui.jobs import Job

VIEWS = ("projects", "people")
SHARES = (2, 3)


class ScenariosPage(Page):
    tables = frozenset({
        "scenario", "scenario_step", "project", "task", "dependency", "assignment", "person",
        "person_capacity", "person_rate", "absence", "booking", "office", "working_calendar",
        "calendar_day",
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._job: Job | None = None
        self._wanted: int | None = None
        self._names, self._today = StepNames(), date.today()
        self._scenarios: Mapping[int, ScenarioRow] = {}
        self._figures: dict[int, Figures] = {}
        self._edits = ScenarioEdits(context, self)
        self.list, self.against = Card(), Card()
        self.table = RecordTable(context, "scenarios", SCENARIOS, empty=lambda: "")
        self.projects = RecordTable(context, "scenario_projects", PROJECTS, empty=self._calm)
        self.people = RecordTable(context, "scenario_people", PEOPLE, empty=self._calm)
        self.steps = StepsCard(context, self._edits)
        self.buttons, self.views = AddRemove(context), Segments(VIEWS)
        self.copy, self.rename, self.promote = QPushButton(), QPushButton(), QPushButton()
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.office import office
        from pmo_desktop.services.scenario_names import named_scenarios

        self.context.ask(office, then=lambda row: self._take_day(row.status_date), owner=self)
        self.context.ask(named_scenarios, then=self._take, owner=self)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.list.say(text("Scenarios"))
        self.buttons.say(text("Add a scenario"), text("Remove the chosen scenario"))
        self.copy.setText(text("Copy…"))
        self.rename.setText(text("Rename…"))
        self.promote.setText(text("Make it the plan of record"))
        self.promote.setToolTip(text("Take all its steps as one edit; undo brings it back"))
        self.views.set_texts([text("Projects"), text("People")])
        self.against.say(text("Against the plan of record"))
        self.steps.retranslate()

    @override
    def restyle(self) -> None:
        self.steps.restyle()

    @override
    def reveal(self, table: str, row_id: int) -> None:
        if table == "scenario":
            self._wanted = row_id
            self.table.select(row_id)

    def filter_field(self) -> QLineEdit:
        return self.projects.filter_edit

    def _lay_out(self) -> None:
        for button in (self.rename, self.copy, self.promote):
            self.list.head.addWidget(button)
        self.promote.setProperty("look", "primary")
        self.list.head.addWidget(self.buttons)
        self.list.body.addWidget(self.table, 1)
        self.against.head.addWidget(self.views)
        self.against.head.addWidget(self.projects.filter_edit)
        self.stack.addWidget(self.projects)
        self.stack.addWidget(self.people)
        self.against.body.addWidget(self.stack, 1)
        below = beside(self.steps, self.against, shares=SHARES)
        whole = stacked(self.list, below, shares=(2, 3))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(whole)

    def _connect(self) -> None:
        self.table.row_selected.connect(self._on_row_selected)
        self.table.row_activated.connect(self._on_rename_wanted)
        self.buttons.add_wanted.connect(self._on_add_wanted)
        self.buttons.remove_wanted.connect(self._on_remove_wanted)
        self.copy.clicked.connect(self._on_copy_wanted)
        self.rename.clicked.connect(self._on_rename_wanted)
        self.promote.clicked.connect(self._on_promote_wanted)
        self.views.chosen.connect(lambda key: self.stack.setCurrentIndex(VIEWS.index(key)))
        self.projects.row_activated.connect(self._on_project_activated)
        self.setFocusProxy(self.table)

    def _calm(self) -> str:
        text = self.context.language.text
        if self._job is not None:
            return text("Being worked out…")
        if self.views.current == "people":
            return text("Nobody has too much.")
        return text("No project is under way.")

    # What was read and worked out

    def _take_day(self, day: date) -> None:
        self._today = day

    def _take(self, named: Named) -> None:
        self._names = named.names
        self._scenarios = {row.id: row for row in named.scenarios}
        self._figures = {}
        self._show_lines()
        n = len(self._scenarios)
        self.set_subtitle(self.context.language.text("{n} scenarios", n=n))
        self._work_out()

    def _work_out(self) -> None:
        if self._job is not None:
            self._job.cancel()
        workspace = self.context.workspace
        if workspace is None:
            return

        def work(report: Report) -> Comparison:
            from pmo_desktop.services.scenario_figures import compare

            report(Progress(0, 1))
            return compare(workspace, None, report)

        self._job = self.context.jobs.run(
            Called("Work out the scenarios"), work, self._take_figures, lane="read", owner=self
        )

    def _take_figures(self, found: Comparison) -> None:
        self._job = None
        self._figures = {RECORD: found.record, **found.scenarios}
        self._show_lines()

    def _show_lines(self) -> None:
        record = self._figures.get(RECORD)
        name = self.context.language.text("Plan of record")
        lines = [Line(RECORD, name, 0, record, record)]
        lines += [
            Line(row.id, row.name, len(row.steps), self._figures.get(row.id), record)
            for row in self._scenarios.values()
        ]
        self.table.set_rows(lines)
        if self._wanted is not None and self._wanted in self._scenarios:
            self.table.select(self._wanted)
            self._wanted = None
        if self.table.selected() is None:
            self.table.select(lines[-1 if len(lines) > 1 else 0].id)
        self._on_row_selected()

    @property
    def chosen(self) -> ScenarioRow | None:
        """None where the plan of record is chosen."""
        return self._scenarios.get(self.table.selected_id() or RECORD)

    def _on_row_selected(self, _line: object = None) -> None:
        chosen = self.chosen
        for button in (self.copy, self.rename, self.promote):
            button.setEnabled(chosen is not None)
        self.promote.setEnabled(chosen is not None and bool(chosen.steps))
        self.buttons.enable_remove(chosen is not None)
        self.steps.show_scenario(chosen, self._names, self._today)
        record = self._figures.get(RECORD)
        figures = record if chosen is None else self._figures.get(chosen.id)
        self.steps.tell(() if figures is None else figures.left_out)
        if record is None or figures is None:
            # Those of the scenario that was shown before are not this one's.
            self.projects.set_rows(())
            self.people.set_rows(())
            return
        self.projects.set_rows(project_lines(record, figures))
        self.people.set_rows(person_lines(record, figures))

    # What the user wants

    def _on_add_wanted(self) -> None:
        text = self.context.language.text
        name = self._asked(text("New scenario"), self._free(text("What if")))
        if name is not None:
            self._wanted = self._edits.add(name)

    def _on_copy_wanted(self) -> None:
        if (chosen := self.chosen) is None:
            return
        name = self._asked(self.context.language.text("Copy a scenario"), self._free(chosen.name))
        if name is not None:
            self._wanted = self._edits.copy(chosen, name)

    def _on_rename_wanted(self, _line: object = None) -> None:
        if (chosen := self.chosen) is None:
            return
        name = self._asked(self.context.language.text("Rename a scenario"), chosen.name)
        if name is not None and name != chosen.name:
            self._edits.rename(chosen, name)

    def _on_remove_wanted(self) -> None:
        if (chosen := self.chosen) is not None:
            self._edits.remove(chosen)

    def _on_promote_wanted(self) -> None:
        if (chosen := self.chosen) is not None:
            self._edits.promote(chosen, self._tell_promoted)

    def _tell_promoted(self, left_out: tuple[LeftOut, ...]) -> None:
        if left_out:
            told = " ".join(step_left_out(one, self.context.language) for one in left_out)
            self.context.warn("The plan of record has changed, but for this: {told}", told=told)
        else:
            self.context.inform("The scenario is the plan of record now. Undo brings it back.")

    def _on_project_activated(self, line: object) -> None:
        found = self._names.projects.get(getattr(line, "id", ""))
        if found is not None:
            self.page_wanted.emit("gantt", "project", found.id)

    def _free(self, name: str) -> str:
        """The name, with a number behind it where it is taken."""
        taken = {row.name for row in self._scenarios.values()}
        number = 2
        free = name
        while free in taken:
            free, number = f"{name} {number}", number + 1
        return free

    def _asked(self, title: str, name: str) -> str | None:
        text = self.context.language.text
        said, accepted = QInputDialog.getText(
            self, title, text("Name"), QLineEdit.EchoMode.Normal, name
        )
        return said.strip() if accepted else None
