"""Writes plain records into the tables: one way for an edit in a table and for an import.

Everything that follows from a change is brought about here: parents from WBS codes, dates from what
was given, people and links of tasks. Only the schedule is left to the caller, who computes it once
for many records; `needs_schedule` says where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.records import RecordChange
from pmo_desktop.models import (
    Decision,
    Issue,
    Person,
    Project,
    Risk,
    StatusReport,
)
from pmo_desktop.services.columns import columns
from pmo_desktop.services.custom_fields import write_custom_values
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.known import Known, project_column
from pmo_desktop.services.names import Names
from pmo_desktop.services.office import office_row
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.sources import source_of
from pmo_desktop.services.tasks import write_tasks
from pmo_desktop.storage.bulk import bulk_insert, bulk_update, table_of
from pmo_desktop.storage.recorder import recorder

MODELS: Mapping[str, type[SQLModel]] = {
    "project": Project,
    "person": Person,
    "risk": Risk,
    "issue": Issue,
    "status": StatusReport,
    "decision": Decision,
}
IN_PROJECT = ("risk", "issue", "status", "decision")


def write_records(
    session: Session,
    project_id: int | None,
    changes: Sequence[RecordChange],
    *,
    file: str | None = None,
    known: Known | None = None,
) -> int | None:
    """Write the changes of one project (None: it is among them, new); returns the project's id.

    `file` is the spreadsheet that they came from. The caller reschedules the project where its
    tasks or itself changed. Raises `Refused`.
    """
    known = known or Known(session)
    names = known.names
    by_table = _by_table(changes)
    for change in by_table.get("person", ()):
        _write_person(session, change, names, file)
    if "project" in by_table:
        project_id = _write_project(session, by_table["project"], known, file)
    currency = currency_of(session, project_id)
    if "task" in by_table and project_id is not None:
        write_tasks(session, project_id, by_table["task"], known, file)
    for table in IN_PROJECT:
        rows = by_table.get(table, [])
        _write_rows(session, table, rows, project_id, names, currency, file)
    return project_id


def needs_schedule(changes: Iterable[RecordChange]) -> bool:
    """Whether the project's dates may follow from one of these changes."""
    return any(change.table in ("project", "task") for change in changes)


def currency_of(session: Session, project_id: int | None) -> str:
    """The project's currency, or the office's."""
    own = project_column(session, project_id, "currency")
    return own or office_row(session).currency


def _by_table(changes: Iterable[RecordChange]) -> dict[str, list[RecordChange]]:
    found: dict[str, list[RecordChange]] = {}
    for change in changes:
        found.setdefault(change.table, []).append(change)
    return found


def _write_project(
    session: Session, changes: list[RecordChange], known: Known, file: str | None
) -> int:
    (change,) = changes
    if change.id is None:
        _refuse_known_code(known, str(change.values.get("code") or ""))
    office = office_row(session)
    currency = change.values.get("currency") or (
        currency_of(session, change.id) if change.id else office.currency
    )
    row = columns("project", change.values, known.names, currency, change.id)
    if change.id is None:
        row |= {"currency": currency, "calendar_id": office.calendar_id}
    project_id = _store(session, Project, [(change, row)], file)[0]
    if change.id is None:
        known.projects.note(project_id, row.get("code", ""), row.get("name", ""))
    else:
        known.forget_projects()
    return project_id


def _refuse_known_code(known: Known, code: str) -> None:
    if known.projects.has_code(code):
        raise Refused("There is already a project with the code {code}.", code=code)


def _write_person(session: Session, change: RecordChange, names: Names, file: str | None) -> None:
    """A person whom another file of the same import brought is only added to."""
    name = str(change.values.get("name") or "")
    known = names.known_person(name) if change.id is None else None
    if known is not None:
        change = replace(change, id=known)
    row_id = _write_rows(session, "person", [change], None, names, "", file)[0]
    if name:
        names.note_person(name, row_id)


def _write_rows(
    session: Session,
    table: str,
    changes: Sequence[RecordChange],
    project_id: int | None,
    names: Names,
    currency: str,
    file: str | None,
) -> list[int]:
    rows = []
    for change in changes:
        row = columns(table, change.values, names, currency)
        if change.id is None and table in IN_PROJECT:
            row["project_id"] = project_id
        rows.append((change, row))
    return _store(session, MODELS[table], rows, file)


def _store(
    session: Session,
    model: type[SQLModel],
    rows: Sequence[tuple[RecordChange, dict[str, Any]]],
    file: str | None,
) -> list[int]:
    added = [(change, row) for change, row in rows if change.id is None]
    changed = [{**row, "id": change.id} for change, row in rows if change.id is not None and row]
    ids = bulk_insert(
        session, model, [{"uid": change.uid or new_uid(), **row} for change, row in added]
    )
    bulk_update(session, model, changed)
    new = dict(zip((id(change) for change, _ in added), ids, strict=True))
    found = []
    for change, _ in rows:
        row_id = change.id if change.id is not None else new[id(change)]
        source = source_of(change, file)
        if source:
            recorder(session).note_source(table_of(model).name, row_id, source)
        found.append(row_id)
    changes = (change for change, _ in rows)
    write_custom_values(session, zip(found, changes, strict=True), file)
    return found
