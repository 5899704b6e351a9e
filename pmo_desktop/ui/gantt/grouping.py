"""The same plan in another order: by project as it is, under its people, or by date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from pmo_desktop.charts.bars import BRACKETS
from pmo_desktop.domain.plan import Plan, PlanLink, PlanRow

GROUP = "group"
NO_PROJECT = 0


class Grouping(StrEnum):
    PROJECT = "project"
    PERSON = "person"
    DATE = "date"


def grouped(plan: Plan, by: Grouping, nobody: str) -> Plan:
    """The plan's tasks in another order; `nobody` names the group of those without people."""
    if by is Grouping.PERSON:
        return _by_person(plan, nobody)
    return _by_date(plan) if by is Grouping.DATE else plan


def _by_date(plan: Plan) -> Plan:
    """Every task and milestone, the earliest first, without the rows above them."""
    order = _tasks(plan)
    rows = tuple(replace(plan.rows[index], parent=-1, depth=0) for index in order)
    return replace(plan, rows=rows, links=_moved_links(plan, order))


def _by_person(plan: Plan, nobody: str) -> Plan:
    """A group a person, by name; who shares a task has it too. Links join the first occurrences."""
    held: dict[str, list[int]] = {}
    for index in _tasks(plan):
        for name in plan.rows[index].people or (nobody,):
            held.setdefault(name, []).append(index)
    rows: list[PlanRow] = []
    sources: list[int] = []
    for name in sorted(held, key=lambda person: (person == nobody, person.casefold())):
        tasks = [plan.rows[index] for index in held[name]]
        parent = len(rows)
        rows.append(_group(name, tasks))
        sources.append(-1)
        rows += (replace(task, parent=parent, depth=1) for task in tasks)
        sources += held[name]
    return replace(plan, rows=tuple(rows), links=_moved_links(plan, sources))


def _tasks(plan: Plan) -> list[int]:
    tasks = [i for i, row in enumerate(plan.rows) if row.kind not in BRACKETS]
    return sorted(tasks, key=lambda index: plan.rows[index].start or datetime.max)


def _moved_links(plan: Plan, sources: list[int]) -> tuple[PlanLink, ...]:
    """The links between the rows' first new places."""
    places: dict[int, int] = {}
    for place, source in enumerate(sources):
        places.setdefault(source, place)
    return tuple(
        replace(link, predecessor=places[link.predecessor], successor=places[link.successor])
        for link in plan.links
        if link.predecessor in places and link.successor in places
    )


def _group(name: str, tasks: list[PlanRow]) -> PlanRow:
    """A row above tasks: from the first start to the last finish, done by the work in it."""
    starts = [task.start for task in tasks if task.start is not None]
    finishes = [task.finish for task in tasks if task.finish is not None]
    work = sum(task.duration_minutes for task in tasks)
    done = sum(task.duration_minutes * task.percent_complete for task in tasks)
    return PlanRow(
        task_id=None,
        project_id=NO_PROJECT,
        parent=-1,
        depth=0,
        wbs="",
        name=name,
        kind=GROUP,
        start=min(starts, default=None),
        finish=max(finishes, default=None),
        duration_minutes=work,
        percent_complete=done / work if work else 0.0,
    )
