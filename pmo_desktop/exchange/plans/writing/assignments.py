"""Who works on what, as Microsoft Project has it; the pauses of a split task stand there, too."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.gaps import parse_gaps
from pmo_desktop.domain.plan_file import PlanAssignment, PlanFile, PlanTask
from pmo_desktop.exchange.plans import codes, order
from pmo_desktop.exchange.plans.computing_calendars import computing
from pmo_desktop.exchange.plans.values import duration_text, moment_text
from pmo_desktop.exchange.plans.writing.parts import Parts
from pmo_desktop.exchange.plans.writing.resources import RATE_TABLES
from pmo_desktop.exchange.plans.writing.tasks import UNASSIGNED
from pmo_desktop.exchange.plans.writing.texts import minutes, moment, money, number

CONTOURS = codes.back(codes.CONTOURS)


def assignment_elements(plan: PlanFile, fields: Mapping[str, str]) -> Iterator[str]:
    """All of a plan, task by task, numbered; `fields` has the numbers of its makers' fields.

    A task that nobody works on has an assignment to nobody where there is more to say of its work.
    """
    lines = computing(plan.calendars, plan.calendar)
    assigned: dict[str, list[PlanAssignment]] = defaultdict(list)
    for assignment in plan.assignments:
        assigned[assignment.task].append(assignment)
    place = 0
    for task in plan.tasks:
        line = lines[task.calendar or plan.calendar] if task.gaps else None
        for assignment in _of_task(task, assigned.get(task.uid, [])):
            place += 1
            yield _element(assignment, task, line, place, fields)


def _of_task(task: PlanTask, assigned: list[PlanAssignment]) -> Iterator[PlanAssignment]:
    yield from assigned
    kept = dict(task.extras).get(UNASSIGNED)
    if kept or (task.gaps and not assigned):
        extras = json.loads(kept) if kept else {}
        yield PlanAssignment(
            task.uid,
            codes.NOBODY_UID,
            work_minutes=task.work_minutes,
            extras=tuple((str(name), str(value)) for name, value in extras.items()),
        )


def _element(
    assignment: PlanAssignment,
    task: PlanTask,
    line: Calendar | None,
    place: int,
    fields: Mapping[str, str],
) -> str:
    parts = Parts(fields)
    parts.put_back(assignment.extras)
    parts.set(
        (
            ("UID", str(place)),
            ("TaskUID", assignment.task),
            ("ResourceUID", assignment.resource),
            ("ActualCost", money(assignment.actual_cost)),
            ("ActualWork", minutes(assignment.actual_work_minutes)),
            ("Cost", money(assignment.cost)),
            ("CostRateTable", RATE_TABLES.get(assignment.rate_table, "0")),
            ("Delay", str(assignment.delay_minutes * 10)),
            ("Finish", moment(assignment.finish or task.finish)),
            ("Start", moment(assignment.start or task.start)),
            ("Units", number(assignment.units)),
            ("Work", minutes(assignment.work_minutes)),
            ("WorkContour", CONTOURS[assignment.contour]),
        )
    )
    if line is not None and task.start is not None and "TimephasedData" not in parts:
        parts.set_elements("TimephasedData", _pauses(task, task.start, line, place))
    return parts.element("Assignment", order.ASSIGNMENT)


def _pauses(task: PlanTask, start: datetime, line: Calendar, place: int) -> Iterator[str]:
    """What is done when, day or no day: the work between the splits, and nothing in them."""
    at, done = start, 0
    for worked, gap in parse_gaps(task.gaps):
        part = worked - done
        end = line.add(at, part)
        yield _span(at, end, part, place)
        begin = line.next_working(line.add(end, gap))
        yield _span(end, begin, 0, place)
        at, done = begin, worked
    rest = task.duration_minutes - done
    if rest > 0:
        yield _span(at, line.add(at, rest), rest, place)


def _span(start: datetime, finish: datetime, worked: int, place: int) -> str:
    return (
        f"<TimephasedData><Type>1</Type><UID>{place}</UID><Start>{moment_text(start)}</Start>"
        f"<Finish>{moment_text(finish)}</Finish><Unit>2</Unit>"
        f"<Value>{duration_text(worked)}</Value></TimephasedData>"
    )
