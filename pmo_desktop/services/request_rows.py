"""The requests of project leaders to line managers, as the pages and the sheets show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.requests import PENDING, is_overdue
from pmo_desktop.models import Department, Person, Project, ResourceRequest, Skill
from pmo_desktop.services.office import office_row
from pmo_desktop.storage.bulk import table_of

REQUESTS, PROJECTS, PEOPLE = table_of(ResourceRequest), table_of(Project), table_of(Person)
SKILLS, DEPARTMENTS = table_of(Skill), table_of(Department)


@dataclass(frozen=True)
class RequestRow:
    """`person` is who is asked for; where it `is_placeholder`, somebody is sought in its place.

    `department` is the person's, else the one that the line manager asked answers for. `overdue`:
    an answer was due before the status date.
    """

    id: int
    uid: str
    project_id: int
    project_code: str
    project_name: str
    priority: int
    person_id: int | None
    person: str
    is_placeholder: bool
    skill: str
    level: int | None
    role: str
    department_id: int | None
    department: str
    first: date
    last: date
    units: float
    asked_by: str
    asked_of: str
    asked_on: date
    due: date | None
    state: str
    note: str
    answer: str
    answered_on: date | None
    booking_id: int | None
    overdue: bool

    @property
    def name(self) -> str:
        """Who or what is asked for, in short: `Wang Lan`, `SQL 4`, `Tester`."""
        if self.person and not self.is_placeholder:
            return self.person
        skill = f"{self.skill} {self.level}" if self.level else self.skill
        parts = (self.person, skill, self.role if self.role != self.person else "")
        return " · ".join(filter(None, parts))


def requests(session: Session, project_id: int | None = None) -> tuple[RequestRow, ...]:
    """The requests of a project or of all: the waiting ones first, by when an answer is due, and by
    the project's priority."""
    today = office_row(session).status_date
    managed = _managed(session)
    rows = session.connection().execute(_statement(project_id))
    found = [_row(row, managed, today) for row in rows]
    return tuple(sorted(found, key=_order))


def _statement(project_id: int | None) -> Any:
    asker, asked = PEOPLE.alias("asker"), PEOPLE.alias("asked")
    statement = (
        select(
            REQUESTS,
            PROJECTS.c.code.label("project_code"),
            PROJECTS.c.name.label("project_name"),
            PROJECTS.c.priority,
            func.coalesce(PEOPLE.c.name, "").label("person"),
            func.coalesce(PEOPLE.c.placeholder, False).label("is_placeholder"),
            PEOPLE.c.department_id,
            func.coalesce(DEPARTMENTS.c.name, "").label("department"),
            func.coalesce(SKILLS.c.name, "").label("skill"),
            func.coalesce(asker.c.name, "").label("asked_by"),
            func.coalesce(asked.c.name, "").label("asked_of"),
        )
        .join(PROJECTS, PROJECTS.c.id == REQUESTS.c.project_id)
        .outerjoin(PEOPLE, PEOPLE.c.id == REQUESTS.c.person_id)
        .outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == PEOPLE.c.department_id)
        .outerjoin(SKILLS, SKILLS.c.id == REQUESTS.c.skill_id)
        .outerjoin(asker, asker.c.id == REQUESTS.c.asked_by_id)
        .outerjoin(asked, asked.c.id == REQUESTS.c.asked_of_id)
    )
    return statement if project_id is None else statement.where(REQUESTS.c.project_id == project_id)


def _row(row: Any, managed: dict[int, tuple[int, str]], today: date) -> RequestRow:
    of_manager = managed.get(row.asked_of_id, (None, ""))
    department = of_manager if row.department_id is None else (row.department_id, row.department)
    columns = row._mapping
    given: dict[str, Any] = {
        "department_id": department[0],
        "department": department[1],
        "is_placeholder": bool(row.is_placeholder),
        "overdue": is_overdue(row.state, row.due, today),
    }
    names = (name for name in RequestRow.__dataclass_fields__ if name not in given)
    values: dict[str, Any] = {name: columns[name] for name in names}
    return RequestRow(**values, **given)


def _managed(session: Session) -> dict[int, tuple[int, str]]:
    """The department that each line manager answers for; of several the first by name."""
    statement = select(DEPARTMENTS.c.manager_id, DEPARTMENTS.c.id, DEPARTMENTS.c.name)
    rows = session.connection().execute(statement.order_by(DEPARTMENTS.c.name.desc()))
    return {row.manager_id: (row.id, row.name) for row in rows if row.manager_id is not None}


def _order(row: RequestRow) -> tuple[Any, ...]:
    return (
        row.state not in PENDING,
        row.due or date.max,
        row.priority,
        row.project_code,
        row.first,
        row.id,
    )
