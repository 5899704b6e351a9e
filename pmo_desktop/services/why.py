"""Why a date is what it is: from a task back through what holds it, to where nothing else does.

Each step is a task with a sentence that says what holds it there: a link from the next step, a date
that somebody gave, what has happened, the status date, the project's start.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.activities import Activity, Scheduled, Tie
from pmo_desktop.domain.fields import choice_term
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.lags import format_lag
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType
from pmo_desktop.language import Term
from pmo_desktop.services.scheduling import TASKS, Computed, compute, connected

MOST_STEPS = 200
OF_START = (Constraint.SNET, Constraint.MSO, Constraint.SNLT)
LINKED = {
    LinkType.FS: "It cannot start before “{predecessor}” is finished ({link})",
    LinkType.SS: "It cannot start before “{predecessor}” has started ({link})",
    LinkType.FF: "It cannot finish before “{predecessor}” is finished ({link})",
    LinkType.SF: "It cannot finish before “{predecessor}” has started ({link})",
}
DONE = "It is done: these are its actual dates"
KEPT = "Its dates were given, and are kept"
INACTIVE = "It is inactive: nothing moves it, and it moves nothing"
CIRCLE = "Links run in a circle here, and its dates stay as they are"
LATE = "It lies as late as what follows it lets it"
BEGUN = "It began on {day}, and what is left of it goes on from the status date {status}"
RUNNING = "It began on {day}, and what is left of it follows from what is done"
CONSTRAINED = "A date that was set for it holds it: {constraint} {day}"
STATUS = "What is not begun cannot lie before the status date {day}"
PROJECT = "It starts with its project on {day}"
BELOW = "It is a summary: “{task}”, below it, finishes last"
UNDATED = "It has no dates yet"


@dataclass(frozen=True)
class WhyStep:
    """A task on the way back; `reason` says what holds it."""

    task_id: int
    project_code: str
    wbs: str
    name: str
    start: datetime | None
    finish: datetime | None
    reason: Reason


def why(session: Session, task_id: int) -> tuple[WhyStep, ...]:
    """The task first, then what holds it, and so on; none where there is no such task."""
    project = (
        session.connection()
        .execute(select(TASKS.c.project_id).where(TASKS.c.id == task_id))
        .scalar()
    )
    if project is None:
        return ()
    return chain(compute(session, connected(session, [project])), task_id)


def chain(computed: Computed, task_id: int) -> tuple[WhyStep, ...]:
    """As `why`, of what is computed already."""
    asked = _Asked(computed)
    steps: list[WhyStep] = []
    seen: set[int] = set()
    at: int | None = task_id
    while at is not None and at not in seen and len(steps) < MOST_STEPS:
        seen.add(at)
        reason, before = asked.reason(at)
        steps.append(asked.step(at, reason))
        at = before
    return tuple(steps)


class _Asked:
    """A computed plan, by the ids of its tasks."""

    def __init__(self, computed: Computed) -> None:
        self._computed = computed
        self._tasks = {task.id: task for rows in computed.tasks.values() for task in rows}
        self._codes = {project.id: project.code for project in computed.projects}
        self._activities = {one.id: one for one in computed.network.activities}
        self._ties: Mapping[tuple[int, int], Tie] | None = None

    def step(self, task_id: int, reason: Reason) -> WhyStep:
        task, now = self._tasks[task_id], self._computed.outlined[task_id]
        code = self._codes[task.project_id]
        return WhyStep(task_id, code, task.wbs, task.name, now.start, now.finish, reason)

    def reason(self, task_id: int) -> tuple[Reason, int | None]:
        """What holds a task, and the task that does."""
        activity = self._activities.get(task_id)
        placed = self._computed.result.activities.get(task_id)
        if activity is None or placed is None:
            return self._of_no_activity(self._tasks[task_id])
        if activity.is_finished:
            return Reason(DONE), None
        if activity.fixed and (activity.start or activity.finish):
            return Reason(KEPT), None
        if placed.total_float_minutes is None:
            return Reason(CIRCLE), None
        if activity.backwards or activity.constraint is Constraint.ALAP:
            return Reason(LATE), None
        if placed.driver is not None:
            return self._of_link(task_id, placed.driver), placed.driver
        return self._of_dates(activity, placed), None

    def _of_no_activity(self, task: Row[Any]) -> tuple[Reason, int | None]:
        if not task.active:
            return Reason(INACTIVE), None
        now = self._computed.outlined[task.id]
        below = [one for one in self._computed.outlined.values() if one.parent == task.id]
        last = next((one for one in below if one.finish and one.finish == now.finish), None)
        if last is None:
            return Reason(UNDATED), None
        return Reason(BELOW, {"task": self._tasks[last.id].name}), last.id

    def _of_link(self, task_id: int, driver: int) -> Reason:
        if self._ties is None:
            ties = self._computed.network.ties()
            self._ties = {(tie.predecessor, tie.successor): tie for tie in ties}
        tie = self._ties[driver, task_id]
        minutes = self._computed.calendar.minutes_per_day
        params = {"predecessor": self._tasks[driver].name, "link": link_text(tie, minutes)}
        return Reason(LINKED[tie.type], params)

    def _of_dates(self, activity: Activity, placed: Scheduled) -> Reason:
        status = activity.status or datetime.combine(self._computed.status_date, time.min)
        if activity.is_running:
            begun = (activity.actual_start or placed.start).date()
            if placed.finish > status:
                return Reason(BEGUN, {"day": begun, "status": status.date()})
            return Reason(RUNNING, {"day": begun})
        day = activity.constraint_date
        if day is not None and activity.constraint is not Constraint.ASAP:
            held = placed.start if activity.constraint in OF_START else placed.finish
            if held.date() == day.date():
                term = Term(choice_term(Constraint, activity.constraint))
                return Reason(CONSTRAINED, {"constraint": term, "day": day.date()})
        return self._of_project(activity, placed.start.date(), status.date())

    def _of_project(self, activity: Activity, start: date, status: date) -> Reason:
        project_start = activity.not_before
        if project_start is None or (status > project_start.date() and start >= status):
            return Reason(STATUS, {"day": status})
        return Reason(PROJECT, {"day": start})


def link_text(tie: Tie, minutes_per_day: int) -> str:
    """`FS+2d`; elapsed lags `FS+2d (24 h)`, shares `FS+50%`."""
    if tie.lag_kind is LagKind.SHARE:
        return f"{tie.type}{tie.lag_share * 100:+.0f}%" if tie.lag_share else str(tie.type)
    if tie.lag_kind is LagKind.ELAPSED:
        lag = format_lag(tie.lag_minutes, minutes_per_day=24 * 60)
        return f"{tie.type}{lag} (24 h)" if lag else str(tie.type)
    return f"{tie.type}{format_lag(tie.lag_minutes, minutes_per_day=minutes_per_day)}"
