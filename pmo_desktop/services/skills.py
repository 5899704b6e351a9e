"""The verbs on skills: made, named, needed, held at a level, brought together, removed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.skills import LEVELS
from pmo_desktop.models import PersonSkill, Skill
from pmo_desktop.services.editing import remove_rows
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.person_rows import person_row, row_of
from pmo_desktop.services.pointers import move_pointers
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

SKILLS, HELD = table_of(Skill), table_of(PersonSkill)
MOST_HOLDERS = 1000


def add_skill(session: Session, values: Mapping[str, Any]) -> int:
    """A skill with these plain values; returns its id. Raises `Refused`."""
    row = _columns(session, {"name": "", **values})
    return bulk_insert(session, Skill, [{"uid": new_uid(), **row}])[0]


def change_skill(session: Session, skill_id: int, values: Mapping[str, Any]) -> None:
    """Raises `Refused` for a name that is empty or taken, and for needs that cannot be."""
    row_of(session, Skill, skill_id)
    bulk_update(session, Skill, [{"id": skill_id, **_columns(session, values, skill_id)}])


def remove_skills(session: Session, ids: Collection[int]) -> None:
    """Nobody has them any more, and demand asks for them no more."""
    remove_rows(session, Skill, list(ids))


def merge_skills(session: Session, keep_id: int, gone: Collection[int]) -> None:
    """Skills that are one and the same: who has both keeps the higher level."""
    row_of(session, Skill, keep_id)
    others = [number for number in gone if number != keep_id]
    rows = session.connection().execute(
        select(HELD).where(HELD.c.skill_id.in_([keep_id, *others])).order_by(HELD.c.id)
    )
    levels: dict[int, int] = {}
    for row in rows:
        levels[row.person_id] = max(levels.get(row.person_id, 0), row.level)
    move_pointers(session, Skill, others, keep_id, but=(PersonSkill,))
    for person_id, level in levels.items():
        set_level(session, person_id, keep_id, level)
    remove_rows(session, Skill, others)


def set_level(session: Session, person_id: int, skill_id: int, level: int) -> None:
    """At what level somebody has a skill; 0: not at all. Raises `Refused`."""
    set_levels(session, [(person_id, skill_id)], level)


def set_levels(session: Session, cells: Collection[tuple[int, int]], level: int) -> None:
    """The same level for several, each a person's id and a skill's. Raises `Refused`."""
    if level and level not in LEVELS:
        raise Refused("A level is 1 (beginner) to 5 (expert); 0 is none.")
    people = {person for person, _ in cells}
    rows = session.connection().execute(select(HELD).where(HELD.c.person_id.in_(people)))
    known: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        known.setdefault((row.person_id, row.skill_id), []).append(row)
    gone = [row.id for cell in cells for row in known.get(cell, [])[(1 if level else 0) :]]
    if level:
        bulk_update(session, PersonSkill, [
            {"id": known[cell][0].id, "level": level} for cell in cells if cell in known
        ])  # fmt: skip
        new = [cell for cell in dict.fromkeys(cells) if cell not in known]
        for person_id in {person for person, _ in new}:
            person_row(session, person_id)
        for skill_id in {skill for _, skill in new}:
            row_of(session, Skill, skill_id)
        bulk_insert(session, PersonSkill, [
            {"person_id": person, "skill_id": skill, "level": level} for person, skill in new
        ])  # fmt: skip
    bulk_delete(session, PersonSkill, gone)


def level_row(session: Session, person_id: int, skill_id: int) -> int | None:
    """The id of the row that says at what level somebody has a skill; None where they have not."""
    statement = select(HELD.c.id).where(HELD.c.person_id == person_id, HELD.c.skill_id == skill_id)
    found: int | None = session.connection().execute(statement).scalars().first()
    return found


def free_skill_name(session: Session, name: str) -> str:
    """A name like this one that no skill has."""
    rows = session.connection().execute(select(SKILLS.c.name))
    taken = {normal_name(known) for known in rows.scalars()}
    number, free = 2, name
    while normal_name(free) in taken:
        free, number = f"{name} {number}", number + 1
    return free


def give_new_skill(session: Session, person_id: int, name: str, level: int) -> int:
    """A new skill that somebody has; returns its id. Raises `Refused`."""
    made = add_skill(session, {"name": name})
    set_level(session, person_id, made, level)
    return made


def _columns(
    session: Session, values: Mapping[str, Any], itself: int | None = None
) -> dict[str, Any]:
    found = {name: value for name, value in values.items() if value is not None}
    if "name" in values:
        found["name"] = _checked_name(session, str(values["name"] or ""), itself)
    if "category" in found:
        found["category"] = " ".join(str(found["category"]).split())
    if not 0 <= found.get("needed_holders", 0) <= MOST_HOLDERS:
        raise Refused("How many are needed is a number that is not below 0.")
    if found.get("needed_level", LEVELS[0]) not in LEVELS:
        raise Refused("A level is 1 (beginner) to 5 (expert); 0 is none.")
    return found


def _checked_name(session: Session, name: str, itself: int | None) -> str:
    said = " ".join(name.split())
    if not said:
        raise Refused("Give the skill a name.")
    for row in session.connection().execute(select(SKILLS.c.id, SKILLS.c.name)):
        if row.id != itself and normal_name(row.name) == normal_name(said):
            raise Refused("There is a skill “{name}” already: bring the two together.",
                          name=row.name)  # fmt: skip
    return said
