"""The calendars of the people of each task, as `domain.task_calendars` takes them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.task_calendars import NOBODY, People, TaskCalendars, people_by_task
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.models import Assignment, Person
from pmo_desktop.services.calendars import Calendars
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.waiting import Waiting

ASSIGNMENTS, PEOPLE = table_of(Assignment), table_of(Person)
__all__ = ["NOBODY", "People", "TaskCalendars", "people_of_tasks", "people_of_waiting_tasks"]


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
    return people_by_task(((task, person) for task, person in assigned), known.of_people)


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
    return people_by_task(pairs, own)
