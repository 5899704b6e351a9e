"""Why a date is what it is: from a task back through what holds it, to where nothing else does.

Each step is a task with a sentence that says what holds it there: a link from the next step, a date
that somebody gave, what has happened, the status date, the project's start.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.schedule.holds import HoldKind
from pmo_desktop.domain.timeline import instant_of
from pmo_desktop.domain.why import MOST_STEPS, step_of
from pmo_desktop.services.scheduled_rows import TASKS
from pmo_desktop.services.scheduling import Computed, compute, connected

INACTIVE = "It is inactive: nothing moves it, and it moves nothing"
BELOW = "It is a summary: “{task}”, below it, finishes last"
UNDATED = "It has no dates yet"
MOVED = "Levelling moved it here: its team gave {day} as its start"
ABOVE = "A summary above it may not start before {day}"


@dataclass(frozen=True)
class WhyStep:
    """A task on the way back; `reason` says what holds it, `rest` why it waits longer than that."""

    task_id: int
    project_code: str
    wbs: str
    name: str
    start: datetime | None
    finish: datetime | None
    reason: Reason
    rest: Reason | None = None


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
        step, at = asked.step(at)
        steps.append(step)
    return tuple(steps)


class _Asked:
    """A computed plan, by the ids of its tasks."""

    def __init__(self, computed: Computed) -> None:
        self._computed = computed
        self._tasks = {task.id: task for rows in computed.tasks.values() for task in rows}
        self._names = {task.id: task.name for task in self._tasks.values()}
        self._codes = {project.id: project.code for project in computed.projects}

    def step(self, task_id: int) -> tuple[WhyStep, int | None]:
        """What holds a task, and the task that does."""
        task, now = self._tasks[task_id], self._computed.outlined[task_id]
        rest = None
        if task_id in self._computed.solution.compiled.index:
            minutes = self._computed.calendar.minutes_per_day
            held = step_of(self._computed.solution, task_id, self._names, minutes)
            reason, rest, other = held.reason, held.rest, held.other
            above = self._computed.network.held_by_summaries(task_id)
            if held.hold.kind is HoldKind.FIXED and task.given_start is not None:
                reason = Reason(MOVED, {"day": task.given_start.date()})
            by_date = held.hold.kind in (HoldKind.START, HoldKind.CONSTRAINT)
            if by_date and above is not None and held.hold.at == instant_of(above):
                reason = Reason(ABOVE, {"day": above.date()})
        else:
            reason, other = self._of_no_activity(task)
        code = self._codes[task.project_id]
        step = WhyStep(task_id, code, task.wbs, task.name, now.start, now.finish, reason, rest)
        return step, other

    def _of_no_activity(self, task: Row[Any]) -> tuple[Reason, int | None]:
        if not task.active:
            return Reason(INACTIVE), None
        now = self._computed.outlined[task.id]
        below = [one for one in self._computed.outlined.values() if one.parent == task.id]
        last = next((one for one in below if one.finish and one.finish == now.finish), None)
        if last is None:
            return Reason(UNDATED), None
        return Reason(BELOW, {"task": self._names[last.id]}), last.id
