"""One task with all that a planner says of it, and the links that it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.tasks import LagKind, Link, LinkType
from pmo_desktop.models import Dependency, Task
from pmo_desktop.services.names import calendar_labels
from pmo_desktop.storage.bulk import table_of

TASKS, LINKS = table_of(Task), table_of(Dependency)
COLUMNS = ("fixed", "constraint", "constraint_date", "deadline", "ignores_people", "active",
           "elapsed", "priority", "actual_start", "actual_finish", "percent_complete",
           "notes")  # fmt: skip
MINUTES = ("optimistic", "likely", "pessimistic", "duration")


@dataclass(frozen=True)
class Tied:
    """A link with another task, by the other's name."""

    link_id: int
    task_id: int
    project_id: int
    wbs: str
    name: str
    type: LinkType
    lag_minutes: int
    lag_kind: LagKind
    lag_share: float


@dataclass(frozen=True)
class TaskSheet:
    """`values` are plain ones by the names of the task's fields; `before` its predecessors,
    `after` its successors."""

    task_id: int
    name: str
    kind: str
    values: Mapping[str, Any]
    before: tuple[Tied, ...]
    after: tuple[Tied, ...]


def task_sheet(session: Session, task_id: int) -> TaskSheet | None:
    """None where the task is no longer there."""
    connection = session.connection()
    row = connection.execute(select(TASKS).where(TASKS.c.id == task_id)).one_or_none()
    if row is None:
        return None
    values = {name: getattr(row, name) for name in COLUMNS}
    values |= {name: getattr(row, f"{name}_minutes") for name in MINUTES}
    values["calendar"] = calendar_labels(session).get(row.calendar_id, "")
    before = _tied(session, task_id, "predecessor_id", "successor_id")
    after = _tied(session, task_id, "successor_id", "predecessor_id")
    values["predecessors"] = tuple(
        Link(tied.wbs, tied.type, tied.lag_minutes)
        for tied in before
        if tied.project_id == row.project_id
    )
    return TaskSheet(task_id, row.name, row.kind, values, before, after)


def _tied(session: Session, task_id: int, other: str, own: str) -> tuple[Tied, ...]:
    statement = (
        select(LINKS, TASKS.c.wbs, TASKS.c.name, TASKS.c.project_id)
        .join(TASKS, TASKS.c.id == LINKS.c[other])
        .where(LINKS.c[own] == task_id)
        .order_by(TASKS.c.project_id, TASKS.c.position)
    )
    return tuple(
        Tied(
            row.id,
            getattr(row, other),
            row.project_id,
            row.wbs,
            row.name,
            LinkType(row.type),
            row.lag_minutes,
            LagKind(row.lag_kind),
            row.lag_share,
        )
        for row in session.connection().execute(statement)
    )
