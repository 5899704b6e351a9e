"""From the tables to a schedule and back: what the plan computes, and what is stored of it.

Tasks hold the dates that the last computation gave; a verb that changed a cause reschedules in the
same edit, so that stored dates always agree with the network.

A task is worked on in its own calendar, without one in its project's. Its people have a say where
they have calendars of their own (unless the task ignores them): theirs hold instead of the
project's, and a task with a calendar is worked on when both it and they are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.activities import Activity, Placed, Result, Scheduled, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.gaps import parse_gaps
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.network import place
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.schedule.compiled import compile_network
from pmo_desktop.domain.schedule.solution import Solution, result_of
from pmo_desktop.domain.schedule.solving import solve
from pmo_desktop.domain.summaries import (
    STARTS,
    Outlined,
    due_date,
    due_dates,
    expand,
    held_starts,
    roll_up,
)
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType, ProgressRule, TaskKind
from pmo_desktop.models import Dependency, Office, Project, Task
from pmo_desktop.services.calendars import Calendars, calendars
from pmo_desktop.services.office import office_row
from pmo_desktop.services.plan_hours import (
    AS_CALENDAR,
    PlanHours,
    at,
    stored_hours,
    waiting_hours,
)
from pmo_desktop.services.task_calendars import (
    TaskCalendars,
    people_of_tasks,
    people_of_waiting_tasks,
)
from pmo_desktop.storage.bulk import bulk_update, table_of
from pmo_desktop.storage.waiting import Waiting, as_tuples, waiting
from pmo_desktop.storage.workspace import COMPANION

PROJECTS, TASKS, DEPENDENCIES = table_of(Project), table_of(Task), table_of(Dependency)
CONSTRAINTS = {kind.value: kind for kind in Constraint}
LINK_TYPES = {kind.value: kind for kind in LinkType}
LAG_KINDS = {kind.value: kind for kind in LagKind}


@dataclass(frozen=True)
class Computed:
    """Projects and tasks as they stand in the tables, and what the network says of them.

    `outlined` has every task by id with its computed dates, summaries rolled up; `links` are the
    stored dependencies whose both ends are here; `calendar` is the office's. `faults` are what is
    wrong with calendars.
    """

    projects: tuple[Row[Any], ...]
    tasks: Mapping[int, tuple[Row[Any], ...]]
    links: tuple[Row[Any], ...]
    outlined: Mapping[int, Outlined]
    result: Result
    calendar: Calendar
    status_date: date
    office: Office
    calendars: Calendars
    network: Network
    solution: Solution
    faults: tuple[Reason, ...] = ()


class Plans(NamedTuple):
    """Projects and tasks as they stand; `tasks` has those of each project, in their order, `links`
    any that may be between them, `people` who works on a task, where one of them has a calendar of
    their own (ids of calendars, None: the project's), `hours` when in the day projects begin or end
    that do not as their calendar has it."""

    projects: Sequence[Row[Any]]
    tasks: Mapping[int, Sequence[Row[Any]]]
    links: Iterable[Row[Any]]
    calendars: Calendars
    office: Office
    people: Mapping[int, tuple[int | None, ...]]
    hours: Mapping[int, PlanHours]


def reschedule(
    session: Session, project_ids: Iterable[int], known: Calendars | None = None
) -> None:
    """Compute these projects, and those tied to them, and store the dates that moved.

    `known` are the calendars, where they have been fetched already.
    """
    live = session.info.get(COMPANION)
    if live is not None and live.reschedule(session):
        return
    known = known or calendars(session)
    wanted, later = set(project_ids), waiting(session)
    if later is not None and (new := wanted & later.rows(PROJECTS).keys()):
        for plans in _waiting_plans(session, later, new, known):
            _place(session, plans)
        wanted -= new
    if wanted:
        _place(session, stored_plans(session, connected(session, wanted), known))


def compute(session: Session, project_ids: Iterable[int] | None = None) -> Computed:
    """The network of these projects (None: of all)."""
    return computed(stored_plans(session, project_ids, calendars(session)))


def computed(plans: Plans) -> Computed:
    """What the network says of plans as they stand."""
    network = Network(plans)
    solution = network.solve()
    result = result_of(solution)
    return Computed(
        tuple(plans.projects),
        {project: tuple(rows) for project, rows in plans.tasks.items()},
        network.links,
        _rolled_up(plans, result.activities),
        result,
        plans.calendars[None],
        plans.office.status_date,
        plans.office,
        plans.calendars,
        network,
        solution,
        (*plans.calendars.faults, *network.faults),
    )


def _place(session: Session, plans: Plans) -> None:
    """Store where the tasks come to lie."""
    placed = Network(plans).place()
    outlined = _rolled_up(plans, placed)
    updates = []
    for task_id, now in outlined.items():
        row: dict[str, Any] = {"id": task_id, "start": now.start, "finish": now.finish}
        if now.kind is TaskKind.SUMMARY and task_id not in placed:
            row["duration_minutes"] = now.duration_minutes
            row["percent_complete"] = now.percent_complete
        updates.append(row)
    bulk_update(session, Task, updates)


def stored_plans(session: Session, project_ids: Iterable[int] | None, known: Calendars) -> Plans:
    """The projects with these ids (None: all) as they stand in the tables."""
    projects = _projects(session, project_ids)
    tasks = _tasks(session, projects)
    links = session.connection().execute(select(DEPENDENCIES).order_by(DEPENDENCIES.c.id)).all()
    people = people_of_tasks(session, known)
    hours = stored_hours(session, tasks)
    return Plans(projects, tasks, links, known, office_row(session), people, hours)


def _waiting_plans(
    session: Session, later: Waiting, project_ids: Iterable[int], known: Calendars
) -> Iterator[Plans]:
    """Those of projects that wait to be written, one by one: as long as nothing of a project is
    written, nothing else can be tied to it."""
    rows, tasks = later.rows(PROJECTS), later.rows(TASKS)
    links: dict[int, list[Any]] = defaultdict(list)
    for link in as_tuples(DEPENDENCIES, later.rows(DEPENDENCIES).values()):
        if link.successor_id in tasks:
            links[tasks[link.successor_id]["project_id"]].append(link)
    hours = waiting_hours(later)
    office, people = office_row(session), people_of_waiting_tasks(later, known)
    for project in as_tuples(PROJECTS, (rows[row_id] for row_id in sorted(project_ids))):
        of_project = {project.id: later.tuples(TASKS, project.id)}
        yield Plans([project], of_project, links[project.id], known, office, people, hours)


def _rolled_up(
    plans: Plans, placed: Mapping[int, Placed] | Mapping[int, Scheduled]
) -> dict[int, Outlined]:
    """All tasks with their new dates, summaries with what follows from below; what is inactive
    stays as it was, and nothing follows from it."""
    outlined: dict[int, Outlined] = {}
    for project in plans.projects:
        calendar = plans.calendars.or_office(project.calendar_id)
        tasks = plans.tasks[project.id]
        active = [_outlined(task, placed.get(task.id)) for task in tasks if task.active]
        outlined |= roll_up(active, calendar)
        if len(active) < len(tasks):
            outlined |= {task.id: _outlined(task, None) for task in tasks if not task.active}
    return outlined


def connected(session: Session, project_ids: Iterable[int]) -> set[int]:
    """These projects, and all that links between projects tie to them."""
    before, after = TASKS.alias(), TASKS.alias()
    pairs = session.connection().execute(
        select(before.c.project_id, after.c.project_id)
        .select_from(DEPENDENCIES)
        .join(before, before.c.id == DEPENDENCIES.c.predecessor_id)
        .join(after, after.c.id == DEPENDENCIES.c.successor_id)
        .where(before.c.project_id != after.c.project_id)
        .distinct()
    )
    ties: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        ties[one].add(other)
        ties[other].add(one)
    found: set[int] = set()
    to_do = list(project_ids)
    while to_do:
        project = to_do.pop()
        if project not in found:
            found.add(project)
            to_do += ties[project]
    return found


class Network:
    """Leaves as activities, links as ties between leaves; `links` are those within the plans."""

    def __init__(self, plans: Plans) -> None:
        self._office = plans.office
        self._calendars = TaskCalendars(plans.calendars, plans.people)
        self._parents = {task.id: task.parent_id for rows in plans.tasks.values() for task in rows}
        self._above = {task.parent_id for rows in plans.tasks.values() for task in rows}
        self._hours, self._tasks = plans.hours, plans.tasks
        self._held = held_starts(self._parents, _starts_of_summaries(plans, self._above))
        self._due = due_dates(self._parents, _dues_of_summaries(plans, self._above))
        self._start = plans.calendars[None].day_start(plans.office.status_date)
        self._status = datetime.combine(plans.office.status_date, time.min)
        self.frames: dict[int, Frame] = {}
        self.activities = [
            activity
            for project in plans.projects
            for activity in self._of(project, plans.tasks[project.id])
        ]
        self.links = tuple(
            link
            for link in plans.links
            if link.predecessor_id in self._parents and link.successor_id in self._parents
        )

    @property
    def faults(self) -> tuple[Reason, ...]:
        """What is wrong with the calendars of tasks."""
        return tuple(self._calendars.faults)

    @property
    def calendars(self) -> Sequence[Calendar]:
        """In the order in which the activities name them."""
        return self._calendars.in_order

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Where a project without a start begins, and up to when progress is known."""
        return self._start, self._status

    def solve(self) -> Solution:
        """All dates and floats."""
        lines, bounds = self.calendars, self.bounds
        return solve(compile_network(self.activities, self.ties(), lines, *bounds))

    def place(self) -> dict[int, Placed]:
        return place(self.activities, self.ties(), self.calendars, *self.bounds)

    @cached_property
    def ties_summaries(self) -> bool:
        """Whether any link is one with a summary."""
        return any(
            link.predecessor_id in self._above or link.successor_id in self._above
            for link in self.links
        )

    def ties(self) -> Iterator[Tie]:
        """Those between leaves that the links stand for, made when they are asked for."""
        rigid = {activity.id for activity in self.activities if activity.is_rigid}
        expanded = expand(map(tie_of, self.links), self._parents, rigid, self._calendar_of)
        here = {activity.id for activity in self.activities}
        yield from (t for t in expanded.ties if t.predecessor in here and t.successor in here)

    def _calendar_of(self, summary: int) -> int:
        """The place of the calendar in which a summary's duration is counted: its project's."""
        wanted = self.frames[self._projects[summary]].calendar
        return next(at for at, calendar in enumerate(self.calendars) if calendar is wanted)

    @cached_property
    def _projects(self) -> dict[int, int]:
        return {task.id: project for project, rows in self._tasks.items() for task in rows}

    def _of(self, project: Row[Any], tasks: Sequence[Row[Any]]) -> list[Activity]:
        calendar = self._calendars.of_project(project.calendar_id)
        frame = self.frames[project.id] = Frame(
            project, self._office, calendar, tasks, self._hours.get(project.id, AS_CALENDAR)
        )
        return [
            self.activity(task, frame)
            for task in tasks
            if task.id not in self._above and task.active and not _is_empty_summary(task)
        ]

    def activity(self, task: Row[Any], frame: Frame) -> Activity:
        """A task as it is scheduled."""
        not_before, constraint_date = self._begin(task, frame.not_before)
        return Activity(
            id=task.id,
            duration_minutes=max(task.duration_minutes, 0),
            calendar=self._calendars.of_task(task, frame.calendar_id),
            project=task.project_id,
            fixed=task.fixed and task.start is not None,
            start=task.start,
            finish=task.finish,
            constraint=CONSTRAINTS[task.constraint],
            constraint_date=constraint_date,
            not_before=not_before,
            deadline=task.deadline,
            due=self._due.get(task.id),
            actual_start=task.actual_start,
            actual_finish=task.actual_finish,
            percent_complete=task.percent_complete,
            elapsed=task.elapsed,
            gaps=parse_gaps(task.gaps),
            resume=task.resume,
            held=task.held_until,
            honours_constraint=frame.honours_constraints,
            progress_rule=frame.progress_rule,
            backwards=frame.backwards,
            early=frame.may_be_early and task.constraint == Constraint.ASAP.value,
            not_after=frame.not_after,
            status=frame.status,
        )

    def held_by_summaries(self, task_id: int) -> datetime | None:
        """The latest day that a summary above it may not start before."""
        return self._held.get(task_id)

    def _begin(
        self, task: Row[Any], not_before: datetime | None
    ) -> tuple[datetime | None, datetime | None]:
        """Before when it may not start, and its constraint's date. A task that may start from a day
        before its project's start on does so, as planners who set such a day mean it; what a
        summary above it says of its start holds for it too."""
        given, held = task.constraint_date, self._held.get(task.id)
        if given is not None and task.constraint == Constraint.SNET.value:
            given = max(given, held or given)
            not_before = None if not_before is None else min(not_before, given)
        if held is not None:
            not_before = max(not_before or self._start, held)
        return not_before, given


class Frame:
    """What holds for all tasks of a project."""

    def __init__(
        self,
        project: Row[Any],
        office: Office,
        calendar: Calendar,
        tasks: Sequence[Row[Any]],
        hours: PlanHours = AS_CALENDAR,
    ) -> None:
        self.calendar_id: int | None = project.calendar_id
        self.calendar = calendar
        self.starts_itself = project.start is not None
        self.honours_constraints: bool = project.honours_constraints
        self.progress_rule = ProgressRule(project.progress_rule or office.progress_rule)
        self.backwards = project.schedule_from == ScheduleFrom.FINISH.value
        # In a project of this office it is no constraint: every new task has it.
        self.may_be_early = self.backwards and self.progress_rule is ProgressRule.STANDS
        by = project.finish_by
        self.not_after = None
        if self.backwards and by:
            self.not_after = at(calendar.day_finish(by), hours.finish)
        day = project.status_date
        self.status = None if day is None else datetime.combine(day, time.min)
        self.not_before = _not_before(project, tasks, calendar, hours)


def _starts_of_summaries(plans: Plans, above: set[int | None]) -> dict[int, datetime]:
    """From when on the summaries may start that say so."""
    return {
        task.id: task.constraint_date
        for rows in plans.tasks.values()
        for task in rows
        if task.id in above
        and CONSTRAINTS[task.constraint] in STARTS
        and task.constraint_date is not None
    }


def _dues_of_summaries(plans: Plans, above: set[int | None]) -> dict[int, datetime]:
    """By when the summaries are to be finished that say so."""
    dues = (
        (task.id, due_date(CONSTRAINTS[task.constraint], task.constraint_date, task.deadline))
        for rows in plans.tasks.values()
        for task in rows
        if task.id in above
    )
    return {task: due for task, due in dues if due is not None}


def tie_of(link: Row[Any]) -> Tie:
    """A stored link as one that is scheduled with."""
    return Tie(
        link.predecessor_id,
        link.successor_id,
        LINK_TYPES[link.type],
        link.lag_minutes,
        LAG_KINDS[link.lag_kind],
        link.lag_share,
    )


def _not_before(
    project: Row[Any], tasks: Sequence[Row[Any]], calendar: Calendar, hours: PlanHours
) -> datetime | None:
    """The project's start; where it has none, that of its first fixed task."""
    if project.start is not None:
        return at(calendar.day_start(project.start), hours.start)
    return min((task.start for task in tasks if task.fixed and task.start), default=None)


def _is_empty_summary(task: Row[Any]) -> bool:
    """A phase without tasks and without dates of its own has nothing to schedule."""
    return bool(task.kind == TaskKind.SUMMARY and task.start is None)


def _projects(session: Session, ids: Iterable[int] | None) -> list[Row[Any]]:
    rows = session.connection().execute(
        select(PROJECTS).order_by(PROJECTS.c.priority, PROJECTS.c.code, PROJECTS.c.id)
    )
    wanted = None if ids is None else set(ids)
    return [row for row in rows if wanted is None or row.id in wanted]


def _tasks(session: Session, projects: Sequence[Row[Any]]) -> dict[int, tuple[Row[Any], ...]]:
    found: dict[int, list[Row[Any]]] = {project.id: [] for project in projects}
    statement = select(TASKS).order_by(TASKS.c.project_id, TASKS.c.position, TASKS.c.id)
    if len(projects) == 1:
        statement = statement.where(TASKS.c.project_id == projects[0].id)
    for row in session.connection().execute(statement):
        if row.project_id in found:
            found[row.project_id].append(row)
    return {project: tuple(rows) for project, rows in found.items()}


def _outlined(task: Row[Any], found: Placed | Scheduled | None) -> Outlined:
    start, finish = (task.start, task.finish) if found is None else (found.start, found.finish)
    return Outlined(
        task.id,
        task.parent_id,
        TaskKind(task.kind),
        start,
        finish,
        task.duration_minutes,
        task.percent_complete,
    )
