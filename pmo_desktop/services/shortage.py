"""The forecast of shortage: what is asked of each skill by nobody's hands yet, against what those
who have it could still give.

Asked are generic demand and the parts of placeholders (by their main skill); free is what firm
demand leaves of each holder's time, each for themselves, so that nobody's overload takes from
another's room. A holder has the skill at the level that is needed of it. Whoever has several skills
is free for each of them: the forecast says where to look, it is no plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from pmo_desktop.domain.load_grains import Grain
from pmo_desktop.domain.load_matrix import Floats
from pmo_desktop.services.load_base import LoadBase, load_base
from pmo_desktop.services.load_columns import columns_of
from pmo_desktop.services.load_shapes import By, shape_of_people
from pmo_desktop.services.pool_groups import Pool, read_pool
from pmo_desktop.services.pool_time import connection_of

SKILLS = "SELECT id, name, category, needed_level FROM skill ORDER BY name, id"
SHORT = 30.0  # minutes of a bucket: less is none


@dataclass(frozen=True, eq=False)
class SkillForecast:
    """Minutes of a full-time person by bucket: `open` what is asked of nobody yet (`soft` that part
    of it), `matched` what is firmly asked of the holders, `free` what they have left, `short` what
    is missing."""

    skill_id: int
    name: str
    category: str
    holders: tuple[int, ...]
    open: Floats
    soft: Floats
    matched: Floats
    free: Floats

    @property
    def short(self) -> Floats:
        missing = self.open - self.free
        found: Floats = np.where(missing > SHORT, missing, 0.0)
        return found

    @property
    def is_short(self) -> bool:
        return bool(self.short.any())


@dataclass(frozen=True)
class Shortage:
    """The skills that are asked of nobody yet, the shortest first; see `LoadMatrix.edges`."""

    edges: tuple[date, ...]
    skills: tuple[SkillForecast, ...]


def shortage(
    session: Session, grain: Grain | str, first: date, until: date, *, candidates: bool = False
) -> Shortage:
    """Of the buckets that touch the days from `first` to `until`, both included."""
    edges = columns_of(Grain(grain), first, until)
    return shortage_of(session, load_base(session, edges, candidates=candidates))


def shortage_of(session: Session, base: LoadBase) -> Shortage:
    """As `shortage`, of what has been read already."""
    connection = connection_of(session)
    pool = read_pool(connection)
    shape = shape_of_people(By.PERSON, pool, base.asked)
    units = shape.units
    odd = base.asked.odd
    lines = [row + units * one.soft for row, one in zip(shape.lines, odd, strict=True)]
    both = base.demand(shape.entries + units * base.asked.soft, lines, 2 * units)
    hard, soft = both[:units], both[units:]
    has = base.capacities(shape.people, units)
    free = np.maximum(has - hard, 0.0)
    generic = {row: one.skill_id for row, one in zip(shape.lines, odd, strict=True)
               if one.person_id is None}  # fmt: skip
    found = []
    for number, name, category, level in connection.execute(SKILLS):
        asking = [
            at
            for at, person in enumerate(pool.people)
            if person.placeholder and _main_skill(pool, person.id) == number
        ]
        asking += [row for row, skill in generic.items() if skill == number]
        if not asking or (not both[asking].any() and not soft[asking].any()):
            continue
        holding = _holders(pool, number, level)
        rows = [shape.people[person] for person in holding]
        found.append(
            SkillForecast(
                number, name, category, holding,
                (hard + soft)[asking].sum(axis=0), soft[asking].sum(axis=0),
                hard[rows].sum(axis=0), free[rows].sum(axis=0),
            )
        )  # fmt: skip
    found.sort(key=lambda one: (-one.short.sum(), one.name))
    return Shortage(base.edges, tuple(found))


def _main_skill(pool: Pool, person: int) -> int | None:
    return next(iter(pool.held.get(person, ())), None)


def _holders(pool: Pool, skill: int, level: int) -> tuple[int, ...]:
    return tuple(
        person.id
        for person in pool.people
        if person.active
        and not person.placeholder
        and pool.held.get(person.id, {}).get(skill, 0) >= level
    )
