"""What is asked of people by each project, for a look at what a change of one would bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.load import demand, monday
from pmo_desktop.models import Assignment, Person
from pmo_desktop.services.calendars import office_calendar
from pmo_desktop.services.load import bookings
from pmo_desktop.storage.bulk import table_of

PEOPLE, ASSIGNMENTS = table_of(Person), table_of(Assignment)


@dataclass(frozen=True)
class Asked:
    """`minutes` by the project's id and the person's name, one figure a week; `shares` are people's
    capacities by their names; `units` those of assignments that are not whole, by task and name."""

    minutes: Mapping[int, Mapping[str, Sequence[float]]]
    shares: Mapping[str, float]
    units: Mapping[tuple[int, str], float]


def asked(session: Session, first: date, weeks: int) -> Asked:
    """What active projects ask for in these weeks from `first`'s week on."""
    start = monday(first)
    rows = session.connection().execute(select(PEOPLE.c.id, PEOPLE.c.name, PEOPLE.c.capacity)).all()
    names = {row.id: row.name for row in rows}
    found: dict[int, dict[str, Sequence[float]]] = {}
    calendar = office_calendar(session)
    for person, projects in demand(bookings(session, start, weeks), calendar, start, weeks).items():
        for project, minutes in projects.items():
            found.setdefault(project, {})[names[person]] = minutes
    parts = session.connection().execute(select(ASSIGNMENTS).where(ASSIGNMENTS.c.units != 1))
    units = {(row.task_id, names[row.person_id]): row.units for row in parts}
    return Asked(found, {row.name: row.capacity for row in rows}, units)
