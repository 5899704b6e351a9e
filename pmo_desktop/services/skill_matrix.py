"""The reader of the skills matrix: who has what at what level, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.skills import GRAVITY, SkillGap, SkillNeed, gap, holders
from pmo_desktop.models import Booking, PersonSkill, ResourceRequest, Skill
from pmo_desktop.services.office import office_row
from pmo_desktop.services.people_pool import PoolPerson, pool
from pmo_desktop.storage.bulk import table_of

SKILLS, HELD = table_of(Skill), table_of(PersonSkill)
BOOKINGS, REQUESTS = table_of(Booking), table_of(ResourceRequest)
OPEN_REQUEST = "open"


@dataclass(frozen=True)
class SkillRow:
    """`people` have it at any level, `holders` at the needed one or above; `asked` counts bookings
    and open requests for it that name nobody and are not over yet."""

    id: int
    name: str
    category: str
    needed_holders: int
    needed_level: int
    people: int
    holders: int
    best: int
    names: tuple[str, ...]
    asked: int
    gap: SkillGap

    @property
    def gravity(self) -> int:
        """0 is the gravest."""
        return GRAVITY.index(self.gap)


@dataclass(frozen=True)
class SkillMatrix:
    """`levels` by the person's id and the skill's; no key, no level."""

    people: tuple[PoolPerson, ...]
    skills: tuple[SkillRow, ...]
    levels: Mapping[tuple[int, int], int]


def skill_matrix(session: Session) -> SkillMatrix:
    """Those who are there, by department and name; skills by category and name."""
    everybody = [p for p in pool(session) if p.is_there and not p.placeholder]
    people = sorted(everybody, key=lambda person: (person.department, person.name))
    there = {person.id: person.name for person in people}
    levels = {
        (row.person_id, row.skill_id): row.level
        for row in session.connection().execute(select(HELD))
        if row.person_id in there
    }
    return SkillMatrix(tuple(people), _skills(session, levels, there), levels)


def skill_names(session: Session) -> tuple[tuple[int, str], ...]:
    """All skills by id and name."""
    rows = session.connection().execute(select(SKILLS.c.id, SKILLS.c.name).order_by(SKILLS.c.name))
    return tuple((row.id, row.name) for row in rows)


def _skills(
    session: Session, levels: Mapping[tuple[int, int], int], names: Mapping[int, str]
) -> tuple[SkillRow, ...]:
    asked = _asked(session)
    held: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for (person, skill), level in levels.items():
        held[skill].append((-level, names[person]))
    found = []
    for row in session.connection().execute(select(SKILLS)):
        mine = sorted(held.get(row.id, ()))
        have = [-level for level, _ in mine]
        need = SkillNeed(row.needed_holders, row.needed_level, asked.get(row.id, 0))
        found.append(
            SkillRow(
                row.id,
                row.name,
                row.category,
                row.needed_holders,
                row.needed_level,
                len(mine),
                holders(have, row.needed_level),
                max(have, default=0),
                tuple(name for level, name in mine if -level >= row.needed_level),
                need.asked,
                gap(have, need),
            )
        )
    return tuple(sorted(found, key=lambda skill: (skill.category, skill.name.casefold())))


def _asked(session: Session) -> Mapping[int, int]:
    today = office_row(session).status_date
    found: dict[int, int] = defaultdict(int)
    for table in (BOOKINGS, REQUESTS):
        statement = (
            select(table.c.skill_id, func.count())
            .where(table.c.skill_id.is_not(None), table.c.person_id.is_(None))
            .where(table.c.last >= today)
            .group_by(table.c.skill_id)
        )
        if table is REQUESTS:
            # What is answered with a booking is counted there.
            statement = statement.where(table.c.state == OPEN_REQUEST, table.c.booking_id.is_(None))
        for skill_id, count in session.connection().execute(statement):
            found[skill_id] += count
    return found
