"""Which project a plan file is about, and of which projects plans can be written."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.models import PlanExtra, Project
from pmo_desktop.storage.bulk import table_of

PROJECTS, EXTRAS = table_of(Project), table_of(PlanExtra)


@dataclass(frozen=True)
class ProjectChoice:
    id: int
    code: str
    name: str


def project_choices(session: Session) -> tuple[ProjectChoice, ...]:
    """The projects of which a plan can be written, by priority and code."""
    columns = (PROJECTS.c.id, PROJECTS.c.code, PROJECTS.c.name)
    ordered = select(*columns).order_by(PROJECTS.c.priority, PROJECTS.c.code)
    return tuple(ProjectChoice(*row) for row in session.connection().execute(ordered))


@dataclass(frozen=True)
class PlanIdentity:
    """What a file says that it is: our own project's uid, where we wrote it, and its own GUID."""

    uid: str = ""
    guid: str = ""


def known_plan(session: Session, identity: PlanIdentity) -> int | None:
    """The project that this very file has brought, or that it was written from."""
    connection = session.connection()
    if identity.uid:
        found = connection.execute(select(PROJECTS.c.id).where(PROJECTS.c.uid == identity.uid))
        if (project := found.scalar()) is not None:
            return int(project)
    if not identity.guid:
        return None
    is_it = (EXTRAS.c.table == "project", EXTRAS.c.name == "GUID")
    named = select(EXTRAS.c.row_id).where(*is_it, EXTRAS.c.value == identity.guid)
    number = connection.execute(named).scalar()
    return None if number is None else int(number)
