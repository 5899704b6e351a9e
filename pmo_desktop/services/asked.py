"""What is asked of people by each project, for a look at what a change of one would bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.load import monday
from pmo_desktop.services.demand_reading import SENSIBLE
from pmo_desktop.services.load import by_project
from pmo_desktop.services.load_base import load_base
from pmo_desktop.services.pool_time import connection_of

SHARES = f"""
SELECT task_id, person_id, {SENSIBLE.format("units")} FROM assignment WHERE units <> 1
"""


@dataclass(frozen=True)
class Asked:
    """`minutes` by the project's id and the person's name, one figure a week; `has` what people
    give, by their names; `units` those of assignments that are not whole, by task and name;
    `calendars` those of tasks that are worked on in another one than the office's; `things` the
    names of material and cost, of whose time nothing is asked."""

    minutes: Mapping[int, Mapping[str, Sequence[float]]]
    has: Mapping[str, Sequence[float]]
    units: Mapping[tuple[int, str], float]
    calendars: Mapping[int, Calendar]
    things: frozenset[str] = frozenset()


def asked(session: Session, first: date, weeks: int) -> Asked:
    """What active projects ask for in these weeks from `first`'s week on."""
    edges = [monday(first) + timedelta(weeks=week) for week in range(weeks + 1)]
    connection, base = connection_of(session), load_base(session, edges)
    rows = connection.execute("SELECT id, name FROM person WHERE kind = 'work'").fetchall()
    names = dict(rows)
    found: dict[int, dict[str, Sequence[float]]] = {}
    for person, projects in by_project(base).items():
        for project, minutes in projects.items():
            found.setdefault(project, {})[names[person]] = minutes
    parts = connection.execute(SHARES)
    units = {(task, names[person]): share for task, person, share in parts if person in names}
    has = {name: base.capacity(person) for person, name in rows}
    things = connection.execute("SELECT name FROM person WHERE kind <> 'work'")
    return Asked(found, has, units, base.calendars_apart(), frozenset(name for (name,) in things))
