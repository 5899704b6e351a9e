"""The days on which the office's calendar differs from its week: read, set, cleared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import STANDARD_DAY
from pmo_desktop.models import CalendarDay, Project, WorkingCalendar
from pmo_desktop.services.office import office_row
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.storage.bulk import table_of

DAYS, PROJECTS = table_of(CalendarDay), table_of(Project)


@dataclass(frozen=True)
class CalendarDayRow:
    """`working` a working day that the week does not have, else a day off; `name` may be a code of
    the vocabulary (`holiday.spring_festival`)."""

    id: int
    day: date
    working: bool
    name: str


@dataclass(frozen=True)
class CalendarDays:
    """`published_until`: statutory days are known up to this day."""

    days: tuple[CalendarDayRow, ...]
    published_until: date | None


def calendar_days(session: Session) -> CalendarDays:
    """The exceptions of the office's calendar, by day."""
    calendar = session.get(WorkingCalendar, office_row(session).calendar_id)
    if calendar is None:
        return CalendarDays((), None)
    found = session.connection().execute(
        select(DAYS).where(DAYS.c.calendar_id == calendar.id).order_by(DAYS.c.day)
    )
    rows = (CalendarDayRow(row.id, row.day, bool(row.hours), row.name) for row in found)
    return CalendarDays(tuple(rows), calendar.published_until)


def set_calendar_day(session: Session, day: date, working: bool, name: str) -> None:
    """Make `day` a working day or a day off, whatever the week says; schedules are computed again.

    Raises `Refused` where the office has no calendar.
    """
    calendar_id = office_row(session).calendar_id
    if calendar_id is None:
        raise Refused("This office has no calendar. Make a new office, or open another one.")
    hours = STANDARD_DAY if working else ""
    known = select(CalendarDay).where(DAYS.c.calendar_id == calendar_id, DAYS.c.day == day)
    row = session.scalars(known).one_or_none()
    if row is None:
        session.add(CalendarDay(calendar_id=calendar_id, day=day, hours=hours, name=name))
    else:
        row.hours, row.name = hours, name
    _schedule_all(session)


def clear_calendar_day(session: Session, row_id: int) -> None:
    """Let the week hold for a day again; raises `Refused` where it is gone already."""
    row = session.get(CalendarDay, row_id)
    if row is None:
        raise Refused("This row is no longer there: it was removed in the meantime.")
    session.delete(row)
    _schedule_all(session)


def _schedule_all(session: Session) -> None:
    session.flush()
    reschedule(session, session.connection().execute(select(PROJECTS.c.id)).scalars())
