"""Which calendar each task is worked on in: its own, its people's, or its project's.

The rule is stated in `services.scheduling`. Several people with calendars of their own work on a
task when all of them are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.base_calendars import spoken
from pmo_desktop.domain.calendars import Calendar, CalendarError
from pmo_desktop.domain.common_time import common
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.models import Assignment, Person
from pmo_desktop.services.calendars import Calendars
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.waiting import Waiting

ASSIGNMENTS, PEOPLE = table_of(Assignment), table_of(Person)
People = Mapping[int, tuple[int | None, ...]]
NOBODY: tuple[int | None, ...] = ()


def people_of_tasks(session: Session, known: Calendars) -> People:
    """Task id -> the calendars of its people (None: no own), where one of them has their own."""
    if not known.of_people:
        return {}
    statement = (
        select(ASSIGNMENTS.c.task_id, ASSIGNMENTS.c.person_id)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .where(PEOPLE.c.kind == ResourceKind.WORK.value)
    )
    assigned = session.connection().execute(statement)
    return _by_task(((task, person) for task, person in assigned), known.of_people)


def people_of_waiting_tasks(later: Waiting, known: Calendars) -> People:
    """As `people_of_tasks`, of tasks that wait to be written."""
    new = {row["id"]: row for row in later.rows(PEOPLE).values()}
    own = dict(known.of_people)
    own |= {row["id"]: row["calendar_id"] for row in new.values() if row["calendar_id"] is not None}
    if not own:
        return {}
    things = {row["id"] for row in new.values() if row["kind"] != ResourceKind.WORK.value}
    rows = later.rows(ASSIGNMENTS).values()
    pairs = ((row["task_id"], row["person_id"]) for row in rows if row["person_id"] not in things)
    return _by_task(pairs, own)


def _by_task(assigned: Iterable[tuple[int, int]], own: Mapping[int, int]) -> People:
    found: dict[int, set[int | None]] = defaultdict(set)
    for task, person in assigned:
        found[task].add(own.get(person))
    return {
        task: tuple(sorted(ids, key=lambda number: number or 0))
        for task, ids in found.items()
        if ids != {None}
    }


class TaskCalendars:
    """Calendars as a schedule takes them: in an order, each named by its place in it."""

    def __init__(self, known: Calendars, people: People) -> None:
        self._known, self._people = known, people
        self.in_order: list[Calendar] = list(known.values())
        self._places: dict[int | None, int] = {number: at for at, number in enumerate(known)}
        self._joined: dict[tuple[Any, ...], int] = {}
        self.faults: list[Reason] = []

    def of_project(self, number: int | None) -> Calendar:
        """The calendar with this id, or the office's."""
        return self._known.or_office(number)

    def of_task(self, task: Row[Any], project_calendar: int | None) -> int:
        """The place in the order of the calendar that the task is worked on in."""
        people = NOBODY
        if self._people and not task.ignores_people:
            people = self._people.get(task.id, NOBODY)
        own = task.calendar_id if task.calendar_id in self._places else None
        if not people:
            return self._place(project_calendar if own is None else own)
        theirs = [project_calendar if number is None else number for number in people]
        key = (own, *theirs)
        if key not in self._joined:
            wanted = theirs if own is None else [own, *theirs]
            self._joined[key] = self._join(task, wanted, self._place(wanted[0]))
        return self._joined[key]

    def _place(self, number: int | None) -> int:
        return self._places.get(number, self._places[None])

    def _join(self, task: Row[Any], wanted: list[int | None], otherwise: int) -> int:
        try:
            found = common(tuple(self.in_order[self._place(number)] for number in wanted))
        except CalendarError as error:
            self.faults.append(
                Reason(
                    "“{task}” can never be worked on when all its people and its calendar are"
                    " there, so that only the first of their calendars counts: {reason}",
                    {"task": task.name, "reason": spoken(error.reason)},
                )
            )
            return otherwise
        self.in_order.append(found)
        return len(self.in_order) - 1
