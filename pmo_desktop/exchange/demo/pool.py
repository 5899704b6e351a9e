"""Files the demo office's pool: departments, people with their skills, programmes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pmo_desktop.exchange.demo.draft import Draft
from pmo_desktop.exchange.demo.words import dice, uid
from pmo_desktop.models import Department, Person, PersonSkill, Programme, Skill
from pmo_desktop.storage.bulk import bulk_insert

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass
class Ids:
    """The rows' ids: persons and the like by uid or name; tasks by project code and WBS code."""

    people: dict[str, int] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)
    programmes: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    tasks: dict[str, dict[str, int]] = field(default_factory=dict)
    risks: dict[str, int] = field(default_factory=dict)
    issues: dict[str, int] = field(default_factory=dict)


def file_pool(session: Session, draft: Draft, ids: Ids) -> None:
    """Write them, and note their ids."""
    rng = dice(draft.seed, "pool")
    names = list(dict.fromkeys(person.department for person in draft.people))
    names += [p.project.department for p in draft.projects if p.project.department not in names]
    names = list(dict.fromkeys(names))
    rows = [{"uid": uid(rng), "name": name} for name in names]
    ids.departments = dict(zip(names, bulk_insert(session, Department, rows), strict=True))
    people = [
        {
            "uid": person.uid,
            "name": person.name,
            "role": person.title,
            "email": person.email,
            "department_id": ids.departments[person.department],
            "capacity": person.capacity,
            "active": person.active,
        }
        for person in draft.people
    ]
    found = bulk_insert(session, Person, people)
    ids.people = dict(zip((person.uid for person in draft.people), found, strict=True))
    skills = list(dict.fromkeys(skill for person in draft.people for skill, _ in person.skills))
    skill_rows = [{"uid": uid(rng), "name": skill} for skill in skills]
    by_skill = dict(zip(skills, bulk_insert(session, Skill, skill_rows), strict=True))
    levels = [
        {"person_id": ids.people[person.uid], "skill_id": by_skill[skill], "level": level}
        for person in draft.people
        for skill, level in person.skills
    ]
    bulk_insert(session, PersonSkill, levels)
    programmes = [vars(programme) for programme in draft.programmes]
    found = bulk_insert(session, Programme, programmes)
    ids.programmes = dict(zip((p.uid for p in draft.programmes), found, strict=True))
