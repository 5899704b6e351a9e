"""A plan's tasks that are taken or known, with their links and baselines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_desktop.domain.plan_file import PlanFile, PlanTask, outline_numbers, parents_of
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import Baseline, BaselineTask, Dependency, Task
from pmo_desktop.services.plans.accepted import Accepted
from pmo_desktop.services.plans.rows import PlanRows
from pmo_desktop.storage.bulk import bulk_insert, bulk_update
from pmo_desktop.storage.recorder import recorder


def take_tasks(
    rows: PlanRows, plan: PlanFile, calendars: Mapping[str, int], accepted: Accepted
) -> dict[str, int]:
    """Write the tasks; their ids by those in the file."""
    stored = _stored_tasks(rows, accepted)
    numbers = outline_numbers(tuple(task.level for task in plan.tasks))
    found = dict(stored)
    inserts: list[dict[str, Any]] = []
    updates: list[dict[str, Any]] = []
    for place, (task, number) in enumerate(zip(plan.tasks, numbers, strict=True), 1):
        row = {**_row(task, calendars, accepted), "wbs": number, "position": place}
        if task.uid in stored:
            kept = accepted.columns(stored[task.uid], row)
            if task.held_until is None:
                del kept["held_until"]  # levelled here, of which a file says nothing
            updates.append({"id": stored[task.uid], **kept})
        elif (uid := accepted.identity(task)) is not None:
            inserts.append({"uid": uid, "project_id": rows.project, **row})
    ids = bulk_insert(rows.session, Task, inserts)
    found |= {row["file_uid"]: number for row, number in zip(inserts, ids, strict=True)}
    bulk_update(rows.session, Task, updates)
    _hang(rows, plan, found)
    taken = {task.uid: found[task.uid] for task in plan.tasks if task.uid in found}
    told = {"file": accepted.file_name, "cells": {}}
    for task_id in taken.values():
        recorder(rows.session).note_source("task", task_id, told)
    return taken


def _stored_tasks(rows: PlanRows, accepted: Accepted) -> dict[str, int]:
    """The project's tasks that the file means, by their ids in it."""
    known = {row.id: row.file_uid for row in rows.of_project(Task)}
    stored = {uid: number for number, uid in known.items() if uid}
    return stored | {uid: n for uid, n in accepted.take.linked.items() if n in known}


def _row(task: PlanTask, calendars: Mapping[str, int], accepted: Accepted) -> dict[str, Any]:
    baseline = next((one for one in task.baselines if one.number == 0), None)
    is_summary = task.kind is TaskKind.SUMMARY
    fixed = (task.manual or task.uid in accepted.take.kept) and not is_summary
    return {
        "name": task.name,
        "kind": task.kind.value,
        "fixed": fixed and task.start is not None,
        "duration_minutes": task.duration_minutes,
        "start": task.start,
        "finish": task.finish,
        "constraint": task.constraint.value,
        "constraint_date": task.constraint_date,
        "deadline": task.deadline,
        "actual_start": task.actual_start,
        "actual_finish": task.actual_finish,
        "percent_complete": task.percent_complete,
        "baseline_start": baseline.start if baseline else None,
        "baseline_finish": baseline.finish if baseline else None,
        "notes": task.notes,
        "calendar_id": calendars[task.calendar] if task.calendar else None,
        "ignores_people": task.ignores_people,
        "active": task.active,
        "elapsed": task.elapsed,
        "estimated": task.estimated,
        "gaps": task.gaps,
        "resume": task.resume,
        "held_until": task.held_until,
        "priority": task.priority,
        "task_type": task.task_type.value,
        "effort_driven": task.effort_driven,
        "work_minutes": task.work_minutes,
        "fixed_cost_minor": task.fixed_cost,
        "cost_minor": task.cost,
        "actual_cost_minor": task.actual_cost,
        "file_uid": task.uid,
    }


def _hang(rows: PlanRows, plan: PlanFile, found: Mapping[str, int]) -> None:
    """Each task below the nearest one above it that is there."""
    tasks = plan.tasks
    parents = parents_of(tuple(task.level for task in tasks))
    updates = []
    for place, task in enumerate(tasks):
        if task.uid not in found:
            continue
        above = parents[place]
        while above is not None and tasks[above].uid not in found:
            above = parents[above]
        parent = None if above is None else found[tasks[above].uid]
        updates.append({"id": found[task.uid], "parent_id": parent})
    bulk_update(rows.session, Task, updates)


def take_links(
    rows: PlanRows, plan: PlanFile, tasks: Mapping[str, int], accepted: Accepted
) -> None:
    """Replace the links between the project's tasks; those from other projects stay."""
    taken = {number for number in tasks.values() if not accepted.refuses(number, "predecessors")}
    ours = {row.id for row in rows.of_project(Task)} | set(tasks.values())
    old = [
        row.id
        for row in rows.among(Dependency, "successor_id", taken)
        if row.predecessor_id in ours
    ]
    wanted = [
        {
            "predecessor_id": tasks[link.predecessor],
            "successor_id": tasks[task.uid],
            "type": link.type.value,
            "lag_minutes": link.lag_minutes,
            "lag_kind": link.lag_kind.value,
            "lag_share": link.lag_share,
        }
        for task in plan.tasks
        if tasks.get(task.uid) in taken
        for link in task.links
        if link.predecessor in tasks
    ]
    rows.exchange(Dependency, old, wanted)


def take_baselines(rows: PlanRows, plan: PlanFile, tasks: Mapping[str, int]) -> None:
    stored = {row.number: row.id for row in rows.of_project(Baseline)}
    numbers = {one.number for task in plan.tasks for one in task.baselines}
    new = [
        {"project_id": rows.project, "number": number} for number in sorted(numbers - stored.keys())
    ]
    ids = bulk_insert(rows.session, Baseline, new)
    stored |= {row["number"]: number for row, number in zip(new, ids, strict=True)}
    wanted = [
        {
            "baseline_id": stored[one.number],
            "task_id": tasks[task.uid],
            "start": one.start,
            "finish": one.finish,
            "duration_minutes": one.duration_minutes,
            "work_minutes": one.work_minutes,
            "cost_minor": one.cost,
        }
        for task in plan.tasks
        if task.uid in tasks
        for one in task.baselines
    ]
    rows.replace(BaselineTask, "task_id", tasks.values(), wanted)
