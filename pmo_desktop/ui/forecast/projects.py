"""The simulated projects as a table: what is planned, what is likely, what is sure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.health import Light, Reason
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column, Why

if TYPE_CHECKING:
    from pmo_desktop.services.simulation import ProjectForecast

LIKELY, DOUBTFUL = 0.8, 0.5


class ForecastRow:
    """A project's forecast with the identity that a table asks for."""

    def __init__(self, found: ProjectForecast) -> None:
        self.id = found.project_id
        self.found = found
        self.planned: date | None = found.forecast.planned and found.forecast.planned.date()
        self.p50, self.p80 = found.forecast.at(0.5), found.forecast.at(0.8)
        self.chance = found.forecast.chance

    @property
    def late(self) -> int | None:
        """By how many days P80 lies behind the plan."""
        return None if self.planned is None else (self.p80 - self.planned).days


def tone(chance: float | None) -> str | None:
    """Green where at least 80 of 100 runs meet the plan, red where not half of them do."""
    if chance is None:
        return None
    if chance >= LIKELY:
        return "green"
    return "amber" if chance >= DOUBTFUL else "red"


def _why(row: ForecastRow, language: Language) -> Why | None:
    if row.chance is None:
        return None
    reason = Reason(
        "{chance} of the runs finish by the planned date {planned}; the durations of {n} tasks"
        " were drawn, the rest is as planned. Green from 80 %, red below 50 %",
        {
            "chance": language.percent(row.chance),
            "planned": language.date(row.planned),
            "n": row.found.varied,
        },
    )
    light = {"green": Light.GREEN, "amber": Light.AMBER, "red": Light.RED}
    return Why(language.term("forecast.chance"), (reason,), light[tone(row.chance) or "red"])


def _late(row: ForecastRow, language: Language) -> str:
    return "" if row.late is None else language.text("{slip} d", slip=f"{row.late:+d}")


FORECASTS: tuple[Column, ...] = (
    Column("code", "project.code", lambda row: row.found.code, width=64),
    Column("name", "project.name", lambda row: row.found.name, width=96, stretch=True),
    Column("planned", "forecast.planned", lambda row: row.planned, Kind.DATE, 84),
    Column("p50", "forecast.p50", lambda row: row.p50, Kind.DATE, 84),
    Column("p80", "forecast.p80", lambda row: row.p80, Kind.DATE, 84),
    Column("late", "forecast.late", lambda row: row.late, Kind.INTEGER, 62, show=_late),
    Column(
        "chance",
        "forecast.chance",
        lambda row: row.chance,
        Kind.SHARE,
        68,
        center=True,
        chip=lambda row: tone(row.chance),
        why=_why,
    ),
    Column(
        "varied", "forecast.varied", lambda row: row.found.varied, Kind.INTEGER, 90, hidden=True
    ),
    Column(
        "priority",
        "project.priority",
        lambda row: row.found.priority,
        Kind.INTEGER,
        70,
        hidden=True,
    ),
)
