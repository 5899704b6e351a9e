"""From the tables to a schedule and back: what the plan computes, and what is stored of it.

Tasks hold the dates that the last computation gave; a verb that changed a cause reschedules in the
same edit, so that stored dates always agree with the network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.activities import Activity, Result, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.network import schedule
from pmo_desktop.domain.summaries import Outlined, expand, roll_up
from pmo_desktop.domain.tasks import Constraint, LinkType, TaskKind
from pmo_desktop.models import Dependency, Project, Task
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.office import office_row
from pmo_desktop.storage.bulk import bulk_update, table_of

PROJECTS, TASKS, DEPENDENCIES = table_of(Project), table_of(Task), table_of(Dependency)


@dataclass(frozen=True)
class Computed:
    """Projects and tasks as they stand in the tables, and what the network says of them.

    `outlined` has every task by id with its computed dates, summaries rolled up; `links` are the
    stored dependencies whose both ends are here; `calendar` is the office's.
    """

    projects: tuple[Row[Any], ...]
    tasks: Mapping[int, tuple[Row[Any], ...]]
    links: tuple[Row[Any], ...]
    outlined: Mapping[int, Outlined]
    result: Result
    calendar: Calendar
    status_date: date


def reschedule(session: Session, project_ids: Iterable[int]) -> None:
    """Compute these projects, and those tied to them, and store the dates that moved."""
    computed = compute(session, connected(session, project_ids))
    updates = []
    for tasks in computed.tasks.values():
        for task in tasks:
            updates.append({"id": task.id, **_stored(task, computed)})
    bulk_update(session, Task, updates)


def compute(session: Session, project_ids: Iterable[int] | None = None) -> Computed:
    """The network of these projects (None: of all)."""
    projects = _projects(session, project_ids)
    tasks = _tasks(session, projects)
    every = {task.id: task for rows in tasks.values() for task in rows}
    links = tuple(
        row
        for row in session.connection().execute(select(DEPENDENCIES).order_by(DEPENDENCIES.c.id))
        if row.predecessor_id in every and row.successor_id in every
    )
    known = calendars(session)
    status_date = office_row(session).status_date
    network = _Network(projects, tasks, known, status_date)
    result = network.schedule(links)
    outlined: dict[int, Outlined] = {}
    for project in projects:
        calendar = known.get(project.calendar_id) or known[None]
        outlined |= roll_up([_outlined(task, result) for task in tasks[project.id]], calendar)
    return Computed(tuple(projects), tasks, links, outlined, result, known[None], status_date)


def connected(session: Session, project_ids: Iterable[int]) -> set[int]:
    """These projects, and all that links between projects tie to them."""
    before, after = TASKS.alias(), TASKS.alias()
    pairs = session.connection().execute(
        select(before.c.project_id, after.c.project_id)
        .select_from(DEPENDENCIES)
        .join(before, before.c.id == DEPENDENCIES.c.predecessor_id)
        .join(after, after.c.id == DEPENDENCIES.c.successor_id)
        .where(before.c.project_id != after.c.project_id)
        .distinct()
    )
    ties: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        ties[one].add(other)
        ties[other].add(one)
    found: set[int] = set()
    waiting = list(project_ids)
    while waiting:
        project = waiting.pop()
        if project not in found:
            found.add(project)
            waiting += ties[project]
    return found


class _Network:
    """Leaves as activities, links as ties between leaves."""

    def __init__(
        self,
        projects: Sequence[Row[Any]],
        tasks: Mapping[int, tuple[Row[Any], ...]],
        known: Mapping[int | None, Calendar],
        status_date: date,
    ) -> None:
        ids = list(known)
        self._calendars = [known[row_id] for row_id in ids]
        self._index = {row_id: index for index, row_id in enumerate(ids)}
        self._parents = {task.id: task.parent_id for rows in tasks.values() for task in rows}
        self._above = set(self._parents.values())
        self._default = known[None].day_start(status_date)
        self._status = datetime.combine(status_date, time.min)
        self._activities = [
            activity for project in projects for activity in self._of(project, tasks[project.id])
        ]

    def schedule(self, links: Iterable[Row[Any]]) -> Result:
        ties = [
            Tie(link.predecessor_id, link.successor_id, LinkType(link.type), link.lag_minutes)
            for link in links
        ]
        expanded = expand(ties, self._parents)
        here = {activity.id for activity in self._activities}
        held = [t for t in expanded.ties if t.predecessor in here and t.successor in here]
        return schedule(self._activities, held, self._calendars, self._default, self._status)

    def _of(self, project: Row[Any], tasks: Sequence[Row[Any]]) -> list[Activity]:
        index = self._index.get(project.calendar_id, self._index[None])
        not_before = _not_before(project, tasks, self._calendars[index])
        return [
            self._activity(task, project.id, index, not_before)
            for task in tasks
            if task.id not in self._above and not _is_empty_summary(task)
        ]

    def _activity(
        self, task: Row[Any], project: int, index: int, not_before: datetime | None
    ) -> Activity:
        return Activity(
            id=task.id,
            duration_minutes=max(task.duration_minutes, 0),
            calendar=index,
            project=project,
            fixed=task.fixed and task.start is not None,
            start=task.start,
            finish=task.finish,
            constraint=Constraint(task.constraint),
            constraint_date=task.constraint_date,
            not_before=not_before,
            deadline=task.deadline,
            actual_start=task.actual_start,
            actual_finish=task.actual_finish,
            percent_complete=task.percent_complete,
        )


def _not_before(
    project: Row[Any], tasks: Sequence[Row[Any]], calendar: Calendar
) -> datetime | None:
    """The project's start; where it has none, that of its first fixed task."""
    if project.start is not None:
        return calendar.day_start(project.start)
    return min((task.start for task in tasks if task.fixed and task.start), default=None)


def _is_empty_summary(task: Row[Any]) -> bool:
    """A phase without tasks and without dates of its own has nothing to schedule."""
    return bool(task.kind == TaskKind.SUMMARY and task.start is None)


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


def _outlined(task: Row[Any], result: Result) -> Outlined:
    found = result.activities.get(task.id)
    start, finish = (task.start, task.finish) if found is None else (found.start, found.finish)
    return Outlined(
        task.id,
        task.parent_id,
        TaskKind(task.kind),
        start,
        finish,
        task.duration_minutes,
        task.percent_complete,
    )


def _stored(task: Row[Any], computed: Computed) -> dict[str, Any]:
    now = computed.outlined[task.id]
    row: dict[str, Any] = {"start": now.start, "finish": now.finish}
    if now.kind is TaskKind.SUMMARY and task.id not in computed.result.activities:
        row["duration_minutes"] = now.duration_minutes
        row["percent_complete"] = now.percent_complete
    return row
