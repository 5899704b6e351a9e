"""The portfolio at a glance: key figures, every project's health, what slips, what is wanted."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from pmo_desktop.charts.slips import Slip, SlipLimits, slips
from pmo_desktop.charts.trend import TrendPoint, period_labels, trend
from pmo_desktop.domain.health import Light
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.edits import add_record, change_record, remove_record
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.pages.portfolio_columns import COLUMNS
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.card import Card, row
from pmo_desktop.ui.widgets.kpi import Kpi
from pmo_desktop.ui.widgets.scene_view import SceneView

if TYPE_CHECKING:
    from pmo_desktop.services.portfolio import Portfolio, ProjectRow
    from pmo_desktop.services.registers import DecisionRow, MilestoneRow

SHOWN_LIGHTS = (Light.GREEN, Light.AMBER, Light.RED)
PERIODS_SHOWN = 6
SLIPS_SHOWN = 6
DAYS_AHEAD = 180
LOWER_HEIGHT = 230
STILL = 0.005
KPIS = ("projects", "spi", "cpi", "quality", "exposure", "load")


class PortfolioPage(Page):
    """Shows the watch's portfolio; milestones and decisions it reads itself."""

    def __init__(self, context: Context, watch: PortfolioWatch, names: Names) -> None:
        super().__init__(context)
        self._watch = watch
        self._milestones: tuple[MilestoneRow, ...] = ()
        self._decisions: tuple[DecisionRow, ...] = ()
        self.kpis = {key: Kpi(context) for key in KPIS}
        self.table = RecordTable(
            context,
            "portfolio",
            COLUMNS,
            empty=self._empty_sentence,
            edit=self._edit,
            names=names,
        )
        self.buttons = AddRemove(context)
        self.health, self.trend, self.slips, self.wanted = Card(), Card(), Card(), Card()
        self.trend_view, self.slips_view = SceneView(context), SceneView(context)
        self.decisions = RecordTable(
            context, "portfolio_decisions", WANTED, empty=self._no_decisions
        )
        self._lay_out()
        self._connect()
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.office import office
        from pmo_desktop.services.registers import decisions, milestones

        workspace = self.context.workspace
        if workspace is None:
            return

        def read() -> tuple[Any, Any]:
            day = workspace.query(office).status_date
            ahead = workspace.query(milestones, day, day + timedelta(days=DAYS_AHEAD))
            return ahead, workspace.query(decisions)

        self.context.jobs.ask(read, self._take, owner=self)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.health.say(text("Health of the projects"), "")
        self.health.hint.setText(text("By priority · click a light to see why"))
        self.trend.say(text("Health trend"), text("last {n} periods", n=PERIODS_SHOWN))
        self.slips.say(text("Slip of milestones"), text("baseline → forecast"))
        self.wanted.say(text("Decisions wanted"))
        self.buttons.say(text("Add a project"), text("Remove the chosen project"))
        self._show()

    @override
    def restyle(self) -> None:
        self._show_kpis()

    @override
    def reveal(self, table: str, row_id: int) -> None:
        self.table.select(row_id, "name")

    def filter_field(self) -> QLineEdit:
        return self.table.filter_edit

    # Layout

    def _lay_out(self) -> None:
        self.health.head.insertWidget(2, self.table.filter_edit)
        self.health.head.insertWidget(1, self.health.hint)
        self.health.head.addWidget(self.buttons)
        self.health.body.addWidget(self.table, 1)
        self.trend.body.addWidget(self.trend_view, 1)
        self.slips.body.addWidget(self.slips_view, 1)
        self.decisions.view.horizontalHeader().hide()
        self.wanted.body.addWidget(self.decisions, 1)
        lower = row(self.trend, self.slips, self.wanted, spacing=12)
        for part, share in enumerate((4, 4, 5)):
            lower.setStretch(part, share)
        below = QWidget()
        below.setLayout(lower)
        below.setFixedHeight(LOWER_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row(*self.kpis.values(), spacing=12))
        layout.addWidget(self.health, 1)
        layout.addWidget(below)

    def _connect(self) -> None:
        self._watch.changed.connect(self._show)
        self.table.row_activated.connect(self._on_project_activated)
        self.table.row_selected.connect(lambda found: self.buttons.enable_remove(found is not None))
        self.buttons.add_wanted.connect(self._add)
        self.buttons.remove_wanted.connect(self._remove)
        self.decisions.row_activated.connect(
            lambda found: self.page_wanted.emit("decisions", "decision", found.id)
        )
        self.decisions.view.clicked.connect(
            lambda at: self.page_wanted.emit(
                "decisions", "decision", self.decisions.model.shown[at.row()].id
            )
        )

    # Showing

    def _take(self, rows: tuple[Any, Any]) -> None:
        self._milestones, self._decisions = rows
        self._show_slips()
        self._show_decisions()

    def _show(self) -> None:
        portfolio = self._watch.portfolio
        if portfolio is None:
            return
        language = self.context.language
        name = portfolio.office.name
        count = language.text("{n} active projects", n=_active(portfolio))
        self.set_subtitle(f"{name} · {count}")
        self.table.set_rows(portfolio.projects)
        self._show_kpis()
        self._show_trend(portfolio)
        self._show_slips()
        self._show_decisions()

    def _show_kpis(self) -> None:
        portfolio = self._watch.portfolio
        if portfolio is None:
            return
        language, kpis = self.context.language, self.kpis
        text = language.text
        lights = _lights(portfolio)
        kpis["projects"].say(text("Active projects"), str(_active(portfolio)))
        kpis["projects"].show_lights([(light, lights[light]) for light in SHOWN_LIGHTS])
        for key, name in (("spi", text("Schedule: SPI")), ("cpi", text("Cost: CPI"))):
            now, before = getattr(portfolio, key), getattr(portfolio, f"previous_{key}")
            note, look = self._moved(now, before, higher_is_better=True)
            kpis[key].say(name, language.number(now, 2), note, look)
        target = text("Target {share}", share=language.percent(portfolio.office.amber_quality))
        kpis["quality"].say(
            text("Quality pass rate"), language.percent(portfolio.quality, 1), target
        )
        note, look = self._moved(
            portfolio.exposure, portfolio.previous_exposure, higher_is_better=False
        )
        exposure = language.money(portfolio.exposure, portfolio.office.currency)
        kpis["exposure"].say(text("Risk exposure (EMV)"), exposure, note, look)
        kpis["load"].say(
            text("Overloaded people"),
            str(portfolio.overloaded_people),
            text("of {n} in the pool", n=portfolio.people),
        )

    def _moved(self, now: Any, before: Any, *, higher_is_better: bool) -> tuple[str, str]:
        """How a figure moved since the last closed period, and the note's look."""
        text = self.context.language.text
        if now is None or before is None:
            return text("no closed period yet"), "small"
        step = now - before
        if isinstance(step, Decimal):
            size = self.context.language.money(
                abs(step), self._watch.portfolio.office.currency if self._watch.portfolio else ""
            )
            still = abs(step) < 1
        else:
            size, still = f"{abs(step):.2f}", abs(step) < STILL
        if still:
            return text("as last period"), "small"
        mark = "▲" if step > 0 else "▼"
        look = "good" if (step > 0) is higher_is_better else "bad"
        return text("{mark} {size} on last period", mark=mark, size=size), look

    def _show_trend(self, portfolio: Portfolio) -> None:
        points = [(t.period, t.green, t.amber, t.red) for t in portfolio.trend]
        lights = _lights(portfolio)
        if not points or points[-1][0] < portfolio.office.period:
            now = (lights[Light.GREEN], lights[Light.AMBER], lights[Light.RED])
            points.append((portfolio.office.period, *now))
        points = points[-PERIODS_SHOWN:]
        labels = period_labels([point[0] for point in points])
        shown = [TrendPoint(name, *point[1:]) for name, point in zip(labels, points, strict=True)]
        self.trend_view.show_scene(lambda width, height: trend(shown, width, height))

    def _show_slips(self) -> None:
        late = [m for m in self._milestones if m.slip_days and m.baseline and not m.done]
        late.sort(key=lambda m: m.slip_days or 0)
        # One a project: the one that slips most.
        worst = {m.project_id: m for m in late}
        rows = [
            Slip(f"{m.project_code} {m.name}", m.baseline, m.date, m.slip_days or 0)
            for m in reversed(worst.values())
            if m.baseline is not None
        ]
        rows.sort(key=lambda slip: -slip.days)
        portfolio, language = self._watch.portfolio, self.context.language
        limits = SlipLimits()
        if portfolio is not None:
            office = portfolio.office
            limits = SlipLimits(office.amber_slip_days, office.red_slip_days)
        if not rows:
            self.slips_view.show_note(language.text("No milestone of the next half year slips."))
            return
        self.slips_view.show_scene(
            lambda width, height: slips(rows[:SLIPS_SHOWN], language, width, height, limits)
        )

    def _show_decisions(self) -> None:
        wanted = [decision for decision in self._decisions if decision.state == "wanted"]
        self.decisions.set_rows(wanted)
        self.wanted.hint.setText(self.context.language.text("{n} open", n=len(wanted)))

    # Editing

    def _edit(self, project: ProjectRow, column: Column, value: Any) -> bool:
        name = f"{project.code} {project.name}"
        return change_record(self.context, "project", project.id, name, {column.key: value})

    def _add(self) -> None:
        text = self.context.language.text
        codes = {project.code for project in self.table.model.rows}
        values = {"code": next_project_code(codes), "name": text("New project")}
        added = add_record(self.context, "project", values)
        if added is not None:
            self.context.jobs.ask(lambda: None, lambda _: self._begin(added), owner=self)

    def _begin(self, row_id: int) -> None:
        """After the rows were read again: the reader's lane keeps its order."""
        self.table.begin_edit(row_id, "name")

    def _remove(self) -> None:
        project = self.table.selected()
        if project is not None:
            name = f"{project.code} {project.name}"
            remove_record(self.context, "project", project.id, name)

    def _on_project_activated(self, project: ProjectRow) -> None:
        self.page_wanted.emit("gantt", "project", project.id)

    def _empty_sentence(self) -> str:
        return self.context.language.text(
            "No projects yet. Drop the teams' spreadsheets here, or add a project with +."
        )

    def _no_decisions(self) -> str:
        return self.context.language.text("No decision is wanted at the moment.")


def _active(portfolio: Portfolio) -> int:
    return sum(1 for project in portfolio.projects if project.state == "active")


def _lights(portfolio: Portfolio) -> Counter[Light]:
    return Counter(
        project.verdicts["overall"].light
        for project in portfolio.projects
        if project.state == "active" and "overall" in project.verdicts
    )


def next_project_code(codes: set[str]) -> str:
    """The next number after the highest of the codes that look like `P-2601`."""
    numbers = [int(code[2:]) for code in codes if code.startswith("P-") and code[2:].isdigit()]
    number = max(numbers, default=0) + 1
    return f"P-{number:03d}" if number < 1000 else f"P-{number}"


def _due_tone(decision: DecisionRow) -> str | None:
    return "grey" if decision.due is None else "red"


WANTED: tuple[Column, ...] = (
    Column("project_code", "project.code", lambda d: d.project_code, width=72),
    Column("name", "decision.name", lambda d: d.name, width=200, stretch=True),
    Column(
        "due",
        "decision.due",
        lambda d: d.due,
        width=96,
        chip=_due_tone,
        show=lambda d, language: (
            "" if d.due is None else language.text("by {day}", day=language.short_date(d.due))
        ),
    ),
)
