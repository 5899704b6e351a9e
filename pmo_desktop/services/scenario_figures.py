"""What scenarios are held against one another by: dates, cost, float, overload.

Each scenario is worked out on a copy of the database, so that nothing that is done meanwhile has to
wait, and nothing of it can be left behind.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import fmean
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from pmo_desktop.domain.money import from_minor
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.scenario_steps import LeftOut
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.overload import OverPerson, overload
from pmo_desktop.services.scenario_effects import apply_steps
from pmo_desktop.services.scenarios import ScenarioRow, scenarios, steps_of
from pmo_desktop.services.scheduling import Computed, compute
from pmo_desktop.services.task_amounts import Amounts, amounts
from pmo_desktop.storage.aside import aside
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

TRIED = Title("Try a scenario")
# How far ahead what comes later than the window of `domain.load` is looked for.
WEEKS_IN_ALL = 52
COUNTED = (ProjectState.ACTIVE.value, ProjectState.PROPOSED.value, ProjectState.ON_HOLD.value)


@dataclass(frozen=True)
class ProjectFigures:
    """`float_days` is the mean total float of its open tasks in working days, `critical` how many
    of them have none; None where there are no such tasks."""

    uid: str
    code: str
    name: str
    priority: int
    state: str
    start: datetime | None
    finish: datetime | None
    cost: Decimal | None
    currency: str
    float_days: float | None
    critical: int


@dataclass(frozen=True)
class PersonFigures:
    """In how many weeks of the window of `domain.load` a person has too much, and how many hours
    beyond what they have; `later_hours` up to the end of a year."""

    name: str
    weeks: int
    hours: float
    later_hours: float = 0.0


@dataclass(frozen=True)
class Figures:
    """Of the plan of record, or of a scenario; `left_out` are the steps that could not be taken."""

    projects: tuple[ProjectFigures, ...]
    people: tuple[PersonFigures, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def active(self) -> tuple[ProjectFigures, ...]:
        """What counts in the sums: a candidate does from when it is started."""
        return tuple(row for row in self.projects if row.state == ProjectState.ACTIVE)

    @property
    def finish(self) -> datetime | None:
        """The last finish of what is active."""
        ends = [row.finish for row in self.active]
        return max((finish for finish in ends if finish is not None), default=None)

    @property
    def overloaded_weeks(self) -> int:
        """Weeks of people together."""
        return sum(person.weeks for person in self.people)

    @property
    def overload_hours(self) -> float:
        return sum(person.hours for person in self.people)

    @property
    def later_hours(self) -> float:
        """Hours of overload behind the window."""
        return sum(person.later_hours for person in self.people)


@dataclass(frozen=True)
class Comparison:
    """`scenarios` by their ids."""

    record: Figures
    scenarios: Mapping[int, Figures]


def compare(
    workspace: Workspace, scenario_ids: Collection[int] | None = None, report: Report = silent
) -> Comparison:
    """The figures of the plan of record and of these scenarios (None: of all)."""
    wanted = [
        row for row in workspace.query(scenarios) if scenario_ids is None or row.id in scenario_ids
    ]
    report(Progress(0, len(wanted) + 1))
    record = workspace.query(figures)
    found = {}
    for number, row in enumerate(wanted, 1):
        report(Progress(number, len(wanted) + 1))
        found[row.id] = figures_of(workspace, row)
    return Comparison(record, found)


def figures_of(workspace: Workspace, scenario: ScenarioRow) -> Figures:
    """What the plan of record would come to with the scenario's steps."""
    with aside(workspace) as copy:
        told = copy.edit(TRIED, apply_steps, steps_of(scenario)).result
        return copy.query(figures, told)


def figures(session: Session, left_out: tuple[LeftOut, ...] = ()) -> Figures:
    """As the tables stand."""
    computed = compute(session)
    known = amounts(session, [project.id for project in computed.projects])
    rows = tuple(
        _of_project(project, computed, known)
        for project in computed.projects
        if project.state in COUNTED
    )
    return Figures(rows, _overloads(session), left_out)


def _of_project(
    project: Row[Any], computed: Computed, known: Mapping[int, Amounts]
) -> ProjectFigures:
    tasks = [task for task in computed.tasks[project.id] if task.active]
    lain = [computed.outlined[task.id] for task in tasks]
    costs = [known[task.id].cost_minor for task in tasks if task.parent_id is None]
    cost = (
        sum(one for one in costs if one is not None) if any(c is not None for c in costs) else None
    )
    floats = [
        found.total_float_minutes
        for task in tasks
        if task.kind == TaskKind.TASK
        and task.percent_complete < 1
        and (found := computed.result.activities.get(task.id)) is not None
        and found.total_float_minutes is not None
    ]
    day = computed.calendars.or_office(project.calendar_id).minutes_per_day
    return ProjectFigures(
        project.uid,
        project.code,
        project.name,
        project.priority,
        project.state,
        min((row.start for row in lain if row.start is not None), default=None),
        max((row.finish for row in lain if row.finish is not None), default=None),
        from_minor(cost, project.currency),
        project.currency,
        fmean(floats) / day if floats else None,
        sum(1 for minutes in floats if minutes <= 0),
    )


def _overloads(session: Session) -> tuple[PersonFigures, ...]:
    found = overload(session, WEEKS_IN_ALL)
    later = {one.person_id: one for one in found.later}
    people = [
        PersonFigures(one.name, len(one.weeks), one.hours, _hours(later.pop(one.person_id, None)))
        for one in found.people
    ]
    rest = [PersonFigures(one.name, 0, 0.0, one.hours) for one in later.values()]
    return tuple(sorted((*people, *rest), key=lambda one: one.name))


def _hours(one: OverPerson | None) -> float:
    return 0.0 if one is None else one.hours
