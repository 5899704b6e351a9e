"""Planned against actual work, out of assignments and timesheets.

*Planned* in a period is what assignments ask for in its days, as they were promised: where a task
has a baseline, its work lies over the baseline's dates, else over those of the plan. An assignment
has its own work where it is given, else its units in the working time of the task's calendar. All
of it counts, also what is done by now. *Actual* is what timesheets say. Both in minutes.

The figures of finished tasks are of assignments whose hours are known from their first day on: what
began before the first timesheet of all is left out, as its actual work would be too small.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.demand import DemandKind, Line
from pmo_desktop.domain.demand_sums import sums_of_days
from pmo_desktop.domain.gaps import parse_gaps
from pmo_desktop.domain.performance import Finished, Record, WorkCell, record
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.tasks import ResourceKind, TaskKind
from pmo_desktop.models import Assignment, Department, Person, Project, Task, TimesheetEntry
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.feedback import FeedbackRow, feedback, shows_performance
from pmo_desktop.services.office import office_row
from pmo_desktop.services.task_calendars import TaskCalendars, people_of_tasks
from pmo_desktop.storage.bulk import table_of

ASSIGNMENTS, TASKS, PROJECTS = table_of(Assignment), table_of(Task), table_of(Project)
PEOPLE, DEPARTMENTS, ENTRIES = table_of(Person), table_of(Department), table_of(TimesheetEntry)
WEEKS = 8
COUNTED = tuple(state.value for state in ProjectState if state is not ProjectState.PROPOSED)


class PersonName(NamedTuple):
    name: str
    department: str


class TaskName(NamedTuple):
    project_id: int
    name: str


@dataclass(frozen=True)
class Actuals:
    """A period's work. Where the office does not show how people did (`shown` is false), no cell
    has a person, and nobody's figures are there.

    `office` are the figures of all finished tasks together, `projects` and `people` by their ids.
    """

    first: date
    last: date
    shown: bool
    cells: tuple[WorkCell, ...] = ()
    people: Mapping[int, PersonName] = field(default_factory=dict)
    projects: Mapping[int, str] = field(default_factory=dict)
    tasks: Mapping[int, TaskName] = field(default_factory=dict)
    office: Record = field(default_factory=Record)
    of_projects: Mapping[int, Record] = field(default_factory=dict)
    of_people: Mapping[int, Record] = field(default_factory=dict)


def actuals(session: Session, first: date, last: date) -> Actuals:
    """Planned and actual work from `first` to `last`, both included; the figures of finished tasks
    are of those that were finished in these days."""
    shown = shows_performance(session)
    rows = _assigned(session)
    planned = _planned(session, rows, first, last)
    worked = _worked(session, first, last)
    cells = [
        WorkCell(*key, planned.get(key, 0.0), worked.get(key, 0.0))
        for key in sorted({*planned, *worked}, key=lambda key: tuple(part or 0 for part in key))
    ]
    finished = _finished(session, rows, first, last)
    return Actuals(
        first,
        last,
        shown,
        tuple(cells if shown else _without_people(cells)),
        _people(session) if shown else {},
        _projects(session),
        _tasks(session, {cell.task_id for cell in cells}),
        record([one for _, _, one in finished]),
        _records((project, one) for project, _, one in finished),
        _records((person, one) for _, person, one in finished) if shown else {},
    )


class Reviewed(NamedTuple):
    """What a look at how people did is made of."""

    found: Actuals
    feedback: tuple[FeedbackRow, ...]


def reviewed(session: Session, first: date | None = None, last: date | None = None) -> Reviewed:
    """The period that is named, else the last `WEEKS` up to the status date."""
    end = last or office_row(session).status_date
    begin = first or end - timedelta(weeks=WEEKS) + timedelta(days=1)
    return Reviewed(actuals(session, min(begin, end), max(begin, end)), feedback(session))


Key = tuple[int | None, int | None, int | None]


def _without_people(cells: Iterable[WorkCell]) -> list[WorkCell]:
    sums: dict[tuple[int | None, int | None], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for cell in cells:
        found = sums[cell.project_id, cell.task_id]
        found[0] += cell.planned
        found[1] += cell.actual
    return [WorkCell(None, *key, *both) for key, both in sums.items()]


def _records(pairs: Iterable[tuple[int, Finished]]) -> dict[int, Record]:
    found: dict[int, list[Finished]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return {key: record(tasks) for key, tasks in found.items()}


def _assigned(session: Session) -> list[Any]:
    """The assignments of people to tasks of projects that are or were worked on."""
    statement = (
        select(
            ASSIGNMENTS.c.id.label("assignment_id"), ASSIGNMENTS.c.person_id, ASSIGNMENTS.c.units,
            ASSIGNMENTS.c.work_minutes, ASSIGNMENTS.c.contour, TASKS.c.id, TASKS.c.project_id,
            TASKS.c.start, TASKS.c.finish, TASKS.c.baseline_start, TASKS.c.baseline_finish,
            TASKS.c.duration_minutes, TASKS.c.actual_start, TASKS.c.actual_finish,
            TASKS.c.percent_complete, TASKS.c.deadline, TASKS.c.calendar_id, TASKS.c.elapsed,
            TASKS.c.ignores_people, TASKS.c.gaps,
            PROJECTS.c.calendar_id.label("project_calendar"),
        )
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .join(PROJECTS, PROJECTS.c.id == TASKS.c.project_id)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .where(TASKS.c.active, TASKS.c.kind == TaskKind.TASK.value, TASKS.c.start.is_not(None))
        .where(PROJECTS.c.state.in_(COUNTED), PEOPLE.c.kind == ResourceKind.WORK.value)
        .where(~PEOPLE.c.placeholder)
        .order_by(ASSIGNMENTS.c.id)
    )  # fmt: skip
    return list(session.connection().execute(statement))


def promised(row: Any) -> tuple[datetime, datetime]:
    """The dates over which the work of a task was to lie."""
    if row.baseline_start is not None and row.baseline_finish is not None:
        return row.baseline_start, row.baseline_finish
    return row.start, row.finish


def _planned(session: Session, rows: Iterable[Any], first: date, last: date) -> dict[Key, float]:
    known = calendars(session)
    worked = TaskCalendars(known, people_of_tasks(session, known))
    begin = datetime.combine(first, time.min)
    end = datetime.combine(last + timedelta(days=1), time.min)
    found: dict[Key, float] = defaultdict(float)
    sums = sums_of_days(first, last)
    for row in rows:
        start, finish = promised(row)
        if start >= end or finish <= begin:
            continue
        calendar = worked.calendar_of(row, row.project_calendar) or known[None]
        kept = (start, finish) == (row.start, row.finish) and row.gaps and not row.elapsed
        line = Line(
            DemandKind.TASK, row.assignment_id, row.id, row.person_id, None, "", None, None,
            row.project_id, start, finish, row.units, calendar,
            parse_gaps(row.gaps) if kept else (), row.contour, row.work_minutes,
        )  # fmt: skip
        minutes = sums.of(line)[0]
        if minutes:
            found[row.person_id, row.project_id, row.id] += minutes
    return found


def _worked(session: Session, first: date, last: date) -> dict[Key, float]:
    project = func.coalesce(ENTRIES.c.project_id, TASKS.c.project_id)
    statement = (
        select(ENTRIES.c.person_id, project, ENTRIES.c.task_id, func.sum(ENTRIES.c.minutes))
        .outerjoin(TASKS, TASKS.c.id == ENTRIES.c.task_id)
        .where(ENTRIES.c.day.between(first, last))
        .group_by(ENTRIES.c.person_id, project, ENTRIES.c.task_id)
    )
    rows = session.connection().execute(statement)
    return {(person, of, task): float(minutes) for person, of, task, minutes in rows}


def _finished(
    session: Session, rows: Iterable[Any], first: date, last: date
) -> list[tuple[int, int, Finished]]:
    """Project, person and what is known, of each assignment to a task finished in the period."""
    since = session.connection().execute(select(func.min(ENTRIES.c.day))).scalar()
    totals = _totals(session)
    found = []
    for row in rows:
        finish = row.actual_finish or row.finish
        if row.percent_complete < 1 or not first <= _day(finish) <= last:
            continue
        began = (row.actual_start or row.start).date()
        known = since is not None and began >= since
        actual = totals.get((row.person_id, row.id)) if known else None
        due = row.baseline_finish or row.deadline
        one = Finished(
            _planned_in_all(row) if actual else None,
            actual,
            _day(due) if due is not None else None,
            _day(finish),
        )
        found.append((row.project_id, row.person_id, one))
    return found


def _planned_in_all(row: Any) -> float:
    if row.work_minutes is not None:
        return float(row.work_minutes)
    return float(row.units * row.duration_minutes)


def _day(moment: datetime) -> date:
    """The day on which something ends at this moment; midnight ends the day before."""
    return (moment - timedelta(minutes=1)).date()


def _totals(session: Session) -> dict[tuple[int, int], float]:
    statement = (
        select(ENTRIES.c.person_id, ENTRIES.c.task_id, func.sum(ENTRIES.c.minutes))
        .where(ENTRIES.c.task_id.is_not(None))
        .group_by(ENTRIES.c.person_id, ENTRIES.c.task_id)
    )
    rows = session.connection().execute(statement)
    return {(person, task): float(minutes) for person, task, minutes in rows}


def _people(session: Session) -> dict[int, PersonName]:
    statement = select(
        PEOPLE.c.id, PEOPLE.c.name, func.coalesce(DEPARTMENTS.c.name, "").label("department")
    ).outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == PEOPLE.c.department_id)
    rows = session.connection().execute(statement)
    return {row.id: PersonName(row.name, row.department) for row in rows}


def _projects(session: Session) -> dict[int, str]:
    rows = session.connection().execute(select(PROJECTS.c.id, PROJECTS.c.code, PROJECTS.c.name))
    return {row.id: f"{row.code} {row.name}".strip() for row in rows}


def _tasks(session: Session, wanted: set[int | None]) -> dict[int, TaskName]:
    rows = session.connection().execute(
        select(TASKS.c.id, TASKS.c.project_id, TASKS.c.wbs, TASKS.c.name)
    )
    return {
        row.id: TaskName(row.project_id, f"{row.wbs} {row.name}".strip())
        for row in rows
        if row.id in wanted
    }
