"""Makes the demo office: a database, and beside it its teams' returned spreadsheets.

Everything follows from the seed: the same one makes the same office. All of it is one entry of
the journal, "Make the demo office", which stands below whatever is undone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.exchange.demo.bookings import file_bookings
from pmo_desktop.exchange.demo.coordination import file_coordination
from pmo_desktop.exchange.demo.draft import Draft, draft
from pmo_desktop.exchange.demo.filing import file_draft
from pmo_desktop.exchange.demo.particulars import file_particulars
from pmo_desktop.exchange.demo.pool_life import file_pool_life
from pmo_desktop.exchange.demo.returned import return_files
from pmo_desktop.exchange.demo.uncertainty import file_uncertainty
from pmo_desktop.exchange.demo.what_ifs import file_scenarios
from pmo_desktop.exchange.demo.words import words
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.calendars import office_calendar
from pmo_desktop.services.founding import found_office
from pmo_desktop.services.office import change_office
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STATUS_DATE = date(2026, 11, 22)
COMMITTEE_DATE = date(2026, 11, 28)
RETURNED_SUFFIX = "_returned"
COMPANIONS = ("", "-wal", "-shm", "-journal", "-portfolio")


@dataclass(frozen=True)
class DemoResult:
    """`files` are the returned spreadsheets in `returned_folder`; `counts` says how many there are
    of everything, by table."""

    database: Path
    returned_folder: Path
    files: tuple[Path, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


def make_demo(
    path: Path,
    *,
    seed: int = 2026,
    projects: int = 30,
    people: int = 240,
    tasks: int = 4000,
    report: Report = silent,
) -> DemoResult:
    """Make the office at `path`; what was there is replaced once all of it is made.

    `tasks` counts rows of the plans, summaries and milestones included. Raises `StorageError`
    where the database cannot be written, and `Cancelled` from `report`; nothing is left then.
    """
    making = path.with_name(f".{path.name}.making")
    _discard(making)
    try:
        drafted = _make_database(making, seed, (projects, people, tasks), report)
        folder = path.with_name(path.stem + RETURNED_SUFFIX)
        workspace = Workspace.open(making, create=False)
        try:
            files = return_files(workspace, folder, drafted, report)
        finally:
            workspace.close()
        _discard(path)
        os.replace(making, path)
    finally:
        _discard(making)
    return DemoResult(path, folder, files, _counts(drafted))


def _make_database(path: Path, seed: int, sizes: tuple[int, int, int], report: Report) -> Draft:
    calendar = words("portfolio")["calendar"]
    found = partial(found_office, today=STATUS_DATE, calendar_name=calendar)
    workspace = Workspace.open(path, found=found)
    try:
        report(Progress(0, 1, "Drafting the demo office"))
        drafted = draft(seed, workspace.query(office_calendar), STATUS_DATE, *sizes)
        workspace.found(Title("Make the demo office"), _file, drafted, seed, report)
    finally:
        workspace.close()
    return drafted


def _file(session: Session, drafted: Draft, seed: int, report: Report) -> None:
    lists = words("portfolio")
    change_office(session, {"name": lists["office"], "committee": lists["committee"]})
    change_office(session, {"committee_date": COMMITTEE_DATE})
    ids = file_draft(session, drafted, report)
    file_particulars(session, drafted, ids)
    file_pool_life(session, drafted, ids)
    file_bookings(session, drafted)
    file_uncertainty(session, seed)
    file_coordination(session, drafted)
    file_scenarios(session, seed, STATUS_DATE)


def _counts(drafted: Draft) -> dict[str, int]:
    projects = drafted.projects
    return {
        "project": len(projects),
        "person": len(drafted.people),
        "task": sum(len(project.execution.tasks) for project in projects),
        "risk": sum(len(project.risks) for project in projects),
        "issue": sum(len(project.issues) for project in projects),
        "decision": len(drafted.decisions),
    }


def _discard(path: Path) -> None:
    """The database and what SQLite keeps beside it."""
    for suffix in COMPANIONS:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
