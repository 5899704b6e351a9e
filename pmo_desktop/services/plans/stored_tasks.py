"""The tasks of a stored plan with their links and baselines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select

from pmo_desktop.domain.plan_file import (
    Extras,
    PlanBaseline,
    PlanLink,
    PlanTask,
    outline_numbers,
)
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType, TaskKind, TaskType
from pmo_desktop.models import Baseline, BaselineTask, Dependency
from pmo_desktop.services.plans.source import Source
from pmo_desktop.storage.bulk import table_of

DEPENDENCIES = table_of(Dependency)
BASELINES, BASELINE_TASKS = table_of(Baseline), table_of(BaselineTask)


def stored_tasks(
    source: Source, uids: Mapping[int, str], calendars: Mapping[int, str]
) -> tuple[tuple[PlanTask, ...], int]:
    """The tasks, and how many links lead to them from other projects; `uids` and `calendars` are
    the ids in the file by those in the database."""
    links, outside = _links(source, uids)
    baselines, extras = _baselines(source), source.extras("task", uids)
    levels = _levels(source.tasks)
    return tuple(
        PlanTask(
            uid=uids[row.id],
            name=row.name,
            level=level,
            kind=TaskKind(row.kind),
            active=row.active,
            manual=row.fixed,
            start=row.start,
            finish=row.finish,
            duration_minutes=row.duration_minutes,
            elapsed=row.elapsed,
            estimated=row.estimated,
            constraint=Constraint(row.constraint),
            constraint_date=row.constraint_date,
            deadline=row.deadline,
            calendar=calendars.get(row.calendar_id, ""),
            ignores_people=row.ignores_people,
            priority=row.priority,
            task_type=TaskType(row.task_type),
            effort_driven=row.effort_driven,
            percent_complete=row.percent_complete,
            actual_start=row.actual_start,
            actual_finish=row.actual_finish,
            resume=row.resume,
            gaps=row.gaps,
            held_until=row.held_until,
            work_minutes=row.work_minutes,
            fixed_cost=row.fixed_cost_minor,
            cost=row.cost_minor,
            actual_cost=row.actual_cost_minor,
            notes=row.notes,
            links=tuple(links.get(row.id, ())),
            baselines=baselines.get(row.id, ()),
            extras=_with_code(extras.get(row.id, ()), row.wbs, number),
        )
        for row, level, number in zip(source.tasks, levels, outline_numbers(levels), strict=True)
    ), outside


def as_late(task: PlanTask) -> PlanTask:
    """As files say what lies late where a project is scheduled from its finish."""
    if task.constraint is not Constraint.ASAP or task.kind is TaskKind.SUMMARY:
        return task
    return replace(task, constraint=Constraint.ALAP)


def _levels(rows: Sequence[Row[Any]]) -> tuple[int, ...]:
    levels: dict[int, int] = {}
    for row in rows:
        levels[row.id] = levels.get(row.parent_id, 0) + 1
    return tuple(levels[row.id] for row in rows)


def _links(source: Source, uids: Mapping[int, str]) -> tuple[dict[int, list[PlanLink]], int]:
    found: dict[int, list[PlanLink]] = defaultdict(list)
    outside = 0
    for row in source.among(DEPENDENCIES, DEPENDENCIES.c.successor_id, uids):
        if row.predecessor_id not in uids:
            outside += 1
            continue
        found[row.successor_id].append(
            PlanLink(
                uids[row.predecessor_id],
                LinkType(row.type),
                row.lag_minutes,
                LagKind(row.lag_kind),
                row.lag_share,
            )
        )
    return found, outside


def _baselines(source: Source) -> dict[int, tuple[PlanBaseline, ...]]:
    statement = select(BASELINES.c.id, BASELINES.c.number)
    of_project = statement.where(BASELINES.c.project_id == source.project.id)
    numbers = dict(tuple(row) for row in source.session.connection().execute(of_project))
    found: dict[int, list[PlanBaseline]] = defaultdict(list)
    for row in source.among(BASELINE_TASKS, BASELINE_TASKS.c.task_id, _ids(source)):
        found[row.task_id].append(
            PlanBaseline(
                numbers[row.baseline_id],
                row.start,
                row.finish,
                row.duration_minutes,
                row.work_minutes,
                row.cost_minor,
            )
        )
    named = {task: tuple(sorted(b, key=lambda one: one.number)) for task, b in found.items()}
    if numbers:
        return named
    # What was never saved as a baseline of a name is the one that stands in the task.
    return named | {
        task.id: (PlanBaseline(0, task.baseline_start, task.baseline_finish),)
        for task in source.tasks
        if task.baseline_start is not None or task.baseline_finish is not None
    }


def _ids(source: Source) -> list[int]:
    return [row.id for row in source.tasks]


def _with_code(extras: Extras, wbs: str, number: str) -> Extras:
    """A code of the office's own is the file's own code."""
    given = dict(extras).get("WBS", "")
    code = wbs if wbs and not _is_number(wbs) else given
    rest = tuple(pair for pair in extras if pair[0] != "WBS")
    return tuple(sorted((*rest, ("WBS", code)))) if code and code != number else rest


def _is_number(code: str) -> bool:
    return code.replace(".", "").isdecimal()
