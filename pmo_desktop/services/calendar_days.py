"""The days on which a calendar differs from its week: read, set, cleared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.hours import CalendarError, parse
from pmo_desktop.models import CalendarDay, Project, WorkingCalendar
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.office import office_row
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.storage.bulk import table_of

DAYS, PROJECTS = table_of(CalendarDay), table_of(Project)


@dataclass(frozen=True)
class CalendarDayRow:
    """`working` a working day that the week does not have, else a day off; `name` may be a code of
    the vocabulary (`holiday.spring_festival`). `base` is the calendar below that says it, empty for
    what the calendar says itself."""

    id: int
    day: date
    working: bool
    name: str
    hours: str = ""
    base: str = ""


@dataclass(frozen=True)
class CalendarDays:
    """`published_until`: statutory days are known up to this day."""

    days: tuple[CalendarDayRow, ...]
    published_until: date | None


def calendar_days(session: Session, calendar_id: int | None = None) -> CalendarDays:
    """The exceptions of a calendar (None: the office's) and of those below it, by day."""
    number = calendar_id or office_row(session).calendar_id
    calendar = session.get(WorkingCalendar, number) if number is not None else None
    found: dict[date, CalendarDayRow] = {}
    published, seen, base = None, set[int](), ""
    while calendar is not None and calendar.id is not None and calendar.id not in seen:
        seen.add(calendar.id)
        for day in _days(session, calendar.id, base):
            found.setdefault(day.day, day)
        published = published or calendar.published_until
        calendar = session.get(WorkingCalendar, calendar.base_id) if calendar.base_id else None
        base = calendar.name if calendar is not None else ""
    return CalendarDays(tuple(found[day] for day in sorted(found)), published)


def _days(session: Session, calendar_id: int, base: str) -> list[CalendarDayRow]:
    rows = session.connection().execute(select(DAYS).where(DAYS.c.calendar_id == calendar_id))
    return [
        CalendarDayRow(row.id, row.day, bool(row.hours), row.name, row.hours, base) for row in rows
    ]


def set_calendar_day(
    session: Session, day: date, working: bool, name: str, calendar_id: int | None = None
) -> None:
    """Make `day` a working day or a day off, whatever the week says; schedules are computed again.

    Raises `Refused` where the office has no calendar.
    """
    calendar_id = calendar_id or office_row(session).calendar_id
    if calendar_id is None:
        raise Refused("This office has no calendar. Make a new office, or open another one.")
    hours = working_hours(calendars(session).or_office(calendar_id), day) if working else ""
    known = select(CalendarDay).where(DAYS.c.calendar_id == calendar_id, DAYS.c.day == day)
    row = session.scalars(known).one_or_none()
    if row is None:
        session.add(CalendarDay(calendar_id=calendar_id, day=day, hours=hours, name=name))
    else:
        row.hours, row.name = hours, name
    _schedule_all(session)


def change_calendar_day(session: Session, row_id: int, hours: str, name: str) -> None:
    """Set the hours and the name of a day; raises `Refused` for hours that cannot be read."""
    row = session.get(CalendarDay, row_id)
    if row is None:
        raise Refused("This row is no longer there: it was removed in the meantime.")
    try:
        row.hours, row.name = str(parse(hours)), name.strip()
    except CalendarError as error:
        raise Refused(error.reason.rule, **error.reason.params) from error
    _schedule_all(session)


def working_hours(calendar: Calendar, day: date) -> str:
    """The hours of a day that is to be worked: its weekday's, otherwise the week's usual ones."""
    own = calendar.week[day.weekday()]
    usual = next(hours for hours in calendar.week if hours.total == calendar.minutes_per_day)
    return str(own or usual)


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
