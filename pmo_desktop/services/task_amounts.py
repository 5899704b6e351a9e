"""The work and the cost of tasks, as far as they are known: stated, or added up from below.

A task's own figure goes before what its assignments say: their stated work, else units times its
duration; their stated cost, else that of their work by `services.labour_costs`. A summary without a
figure of its own has the sum of those below it. Work is working minutes, cost minor units of the
project's currency; None where nothing is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.models import Assignment, Person, Project, Task
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.labour_costs import cost_of, known_rates
from pmo_desktop.services.office import office_row
from pmo_desktop.storage.among import rows_among
from pmo_desktop.storage.bulk import table_of

TASKS, ASSIGNMENTS = table_of(Task), table_of(Assignment)
PEOPLE, PROJECTS = table_of(Person), table_of(Project)


class Amounts(NamedTuple):
    work_minutes: int | None
    cost_minor: int | None


def amounts(session: Session, project_ids: Collection[int]) -> Mapping[int, Amounts]:
    """By the ids of the projects' tasks."""
    statement = select(TASKS).order_by(TASKS.c.project_id, TASKS.c.position, TASKS.c.id)
    tasks = list(rows_among(session, statement, TASKS.c.project_id, project_ids))
    assigned = _assigned(session, project_ids)
    rated = _Rated(session)
    found: dict[int, Amounts] = {}
    below: dict[int, list[Amounts]] = defaultdict(list)
    # Tasks stand behind those above them, so that backwards each comes before its summary.
    for task in reversed(tasks):
        own = found[task.id] = _of_task(
            task, assigned.get(task.id, ()), below.get(task.id, ()), rated
        )
        if task.parent_id is not None and task.active:
            below[task.parent_id].append(own)
    return found


class _Rated:
    """What assignments cost by the rates of their people."""

    def __init__(self, session: Session) -> None:
        self._rates = known_rates(session)
        if self._rates:
            self._calendars = calendars(session)
            self._money = office_row(session).currency
            projects = session.connection().execute(select(PROJECTS))
            self._projects = {row.id: row for row in projects}

    def cost(self, task: Row[Any], one: Row[Any], work: int) -> int | None:
        """None where nobody knows."""
        rates = self._rates.get((one.person_id, one.rate_table))
        if rates is None or task.start is None or task.finish is None:
            return None
        project = self._projects[task.project_id]
        if project.currency != self._money:
            return None
        calendar = self._calendars.or_office(project.calendar_id)
        return cost_of(rates, work, task.start, task.finish, calendar)


def _of_task(
    task: Row[Any], assigned: Sequence[Row[Any]], below: Sequence[Amounts], rated: _Rated
) -> Amounts:
    works = [one.work_minutes for one in below]
    costs = [one.cost_minor for one in below]
    for one in assigned:
        if one.kind == ResourceKind.WORK.value:
            planned = round(one.units * task.duration_minutes)
            work = planned if one.work_minutes is None else one.work_minutes
            works.append(work)
            costs.append(rated.cost(task, one, work) if one.cost_minor is None else one.cost_minor)
        else:
            costs.append(one.cost_minor)
    costs.append(task.fixed_cost_minor)
    work = task.work_minutes if task.work_minutes is not None else _sum(works)
    return Amounts(work, task.cost_minor if task.cost_minor is not None else _sum(costs))


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _assigned(session: Session, project_ids: Collection[int]) -> Mapping[int, list[Row[Any]]]:
    statement = (
        select(
            ASSIGNMENTS.c.task_id,
            ASSIGNMENTS.c.person_id,
            ASSIGNMENTS.c.rate_table,
            ASSIGNMENTS.c.units,
            ASSIGNMENTS.c.work_minutes,
            ASSIGNMENTS.c.cost_minor,
            PEOPLE.c.kind,
        )
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
    )
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows_among(session, statement, TASKS.c.project_id, project_ids):
        found[row.task_id].append(row)
    return found
