"""The network of some plans: leaves as activities, links as ties between leaves.

A task is worked on in its own calendar, without one in its project's. Its people have a say where
they have calendars of their own (unless the task ignores them): theirs hold instead of the
project's, and a task with a calendar is worked on when both it and they are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from functools import cached_property
from typing import Any

from sqlalchemy import Row

from pmo_desktop.domain.activities import Activity, Placed, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.gaps import parse_gaps
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.network import place
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.schedule.compiled import compile_network
from pmo_desktop.domain.schedule.solution import Solution
from pmo_desktop.domain.schedule.solving import solve
from pmo_desktop.domain.summaries import STARTS, due_date, due_dates, expand, held_starts
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType, ProgressRule, TaskKind
from pmo_desktop.models import Office
from pmo_desktop.services.plan_hours import AS_CALENDAR, PlanHours, at
from pmo_desktop.services.scheduled_rows import Plans
from pmo_desktop.services.task_calendars import TaskCalendars

CONSTRAINTS = {kind.value: kind for kind in Constraint}
LINK_TYPES = {kind.value: kind for kind in LinkType}
LAG_KINDS = {kind.value: kind for kind in LagKind}


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
