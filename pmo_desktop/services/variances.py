"""By how much a project's tasks differ from one of its baselines.

A slip is calendar days, as everywhere; duration and work are working minutes, money is in the
project's currency. Above 0 is later, longer, more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.money import from_minor
from pmo_desktop.models import Baseline, BaselineTask, Project, Task
from pmo_desktop.services.task_amounts import amounts
from pmo_desktop.storage.bulk import table_of

BASELINES, SAVED = table_of(Baseline), table_of(BaselineTask)
PROJECTS, TASKS = table_of(Project), table_of(Task)


@dataclass(frozen=True)
class Variance:
    """One task beside what the baseline said of it; None where one of both is not known."""

    task_id: int
    wbs: str
    name: str
    kind: str
    start: datetime | None
    finish: datetime | None
    baseline_start: datetime | None
    baseline_finish: datetime | None
    start_days: int | None
    finish_days: int | None
    duration_minutes: int | None
    work_minutes: int | None
    cost: Decimal | None
    is_new: bool = False


def variances(session: Session, project_id: int, number: int | None = None) -> tuple[Variance, ...]:
    """The project's active tasks in their order, against the baseline with this number (None: the
    one in use); a task that the baseline does not know `is_new`."""
    connection = session.connection()
    project = connection.execute(select(PROJECTS).where(PROJECTS.c.id == project_id)).one()
    wanted = project.baseline_number if number is None else number
    statement = (
        select(SAVED)
        .join(BASELINES, BASELINES.c.id == SAVED.c.baseline_id)
        .where(BASELINES.c.project_id == project_id, BASELINES.c.number == wanted)
    )
    saved: dict[int, Any] = {row.task_id: row for row in connection.execute(statement)}
    tasks = connection.execute(
        select(TASKS)
        .where(TASKS.c.project_id == project_id, TASKS.c.active)
        .order_by(TASKS.c.position, TASKS.c.id)
    ).all()
    if not saved and wanted == project.baseline_number:
        saved = {t.id: _OfTask(t) for t in tasks if t.baseline_finish is not None}
    known = amounts(session, [project_id])
    return tuple(
        _variance(task, known[task.id], saved.get(task.id), project.currency) for task in tasks
    )


class _OfTask:
    """The dates that stand in the task itself, as a baseline has them."""

    def __init__(self, task: Row[Any]) -> None:
        self.start, self.finish = task.baseline_start, task.baseline_finish
        self.duration_minutes = self.work_minutes = self.cost_minor = None


def _variance(task: Row[Any], now: Any, saved: Any, currency: str) -> Variance:
    plain = (task.id, task.wbs, task.name, task.kind, task.start, task.finish)
    if saved is None:
        return Variance(*plain, None, None, None, None, None, None, None, is_new=True)
    return Variance(
        *plain,
        saved.start,
        saved.finish,
        _days(task.start, saved.start),
        _days(task.finish, saved.finish),
        _less(task.duration_minutes, saved.duration_minutes),
        _less(now.work_minutes, saved.work_minutes),
        from_minor(_less(now.cost_minor, saved.cost_minor), currency),
    )


def _days(now: datetime | None, then: datetime | None) -> int | None:
    return None if now is None or then is None else (now.date() - then.date()).days


def _less(now: int | None, then: int | None) -> int | None:
    return None if now is None or then is None else now - then
