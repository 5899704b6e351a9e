"""What ways out do, each as one edit: hold tasks, hand them over, split them, ask for less, give
more. Whatever a moved task pushes that has a team's own dates is moved too, and those are kept
beside it, as levelling does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.gaps import gaps_text, parse_gaps
from pmo_desktop.domain.tasks import LagKind, LinkType
from pmo_desktop.models import Assignment, Dependency, PersonCapacity, Project, Task
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.network import LAG_KINDS, LINK_TYPES
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.services.task_calendars import TaskCalendars, people_of_tasks
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

TASKS, PROJECTS, LINKS = table_of(Task), table_of(Project), table_of(Dependency)
ASSIGNMENTS, CAPACITIES = table_of(Assignment), table_of(PersonCapacity)
GONE = "This row is no longer there: it was removed in the meantime."
MOST_PUSHES = 200


def hold_tasks(session: Session, starts: Mapping[int, datetime]) -> None:
    """Let tasks begin no earlier than then; team dates are moved, and kept beside. Raises
    `Refused` for what has begun, or is gone."""
    pushing = _Pushing(session)
    for task, start in starts.items():
        pushing.hold(task, start)
    pushing.go()


def give_to(
    session: Session, assignment_id: int, person_id: int, since: datetime | None = None
) -> None:
    """Another person does this part, or what of it lies behind a moment; who works on the task
    already does that much more. Raises `Refused` where it is gone."""
    part = _row(session, ASSIGNMENTS, assignment_id)
    if since is not None:
        _give_rest(session, part, person_id, since)
        return
    there = select(ASSIGNMENTS).where(
        ASSIGNMENTS.c.task_id == part.task_id, ASSIGNMENTS.c.person_id == person_id
    )
    own = session.connection().execute(there).first()
    if own is None:
        bulk_update(session, Assignment, [{"id": assignment_id, "person_id": person_id}])
    else:
        more: dict[str, Any] = {"id": own.id, "units": round(own.units + part.units, 4)}
        if own.work_minutes is not None and part.work_minutes is not None:
            more["work_minutes"] = own.work_minutes + part.work_minutes
        bulk_update(session, Assignment, [more])
        bulk_delete(session, Assignment, [assignment_id])
    reschedule(session, [_row(session, TASKS, part.task_id).project_id])


def _give_rest(session: Session, part: Row[Any], person_id: int, since: datetime) -> None:
    task = _row(session, TASKS, part.task_id)
    mine: dict[str, Any] = {"id": part.id, "finish": since}
    theirs = {
        name: getattr(part, name) for name in ("task_id", "units", "contour", "finish", "firm")
    }
    theirs |= {"person_id": person_id, "start": since, "position": part.position + 1}
    if part.work_minutes is not None and task.start is not None and task.finish is not None:
        begun = (part.start or task.start) < since
        whole = ((part.finish or task.finish) - (part.start or task.start)).total_seconds()
        done = (since - (part.start or task.start)).total_seconds() if begun else 0.0
        mine["work_minutes"] = round(part.work_minutes * min(1.0, done / whole)) if whole else 0
        theirs["work_minutes"] = part.work_minutes - mine["work_minutes"]
    bulk_update(session, Assignment, [mine])
    bulk_insert(session, Assignment, [theirs])
    reschedule(session, [task.project_id])


def split_task(session: Session, task_id: int, worked: int, rest: int) -> None:
    """Let a task rest for so many working minutes after it was worked on for so many. Raises
    `Refused` where it is shorter than that, or gone."""
    pushing = _Pushing(session)
    row = pushing.row(task_id)
    if not 0 < worked < row.duration_minutes or rest <= 0:
        raise Refused("A task rests between two stretches of work: this one is too short for it.")
    gaps = (*(pair for pair in parse_gaps(row.gaps) if pair[0] != worked), (worked, rest))
    update: dict[str, Any] = {"id": task_id, "gaps": gaps_text(tuple(sorted(gaps)))}
    if row.fixed:
        update |= pushing.longer(row, rest)
    pushing.change(update)
    pushing.go()


def ask_less(session: Session, assignment_id: int, units: float) -> None:
    """Ask somebody for so much of their time in a task, which takes as much longer as that makes
    it. Raises `Refused` for what is not less, or gone."""
    part = _row(session, ASSIGNMENTS, assignment_id)
    if not 0 < units < part.units:
        raise Refused("Less than now, and more than nothing: other units are no relief.")
    pushing = _Pushing(session)
    row = pushing.row(part.task_id)
    left = row.duration_minutes * (1 - row.percent_complete)
    more = round(left * (part.units / units - 1))
    update: dict[str, Any] = {"id": row.id, "duration_minutes": row.duration_minutes + more}
    if row.fixed:
        update |= pushing.longer(row, more)
    bulk_update(session, Assignment, [{"id": assignment_id, "units": units}])
    pushing.change(update)
    pushing.go()


def give_more(session: Session, person_id: int, first: date, last: date, capacity: float) -> None:
    """Somebody gives so much of a full-time week from `first` to `last`; what held of their
    capacity before and behind goes on. Raises `Refused` for no capacity."""
    if capacity <= 0:
        raise Refused("A capacity is 0% or more: 100% is a full-time week.")
    rows = session.connection().execute(
        select(CAPACITIES).where(CAPACITIES.c.person_id == person_id)
    )
    kept: list[dict[str, Any]] = []
    cut = []
    for row in rows.all():
        if row.first > last or (row.last is not None and row.last < first):
            continue
        cut.append(row.id)
        same = {"person_id": person_id, "capacity": row.capacity}
        if row.first < first:
            kept.append({**same, "first": row.first, "last": first - timedelta(days=1)})
        if row.last is None or row.last > last:
            kept.append({**same, "first": last + timedelta(days=1), "last": row.last})
    bulk_delete(session, PersonCapacity, cut)
    new = {"person_id": person_id, "first": first, "last": last, "capacity": round(capacity, 4)}
    bulk_insert(session, PersonCapacity, [*kept, new])


VERBS = {verb.__name__: verb for verb in (hold_tasks, give_to, split_task, ask_less, give_more)}


class _Pushing:
    """Changes of tasks, and of what they push out of a team's own dates."""

    def __init__(self, session: Session) -> None:
        self._session = session
        known = calendars(session)
        self._worked = TaskCalendars(known, people_of_tasks(session, known))
        rows = session.connection().execute(select(TASKS)).all()
        self._before = {row.id: row for row in rows}
        pairs = session.connection().execute(select(PROJECTS.c.id, PROJECTS.c.calendar_id))
        self._of_projects = {row.id: row.calendar_id for row in pairs}
        self._links = session.connection().execute(select(LINKS)).all()
        self._touched: set[int] = set()
        self._broken = self._broken_links(self._before)

    def row(self, task_id: int) -> Row[Any]:
        row = self._before.get(task_id)
        if row is None:
            raise Refused(GONE)
        return row

    def hold(self, task_id: int, start: datetime) -> None:
        row = self.row(task_id)
        if row.actual_start is not None or row.percent_complete > 0:
            raise Refused(
                "“{task}” has begun: what has happened is not moved. Correct its actual start"
                " instead.",
                task=row.name,
            )
        if row.fixed:
            self.change(self._moved(row, start))
        else:
            self.change({"id": task_id, "held_until": start})

    def longer(self, row: Row[Any], minutes: int) -> dict[str, Any]:
        """The finish of what has dates of its own and takes so much longer."""
        calendar = self._calendar(row)
        if row.elapsed:
            return {"finish": row.finish + timedelta(minutes=minutes)}
        return {"finish": calendar.add(row.finish, minutes)}

    def change(self, update: dict[str, Any]) -> None:
        bulk_update(self._session, Task, [update])
        self._touched.add(update["id"])

    def go(self) -> None:
        """Schedule, and move on what of a team's dates is pushed, until nothing is."""
        projects = {self._before[task].project_id for task in self._touched}
        for _ in range(MOST_PUSHES):
            reschedule(self._session, projects)
            rows = {row.id: row for row in self._session.connection().execute(select(TASKS))}
            pushed = self._pushed(rows)
            if not pushed:
                return
            for task, minutes in pushed.items():
                row = rows[task]
                calendar = self._calendar(row)
                start = calendar.next_working(calendar.add(row.start, minutes))
                self.change(self._moved(row, start))
                projects.add(row.project_id)

    def _pushed(self, rows: Mapping[int, Row[Any]]) -> dict[int, int]:
        """Tasks with dates of their own that a link would have later, by how many minutes."""
        found: dict[int, int] = {}
        for link, missing in self._broken_links(rows).items():
            row = rows[link.successor_id]
            open_ = row.fixed and not row.percent_complete and row.actual_start is None
            if open_ and missing > self._broken.get(link, 0):
                found[row.id] = max(missing, found.get(row.id, 0))
        return found

    def _broken_links(self, rows: Mapping[int, Row[Any]]) -> dict[Row[Any], int]:
        """The links that do not hold, with how many minutes are missing."""
        found = {}
        for link in self._links:
            before, after = rows.get(link.predecessor_id), rows.get(link.successor_id)
            if before is None or after is None or not after.fixed:
                continue
            missing = self._missing(link, before, after)
            if missing > 0:
                found[link] = missing
        return found

    def _missing(self, link: Row[Any], before: Row[Any], after: Row[Any]) -> int:
        kind, lag_kind = LINK_TYPES[link.type], LAG_KINDS[link.lag_kind]
        one = before.finish if kind in (LinkType.FS, LinkType.FF) else before.start
        other = after.finish if kind in (LinkType.FF, LinkType.SF) else after.start
        if one is None or other is None:
            return 0
        calendar = self._calendar(after)
        if lag_kind is LagKind.ELAPSED:
            return calendar.between(other, one + timedelta(minutes=link.lag_minutes))
        lag = link.lag_minutes
        if lag_kind is LagKind.SHARE:
            lag = round(link.lag_share * before.duration_minutes)
        return lag - calendar.between(one, other)

    def _moved(self, row: Row[Any], start: datetime) -> dict[str, Any]:
        """A task with dates of its own at another start; those that were given are kept."""
        given = row.given_start or row.start, row.given_finish or row.finish
        if row.elapsed or row.start == row.finish:
            finish = start + (row.finish - row.start)
        else:
            calendar = self._calendar(row)
            finish = calendar.add(start, calendar.between(row.start, row.finish))
        return {
            "id": row.id, "start": start, "finish": finish,
            "given_start": given[0], "given_finish": given[1],
        }  # fmt: skip

    def _calendar(self, row: Row[Any]) -> Calendar:
        return self._worked.calendar_of(row, self._of_projects[row.project_id])


def _row(session: Session, table: Any, row_id: int) -> Row[Any]:
    row = session.connection().execute(select(table).where(table.c.id == row_id)).first()
    if row is None:
        raise Refused(GONE)
    found: Row[Any] = row
    return found
