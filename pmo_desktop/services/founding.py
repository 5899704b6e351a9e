"""What a new database holds from the start: the office, its calendar with the statutory days."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import STANDARD_WEEK
from pmo_desktop.domain.holidays import statutory_days
from pmo_desktop.models import CalendarDay, Office, WorkingCalendar
from pmo_desktop.services.identities import new_uid

STANDARD_CALENDAR = "Standard"
OFFICE_ID = 1
YEARS_BACK = 2
YEARS_AHEAD = 3


def found_office(
    session: Session, today: date | None = None, calendar_name: str = STANDARD_CALENDAR
) -> None:
    """One office with the standard Chinese calendar; the status date is today."""
    day = today or date.today()
    calendar = add_standard_calendar(session, day.year, calendar_name)
    session.add(
        Office(id=OFFICE_ID, calendar_id=calendar.id, status_date=day, period=f"{day:%Y-%m}")
    )


def add_standard_calendar(
    session: Session, year: int, name: str = STANDARD_CALENDAR
) -> WorkingCalendar:
    """Monday to Friday, with the statutory days of the published years around `year`."""
    calendar = WorkingCalendar(uid=new_uid(), name=name, week=STANDARD_WEEK)
    session.add(calendar)
    session.flush()
    for known in range(year - YEARS_BACK, year + YEARS_AHEAD + 1):
        days = statutory_days(known)
        if days is None:
            continue
        calendar.published_until = date(known, 12, 31)
        for special in days:
            session.add(
                CalendarDay(
                    calendar_id=calendar.id or 0,
                    day=special.day,
                    hours=special.hours,
                    name=special.name,
                )
            )
    session.flush()
    return calendar
