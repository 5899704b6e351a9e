"""Which tasks ask for people's time in a week, and where their dates and people came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.load import demand, monday
from pmo_desktop.models import Person, Project, Task
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.load import MINUTES_PER_HOUR, asking, booked
from pmo_desktop.services.origins import Origin, origin
from pmo_desktop.storage.bulk import table_of

TASKS, PROJECTS, PEOPLE = table_of(Task), table_of(Project), table_of(Person)
ASKED_FIELDS = ("start", "finish", "people")


@dataclass(frozen=True)
class LoadPart:
    """What one task asks of one person in the week; `origins` by the fields of `ASKED_FIELDS`,
    empty where there are too many tasks to look at each."""

    person: str
    label: str
    task_id: int
    project_id: int
    hours: float
    origins: Mapping[str, Origin]


@dataclass(frozen=True)
class LoadOrigin:
    """`parts` with the most hours first; `capacity` says where each person's share of working time
    came from, by name."""

    parts: tuple[LoadPart, ...]
    capacity: Mapping[str, Origin]


def load_origin(
    session: Session, person_ids: Iterable[int], week: date, looked_at: int
) -> LoadOrigin:
    """What is behind one cell of the load: of these people in the week of this day. Of `looked_at`
    tasks, and as many people, the sources are looked up."""
    names = _names(session, person_ids)
    found = sorted(_hours(session, names, monday(week)).items(), key=lambda one: -one[1])
    labels = _labels(session, {task for (_, task), _ in found})
    parts = tuple(
        LoadPart(
            names[person],
            labels[task][1],
            task,
            labels[task][0],
            hours,
            _origins(session, task) if at < looked_at else {},
        )
        for at, ((person, task), hours) in enumerate(found)
    )
    shares = {
        name: origin(session, "person", person, "capacity")
        for person, name in list(names.items())[:looked_at]
    }
    return LoadOrigin(parts, shares)


def _hours(
    session: Session, people: Mapping[int, str], start: date
) -> dict[tuple[int, int], float]:
    """By person and task; worked out as the load itself is, with tasks in the place of projects."""
    known = calendars(session)
    rows = [row for row in asking(session, start, 1) if row.person_id in people]
    bookings = [booking._replace(project=row.id) for row, booking in booked(session, rows, known)]
    asked = demand(bookings, known[None], start, 1)
    return {
        (person, task): minutes[0] / MINUTES_PER_HOUR
        for person, tasks in asked.items()
        for task, minutes in tasks.items()
        if minutes[0]
    }


def _origins(session: Session, task: int) -> Mapping[str, Origin]:
    return {name: origin(session, "task", task, name) for name in ASKED_FIELDS}


def _names(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    wanted = select(PEOPLE.c.id, PEOPLE.c.name).where(PEOPLE.c.id.in_(list(person_ids)))
    rows = session.connection().execute(wanted.order_by(PEOPLE.c.name))
    return {row.id: row.name for row in rows}


def _labels(session: Session, task_ids: Sequence[int] | set[int]) -> dict[int, tuple[int, str]]:
    """Each task's project and what it is called: `P-2653 1.2 Build`."""
    statement = (
        select(TASKS.c.id, TASKS.c.project_id, PROJECTS.c.code, TASKS.c.wbs, TASKS.c.name)
        .join(PROJECTS, PROJECTS.c.id == TASKS.c.project_id)
        .where(TASKS.c.id.in_(list(task_ids)))
    )
    rows = session.connection().execute(statement)
    return {
        row.id: (row.project_id, " ".join(filter(None, (row.code, row.wbs, row.name))))
        for row in rows
    }
