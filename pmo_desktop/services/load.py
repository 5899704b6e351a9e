"""Resource load: how much of each person's week is asked for, and by which projects.

What people have is the working time of their own calendar, without one of the office's. What is
asked lies in the working time of the calendar that the task is worked on in, as it is scheduled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.gaps import parse_gaps
from pmo_desktop.domain.load import Booking, Capacities, demand, monday, ratio
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import Assignment, Department, Person, Project, Task
from pmo_desktop.services.calendars import Calendars, calendars
from pmo_desktop.services.task_calendars import TaskCalendars, people_of_tasks
from pmo_desktop.storage.bulk import table_of

MINUTES_PER_HOUR = 60
LOADING = (ProjectState.ACTIVE.value,)
ASSIGNMENTS, TASKS, PROJECTS = table_of(Assignment), table_of(Task), table_of(Project)
PEOPLE, DEPARTMENTS = table_of(Person), table_of(Department)


@dataclass(frozen=True)
class LoadShare:
    """What one project asks of a person in a week."""

    project_id: int
    code: str
    name: str
    priority: int
    hours: float


@dataclass(frozen=True)
class LoadCell:
    """`load` is demand over capacity, 0.0 where nothing is asked; above 1.0 is too much."""

    load: float
    demand_hours: float
    capacity_hours: float
    shares: tuple[LoadShare, ...]


@dataclass(frozen=True)
class LoadRow:
    person_id: int
    name: str
    role: str
    department: str
    cells: tuple[LoadCell, ...]


@dataclass(frozen=True)
class Load:
    """`weeks` are Mondays; each row has a cell a week."""

    weeks: tuple[date, ...]
    rows: tuple[LoadRow, ...]


def load(session: Session, first: date, weeks: int, department: str | None = None) -> Load:
    """The load of the active people (of one department) over `weeks` from `first`'s week on."""
    start = monday(first)
    known = calendars(session)
    has = Capacities(known, known.of_people, start, weeks)
    asked = demand(bookings(session, start, weeks, known), known[None], start, weeks)
    projects = _projects(session)
    rows = tuple(
        LoadRow(
            person.id,
            person.name,
            person.role,
            person.department,
            _cells(asked.get(person.id, {}), has.of_person(person.id), person.capacity, projects),
        )
        for person in _people(session, department)
    )
    return Load(tuple(start + timedelta(weeks=week) for week in range(weeks)), rows)


def _cells(
    asked: Mapping[int, Sequence[float]],
    capacity: Sequence[int],
    share: float,
    projects: Mapping[int, Any],
) -> tuple[LoadCell, ...]:
    order = sorted(asked, key=lambda project: (projects[project].priority, projects[project].code))
    cells = []
    for week, minutes in enumerate(capacity):
        shares = tuple(
            LoadShare(
                project,
                projects[project].code,
                projects[project].name,
                projects[project].priority,
                asked[project][week] / MINUTES_PER_HOUR,
            )
            for project in order
            if asked[project][week]
        )
        hours = sum(one.hours for one in shares)
        given = minutes * share / MINUTES_PER_HOUR
        cells.append(LoadCell(ratio(hours, given), hours, given, shares))
    return tuple(cells)


def bookings(session: Session, first: date, weeks: int, known: Calendars) -> list[Booking]:
    """What asks for people's time in these weeks, by project."""
    rows = asking(session, first, weeks)
    return [booking for _, booking in booked(session, rows, known)]


def booked(
    session: Session, rows: Iterable[Row[Any]], known: Calendars
) -> Iterator[tuple[Row[Any], Booking]]:
    """The rows of `asking` with what each is, in the time in which its task is worked."""
    worked = TaskCalendars(known, people_of_tasks(session, known))
    for row in rows:
        own = worked.calendar_of(row, row.project_calendar)
        # Gaps of a task that goes on round the clock are none of working time.
        gaps = parse_gaps(row.gaps) if row.gaps and not row.elapsed else ()
        booking = Booking(
            row.person_id, row.project_id, row.start, row.finish, row.units, own, gaps
        )
        yield row, booking


def asking(session: Session, first: date, weeks: int) -> list[Row[Any]]:
    """The unfinished tasks of active projects that touch these weeks, once for each person: with
    `person_id`, `project_id`, `units`, `project_calendar`, and of the task what is scheduled."""
    begin = datetime.combine(first, time.min)
    end = begin + timedelta(weeks=weeks)
    statement = (
        select(
            ASSIGNMENTS.c.person_id,
            TASKS.c.project_id,
            TASKS.c.id,
            TASKS.c.name,
            TASKS.c.start,
            TASKS.c.finish,
            TASKS.c.calendar_id,
            TASKS.c.ignores_people,
            TASKS.c.elapsed,
            TASKS.c.gaps,
            PROJECTS.c.calendar_id.label("project_calendar"),
            ASSIGNMENTS.c.units,
        )
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .join(PROJECTS, PROJECTS.c.id == TASKS.c.project_id)
        .where(PROJECTS.c.state.in_(LOADING), TASKS.c.kind == TaskKind.TASK.value)
        .where(TASKS.c.active)
        .where(TASKS.c.start < end, TASKS.c.finish > begin, TASKS.c.percent_complete < 1)
    )
    return list(session.connection().execute(statement))


def _people(session: Session, department: str | None) -> list[Row[Any]]:
    statement = (
        select(
            PEOPLE.c.id,
            PEOPLE.c.name,
            PEOPLE.c.role,
            PEOPLE.c.capacity,
            func.coalesce(DEPARTMENTS.c.name, "").label("department"),
        )
        .outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == PEOPLE.c.department_id)
        .where(PEOPLE.c.active)
        .order_by(PEOPLE.c.name)
    )
    if department is not None:
        statement = statement.where(DEPARTMENTS.c.name == department)
    return list(session.connection().execute(statement))


def _projects(session: Session) -> dict[int, Any]:
    rows = session.connection().execute(
        select(PROJECTS.c.id, PROJECTS.c.code, PROJECTS.c.name, PROJECTS.c.priority)
    )
    return {row.id: row for row in rows}
