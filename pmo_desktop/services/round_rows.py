"""Readers of reporting rounds: the rounds, and the inbox of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.rounds import (
    COUNTED,
    Arrival,
    FileKind,
    FileState,
    FoldersBy,
    RoundState,
    Standing,
    progress,
)
from pmo_desktop.models import (
    Department,
    ImportBatch,
    ImportFile,
    Person,
    Project,
    ReceivedFile,
    ReportingRound,
    RoundProject,
)
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.rounds import RoundPlan
from pmo_desktop.storage.bulk import table_of

ROUNDS, MEMBERS = table_of(ReportingRound), table_of(RoundProject)
FILES, PROJECTS = table_of(ReceivedFile), table_of(Project)
PEOPLE, DEPARTMENTS = table_of(Person), table_of(Department)
IMPORTS, BATCHES = table_of(ImportFile), table_of(ImportBatch)


@dataclass(frozen=True)
class RoundRow:
    """`received` counts the projects of which a file came that counts."""

    id: int
    uid: str
    period: str
    language: str
    sheets: tuple[str, ...]
    due: date | None
    folder: str
    folders_by: FoldersBy
    name_pattern: str
    state: RoundState
    made_at: datetime
    projects: int
    sent: int
    received: int

    @property
    def is_open(self) -> bool:
        return self.state is RoundState.OPEN


@dataclass(frozen=True)
class FileRow:
    """A file of an inbox; `project` is the code and name of whose it is, where that is known."""

    id: int
    project_id: int | None
    project: str
    name: str
    path: str
    digest: str
    kind: FileKind
    sender: str
    saved_at: datetime | None
    received_at: datetime
    state: FileState
    batch_id: int | None
    findings: int


@dataclass(frozen=True)
class InboxRow:
    """A project in a round, with its files, the newest first."""

    id: int
    project_id: int
    project_uid: str
    code: str
    name: str
    department: str
    manager: str
    sent_file: str
    sent_at: datetime | None
    sent_change_set: int | None
    standing: Standing
    is_late: bool
    is_twice: bool
    files: tuple[FileRow, ...]

    @property
    def label(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def file(self) -> FileRow | None:
        """The newest file that counts, or else the newest."""
        counted = (file for file in self.files if file.state in COUNTED)
        return next(counted, self.files[0] if self.files else None)

    @property
    def waiting(self) -> tuple[FileRow, ...]:
        return tuple(file for file in self.files if file.state is FileState.WAITING)


@dataclass(frozen=True)
class Inbox:
    """`unknown` are files that belong to no project of the round."""

    round: RoundRow
    projects: tuple[InboxRow, ...]
    unknown: tuple[FileRow, ...]

    def of(self, *standings: Standing) -> tuple[InboxRow, ...]:
        return tuple(row for row in self.projects if row.standing in standings)

    @property
    def twice(self) -> tuple[InboxRow, ...]:
        return tuple(row for row in self.projects if row.is_twice)

    @property
    def waiting(self) -> tuple[FileRow, ...]:
        """The files to be reviewed, in the order in which they came; each once, by its digest."""
        found = [file for row in self.projects for file in row.waiting]
        found.sort(key=lambda file: (file.received_at, file.id))
        return tuple({file.digest: file for file in found}.values())


@dataclass(frozen=True)
class EarlierFile:
    """A file that was taken in, also outside rounds: whose it was."""

    digest: str
    project_id: int | None
    name: str
    sender: str
    batch_id: int
    taken_at: datetime
    period: str


@dataclass(frozen=True)
class ProjectKey:
    """How a project is known."""

    id: int
    uid: str
    code: str
    name: str


def rounds(session: Session) -> tuple[RoundRow, ...]:
    """The newest first; open ones before closed ones."""
    rows = session.connection().execute(select(ROUNDS).order_by(ROUNDS.c.id.desc()))
    members, came = _members(session), _received(session)
    found = [_round(row, members[row.id], came[row.id]) for row in rows]
    return tuple(sorted(found, key=lambda row: not row.is_open))


def inbox(session: Session, round_id: int, today: date) -> Inbox:
    """How a round stands `today`; its projects by their codes. Raises `Refused`."""
    row = session.connection().execute(select(ROUNDS).where(ROUNDS.c.id == round_id)).first()
    if row is None:
        raise Refused("This round is not there any more.")
    shown = _round(row, _members(session)[round_id], _received(session)[round_id])
    files = _files(session, round_id)
    members = _member_rows(session, round_id)
    inside = {member.project_id for member in members}
    projects = (
        _inbox_row(member, [file for file in files if file.project_id == member.project_id],
                   shown.due, today)
        for member in members
    )  # fmt: skip
    unknown = tuple(file for file in files if file.project_id not in inside)
    return Inbox(shown, tuple(projects), unknown)


def earlier_files(session: Session) -> tuple[EarlierFile, ...]:
    """Every file that was ever taken in, the newest last."""
    statement = select(
        IMPORTS.c.digest, IMPORTS.c.project_id, IMPORTS.c.name, IMPORTS.c.sender,
        IMPORTS.c.batch_id, BATCHES.c.taken_at, BATCHES.c.period,
    ).join(BATCHES, BATCHES.c.id == IMPORTS.c.batch_id)  # fmt: skip
    rows = session.connection().execute(statement.order_by(IMPORTS.c.id))
    return tuple(EarlierFile(*row) for row in rows)


def project_keys(session: Session) -> tuple[ProjectKey, ...]:
    """Every project of the office."""
    columns = (PROJECTS.c.id, PROJECTS.c.uid, PROJECTS.c.code, PROJECTS.c.name)
    rows = session.connection().execute(select(*columns).order_by(PROJECTS.c.id))
    return tuple(ProjectKey(*row) for row in rows)


def projects_under_way(session: Session) -> tuple[int, ...]:
    """The projects that usually report, by their codes."""
    wanted = (ProjectState.ACTIVE, ProjectState.ON_HOLD)
    rows = session.connection().execute(
        select(PROJECTS.c.id).where(PROJECTS.c.state.in_(wanted)).order_by(PROJECTS.c.code)
    )
    return tuple(rows.scalars())


def plan_of(session: Session, round_id: int) -> RoundPlan:
    """What a round is, to be changed; raises `Refused` where it is gone."""
    row = session.connection().execute(select(ROUNDS).where(ROUNDS.c.id == round_id)).first()
    if row is None:
        raise Refused("This round is not there any more.")
    members = _members(session)[round_id]
    return RoundPlan(
        row.period,
        tuple(member.project_id for member in members),
        tuple(row.sheets.split()),
        row.language,
        row.due,
        row.folder,
        FoldersBy(row.folders_by),
        row.name_pattern,
    )


def round_periods(session: Session) -> Mapping[str, str]:
    """Uid of a round -> its period."""
    rows = session.connection().execute(select(ROUNDS.c.uid, ROUNDS.c.period))
    return {row.uid: row.period for row in rows}


def received_before(session: Session) -> Mapping[str, str]:
    """Digest -> the period of the round in which the file counts for a project."""
    statement = (
        select(FILES.c.digest, ROUNDS.c.period)
        .join(ROUNDS, ROUNDS.c.id == FILES.c.round_id)
        .where(FILES.c.state.in_(COUNTED), FILES.c.project_id.is_not(None))
        .order_by(FILES.c.id.desc())
    )
    return {row.digest: row.period for row in session.connection().execute(statement)}


def inbox_projects(session: Session, digests: Iterable[str]) -> Mapping[str, str]:
    """Digest -> the uid of the project whose file it is, by the inboxes; files of several projects
    are left out."""
    wanted = set(digests)
    statement = select(FILES.c.digest, PROJECTS.c.uid).join(
        PROJECTS, PROJECTS.c.id == FILES.c.project_id
    )
    found: dict[str, set[str]] = defaultdict(set)
    for row in session.connection().execute(statement):
        if row.digest in wanted:
            found[row.digest].add(row.uid)
    return {digest: next(iter(uids)) for digest, uids in found.items() if len(uids) == 1}


def _round(row: Row[Any], members: Sequence[Row[Any]], came: set[int]) -> RoundRow:
    columns = dict(row._mapping)
    columns |= {
        "sheets": tuple(row.sheets.split()),
        "folders_by": FoldersBy(row.folders_by),
        "state": RoundState(row.state),
    }
    return RoundRow(
        **columns,
        projects=len(members),
        sent=sum(member.sent_at is not None for member in members),
        received=len(came & {member.project_id for member in members}),
    )


def _members(session: Session) -> Mapping[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in session.connection().execute(select(MEMBERS)):
        found[row.round_id].append(row)
    return found


def _received(session: Session) -> Mapping[int, set[int]]:
    """Round -> the projects of which a file counts."""
    found: dict[int, set[int]] = defaultdict(set)
    statement = select(FILES.c.round_id, FILES.c.project_id, FILES.c.state)
    for row in session.connection().execute(statement):
        if row.state in COUNTED:
            found[row.round_id].add(row.project_id)
    return found


def _member_rows(session: Session, round_id: int) -> list[Row[Any]]:
    statement = (
        select(
            MEMBERS, PROJECTS.c.uid, PROJECTS.c.code, PROJECTS.c.name,
            DEPARTMENTS.c.name.label("department"), PEOPLE.c.name.label("manager"),
        )
        .join(PROJECTS, PROJECTS.c.id == MEMBERS.c.project_id)
        .join(DEPARTMENTS, DEPARTMENTS.c.id == PROJECTS.c.department_id, isouter=True)
        .join(PEOPLE, PEOPLE.c.id == PROJECTS.c.manager_id, isouter=True)
        .where(MEMBERS.c.round_id == round_id)
        .order_by(PROJECTS.c.code, PROJECTS.c.id)
    )  # fmt: skip
    return list(session.connection().execute(statement))


def _files(session: Session, round_id: int) -> list[FileRow]:
    """The newest first."""
    statement = (
        select(FILES, PROJECTS.c.code, PROJECTS.c.name.label("project_name"))
        .join(PROJECTS, PROJECTS.c.id == FILES.c.project_id, isouter=True)
        .where(FILES.c.round_id == round_id)
        .order_by(FILES.c.received_at.desc(), FILES.c.id.desc())
    )
    return [
        FileRow(
            row.id,
            row.project_id,
            f"{row.code or ''} {row.project_name or ''}".strip(),
            row.name,
            row.path,
            row.digest,
            FileKind(row.kind),
            row.sender,
            row.saved_at,
            row.received_at,
            FileState(row.state),
            row.batch_id,
            row.findings,
        )
        for row in session.connection().execute(statement)
    ]


def _inbox_row(
    member: Row[Any], files: Sequence[FileRow], due: date | None, today: date
) -> InboxRow:
    # Of files that came together the later row is the newer one.
    arrivals = [Arrival(file.received_at, file.state) for file in reversed(files)]
    stands = progress(arrivals, due, today, was_sent=member.sent_at is not None)
    return InboxRow(
        member.id,
        member.project_id,
        member.uid,
        member.code,
        member.name,
        member.department or "",
        member.manager or "",
        member.file,
        member.sent_at,
        member.sent_change_set,
        stands.standing,
        stands.is_late,
        stands.is_twice,
        tuple(files),
    )
