"""When each project was last changed, by the entries of the journal.

What was not touched since some entry stands as it stood then: nothing has to be turned back to read
it. Names of people and the like stand in every project, so that to change one touches them all; to
add one touches none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pmo_desktop.models import (
    Assignment,
    ChangeRow,
    ChangeSetRow,
    Dependency,
    Issue,
    Project,
    Risk,
    StatusReport,
    Task,
)
from pmo_desktop.storage import journal
from pmo_desktop.storage.bulk import table_of

ROWS, SETS, TASKS = table_of(ChangeRow), table_of(ChangeSetRow), table_of(Task)
IN_PROJECT = tuple(table_of(model) for model in (Task, Risk, Issue, StatusReport))
OF_TASKS = {table_of(Assignment): "task_id", table_of(Dependency): "successor_id"}
# Neither of them is among a project's records.
ASIDE = frozenset({"import_batch", "import_file", "period_snapshot", "reporting_round",
                   "round_project", "received_file", "sheet_mapping"})  # fmt: skip


@dataclass(frozen=True)
class Touched:
    """The newest entries that touched a project, and everything."""

    projects: Mapping[int, int]
    everything: int

    def since(self, entry: int, project_id: int) -> bool:
        """Whether the project was changed after that entry."""
        return max(self.everything, self.projects.get(project_id, 0)) > entry


def touched_after(session: Session, first: int) -> Touched:
    """What was touched by the entries after `first`."""
    found: dict[int, int] = {}
    if journal.newest(session.connection()) <= first:
        return Touched(found, 0)

    def note(project_id: int | None, entry: int) -> None:
        if project_id is not None:
            found[project_id] = max(found.get(project_id, 0), entry)

    connection = session.connection()
    for statement in _statements(first):
        for project_id, entry in connection.execute(statement):
            note(project_id, entry)
    everything = _everything(session, first)
    deleted = connection.execute(_deleted(first)).all()
    rows = connection.execute(select(TASKS.c.id, TASKS.c.project_id)) if deleted else ()
    projects = {row.id: row.project_id for row in rows}
    for entry, table, before in deleted:
        gone = json.loads(before)
        key = next((name for of, name in OF_TASKS.items() if of.name == table), "")
        project_id = gone.get("project_id") or projects.get(gone.get(key, 0))
        if project_id is None:
            everything = max(everything, entry)
        note(project_id, entry)
    return Touched(found, everything)


def _statements(first: int) -> list[Select[Any]]:
    """The newest entry of each project, by the rows of the tables that it has."""
    later = ROWS.c.change_set_id > first
    newest = func.max(ROWS.c.change_set_id)
    projects = table_of(Project)
    found: list[Select[Any]] = [
        select(ROWS.c.row_id, newest)
        .where(later, ROWS.c.table == projects.name)
        .group_by(ROWS.c.row_id)
    ]
    for table in IN_PROJECT:
        found.append(
            select(table.c.project_id, newest)
            .join(ROWS, (ROWS.c.row_id == table.c.id) & (ROWS.c.table == table.name))
            .where(later)
            .group_by(table.c.project_id)
        )
    for table, key in OF_TASKS.items():
        found.append(
            select(TASKS.c.project_id, newest)
            .join(table, table.c[key] == TASKS.c.id)
            .join(ROWS, (ROWS.c.row_id == table.c.id) & (ROWS.c.table == table.name))
            .where(later)
            .group_by(TASKS.c.project_id)
        )
    return found


def _deleted(first: int) -> Select[Any]:
    """The rows that are no longer there to say whose they were."""
    tables = [table.name for table in (*IN_PROJECT, *OF_TASKS, table_of(Project))]
    return select(ROWS.c.change_set_id, ROWS.c.table, ROWS.c.before).where(
        ROWS.c.change_set_id > first, ROWS.c.after.is_(None), ROWS.c.table.in_(tables)
    )


def _everything(session: Session, first: int) -> int:
    """The newest entry that is an undo or the like, or changed what many projects show."""
    connection = session.connection()
    repeated = select(func.max(SETS.c.id)).where(SETS.c.id > first, SETS.c.target_id.is_not(None))
    names = [table.name for table in (*IN_PROJECT, *OF_TASKS, table_of(Project))]
    shared = select(func.max(ROWS.c.change_set_id)).where(
        ROWS.c.change_set_id > first,
        ROWS.c.before.is_not(None),
        ROWS.c.table.not_in([*names, *ASIDE]),
    )
    return max(connection.execute(statement).scalar() or 0 for statement in (repeated, shared))
