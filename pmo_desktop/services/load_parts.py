"""What a cell of the load is made of: tasks and bookings, with the hours of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from pmo_desktop.domain.demand import DemandKind, Line
from pmo_desktop.domain.demand_sums import sums_of_days
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.demand_reading import read_lines
from pmo_desktop.services.load_shapes import DUTIES, By, MatrixRow, generic_name, generic_of
from pmo_desktop.services.origins import Origin
from pmo_desktop.services.pool_groups import Pool, read_pool
from pmo_desktop.services.pool_time import connection_of

MINUTES_PER_HOUR = 60
TASKS = "SELECT id, wbs, name FROM task WHERE id IN (SELECT value FROM json_each(?))"
PROJECTS = "SELECT id, code, name, programme_id FROM project"
BOOKINGS = "SELECT id, name, kind FROM booking"


@dataclass(frozen=True)
class LoadPart:
    """What one assignment or booking (`id`) asks for; `label` is the task with its project, or what
    the booking is called (empty: nothing), `kind` what a booking is for; `origins` where its dates
    and people came from, where that was asked for."""

    of: DemandKind
    id: int
    task_id: int | None
    project_id: int | None
    person_id: int | None
    person: str
    project: str
    label: str
    kind: str
    hours: float
    soft: bool
    origins: Mapping[str, Origin] = field(default_factory=dict)


def load_parts(
    session: Session,
    by: By | str,
    row: MatrixRow,
    first: date,
    last: date,
    *,
    candidates: bool = False,
) -> tuple[LoadPart, ...]:
    """What asks for the time of a row of the matrix in the days from `first` to `last`, both
    included; firm ones first, the most hours first."""
    connection = connection_of(session)
    pool = read_pool(connection)
    programmes = {one[0]: one[3] for one in connection.execute(PROJECTS)}
    counts = counting(By(by), row, pool, programmes)
    known = calendars(session)
    lines = [
        line
        for line in read_lines(connection, known, first, last, candidates=candidates)
        if counts(line)
    ]
    return parts_of(session, lines, pool, first, last)


def counting(
    by: By, row: MatrixRow, pool: Pool, programmes: dict[int, int | None]
) -> Callable[[Line], bool]:
    """Whether a line counts in a row."""
    if not by.is_of_people:
        if row.key == DUTIES:
            return lambda line: line.project_id is None
        if by is By.PROJECT:
            return lambda line: line.project_id == row.key
        return lambda line: line.project_id is not None and programmes[line.project_id] == row.key
    if by is By.PERSON and row.key is None:
        return lambda line: (
            line.person_id is None and generic_name(pool, generic_of(line)) == row.name
        )
    if by is By.PERSON:
        return lambda line: line.person_id == row.key
    theirs = {one.id for one in pool.people if row.key in pool.groups_of(by.value, one)}
    asked = {By.SKILL: 0, By.ROLE: 2, By.DEPARTMENT: 3}.get(by)

    def counts(line: Line) -> bool:
        if line.person_id is not None:
            return line.person_id in theirs
        wanted = None if asked is None else generic_of(line)[asked] or None
        return wanted == row.key

    return counts


def parts_of(
    session: Session, lines: Sequence[Line], pool: Pool, first: date, last: date
) -> tuple[LoadPart, ...]:
    """What these lines ask for in the days from `first` to `last`."""
    words = labels(connection_of(session), lines)
    names = {person.id: person.name for person in pool.people}
    found, sums = [], sums_of_days(first, last)
    for line in lines:
        hours = sums.of(line)[0] / MINUTES_PER_HOUR
        if hours > 0:
            person = names.get(line.person_id or 0, "") or generic_name(pool, generic_of(line))
            found.append(
                LoadPart(
                    line.kind, line.id, line.task_id, line.project_id, line.person_id, person,
                    words.project_of(line), words.of(line), words.kind_of(line), hours, line.soft,
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda part: (part.soft, -part.hours, part.label)))


class Labels(NamedTuple):
    """What lines are called: tasks and projects by id, bookings with their kinds."""

    tasks: Mapping[int, str]
    projects: Mapping[int, tuple[str, str]]
    bookings: Mapping[int, tuple[str, str]]

    def of(self, line: Line) -> str:
        """`P-2653 1.2 Build`, or what the booking is called (empty: nothing)."""
        label = self.tasks.get(line.task_id or 0, "")
        if line.task_id is None:
            label = self.bookings[line.id][0]
        code = self.projects.get(line.project_id or 0, ("", ""))[0]
        return " ".join(filter(None, (code, label)))

    def project_of(self, line: Line) -> str:
        return " ".join(filter(None, self.projects.get(line.project_id or 0, ())))

    def kind_of(self, line: Line) -> str:
        return "" if line.task_id is not None else self.bookings[line.id][1]


def labels(connection: sqlite3.Connection, lines: Sequence[Line]) -> Labels:
    ids = "[" + ",".join(str(line.task_id) for line in lines if line.task_id is not None) + "]"
    tasks = {row[0]: " ".join(filter(None, row[1:])) for row in connection.execute(TASKS, (ids,))}
    projects = {row[0]: row[1:3] for row in connection.execute(PROJECTS)}
    bookings = {row[0]: row[1:] for row in connection.execute(BOOKINGS)}
    return Labels(tasks, projects, bookings)
