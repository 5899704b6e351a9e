"""Demand that nobody fills yet: bookings without a person, and placeholders on tasks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.requests import PENDING
from pmo_desktop.models import (
    Assignment,
    Booking,
    Person,
    Project,
    ResourceRequest,
    Skill,
    Task,
)
from pmo_desktop.services.office import office_row
from pmo_desktop.storage.bulk import table_of

BOOKINGS, PROJECTS, SKILLS = table_of(Booking), table_of(Project), table_of(Skill)
ASSIGNMENTS, TASKS, PEOPLE = table_of(Assignment), table_of(Task), table_of(Person)
REQUESTS = table_of(ResourceRequest)
GONE = (ProjectState.COMPLETED.value, ProjectState.CANCELLED.value)


class Unfilled(NamedTuple):
    """`is_booking`, else the assignment of a placeholder; `id` is its own."""

    is_booking: bool
    id: int
    project_id: int
    project_code: str
    name: str
    first: date
    last: date
    units: float


def unfilled(session: Session, project_id: int | None = None) -> tuple[Unfilled, ...]:
    """What ends on the status date or later and is not asked for yet, of a project or of all, by
    when it begins."""
    today = office_row(session).status_date
    found = [*_bookings(session, today), *_placeholders(session, today)]
    return tuple(
        sorted(
            (one for one in found if project_id in (None, one.project_id)),
            key=lambda one: (one.first, one.project_code, one.id),
        )
    )


def _bookings(session: Session, today: date) -> list[Unfilled]:
    asked = select(REQUESTS.c.booking_id).where(
        REQUESTS.c.booking_id.is_not(None), REQUESTS.c.state.in_(PENDING)
    )
    statement = (
        select(BOOKINGS, PROJECTS.c.code, func.coalesce(SKILLS.c.name, "").label("skill"))
        .join(PROJECTS, PROJECTS.c.id == BOOKINGS.c.project_id)
        .outerjoin(SKILLS, SKILLS.c.id == BOOKINGS.c.skill_id)
        .where(BOOKINGS.c.person_id.is_(None), BOOKINGS.c.last >= today)
        .where(PROJECTS.c.state.not_in(GONE), BOOKINGS.c.id.not_in(asked))
    )
    return [
        Unfilled(True, row.id, row.project_id, row.code, _sought(row), row.first, row.last,
                 row.units)
        for row in session.connection().execute(statement)
    ]  # fmt: skip


def _sought(row: Any) -> str:
    skill = f"{row.skill} {row.level}" if row.skill and row.level else row.skill
    return " · ".join(filter(None, (row.name, skill, row.role)))


def _placeholders(session: Session, today: date) -> list[Unfilled]:
    asked = {
        (row.project_id, row.person_id, row.note)
        for row in session.connection().execute(
            select(REQUESTS.c.project_id, REQUESTS.c.person_id, REQUESTS.c.note).where(
                REQUESTS.c.state.in_(PENDING)
            )
        )
    }
    statement = (
        select(
            ASSIGNMENTS.c.id, ASSIGNMENTS.c.units, ASSIGNMENTS.c.person_id, TASKS.c.project_id,
            TASKS.c.wbs, TASKS.c.name, TASKS.c.start, TASKS.c.finish, PROJECTS.c.code,
            PEOPLE.c.name.label("person"),
        )
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .join(PROJECTS, PROJECTS.c.id == TASKS.c.project_id)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .where(PEOPLE.c.placeholder, TASKS.c.active, TASKS.c.percent_complete < 1)
        .where(TASKS.c.start.is_not(None), TASKS.c.finish >= today)
        .where(PROJECTS.c.state.not_in(GONE))
    )  # fmt: skip
    return [
        Unfilled(
            False, row.id, row.project_id, row.code, f"{row.person} · {row.wbs} {row.name}".strip(),
            row.start.date(), (row.finish - timedelta(minutes=1)).date(), row.units,
        )
        for row in session.connection().execute(statement)
        if (row.project_id, row.person_id, f"{row.wbs} {row.name}".strip()) not in asked
    ]  # fmt: skip
