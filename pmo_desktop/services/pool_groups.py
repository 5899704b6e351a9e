"""People, and what they belong to: department, role, skill, teams."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

PEOPLE = """
SELECT id, name, role, department_id, active, placeholder FROM person WHERE kind = 'work'
ORDER BY name, id
"""
HELD = """
SELECT h.person_id, h.skill_id, h.level FROM person_skill h JOIN skill s ON s.id = h.skill_id
ORDER BY h.level DESC, s.name, s.id
"""

Key = int | str | None


class Member(NamedTuple):
    """A person; `active` and `placeholder` as 0 or 1."""

    id: int
    name: str
    role: str
    department_id: int | None
    active: int
    placeholder: int


class Pool(NamedTuple):
    """Names by id; `held` has each person's skills with their levels, the main one first."""

    people: tuple[Member, ...]
    departments: Mapping[int, str]
    skills: Mapping[int, str]
    teams: Mapping[int, str]
    held: Mapping[int, Mapping[int, int]]
    teams_of: Mapping[int, Sequence[int]]

    def names(self, by: str) -> Mapping[Key, str]:
        """The names of what people are grouped by; a role is its own name."""
        found = {"department": self.departments, "skill": self.skills, "team": self.teams}
        return dict(found.get(by, {}).items())

    def groups_of(self, by: str, person: Member) -> Sequence[Key]:
        """What a person counts in; never nothing."""
        if by == "department":
            return (person.department_id,)
        if by == "role":
            return (person.role or None,)
        if by == "team":
            return self.teams_of.get(person.id) or (None,)
        return (next(iter(self.held.get(person.id, ())), None),)


def read_pool(connection: sqlite3.Connection) -> Pool:
    held: dict[int, dict[int, int]] = defaultdict(dict)
    for person, skill, level in connection.execute(HELD):
        held[person].setdefault(skill, level)
    teams_of: dict[int, list[int]] = defaultdict(list)
    for person, team in connection.execute("SELECT DISTINCT person_id, team_id FROM team_member"):
        teams_of[person].append(team)
    return Pool(
        tuple(Member(*row) for row in connection.execute(PEOPLE)),
        _names(connection, "department"),
        _names(connection, "skill"),
        _names(connection, "team"),
        held,
        teams_of,
    )


def _names(connection: sqlite3.Connection, table: str) -> dict[int, str]:
    return dict(connection.execute(f"SELECT id, name FROM {table} ORDER BY name").fetchall())
