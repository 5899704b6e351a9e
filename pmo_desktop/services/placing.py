"""What a planner does to bars: move, stretch, set progress. Each verb is one edit.

Moving a bar says when its task shall be. Where its dates are its own (`fixed`) it gets other ones.
Otherwise the schedule gives it its dates: it gets a "start no earlier than" its new start, and
links may hold it later; a must-start or must-finish date moves with it, and in a project that is
scheduled from its finish it gets a "finish no later than". A summary or a project moves all that
lies below it: what has dates or constraints of its own, and what no other task of it comes before.
What has begun is not moved: its actual start says when it was.

Several bars move by as many working minutes, each in its own calendar. Starts stand where working
time begins, finishes where it ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.records import RecordChange
from pmo_desktop.domain.tasks import Constraint, TaskKind
from pmo_desktop.models import Dependency, Project, Task
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.dates import fitted_finish, fitted_start
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.services.several_tasks import changed
from pmo_desktop.services.writing import write_records
from pmo_desktop.storage.bulk import bulk_update, table_of

TASKS, PROJECTS, LINKS = table_of(Task), table_of(Project), table_of(Dependency)


def move(
    session: Session,
    minutes: int,
    task_ids: Sequence[int],
    project_ids: Sequence[int] = (),
    to: datetime | None = None,
) -> None:
    """Move tasks and whole projects by working minutes. `to` is the very start (of a milestone,
    the moment) that the first of `task_ids` shall have. Raises `Refused`."""
    plans = _Plans(session, task_ids, project_ids)
    exact = {task_ids[0]: to} if task_ids and to is not None else {}
    updates, begun = [], []
    for row in plans.movable:
        if _has_begun(row):
            begun.append(row)
        elif row.start is not None and row.finish is not None:
            updates.append(plans.moved(row, minutes, exact.get(row.id)))
    if not updates:
        _refuse_begun(begun)
        raise Refused("There is nothing with dates to move.")
    bulk_update(session, Task, updates)
    for project in plans.whole:
        if project.start is not None:
            calendar = plans.calendar(project)
            start = calendar.next_working(calendar.add(calendar.day_start(project.start), minutes))
            bulk_update(session, Project, [{"id": project.id, "start": start.date()}])
    reschedule(session, {row.project_id for row in plans.movable})


def stretch(
    session: Session,
    task_id: int,
    start: datetime | None = None,
    finish: datetime | None = None,
) -> None:
    """Give a task another finish, and so another duration; one whose dates are its own may get
    another start as well. Raises `Refused`."""
    plans = _Plans(session, [task_id])
    (row,) = plans.chosen
    _refuse_kind(row)
    if row.start is None or row.finish is None:
        raise Refused("There is nothing with dates to move.")
    if start is not None and not row.fixed:
        raise Refused("The schedule gives it its start: move it, or fix its dates first.")
    calendar, new = plans.calendar_of(row), (row.start, row.finish)
    if start is not None:
        new = (fitted(start, calendar, finish=False), new[1])
    if finish is not None:
        new = (new[0], fitted(finish, calendar, finish=True))
    duration = plans.duration(row, *new)
    if duration <= 0:
        raise Refused("It cannot be shorter than that: turn it into a milestone instead.")
    update: dict[str, Any] = {"id": row.id, "duration_minutes": duration}
    if row.fixed:
        update |= {"start": new[0], "finish": new[1]}
    bulk_update(session, Task, [update])
    reschedule(session, [row.project_id])


def lengthen(session: Session, minutes: int, task_ids: Sequence[int]) -> None:
    """Make tasks longer by working minutes, or shorter. Raises `Refused`."""
    plans = _Plans(session, task_ids)
    updates = []
    for row in plans.chosen:
        _refuse_kind(row)
        duration = row.duration_minutes + minutes
        if duration <= 0:
            continue
        update: dict[str, Any] = {"id": row.id, "duration_minutes": duration}
        if row.fixed and row.start is not None:
            update["finish"] = plans.ended(row, row.start, duration)
        updates.append(update)
    if not updates:
        raise Refused("It cannot be shorter than that: turn it into a milestone instead.")
    bulk_update(session, Task, updates)
    reschedule(session, {row.project_id for row in plans.chosen})


def set_progress(session: Session, share: float, task_ids: Sequence[int]) -> None:
    """So much (0..1) of the tasks is done; with nothing done they have not begun. Raises
    `Refused`."""
    _progress(session, task_ids, lambda _row: share)


def add_progress(session: Session, share: float, task_ids: Sequence[int]) -> None:
    """So much more of each task is done, or less. Raises `Refused`."""
    _progress(session, task_ids, lambda row: row.percent_complete + share)


def _progress(session: Session, task_ids: Sequence[int], wanted: Any) -> None:
    plans = _Plans(session, task_ids)
    if all(row.kind == TaskKind.SUMMARY for row in plans.chosen):
        raise Refused("Its progress follows from the tasks below it: change theirs.")
    tasks = [row for row in plans.chosen if row.kind != TaskKind.SUMMARY]
    for project_id in {row.project_id for row in tasks}:
        changes = [
            _progressed(row, min(max(round(wanted(row), 4), 0.0), 1.0))
            for row in tasks
            if row.project_id == project_id
        ]
        write_records(session, project_id, changes)
        reschedule(session, [project_id])


def _progressed(row: Row[Any], share: float) -> RecordChange:
    values: dict[str, Any] = {"percent_complete": share}
    if not share:
        values |= {"actual_start": None, "actual_finish": None}
    return changed(row.id, values)


class _Plans:
    """The chosen tasks and projects, and what moves with them."""

    def __init__(
        self, session: Session, task_ids: Sequence[int], project_ids: Sequence[int] = ()
    ) -> None:
        self._calendars = calendars(session)
        wanted = set(task_ids)
        self.chosen = _rows(session, TASKS.c.id.in_(wanted))
        if len(self.chosen) < len(wanted):
            raise Refused("This row is no longer there: it was removed in the meantime.")
        touched = {row.project_id for row in self.chosen} | set(project_ids)
        statement = select(PROJECTS).where(PROJECTS.c.id.in_(touched))
        self._projects = {row.id: row for row in session.connection().execute(statement)}
        self.whole = [self._projects[number] for number in project_ids if number in self._projects]
        everyone = _rows(session, TASKS.c.project_id.in_(touched))
        self._parents = {row.id: row.parent_id for row in everyone}
        self.movable = self._movable(session, everyone, wanted, set(project_ids))

    def _movable(
        self, session: Session, rows: Sequence[Row[Any]], wanted: set[int], projects: set[int]
    ) -> list[Row[Any]]:
        """The leaves to move: the chosen ones, and below summaries those that say themselves where
        they are, or that nothing else in there comes before."""
        summaries = set(self._parents.values())
        found, inside = [], []
        for row in rows:
            if row.id in summaries:
                continue
            if row.id in wanted:
                found.append(row)
            elif row.project_id in projects or not wanted.isdisjoint(self._above(row.id)):
                inside.append(row)
        # What has begun stays, and what follows it would stay with it.
        moving = {row.id for row in (*found, *inside) if not _has_begun(row)}
        held = self._held(session, moving)
        for row in inside:
            if row.fixed or row.constraint_date is not None or row.id not in held:
                found.append(row)
        return found

    def _held(self, session: Session, moving: set[int]) -> set[int]:
        """Of the leaves that move, those that follow another one of them."""
        statement = select(LINKS.c.predecessor_id, LINKS.c.successor_id)
        pairs = session.connection().execute(statement).all()
        leading = {number for leaf in moving for number in (leaf, *self._above(leaf))}
        after = {two for one, two in pairs if one in leading}
        return {leaf for leaf in moving if not after.isdisjoint((leaf, *self._above(leaf)))}

    def _above(self, task: int) -> list[int]:
        found: list[int] = []
        parent = self._parents.get(task)
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self._parents.get(parent)
        return found

    def calendar(self, project: Row[Any]) -> Calendar:
        return self._calendars.get(project.calendar_id) or self._calendars[None]

    def calendar_of(self, row: Row[Any]) -> Calendar:
        own = self._calendars.get(row.calendar_id) if row.calendar_id is not None else None
        return own or self.calendar(self._projects[row.project_id])

    def moved(self, row: Row[Any], minutes: int, to: datetime | None) -> dict[str, Any]:
        """The columns of a task that was moved."""
        calendar = self.calendar_of(row)
        point = row.kind == TaskKind.MILESTONE or not row.duration_minutes
        start = shifted(row.start, minutes, calendar, point=point)
        if to is not None:
            start = fitted(to, calendar, finish=point)
        finish = start if point else self.ended(row, start, row.duration_minutes)
        if row.fixed:
            return {"id": row.id, "start": start, "finish": finish}
        kind, day = Constraint.SNET, start
        if row.constraint in (Constraint.MSO, Constraint.MFO):
            kind = Constraint(row.constraint)
            day = start if kind is Constraint.MSO else finish
        elif self._projects[row.project_id].schedule_from == ScheduleFrom.FINISH:
            kind, day = Constraint.FNLT, finish
        return {"id": row.id, "constraint": kind.value, "constraint_date": day}

    def ended(self, row: Row[Any], start: datetime, duration: int) -> datetime:
        """When a task is done that begins then; what rests in it goes on resting."""
        rest = self._resting(row)
        if row.elapsed:
            return start + timedelta(minutes=duration + rest)
        return self.calendar_of(row).add(start, duration + rest)

    def duration(self, row: Row[Any], start: datetime, finish: datetime) -> int:
        """What is worked between two moments, less what the task rests in between."""
        return self._between(row, start, finish) - self._resting(row)

    def _resting(self, row: Row[Any]) -> int:
        if row.start is None or row.finish is None:
            return 0
        return max(self._between(row, row.start, row.finish) - int(row.duration_minutes), 0)

    def _between(self, row: Row[Any], start: datetime, finish: datetime) -> int:
        if row.elapsed:
            return int((finish - start).total_seconds()) // 60
        return self.calendar_of(row).between(start, finish)


def shifted(moment: datetime, minutes: int, calendar: Calendar, *, point: bool) -> datetime:
    """A start, or the `point` of a milestone, so many working minutes later."""
    there = calendar.add(moment, minutes)
    return calendar.previous_working(there) if point else calendar.next_working(there)


def fitted(moment: datetime, calendar: Calendar, *, finish: bool) -> datetime:
    """A start where working time begins, a finish where it ends; a bare day is all of it."""
    if finish:
        day = fitted_finish(moment, calendar)
        return calendar.previous_working(day or moment)
    day = fitted_start(moment, calendar)
    return calendar.next_working(day or moment)


def _rows(session: Session, condition: Any) -> Sequence[Row[Any]]:
    return session.connection().execute(select(TASKS).where(condition)).all()


def _has_begun(row: Row[Any]) -> bool:
    if row.actual_start is not None or row.actual_finish is not None:
        return True
    return bool(not row.fixed and row.percent_complete > 0)


def _refuse_begun(rows: Iterable[Row[Any]]) -> None:
    for row in rows:
        raise Refused(
            "“{task}” has begun: what has happened is not moved. Correct its actual start instead.",
            task=row.name,
        )


def _refuse_kind(row: Row[Any]) -> None:
    if row.kind == TaskKind.SUMMARY:
        raise Refused("Its dates follow from the tasks below it: stretch those.")
    if row.kind == TaskKind.MILESTONE:
        raise Refused("A milestone has no duration: turn it into a task first.")
