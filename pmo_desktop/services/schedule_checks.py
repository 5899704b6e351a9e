"""The checks of `domain.schedule_checks` over the projects as they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.network import place
from pmo_desktop.domain.schedule_checks import (
    CheckedLink,
    CheckedTask,
    CheckFrame,
    Outcome,
    check_schedule,
)
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import Assignment
from pmo_desktop.services.network import CONSTRAINTS, LAG_KINDS, LINK_TYPES
from pmo_desktop.services.scheduling import Computed, compute, connected
from pmo_desktop.storage.bulk import table_of

ASSIGNMENTS = table_of(Assignment)
# The delay that the critical path must pass on, in working days, and what of it must arrive.
DELAY_DAYS, ARRIVING = 600, 0.9


@dataclass(frozen=True)
class FoundTask:
    id: int
    wbs: str
    name: str


@dataclass(frozen=True)
class ProjectChecks:
    """`tasks` has those that any check names, by their ids."""

    project_id: int
    code: str
    name: str
    outcomes: tuple[Outcome, ...]
    tasks: Mapping[int, FoundTask]

    @property
    def failed(self) -> int:
        return sum(outcome.passes is False for outcome in self.outcomes)


class _Counts(NamedTuple):
    """By tasks: the links that each has in and out, and its people."""

    into: Mapping[int, int]
    out: Mapping[int, int]
    people: Mapping[int, int]


def schedule_checks(
    session: Session, project_ids: Collection[int] | None = None
) -> tuple[ProjectChecks, ...]:
    """The checks of these projects, or of all that are not empty, by priority."""
    computed = compute(session, None if project_ids is None else connected(session, project_ids))
    every = list(computed.network.ties())
    counts = _Counts(
        Counter(tie.successor for tie in every),
        Counter(tie.predecessor for tie in every),
        _people(session),
    )
    homes = _project_of(computed)
    ties: dict[int, list[Tie]] = defaultdict(list)
    for tie in every:
        if homes[tie.predecessor] == homes[tie.successor]:
            ties[homes[tie.successor]].append(tie)
    links: dict[int, list[Row[Any]]] = defaultdict(list)
    for link in computed.network.links:
        links[homes[link.successor_id]].append(link)
    return tuple(
        _checked(project, computed, links[project.id], ties[project.id], counts)
        for project in computed.projects
        if computed.tasks[project.id] and (project_ids is None or project.id in project_ids)
    )


def _checked(
    project: Row[Any],
    computed: Computed,
    links: Sequence[Row[Any]],
    ties: Sequence[Tie],
    counts: _Counts,
) -> ProjectChecks:
    rows = {task.id: task for task in computed.tasks[project.id]}
    activities = [one for one in computed.network.activities if one.project == project.id]
    tasks = [_task(rows[one.id], computed, counts) for one in activities]
    frame = _frame(project, computed, activities, tasks, ties)
    outcomes = check_schedule(tasks, [_link(link) for link in links], frame)
    named = {task for outcome in outcomes for task in outcome.tasks}
    found = {n: FoundTask(n, rows[n].wbs, rows[n].name) for n in rows if n in named}
    return ProjectChecks(project.id, project.code, project.name, outcomes, found)


def _task(row: Row[Any], computed: Computed, counts: _Counts) -> CheckedTask:
    now = computed.outlined[row.id]
    placed = computed.result.activities[row.id]
    return CheckedTask(
        id=row.id,
        duration_minutes=row.duration_minutes,
        start=now.start,
        finish=now.finish,
        actual_start=row.actual_start,
        actual_finish=row.actual_finish,
        percent_complete=row.percent_complete,
        is_milestone=row.kind == TaskKind.MILESTONE.value or not row.duration_minutes,
        constraint=CONSTRAINTS[row.constraint],
        total_float_minutes=placed.total_float_minutes,
        links_in=counts.into[row.id],
        links_out=counts.out[row.id],
        people=counts.people.get(row.id, 0),
        baseline_finish=row.baseline_finish,
    )


def _link(row: Row[Any]) -> CheckedLink:
    return CheckedLink(
        row.successor_id,
        LINK_TYPES[row.type],
        row.lag_minutes,
        LAG_KINDS[row.lag_kind],
        row.lag_share,
    )


def _frame(
    project: Row[Any],
    computed: Computed,
    activities: Sequence[Activity],
    tasks: Sequence[CheckedTask],
    ties: Sequence[Tie],
) -> CheckFrame:
    calendar = computed.calendars.or_office(project.calendar_id)
    status = datetime.combine(project.status_date or computed.status_date, time.min)
    finish = computed.result.finishes.get(project.id)
    planned = max((t.baseline_finish for t in tasks if t.baseline_finish), default=None)
    critical = [
        task for task in tasks if computed.result.activities[task.id].critical and not task.is_done
    ]
    critical.sort(key=lambda task: task.start or status)
    return CheckFrame(
        status,
        calendar.minutes_per_day,
        calendar.between(status, finish) if finish else 0,
        calendar.between(finish, planned) if finish and planned else None,
        _passes_on(computed, activities, ties, critical),
        tuple(task.id for task in critical),
    )


def _passes_on(
    computed: Computed,
    activities: Sequence[Activity],
    ties: Sequence[Tie],
    critical: Sequence[CheckedTask],
) -> bool | None:
    """Whether a long delay of the first critical task reaches the project's finish."""
    first = next((task.id for task in critical if not task.is_milestone), None)
    if first is None:
        return None
    calendar = computed.calendar
    delay = DELAY_DAYS * calendar.minutes_per_day
    delayed = [
        replace(one, duration_minutes=one.duration_minutes + delay) if one.id == first else one
        for one in activities
    ]
    start, status = computed.network.bounds
    finishes = []
    for these in (activities, delayed):
        placed = place(these, ties, computed.network.calendars, start, status)
        finishes.append(max(one.finish for one in placed.values()))
    return calendar.between(*finishes) >= ARRIVING * delay


def _project_of(computed: Computed) -> Mapping[int, int]:
    return {task.id: number for number, rows in computed.tasks.items() for task in rows}


def _people(session: Session) -> Mapping[int, int]:
    statement = select(ASSIGNMENTS.c.task_id, func.count()).group_by(ASSIGNMENTS.c.task_id)
    return {row.task_id: row[1] for row in session.connection().execute(statement)}
