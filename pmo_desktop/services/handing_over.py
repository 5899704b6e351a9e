"""A placeholder's work goes to the person who was found for it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.models import Assignment, Task
from pmo_desktop.services.editing import remove_rows
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.storage.bulk import bulk_update, table_of

ASSIGNMENTS, TASKS = table_of(Assignment), table_of(Task)
PART = (ASSIGNMENTS.c.id, ASSIGNMENTS.c.task_id, ASSIGNMENTS.c.units, ASSIGNMENTS.c.work_minutes)


def hand_over(
    session: Session, project_id: int, placeholder_id: int, person_id: int, first: date, last: date
) -> int:
    """Give the placeholder's part in the project's tasks that touch these days to a person; returns
    how many tasks. Who works on one already gives that much more. Raises `Refused` where the
    placeholder has no task there."""
    begin, end = datetime.combine(first, time.min), datetime.combine(last, time.min)
    statement = (
        select(*PART)
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .where(TASKS.c.project_id == project_id, ASSIGNMENTS.c.person_id == placeholder_id)
        .where(TASKS.c.start < end + timedelta(days=1), TASKS.c.finish >= begin)
    )
    given = list(session.connection().execute(statement))
    if not given:
        raise Refused("The placeholder has no task in this project in these days any more.")
    there = select(*PART).where(
        ASSIGNMENTS.c.person_id == person_id,
        ASSIGNMENTS.c.task_id.in_([row.task_id for row in given]),
    )
    own = {row.task_id: row for row in session.connection().execute(there)}
    changes: list[dict[str, Any]] = []
    doubled: list[int] = []
    for row in given:
        if row.task_id in own:
            mine = own[row.task_id]
            more = {"id": mine.id, "units": round(mine.units + row.units, 4)}
            if mine.work_minutes is not None and row.work_minutes is not None:
                more["work_minutes"] = mine.work_minutes + row.work_minutes
            changes.append(more)
            doubled.append(row.id)
        else:
            changes.append({"id": row.id, "person_id": person_id, "firm": True})
    bulk_update(session, Assignment, changes)
    remove_rows(session, Assignment, doubled)
    reschedule(session, [project_id])
    return len(given)
