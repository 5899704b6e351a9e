"""Which tasks are not as they were when the last period was closed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.models import ChangeRow, PeriodSnapshot, Task
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.workspace import Workspace

ROWS, SNAPSHOTS, TASKS = table_of(ChangeRow), table_of(PeriodSnapshot), table_of(Task)
SEEN = (TASKS.c.id, TASKS.c.name, TASKS.c.kind, TASKS.c.start, TASKS.c.finish,
        TASKS.c.percent_complete, TASKS.c.deadline, TASKS.c.active)  # fmt: skip


def changed_tasks(workspace: Workspace) -> frozenset[int] | None:
    """The tasks that are new since then, or have other dates, progress or words; None where no
    period was closed yet."""
    closing = workspace.query(closing_entry)
    if closing is None:
        return None
    before = workspace.query_as_of(closing, task_figures)
    now = workspace.query(task_figures)
    return frozenset(task for task, figures in now.items() if before.get(task) != figures)


def closing_entry(session: Session) -> int | None:
    """The journal's entry by which the last period was closed."""
    newest = select(func.max(ROWS.c.change_set_id)).where(ROWS.c.table == SNAPSHOTS.name)
    found: int | None = session.connection().execute(newest).scalar()
    return found


def task_figures(session: Session) -> dict[int, tuple[Any, ...]]:
    """What is looked at of every task."""
    return {task: tuple(rest) for task, *rest in session.connection().execute(select(*SEEN))}
