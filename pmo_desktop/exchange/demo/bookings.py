"""What the demo office's people do besides tasks, and what is asked of nobody yet: duties, soft
bookings, skills that projects want more of than there is, what a candidate would ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.exchange.demo.draft import Draft
from pmo_desktop.exchange.demo.words import dice, uid, words
from pmo_desktop.models import Assignment, Booking, Person, Project, Skill
from pmo_desktop.storage.bulk import bulk_insert, table_of

if TYPE_CHECKING:
    from random import Random

    from sqlalchemy.orm import Session

PEOPLE, PROJECTS, SKILLS = table_of(Person), table_of(Project), table_of(Skill)
ASSIGNMENTS = table_of(Assignment)


def file_bookings(session: Session, draft: Draft) -> None:
    """Write them; the pool is there already."""
    rng = dice(draft.seed, "bookings")
    bulk_insert(session, Booking, list(_rows(session, draft, rng)))


def _rows(session: Session, draft: Draft, rng: Random) -> Iterator[dict[str, Any]]:
    lists = words("bookings")
    tasks = select(func.count()).where(ASSIGNMENTS.c.person_id == PEOPLE.c.id).scalar_subquery()
    there = select(PEOPLE.c.id).where(PEOPLE.c.active, ~PEOPLE.c.placeholder)
    everybody = list(session.connection().execute(there.order_by(PEOPLE.c.id)).scalars())
    free = list(session.connection().execute(there.order_by(tasks, PEOPLE.c.id)).scalars())
    # Firm duties are for those with the fewest tasks, and begin behind the weeks whose load the
    # projects' stories have laid out.
    for duty, person in zip(lists["duties"], free, strict=False):
        yield {**_booking(duty, draft, rng), "person_id": person}
    for duty, person in zip(lists["soft"], rng.sample(everybody, len(lists["soft"])), strict=True):
        yield {**_booking({**duty, "firm": False}, draft, rng), "person_id": person}
    skills = session.connection().execute(select(SKILLS.c.name, SKILLS.c.id))
    known = {row.name: row.id for row in skills}
    for key, state in (("open", ProjectState.ACTIVE), ("candidate", ProjectState.PROPOSED)):
        where = PROJECTS.c.state == state.value
        ids = select(PROJECTS.c.id).where(where).order_by(PROJECTS.c.priority, PROJECTS.c.id)
        projects = list(session.connection().execute(ids).scalars())
        for asked, project in zip(lists[key], projects, strict=False):
            if asked["skill"] in known:
                yield {
                    **_booking({**asked, "kind": "project"}, draft, rng),
                    "project_id": project,
                    "skill_id": known[asked["skill"]],
                    "level": asked["level"],
                }


def _booking(given: Mapping[str, Any], draft: Draft, rng: Random) -> dict[str, Any]:
    monday = draft.status_date + timedelta(days=7 - draft.status_date.weekday())
    first = monday + timedelta(weeks=given["week"])
    return {
        "uid": uid(rng),
        "name": given["name"],
        "kind": given["kind"],
        "first": first,
        "last": first + timedelta(weeks=given["weeks"], days=-3),
        "units": given["units"],
        "firm": given.get("firm", True),
    }
