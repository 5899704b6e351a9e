"""Projects and tasks as they stand in the tables, or wait to be written: what is scheduled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.models import Dependency, Office, Project, Task
from pmo_desktop.services.calendars import Calendars
from pmo_desktop.services.office import office_row
from pmo_desktop.services.plan_hours import PlanHours, stored_hours, waiting_hours
from pmo_desktop.services.task_calendars import people_of_tasks, people_of_waiting_tasks
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.waiting import Waiting, as_tuples

PROJECTS, TASKS, DEPENDENCIES = table_of(Project), table_of(Task), table_of(Dependency)


class Plans(NamedTuple):
    """Projects and tasks as they stand; `tasks` has those of each project, in their order, `links`
    any that may be between them, `people` who works on a task, where one of them has a calendar of
    their own (ids of calendars, None: the project's), `hours` when in the day projects begin or end
    that do not as their calendar has it."""

    projects: Sequence[Row[Any]]
    tasks: Mapping[int, Sequence[Row[Any]]]
    links: Iterable[Row[Any]]
    calendars: Calendars
    office: Office
    people: Mapping[int, tuple[int | None, ...]]
    hours: Mapping[int, PlanHours]


def stored_plans(session: Session, project_ids: Iterable[int] | None, known: Calendars) -> Plans:
    """The projects with these ids (None: all) as they stand in the tables."""
    projects = _projects(session, project_ids)
    tasks = _tasks(session, projects)
    links = session.connection().execute(select(DEPENDENCIES).order_by(DEPENDENCIES.c.id)).all()
    people = people_of_tasks(session, known)
    hours = stored_hours(session, tasks)
    return Plans(projects, tasks, links, known, office_row(session), people, hours)


def waiting_plans(
    session: Session, later: Waiting, project_ids: Iterable[int], known: Calendars
) -> Iterator[Plans]:
    """Those of projects that wait to be written, one by one: as long as nothing of a project is
    written, nothing else can be tied to it."""
    rows, tasks = later.rows(PROJECTS), later.rows(TASKS)
    links: dict[int, list[Any]] = defaultdict(list)
    for link in as_tuples(DEPENDENCIES, later.rows(DEPENDENCIES).values()):
        if link.successor_id in tasks:
            links[tasks[link.successor_id]["project_id"]].append(link)
    hours = waiting_hours(later)
    office, people = office_row(session), people_of_waiting_tasks(later, known)
    for project in as_tuples(PROJECTS, (rows[row_id] for row_id in sorted(project_ids))):
        of_project = {project.id: later.tuples(TASKS, project.id)}
        yield Plans([project], of_project, links[project.id], known, office, people, hours)


def _projects(session: Session, ids: Iterable[int] | None) -> list[Row[Any]]:
    rows = session.connection().execute(
        select(PROJECTS).order_by(PROJECTS.c.priority, PROJECTS.c.code, PROJECTS.c.id)
    )
    wanted = None if ids is None else set(ids)
    return [row for row in rows if wanted is None or row.id in wanted]


def _tasks(session: Session, projects: Sequence[Row[Any]]) -> dict[int, tuple[Row[Any], ...]]:
    found: dict[int, list[Row[Any]]] = {project.id: [] for project in projects}
    statement = select(TASKS).order_by(TASKS.c.project_id, TASKS.c.position, TASKS.c.id)
    if len(projects) == 1:
        statement = statement.where(TASKS.c.project_id == projects[0].id)
    for row in session.connection().execute(statement):
        if row.project_id in found:
            found[row.project_id].append(row)
    return {project: tuple(rows) for project, rows in found.items()}
