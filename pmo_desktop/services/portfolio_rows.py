"""The portfolio's rows, without anything that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmo_desktop.domain.health import Light, Verdict
from pmo_desktop.services.office_row import OfficeRow


@dataclass(frozen=True)
class ProjectRow:
    """`verdicts` has `overall` and the dimensions of `domain.health`; `slip_days` are calendar days
    against the baseline, later is positive; `previous_overall` is that of the last closed period.

    `planned_value` and `earned_value` are in the project's currency; None without a budget.
    """

    id: int
    uid: str
    code: str
    name: str
    department: str
    manager: str
    programme: str
    objective: str
    priority: int
    phase: str
    state: str
    currency: str
    budget: Decimal | None
    spent: Decimal | None
    percent_complete: float
    start: date | None
    finish: date | None
    baseline_finish: date | None
    slip_days: int | None
    verdicts: Mapping[str, Verdict]
    planned_value: Decimal | None
    earned_value: Decimal | None
    spi: float | None
    cpi: float | None
    quality: float | None
    exposure: Decimal
    open_risks: int
    open_issues: int
    next_milestone: str
    next_milestone_date: date | None
    previous_overall: Light | None


@dataclass(frozen=True)
class Trend:
    """How many projects had which overall light when the period was closed (or now)."""

    period: str
    green: int
    amber: int
    red: int


@dataclass(frozen=True)
class Portfolio:
    """`projects` by priority and code; sums over those in state `active`, in the office's currency
    (projects in other currencies are left out of sums); `trend` oldest first, the open period last.
    """

    office: OfficeRow
    projects: tuple[ProjectRow, ...]
    trend: tuple[Trend, ...]
    spi: float | None
    cpi: float | None
    quality: float | None
    exposure: Decimal
    previous_spi: float | None
    previous_cpi: float | None
    previous_exposure: Decimal | None
    overloaded_people: int
    people: int
    tasks: int
