"""The user's verbs on single records: change, add, remove. Each is used as one edit.

workspace.edit(Title("Change a task"), change, "task", 17, {"name": "Cut-over"})
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.records import ChangeKind, FieldChange, RecordChange
from pmo_desktop.models import Assignment, PlanExtra, Project, Task, WorkingCalendar
from pmo_desktop.services.custom_fields import remove_values
from pmo_desktop.services.numbers import next_code
from pmo_desktop.services.office import change_office
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.services.tasks import arrange, next_wbs
from pmo_desktop.services.writing import MODELS, needs_schedule, write_records
from pmo_desktop.storage.bulk import bulk_delete, bulk_update, table_of

CODED = ("risk", "issue", "decision")
# What of the office moves schedules.
CAUSES = ("status_date", "calendar_id", "progress_rule")
EXTRAS = table_of(PlanExtra)
TASKS, PROJECTS, ASSIGNMENTS = table_of(Task), table_of(Project), table_of(Assignment)
ALL_MODELS: Mapping[str, type[SQLModel]] = {**MODELS, "task": Task}


def change(session: Session, table: str, row_id: int, values: Mapping[str, Any]) -> None:
    """Set plain values of one record; raises `Refused`."""
    row = _row(session, table, row_id)
    fields = tuple(FieldChange(name, None, value) for name, value in values.items())
    record = RecordChange(ChangeKind.CHANGE, table, "", row_id, None, fields)
    _write(session, _project_of(table, row_id, row), record)


def add(
    session: Session, table: str, values: Mapping[str, Any], project_id: int | None = None
) -> int:
    """Add a record (in a project, where its table needs one); returns its id. Raises `Refused`."""
    given = dict(values)
    if table == "task" and project_id is not None and not given.get("wbs"):
        given["wbs"] = next_wbs(session, project_id)
    if table in CODED and not given.get("code"):
        given["code"] = next_code(session, table, project_id)
    before = _ids(session, table)
    fields = tuple(FieldChange(name, None, value) for name, value in given.items())
    record = RecordChange(ChangeKind.ADD, table, "", None, None, fields)
    _write(session, project_id, record)
    return max(_ids(session, table) - before)


def _write(session: Session, project_id: int | None, record: RecordChange) -> None:
    project_id = write_records(session, project_id, [record])
    if project_id is not None and needs_schedule([record]):
        reschedule(session, [project_id])
    elif record.table == "person" and record.id is not None and "calendar" in record.values:
        reschedule(session, projects_of_people(session, [record.id]))


def projects_of_people(session: Session, person_ids: list[int]) -> list[int]:
    """The projects that these people have tasks of."""
    statement = (
        select(TASKS.c.project_id)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.task_id == TASKS.c.id)
        .where(ASSIGNMENTS.c.person_id.in_(person_ids))
        .distinct()
    )
    return list(session.connection().execute(statement).scalars())


def set_office(session: Session, values: Mapping[str, Any]) -> None:
    """Set some of the office's columns, and schedule anew where they move dates; see
    `change_office`."""
    change_office(session, values)
    session.flush()
    if any(name in values for name in CAUSES):
        reschedule(session, session.connection().execute(select(PROJECTS.c.id)).scalars())


def remove(session: Session, table: str, row_id: int) -> None:
    """Remove a record and what cannot be without it: a project's tasks, a task's links.

    Where others merely point to it (a person who owns a risk) they lose the pointer.
    """
    row = _row(session, table, row_id)
    moved = projects_of_people(session, [row_id]) if table == "person" else []
    remove_rows(session, ALL_MODELS[table], [row_id])
    if moved and row.calendar_id is not None:
        reschedule(session, moved)
    project_id = _project_of(table, row_id, row)
    if table == "task" and project_id is not None:
        arrange(session, project_id)
        reschedule(session, [project_id])


def remove_rows(session: Session, model: type[SQLModel], ids: list[int]) -> None:
    """Remove rows of a table and what cannot be without them; the caller reschedules."""
    if not ids:
        return
    table = table_of(model)
    for other in _models():
        for column in table_of(other).columns:
            if any(key.column.table is table for key in column.foreign_keys):
                _release(session, other, column.name, ids, itself=other is model)
    for name, known in ALL_MODELS.items():
        if known is model:
            remove_values(session, name, ids)
    extra = select(EXTRAS.c.id).where(EXTRAS.c.table == table.name, EXTRAS.c.row_id.in_(ids))
    bulk_delete(session, PlanExtra, list(session.connection().execute(extra).scalars()))
    bulk_delete(session, model, ids)


# A pointer that may be empty is emptied; a row that cannot be without what it points to goes too,
# and a task goes with the one above it, a calendar with the project that it belongs to.
def _release(
    session: Session, model: type[SQLModel], column: str, ids: list[int], *, itself: bool
) -> None:
    table = table_of(model)
    found = session.connection().execute(select(table.c.id).where(table.c[column].in_(ids)))
    pointing = [row_id for row_id in found.scalars() if not (itself and row_id in ids)]
    if not pointing:
        return
    if table.c[column].nullable and (model, column) not in WITHIN:
        bulk_update(session, model, [{"id": row_id, column: None} for row_id in pointing])
    else:
        remove_rows(session, model, pointing)


WITHIN = ((Task, "parent_id"), (WorkingCalendar, "project_id"))


def _models() -> list[type[SQLModel]]:
    import pmo_desktop.models as models

    journal = {"ChangeSetRow", "ChangeRow"}
    return [getattr(models, name) for name in models.__all__ if name not in journal]


def _row(session: Session, table: str, row_id: int) -> Any:
    stored = table_of(ALL_MODELS[table])
    row = session.connection().execute(select(stored).where(stored.c.id == row_id)).one_or_none()
    if row is None:
        raise Refused("This row is no longer there: it was removed in the meantime.")
    return row


def _project_of(table: str, row_id: int, row: Any) -> int | None:
    if table == "project":
        return row_id
    return getattr(row, "project_id", None)


def _ids(session: Session, table: str) -> set[int]:
    stored: Table = table_of(ALL_MODELS[table])
    return set(session.connection().execute(select(stored.c.id)).scalars())
