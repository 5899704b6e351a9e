"""Who is to fill in a timesheet, and the tasks that stand in it already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.load import monday
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.tasks import ResourceKind, TaskKind
from pmo_desktop.models import Assignment, Department, Person, Project, Task
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import table_of

PEOPLE, DEPARTMENTS, PROJECTS = table_of(Person), table_of(Department), table_of(Project)
TASKS, ASSIGNMENTS = table_of(Task), table_of(Assignment)


class SheetTask(NamedTuple):
    project_code: str
    project: str
    wbs: str
    task: str


class SheetWeek(NamedTuple):
    """A Monday, and what is planned for the person in its week."""

    first: date
    tasks: tuple[SheetTask, ...]


@dataclass(frozen=True)
class SheetPerson:
    name: str
    department: str
    weeks: tuple[SheetWeek, ...]


def timesheet_people(
    session: Session,
    first: date,
    weeks: int = 1,
    department: str | None = None,
    names: Sequence[str] = (),
) -> tuple[SheetPerson, ...]:
    """The active people (of one department, or those named) with the tasks that they are planned
    for in each of `weeks` from `first`'s week on. Raises `Refused` for a name that nobody has."""
    start = monday(first)
    people = _people(session, department, names)
    planned = _planned(session, start, start + timedelta(weeks=weeks))
    mondays = [start + timedelta(weeks=week) for week in range(weeks)]
    return tuple(
        SheetPerson(
            row.name,
            row.department,
            tuple(_week(planned.get(row.id, ()), day) for day in mondays),
        )
        for row in people
    )


def _week(rows: Sequence[Any], first: date) -> SheetWeek:
    begin = datetime.combine(first, time.min)
    end = begin + timedelta(weeks=1)
    tasks = [
        SheetTask(row.code, row.project, row.wbs, row.name)
        for row in rows
        if row.start < end and row.finish > begin
    ]
    return SheetWeek(first, tuple(dict.fromkeys(tasks)))


def _people(session: Session, department: str | None, names: Sequence[str]) -> list[Any]:
    statement = (
        select(
            PEOPLE.c.id,
            PEOPLE.c.name,
            func.coalesce(DEPARTMENTS.c.name, "").label("department"),
        )
        .outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == PEOPLE.c.department_id)
        .where(PEOPLE.c.active, ~PEOPLE.c.placeholder, PEOPLE.c.kind == ResourceKind.WORK.value)
        .order_by(PEOPLE.c.name)
    )
    found = list(session.connection().execute(statement))
    if department is not None:
        found = [row for row in found if normal_name(row.department) == normal_name(department)]
        if not found:
            raise Refused("Nobody works in a department called “{name}”.", name=department)
    if not names:
        return found
    by_name = {normal_name(row.name): row for row in found}
    for name in names:
        if normal_name(name) not in by_name:
            raise Refused("Nobody in the pool is called “{name}”.", name=name)
    return [by_name[normal_name(name)] for name in names]


def _planned(session: Session, first: date, end: date) -> dict[int, list[Any]]:
    statement = (
        select(
            ASSIGNMENTS.c.person_id, PROJECTS.c.code, PROJECTS.c.name.label("project"),
            TASKS.c.wbs, TASKS.c.name, TASKS.c.start, TASKS.c.finish,
        )
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .join(PROJECTS, PROJECTS.c.id == TASKS.c.project_id)
        .where(PROJECTS.c.state == ProjectState.ACTIVE.value, TASKS.c.active)
        .where(TASKS.c.kind == TaskKind.TASK.value)
        .where(TASKS.c.start < datetime.combine(end, time.min))
        .where(TASKS.c.finish > datetime.combine(first, time.min))
        .order_by(PROJECTS.c.priority, PROJECTS.c.code, TASKS.c.position)
    )  # fmt: skip
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.connection().execute(statement):
        found[row.person_id].append(row)
    return found
