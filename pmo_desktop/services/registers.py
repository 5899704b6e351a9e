"""Readers of the registers: risks, issues, decisions, people, status reports, milestones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, Table, func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.money import from_minor
from pmo_desktop.domain.risk import Rating, exposure, rating
from pmo_desktop.models import (
    Assignment,
    Decision,
    Department,
    Issue,
    Person,
    PersonSkill,
    Project,
    Risk,
    Skill,
    StatusReport,
    Task,
)
from pmo_desktop.storage.bulk import table_of

PROJECTS, PEOPLE, DEPARTMENTS = table_of(Project), table_of(Person), table_of(Department)


@dataclass(frozen=True)
class RiskRow:
    id: int
    project_id: int
    project_code: str
    project_name: str
    currency: str
    code: str
    name: str
    probability: int | None
    impact: int | None
    cost: Decimal | None
    exposure: Decimal
    rating: Rating | None
    owner: str
    due: date | None
    response: str
    action: str
    state: str


@dataclass(frozen=True)
class IssueRow:
    id: int
    project_id: int
    project_code: str
    project_name: str
    code: str
    name: str
    severity: int | None
    owner: str
    due: date | None
    action: str
    state: str


@dataclass(frozen=True)
class DecisionRow:
    id: int
    project_id: int | None
    project_code: str
    project_name: str
    code: str
    name: str
    impact: str
    recommendation: str
    due: date | None
    state: str
    outcome: str
    decided_on: date | None


@dataclass(frozen=True)
class PersonRow:
    """`skills` as a reader sees them: `SQL 4, Java 3`; `tasks` counts the assignments."""

    id: int
    name: str
    role: str
    department: str
    email: str
    capacity: float
    active: bool
    skills: str
    tasks: int


@dataclass(frozen=True)
class StatusRow:
    id: int
    project_id: int
    period: str
    status_date: date | None
    author: str
    achievements: str
    plans: str
    support: str
    quality: float | None


@dataclass(frozen=True)
class MilestoneRow:
    """`slip_days` in calendar days against the baseline; later is positive."""

    task_id: int
    project_id: int
    project_code: str
    project_name: str
    name: str
    date: dt.date
    baseline: dt.date | None
    slip_days: int | None
    done: bool


def risks(session: Session, project_id: int | None = None) -> tuple[RiskRow, ...]:
    """The risks of a project or of all, the most exposed first."""
    found = [_risk(row) for row in _register(session, table_of(Risk), project_id, owners=True)]
    return tuple(sorted(found, key=_risk_order))


def issues(session: Session, project_id: int | None = None) -> tuple[IssueRow, ...]:
    """The issues of a project or of all, the gravest first."""
    rows = _register(session, table_of(Issue), project_id, owners=True)
    found = [_filled(IssueRow, row, owner=row.owner_name or "") for row in rows]
    return tuple(sorted(found, key=lambda i: (i.state == "closed", -(i.severity or 0), i.code)))


def decisions(session: Session, project_id: int | None = None) -> tuple[DecisionRow, ...]:
    """The decisions, those that are wanted soonest first."""
    rows = _register(session, table_of(Decision), project_id, owners=False)
    found = [_filled(DecisionRow, row) for row in rows]
    return tuple(sorted(found, key=lambda d: (d.state != "wanted", d.due or date.max, d.code)))


def people(session: Session) -> tuple[PersonRow, ...]:
    """The resource pool, by name."""
    skills = _skills(session)
    assignments = table_of(Assignment)
    counts = select(assignments.c.person_id, func.count()).group_by(assignments.c.person_id)
    tasks = {row[0]: row[1] for row in session.connection().execute(counts)}
    statement = (
        select(PEOPLE, DEPARTMENTS.c.name.label("department"))
        .outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == PEOPLE.c.department_id)
        .order_by(PEOPLE.c.name)
    )
    return tuple(
        PersonRow(
            row.id,
            row.name,
            row.role,
            row.department or "",
            row.email,
            row.capacity,
            row.active,
            skills.get(row.id, ""),
            tasks.get(row.id, 0),
        )
        for row in session.connection().execute(statement)
    )


def statuses(session: Session, project_id: int | None = None) -> tuple[StatusRow, ...]:
    """The teams' reports, newest period first."""
    table = table_of(StatusReport)
    statement = select(table).order_by(table.c.period.desc(), table.c.id)
    if project_id is not None:
        statement = statement.where(table.c.project_id == project_id)
    return tuple(_filled(StatusRow, row) for row in session.connection().execute(statement))


def milestones(session: Session, first: date, last: date) -> tuple[MilestoneRow, ...]:
    """The milestones of active projects between two days (both included), by date."""
    tasks = table_of(Task)
    statement = (
        select(tasks, PROJECTS.c.code.label("project_code"), PROJECTS.c.name.label("project_name"))
        .join(PROJECTS, PROJECTS.c.id == tasks.c.project_id)
        .where(tasks.c.kind == "milestone", PROJECTS.c.state == "active")
        .where(tasks.c.finish >= datetime.combine(first, time.min))
        .where(tasks.c.finish < datetime.combine(last + timedelta(days=1), time.min))
        .order_by(tasks.c.finish, PROJECTS.c.priority)
    )
    return tuple(_milestone(row) for row in session.connection().execute(statement))


def _register(session: Session, table: Table, project_id: int | None, *, owners: bool) -> list[Any]:
    statement: Select[Any] = select(
        table,
        func.coalesce(PROJECTS.c.code, "").label("project_code"),
        func.coalesce(PROJECTS.c.name, "").label("project_name"),
        PROJECTS.c.currency,
    ).outerjoin(PROJECTS, PROJECTS.c.id == table.c.project_id)
    if owners:
        statement = statement.add_columns(PEOPLE.c.name.label("owner_name")).outerjoin(
            PEOPLE, PEOPLE.c.id == table.c.owner_id
        )
    if project_id is not None:
        statement = statement.where(table.c.project_id == project_id)
    return list(session.connection().execute(statement))


def _risk(row: Any) -> RiskRow:
    cost = from_minor(row.cost_minor, row.currency)
    rated = row.probability is not None and row.impact is not None
    return _filled(
        RiskRow,
        row,
        cost=cost,
        exposure=exposure(row.probability, cost) if row.state == "open" else Decimal(0),
        rating=rating(row.probability, row.impact) if rated else None,
        owner=row.owner_name or "",
    )


def _risk_order(risk: RiskRow) -> tuple[bool, int, Decimal, str, str]:
    score = (risk.probability or 0) * (risk.impact or 0)
    return (risk.state == "closed", -score, -risk.exposure, risk.project_code, risk.code)


def _milestone(row: Any) -> MilestoneRow:
    baseline = row.baseline_finish.date() if row.baseline_finish else None
    day = row.finish.date()
    return MilestoneRow(
        row.id,
        row.project_id,
        row.project_code,
        row.project_name,
        row.name,
        day,
        baseline,
        None if baseline is None else (day - baseline).days,
        row.percent_complete >= 1,
    )


def _skills(session: Session) -> dict[int, str]:
    held, skills = table_of(PersonSkill), table_of(Skill)
    statement = (
        select(held.c.person_id, skills.c.name, held.c.level)
        .join(skills, skills.c.id == held.c.skill_id)
        .order_by(held.c.person_id, held.c.level.desc(), skills.c.name)
    )
    found: dict[int, list[str]] = {}
    for person, name, level in session.connection().execute(statement):
        found.setdefault(person, []).append(f"{name} {level}")
    return {person: ", ".join(words) for person, words in found.items()}


def _filled(kind: type[Any], row: Any, **values: Any) -> Any:
    """A frozen row of `kind` from the columns of the same names, and what is given beside."""
    columns = row._mapping
    names = (name for name in kind.__dataclass_fields__ if name not in values)
    return kind(**{name: columns[name] for name in names}, **values)
