"""A plan file's tasks as records: what lists, counts and comparisons show of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pmo_desktop.domain.plan_file import PlanFile, PlanTask, outline_numbers
from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.domain.tasks import Constraint, Link, TaskKind
from pmo_desktop.exchange.plans.computing import ComputedPlan
from pmo_desktop.exchange.team.facts import code_in

# What a program calls a plan that nobody has named.
NAMELESS = re.compile(r"(?:project|项目|projet|projekt)?\s*\d*|project-name", re.IGNORECASE)


def name_of(plan: PlanFile) -> str:
    """What the project is called: by its title, else by its file."""
    return plan.name if NAMELESS.fullmatch(plan.title.strip()) else plan.title


def records_of(plan: PlanFile, computed: ComputedPlan) -> ProjectRecords:
    """The records of a plan. A task's `uid` is its id in the file."""
    return ProjectRecords(
        Record("project", project_values(plan), plan.project_uid or None),
        tasks=tuple(
            Record("task", values, uid) for uid, values in task_values(plan, computed).items()
        ),
        people=tuple(
            Record("person", {"name": resource.name, "email": resource.email})
            for resource in plan.resources
        ),
    )


def project_values(plan: PlanFile) -> dict[str, Any]:
    code = code_in(plan.title) or code_in(plan.name)
    values: dict[str, Any] = {"code": code, "name": name_of(plan)}
    if plan.manager:
        values["manager"] = plan.manager
    if len(plan.currency) == 3:
        values["currency"] = plan.currency
    if plan.start is not None:
        values["start"] = plan.start.date()
    return values


def task_values(plan: PlanFile, computed: ComputedPlan | None) -> dict[str, dict[str, Any]]:
    """The fields of every task that a record has, by the tasks' ids in the file. Without what is
    `computed` the dates are those of the plan itself."""
    numbers = outline_numbers(tuple(task.level for task in plan.tasks))
    codes = {task.uid: number for task, number in zip(plan.tasks, numbers, strict=True)}
    people = _people(plan)
    found = {}
    for task in plan.tasks:
        values = _values(task, codes, people.get(task.uid, ()))
        if computed is not None:
            dates = computed.dates[task.uid]
            values["start"], values["finish"] = dates.start, dates.finish
        found[task.uid] = values
    return found


def _values(task: PlanTask, codes: Mapping[str, str], people: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "wbs": codes[task.uid],
        "name": task.name,
        "kind": task.kind.value,
        "people": people,
        "start": task.start,
        "finish": task.finish,
        "duration": task.duration_minutes,
        "percent_complete": task.percent_complete,
        "predecessors": tuple(
            Link(codes[link.predecessor], link.type, link.lag_minutes) for link in task.links
        ),
        "actual_start": task.actual_start,
        "actual_finish": task.actual_finish,
        "deadline": task.deadline,
        "notes": task.notes,
    }
    if task.kind is TaskKind.SUMMARY:
        # They follow from the tasks below.
        for name in ("duration", "percent_complete"):
            values.pop(name)
    if task.constraint is not Constraint.ASAP:
        values["constraint"] = task.constraint.value
        values["constraint_date"] = task.constraint_date
    if not task.active:
        values["active"] = False
    return values


def _people(plan: PlanFile) -> dict[str, tuple[str, ...]]:
    names = {resource.uid: resource.name for resource in plan.resources}
    found: dict[str, list[str]] = defaultdict(list)
    for assignment in plan.assignments:
        found[assignment.task].append(names[assignment.resource])
    return {task: tuple(people) for task, people in found.items()}
