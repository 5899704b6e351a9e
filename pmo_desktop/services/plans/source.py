"""A project's rows as its plan is made of them, with what files said of them besides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.plan_file import Extras
from pmo_desktop.models import PlanExtra, Project
from pmo_desktop.services.plan_hours import AS_CALENDAR, stored_hours
from pmo_desktop.services.tasks import project_tasks
from pmo_desktop.storage.among import rows_among
from pmo_desktop.storage.bulk import table_of

PROJECTS, EXTRAS = table_of(Project), table_of(PlanExtra)


class Source:
    """`tasks` are in the order in which an outline is read: each behind the one above it."""

    def __init__(self, session: Session, project_id: int) -> None:
        self.session = session
        statement = select(PROJECTS).where(PROJECTS.c.id == project_id)
        self.project: Row[Any] = session.connection().execute(statement).one()
        self.hours = stored_hours(session, [project_id]).get(project_id, AS_CALENDAR)
        self.tasks = _in_order(project_tasks(session, project_id))

    def among(self, table: Table, column: Any, ids: Iterable[int]) -> list[Row[Any]]:
        """The table's rows with one of these ids in the column, by their own ids."""
        rows = rows_among(self.session, select(table), column, set(ids))
        return sorted(rows, key=lambda row: row.id)

    def extras(self, table: str, ids: Iterable[int]) -> dict[int, Extras]:
        """What a file said of these rows under names of its own."""
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for row in self.among(EXTRAS, EXTRAS.c.row_id, ids):
            if row.table == table:
                found[row.row_id].append((row.name, row.value))
        return {number: tuple(sorted(pairs)) for number, pairs in found.items()}


def _in_order(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    here = {row.id for row in rows}
    below: dict[int | None, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in here else None].append(row)
    found: list[Row[Any]] = []
    waiting = list(reversed(below[None]))
    while waiting:
        row = waiting.pop()
        found.append(row)
        waiting += reversed(below.get(row.id, ()))
    return found


def numbered(rows: Sequence[Row[Any]], project_id: int | None = None) -> dict[int, str]:
    """Each row's id in the file, or the next free number. Of rows of another project (of a plan of
    its own) the id is not this file's."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for row in rows:
        uid = row.file_uid
        is_ours = project_id is None or row.project_id in (project_id, None)
        if uid and uid not in taken and is_ours:
            found[row.id] = uid
            taken.add(uid)
    highest = max((int(uid) for uid in taken if uid.isdecimal() and len(uid) < 10), default=0)
    free = count(highest + 1)
    return {row.id: found.get(row.id) or str(next(free)) for row in rows}
