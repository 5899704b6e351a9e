"""Where the figures of each project come from, in one line a project: the page that ends the pack.

The newest file counts; beside it stands which of the key figures were entered by hand since.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import Project, Task
from pmo_desktop.services.origins import OriginKind, of_step
from pmo_desktop.services.trail import TakenFile, Trail
from pmo_desktop.storage.bulk import table_of

PROJECTS, TASKS = table_of(Project), table_of(Task)
# Table -> its columns behind the key figures, with the codes of their fields.
KEY_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "project": {"budget_minor": "project.budget", "spent_minor": "project.spent"},
    "status_report": {"quality": "status.quality"},
    "task": {"finish": "task.finish", "percent_complete": "task.percent_complete"},
    "risk": {"cost_minor": "risk.cost", "probability": "risk.probability"},
}


@dataclass(frozen=True)
class ByHand:
    """`count` values of the field `code` (`task.finish`) were entered by hand."""

    code: str
    count: int


@dataclass(frozen=True)
class ProjectSource:
    """`sheets` of the newest file that something was taken from; all of the file empty where none
    was ever taken in."""

    project_id: int
    code: str
    name: str
    file: str
    sheets: tuple[str, ...]
    sender: str
    saved_at: datetime | None
    taken_at: datetime | None
    by_hand: tuple[ByHand, ...]


def project_sources(session: Session) -> tuple[ProjectSource, ...]:
    """The active projects, by priority and code."""
    rows = session.connection().execute(
        select(PROJECTS)
        .where(PROJECTS.c.state == ProjectState.ACTIVE)
        .order_by(PROJECTS.c.priority, PROJECTS.c.code, PROJECTS.c.id)
    )
    projects = {row.id: row for row in rows}
    trail = Trail(session)
    newest = {one: next(iter(trail.newest_files(one)), None) for one in projects}
    by_hand: dict[int, Counter[str]] = defaultdict(Counter)
    sheets: dict[int, dict[str, None]] = defaultdict(dict)
    # The dates of other tasks are computed, whoever moved them.
    fixed = set(session.connection().execute(select(TASKS.c.id).where(TASKS.c.fixed)).scalars())
    for table, columns in KEY_COLUMNS.items():
        owners = _owners(session, table, projects)
        _read(trail, table, columns, owners, newest, by_hand, sheets, fixed)
    return tuple(
        _source(row.id, row.code, row.name, newest[row.id], sheets[row.id], by_hand[row.id])
        for row in projects.values()
    )


def _source(
    project_id: int,
    code: str,
    name: str,
    file: TakenFile | None,
    sheets: Mapping[str, None],
    by_hand: Counter[str],
) -> ProjectSource:
    return ProjectSource(
        project_id,
        code,
        name,
        file.name if file else "",
        tuple(sorted(sheets)),
        file.sender if file else "",
        file.saved_at if file else None,
        file.taken_at if file else None,
        tuple(ByHand(key, count) for key, count in by_hand.items()),
    )


def _read(
    trail: Trail,
    table: str,
    columns: Mapping[str, str],
    owners: Mapping[int, int],
    newest: Mapping[int, TakenFile | None],
    by_hand: dict[int, Counter[str]],
    sheets: dict[int, dict[str, None]],
    fixed: Collection[int],
) -> None:
    """Each row's columns by the newest step that gave them their value."""
    told: set[tuple[int, str]] = set()
    for step in trail.of_rows(table, list(owners)):
        project = owners[step.row_id]
        file = newest[project]
        if file is not None and step.file == file:
            cells: Sequence[str] = list(step.source.get("cells", {}).values())
            sheets[project].update({cell.rpartition("!")[0]: None for cell in cells})
        for column, code in columns.items():
            if column not in (step.after or {}) or (step.row_id, column) in told:
                continue
            told.add((step.row_id, column))
            if column == "finish" and step.row_id not in fixed:
                continue
            is_given = (step.after or {})[column] not in (None, "", 0.0)
            name = code.partition(".")[2]
            if is_given and of_step(step, name).kind is OriginKind.HAND:
                by_hand[project][code] += 1


def _owners(session: Session, table: str, projects: Mapping[int, object]) -> dict[int, int]:
    """Row -> its project, of the rows that are there."""
    stored = SQLModel.metadata.tables[table]
    if table == "project":
        return {project: project for project in projects}
    rows = session.connection().execute(select(stored))
    return {
        row.id: row.project_id
        for row in rows
        if row.project_id in projects and (table != "task" or row.kind != TaskKind.SUMMARY)
    }
