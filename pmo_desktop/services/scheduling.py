"""From the tables to a schedule and back: what the plan computes, and what is stored of it.

Tasks hold the dates that the last computation gave; a verb that changed a cause reschedules in the
same edit, so that stored dates always agree with the network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.activities import Placed, Result, Scheduled
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.schedule.solution import Solution, result_of
from pmo_desktop.domain.summaries import Outlined, roll_up
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import Office, Task
from pmo_desktop.services.calendars import Calendars, calendars
from pmo_desktop.services.network import Network
from pmo_desktop.services.scheduled_rows import (
    DEPENDENCIES,
    PROJECTS,
    TASKS,
    Plans,
    stored_plans,
    waiting_plans,
)
from pmo_desktop.storage.bulk import bulk_update
from pmo_desktop.storage.waiting import waiting
from pmo_desktop.storage.workspace import COMPANION


@dataclass(frozen=True)
class Computed:
    """Projects and tasks as they stand in the tables, and what the network says of them.

    `outlined` has every task by id with its computed dates, summaries rolled up; `links` are the
    stored dependencies whose both ends are here; `calendar` is the office's. `faults` are what is
    wrong with calendars.
    """

    projects: tuple[Row[Any], ...]
    tasks: Mapping[int, tuple[Row[Any], ...]]
    links: tuple[Row[Any], ...]
    outlined: Mapping[int, Outlined]
    result: Result
    calendar: Calendar
    status_date: date
    office: Office
    calendars: Calendars
    network: Network
    solution: Solution
    faults: tuple[Reason, ...] = ()


def reschedule(
    session: Session, project_ids: Iterable[int], known: Calendars | None = None
) -> None:
    """Compute these projects, and those tied to them, and store the dates that moved.

    `known` are the calendars, where they have been fetched already.
    """
    live = session.info.get(COMPANION)
    if live is not None and live.reschedule(session):
        return
    known = known or calendars(session)
    wanted, later = set(project_ids), waiting(session)
    if later is not None and (new := wanted & later.rows(PROJECTS).keys()):
        for plans in waiting_plans(session, later, new, known):
            _place(session, plans)
        wanted -= new
    if wanted:
        _place(session, stored_plans(session, connected(session, wanted), known))


def compute(session: Session, project_ids: Iterable[int] | None = None) -> Computed:
    """The network of these projects (None: of all)."""
    return computed(stored_plans(session, project_ids, calendars(session)))


def computed(plans: Plans) -> Computed:
    """What the network says of plans as they stand."""
    network = Network(plans)
    solution = network.solve()
    result = result_of(solution)
    return Computed(
        tuple(plans.projects),
        {project: tuple(rows) for project, rows in plans.tasks.items()},
        network.links,
        _rolled_up(plans, result.activities),
        result,
        plans.calendars[None],
        plans.office.status_date,
        plans.office,
        plans.calendars,
        network,
        solution,
        (*plans.calendars.faults, *network.faults),
    )


def _place(session: Session, plans: Plans) -> None:
    """Store where the tasks come to lie."""
    placed = Network(plans).place()
    outlined = _rolled_up(plans, placed)
    updates = []
    for task_id, now in outlined.items():
        row: dict[str, Any] = {"id": task_id, "start": now.start, "finish": now.finish}
        if now.kind is TaskKind.SUMMARY and task_id not in placed:
            row["duration_minutes"] = now.duration_minutes
            row["percent_complete"] = now.percent_complete
        updates.append(row)
    bulk_update(session, Task, updates)


def _rolled_up(
    plans: Plans, placed: Mapping[int, Placed] | Mapping[int, Scheduled]
) -> dict[int, Outlined]:
    """All tasks with their new dates, summaries with what follows from below; what is inactive
    stays as it was, and nothing follows from it."""
    outlined: dict[int, Outlined] = {}
    for project in plans.projects:
        calendar = plans.calendars.or_office(project.calendar_id)
        tasks = plans.tasks[project.id]
        active = [_outlined(task, placed.get(task.id)) for task in tasks if task.active]
        outlined |= roll_up(active, calendar)
        if len(active) < len(tasks):
            outlined |= {task.id: _outlined(task, None) for task in tasks if not task.active}
    return outlined


def _outlined(task: Row[Any], found: Placed | Scheduled | None) -> Outlined:
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
    to_do = list(project_ids)
    while to_do:
        project = to_do.pop()
        if project not in found:
            found.add(project)
            to_do += ties[project]
    return found
