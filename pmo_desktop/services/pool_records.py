"""The pool as plain rows, one shape for export, comparison and commit.

People, skills, teams and departments stand in the rows by their names; see
`domain.pool_changes.StoredRow` for the identities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.money import from_minor
from pmo_desktop.domain.pool_changes import PoolNames, StoredRow
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.models import (
    Absence,
    Booking,
    Department,
    Person,
    PersonCapacity,
    PersonRate,
    PersonSkill,
    Project,
    Skill,
    Team,
    TeamMember,
    WorkingCalendar,
)
from pmo_desktop.services.office import office_row
from pmo_desktop.storage.bulk import table_of

TABLES = ("department", "person", "skill", "person_skill", "person_capacity", "absence",
          "person_rate", "team", "team_member", "booking")  # fmt: skip
PoolRows = Mapping[str, tuple[StoredRow, ...]]
MINUTES_PER_HOUR = 60


def pool_rows(session: Session) -> PoolRows:
    """Every row of the pool, by table."""
    read = _Read(session)
    return {name: tuple(getattr(read, f"{name}_rows")()) for name in TABLES}


def pool_names(session: Session) -> PoolNames:
    """What rows may name besides each other: calendars for everybody, projects."""
    calendars, projects = table_of(WorkingCalendar), table_of(Project)
    connection = session.connection()
    names = connection.execute(
        select(calendars.c.name).where(calendars.c.project_id.is_(None)).order_by(calendars.c.name)
    ).scalars()
    coded = connection.execute(select(projects.c.code, projects.c.name).order_by(projects.c.code))
    return PoolNames(tuple(names), tuple((row.code or "", row.name or "") for row in coded))


class _Read:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._currency = office_row(session).currency
        rows = self._all(Person)
        self._work = [row for row in rows if row.kind == ResourceKind.WORK.value]
        self._people = {row.id: row for row in rows}
        self._departments = {row.id: row for row in self._all(Department)}
        self._calendars = {row.id: row.name for row in self._all(WorkingCalendar)}
        self._skills = {row.id: row for row in self._all(Skill)}
        self._teams = {row.id: row for row in self._all(Team)}

    def _all(self, model: type[SQLModel]) -> list[Any]:
        table = table_of(model)
        return list(self._session.connection().execute(select(table).order_by(table.c.id)))

    def _name(self, person_id: int | None) -> str:
        return self._people[person_id].name if person_id is not None else ""

    def _of_people(self, model: type[SQLModel]) -> list[Any]:
        known = {row.id for row in self._work}
        return [row for row in self._all(model) if row.person_id in known]

    def department_rows(self) -> Iterable[StoredRow]:
        for row in self._departments.values():
            values = {"department": row.name, "manager": self._name(row.manager_id)}
            yield StoredRow(row.id, row.uid, values)

    def person_rows(self) -> Iterable[StoredRow]:
        for row in sorted(self._work, key=lambda one: (one.name, one.id)):
            department = self._departments.get(row.department_id)
            yield StoredRow(row.id, row.uid, {
                "name": row.name, "role": row.role,
                "department": department.name if department else "", "email": row.email,
                "capacity": row.capacity, "calendar": self._calendars.get(row.calendar_id, ""),
                "external": row.external, "placeholder": row.placeholder, "joined": row.joined,
                "left_on": row.left_on, "active": row.active,
            })  # fmt: skip

    def skill_rows(self) -> Iterable[StoredRow]:
        for row in sorted(self._skills.values(), key=lambda one: (one.category, one.name)):
            yield StoredRow(row.id, row.uid, {
                "name": row.name, "category": row.category,
                "needed_holders": row.needed_holders, "needed_level": row.needed_level,
            })  # fmt: skip

    def person_skill_rows(self) -> Iterable[StoredRow]:
        for row in self._of_people(PersonSkill):
            person, skill = self._people[row.person_id], self._skills[row.skill_id]
            values = {"person": person.name, "skill": skill.name, "level": row.level}
            yield StoredRow(row.id, f"{person.uid}|{skill.uid}", values)

    def person_capacity_rows(self) -> Iterable[StoredRow]:
        for row in self._of_people(PersonCapacity):
            person = self._people[row.person_id]
            values = {"person": person.name, "first": row.first, "last": row.last,
                      "capacity": row.capacity}  # fmt: skip
            yield StoredRow(row.id, f"{person.uid}|{row.first}", values)

    def absence_rows(self) -> Iterable[StoredRow]:
        for row in self._of_people(Absence):
            yield StoredRow(row.id, row.uid, {
                "person": self._name(row.person_id), "kind": row.kind, "first": row.first,
                "last": row.last, "share": row.share, "note": row.note,
            })  # fmt: skip

    def person_rate_rows(self) -> Iterable[StoredRow]:
        for row in self._of_people(PersonRate):
            person = self._people[row.person_id]
            values = {"person": person.name, "rate_table": row.rate_table,
                      "from_day": row.from_day, **self._amounts(row)}  # fmt: skip
            yield StoredRow(row.id, f"{person.uid}|{row.rate_table}|{row.from_day}", values)

    def _amounts(self, row: Any) -> dict[str, Decimal]:
        return {
            name: from_minor(getattr(row, f"{name}_minor"), self._currency) or Decimal(0)
            for name in ("standard", "overtime", "per_use")
        }

    def team_rows(self) -> Iterable[StoredRow]:
        for row in self._teams.values():
            yield StoredRow(row.id, row.uid, {"team": row.name, "lead": self._name(row.lead_id)})

    def team_member_rows(self) -> Iterable[StoredRow]:
        for row in self._of_people(TeamMember):
            team, person = self._teams[row.team_id], self._people[row.person_id]
            values = {"team": team.name, "person": person.name}
            yield StoredRow(row.id, f"{team.uid}|{person.uid}", values)

    def booking_rows(self) -> Iterable[StoredRow]:
        projects = {row.id: " ".join(filter(None, (row.code, row.name)))
                    for row in self._all(Project)}  # fmt: skip
        for row in self._all(Booking):
            skill = self._skills.get(row.skill_id)
            department = self._departments.get(row.department_id)
            hours = None if row.work_minutes is None else row.work_minutes / MINUTES_PER_HOUR
            yield StoredRow(row.id, row.uid, {
                "name": row.name, "kind": row.kind, "project": projects.get(row.project_id, ""),
                "person": self._name(row.person_id), "skill": skill.name if skill else "",
                "level": row.level, "role": row.role,
                "department": department.name if department else "", "first": row.first,
                "last": row.last, "units": row.units, "hours": hours, "firm": row.firm,
                "note": row.note,
            })  # fmt: skip
