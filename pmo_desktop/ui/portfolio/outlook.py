"""Below the portfolio's table: the trend of health, the milestones that slip, what is to decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pmo_desktop.charts.slips import Slip, SlipLimits, slips
from pmo_desktop.charts.trend import TrendPoint, period_labels, trend
from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, row
from pmo_desktop.ui.widgets.scene_view import SceneView

if TYPE_CHECKING:
    from pmo_desktop.services.registers import DecisionRow, MilestoneRow

PERIODS_SHOWN = 6
SLIPS_SHOWN = 6
DAYS_AHEAD = 180
SHARES = (4, 4, 5)


def _due_tone(decision: DecisionRow) -> str | None:
    return "grey" if decision.due is None else "red"


def _due(decision: DecisionRow, language: Language) -> str:
    if decision.due is None:
        return ""
    return language.text("by {day}", day=language.short_date(decision.due))


WANTED: tuple[Column, ...] = (
    Column("project_code", "project.code", lambda d: d.project_code, width=72),
    Column("name", "decision.name", lambda d: d.name, width=110, stretch=True),
    Column("due", "decision.due", lambda d: d.due, width=96, chip=_due_tone, show=_due),
)


class Outlook(QWidget):
    """`decision_chosen` is sent with the decision's id."""

    decision_chosen = Signal(int)

    def __init__(self, context: Context, watch: PortfolioWatch) -> None:
        super().__init__()
        self._context = context
        self._watch = watch
        self._milestones: Sequence[MilestoneRow] = ()
        self._decisions: Sequence[DecisionRow] = ()
        self.trend, self.slips, self.wanted = Card(), Card(), Card()
        self.trend_view, self.slips_view = SceneView(context), SceneView(context)
        self.decisions = RecordTable(
            context, "portfolio_decisions", WANTED, empty=self._no_decisions
        )
        self.trend.body.addWidget(self.trend_view, 1)
        self.slips.body.addWidget(self.slips_view, 1)
        self.decisions.view.horizontalHeader().hide()
        self.wanted.body.addWidget(self.decisions, 1)
        layout = row(self.trend, self.slips, self.wanted, spacing=12)
        for part, share in enumerate(SHARES):
            layout.setStretch(part, share)
        self.setLayout(layout)
        self.decisions.view.clicked.connect(self._on_decision_clicked)
        self.retranslate()

    def refresh(self) -> None:
        """Read what the portfolio's reader does not give."""
        from pmo_desktop.services.office import office
        from pmo_desktop.services.registers import decisions, milestones

        workspace = self._context.workspace
        if workspace is None:
            return

        def read() -> tuple[Any, Any]:
            day = workspace.query(office).status_date
            ahead = workspace.query(milestones, day, day + timedelta(days=DAYS_AHEAD))
            return ahead, workspace.query(decisions)

        self._context.jobs.ask(read, self._take, owner=self)

    def retranslate(self) -> None:
        text = self._context.language.text
        self.trend.say(text("Health trend"), text("last {n} periods", n=PERIODS_SHOWN))
        self.slips.say(text("Slip of milestones"), text("baseline → forecast"))
        self.wanted.say(text("Decisions wanted"))
        self.show_portfolio()

    def show_portfolio(self) -> None:
        """What follows from the watch's portfolio."""
        self._show_trend()
        self._show_slips()
        self._show_decisions()

    def _take(self, rows: tuple[Any, Any]) -> None:
        self._milestones, self._decisions = rows
        self._show_slips()
        self._show_decisions()

    def _show_trend(self) -> None:
        portfolio = self._watch.portfolio
        points = portfolio.trend[-PERIODS_SHOWN:] if portfolio else ()
        labels = period_labels([point.period for point in points])
        shown = [
            TrendPoint(name, point.green, point.amber, point.red)
            for name, point in zip(labels, points, strict=True)
        ]
        self.trend_view.show_scene(lambda width, height: trend(shown, width, height))

    def _show_slips(self) -> None:
        late = [m for m in self._milestones if m.slip_days and m.baseline and not m.done]
        late.sort(key=lambda m: m.slip_days or 0)
        # One a project: the one that slips most.
        worst = {m.project_id: m for m in late}
        rows = [
            Slip(f"{m.project_code} {m.name}", m.baseline, m.date, m.slip_days or 0)
            for m in worst.values()
            if m.baseline is not None
        ]
        rows.sort(key=lambda slip: -slip.days)
        language = self._context.language
        if not rows:
            self.slips_view.show_note(language.text("No milestone of the next half year slips."))
            return
        limits = self._limits()
        self.slips_view.show_scene(
            lambda width, height: slips(rows[:SLIPS_SHOWN], language, width, height, limits)
        )

    def _limits(self) -> SlipLimits:
        if self._watch.portfolio is None:
            return SlipLimits()
        office = self._watch.portfolio.office
        return SlipLimits(office.amber_slip_days, office.red_slip_days)

    def _show_decisions(self) -> None:
        wanted = [decision for decision in self._decisions if decision.state == "wanted"]
        self.decisions.set_rows(wanted)
        self.wanted.hint.setText(self._context.language.text("{n} open", n=len(wanted)))

    def _on_decision_clicked(self, index: Any) -> None:
        self.decision_chosen.emit(self.decisions.model.shown[index.row()].id)

    def _no_decisions(self) -> str:
        return self._context.language.text("No decision is wanted at the moment.")
