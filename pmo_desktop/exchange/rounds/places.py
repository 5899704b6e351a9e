"""Where the workbooks of a round go: folders and file names that every system can use.

The place of a project's workbook depends on all projects of the round, so that writing one of them
again never takes the name of another's.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pmo_desktop.domain.rounds import FoldersBy, named
from pmo_desktop.exchange.files.filenames import Names, safe_name
from pmo_desktop.exchange.workbook.sending import SUFFIX
from pmo_desktop.services.round_rows import Inbox, InboxRow, RoundRow

FOLDER_ROOM = 60


def places(inbox: Inbox, folder: Path) -> Mapping[int, Path]:
    """Project id -> the path of its workbook; the folders need not be there yet."""
    names: dict[str, Names] = {}
    found: dict[int, Path] = {}
    for row in inbox.projects:
        into = _folder(row, inbox.round, folder)
        # To Windows two folders whose letters differ in case are one.
        inside = names.setdefault(str(into).casefold(), Names(into, SUFFIX))
        found[row.project_id] = inside.path(_stem(row, inbox.round))
    return found


def _folder(row: InboxRow, round_: RoundRow, folder: Path) -> Path:
    if round_.folders_by is FoldersBy.DEPARTMENT and row.department.strip():
        return folder / safe_name(row.department, FOLDER_ROOM)
    if round_.folders_by is FoldersBy.PROJECT:
        return folder / safe_name(row.label, FOLDER_ROOM)
    return folder


def _stem(row: InboxRow, round_: RoundRow) -> str:
    parts = {
        "code": row.code,
        "name": row.name,
        "department": row.department,
        "period": round_.period,
    }
    return named(round_.name_pattern, parts) or row.label
