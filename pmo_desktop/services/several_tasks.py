"""The same values for several tasks, as one edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.records import ChangeKind, FieldChange, RecordChange
from pmo_desktop.models import Task
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.services.writing import write_records
from pmo_desktop.storage.bulk import table_of

TASKS = table_of(Task)


def change_tasks(session: Session, task_ids: Sequence[int], values: Mapping[str, Any]) -> None:
    """Set plain values of fields; each project is scheduled once. Raises `Refused`."""
    statement = select(TASKS.c.id, TASKS.c.project_id).where(TASKS.c.id.in_(task_ids))
    rows = session.connection().execute(statement).all()
    if len(rows) < len(set(task_ids)):
        raise Refused("This row is no longer there: it was removed in the meantime.")
    projects = {row.project_id for row in rows}
    for project_id in sorted(projects):
        ids = [row.id for row in rows if row.project_id == project_id]
        write_records(session, project_id, [changed(number, values) for number in ids])
    reschedule(session, projects)


def changed(task_id: int, values: Mapping[str, Any]) -> RecordChange:
    """A task's new values as a record."""
    fields = tuple(FieldChange(name, None, value) for name, value in values.items())
    return RecordChange(ChangeKind.CHANGE, "task", "", task_id, None, fields)
