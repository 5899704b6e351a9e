"""The same plan in another order: by project as it is, the projects under what they share, the
tasks under their people, or by date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from pmo_desktop.charts.bars import BRACKETS, MILESTONE
from pmo_desktop.domain.plan import Plan, PlanLink, PlanRow

GROUP = "group"
NO_PROJECT = 0


class Grouping(StrEnum):
    PROJECT = "project"
    PROGRAMME = "programme"
    OWNER = "owner"
    PHASE = "phase"
    DEPARTMENT = "department"
    PERSON = "person"
    DATE = "date"


SHARED: Mapping[Grouping, Callable[[PlanRow], str]] = {
    Grouping.PROGRAMME: lambda row: row.programme,
    Grouping.OWNER: lambda row: row.manager,
    Grouping.PHASE: lambda row: row.phase,
    Grouping.DEPARTMENT: lambda row: row.department,
}


def grouped(
    plan: Plan, by: Grouping, nobody: str, said: Callable[[str], str] = lambda name: name
) -> Plan:
    """The plan's rows in another order; `nobody` names the group of those without a name, `said`
    is how a group's name is told."""
    if by in SHARED:
        return _by_what_projects_share(plan, SHARED[by], nobody, said)
    if by is Grouping.PERSON:
        return _by_person(plan, nobody)
    return _by_date(plan) if by is Grouping.DATE else plan


def portfolio_of(plan: Plan) -> tuple[Plan, dict[int, tuple[PlanRow, ...]]]:
    """A row a project, under its groups where there are some; and the milestones of each row."""
    kept = [n for n, row in enumerate(plan.rows) if row.kind in (GROUP, "project")]
    places = {source: place for place, source in enumerate(kept)}
    rows = tuple(replace(plan.rows[n], parent=places.get(plan.rows[n].parent, -1)) for n in kept)
    marks: dict[int, list[PlanRow]] = {}
    at = -1
    for number, row in enumerate(plan.rows):
        if number in places:
            at = places[number]
        elif row.kind == MILESTONE and at >= 0:
            marks.setdefault(at, []).append(row)
    return replace(plan, rows=rows, links=()), {n: tuple(found) for n, found in marks.items()}


def _by_date(plan: Plan) -> Plan:
    """Every task and milestone, the earliest first, without the rows above them."""
    order = _tasks(plan)
    rows = tuple(replace(plan.rows[index], parent=-1, depth=0) for index in order)
    return replace(plan, rows=rows, links=_moved_links(plan, order))


def _by_what_projects_share(
    plan: Plan, key: Callable[[PlanRow], str], nobody: str, said: Callable[[str], str]
) -> Plan:
    """A group a name, with its projects as they are."""
    held: dict[str, list[int]] = {}
    of = nobody
    for index, row in enumerate(plan.rows):
        if row.parent < 0:
            of = said(key(row)) if key(row) else nobody
        held.setdefault(of, []).append(index)
    rows: list[PlanRow] = []
    sources: list[int] = []
    for name in _ordered(held, nobody):
        own = [plan.rows[index] for index in held[name]]
        top = len(rows)
        rows.append(_group(name, [row for row in own if row.kind not in BRACKETS]))
        sources.append(-1)
        places = {source: place for place, source in enumerate(held[name], top + 1)}
        rows += (
            replace(row, parent=places.get(row.parent, top), depth=row.depth + 1) for row in own
        )
        sources += held[name]
    return replace(plan, rows=tuple(rows), links=_moved_links(plan, sources))


def _by_person(plan: Plan, nobody: str) -> Plan:
    """A group a person, by name; who shares a task has it too. Links join the first occurrences."""
    held: dict[str, list[int]] = {}
    for index in _tasks(plan):
        for name in plan.rows[index].people or (nobody,):
            held.setdefault(name, []).append(index)
    rows: list[PlanRow] = []
    sources: list[int] = []
    for name in _ordered(held, nobody):
        tasks = [plan.rows[index] for index in held[name]]
        parent = len(rows)
        rows.append(_group(name, tasks))
        sources.append(-1)
        rows += (replace(task, parent=parent, depth=1) for task in tasks)
        sources += held[name]
    return replace(plan, rows=tuple(rows), links=_moved_links(plan, sources))


def _ordered(held: Mapping[str, object], nobody: str) -> list[str]:
    """By name, those without one last."""
    return sorted(held, key=lambda name: (name == nobody, name.casefold()))


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
