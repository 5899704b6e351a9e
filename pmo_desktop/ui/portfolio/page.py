"""The portfolio at a glance: key figures, every project's health, what slips, what is wanted."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pmo_desktop.domain.health import Light
from pmo_desktop.domain.weeks_ahead import WEEKS_AHEAD
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.edits import add_record, change_record, remove_record
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.portfolio.columns import COLUMNS
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.own_columns import OwnColumns
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.card import Card, row
from pmo_desktop.ui.widgets.kpi import Kpi

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from typing_extensions import override

    from pmo_desktop.services.portfolio import Portfolio, ProjectRow
    from pmo_desktop.ui.portfolio.outlook import Outlook

SHOWN_LIGHTS = (Light.GREEN, Light.AMBER, Light.RED)
OUTLOOK_HEIGHT = 230
STILL = 0.005
FOUR_DIGITS = 1000
KPIS = ("projects", "spi", "cpi", "quality", "exposure", "load")
# Those that are made of the projects' own.
MADE_OF_PROJECTS = ("spi", "cpi", "quality", "exposure")


class PortfolioPage(Page):
    """Shows the watch's portfolio. The outlook below is built once the list has been seen."""

    def __init__(self, context: Context, watch: PortfolioWatch, names: Names) -> None:
        super().__init__(context)
        self._watch = watch
        self.kpis = {key: Kpi(context, can_be_asked=key in MADE_OF_PROJECTS) for key in KPIS}
        self.table = RecordTable(
            context,
            "portfolio",
            COLUMNS,
            empty=self._empty_sentence,
            edit=self._edit,
            names=names,
            record="project",
        )
        self.own_columns = OwnColumns(context, "project", self.table)
        self.buttons = AddRemove(context)
        self.health = Card()
        self.outlook: Outlook | None = None
        self._outlook_place = QVBoxLayout()
        self.setFocusProxy(self.table)
        self._lay_out()
        self._connect()
        self.retranslate()

    @override
    def refresh(self) -> None:
        # The watch reads the portfolio; the outlook reads the rest when it is there.
        QTimer.singleShot(0, self._refresh_outlook)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.health.say(
            text("Health of the projects"), text("By priority · click a light to see why")
        )
        self.buttons.say(text("Add a project"), text("Remove the chosen project"))
        if self.outlook is not None:
            self.outlook.retranslate()
        self._show()

    @override
    def restyle(self) -> None:
        self._show_kpis()

    @override
    def reveal(self, table: str, row_id: int) -> None:
        if table == "project":
            self.table.select(row_id, "name")

    def filter_field(self) -> QLineEdit:
        return self.table.filter_edit

    # Layout

    def _lay_out(self) -> None:
        self.health.head.insertWidget(2, self.table.filter_edit)
        self.health.head.insertWidget(1, self.health.hint)
        self.health.head.addWidget(self.buttons)
        self.health.body.addWidget(self.table, 1)
        below = QWidget()
        below.setFixedHeight(OUTLOOK_HEIGHT)
        below.setLayout(self._outlook_place)
        self._outlook_place.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row(*self.kpis.values(), spacing=12))
        layout.addWidget(self.health, 1)
        layout.addWidget(below)

    def _connect(self) -> None:
        self._watch.changed.connect(self._show)
        for key in MADE_OF_PROJECTS:
            self.kpis[key].asked.connect(lambda figure=key: self.ask_whence(figure))
        self.table.row_activated.connect(self._on_project_activated)
        self.table.row_selected.connect(lambda found: self.buttons.enable_remove(found is not None))
        self.buttons.add_wanted.connect(self._add)
        self.buttons.remove_wanted.connect(self._remove)

    def ask_whence(self, figure: str) -> None:
        """Say where a key figure comes from."""
        from pmo_desktop.ui.widgets.whence import open_figure

        card = self.kpis[figure]
        place = card.mapToGlobal(card.rect().bottomLeft())
        open_figure(self.context, self, None, figure, place)

    def _refresh_outlook(self) -> None:
        if self.outlook is None:
            from pmo_desktop.ui.portfolio.outlook import Outlook

            self.outlook = Outlook(self.context, self._watch)
            self.outlook.decision_chosen.connect(
                lambda found: self.page_wanted.emit("decisions", "decision", found)
            )
            self._outlook_place.addWidget(self.outlook)
        self.outlook.refresh()

    # Showing

    def _show(self) -> None:
        portfolio = self._watch.portfolio
        if portfolio is None:
            return
        language = self.context.language
        count = language.text("{n} active projects", n=_active(portfolio))
        self.set_subtitle(f"{portfolio.office.name} · {count}")
        self.table.set_rows(portfolio.projects)
        self._show_kpis()
        if self.outlook is not None:
            self.outlook.show_portfolio()

    def _show_kpis(self) -> None:
        portfolio = self._watch.portfolio
        if portfolio is None:
            return
        language, kpis = self.context.language, self.kpis
        text, office = language.text, portfolio.office
        lights = _lights(portfolio)
        kpis["projects"].say(text("Active projects"), str(_active(portfolio)))
        kpis["projects"].show_lights([(light, lights[light]) for light in SHOWN_LIGHTS])
        for key, name in (("spi", text("Schedule: SPI")), ("cpi", text("Cost: CPI"))):
            now, before = getattr(portfolio, key), getattr(portfolio, f"previous_{key}")
            note, look = self._moved(now, before, higher_is_better=True)
            kpis[key].say(name, language.number(now, 2), note, look)
        target = text("Target {share}", share=language.percent(office.amber_quality))
        quality = language.percent(portfolio.quality, 1)
        kpis["quality"].say(text("Quality pass rate"), quality, target)
        note, look = self._moved(
            portfolio.exposure, portfolio.previous_exposure, higher_is_better=False
        )
        exposure = language.money(portfolio.exposure, office.currency)
        kpis["exposure"].say(text("Risk exposure (EMV)"), exposure, note, look)
        pool = text("in {n} weeks, of {people}", n=WEEKS_AHEAD, people=portfolio.people)
        kpis["load"].say(text("Overloaded people"), str(portfolio.overloaded_people), pool)

    def _moved(self, now: Any, before: Any, *, higher_is_better: bool) -> tuple[str, str]:
        """How a figure moved since the last closed period, and the note's look."""
        language = self.context.language
        if now is None or before is None:
            return language.text("no closed period yet"), "small"
        step = now - before
        if isinstance(step, Decimal):
            currency = self._watch.portfolio.office.currency if self._watch.portfolio else ""
            size, still = language.money(abs(step), currency), abs(step) < 1
        else:
            # As they are shown: two figures that differ in sight are not said to be the same.
            step = round(now, 2) - round(before, 2)
            size, still = f"{abs(step):.2f}", abs(step) < STILL
        if still:
            return language.text("as last period"), "small"
        mark = "▲" if step > 0 else "▼"
        look = "good" if (step > 0) is higher_is_better else "bad"
        return language.text("{mark} {size} on last period", mark=mark, size=size), look

    # Editing

    def _edit(self, project: ProjectRow, column: Column, value: Any) -> bool:
        name = f"{project.code} {project.name}"
        return change_record(self.context, "project", project.id, name, {column.key: value})

    def _add(self) -> None:
        codes = {project.code for project in self.table.model.rows}
        values = {
            "code": next_project_code(codes),
            "name": self.context.language.text("New project"),
        }
        added = add_record(self.context, "project", values)
        if added is not None:
            # Behind the watch's reading of the new rows, in the same lane.
            self.context.jobs.ask(
                lambda: None, lambda _: self.table.begin_edit(added, "name"), owner=self
            )

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
    return f"P-{number:03d}" if number < FOUR_DIGITS else f"P-{number}"
