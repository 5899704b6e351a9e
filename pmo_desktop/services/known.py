"""What an import asks about over and over, fetched once: names, projects, calendars."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.models import Project
from pmo_desktop.services.calendars import Calendars, calendars
from pmo_desktop.services.known_projects import KnownProjects, known_projects
from pmo_desktop.services.names import Names
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.waiting import waiting

PROJECTS = table_of(Project)


class Known:
    """Fetched when first asked for, or with `fetch`; who changes what it knows says so."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def fetch(self) -> Known:
        """All of it now, so that nothing has to be asked of the database later."""
        _ = (self.names.fetch(), self.projects, self.calendars)
        return self

    @cached_property
    def names(self) -> Names:
        return Names(self._session)

    @cached_property
    def projects(self) -> KnownProjects:
        return known_projects(self._session)

    def forget_projects(self) -> None:
        """A project was given another code or name."""
        self.__dict__.pop("projects", None)

    def calendar_of(self, project_id: int) -> Calendar:
        """The project's own calendar, or the office's."""
        own = project_column(self._session, project_id, "calendar_id")
        return self.calendars.or_office(own)

    @cached_property
    def calendars(self) -> Calendars:
        return calendars(self._session)


def project_column(session: Session, project_id: int | None, name: str) -> Any:
    """What stands in a column of a project, written or not; None where there is none."""
    later = waiting(session)
    if project_id is not None and later is not None and later.has(PROJECTS, project_id):
        return later.rows(PROJECTS)[project_id][name]
    statement = select(PROJECTS.c[name]).where(PROJECTS.c.id == project_id)
    return session.connection().execute(statement).scalar()
