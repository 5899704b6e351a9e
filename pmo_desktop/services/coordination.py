"""What the coordination of people is about, department by department: who is asked for how much in
each week and by which project, who is away, and which requests wait.

Weeks begin on Monday; all times are minutes of a full-time person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.demand import Line
from pmo_desktop.domain.demand_sums import Sums
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.load import is_over, monday
from pmo_desktop.domain.requests import PENDING
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.models import Absence, Department, Person, Project
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.demand_lines import demand_lines
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.pool_time import people_time
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.request_rows import RequestRow, requests
from pmo_desktop.storage.bulk import table_of

PEOPLE, DEPARTMENTS, PROJECTS = table_of(Person), table_of(Department), table_of(Project)
ABSENCES = table_of(Absence)
WEEK = timedelta(weeks=1)


class WeekTime(NamedTuple):
    """A person's week: what there is, what is firmly asked, what is asked softly."""

    capacity: float
    firm: float
    soft: float

    @property
    def load(self) -> float | None:
        """Firm demand over capacity; None where there is neither, endless without capacity."""
        if not self.capacity:
            return None if not self.firm else float("inf")
        return self.firm / self.capacity


class Allocation(NamedTuple):
    """What a project asks of a person in each week; no code: duties besides projects."""

    code: str
    name: str
    minutes: tuple[float, ...]
    soft: bool


class Away(NamedTuple):
    person: str
    kind: str
    first: date
    last: date
    share: float
    note: str


@dataclass(frozen=True)
class PersonWeeks:
    name: str
    role: str
    weeks: tuple[WeekTime, ...]
    allocations: tuple[Allocation, ...]


@dataclass(frozen=True)
class DepartmentWeeks:
    """`name` is empty for people without a department."""

    name: str
    manager: str
    people: tuple[PersonWeeks, ...]
    away: tuple[Away, ...]
    requests: tuple[RequestRow, ...]

    def overloaded(self, limit: float) -> int:
        """How many of its people are above the limit in some week."""
        return sum(
            any(is_over(week.load or 0.0, limit) for week in person.weeks) for person in self.people
        )


@dataclass(frozen=True)
class Coordination:
    """`weeks` are Mondays."""

    weeks: tuple[date, ...]
    departments: tuple[DepartmentWeeks, ...]


def coordination(
    session: Session, first: date, weeks: int, department: str | None = None
) -> Coordination:
    """The weeks from `first`'s on, of all departments that have people or requests, or of one.
    Raises `Refused` where there is none of that name."""
    mondays = tuple(monday(first) + WEEK * at for at in range(weeks))
    last = mondays[-1] + WEEK - timedelta(days=1)
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in demand_lines(session, mondays[0], last):
        if line.person_id is not None:
            lines[line.person_id].append(line)
    projects = _projects(session)
    times = people_time(session, calendars(session))
    instants = [(mondays[0].toordinal() + 7 * at) * MINUTES_IN_DAY for at in range(weeks + 1)]
    sums = Sums(instants)
    people: dict[str, list[PersonWeeks]] = defaultdict(list)
    for row in _people(session):
        if row.id in times:
            own = _weeks(times[row.id], lines.get(row.id, ()), sums, projects)
            people[row.department].append(PersonWeeks(row.name, row.role, *own))
    found = _departments(session, people, _away(session, mondays[0], last))
    if department is not None:
        found = [one for one in found if normal_name(one.name) == normal_name(department)]
        if not found:
            raise Refused("Nobody works in a department called “{name}”.", name=department)
    return Coordination(mondays, tuple(found))


def _departments(
    session: Session,
    people: Mapping[str, list[PersonWeeks]],
    away: Mapping[str, list[Away]],
) -> list[DepartmentWeeks]:
    waiting: dict[str, list[RequestRow]] = defaultdict(list)
    for request in requests(session):
        if request.state in PENDING:
            waiting[request.department].append(request)
    managers = _managers(session)
    names = {*people, *waiting}
    return [
        DepartmentWeeks(
            name,
            managers.get(name, ""),
            tuple(people.get(name, ())),
            tuple(away.get(name, ())),
            tuple(waiting.get(name, ())),
        )
        for name in sorted(names, key=lambda name: (not name, name))
    ]


def _weeks(
    person: PersonTime,
    lines: Sequence[Line],
    sums: Sums,
    projects: Mapping[int, tuple[str, str]],
) -> tuple[tuple[WeekTime, ...], tuple[Allocation, ...]]:
    asked: dict[tuple[int | None, bool], list[float]] = {}
    for line in lines:
        found = asked.setdefault((line.project_id, line.soft), sums.nothing())
        sums.add(found, line)
    weeks = tuple(
        WeekTime(
            has,
            _sum(minutes[at] for (_, soft), minutes in asked.items() if not soft),
            _sum(minutes[at] for (_, soft), minutes in asked.items() if soft),
        )
        for at, has in enumerate(person.over(sums.edges))
    )
    allocations = [
        Allocation(*projects.get(project or 0, ("", "")), tuple(minutes), soft)
        for (project, soft), minutes in asked.items()
        if any(minutes)
    ]
    return weeks, tuple(sorted(allocations, key=lambda one: (one.soft, not one.code, one.code)))


def _sum(values: Iterable[float]) -> float:
    return sum(values, 0.0)


def _people(session: Session) -> list[Any]:
    statement = (
        select(
            PEOPLE.c.id,
            PEOPLE.c.name,
            PEOPLE.c.role,
            func.coalesce(DEPARTMENTS.c.name, "").label("department"),
        )
        .outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == PEOPLE.c.department_id)
        .where(PEOPLE.c.active, PEOPLE.c.kind == ResourceKind.WORK.value, ~PEOPLE.c.placeholder)
        .order_by(PEOPLE.c.name)
    )
    return list(session.connection().execute(statement))


def _away(session: Session, first: date, last: date) -> dict[str, list[Away]]:
    statement = (
        select(
            ABSENCES.c.kind, ABSENCES.c.first, ABSENCES.c.last, ABSENCES.c.share, ABSENCES.c.note,
            PEOPLE.c.name, func.coalesce(DEPARTMENTS.c.name, "").label("department"),
        )
        .join(PEOPLE, PEOPLE.c.id == ABSENCES.c.person_id)
        .outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == PEOPLE.c.department_id)
        .where(PEOPLE.c.active, ABSENCES.c.first <= last, ABSENCES.c.last >= first)
        .order_by(ABSENCES.c.first, PEOPLE.c.name)
    )  # fmt: skip
    found: dict[str, list[Away]] = defaultdict(list)
    for row in session.connection().execute(statement):
        away = Away(row.name, row.kind, row.first, row.last, row.share, row.note)
        found[row.department].append(away)
    return found


def _managers(session: Session) -> dict[str, str]:
    statement = select(DEPARTMENTS.c.name, PEOPLE.c.name.label("manager")).join(
        PEOPLE, PEOPLE.c.id == DEPARTMENTS.c.manager_id
    )
    return {row.name: row.manager for row in session.connection().execute(statement)}


def _projects(session: Session) -> dict[int, tuple[str, str]]:
    rows = session.connection().execute(select(PROJECTS.c.id, PROJECTS.c.code, PROJECTS.c.name))
    return {row.id: (row.code, row.name) for row in rows}
