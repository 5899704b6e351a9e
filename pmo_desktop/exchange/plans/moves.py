"""What would move: where the file's own program had put a task, where it comes to lie, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.plan_file import PlanAssignment, PlanFile, PlanTask, outline_numbers
from pmo_desktop.domain.tasks import Constraint, Contour, TaskKind
from pmo_desktop.exchange.plans.computing import ComputedPlan

# Why a task lies elsewhere; the first that fits is told.
REASONS: Mapping[str, Reason] = {
    "external": Reason("It is a task of another file, which is not here to be computed."),
    "manual": Reason("Its dates were given by hand and are kept."),
    "inactive": Reason("It is inactive, and so is not planned."),
    "loop": Reason("It hangs in a circle of links."),
    "levelling": Reason("The file's program had delayed it so that nobody is overloaded."),
    "assignments": Reason("Its dates come from when its people work on it."),
    "actuals": Reason("What has happened on it was recorded otherwise."),
    "below": Reason("It spans the tasks below it, and these move."),
    "constraint": Reason("Its constraint “{constraint}” of {date} holds it there."),
    "links": Reason("It follows “{predecessor}”."),
    "calendar": Reason("At the recorded time nobody works in its calendar."),
    "start": Reason("Nothing holds it, so it begins with the project."),
    "duration": Reason("Its duration leads to another finish."),
    "late": Reason("It is to be as late as possible."),
}


@dataclass(frozen=True)
class Move:
    """`start` and `finish` are the computed dates, `code` a key of `REASONS`."""

    uid: str
    wbs: str
    name: str
    kind: TaskKind
    recorded_start: datetime | None
    recorded_finish: datetime | None
    start: datetime | None
    finish: datetime | None
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> Reason:
        return Reason(REASONS[self.code].rule, self.params)

    @property
    def days(self) -> int:
        """By how many calendar days it comes to lie later; of the finish, else of the start."""
        for recorded, computed in (
            (self.recorded_finish, self.finish),
            (self.recorded_start, self.start),
        ):
            if recorded and computed and recorded != computed:
                return (computed.date() - recorded.date()).days
        return 0


def moves(plan: PlanFile, computed: ComputedPlan) -> tuple[Move, ...]:
    """The tasks whose recorded dates are not the computed ones, in the plan's order."""
    return tuple(_Moving(plan, computed).all())


class _Moving:
    def __init__(self, plan: PlanFile, computed: ComputedPlan) -> None:
        self._plan, self._computed = plan, computed
        self._tasks = {task.uid: task for task in plan.tasks}
        self._looped = {uid for loop in computed.loops for uid in loop}
        self._assigned: dict[str, list[PlanAssignment]] = {}
        for assignment in plan.assignments:
            self._assigned.setdefault(assignment.task, []).append(assignment)

    def all(self) -> Iterator[Move]:
        numbers = outline_numbers(tuple(task.level for task in self._plan.tasks))
        for task, number in zip(self._plan.tasks, numbers, strict=True):
            dates = self._computed.dates[task.uid]
            if self._is_same(task, dates.start, dates.finish):
                continue
            code, params = self._reason(task, dates.start, dates.finish)
            yield Move(
                task.uid,
                number,
                task.name,
                task.kind,
                task.start,
                task.finish,
                dates.start,
                dates.finish,
                code,
                params,
            )

    def _is_same(self, task: PlanTask, start: datetime | None, finish: datetime | None) -> bool:
        """Whether both dates are those recorded. The end of one working time and the beginning of
        the next are the same moment of work; what is not recorded cannot move."""
        calendar = self._computed.calendars[task.uid]
        for recorded, computed in ((task.start, start), (task.finish, finish)):
            if recorded is None or computed is None or recorded == computed:
                continue
            points = task.elapsed or calendar.between(recorded, computed)
            if points:
                return False
        return True

    def _reason(
        self, task: PlanTask, start: datetime | None, finish: datetime | None
    ) -> tuple[str, dict[str, Any]]:
        extras = dict(task.extras)
        if task.kind is TaskKind.SUMMARY:
            return "below", {}
        if extras.get("ExternalTask") == "1" or "PredecessorLink" in extras:
            return "external", {}
        if not task.active:
            return "inactive", {}
        if task.uid in self._looped:
            return "loop", {}
        if task.manual:
            return "manual", {}
        if "LevelingDelay" in extras:
            return "levelling", {}
        if task.actual_start or task.actual_finish or task.percent_complete:
            return "actuals", {}
        if self._is_by_assignments(task):
            return "assignments", {}
        if start == task.start and finish != task.finish:
            return "duration", {}
        return self._by_network(task)

    def _by_network(self, task: PlanTask) -> tuple[str, dict[str, Any]]:
        driver = self._computed.driver(task.uid)
        if driver is not None:
            return "links", {"predecessor": self._tasks[driver].name}
        if task.constraint is Constraint.ALAP:
            return "late", {}
        if task.constraint is not Constraint.ASAP and task.constraint_date is not None:
            told = {"constraint": task.constraint.value, "date": task.constraint_date}
            return "constraint", told
        calendar = self._computed.calendars[task.uid]
        if task.start is not None and calendar.next_working(task.start) != task.start:
            return "calendar", {}
        return "start", {}

    def _is_by_assignments(self, task: PlanTask) -> bool:
        return any(
            assignment.delay_minutes
            or assignment.contour is not Contour.FLAT
            or assignment.start is not None
            or assignment.finish is not None
            for assignment in self._assigned.get(task.uid, ())
        )
