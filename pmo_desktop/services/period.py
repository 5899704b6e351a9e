"""Reporting periods: closing one freezes its figures, and the next one is open."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.money import to_minor
from pmo_desktop.models import PeriodSnapshot
from pmo_desktop.services.milestone_trend import keep_milestones
from pmo_desktop.services.office import office_row
from pmo_desktop.services.portfolio import ProjectRow, portfolio
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_insert, table_of

SNAPSHOTS = table_of(PeriodSnapshot)


def close_period(session: Session) -> str:
    """Freeze the figures of all projects and the dates of their milestones in the open period, and
    open the next; returns the closed.

    Raises `Refused` where the period is closed already.
    """
    office = office_row(session)
    period = office.period
    closed = session.connection().execute(
        select(SNAPSHOTS.c.id).where(SNAPSHOTS.c.period == period).limit(1)
    )
    if closed.scalar() is not None:
        raise Refused("The period {period} is closed already.", period=period)
    rows = [snapshot(project, period) for project in portfolio(session).projects]
    bulk_insert(session, PeriodSnapshot, rows)
    keep_milestones(session, period)
    office.period = next_period(period)
    return period


def next_period(period: str) -> str:
    """`2026-12` -> `2027-01`."""
    year, month = map(int, period.split("-"))
    return f"{year + month // 12}-{month % 12 + 1:02d}"


def snapshot(project: ProjectRow, period: str) -> dict[str, Any]:
    """A project's figures as a row of the period's snapshots."""
    lights = {name: str(verdict.light) for name, verdict in project.verdicts.items()}
    return {
        "project_id": project.id,
        "period": period,
        **lights,
        "planned_minor": to_minor(project.planned_value, project.currency),
        "earned_minor": to_minor(project.earned_value, project.currency),
        "spi": project.spi,
        "cpi": project.cpi,
        "percent_complete": project.percent_complete,
        "finish": project.finish,
        "spent_minor": to_minor(project.spent, project.currency),
        "exposure_minor": to_minor(project.exposure, project.currency),
    }
