"""Readers of teams and departments: who leads them, who belongs to them, what they have to give."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.models import Department, Project, Team, TeamMember
from pmo_desktop.services.people_pool import PoolPerson, pool
from pmo_desktop.storage.bulk import table_of

DEPARTMENTS, TEAMS, MEMBERS = table_of(Department), table_of(Team), table_of(TeamMember)
PROJECTS = table_of(Project)


@dataclass(frozen=True)
class TeamRow:
    """`full_time` is what its people give now, in full-time weeks; `people` are their ids."""

    id: int
    name: str
    lead: str
    people: tuple[int, ...]
    full_time: float

    @property
    def count(self) -> int:
        return len(self.people)


@dataclass(frozen=True)
class DepartmentRow:
    """As a `TeamRow`; `manager` is the line manager, `projects` counts those that it has."""

    id: int
    name: str
    manager: str
    people: tuple[int, ...]
    full_time: float
    projects: int

    @property
    def count(self) -> int:
        return len(self.people)


@dataclass(frozen=True)
class Groups:
    people: tuple[PoolPerson, ...]
    teams: tuple[TeamRow, ...]
    departments: tuple[DepartmentRow, ...]


def groups(session: Session) -> Groups:
    """Everybody, and the teams and departments that they are in, by name."""
    people = pool(session)
    return Groups(people, _teams(session, people), _departments(session, people))


def team_names(session: Session) -> tuple[tuple[int, str], ...]:
    """All teams by id and name."""
    rows = session.connection().execute(select(TEAMS.c.id, TEAMS.c.name).order_by(TEAMS.c.name))
    return tuple((row.id, row.name) for row in rows)


def _teams(session: Session, people: tuple[PoolPerson, ...]) -> tuple[TeamRow, ...]:
    by_id = {person.id: person for person in people}
    members: dict[int, list[int]] = {}
    for row in session.connection().execute(select(MEMBERS).order_by(MEMBERS.c.id)):
        members.setdefault(row.team_id, []).append(row.person_id)
    found = []
    for row in session.connection().execute(select(TEAMS).order_by(TEAMS.c.name)):
        ids = tuple(number for number in members.get(row.id, ()) if number in by_id)
        lead = by_id.get(row.lead_id)
        full_time = sum(by_id[number].capacity_now for number in ids)
        found.append(TeamRow(row.id, row.name, lead.name if lead else "", ids, full_time))
    return tuple(found)


def _departments(session: Session, people: tuple[PoolPerson, ...]) -> tuple[DepartmentRow, ...]:
    counted = select(PROJECTS.c.department_id, func.count()).group_by(PROJECTS.c.department_id)
    projects = {row[0]: row[1] for row in session.connection().execute(counted)}
    by_id = {person.id: person for person in people}
    found = []
    for row in session.connection().execute(select(DEPARTMENTS).order_by(DEPARTMENTS.c.name)):
        ids = tuple(person.id for person in people if person.department_id == row.id)
        manager = by_id.get(row.manager_id)
        full_time = sum(by_id[number].capacity_now for number in ids)
        found.append(
            DepartmentRow(row.id, row.name, manager.name if manager else "", ids, full_time,
                          projects.get(row.id, 0))
        )  # fmt: skip
    return tuple(found)
