"""When the tasks of a plan file come to lie by its links, calendars and constraints.

The plan is computed as it stands in the file, with its own calendars alone, before anything of it
is in the database. What has happened has happened, but the status date moves nothing in a plan of
another program: Microsoft Project and GanttProject leave what is late where its links put it. In a
file of our own it does what it does in the project.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import NamedTuple

from pmo_desktop.domain.activities import Activity, Result, Scheduled, Tie
from pmo_desktop.domain.calendars import Calendar, CalendarError
from pmo_desktop.domain.common_time import common
from pmo_desktop.domain.gaps import parse_gaps
from pmo_desktop.domain.network import schedule
from pmo_desktop.domain.plan_file import PlanFile, PlanTask, parents_of
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.summaries import (
    STARTS,
    Outlined,
    due_date,
    due_dates,
    expand,
    held_starts,
    roll_up,
)
from pmo_desktop.domain.tasks import Constraint, ProgressRule, ResourceKind, TaskKind
from pmo_desktop.exchange.plans.computing_calendars import computing


class Dates(NamedTuple):
    start: datetime | None
    finish: datetime | None


@dataclass(frozen=True)
class ComputedPlan:
    """`dates` has where every task comes to lie, by its id, and `scheduled` all that is known of
    those that are no summaries (and active), `calendars` in what calendar each was computed.
    `loops` are circles of links, as ids of tasks."""

    dates: Mapping[str, Dates]
    scheduled: Mapping[str, Scheduled]
    calendars: Mapping[str, Calendar]
    uids: tuple[str, ...]
    result: Result
    loops: tuple[tuple[str, ...], ...] = ()

    def driver(self, uid: str) -> str | None:
        """The id of the predecessor that holds a task where it is."""
        found = self.scheduled.get(uid)
        return None if found is None or found.driver is None else self.uids[found.driver]


def compute(plan: PlanFile) -> ComputedPlan:
    network = _Network(plan)
    result = network.schedule()
    uids = network.uids
    return ComputedPlan(
        network.rolled_up(result),
        {uids[number]: found for number, found in result.activities.items()},
        network.calendars_of_tasks(),
        uids,
        result,
        tuple(tuple(uids[number] for number in loop) for loop in result.loops),
    )


class _Network:
    """Tasks are known by their places in the plan's order."""

    def __init__(self, plan: PlanFile) -> None:
        self._plan = plan
        self.uids = tuple(task.uid for task in plan.tasks)
        self._places = {uid: place for place, uid in enumerate(self.uids)}
        self._parents = dict(enumerate(parents_of(tuple(task.level for task in plan.tasks))))
        self._above = set(self._parents.values())
        self._calendars = _TaskCalendars(plan)
        self._start = plan.start or min(
            (task.start for task in plan.tasks if task.start), default=datetime(2000, 1, 1)
        )
        day = None if plan.progress_rule is ProgressRule.STANDS else plan.status_date
        self._status = None if day is None else datetime.combine(day, time.min)
        self._indices = [self._calendars.index(task) for task in plan.tasks]
        summaries = [(place, plan.tasks[place]) for place in self._above if place is not None]
        self._held = held_starts(
            self._parents,
            {
                place: task.constraint_date
                for place, task in summaries
                if task.constraint in STARTS and task.constraint_date
            },
        )
        dues = {
            place: due_date(task.constraint, task.constraint_date, task.deadline)
            for place, task in summaries
        }
        self._due = due_dates(self._parents, {place: due for place, due in dues.items() if due})

    def schedule(self) -> Result:
        activities = [
            self._activity(place, task)
            for place, task in enumerate(self._plan.tasks)
            if place not in self._above and task.active
        ]
        here = {activity.id for activity in activities}
        ties = [tie for tie in self._ties() if tie.predecessor in here and tie.successor in here]
        return schedule(activities, ties, self._calendars.in_order, self._start)

    def rolled_up(self, result: Result) -> dict[str, Dates]:
        """What is inactive stays as it was, and nothing follows from it."""
        tasks = self._plan.tasks
        outlined = roll_up(
            [self._outlined(n, task, result) for n, task in enumerate(tasks) if task.active],
            self._calendars.usual,
        )
        found = {place: Dates(now.start, now.finish) for place, now in outlined.items()}
        return {
            uid: found[place] if place in found else Dates(tasks[place].start, tasks[place].finish)
            for place, uid in enumerate(self.uids)
        }

    def calendars_of_tasks(self) -> dict[str, Calendar]:
        in_order = self._calendars.in_order
        return dict(zip(self.uids, (in_order[index] for index in self._indices), strict=True))

    def _ties(self) -> tuple[Tie, ...]:
        ties = [
            Tie(
                self._places[link.predecessor],
                place,
                link.type,
                link.lag_minutes,
                link.lag_kind,
                link.lag_share,
            )
            for place, task in enumerate(self._plan.tasks)
            for link in task.links
        ]
        return expand(ties, self._parents).ties

    def _activity(self, place: int, task: PlanTask) -> Activity:
        plan = self._plan
        held = max(self._held.get(place, datetime.min), task.held_until or datetime.min)
        backwards = plan.schedule_from is ScheduleFrom.FINISH
        earliest = task.constraint_date
        if earliest is not None and task.constraint is Constraint.SNET:
            earliest = max(earliest, held)
        return Activity(
            place,
            task.duration_minutes,
            self._indices[place],
            fixed=task.manual and task.start is not None,
            start=task.start,
            finish=task.finish,
            constraint=task.constraint,
            constraint_date=earliest,
            not_before=max(self._not_before(task), held),
            deadline=task.deadline,
            due=self._due.get(place),
            actual_start=task.actual_start,
            actual_finish=task.actual_finish,
            percent_complete=task.percent_complete,
            elapsed=task.elapsed,
            gaps=parse_gaps(task.gaps),
            resume=task.resume,
            honours_constraint=plan.honours_constraints,
            progress_rule=plan.progress_rule,
            status=self._status,
            backwards=backwards,
            early=backwards and task.constraint is Constraint.ASAP,
            not_after=plan.finish if backwards else None,
        )

    def _not_before(self, task: PlanTask) -> datetime:
        """The project's start; a task that may start from an earlier day on does so, as there."""
        if task.constraint is Constraint.SNET and task.constraint_date is not None:
            return min(self._start, task.constraint_date)
        return self._start

    def _outlined(self, place: int, task: PlanTask, result: Result) -> Outlined:
        found = result.activities.get(place)
        start, finish = (found.start, found.finish) if found else (task.start, task.finish)
        return Outlined(
            place,
            self._parents[place],
            TaskKind.SUMMARY if place in self._above else task.kind,
            start,
            finish,
            task.duration_minutes,
            task.percent_complete,
        )


class _TaskCalendars:
    """The calendar that each task is worked in: its own, and those of the people at work on it when
    all of them are there; without either the plan's. As `services.task_calendars` has it."""

    def __init__(self, plan: PlanFile) -> None:
        self._usual = plan.calendar
        self._known = computing(plan.calendars, plan.calendar)
        self._places: dict[tuple[str, ...], int] = {}
        self.in_order: list[Calendar] = []
        self._people = _people_calendars(plan)
        self.index_of((plan.calendar,))

    @property
    def usual(self) -> Calendar:
        return self.in_order[0]

    def index(self, task: PlanTask) -> int:
        people = () if task.ignores_people else self._people.get(task.uid, ())
        if not people:
            return self.index_of((task.calendar or self._usual,))
        own = (task.calendar,) if task.calendar else ()
        return self.index_of((*own, *(one or self._usual for one in people)))

    def index_of(self, key: tuple[str, ...]) -> int:
        if key not in self._places:
            self._places[key] = len(self.in_order)
            self.in_order.append(self._joined(key))
        return self._places[key]

    def _joined(self, key: tuple[str, ...]) -> Calendar:
        try:
            return common(tuple(self._known[uid] for uid in key))
        except CalendarError:
            return self._known[key[0]]


def _people_calendars(plan: PlanFile) -> dict[str, tuple[str, ...]]:
    """By task the calendars of its people ("": no own), where one of them has their own."""
    own = {r.uid: r.calendar for r in plan.resources if r.kind is ResourceKind.WORK}
    if not any(own.values()):
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    for assignment in plan.assignments:
        if assignment.resource in own:
            found[assignment.task].add(own[assignment.resource])
    return {task: tuple(sorted(uids)) for task, uids in found.items() if uids != {""}}
