"""What changed since the last closed period: lights, finishes, risks, projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.health import Light, Reason
from pmo_desktop.models import ChangeRow, ChangeSetRow, PeriodSnapshot, Risk
from pmo_desktop.services.portfolio import ProjectRow, portfolio
from pmo_desktop.services.registers import RiskRow, risks
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.journal import EDITS

SNAPSHOTS, SETS, ROWS = table_of(PeriodSnapshot), table_of(ChangeSetRow), table_of(ChangeRow)


@dataclass(frozen=True)
class LightChange:
    project_code: str
    project_name: str
    before: Light
    after: Light
    reason: Reason | None


@dataclass(frozen=True)
class FinishChange:
    """`days` in calendar days; later is positive."""

    project_code: str
    project_name: str
    before: date
    after: date
    days: int


@dataclass(frozen=True)
class Since:
    """`period` is the last closed one; None where none was ever closed, and then all is empty."""

    period: str | None
    lights: tuple[LightChange, ...] = ()
    finishes: tuple[FinishChange, ...] = ()
    new_risks: tuple[RiskRow, ...] = ()
    closed_risks: int = 0
    new_projects: tuple[str, ...] = ()


def since(session: Session) -> Since:
    """The changes of the projects that are looked after now."""
    period = last_closed(session)
    if period is None:
        return Since(None)
    before = _snapshots(session, period)
    projects = [p for p in portfolio(session).projects if p.state == "active"]
    known = [project for project in projects if project.id in before]
    added, closed = _risk_changes(session)
    return Since(
        period,
        tuple(filter(None, (_light(p, before[p.id]) for p in known))),
        tuple(filter(None, (_finish(p, before[p.id]) for p in known))),
        tuple(risk for risk in risks(session) if risk.id in added and risk.state == "open"),
        closed,
        tuple(project.name for project in projects if project.id not in before),
    )


def last_closed(session: Session) -> str | None:
    """The newest period with snapshots."""
    newest: str | None = session.connection().execute(select(func.max(SNAPSHOTS.c.period))).scalar()
    return newest


def _snapshots(session: Session, period: str) -> dict[int, Any]:
    rows = session.connection().execute(select(SNAPSHOTS).where(SNAPSHOTS.c.period == period))
    return {row.project_id: row for row in rows}


def _light(project: ProjectRow, before: Any) -> LightChange | None:
    verdict = project.verdicts["overall"]
    if verdict.light == before.overall:
        return None
    reason = verdict.reasons[0] if verdict.reasons else None
    return LightChange(project.code, project.name, Light(before.overall), verdict.light, reason)


def _finish(project: ProjectRow, before: Any) -> FinishChange | None:
    if before.finish is None or project.finish is None or before.finish == project.finish:
        return None
    days = (project.finish - before.finish).days
    return FinishChange(project.code, project.name, before.finish, project.finish, days)


def _risk_changes(session: Session) -> tuple[set[int], int]:
    """The risks that came, and how many were closed, by the journal's edits after the closing."""
    closing = select(func.max(ROWS.c.change_set_id)).where(ROWS.c.table == SNAPSHOTS.name)
    after = session.connection().execute(closing).scalar() or 0
    statement = (
        select(ROWS)
        .join(SETS, SETS.c.id == ROWS.c.change_set_id)
        .where(ROWS.c.table == table_of(Risk).name, ROWS.c.change_set_id > after)
        .where(SETS.c.kind.in_(EDITS), SETS.c.state == "done")
    )
    rows = list(session.connection().execute(statement))
    added = {row.row_id for row in rows if row.before is None}
    closed = {row.row_id for row in rows if row.after and '"state": "closed"' in row.after}
    return added, len(closed - added)
