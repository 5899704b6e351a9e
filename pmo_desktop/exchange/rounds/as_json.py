"""A round as plain values for programs: what `collect --json` and `send-out --round --json` print.

States are codes, days and moments as ISO writes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from pmo_desktop.exchange.reporting import finding_as_json
from pmo_desktop.exchange.rounds.collecting import Collected, Looked
from pmo_desktop.exchange.rounds.reminders import all_texts, reminders
from pmo_desktop.exchange.rounds.telling import sentence
from pmo_desktop.language import Language
from pmo_desktop.services.round_rows import FileRow, Inbox, InboxRow, RoundRow

JsonObject = dict[str, Any]


def inbox_as_json(found: Inbox) -> JsonObject:
    """Who is received, late, missing and twice, what is unknown, and whom to remind; the reminders
    in the round's language."""
    texts = reminders(found, Language(found.round.language))
    standings = Counter(str(row.standing) for row in found.projects)
    return {
        "round": round_as_json(found.round),
        "projects": [_project(row) for row in found.projects],
        "unknown": [_file(file) for file in found.unknown],
        "counts": {**standings, "late": sum(row.is_late for row in found.projects),
                   "twice": len(found.twice), "unknown": len(found.unknown)},
        "reminders": [
            {"code": one.code, "name": one.name, "to": one.to, "standing": str(one.standing),
             "text": one.text}
            for one in texts
        ],
        "reminder_text": all_texts(texts),
    }  # fmt: skip


def round_as_json(row: RoundRow) -> JsonObject:
    return {
        "uid": row.uid,
        "period": row.period,
        "state": str(row.state),
        "language": row.language,
        "due": _iso(row.due),
        "folder": row.folder,
        "projects": row.projects,
        "sent": row.sent,
        "received": row.received,
    }


def looked_as_json(
    looked: Looked, labels: Mapping[int, str], language: Language
) -> list[JsonObject]:
    """What each file was found to be."""
    return [_collected(file, labels, language) for file in looked.files]


def _collected(file: Collected, labels: Mapping[int, str], language: Language) -> JsonObject:
    return {
        "file": file.path.name,
        "path": str(file.path),
        "verdict": str(file.verdict),
        "projects": [labels.get(project, "") for project in file.projects],
        "period": file.period,
        "text": sentence(file, labels, language),
        "findings": [finding_as_json(finding, language) for finding in file.findings],
    }


def _project(row: InboxRow) -> JsonObject:
    return {
        "code": row.code,
        "name": row.name,
        "manager": row.manager,
        "department": row.department,
        "standing": str(row.standing),
        "late": row.is_late,
        "twice": row.is_twice,
        "sent_file": row.sent_file,
        "sent_at": _iso(row.sent_at),
        "files": [_file(file) for file in row.files],
    }


def _file(file: FileRow) -> JsonObject:
    return {
        "file": file.name,
        "path": file.path,
        "project": file.project,
        "kind": str(file.kind),
        "state": str(file.state),
        "sender": file.sender,
        "saved_at": _iso(file.saved_at),
        "received_at": _iso(file.received_at),
        "findings": file.findings,
        "digest": file.digest,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
