"""The health of the schedules: each project's checks, and the tasks that fail the chosen one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout
from typing_extensions import override

from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card
from pmo_desktop.ui.widgets.split import beside

if TYPE_CHECKING:
    from pmo_desktop.domain.schedule_checks import Outcome
    from pmo_desktop.services.schedule_checks import FoundTask, ProjectChecks

TABLES = ("project", "task", "dependency", "assignment", "person", "office", "working_calendar",
          "calendar_day", "baseline")  # fmt: skip
TONES = {True: "green", False: "red", None: "grey"}


@dataclass(frozen=True)
class CheckRow:
    """One check of one project, with an identity of its own as a table wants it."""

    id: str
    project: ProjectChecks
    outcome: Outcome


def _result(row: CheckRow, language: Language) -> str:
    passes = row.outcome.passes
    if passes is None:
        return language.text("Nothing to judge")
    return language.text("Passed") if passes else language.text("Failed")


def _value(row: CheckRow, language: Language) -> str:
    from pmo_desktop.services.check_words import value_text

    return value_text(row.outcome, language)


def _meaning(row: CheckRow, language: Language) -> str:
    from pmo_desktop.services.check_words import MEANINGS

    return language.text(MEANINGS[row.outcome.check].rule)


CHECKS: tuple[Column, ...] = (
    Column("project", "table.project", lambda row: f"{row.project.code} {row.project.name}",
           width=190),
    Column("check", "schedule_check.name", lambda row: str(row.outcome.check), width=150,
           show=lambda row, language: language.term(f"schedule_check.{row.outcome.check}")),
    Column("result", "schedule_check.result", lambda row: str(row.outcome.passes), width=110,
           show=_result, chip=lambda row: TONES[row.outcome.passes]),
    Column("value", "schedule_check.value", lambda row: row.outcome.value, width=230,
           show=_value),
    Column("meaning", "schedule_check.meaning", lambda row: str(row.outcome.check), width=260,
           show=_meaning, stretch=True),
)  # fmt: skip
TASKS: tuple[Column, ...] = (
    Column("wbs", "task.wbs", lambda row: row.wbs, width=80),
    Column("name", "task.name", lambda row: row.name, width=160, stretch=True),
)


class ChecksPage(Page):
    """What failed comes first; a double click on a task shows it in the Gantt."""

    tables = frozenset(TABLES)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found: tuple[ProjectChecks, ...] = ()
        self.checks = RecordTable(context, "schedule_checks", CHECKS, empty=self._no_plan)
        self.failing = RecordTable(
            context, "failing_tasks", TASKS,
            empty=self._no_task,
        )  # fmt: skip
        self.checks_card, self.tasks_card = Card(), Card()
        self._lay_out()
        self.checks.row_selected.connect(self._on_selected)
        self.failing.row_activated.connect(self._on_task)
        self.setFocusProxy(self.checks)
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.schedule_checks import schedule_checks

        self.context.ask(schedule_checks, then=self._take, owner=self)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.checks_card.say(
            text("Schedule checks"), text("in the spirit of the DCMA 14-point assessment")
        )
        self.tasks_card.say(text("Tasks that fail"), text("double click: show in the Gantt"))

    def filter_field(self) -> QLineEdit:
        return self.checks.filter_edit

    def _no_plan(self) -> str:
        return self.context.language.text(
            "No project has tasks yet. Drop the teams' plans on the window, or add tasks in the"
            " Gantt plan: their schedules are checked here."
        )

    def _no_task(self) -> str:
        return self.context.language.text("No task fails the chosen check.")

    def _lay_out(self) -> None:
        self.checks_card.head.addWidget(self.checks.filter_edit)
        self.checks_card.body.addWidget(self.checks, 1)
        self.tasks_card.body.addWidget(self.failing, 1)
        parts = beside(self.checks_card, self.tasks_card, shares=(3, 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)

    def _take(self, found: tuple[ProjectChecks, ...]) -> None:
        self._found = found
        rows = [
            CheckRow(f"{project.project_id}.{outcome.check}", project, outcome)
            for project in found
            for outcome in project.outcomes
        ]
        rows.sort(key=lambda row: row.outcome.passes is not False)
        self.checks.set_rows(rows)
        failed = sum(project.failed for project in found)
        self.set_subtitle(self.context.language.text("{n} checks failed", n=failed))
        if rows and self.checks.selected() is None:
            self.checks.select(rows[0].id)

    def _on_selected(self, row: CheckRow | None) -> None:
        ids = row.outcome.tasks if row is not None else ()
        self.failing.set_rows([row.project.tasks[number] for number in ids] if row else [])

    def _on_task(self, task: FoundTask) -> None:
        self.page_wanted.emit("gantt", "task", task.id)
