"""Which rows a load matrix has, and what counts in which; the rules: `services.load_matrix`."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from pmo_desktop.domain.demand import Line
from pmo_desktop.domain.load_matrix import Ints
from pmo_desktop.services.demand_columns import Asked
from pmo_desktop.services.pool_groups import Pool

PROJECTS = """
SELECT p.id, p.code, p.name, p.programme_id, g.name FROM project p
LEFT JOIN programme g ON g.id = p.programme_id ORDER BY p.priority, p.code, p.id
"""
DUTIES = ""
Generic = tuple[int | None, int | None, str, int | None]


class By(StrEnum):
    PERSON = "person"
    ROLE = "role"
    SKILL = "skill"
    DEPARTMENT = "department"
    TEAM = "team"
    PROJECT = "project"
    PROGRAMME = "programme"

    @property
    def is_of_people(self) -> bool:
        return self not in (By.PROJECT, By.PROGRAMME)


@dataclass(frozen=True)
class MatrixRow:
    """`key` is the id, or the role's name; None: not given; `DUTIES`: no project's. `people` are
    those whose time it is. By person a row without an id is generic demand, whose name says
    what is asked for. An open row has nobody who is there."""

    key: int | str | None
    name: str
    note: str = ""
    department: str = ""
    people: tuple[int, ...] = ()
    is_open: bool = False


class Shape(NamedTuple):
    """What demand is added up in first (units: people, or projects), and the rows that these make:
    `entries` and `lines` have the unit of each, `pairs` units with the rows that they count in."""

    units: int
    entries: Ints
    lines: list[int]
    rows: list[MatrixRow]
    pairs: list[tuple[int, int]]
    people: Mapping[int, int]


def shape_of_people(by: By, pool: Pool, asked: Asked) -> Shape:
    """By people, or by what they belong to."""
    units = {person.id: at for at, person in enumerate(pool.people)}
    generic: dict[Generic, int] = {}
    lines = []
    for line in asked.odd:
        if line.person_id is None:
            key = generic_of(line)
            lines.append(generic.setdefault(key, len(units) + len(generic)))
        else:
            lines.append(units[line.person_id])
    rows, pairs = _people(pool, generic) if by is By.PERSON else _groups(by, pool, generic)
    return Shape(len(units) + len(generic), _found(units, asked.person), lines, rows, pairs, units)


def generic_of(line: Line) -> Generic:
    """What a line without a person asks for."""
    return line.skill_id, line.level, line.role, line.department_id


def generic_name(pool: Pool, asked: Generic) -> str:
    """In words of the office's own: `Welding 3+ · Fitter · Works`."""
    skill, level, role, department = asked
    name = pool.skills.get(skill, "") if skill else ""
    if name and level:
        name = f"{name} {level}+"
    return " · ".join(filter(None, (name, role, pool.departments.get(department or 0, ""))))


def _people(
    pool: Pool, generic: Mapping[Generic, int]
) -> tuple[list[MatrixRow], list[tuple[int, int]]]:
    rows = [
        MatrixRow(
            person.id,
            person.name,
            person.role,
            pool.departments.get(person.department_id or 0, ""),
            (person.id,),
            is_open=bool(person.placeholder) or not person.active,
        )
        for person in pool.people
    ]
    rows += [MatrixRow(None, generic_name(pool, key), is_open=True) for key in generic]
    return rows, [(at, at) for at in range(len(rows))]


def _groups(
    by: By, pool: Pool, generic: Mapping[Generic, int]
) -> tuple[list[MatrixRow], list[tuple[int, int]]]:
    """Each group with those who count in it; the group without a name is the last."""
    members: dict[int | str | None, list[int]] = {key: [] for key in pool.names(by.value)}
    units: dict[int | str | None, list[int]] = {key: [] for key in members}
    for at, person in enumerate(pool.people):
        for key in pool.groups_of(by.value, person):
            units.setdefault(key, []).append(at)
            if person.active and not person.placeholder:
                members.setdefault(key, []).append(person.id)
    for asked, at in generic.items():
        units.setdefault(_generic_group(by, asked), []).append(at)
    names = pool.names(by.value)
    keys = sorted(units, key=lambda key: (key is None, names.get(key, str(key)).casefold()))
    rows = [
        MatrixRow(
            key,
            "" if key is None else names.get(key, str(key)),
            people=tuple(members.get(key, ())),
            is_open=not members.get(key),
        )
        for key in keys
    ]
    return rows, [(at, row) for row, key in enumerate(keys) for at in units[key]]


def _generic_group(by: By, asked: Generic) -> int | str | None:
    skill, _, role, department = asked
    return {By.SKILL: skill, By.ROLE: role or None, By.DEPARTMENT: department}.get(by)


def shape_of_projects(by: By, connection: sqlite3.Connection, asked: Asked) -> Shape:
    """By project, or by the programmes of these; what belongs to no project is the last unit."""
    found = connection.execute(PROJECTS).fetchall()
    units = {row[0]: at for at, row in enumerate(found)}
    none = len(found)
    lines = [units.get(line.project_id or 0, none) for line in asked.odd]
    if by is By.PROJECT:
        rows = [MatrixRow(row[0], f"{row[1]} {row[2]}".strip(), is_open=True) for row in found]
        pairs = [(at, at) for at in range(none)]
    else:
        names = {row[3]: row[4] for row in found if row[3] is not None}
        place = {key: at for at, key in enumerate(sorted(names, key=lambda key: names[key]))}
        rows = [MatrixRow(key, names[key], is_open=True) for key in place]
        if any(row[3] is None for row in found):
            place[None] = len(rows)
            rows.append(MatrixRow(None, "", is_open=True))
        pairs = [(at, place[row[3]]) for at, row in enumerate(found)]
    # Operations and other duties: a key of their own, as they are no project's and no programme's.
    pairs.append((none, len(rows)))
    rows.append(MatrixRow(DUTIES, "", is_open=True))
    return Shape(none + 1, _found(units, asked.project), lines, rows, pairs, {})


def _found(units: Mapping[int, int], ids: Ints) -> Ints:
    """The unit of each id; -1: of none."""
    most = int(max(ids.max(initial=0), max(units, default=0)))
    table = np.full(most + 1, -1, np.intp)
    table[list(units)] = list(units.values())
    found: Ints = table[ids]
    return found
