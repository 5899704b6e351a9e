"""The verbs of reporting rounds: open, send, receive, take, close. Each is used as one edit.

A round keeps to `domain.rounds`; what it holds is read by `services.round_rows`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.fields import TABLES
from pmo_desktop.domain.rounds import (
    DEFAULT_PATTERN,
    NAME_PARTS,
    FileKind,
    FileState,
    FoldersBy,
    RoundState,
    is_period,
    unknown_parts,
)
from pmo_desktop.models import Project, ReceivedFile, ReportingRound, RoundProject
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

ROUNDS, MEMBERS = table_of(ReportingRound), table_of(RoundProject)
FILES, PROJECTS = table_of(ReceivedFile), table_of(Project)
SHEETS = ("project", "task", "person", "risk", "issue", "status")


@dataclass(frozen=True)
class RoundPlan:
    """What a round is to be. `projects` are ids, `sheets` keys of `domain.fields.TABLES`; `folder`
    is where the workbooks are written."""

    period: str
    projects: tuple[int, ...]
    sheets: tuple[str, ...] = SHEETS
    language: str = "zh"
    due: date | None = None
    folder: str = ""
    folders_by: FoldersBy = FoldersBy.ONE
    name_pattern: str = DEFAULT_PATTERN


@dataclass(frozen=True)
class Sent:
    """A workbook that was written: `change_set` is the newest change of the database then."""

    project_id: int
    file: str
    sent_at: datetime
    change_set: int


@dataclass(frozen=True)
class NewFile:
    """A file for the inbox; see `models.ReceivedFile`. `project_id` is None where nobody knows."""

    name: str
    path: str
    digest: str
    received_at: datetime
    kind: FileKind = FileKind.TEAM
    project_id: int | None = None
    sender: str = ""
    saved_at: datetime | None = None
    state: FileState = FileState.WAITING
    findings: int = 0
    batch_id: int | None = None


def open_round(session: Session, plan: RoundPlan) -> int:
    """Begin a round; returns its id. Raises `Refused` where the plan makes none."""
    _check(session, plan)
    made_at = datetime.now().replace(microsecond=0)
    row = {"uid": new_uid(), **_columns(plan), "state": RoundState.OPEN, "made_at": made_at}
    round_id = bulk_insert(session, ReportingRound, [row])[0]
    _set_members(session, round_id, plan.projects)
    return round_id


def change_round(session: Session, round_id: int, plan: RoundPlan) -> None:
    """Make an open round another one: its due date, its projects, its files' names."""
    _check(session, plan, round_id)
    _open_row(session, round_id)
    bulk_update(session, ReportingRound, [{"id": round_id, **_columns(plan)}])
    _set_members(session, round_id, plan.projects)


def add_project(session: Session, round_id: int, project_id: int) -> None:
    """Expect a file of one more project; raises `Refused` where the round is closed."""
    _open_row(session, round_id)
    _set_members(session, round_id, [*_members(session, round_id), project_id])


def close_round(session: Session, round_id: int) -> None:
    """Nothing more is expected of anybody; the inbox stays as it is."""
    bulk_update(session, ReportingRound, [{"id": round_id, "state": RoundState.CLOSED}])


def reopen_round(session: Session, round_id: int) -> None:
    """Raises `Refused` where another round of its period was opened meanwhile."""
    row = _row(session, round_id)
    _refuse_second(session, row["period"], round_id)
    bulk_update(session, ReportingRound, [{"id": round_id, "state": RoundState.OPEN}])


def mark_sent(session: Session, round_id: int, sent: Sequence[Sent]) -> None:
    """Keep which workbooks were written, and when: what went out is the database of that change."""
    members = _members(session, round_id)
    rows = [
        {
            "id": members[one.project_id],
            "file": one.file,
            "sent_at": one.sent_at,
            "sent_change_set": one.change_set,
        }
        for one in sent
        if one.project_id in members
    ]
    bulk_update(session, RoundProject, rows)


def receive(
    session: Session,
    round_id: int,
    files: Sequence[NewFile],
    moved: Mapping[str, str] | None = None,
) -> int:
    """Put files into the inbox; returns how many. A file that is there already (by its digest)
    changes nothing; one that waits and was overwritten by a new one is set aside. `moved` says by
    digest where one is now that is no longer where it was."""
    statement = select(FILES.c.id, FILES.c.digest, FILES.c.path, FILES.c.state)
    known = list(session.connection().execute(statement.where(FILES.c.round_id == round_id)))
    digests = {row.digest for row in known}
    rows = [asdict(file) | {"round_id": round_id} for file in files if file.digest not in digests]
    overwritten = {row["path"] for row in rows if row["path"]}
    gone = [r.id for r in known if r.path in overwritten and r.state == FileState.WAITING]
    set_file_state(session, gone, FileState.SET_ASIDE)
    bulk_insert(session, ReceivedFile, rows)
    places = moved or {}
    bulk_update(
        session,
        ReceivedFile,
        [{"id": row.id, "path": places[row.digest]} for row in known if row.digest in places],
    )
    return len(rows)


def take(session: Session, digests: Collection[str], batch_id: int | None = None) -> int:
    """The files with these digests were taken in, or have nothing new to say; returns how many
    rows of inboxes that are."""
    return _move(session, digests, FileState.TAKEN, {"batch_id": batch_id} if batch_id else {})


def mark_returned(session: Session, digests: Collection[str]) -> int:
    """The files with these digests went back to their teams; returns how many rows that are."""
    return _move(session, digests, FileState.RETURNED, {})


def set_file_state(session: Session, file_ids: Iterable[int], state: FileState) -> int:
    """Set files of an inbox aside, or let them count again; returns how many changed."""
    return bulk_update(session, ReceivedFile, [{"id": one, "state": state} for one in file_ids])


def assign_file(session: Session, file_id: int, project_id: int) -> None:
    """Say whose file it is that nobody knew. Raises `Refused` for a project outside the round."""
    file = session.connection().execute(select(FILES).where(FILES.c.id == file_id)).one()
    if project_id not in _members(session, file.round_id):
        raise Refused("This project is not in the round. Add it to the round first.")
    bulk_update(session, ReceivedFile, [{"id": file_id, "project_id": project_id}])


def _move(
    session: Session, digests: Collection[str], state: FileState, values: Mapping[str, Any]
) -> int:
    statement = select(FILES.c.id, FILES.c.digest).where(FILES.c.state != FileState.REFUSED)
    rows = session.connection().execute(statement)
    found = [row.id for row in rows if row.digest in digests]
    return bulk_update(session, ReceivedFile, [{"id": i, "state": state, **values} for i in found])


# What a round must be


def _check(session: Session, plan: RoundPlan, round_id: int | None = None) -> None:
    if not is_period(plan.period):
        raise Refused(
            "“{period}” is no reporting period: write it like 2026-11.", period=plan.period
        )
    if not plan.projects:
        raise Refused("A round needs projects: choose at least one.")
    if not plan.sheets or any(sheet not in TABLES for sheet in plan.sheets):
        raise Refused("A round needs sheets: choose at least one.")
    _check_pattern(plan.name_pattern)
    _refuse_second(session, plan.period, round_id)


def _check_pattern(pattern: str) -> None:
    unknown = unknown_parts(pattern)
    known = " ".join("{" + part + "}" for part in NAME_PARTS)
    if unknown is None or not pattern.strip():
        raise Refused(
            "“{pattern}” is no pattern for file names: write words and {known}.",
            pattern=pattern,
            known=known,
        )
    if unknown:
        raise Refused(
            "A file name has no part “{part}”: the parts are {known}.", part=unknown[0], known=known
        )


def _refuse_second(session: Session, period: str, round_id: int | None) -> None:
    statement = select(ROUNDS.c.id).where(
        ROUNDS.c.period == period, ROUNDS.c.state == RoundState.OPEN, ROUNDS.c.id != (round_id or 0)
    )
    if session.connection().execute(statement.limit(1)).scalar() is not None:
        raise Refused(
            "A round of {period} is open already: change that one, or close it first.",
            period=period,
        )


def _columns(plan: RoundPlan) -> dict[str, Any]:
    columns = asdict(plan)
    columns.pop("projects")
    return columns | {"sheets": " ".join(plan.sheets)}


def _row(session: Session, round_id: int) -> Mapping[str, Any]:
    found = session.connection().execute(select(ROUNDS).where(ROUNDS.c.id == round_id)).first()
    if found is None:
        raise Refused("This round is not there any more.")
    return found._mapping  # type: ignore[return-value]  # its keys are the columns' names


def _open_row(session: Session, round_id: int) -> Mapping[str, Any]:
    row = _row(session, round_id)
    if row["state"] != RoundState.OPEN:
        raise Refused("The round of {period} is closed: open it again first.", period=row["period"])
    return row


def _members(session: Session, round_id: int) -> dict[int, int]:
    """Project id -> the id of its row in the round."""
    statement = select(MEMBERS.c.project_id, MEMBERS.c.id).where(MEMBERS.c.round_id == round_id)
    return {row.project_id: row.id for row in session.connection().execute(statement)}


def _set_members(session: Session, round_id: int, projects: Sequence[int]) -> None:
    known = _members(session, round_id)
    wanted = dict.fromkeys(projects)
    existing = set(session.connection().execute(select(PROJECTS.c.id)).scalars())
    bulk_delete(session, RoundProject, [row for project, row in known.items()
                                        if project not in wanted])  # fmt: skip
    new = [project for project in wanted if project in existing and project not in known]
    bulk_insert(session, RoundProject, [{"round_id": round_id, "project_id": p} for p in new])
