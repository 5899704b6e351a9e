"""The portfolio's table as data: a project's lights, figures and dates, each with its reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.health import DIMENSIONS, Light, Reason
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column, Why, of_field

if TYPE_CHECKING:
    from pmo_desktop.services.portfolio import ProjectRow

LIGHT_WIDTH = 63
# English words that are too long for a column of lights.
SHORT_HEADERS = {"schedule": "header.schedule", "resource": "header.resource"}
FIGURE_WIDTH = 50


def _light(dimension: str) -> Column:
    return Column(
        dimension,
        f"dimension.{dimension}",
        lambda project: _verdict_light(project, dimension),
        width=LIGHT_WIDTH,
        header=SHORT_HEADERS.get(dimension, ""),
        light=True,
        why=_why_light(dimension),
    )


def _verdict_light(project: ProjectRow, dimension: str) -> Light | None:
    verdict = project.verdicts.get(dimension)
    return None if verdict is None else verdict.light


def _why_light(dimension: str) -> Callable[[Any, Language], Why | None]:
    def why(project: ProjectRow, language: Language) -> Why | None:
        verdict = project.verdicts.get(dimension)
        if verdict is None:
            return None
        return Why(_title(project, dimension, language), verdict.reasons, verdict.light)

    return why


def _title(project: ProjectRow, dimension: str, language: Language) -> str:
    return f"{project.code} {project.name} · {language.term(f'dimension.{dimension}')}"


def _index(name: str, dimension: str) -> Column:
    """SPI or CPI: red ink where its dimension is red."""
    return Column(
        name,
        f"metric.{name}",
        lambda project: getattr(project, name),
        width=FIGURE_WIDTH,
        right=True,
        show=lambda project, language: language.number(getattr(project, name), 2),
        tone=lambda project: _tone(project, dimension, getattr(project, name)),
        why=_why_light(dimension),
    )


def _tone(project: ProjectRow, dimension: str, index: float | None) -> str | None:
    red = _verdict_light(project, dimension) is Light.RED
    return "red_ink" if red and index is not None and index < 1 else None


def signed(number: int) -> str:
    """`+5`, `-2`, and a plain `0`."""
    return f"{number:+d}" if number else "0"


def _slip_text(project: ProjectRow, language: Language) -> str:
    if project.slip_days is None:
        return ""
    return language.text("{slip} d", slip=signed(project.slip_days))


def _slip_tone(project: ProjectRow) -> str | None:
    return "red_ink" if _verdict_light(project, "schedule") is Light.RED else None


def _why_slip(project: ProjectRow, language: Language) -> Why | None:
    if project.slip_days is None:
        return None
    reason = Reason(
        "Baseline finish {baseline}, forecast finish {forecast}: {slip} days.",
        {
            "baseline": project.baseline_finish,
            "forecast": project.finish,
            "slip": signed(project.slip_days),
        },
    )
    title = f"{project.code} {project.name} · {language.term('metric.slip')}"
    return Why(title, (reason,), _verdict_light(project, "schedule"))


def _why_exposure(project: ProjectRow, language: Language) -> Why:
    reason = Reason(
        "The sum over {n} open risks of probability times cost: {exposure}.",
        {
            "n": project.open_risks,
            "exposure": language.full_money(project.exposure, project.currency),
        },
    )
    title = f"{project.code} {project.name} · {language.term('metric.exposure')}"
    return Why(title, (reason,), _verdict_light(project, "risk"))


def _why_milestone(project: ProjectRow, language: Language) -> Why | None:
    if project.next_milestone_date is None:
        return None
    reason = Reason(
        "{name} on {day} is the next milestone that is not done.",
        {"name": project.next_milestone, "day": project.next_milestone_date},
    )
    title = f"{project.code} {project.name} · {language.term('metric.next_milestone')}"
    return Why(title, (reason,))


def _currency(project: ProjectRow) -> str:
    return project.currency


def _plain(key: str, term: str, kind: Kind, width: int = 96, **options: Any) -> Column:
    return Column(
        key, term, lambda project: getattr(project, key), kind, width, hidden=True, **options
    )


COLUMNS: tuple[Column, ...] = (
    of_field("project.code", width=64),
    of_field("project.name", width=150, stretch=True, header="header.project"),
    of_field("project.department", width=86),
    of_field("project.manager", width=80, header="header.manager"),
    _light("overall"),
    *(_light(dimension) for dimension in DIMENSIONS),
    _index("spi", "schedule"),
    _index("cpi", "cost"),
    Column(
        "next_milestone",
        "metric.next_milestone",
        lambda project: project.next_milestone_date,
        header="header.milestone",
        width=98,
        show=lambda project, language: language.date(project.next_milestone_date),
        why=_why_milestone,
    ),
    Column(
        "slip_days",
        "metric.slip",
        lambda project: project.slip_days,
        width=58,
        right=True,
        show=_slip_text,
        tone=_slip_tone,
        why=_why_slip,
    ),
    Column(
        "exposure",
        "metric.exposure",
        lambda project: project.exposure,
        Kind.MONEY,
        76,
        currency=_currency,
        why=_why_exposure,
    ),
    of_field("project.priority", width=70, hidden=True),
    of_field("project.programme", width=120, hidden=True, editable=False),
    of_field("project.objective", width=140, hidden=True),
    of_field("project.phase", width=90, hidden=True),
    of_field("project.state", width=90, hidden=True),
    of_field("project.budget", width=96, hidden=True, currency=_currency),
    of_field("project.spent", width=96, hidden=True, currency=_currency),
    _plain("percent_complete", "task.percent_complete", Kind.SHARE, 120, progress=True),
    _plain("start", "project.start", Kind.DATE),
    _plain("finish", "task.finish", Kind.DATE),
    _plain("baseline_finish", "task.baseline_finish", Kind.DATE),
    _plain("open_risks", "metric.open_risks", Kind.INTEGER, 80),
    _plain("open_issues", "metric.open_issues", Kind.INTEGER, 80),
)
