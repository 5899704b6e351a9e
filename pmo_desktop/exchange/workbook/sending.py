"""Sends the projects out: a workbook for each, prefilled, in a folder.

A file is written beside its name and then put in its place, so that there is never half a workbook.
One that cannot be written (mostly since it is open in Excel) is told, and the others go on.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pmo_desktop.exchange.files.filenames import Names
from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.exchange.workbook.writing import Setting, workbook_bytes
from pmo_desktop.language import Language
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.entries import newest_entry
from pmo_desktop.services.office import office
from pmo_desktop.services.records import known_names, project_records
from pmo_desktop.services.records import project_ids as ids_by_code
from pmo_desktop.services.template import template
from pmo_desktop.storage.workspace import Workspace

SUFFIX = ".xlsx"
FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Unsent:
    """Why a project's workbook, or all of them, could not be written: `sentence` is English."""

    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SentOut:
    files: tuple[Path, ...] = ()
    findings: tuple[Unsent, ...] = ()


def send_out(
    workspace: Workspace,
    folder: Path,
    language: Language,
    project_ids: Sequence[int] | None = None,
    report: Report = silent,
) -> SentOut:
    """Write the workbooks of these projects, or of all, into `folder`, made where missing.

    Raises `Cancelled` from `report`; what was written until then stays.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return SentOut(findings=(no_folder(folder),))
    setting = office_setting(workspace)
    ids = _all_projects(workspace) if project_ids is None else project_ids
    names = Names(folder, SUFFIX)
    files: list[Path] = []
    findings: list[Unsent] = []
    for done, project_id in enumerate(ids):
        records = workspace.query(project_records, project_id)
        label = records.project.label
        report(Progress(done, len(ids), "Writing {project}", {"project": label}))
        path = names.path(label)
        try:
            put_in_place(path, workbook_bytes(records, setting, language))
            files.append(path)
        except OSError as error:
            found = unsent(error, path)
            if found not in findings:  # what is wrong with the folder is wrong for every file
                findings.append(found)
            if error.errno in FULL:
                break
    report(Progress(len(ids), len(ids)))
    return SentOut(tuple(files), tuple(findings))


def _all_projects(workspace: Workspace) -> list[int]:
    return list(workspace.query(ids_by_code).values())


def office_setting(workspace: Workspace) -> Setting:
    """What every workbook that is written now has in common."""
    own = workspace.query(office)
    names = workspace.query(known_names)
    return Setting(
        own.status_date,
        own.period,
        names.people,
        names.departments,
        template=workspace.query(template),
        entry=workspace.query(newest_entry),
    )


def no_folder(folder: Path) -> Unsent:
    """That the folder cannot be made or written to."""
    return Unsent(
        "Nothing can be written to {folder}. Choose another folder.",
        {"folder": str(folder)},
    )


def unsent(error: OSError, path: Path) -> Unsent:
    """Why the workbook at `path` could not be written."""
    file = {"file": path.name}
    if error.errno in FULL:
        return Unsent("The disk is full at {file}. Make room and send out again.", file)
    if path.exists():
        return Unsent(
            "{file} could not be replaced: it is open in another program, or write-protected. "
            "Close it and send out again.",
            file,
        )
    return no_folder(path.parent)
