"""Finds projects, tasks, people, risks, issues, and what belongs to the pool of people by a part of
their name or code."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.models import (
    Booking,
    Department,
    Issue,
    Person,
    Project,
    Risk,
    Skill,
    Task,
    Team,
)
from pmo_desktop.storage.bulk import table_of

KINDS: tuple[tuple[str, type[SQLModel], str], ...] = (
    ("project", Project, "code"),
    ("task", Task, "wbs"),
    ("person", Person, "role"),
    ("skill", Skill, "category"),
    ("team", Team, ""),
    ("department", Department, ""),
    ("booking", Booking, "role"),
    ("risk", Risk, "code"),
    ("issue", Issue, "code"),
)


@dataclass(frozen=True)
class Hit:
    """`head` is the code, WBS, role or category, empty where there is none; `project_id` None for
    what belongs to no project."""

    table: str
    id: int
    head: str
    name: str
    project_id: int | None
    project_code: str


def search(session: Session, words: str, limit: int = 8) -> tuple[Hit, ...]:
    """At most `limit` hits of each kind; names that begin with the words come first."""
    wanted = words.strip()
    if not wanted:
        return ()
    codes = {
        row.id: row.code
        for row in session.connection().execute(
            select(table_of(Project).c.id, table_of(Project).c.code)
        )
    }
    return tuple(
        hit
        for name, model, head in KINDS
        for hit in _hits(session, name, model, head, wanted, limit, codes)
    )


def _hits(
    session: Session,
    name: str,
    model: type[SQLModel],
    head: str,
    wanted: str,
    limit: int,
    codes: dict[int, str],
) -> list[Hit]:
    table = table_of(model)
    match = table.c.name.icontains(wanted, autoescape=True)
    if head:
        match = or_(match, table.c[head].istartswith(wanted, autoescape=True))
    first = table.c.name.istartswith(wanted, autoescape=True).desc()
    rows = session.connection().execute(
        select(table).where(match).order_by(first, table.c.id).limit(limit)
    )
    hits = []
    for row in rows:
        project = row.id if name == "project" else getattr(row, "project_id", None)
        hits.append(
            Hit(
                name,
                row.id,
                getattr(row, head) if head else "",
                row.name,
                project,
                codes.get(project or 0, ""),
            )
        )
    return hits
