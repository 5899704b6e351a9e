"""Collects a round: files are read, recognised, and put into its inbox; nothing else is written.

`look` reads and says what each file is, `keep` puts them into the inbox as one edit; `collect` does
both. What is in a file is for the review to say; here it only matters whose it is. A file whose
bytes are known changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from pmo_desktop.domain.rounds import FileKind, FileState
from pmo_desktop.exchange.files.collecting import spreadsheets
from pmo_desktop.exchange.files.formats import Refusal, file_bytes
from pmo_desktop.exchange.files.provenance import Provenance
from pmo_desktop.exchange.findings import NOTE, Finding
from pmo_desktop.exchange.remembering import choices
from pmo_desktop.exchange.returns import returns_among
from pmo_desktop.exchange.rounds.recognising import Owners
from pmo_desktop.exchange.understanding import understand_all
from pmo_desktop.exchange.understood import OWN, Understood
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.round_rows import (
    EarlierFile,
    FileRow,
    Inbox,
    earlier_files,
    inbox,
    project_keys,
    received_before,
    round_periods,
)
from pmo_desktop.services.rounds import NewFile, receive
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

# Moments are kept in whole seconds, some file systems count in twos.
WRITING_TAKES = timedelta(seconds=2)


class Verdict(StrEnum):
    """RECEIVED: it is a project's of the round. SENT_OUT: it is a workbook of the round as it was
    written, where it was written: nobody has sent it back. KNOWN: it is in the inbox already.
    KNOWN_BEFORE: it came for an earlier round, or was taken in before this one began. OTHER_ROUND:
    a workbook that went out for another round; it is set aside. NOT_IN_ROUND: its project is not in
    the round. NO_REPORT: it is no project's report, but timesheets, answers to requests, or about
    people; it stays out of the inbox. UNKNOWN: nobody knows whose it is. REFUSED: it cannot be
    read."""

    RECEIVED = "received"
    SENT_OUT = "sent_out"
    KNOWN = "known"
    KNOWN_BEFORE = "known_before"
    OTHER_ROUND = "other_round"
    NOT_IN_ROUND = "not_in_round"
    NO_REPORT = "no_report"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True)
class Collected:
    """What a file was found to be. `projects` are ids; `period` is that of the other round, or
    of the one for which it came before. `findings` are those of reading it."""

    path: Path
    verdict: Verdict
    projects: tuple[int, ...] = ()
    period: str = ""
    findings: tuple[Finding, ...] = ()
    files: tuple[NewFile, ...] = ()
    """The rows of the inbox that it makes: one a project."""
    understood: Understood | None = None
    """What it says, where it is no project's report: for the review of such files."""


@dataclass(frozen=True)
class Looked:
    """What a collection found, before anything was kept. `moved`: by digest, where files of the
    inbox are now that are no longer where they were."""

    round_id: int
    files: tuple[Collected, ...]
    moved: tuple[tuple[str, str], ...] = ()

    def of(self, *verdicts: Verdict) -> tuple[Collected, ...]:
        return tuple(file for file in self.files if file.verdict in verdicts)

    @property
    def returns(self) -> tuple[Understood, ...]:
        """What came along and is no project's report."""
        return tuple(file.understood for file in self.files if file.understood is not None)

    @property
    def rows(self) -> tuple[NewFile, ...]:
        """What goes into the inbox; of files that come together the one saved last is last."""
        found = [row for file in self.files for row in file.files]
        found.sort(key=lambda row: (row.received_at, row.saved_at or datetime.min))
        return tuple(found)


def collect(
    workspace: Workspace,
    paths: Iterable[Path],
    round_id: int,
    report: Report = silent,
    now: datetime | None = None,
) -> Looked:
    """Read files and folders, and put what is new into the inbox of the round. Raises `Refused`
    where the round is gone, and `Cancelled` from `report`; nothing is kept then."""
    looked = look(workspace, paths, round_id, report, now)
    keep(workspace, looked)
    return looked


def look(
    workspace: Workspace,
    paths: Iterable[Path],
    round_id: int,
    report: Report = silent,
    now: datetime | None = None,
) -> Looked:
    """What the files are, without keeping anything; `now` is when they are received."""
    moment = (now or datetime.now()).replace(microsecond=0)
    report(Progress(0, 0, "Looking for spreadsheets"))
    looking = _Looking(workspace, round_id, moment)
    files = looking.spreadsheets(tuple(paths))
    known = {path: one for path in files if (one := looking.known(path)) is not None}
    fresh = [path for path in files if path not in known]
    understood = understand_all(
        fresh, today=moment.date(), report=report, choices=choices(workspace)
    )
    found = known | {one.path: looking.file(one) for one in understood}
    return Looked(round_id, tuple(found[path] for path in files), tuple(looking.moved))


def keep(workspace: Workspace, looked: Looked) -> int:
    """Put what is new into the inbox as one edit; returns how many rows that are."""
    rows = looked.rows
    if not rows and not looked.moved:
        return 0
    number = len({row.digest for row in rows}) or len(looked.moved)
    title = Title("Receive {n} files", {"n": number})
    kept: int = workspace.edit(title, receive, looked.round_id, rows, dict(looked.moved)).result
    return kept


class _Looking:
    """What is known of the round and of earlier files while its files are looked at."""

    def __init__(self, workspace: Workspace, round_id: int, now: datetime) -> None:
        self._now = now
        self._inbox: Inbox = workspace.query(inbox, round_id, now.date())
        self._members = {row.project_id for row in self._inbox.projects}
        self._known = _files_of(self._inbox)
        self._written = _written(self._inbox)
        self._periods = workspace.query(received_before)
        earlier = workspace.query(earlier_files)
        self._taken = {file.digest: file for file in earlier}
        self._rounds = workspace.query(round_periods)
        self._owners = Owners.of(workspace.query(project_keys), self._inbox, earlier)
        self._seen: set[str] = set()
        self.moved: list[tuple[str, str]] = []

    def spreadsheets(self, paths: Sequence[Path]) -> list[Path]:
        """The files that are meant; a folder above the round's own stands for these as well, so
        that teams can fill them in where they are."""
        folders = [path.absolute() for path in paths if path.is_dir()]
        written = [
            path
            for path in self._written
            if path.is_file() and any(path.is_relative_to(folder) for folder in folders)
        ]
        found = {path.absolute(): path for path in spreadsheets(paths)}
        if written:
            # A folder that has spreadsheets in its own folders alone is no empty one.
            found = {place: path for place, path in found.items() if not path.is_dir()}
        return list({**found, **{path: found.get(path, path) for path in written}}.values())

    def known(self, path: Path) -> Collected | None:
        """A file whose bytes are in the inbox: it need not be understood again."""
        digest = _digest(path)
        if digest not in self._known:
            return None
        self._note_if_moved(digest, path)
        return Collected(path, Verdict.KNOWN)

    def file(self, understood: Understood) -> Collected:
        """What one file is; the second of two with the same bytes is known already."""
        path = understood.path
        if not understood.digest:
            understood = replace(understood, digest=_digest(path))
        digest = understood.digest
        if not digest:
            return Collected(path, Verdict.REFUSED, findings=understood.findings)
        if digest in self._seen:
            return Collected(path, Verdict.KNOWN, findings=understood.findings)
        self._seen.add(digest)
        if _is_untouched(path, self._written.get(path.absolute())):
            return Collected(path, Verdict.SENT_OUT)
        if returns_among([understood])[0]:
            return self._no_report(understood)
        before = self._came_before(understood)
        if before is not None:
            return Collected(path, Verdict.KNOWN_BEFORE, period=before)
        return self._new(understood, understood.provenance)

    def _no_report(self, understood: Understood) -> Collected:
        """A timesheet and the like; one that was taken in need not be looked at again."""
        taken = self._taken.get(understood.digest)
        if taken is not None:
            return Collected(understood.path, Verdict.KNOWN_BEFORE, period=taken.period)
        return Collected(understood.path, Verdict.NO_REPORT, findings=understood.findings,
                         understood=understood)  # fmt: skip

    def _note_if_moved(self, digest: str, path: Path) -> None:
        place = self._known.get(digest)
        if place and place != str(path) and not Path(place).exists():
            self.moved.append((digest, str(path.absolute())))

    def _came_before(self, understood: Understood) -> str | None:
        """The period for which the file came before; None where it is this round's all the same."""
        if understood.meta.get("round_uid") == self._inbox.round.uid:
            return None
        digest = understood.digest
        if digest in self._periods:
            return self._periods[digest]
        taken = self._taken.get(digest)
        if taken is None:
            return None
        return None if taken.taken_at >= self._inbox.round.made_at else taken.period

    def _new(self, understood: Understood, said: Provenance) -> Collected:
        projects = self._owners.find(understood, said.sender)
        inside = tuple(project for project in projects if project in self._members)
        kind = self._kind(understood)
        if not understood.is_readable:
            verdict = Verdict.REFUSED
        elif kind is FileKind.OTHER_ROUND:
            verdict = Verdict.OTHER_ROUND
        elif inside:
            verdict = Verdict.RECEIVED
        else:
            verdict = Verdict.NOT_IN_ROUND if projects else Verdict.UNKNOWN
        rows = [
            self._row(understood, said, project, kind, verdict)
            for project in inside or projects[:1] or (None,)
        ]
        period = self._rounds.get(understood.meta.get("round_uid", ""), "")
        other = verdict is Verdict.OTHER_ROUND
        return Collected(
            understood.path, verdict, projects,
            (period or understood.meta.get("period", "")) if other else "",
            understood.findings, tuple(rows),
        )  # fmt: skip

    def _kind(self, understood: Understood) -> FileKind:
        if understood.kind != OWN:
            return FileKind.TEAM
        round_uid = understood.meta.get("round_uid", "")
        if round_uid and round_uid != self._inbox.round.uid:
            return FileKind.OTHER_ROUND
        return FileKind.OWN

    def _row(
        self,
        understood: Understood,
        said: Provenance,
        project: int | None,
        kind: FileKind,
        verdict: Verdict,
    ) -> NewFile:
        taken: EarlierFile | None = self._taken.get(understood.digest)
        state = FileState.TAKEN if taken else STATES.get(verdict, FileState.WAITING)
        return NewFile(
            name=understood.path.name,
            path=str(understood.path.absolute()),
            digest=understood.digest,
            received_at=self._now,
            kind=kind,
            project_id=project,
            sender=said.sender,
            saved_at=said.saved_at,
            state=state,
            findings=sum(finding.severity != NOTE for finding in understood.findings),
            batch_id=taken.batch_id if taken else None,
        )


STATES = {
    Verdict.OTHER_ROUND: FileState.SET_ASIDE,
    Verdict.REFUSED: FileState.REFUSED,
}


def _written(found: Inbox) -> dict[Path, datetime]:
    """Where the round's workbooks were written, and when."""
    folder = Path(found.round.folder).absolute()
    return {
        folder / row.sent_file: row.sent_at for row in found.projects if row.sent_at is not None
    }


def _is_untouched(path: Path, written_at: datetime | None) -> bool:
    """Whether nobody has saved the file since it was written there."""
    if written_at is None:
        return False
    try:
        return datetime.fromtimestamp(path.stat().st_mtime) <= written_at + WRITING_TAKES
    except (OSError, ValueError, OverflowError):
        return False


def _digest(path: Path) -> str:
    """Of a file that could not be understood; empty where not even its bytes can be had."""
    try:
        return sha256(file_bytes(path)).hexdigest()
    except (Refusal, OSError):
        return ""


def _files_of(found: Inbox) -> dict[str, str]:
    """Digest -> path of everything in the inbox."""
    listed: Sequence[Sequence[FileRow]] = [*(row.files for row in found.projects), found.unknown]
    return {file.digest: file.path for files in listed for file in files}
