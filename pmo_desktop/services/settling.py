"""After an edit was undone by itself: what follows from the rows that came back is computed again.

Only where later edits worked on the same schedules: what nothing was built upon since comes back
exactly as it stood, to the minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from pmo_desktop.models import ChangeRow, ChangeSetRow, Project, Task
from pmo_desktop.services.scheduling import connected, reschedule
from pmo_desktop.services.tasks import arrange
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.changes import RowChange

SETS, ROWS = table_of(ChangeSetRow), table_of(ChangeRow)
TASKS, PROJECTS = table_of(Task), table_of(Project)
CALENDARS = ("calendar_day", "working_calendar", "office")
TABLES = ("task", "dependency", "project", *CALENDARS)
# Of the office's columns, those that schedules follow from.
OF_OFFICE = ("status_date", "calendar_id")


@dataclass
class Touched:
    """Which schedules some changes may have moved; `every` where they changed a calendar."""

    tasks: set[int] = field(default_factory=set)
    projects: set[int] = field(default_factory=set)
    every: bool = False


class Moved(NamedTuple):
    """A change as far as it says which schedule it belongs to."""

    table: str
    row_id: int
    project_id: int | None
    task_id: int | None
    columns: str


def settle(session: Session, change_set_id: int, undone: Sequence[RowChange]) -> None:
    """Arrange and schedule again what both the undone edit and later ones touched."""
    ours = _touched(map(_moved, undone))
    later = _touched(_later(session, change_set_id))
    mine, theirs = _projects(session, ours), _projects(session, later)
    if ours.every:
        wanted = mine | theirs if later.every else theirs
    else:
        mine = connected(session, mine)
        wanted = mine if later.every or mine & theirs else set()
    wanted &= set(session.connection().execute(select(PROJECTS.c.id)).scalars())
    for project_id in sorted(wanted):
        arrange(session, project_id)
    if wanted:
        reschedule(session, wanted)


def _moved(change: RowChange) -> Moved:
    values = {**(change.before or {}), **(change.after or {})}
    task_id = values.get("successor_id")
    return Moved(change.table, change.row_id, values.get("project_id"), task_id, " ".join(values))


def _later(session: Session, change_set_id: int) -> Iterable[Moved]:
    """What was changed since and is in force."""
    either = func.coalesce(ROWS.c.after, ROWS.c.before)
    rows = session.connection().execute(
        select(
            ROWS.c.table,
            ROWS.c.row_id,
            func.json_extract(either, "$.project_id"),
            func.json_extract(either, "$.successor_id"),
            case((ROWS.c.table == "office", either), else_=""),
        )
        .join(SETS, SETS.c.id == ROWS.c.change_set_id)
        .where(SETS.c.id > change_set_id, SETS.c.state == "done", ROWS.c.table.in_(TABLES))
    )
    return (Moved(*row) for row in rows)


def _touched(changes: Iterable[Moved]) -> Touched:
    found = Touched()
    for change in changes:
        if change.table == "task":
            found.tasks.add(change.row_id)
        elif change.table == "dependency":
            found.tasks.update(() if change.task_id is None else (change.task_id,))
        elif change.table == "project":
            found.projects.add(change.row_id)
        elif change.table in CALENDARS:
            found.every |= change.table != "office" or any(n in change.columns for n in OF_OFFICE)
        if change.project_id is not None and change.table == "task":
            found.projects.add(change.project_id)
    return found


def _projects(session: Session, touched: Touched) -> set[int]:
    """The projects of the tasks that are there, and those that are named."""
    rows = session.connection().execute(select(TASKS.c.id, TASKS.c.project_id))
    return touched.projects | {row.project_id for row in rows if row.id in touched.tasks}
