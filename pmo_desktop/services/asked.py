"""What is asked of people by each project, for a look at what a change of one would bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.load import Capacities, demand, monday
from pmo_desktop.models import Assignment, Person
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.load import asking, booked
from pmo_desktop.storage.bulk import table_of

PEOPLE, ASSIGNMENTS = table_of(Person), table_of(Assignment)


@dataclass(frozen=True)
class Asked:
    """`minutes` by the project's id and the person's name, one figure a week; `has` what people
    give, by their names; `units` those of assignments that are not whole, by task and name;
    `calendars` those of tasks that are worked on in another one than the office's."""

    minutes: Mapping[int, Mapping[str, Sequence[float]]]
    has: Mapping[str, Sequence[float]]
    units: Mapping[tuple[int, str], float]
    calendars: Mapping[int, Calendar]


def asked(session: Session, first: date, weeks: int) -> Asked:
    """What active projects ask for in these weeks from `first`'s week on."""
    start = monday(first)
    rows = session.connection().execute(select(PEOPLE.c.id, PEOPLE.c.name, PEOPLE.c.capacity)).all()
    names = {row.id: row.name for row in rows}
    found: dict[int, dict[str, Sequence[float]]] = {}
    known = calendars(session)
    capacities = Capacities(known, known.of_people, start, weeks)
    asks = list(booked(session, asking(session, start, weeks), known))
    bookings = (booking for _, booking in asks)
    for person, projects in demand(bookings, known[None], start, weeks).items():
        for project, minutes in projects.items():
            found.setdefault(project, {})[names[person]] = minutes
    parts = session.connection().execute(select(ASSIGNMENTS).where(ASSIGNMENTS.c.units != 1))
    units = {(row.task_id, names[row.person_id]): row.units for row in parts}
    has = {
        row.name: [minutes * row.capacity for minutes in capacities.of_person(row.id)]
        for row in rows
    }
    office = known[None]
    own = {row.id: one.calendar for row, one in asks if one.calendar and one.calendar != office}
    return Asked(found, has, units, own)
