"""Resource load week by week: how much of each person's time is asked for, and by which projects.

The figures are those of `services.load_matrix`. What is asked softly stands apart: it is no load.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from sqlalchemy.orm import Session

from pmo_desktop.domain.load import monday, ratio
from pmo_desktop.domain.load_matrix import Floats, Ints
from pmo_desktop.services.load_base import LoadBase, load_base
from pmo_desktop.services.pool_groups import Member, read_pool
from pmo_desktop.services.pool_time import connection_of

MINUTES_PER_HOUR = 60
NO_PROJECT = 0
PROJECTS = "SELECT id, code, name, priority FROM project"
LAST_OF_ALL = 1_000_000


@dataclass(frozen=True)
class LoadShare:
    """What one project asks of a person in a week; `NO_PROJECT` (with neither code nor name): what
    people do besides."""

    project_id: int
    code: str
    name: str
    priority: int
    hours: float


@dataclass(frozen=True)
class LoadCell:
    """`load` is firm demand over capacity, 0.0 where nothing is asked; above 1.0 is too much."""

    load: float
    demand_hours: float
    capacity_hours: float
    shares: tuple[LoadShare, ...]
    soft_hours: float = 0.0


@dataclass(frozen=True)
class LoadRow:
    person_id: int
    name: str
    role: str
    department: str
    cells: tuple[LoadCell, ...]


@dataclass(frozen=True)
class Load:
    """`weeks` are Mondays; each row has a cell a week."""

    weeks: tuple[date, ...]
    rows: tuple[LoadRow, ...]


def load(session: Session, first: date, weeks: int, department: str | None = None) -> Load:
    """The load of the active people (of one department) over `weeks` from `first`'s week on."""
    start = monday(first)
    mondays = tuple(start + timedelta(weeks=week) for week in range(weeks + 1))
    base = load_base(session, mondays)
    pool = read_pool(connection_of(session))
    projects = {
        number: LoadShare(number, code, name, priority, 0.0)
        for number, code, name, priority in connection_of(session).execute(PROJECTS)
    }
    projects[NO_PROJECT] = LoadShare(NO_PROJECT, "", "", LAST_OF_ALL, 0.0)
    people = [
        one
        for one in pool.people
        if one.active and not one.placeholder
        and department in (None, pool.departments.get(one.department_id or 0))
    ]  # fmt: skip
    asked = by_project(base)
    soft = base.demand(*_rows_of(base, {one.id: at for at, one in enumerate(people)}, soft=True))
    rows = tuple(
        LoadRow(
            one.id,
            one.name,
            one.role,
            pool.departments.get(one.department_id or 0, ""),
            _cells(base, one, asked.get(one.id, {}), soft[at], projects),
        )
        for at, one in enumerate(people)
    )
    return Load(mondays[:-1], rows)


def by_project(
    base: LoadBase, people: Collection[int] | None = None
) -> dict[int, dict[int, list[float]]]:
    """Person -> project -> the firm minutes of each bucket; of these people (None: of all)."""
    asked, lines = base.asked, base.asked.odd
    most = int(asked.project.max(initial=0)) + 1
    most = max(most, *((line.project_id or 0) + 1 for line in lines), 1)
    odd = [
        line.person_id * most + (line.project_id or NO_PROJECT)
        if line.person_id is not None
        and not line.soft
        and (people is None or line.person_id in people)
        else -1
        for line in lines
    ]
    out = asked.soft
    if people is not None:
        out = out | ~np.isin(asked.person, list(people))
    key = np.where(out, -1, asked.person * most + asked.project)
    found, row = np.unique(np.concatenate([key, np.array(odd, np.intp)]), return_inverse=True)
    row = row - int(bool(len(found)) and found[0] < 0)
    minutes = base.demand(row[: len(key)], row[len(key) :].tolist(), len(found))
    by: dict[int, dict[int, list[float]]] = {}
    for pair, weeks in zip(found[found >= 0].tolist(), minutes.tolist(), strict=False):
        if any(weeks):
            by.setdefault(pair // most, {})[pair % most] = weeks
    return by


def _rows_of(
    base: LoadBase, places: Mapping[int, int], *, soft: bool
) -> tuple[Ints, list[int], int]:
    """The rows in which what is asked of these people counts; -1: in none."""
    asked = base.asked
    table = np.full(max(int(asked.person.max(initial=0)), *places, 0) + 1, -1, np.intp)
    table[list(places)] = list(places.values())
    entries = np.where(asked.soft == soft, table[asked.person], -1)
    lines = [places.get(line.person_id or 0, -1) if line.soft == soft else -1 for line in asked.odd]
    return entries, lines, len(places)


def _cells(
    base: LoadBase,
    person: Member,
    asked: Mapping[int, Sequence[float]],
    soft: Floats,
    projects: Mapping[int, LoadShare],
) -> tuple[LoadCell, ...]:
    order = sorted(asked, key=lambda one: (projects[one].priority, projects[one].code))
    cells = []
    for week, minutes in enumerate(base.capacity(person.id)):
        shares = tuple(
            replace(projects[one], hours=asked[one][week] / MINUTES_PER_HOUR)
            for one in order
            if asked[one][week]
        )
        hours = sum(one.hours for one in shares)
        given = minutes / MINUTES_PER_HOUR
        extra = float(soft[week]) / MINUTES_PER_HOUR
        cells.append(LoadCell(ratio(hours, given), hours, given, shares, extra))
    return tuple(cells)
