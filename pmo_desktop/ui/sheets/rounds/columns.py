"""The columns of a round's inbox: where each project stands, and the files that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.rounds import FileKind, FileState, Standing
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column, Why

if TYPE_CHECKING:
    from pmo_desktop.services.round_rows import FileRow, InboxRow

TONES = {
    Standing.NOT_SENT: "grey",
    Standing.SENT: "accent",
    Standing.WAITING: "accent",
    Standing.MISSING: "red",
    Standing.RECEIVED: "green",
    Standing.LATE: "amber",
    Standing.TAKEN: "green",
    Standing.RETURNED: "amber",
}
FILE_TONES = {
    FileState.WAITING: "accent",
    FileState.TAKEN: "green",
    FileState.RETURNED: "amber",
    FileState.SET_ASIDE: "grey",
    FileState.REFUSED: "red",
}


def standing_words(row: InboxRow, language: Language) -> str:
    """`Received`, and what else is to be known: `Taken in · late`, `Received · twice`."""
    words = [language.term(f"standing.{row.standing}")]
    if row.is_late and row.standing is not Standing.LATE:
        words.append(language.text("late"))
    if row.is_twice:
        words.append(language.text("twice"))
    return " · ".join(words)


def file_words(row: InboxRow, language: Language) -> str:
    """The newest file, and how many more there are."""
    if row.file is None:
        return ""
    more = len(row.files) - 1
    if not more:
        return row.file.name
    return language.text("{file} and {n} more", file=row.file.name, n=more)


def unknown_words(file: FileRow, language: Language) -> str:
    """Why the file is no project's of the round."""
    if file.state is FileState.REFUSED:
        return language.term("file_state.refused")
    if file.project:
        return language.text("{project}, not in this round", project=file.project)
    return language.text("It does not say its project")


def _files(row: InboxRow, language: Language) -> Why | None:
    """Every file of the project, the newest first."""
    if not row.files:
        return None
    return Why(row.label, tuple(_told(file, language) for file in row.files))


def _told(file: FileRow, language: Language) -> Reason:
    state = language.term(f"file_state.{file.state}")
    if file.kind is FileKind.OTHER_ROUND:
        state = f"{state} · {language.term('file_kind.other_round')}"
    params = {
        "file": file.name,
        "state": state,
        "received": file.received_at,
        "saved": language.moment(file.saved_at) or "—",
        "sender": file.sender or "—",
    }
    return Reason("{file}: {state}. Received {received}, saved {saved} by {sender}.", params)


def _moment(file: FileRow | None, language: Language) -> str:
    return "" if file is None else language.moment(file.received_at)


INBOX: tuple[Column, ...] = (
    Column("label", "inbox.project", lambda row: row.label, width=170, stretch=True),
    Column("department", "inbox.department", lambda row: row.department, width=90, hidden=True),
    Column("manager", "inbox.manager", lambda row: row.manager, width=84),
    Column(
        "standing",
        "inbox.standing",
        lambda row: list(Standing).index(row.standing),
        width=130,
        show=standing_words,
        chip=lambda row: TONES[row.standing],
    ),
    Column(
        "file",
        "inbox.file",
        lambda row: row.file.name if row.file else "",
        width=190,
        show=file_words,
        why=_files,
    ),
    Column("sender", "inbox.sender", lambda row: row.file.sender if row.file else "", width=90),
    Column(
        "received_at",
        "inbox.received_at",
        lambda row: row.file.received_at.isoformat() if row.file else "",
        width=120,
        show=lambda row, language: _moment(row.file, language),
    ),
    Column(
        "findings",
        "inbox.findings",
        lambda row: row.file.findings if row.file else None,
        Kind.INTEGER,
        66,
    ),
    Column(
        "sent_at",
        "inbox.sent_at",
        lambda row: row.sent_at.isoformat() if row.sent_at else "",
        width=120,
        hidden=True,
        show=lambda row, language: language.moment(row.sent_at),
    ),
    Column("sent_file", "inbox.sent_file", lambda row: row.sent_file, width=190, hidden=True),
)
UNKNOWN: tuple[Column, ...] = (
    Column("name", "inbox.file", lambda file: file.name, width=200, stretch=True),
    Column("reason", "inbox.reason", lambda file: file.project, width=290, show=unknown_words),
    Column(
        "state",
        "inbox.file_state",
        lambda file: str(file.state),
        width=110,
        show=lambda file, language: language.term(f"file_state.{file.state}"),
        chip=lambda file: FILE_TONES[file.state],
    ),
    Column("sender", "inbox.sender", lambda file: file.sender, width=90),
    Column(
        "received_at",
        "inbox.received_at",
        lambda file: file.received_at.isoformat(),
        width=120,
        show=_moment,
    ),
)
