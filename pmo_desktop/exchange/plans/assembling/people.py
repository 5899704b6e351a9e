"""The resources of a plan with capacities that can be, and the assignments that lead somewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pmo_desktop.domain.demand import MOST_PEOPLE
from pmo_desktop.domain.plan_file import PlanAssignment, PlanResource, PlanTask
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.exchange.plans.codes import NOBODY_UID
from pmo_desktop.exchange.plans.drawn import Drawn
from pmo_desktop.exchange.plans.mspdi_resources import Span

# How files call the resource of an assignment that has none, and its project's own task.
NOBODY, PROJECT = (NOBODY_UID, "", "-1", "0"), "0"


def resources_of(drawn: Drawn) -> list[PlanResource]:
    found: dict[str, PlanResource] = {}
    twice, odd = [], []
    for resource in drawn.resources:
        if resource.uid in found:
            twice.append(resource.name)
            continue
        if resource.kind is ResourceKind.WORK and not 0 <= resource.units <= MOST_PEOPLE:
            odd.append(f"{resource.name} ({_percent(resource.units)})")
            # There is no less of anybody than nothing; more than anybody has was mistyped, and one
            # is taken.
            resource = replace(resource, units=0.0 if resource.units < 0 else 1.0)
        found[resource.uid] = resource
    drawn.tell("plan_resource_twice", "warning", twice)
    drawn.tell("plan_capacity_odd", "warning", odd)
    return list(found.values())


def assignments_of(
    drawn: Drawn, tasks: Sequence[PlanTask], resources: Sequence[PlanResource]
) -> tuple[list[PlanAssignment], dict[str, tuple[Span, ...]]]:
    """The assignments; and, of tasks with a single one, when it is worked on, by their ids."""
    by_uid = {task.uid: task for task in tasks}
    people = {resource.uid: resource for resource in resources}
    found: dict[tuple[str, str], PlanAssignment] = {}
    spans: dict[str, list[tuple[Span, ...]]] = defaultdict(list)
    nowhere, twice, below, beyond = [], [], [], []
    for read in drawn.assignments:
        given = read.assignment
        task = by_uid.get(given.task)
        if task is None:
            if given.task != PROJECT:
                nowhere.append(given.task)
            continue
        spans[task.uid].append(read.spans)
        drawn.tasks_reader.unread += [(code, task.name) for code in read.left_out]
        resource = people.get(given.resource)
        if resource is None:
            if given.resource not in NOBODY:
                nowhere.append(task.name)
            continue
        key, is_work = (given.task, given.resource), resource.kind is ResourceKind.WORK
        if key in found:
            twice.append(task.name)
        elif is_work and given.units > MOST_PEOPLE:
            beyond.append(_who(task, resource, given))
        elif is_work and (given.units < 0 or (given.work_minutes or 0) < 0):
            below.append(_who(task, resource, given))
            found[key] = _of_nothing(given)
        else:
            found[key] = given
    drawn.tell("plan_units_below", "warning", below)
    drawn.tell("plan_units_beyond", "warning", beyond, most=MOST_PEOPLE)
    drawn.tell("plan_assignment_nowhere", "warning", nowhere)
    drawn.tell("plan_assignment_twice", "warning", twice)
    pauses = {uid: parts[0] for uid, parts in spans.items() if len(parts) == 1 and parts[0]}
    return list(found.values()), pauses


def _of_nothing(given: PlanAssignment) -> PlanAssignment:
    work = None if given.work_minutes is None else max(given.work_minutes, 0)
    return replace(given, units=max(given.units, 0.0), work_minutes=work)


def _who(task: PlanTask, resource: PlanResource, given: PlanAssignment) -> str:
    return f"{task.name}: {resource.name} ({_percent(given.units)})"


def _percent(units: float) -> str:
    """As the program that wrote it shows units."""
    return f"{units * 100:.15g}%"
