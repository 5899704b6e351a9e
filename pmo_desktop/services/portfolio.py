"""The portfolio as the first screen shows it: each project with its lights and figures.

Read by the standard library's `sqlite3` alone, so that the window has its list before the database
library is imported; a session's reader takes the same way through its own connection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.domain.health import Light, Verdict
from pmo_desktop.services.office_row import OfficeRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


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


def portfolio(session: Session) -> Portfolio:
    """The portfolio through a session's own connection."""
    from pmo_desktop.services.portfolio_reading import read

    raw = session.connection().connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)  # the engine knows no other driver
    return read(raw)


def portfolio_of_file(path: Path) -> Portfolio:
    """The portfolio straight from a file, for the first paint; raises `sqlite3.Error`."""
    from pmo_desktop.services.portfolio_reading import read

    with closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as connection:
        return read(connection)
