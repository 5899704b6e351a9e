"""Readers of the pool: everybody in a row each, and one person whole.

What holds "now" holds on the office's status date. Amounts are of the office's money.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Table, func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.money import from_minor
from pmo_desktop.domain.pool import Away, PoolStanding, Span, away_on, in_force
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.models import (
    Absence,
    Assignment,
    Booking,
    Department,
    Person,
    PersonCapacity,
    PersonRate,
    PersonSkill,
    Skill,
    Team,
    TeamMember,
)
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.names import calendar_labels
from pmo_desktop.services.office import office_row
from pmo_desktop.storage.bulk import table_of

PEOPLE, DEPARTMENTS, TEAMS = table_of(Person), table_of(Department), table_of(Team)
MEMBERS, SKILLS, HELD = table_of(TeamMember), table_of(Skill), table_of(PersonSkill)
ABSENCES, CAPACITIES, RATES = table_of(Absence), table_of(PersonCapacity), table_of(PersonRate)
USUAL_TABLE = "A"


@dataclass(frozen=True)
class PoolPerson:
    """`capacity` is the share of a full-time week where nothing else holds, `capacity_now` what
    does; `skills` as a reader sees them: `SQL 4, Java 3`; `rate` is an hour's standard rate now,
    `next_absence` the first day of the absence that is on or comes next."""

    id: int
    uid: str
    name: str
    role: str
    department: str
    department_id: int | None
    email: str
    capacity: float
    capacity_now: float
    active: bool
    external: bool
    placeholder: bool
    joined: date | None
    left_on: date | None
    calendar: str
    skills: str
    teams: tuple[str, ...]
    tasks: int
    bookings: int
    rate: Decimal | None
    currency: str
    next_absence: date | None
    standing: PoolStanding

    @property
    def is_there(self) -> bool:
        """Whether somebody counts as one of the office's people."""
        return self.active and self.standing is not PoolStanding.LEFT


@dataclass(frozen=True)
class AbsenceRow:
    id: int
    person_id: int
    kind: str
    first: date
    last: date
    share: float
    note: str


@dataclass(frozen=True)
class CapacityRow:
    id: int
    first: date
    last: date | None
    capacity: float


@dataclass(frozen=True)
class RateRow:
    """`now`: it is the rate of its table on the status date."""

    id: int
    rate_table: str
    from_day: date | None
    standard: Decimal
    overtime: Decimal
    per_use: Decimal
    currency: str
    now: bool


@dataclass(frozen=True)
class HeldSkill:
    """`id` is the skill's."""

    id: int
    skill: str
    category: str
    level: int
    needed_level: int


@dataclass(frozen=True)
class JoinedTeam:
    id: int
    name: str
    lead: str
    members: int


@dataclass(frozen=True)
class PersonSheet:
    """One person whole; `calendar` is the one that they work in."""

    person: PoolPerson
    calendar: Calendar
    today: date
    capacities: tuple[CapacityRow, ...]
    absences: tuple[AbsenceRow, ...]
    rates: tuple[RateRow, ...]
    skills: tuple[HeldSkill, ...]
    teams: tuple[JoinedTeam, ...]


def pool(session: Session, person_id: int | None = None) -> tuple[PoolPerson, ...]:
    """All people (of plan files' resources those that work), or this one, by name."""
    office = office_row(session)
    read = _Read(session, office.status_date, person_id)
    statement = select(PEOPLE).where(PEOPLE.c.kind == ResourceKind.WORK.value)
    if person_id is not None:
        statement = select(PEOPLE).where(PEOPLE.c.id == person_id)
    rows = session.connection().execute(statement.order_by(PEOPLE.c.name, PEOPLE.c.id))
    return tuple(read.person(row, office.currency) for row in rows)


def person_sheet(session: Session, person_id: int) -> PersonSheet | None:
    """None where there is nobody with this id."""
    found = pool(session, person_id)
    if not found:
        return None
    office = office_row(session)
    read = _Read(session, office.status_date, person_id)
    calendar_id = session.connection().execute(
        select(PEOPLE.c.calendar_id).where(PEOPLE.c.id == person_id)
    )
    return PersonSheet(
        found[0],
        calendars(session).or_office(calendar_id.scalar()),
        office.status_date,
        read.capacity_rows(person_id),
        read.absence_rows(person_id),
        read.rate_rows(person_id, office.currency),
        _skills(session, person_id),
        _teams(session, person_id),
    )


class _Read:
    """What belongs to people, fetched once: of all of them, or of one."""

    def __init__(self, session: Session, today: date, person_id: int | None) -> None:
        self._session, self._today, self._only = session, today, person_id
        self.absences = self._by_person(ABSENCES, ABSENCES.c.first)
        self.capacities = self._by_person(CAPACITIES, CAPACITIES.c.first)
        self.rates = self._by_person(RATES, RATES.c.rate_table, RATES.c.from_day)
        self.skills = self._skill_words()
        self.teams = self._team_names()
        self.tasks = self._counts(table_of(Assignment))
        self.bookings = self._counts(table_of(Booking))
        self.departments = self._names(DEPARTMENTS)
        self.calendars = calendar_labels(session)

    def person(self, row: Row[Any], currency: str) -> PoolPerson:
        minor = in_force(
            [(one.from_day, one.standard_minor) for one in self.rates.get(row.id, ())
             if one.rate_table == USUAL_TABLE], self._today)  # fmt: skip
        ahead = [one.first for one in self.absences.get(row.id, ()) if one.last >= self._today]
        return PoolPerson(
            id=row.id,
            uid=row.uid,
            name=row.name,
            role=row.role,
            department=self.departments.get(row.department_id, ""),
            department_id=row.department_id,
            email=row.email,
            capacity=row.capacity,
            capacity_now=self._capacity(row),
            active=row.active,
            external=row.external,
            placeholder=row.placeholder,
            joined=row.joined,
            left_on=row.left_on,
            calendar=self.calendars.get(row.calendar_id, ""),
            skills=self.skills.get(row.id, ""),
            teams=tuple(self.teams.get(row.id, ())),
            tasks=self.tasks.get(row.id, 0),
            bookings=self.bookings.get(row.id, 0),
            rate=from_minor(minor, currency),
            currency=currency,
            next_absence=min(ahead, default=None),
            standing=self._standing(row),
        )

    def capacity_rows(self, person_id: int) -> tuple[CapacityRow, ...]:
        rows = self.capacities.get(person_id, ())
        return tuple(CapacityRow(row.id, row.first, row.last, row.capacity) for row in rows)

    def absence_rows(self, person_id: int) -> tuple[AbsenceRow, ...]:
        return tuple(
            AbsenceRow(row.id, person_id, row.kind, row.first, row.last, row.share, row.note)
            for row in self.absences.get(person_id, ())
        )

    def rate_rows(self, person_id: int, currency: str) -> tuple[RateRow, ...]:
        rows = self.rates.get(person_id, [])
        tables = {row.rate_table for row in rows}
        now = {
            in_force([(r.from_day, r.id) for r in rows if r.rate_table == table], self._today)
            for table in tables
        }
        return tuple(
            RateRow(
                row.id,
                row.rate_table,
                row.from_day,
                from_minor(row.standard_minor, currency) or Decimal(0),
                from_minor(row.overtime_minor, currency) or Decimal(0),
                from_minor(row.per_use_minor, currency) or Decimal(0),
                currency,
                row.id in now,
            )
            for row in rows
        )

    def _standing(self, row: Row[Any]) -> PoolStanding:
        if row.placeholder:
            return PoolStanding.PLACEHOLDER
        if row.left_on is not None and row.left_on < self._today:
            return PoolStanding.LEFT
        if row.joined is not None and row.joined > self._today:
            return PoolStanding.COMING
        absences = [Away(Span(a.first, a.last), a.share) for a in self.absences.get(row.id, ())]
        return PoolStanding.AWAY if away_on(absences, self._today) >= 1 else PoolStanding.PRESENT

    def _capacity(self, row: Row[Any]) -> float:
        if row.placeholder or self._standing(row) in (PoolStanding.LEFT, PoolStanding.COMING):
            return 0.0
        for one in self.capacities.get(row.id, ()):
            if Span(one.first, one.last).covers(self._today):
                return float(one.capacity)
        return float(row.capacity)

    def _by_person(self, table: Table, *order: Any) -> Mapping[int, list[Row[Any]]]:
        statement = select(table).order_by(*order, table.c.id)
        found: dict[int, list[Row[Any]]] = defaultdict(list)
        for row in self._session.connection().execute(self._of_one(statement, table)):
            found[row.person_id].append(row)
        return found

    def _counts(self, table: Table) -> Mapping[int, int]:
        statement = select(table.c.person_id, func.count()).group_by(table.c.person_id)
        rows = self._session.connection().execute(self._of_one(statement, table))
        return {row[0]: row[1] for row in rows if row[0] is not None}

    def _skill_words(self) -> Mapping[int, str]:
        statement = (
            select(HELD.c.person_id, SKILLS.c.name, HELD.c.level)
            .join(SKILLS, SKILLS.c.id == HELD.c.skill_id)
            .order_by(HELD.c.person_id, HELD.c.level.desc(), SKILLS.c.name)
        )
        found: dict[int, list[str]] = defaultdict(list)
        for row in self._session.connection().execute(self._of_one(statement, HELD)):
            found[row.person_id].append(f"{row.name} {row.level}")
        return {person: ", ".join(words) for person, words in found.items()}

    def _team_names(self) -> Mapping[int, list[str]]:
        statement = (
            select(MEMBERS.c.person_id, TEAMS.c.name)
            .join(TEAMS, TEAMS.c.id == MEMBERS.c.team_id)
            .order_by(TEAMS.c.name)
        )
        found: dict[int, list[str]] = defaultdict(list)
        for row in self._session.connection().execute(self._of_one(statement, MEMBERS)):
            found[row.person_id].append(row.name)
        return found

    def _names(self, table: Table) -> Mapping[int | None, str]:
        rows = self._session.connection().execute(select(table.c.id, table.c.name))
        return {row.id: row.name for row in rows}

    def _of_one(self, statement: Any, table: Table) -> Any:
        if self._only is None:
            return statement
        return statement.where(table.c.person_id == self._only)


def _skills(session: Session, person_id: int) -> tuple[HeldSkill, ...]:
    statement = (
        select(SKILLS, HELD.c.level)
        .join(HELD, HELD.c.skill_id == SKILLS.c.id)
        .where(HELD.c.person_id == person_id)
        .order_by(HELD.c.level.desc(), SKILLS.c.name)
    )
    return tuple(
        HeldSkill(row.id, row.name, row.category, row.level, row.needed_level)
        for row in session.connection().execute(statement)
    )


def _teams(session: Session, person_id: int) -> tuple[JoinedTeam, ...]:
    mine = select(MEMBERS.c.team_id).where(MEMBERS.c.person_id == person_id)
    statement = (
        select(TEAMS.c.id, TEAMS.c.name, PEOPLE.c.name.label("lead"), func.count(MEMBERS.c.id))
        .outerjoin(MEMBERS, MEMBERS.c.team_id == TEAMS.c.id)
        .outerjoin(PEOPLE, PEOPLE.c.id == TEAMS.c.lead_id)
        .where(TEAMS.c.id.in_(mine))
        .group_by(TEAMS.c.id)
        .order_by(TEAMS.c.name)
    )
    rows = session.connection().execute(statement)
    return tuple(JoinedTeam(row.id, row.name, row.lead or "", row[-1]) for row in rows)
