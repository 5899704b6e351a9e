"""Timesheets in the database: what to match them with, what is stored, what is taken in."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.tasks import ResourceKind, TaskKind
from pmo_desktop.domain.timesheets import Entry, EntryChange, EntryState, Stored, Work
from pmo_desktop.models import (
    Assignment,
    ChangeRow,
    ChangeSetRow,
    ImportBatch,
    ImportFile,
    Person,
    Project,
    Task,
    TimesheetEntry,
)
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.identities import new_uid, new_uids
from pmo_desktop.services.office import office_row
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of
from pmo_desktop.storage.journal import EDITS
from pmo_desktop.storage.recorder import recorder

ENTRIES, PEOPLE, PROJECTS = table_of(TimesheetEntry), table_of(Person), table_of(Project)
TASKS, ASSIGNMENTS, FILES = table_of(Task), table_of(Assignment), table_of(ImportFile)
SETS, ROWS = table_of(ChangeSetRow), table_of(ChangeRow)
TIMESHEET = "timesheet"


class KnownPerson(NamedTuple):
    id: int
    name: str
    email: str


class KnownProject(NamedTuple):
    id: int
    code: str
    name: str


class KnownTask(NamedTuple):
    id: int
    project_id: int
    wbs: str
    name: str


@dataclass(frozen=True)
class KnownWork:
    """Who works on what: people, projects, their tasks and milestones (no summaries), and the tasks
    of each person by their ids."""

    people: tuple[KnownPerson, ...] = ()
    projects: tuple[KnownProject, ...] = ()
    tasks: tuple[KnownTask, ...] = ()
    assigned: Mapping[int, frozenset[int]] = field(default_factory=dict)


class PlacedChange(NamedTuple):
    """A change with the cell that it came from."""

    change: EntryChange
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True)
class TimesheetFile:
    """What of one file is to be taken; `sender` and `saved_at` are what it says of itself."""

    name: str
    digest: str
    changes: tuple[PlacedChange, ...]
    findings: int = 0
    sender: str = ""
    saved_at: datetime | None = None


class Taken(NamedTuple):
    files: int
    added: int
    changed: int
    removed: int


class EntryRow(NamedTuple):
    """A stored entry as a page shows it."""

    id: int
    person_id: int
    person: str
    day: date
    project_id: int | None
    project: str
    task_id: int | None
    task: str
    minutes: int
    note: str


def known_work(session: Session) -> KnownWork:
    """All that a timesheet's words may mean."""
    connection = session.connection()
    people = select(PEOPLE.c.id, PEOPLE.c.name, PEOPLE.c.email).where(
        PEOPLE.c.kind == ResourceKind.WORK.value, ~PEOPLE.c.placeholder
    )
    projects = select(PROJECTS.c.id, PROJECTS.c.code, PROJECTS.c.name)
    tasks = (
        select(TASKS.c.id, TASKS.c.project_id, TASKS.c.wbs, TASKS.c.name)
        .where(TASKS.c.kind != TaskKind.SUMMARY.value)
        .order_by(TASKS.c.project_id, TASKS.c.position)
    )
    assigned: dict[int, set[int]] = defaultdict(set)
    pairs = select(ASSIGNMENTS.c.person_id, ASSIGNMENTS.c.task_id)
    for person, task in connection.execute(pairs):
        assigned[person].add(task)
    return KnownWork(
        tuple(KnownPerson(*row) for row in connection.execute(people)),
        tuple(KnownProject(*row) for row in connection.execute(projects)),
        tuple(KnownTask(*row) for row in connection.execute(tasks)),
        {person: frozenset(tasks) for person, tasks in assigned.items()},
    )


def stored_entries(session: Session, first: date, last: date) -> tuple[Stored, ...]:
    """The entries from `first` to `last`, both included."""
    columns = (ENTRIES.c[name] for name in ("id", *Entry._fields))
    statement = select(*columns).where(ENTRIES.c.day.between(first, last)).order_by(ENTRIES.c.id)
    return tuple(Stored(row[0], Entry(*row[1:])) for row in session.connection().execute(statement))


def entries_of(
    session: Session,
    first: date,
    last: date,
    *,
    person_id: int | None = None,
    project_id: int | None = None,
    task_id: int | None = None,
) -> tuple[EntryRow, ...]:
    """The entries of a person, a project or a task from `first` to `last`, both included, by day
    and person."""
    statement = (
        select(
            ENTRIES.c.id, ENTRIES.c.person_id, PEOPLE.c.name, ENTRIES.c.day, ENTRIES.c.project_id,
            PROJECTS.c.code, PROJECTS.c.name, ENTRIES.c.task_id, TASKS.c.wbs, TASKS.c.name,
            ENTRIES.c.minutes, ENTRIES.c.note,
        )
        .join(PEOPLE, PEOPLE.c.id == ENTRIES.c.person_id)
        .outerjoin(PROJECTS, PROJECTS.c.id == ENTRIES.c.project_id)
        .outerjoin(TASKS, TASKS.c.id == ENTRIES.c.task_id)
        .where(ENTRIES.c.day.between(first, last))
        .order_by(ENTRIES.c.day, PEOPLE.c.name, ENTRIES.c.id)
    )  # fmt: skip
    for column, wanted in (
        (ENTRIES.c.person_id, person_id),
        (ENTRIES.c.project_id, project_id),
        (ENTRIES.c.task_id, task_id),
    ):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return tuple(_entry(row) for row in session.connection().execute(statement))


def _entry(row: Any) -> EntryRow:
    project, task = (" ".join(filter(None, pair)) for pair in (row[5:7], row[8:10]))
    id_, person_id, person, day, project_id = row[:5]
    return EntryRow(
        id_, person_id, person, day, project_id, project, row[7], task, row[10], row[11]
    )


def known_timesheets(session: Session, digests: Collection[str]) -> frozenset[str]:
    """Which of these files were taken in before, by the digests of their bytes."""
    statement = select(FILES.c.digest).where(
        FILES.c.kind == TIMESHEET, FILES.c.digest.in_(list(digests))
    )
    return frozenset(session.connection().execute(statement).scalars())


def brought_by(session: Session, name: str, ids: Collection[int]) -> frozenset[int]:
    """Which of these entries came last from a file of this name."""
    batches = select(FILES.c.batch_id).where(FILES.c.kind == TIMESHEET, FILES.c.name == name)
    connection = session.connection()
    perhaps = set(
        connection.execute(select(ENTRIES.c.id).where(ENTRIES.c.batch_id.in_(batches))).scalars()
    ) & set(ids)
    if not perhaps:
        return frozenset()
    statement = (
        select(ROWS.c.row_id, ROWS.c.source)
        .join(SETS, SETS.c.id == ROWS.c.change_set_id)
        .where(SETS.c.kind.in_(EDITS), SETS.c.state == "done")
        .where(ROWS.c.table == ENTRIES.name, ROWS.c.source != "")
        .order_by(ROWS.c.id)
    )
    newest = {row.row_id: row.source for row in connection.execute(statement)}
    return frozenset(
        row_id
        for row_id in perhaps & newest.keys()
        if json.loads(newest[row_id]).get("file") == name
    )


def take_timesheets(
    session: Session, files: Sequence[TimesheetFile], report: Report = silent
) -> Taken:
    """Write what the review found in the files, as one edit; `Cancelled` from `report`."""
    counted = dict.fromkeys(EntryState, 0)
    batch_id = _batch(session)
    added: dict[Work, int] = {}
    for done, file in enumerate(files):
        report(Progress(done, len(files), "Taking in {file}", {"file": file.name}))
        _take(session, file, batch_id, added)
        for placed in file.changes:
            counted[placed.change.state] += 1
    report(Progress(len(files), len(files)))
    return Taken(
        len(files),
        counted[EntryState.NEW],
        counted[EntryState.CHANGED],
        counted[EntryState.REMOVED],
    )


def _batch(session: Session) -> int:
    office = office_row(session)
    row = {
        "uid": new_uid(),
        "taken_at": datetime.now().replace(microsecond=0),
        "period": office.period,
        "status_date": office.status_date,
    }
    return bulk_insert(session, ImportBatch, [row])[0]


def _take(session: Session, file: TimesheetFile, batch_id: int, added: dict[Work, int]) -> None:
    """`added` are the entries that files before this one have brought."""
    row = {
        "batch_id": batch_id,
        "name": file.name,
        "digest": file.digest,
        "kind": TIMESHEET,
        "changes": sum(p.change.state is not EntryState.KNOWN for p in file.changes),
        "findings": file.findings,
        "sender": file.sender,
        "saved_at": file.saved_at,
    }
    bulk_insert(session, ImportFile, [row])
    new = [p for p in file.changes if p.change.state is EntryState.NEW]
    rows = [
        {**placed.change.entry._asdict(), "uid": uid, "batch_id": batch_id}
        for placed, uid in zip(new, new_uids(len(new)), strict=True)
    ]
    ids = bulk_insert(session, TimesheetEntry, rows)
    changed = list(_of_state(file, EntryState.CHANGED, added))
    bulk_update(session, TimesheetEntry, [_update(i, p.change, batch_id) for i, p in changed])
    removed = [row_id for row_id, _ in _of_state(file, EntryState.REMOVED, added)]
    added |= {p.change.entry.work: row_id for row_id, p in zip(ids, new, strict=True)}
    log = recorder(session)
    for row_id, placed in [*zip(ids, new, strict=True), *changed]:
        cell = f"{placed.sheet}!{placed.cell}" if placed.sheet else placed.cell
        source = {"file": file.name, "cells": {"minutes": cell} if cell else {}}
        log.note_source(str(ENTRIES.name), row_id, source)
    bulk_delete(session, TimesheetEntry, removed)


def _of_state(
    file: TimesheetFile, state: EntryState, added: Mapping[Work, int]
) -> Iterator[tuple[int, PlacedChange]]:
    for placed in file.changes:
        if placed.change.state is state:
            yield placed.change.stored or added[placed.change.entry.work], placed


def _update(row_id: int, change: EntryChange, batch_id: int) -> dict[str, Any]:
    found: dict[str, Any] = {"id": row_id, "minutes": change.entry.minutes, "batch_id": batch_id}
    if change.entry.note:
        found["note"] = change.entry.note
    return found
