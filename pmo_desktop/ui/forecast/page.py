"""Schedule risk: when the projects may finish, and what moves them.

The simulation runs beside the window whenever the page is shown and a plan or a risk has changed
meanwhile; what was asked last wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.forecast.options import SimulationOptions
from pmo_desktop.ui.forecast.picture import DriversCard, FinishCard
from pmo_desktop.ui.forecast.projects import FORECASTS, ForecastRow
from pmo_desktop.ui.forecast.ties import TiesCard
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, row
from pmo_desktop.ui.widgets.split import beside

if TYPE_CHECKING:
    from pmo_desktop.services.simulation import ScheduleRisk
    from pmo_desktop.ui.jobs import Job

SHARES = (11, 10)


class ForecastPage(Page):
    tables = frozenset({
        "project", "task", "dependency", "risk", "task_risk", "office", "working_calendar",
        "calendar_day", "assignment", "person",
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._job: Job | None = None
        self._wanted: int | None = None
        self.options = SimulationOptions(context)
        self.table = RecordTable(context, "forecast", FORECASTS, empty=self._empty)
        self.projects, self.finish = Card(), FinishCard(context)
        self.drivers, self.ties = DriversCard(context), TiesCard(context)
        self._lay_out()
        self.options.asked.connect(self.refresh)
        self.table.row_selected.connect(self._on_row_selected)
        self.drivers.task_chosen.connect(lambda task: self.page_wanted.emit("gantt", "task", task))
        self.setFocusProxy(self.table)
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.simulation import schedule_risk

        if self._job is not None:
            self._job.cancel()
        workspace, options = self.context.workspace, self.options.options
        assert workspace is not None  # a page is refreshed only with one

        def work(report: Report) -> ScheduleRisk:
            return workspace.query(schedule_risk, None, options, report)

        self._job = self.context.jobs.run(
            Named("Simulate the schedules"), work, self._take, lane="read", owner=self
        )

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.projects.say(text("Forecast of the projects"))
        self.options.retranslate()
        for card in (self.finish, self.drivers, self.ties):
            card.retranslate()

    @override
    def reveal(self, table: str, row_id: int) -> None:
        if table == "project":
            self._wanted = row_id
            self.table.select(row_id)

    def filter_field(self) -> QLineEdit:
        return self.table.filter_edit

    def _lay_out(self) -> None:
        self.projects.head.addWidget(self.table.filter_edit)
        self.projects.body.addWidget(self.table, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.projects, 3)
        column.addWidget(self.ties, 2)
        right = QWidget()
        pictures = QVBoxLayout(right)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setSpacing(12)
        pictures.addWidget(self.finish, 1)
        pictures.addWidget(self.drivers, 1)
        self.splitter = beside(left, right, shares=SHARES)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(row(self.options))
        whole.addWidget(self.splitter, 1)

    def _empty(self) -> str:
        return self.context.language.text(
            "No project has tasks to simulate. Import spreadsheets or a plan file first."
        )

    def _take(self, found: ScheduleRisk) -> None:
        self._job = None
        rows = [ForecastRow(project) for project in found.projects]
        self.table.set_rows(rows)
        if self._wanted is not None:
            self.table.select(self._wanted)
            self._wanted = None
        elif rows and self.table.selected() is None:
            self.table.select(rows[0].id)
        self._on_row_selected()
        text = self.context.language.text
        varied = sum(project.varied for project in found.projects)
        runs = text("{n} runs", n=found.options.runs)
        self.set_subtitle(f"{runs} · {text('{n} tasks vary', n=varied)}")

    def _on_row_selected(self, _row: object = None) -> None:
        chosen = self.table.selected()
        found = None if chosen is None else chosen.found
        self.finish.show_forecast(found)
        self.drivers.show_forecast(found)
        if self.context.workspace is not None:
            self.ties.show_project(None if found is None else found.project_id)
