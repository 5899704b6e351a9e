"""The tasks of a project that a risk can still lengthen."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import Task
from pmo_desktop.storage.bulk import table_of

TASKS = table_of(Task)


@dataclass(frozen=True)
class TiedTask:
    id: int
    wbs: str
    name: str


def open_tasks(session: Session, project_id: int) -> tuple[TiedTask, ...]:
    """Active tasks with work left, in the order of the plan."""
    rows = session.connection().execute(
        select(TASKS.c.id, TASKS.c.wbs, TASKS.c.name)
        .where(
            TASKS.c.project_id == project_id,
            TASKS.c.kind == TaskKind.TASK.value,
            TASKS.c.active,
            TASKS.c.percent_complete < 1,
        )
        .order_by(TASKS.c.position, TASKS.c.id)
    )
    return tuple(TiedTask(*row) for row in rows)
