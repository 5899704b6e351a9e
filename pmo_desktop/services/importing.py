"""Takes what the review accepted into the database: all files of an import as one edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.records import ChangeKind, ProjectChange, Span
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import ImportBatch, ImportFile, Project, Task
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.bases import source_of_file
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.known import Known
from pmo_desktop.services.office import office_row
from pmo_desktop.services.plans.taking import take_plan
from pmo_desktop.services.rounds import take
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.services.writing import needs_schedule, write_records
from pmo_desktop.storage.bulk import bulk_insert, bulk_update, table_of
from pmo_desktop.storage.recorder import recorder
from pmo_desktop.storage.waiting import Waiting, inserting_later

PROJECTS = table_of(Project)


@dataclass(frozen=True)
class CommitResult:
    """How many records were added and changed; `batch_id` None where nothing was to be taken."""

    batch_id: int | None
    files: int
    added: int
    changed: int


def commit(
    session: Session,
    changes: Sequence[ProjectChange],
    report: Report = silent,
    unchanged: Collection[str] = (),
    waiting: Collection[str] = (),
) -> CommitResult:
    """Write the changes of all files; raises `Refused`, or `Cancelled` from `report`.

    In the inbox of a round the files count as taken in, and so do those that change nothing: their
    digests are `unchanged`. Those in `waiting` go on waiting: something in them is to be decided.
    """
    if unchanged:
        take(session, unchanged)
    if not changes:
        return CommitResult(None, 0, 0, 0)
    office = office_row(session)
    batch = {
        "uid": new_uid(),
        "taken_at": datetime.now().replace(microsecond=0),
        "period": office.period,
        "status_date": _status_date(changes, office.status_date),
    }
    known = Known(session).fetch()
    with inserting_later(session) as later:
        batch_id = bulk_insert(session, ImportBatch, [batch])[0]
        _take_all(session, changes, batch_id, known, later, report)
    _hold(session, {task: span for change in changes for task, span in change.stated.items()})
    take(session, {change.digest for change in changes}.difference(waiting), batch_id)
    report(Progress(len(changes), len(changes)))
    records = [record for change in changes for record in change.changes]
    added = sum(record.kind is ChangeKind.ADD for record in records)
    files = {(change.file_name, change.digest) for change in changes}
    return CommitResult(batch_id, len(files), added, len(records) - added)


def _take_all(
    session: Session,
    changes: Sequence[ProjectChange],
    batch_id: int,
    known: Known,
    later: Waiting,
    report: Report,
) -> None:
    """Write what the files bring; a project that is new waits until its dates are computed."""
    moved: set[int] = set()
    for done, change in enumerate(changes):
        report(Progress(done, len(changes), "Taking in {file}", {"file": change.file_name}))
        project_id = _take(session, change, batch_id, known, later)
        if project_id is not None and change.plan is not None:
            # It has calendars of its own, which nobody has fetched before.
            later.write()
            reschedule(session, (project_id,))
            continue
        if project_id is not None and needs_schedule(change.changes):
            moved.add(project_id)
    reschedule(session, moved, known.calendars)


def _hold(session: Session, stated: Mapping[int, Span]) -> None:
    """Keep the dates that files state as they are: a computed task that what else they bring would
    move becomes a fixed one. Others may move in turn, hence the repetition; it ends, as each round
    fixes at least one. A fixed task is moved by what has happened alone, and rightly so."""
    if not stated:
        return
    tasks = table_of(Task)
    shown = (tasks.c.id, tasks.c.project_id, tasks.c.start, tasks.c.finish, tasks.c.kind)
    while True:
        rows = [
            row
            for row in session.connection().execute(select(*shown).where(~tasks.c.fixed))
            if row.id in stated
            and row.kind != TaskKind.SUMMARY
            and (row.start, row.finish) != stated[row.id]
        ]
        fixed = [
            {"id": row.id, "start": stated[row.id][0], "finish": stated[row.id][1], "fixed": True}
            for row in rows
        ]
        if not bulk_update(session, Task, fixed):
            return
        reschedule(session, {row.project_id for row in rows})


def _take(
    session: Session, change: ProjectChange, batch_id: int, known: Known, later: Waiting
) -> int | None:
    project_id = change.project_id
    if project_id is None:
        # An earlier file of the same import may have brought the project.
        project_id = known.projects.find(None, change.code, change.name)
    if later.has(PROJECTS, project_id):
        later.write()
    records = change.changes
    if project_id is not None:
        records = tuple(
            record
            for record in records
            if not (record.table == "project" and record.kind is ChangeKind.ADD)
        )
    if change.plan is not None:
        given = replace(change, project_id=project_id, changes=records)
        project_id = take_plan(session, given, change.plan, known)
    else:
        project_id = write_records(session, project_id, records, file=change.file_name, known=known)
    file = {
        "batch_id": batch_id,
        "project_id": project_id,
        "name": change.file_name,
        "digest": change.digest,
        "kind": change.kind,
        "changes": len(change.changes),
        "findings": change.findings,
        "sender": change.sender,
        "saved_at": change.saved_at,
    }
    row_id = bulk_insert(session, ImportFile, [file])[0]
    told = source_of_file(change.file_name, change.entry, change.kept)
    recorder(session).note_source(table_of(ImportFile).name, row_id, told)
    return project_id


def _status_date(changes: Sequence[ProjectChange], known: date) -> date:
    """The newest date that the files report for, or the office's own."""
    given = [change.status_date for change in changes if change.status_date is not None]
    return max(given, default=known)
