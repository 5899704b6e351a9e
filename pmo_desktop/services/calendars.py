"""The working calendars of the database as calendars that compute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.models import CalendarDay, Office, Project, WorkingCalendar
from pmo_desktop.services.founding import OFFICE_ID
from pmo_desktop.storage.bulk import table_of

CALENDARS, DAYS = table_of(WorkingCalendar), table_of(CalendarDay)


def calendars(session: Session) -> Mapping[int | None, Calendar]:
    """All calendars by id; the office's own also under None."""
    days: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for row in session.connection().execute(select(DAYS)):
        days[row.calendar_id].append((row.day, row.hours))
    found: dict[int | None, Calendar] = {
        row.id: _calendar(row.week, tuple(days[row.id]))
        for row in session.connection().execute(select(CALENDARS))
    }
    offices = table_of(Office)
    own = session.connection().execute(
        select(offices.c.calendar_id).where(offices.c.id == OFFICE_ID)
    )
    found[None] = found.get(own.scalar()) or STANDARD
    return found


@lru_cache(maxsize=64)
def _calendar(week: str, days: tuple[tuple[date, str], ...]) -> Calendar:
    """The same calendar is one object, by which much that was counted with it is remembered."""
    return Calendar.from_text(week, days)


def office_calendar(session: Session) -> Calendar:
    return calendars(session)[None]


def calendars_of_projects(session: Session) -> Mapping[int, Calendar]:
    """Each project's own calendar, or the office's."""
    projects, known = table_of(Project), calendars(session)
    rows = session.connection().execute(select(projects.c.id, projects.c.calendar_id))
    return {number: known.get(own) or known[None] for number, own in rows}


def calendar_of_project(session: Session, project_id: int) -> Calendar:
    """The project's own calendar, or the office's."""
    projects = table_of(Project)
    own = session.connection().execute(
        select(projects.c.calendar_id).where(projects.c.id == project_id)
    )
    known = calendars(session)
    return known.get(own.scalar()) or known[None]
