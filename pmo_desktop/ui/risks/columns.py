"""The registers of risks and issues as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.risk import (
    HIGH_FROM,
    LEVEL_PROBABILITY,
    MEDIUM_FROM,
    IssueState,
    Rating,
    RiskState,
)
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column, Why, of_field
from pmo_desktop.ui.tables.register import RegisterSpec, project_column, state_chip

if TYPE_CHECKING:
    from pmo_desktop.services.registers import RiskRow

RATING_TONES = {Rating.LOW: "green", Rating.MEDIUM: "amber", Rating.HIGH: "red"}
RATING_ORDER = {Rating.LOW: 1, Rating.MEDIUM: 2, Rating.HIGH: 3}
GRAVE = 4
SERIOUS = 3


def _rating_value(risk: RiskRow) -> int | None:
    return None if risk.rating is None else RATING_ORDER[risk.rating]


def _rating_text(risk: RiskRow, language: Language) -> str:
    return "" if risk.rating is None else language.term(f"rating.{risk.rating.value}")


def _rating_tone(risk: RiskRow) -> str:
    return "grey" if risk.rating is None else RATING_TONES[risk.rating]


def _why_rating(risk: RiskRow, language: Language) -> Why | None:
    if risk.probability is None or risk.impact is None:
        return None
    reason = Reason(
        "Probability {probability} × impact {impact} = {score}; "
        "medium from {medium}, high from {high}.",
        {
            "probability": risk.probability,
            "impact": risk.impact,
            "score": risk.probability * risk.impact,
            "medium": MEDIUM_FROM,
            "high": HIGH_FROM,
        },
    )
    return Why(f"{risk.project_code} {risk.code} · {_rating_text(risk, language)}", (reason,))


def _why_exposure(risk: RiskRow, language: Language) -> Why | None:
    if risk.probability is None or risk.cost is None:
        return None
    if risk.state != RiskState.OPEN:
        reason = Reason("Only an open risk counts as exposure.")
    else:
        reason = Reason(
            "Probability level {level} stands for {share}; {share} of {cost} is {exposure}.",
            {
                "level": risk.probability,
                "share": language.percent(float(LEVEL_PROBABILITY[risk.probability])),
                "cost": language.full_money(risk.cost, risk.currency),
                "exposure": language.full_money(risk.exposure, risk.currency),
            },
        )
    title = f"{risk.project_code} {risk.code} · {language.term('risk.exposure')}"
    return Why(title, (reason,))


def _currency(risk: RiskRow) -> str:
    return risk.currency


RISK_COLUMNS: tuple[Column, ...] = (
    project_column(),
    of_field("risk.code", width=54),
    of_field("risk.name", width=150, stretch=True),
    of_field("risk.probability", width=48, header="header.probability"),
    of_field("risk.impact", width=40, header="header.impact"),
    Column(
        "rating",
        "risk.rating",
        _rating_value,
        width=72,
        show=_rating_text,
        chip=_rating_tone,
        center=True,
        why=_why_rating,
    ),
    Column(
        "exposure",
        "metric.exposure",
        lambda risk: risk.exposure or None,
        Kind.MONEY,
        74,
        currency=_currency,
        why=_why_exposure,
    ),
    of_field("risk.owner", width=78),
    of_field("risk.due", width=88, header="header.due"),
    of_field(
        "risk.state",
        width=88,
        chip=state_chip({"open": "accent", "happened": "red", "closed": "grey"}),
    ),
    of_field("risk.cost", width=88, currency=_currency, header="header.cost"),
    of_field("risk.response", width=76),
    of_field("risk.action", width=220),
)


def _severity_tone(issue: Any) -> str | None:
    if issue.severity is None or issue.severity < SERIOUS:
        return None
    return "red_ink" if issue.severity >= GRAVE else "amber_ink"


ISSUE_COLUMNS: tuple[Column, ...] = (
    project_column(),
    of_field("issue.code", width=62),
    of_field("issue.name", width=220, stretch=True),
    of_field("issue.severity", width=84, tone=_severity_tone),
    of_field("issue.owner", width=90),
    of_field("issue.due", width=92, header="header.due"),
    of_field("issue.action", width=260),
    of_field(
        "issue.state",
        width=100,
        chip=state_chip({"open": "accent", "in_progress": "amber", "closed": "grey"}),
    ),
)
RISKS = RegisterSpec(
    "risk",
    RISK_COLUMNS,
    new_name="New risk",
    add="Add a risk",
    remove="Remove the chosen risk",
    empty="No risks yet. They come with the teams' spreadsheets, or with + here.",
    is_open=lambda risk: risk.state != RiskState.CLOSED,
    open_only="Without closed ones",
)
ISSUES = RegisterSpec(
    "issue",
    ISSUE_COLUMNS,
    new_name="New issue",
    add="Add an issue",
    remove="Remove the chosen issue",
    empty="No issues yet. They come with the teams' spreadsheets, or with + here.",
    is_open=lambda issue: issue.state != IssueState.CLOSED,
    open_only="Without closed ones",
)
