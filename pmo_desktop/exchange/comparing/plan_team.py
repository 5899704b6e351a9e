"""Who works on the tasks of a plan file, as the file says it: how much, when, by what calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.demand import FLAT_SHAPES
from pmo_desktop.domain.gaps import parse_gaps
from pmo_desktop.domain.load import Booking, capacities
from pmo_desktop.domain.plan_file import outline_numbers
from pmo_desktop.domain.records import Record
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.exchange.plans.computing_calendars import computing

if TYPE_CHECKING:
    from pmo_desktop.exchange.plans.reading import PlanReading


class PlanTeam:
    """`things` are the names of material and cost."""

    def __init__(self, reading: PlanReading) -> None:
        plan = self._plan = reading.plan
        self._worked = reading.chosen.calendars
        resources = {one.uid: one for one in plan.resources}
        self.things = frozenset(
            one.name for one in plan.resources if one.kind is not ResourceKind.WORK
        )
        codes = outline_numbers(tuple(task.level for task in plan.tasks))
        self._tasks = {task.uid: task for task in plan.tasks}
        self._labels = {(c, task.name): task.uid for c, task in zip(codes, plan.tasks, strict=True)}
        self._assigned = {(one.task, resources[one.resource].name): one for one in plan.assignments}

    def has(self, first: date, weeks: int, office: Calendar) -> Mapping[str, Sequence[float]]:
        """What each of its people gives, week by week; who names no calendar works by the
        office's."""
        known = computing(self._plan.calendars, self._plan.calendar)
        idle = {one.uid for one in self._plan.calendars if not any(map(str.strip, one.week))}
        minutes: dict[str, list[int]] = {}
        found: dict[str, Sequence[float]] = {}
        for one in self._plan.resources:
            if one.kind is ResourceKind.WORK:
                own = one.calendar
                if own not in minutes:
                    minutes[own] = capacities(known.get(own) or office, first, weeks)
                share = one.units if one.active and own not in idle else 0.0
                found[one.name] = [share * week for week in minutes[own]]
        return found

    def booking(self, task: Record, name: str, number: int) -> Booking | None:
        """None where the file does not have it."""
        uid = self._uid(task)
        given = self._assigned.get((uid, name))
        if given is None:
            return None
        calendar = self._worked.get(uid)
        start, finish = task.values["start"], task.values["finish"]
        if given.start is None and given.delay_minutes and calendar is not None:
            start = calendar.next_working(calendar.add(start, given.delay_minutes))
        contour = "" if given.contour.value in FLAT_SHAPES else given.contour.value
        whole = given.start is None and given.finish is None and not given.delay_minutes
        return Booking(
            number, 0, given.start or start, given.finish or finish, given.units, calendar,
            parse_gaps(self._tasks[uid].gaps) if whole else (), contour, given.work_minutes,
        )  # fmt: skip

    def _uid(self, task: Record) -> str:
        """The task's id in the file; empty where it is not in it."""
        if task.uid in self._tasks:
            return task.uid or ""
        values = task.values
        return self._labels.get((str(values.get("wbs")), str(values.get("name"))), "")
