"""Levelled dates in the tables: taking them over, and putting tasks back. Each verb is one edit.

What the schedule places is held (`held_until`) until its levelled start, where nothing else keeps
it there: what only follows it is not held, and goes on following. Dates that a team gave (`fixed`)
become other ones, and those that were given are kept beside them. The part that somebody has in a
task, where it has dates of its own, moves with the task.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.balance import LevelledTask
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.schedule.unheld import unheld_start
from pmo_desktop.domain.timeline import instant_of, moment_of
from pmo_desktop.models import Assignment, Project, Task
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import Computed, compute, reschedule
from pmo_desktop.services.task_calendars import TaskCalendars, people_of_tasks
from pmo_desktop.storage.among import rows_among
from pmo_desktop.storage.bulk import bulk_update, table_of

TASKS, PROJECTS, ASSIGNMENTS = table_of(Task), table_of(Project), table_of(Assignment)
MOST_PASSES = 5


class MovedTask(NamedTuple):
    """A task that levelling moved; `moved_from` is where it began, or would begin now without."""

    task_id: int
    project_id: int
    project_code: str
    wbs: str
    name: str
    moved_from: datetime | None
    start: datetime | None


def adopt(session: Session, tasks: Sequence[LevelledTask]) -> int:
    """Give tasks their levelled dates; returns how many begin at another moment than before.

    `tasks` are all that the plan was made of, so that what an earlier levelling held is let go.
    Raises `Refused` where the plan has changed meanwhile, so that these dates cannot be had.
    """
    before = _rows(session, [one.task_id for one in tasks])
    if len(before) < len(tasks):
        raise Refused(CHANGED)
    bulk_update(session, Task, [_levelled(one, before[one.task_id]) for one in tasks])
    projects = {row.project_id for row in before.values()}
    _place(session, tasks, projects)
    _take_parts_along(session, before)
    return sum(before[one.task_id].start != one.start for one in tasks)


CHANGED = "The plans have changed since they were balanced: balance them again."


def put_back(session: Session, task_ids: Iterable[int] | None = None) -> int:
    """Let tasks (None: all) lie where they would without levelling; returns how many.

    Raises `Refused` where none of them was moved."""
    wanted = None if task_ids is None else set(task_ids)
    held = [number for number in _moved_ids(session) if wanted is None or number in wanted]
    if not held:
        raise Refused("Levelling has moved none of these tasks: there is nothing to put back.")
    before = _rows(session, held)
    updates = []
    for row in before.values():
        update = {"id": row.id, "held_until": None, "given_start": None, "given_finish": None}
        if row.fixed and row.given_start is not None:
            update |= {"start": row.given_start, "finish": row.given_finish}
        updates.append(update)
    bulk_update(session, Task, updates)
    reschedule(session, {row.project_id for row in before.values()})
    _take_parts_along(session, before)
    return len(held)


def moved_tasks(session: Session) -> tuple[MovedTask, ...]:
    """What levelling holds or moved, in the order of the plans."""
    held = set(_moved_ids(session))
    if not held:
        return ()
    known = compute(session)
    return tuple(
        MovedTask(
            task.id, project.id, project.code, task.wbs, task.name, moved_from(known, task),
            known.outlined[task.id].start,
        )
        for project in known.projects
        for task in known.tasks[project.id]
        if task.id in held
    )  # fmt: skip


def moved_from(computed: Computed, task: Row[Any]) -> datetime | None:
    """Where levelling moved a task from; None where it did not, or holds it without effect."""
    if task.fixed and task.given_start is not None:
        found: datetime = task.given_start
        return found
    if task.held_until is None or task.id not in computed.solution.compiled.index:
        return None
    start = unheld_start(computed.solution, task.id)
    return None if start is None else moment_of(start)


def _levelled(one: LevelledTask, row: Row[Any]) -> dict[str, Any]:
    """The columns of a task with these dates."""
    update: dict[str, Any] = {
        "id": row.id, "held_until": None, "given_start": None, "given_finish": None,
    }  # fmt: skip
    if not row.fixed:
        return {**update, "held_until": one.start if one.held else None}
    given = row.given_start or row.start, row.given_finish or row.finish
    update |= {"start": one.start, "finish": one.finish}
    if given != (one.start, one.finish):
        update |= {"given_start": given[0], "given_finish": given[1]}
    return update


def _place(session: Session, tasks: Sequence[LevelledTask], projects: set[int]) -> None:
    """Schedule until all are where they shall be: what lies as late as may be may have to be held
    where nobody foresaw it."""
    for _ in range(MOST_PASSES):
        reschedule(session, projects)
        rows = _rows(session, [one.task_id for one in tasks])
        wrong = [one for one in tasks if _dates(rows[one.task_id]) != (one.start, one.finish)]
        if not wrong:
            return
        holds = [
            {"id": one.task_id, "held_until": one.start}
            for one in wrong
            if not rows[one.task_id].fixed and rows[one.task_id].held_until != one.start
        ]
        if not holds:
            break
        bulk_update(session, Task, holds)
    raise Refused(CHANGED)


def _take_parts_along(session: Session, before: Mapping[int, Row[Any]]) -> None:
    """Move by as much as its task whatever of it has dates of its own."""
    after = _rows(session, before)
    moved = {number for number, row in before.items() if row.start != after[number].start}
    own = or_(ASSIGNMENTS.c.start.is_not(None), ASSIGNMENTS.c.finish.is_not(None))
    parts = session.connection().execute(select(ASSIGNMENTS).where(own)).all()
    parts = [part for part in parts if part.task_id in moved]
    if not parts:
        return
    known = calendars(session)
    worked = TaskCalendars(known, people_of_tasks(session, known))
    pairs = session.connection().execute(select(PROJECTS.c.id, PROJECTS.c.calendar_id))
    of_projects = {row.id: row.calendar_id for row in pairs}
    updates = []
    for part in parts:
        task = before[part.task_id]
        calendar = worked.calendar_of(task, of_projects[task.project_id])
        way = task.start, after[part.task_id].start
        updates.append({
            "id": part.id,
            "start": part.start and _along(part.start, way, calendar, finish=False),
            "finish": part.finish and _along(part.finish, way, calendar, finish=True),
        })  # fmt: skip
    bulk_update(session, Assignment, updates)


def _along(
    moment: datetime, way: tuple[datetime, datetime], calendar: Calendar, *, finish: bool
) -> datetime:
    """As many working minutes behind the new start as it was behind the old one."""
    line = calendar.line
    was, now = (line.worked(instant_of(start)) for start in way)
    number = line.worked(instant_of(moment)) - was + now
    return moment_of(line.finish_at(number) if finish else line.start_at(number))


def _moved_ids(session: Session) -> list[int]:
    moved = or_(TASKS.c.held_until.is_not(None), TASKS.c.given_start.is_not(None))
    return list(session.connection().execute(select(TASKS.c.id).where(moved)).scalars())


def _rows(session: Session, ids: Iterable[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in rows_among(session, select(TASKS), TASKS.c.id, ids)}


def _dates(row: Row[Any]) -> tuple[datetime | None, datetime | None]:
    return row.start, row.finish
