"""Which tasks ask for people's time in a week, and where their dates and people came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from pmo_desktop.domain.load import monday
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.demand_reading import read_lines
from pmo_desktop.services.load_parts import LoadPart, parts_of
from pmo_desktop.services.origins import Origin, origin
from pmo_desktop.services.pool_groups import read_pool
from pmo_desktop.services.pool_time import connection_of

ASKED_FIELDS = ("start", "finish", "people")


@dataclass(frozen=True)
class LoadOrigin:
    """`parts` with the most hours first, each with its origins by the fields of `ASKED_FIELDS`,
    empty where there are too many to look at each, and of bookings; `capacity` says where each
    person's share of working time came from, by name."""

    parts: tuple[LoadPart, ...]
    capacity: Mapping[str, Origin]


def load_origin(
    session: Session,
    person_ids: Iterable[int],
    week: date,
    looked_at: int,
    last: date | None = None,
) -> LoadOrigin:
    """What is firmly asked of these people in the week of this day; with a `last` day in the days
    from the one to the other. Of `looked_at` tasks, and as many people, the sources are looked
    up."""
    first = monday(week) if last is None else week
    last = last or first + timedelta(days=6)
    connection, theirs = connection_of(session), set(person_ids)
    pool = read_pool(connection)
    lines = [
        line
        for line in read_lines(connection, calendars(session), first, last)
        if line.person_id in theirs and not line.soft
    ]
    parts = parts_of(session, lines, pool, first, last)
    found = tuple(
        replace(part, origins=_origins(session, part.task_id))
        if at < looked_at and part.task_id is not None
        else part
        for at, part in enumerate(parts)
    )
    names = [(person.name, person.id) for person in pool.people if person.id in theirs]
    shares = {
        name: origin(session, "person", number, "capacity") for name, number in names[:looked_at]
    }
    return LoadOrigin(found, shares)


def _origins(session: Session, task: int) -> Mapping[str, Origin]:
    return {name: origin(session, "task", task, name) for name in ASKED_FIELDS}
