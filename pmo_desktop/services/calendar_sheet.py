"""What there is to see of the working calendars: who uses each, and one of them whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.hours import Hours
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.models import Person, Project, Task
from pmo_desktop.services.calendar_days import CalendarDays, calendar_days
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.names import calendar_labels
from pmo_desktop.services.working_calendars import CalendarRow, working_calendars
from pmo_desktop.storage.bulk import table_of


@dataclass(frozen=True)
class CalendarUse:
    """A calendar and how many work in it: the office's also has the projects without their own.

    `label` is what it is chosen by, `project` the name of the project that it belongs to."""

    row: CalendarRow
    label: str
    project: str
    projects: int
    people: int
    tasks: int

    @property
    def id(self) -> int:
        return self.row.id


@dataclass(frozen=True)
class CalendarUser:
    """A project or a person (`table`) that may work in a calendar, and in which it does now."""

    table: str
    id: int
    name: str
    calendar_id: int | None


@dataclass(frozen=True)
class CalendarSheet:
    """`week` is the hours of the seven days as they are written (`*`: as the base); `below` the
    days that the calendars say below it."""

    row: CalendarRow
    week: tuple[str, ...]
    calendar: Calendar
    below: Mapping[date, Hours]
    found: CalendarDays


def calendar_uses(session: Session) -> tuple[CalendarUse, ...]:
    """All calendars, the office's first."""
    projects, people, tasks = (_counts(session, table_of(m)) for m in (Project, Person, Task))
    own = table_of(Project)
    named = session.connection().execute(select(own.c.id, own.c.name))
    names, labels = {row.id: row.name for row in named}, calendar_labels(session)
    return tuple(
        CalendarUse(
            row,
            labels[row.id],
            names.get(row.project_id, ""),
            projects[row.id] + (projects[None] if row.is_office else 0),
            people[row.id],
            tasks[row.id],
        )
        for row in working_calendars(session)
    )


def calendar_sheet(session: Session, calendar_id: int) -> CalendarSheet | None:
    """One calendar whole; None where it is no longer there."""
    row = next((row for row in working_calendars(session) if row.id == calendar_id), None)
    if row is None:
        return None
    known = calendars(session)
    below = known.get(row.base_id) if row.base_id is not None else None
    return CalendarSheet(
        row,
        tuple(part.strip() for part in row.week.split(";")),
        known[calendar_id],
        dict(below.exceptions) if below is not None else {},
        calendar_days(session, calendar_id),
    )


def calendar_users(session: Session, project_id: int | None = None) -> tuple[CalendarUser, ...]:
    """Projects by code, then people by name; of a project's own calendar that project alone."""
    projects, people = table_of(Project), table_of(Person)
    of_projects = select(projects.c.id, projects.c.code, projects.c.name, projects.c.calendar_id)
    if project_id is not None:
        of_projects = of_projects.where(projects.c.id == project_id)
    found = [
        CalendarUser("project", row.id, f"{row.code} {row.name}".strip(), row.calendar_id)
        for row in session.connection().execute(of_projects.order_by(projects.c.code))
    ]
    if project_id is None:
        of_people = select(people.c.id, people.c.name, people.c.calendar_id)
        work = of_people.where(people.c.kind == ResourceKind.WORK.value).order_by(people.c.name)
        found += [
            CalendarUser("person", row.id, row.name, row.calendar_id)
            for row in session.connection().execute(work)
        ]
    return tuple(found)


def _counts(session: Session, table: Table) -> Counter[Any]:
    statement = select(table.c.calendar_id, func.count()).group_by(table.c.calendar_id)
    return Counter({row[0]: row[1] for row in session.connection().execute(statement)})
