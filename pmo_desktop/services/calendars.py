"""The working calendars of the database as calendars that compute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.base_calendars import CalendarText, made
from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.models import CalendarDay, Office, Person, Project, WorkingCalendar
from pmo_desktop.services.founding import OFFICE_ID
from pmo_desktop.services.names import calendar_labels
from pmo_desktop.storage.bulk import table_of

CALENDARS, DAYS, PEOPLE = table_of(WorkingCalendar), table_of(CalendarDay), table_of(Person)


class Calendars(dict[int | None, Calendar]):
    """All calendars by their ids, the office's also under None.

    `of_people` has, by their ids, the calendars of those who have one of their own; `faults` tells
    of calendars that are not as they are written, `names` what each is called in a list of all.
    """

    of_people: Mapping[int, int]
    faults: tuple[Reason, ...]
    names: Mapping[int, str]

    def or_office(self, number: int | None) -> Calendar:
        """The calendar with this id; the office's where there is none."""
        return self.get(number) or self[None]


def calendars(session: Session) -> Calendars:
    """All calendars as they stand."""
    texts = {text.id: text for text in calendar_texts(session)}
    office = _office_calendar_id(session)
    written = made(texts.values(), office)
    found = Calendars(written.calendars.items())
    found[None] = found.get(office) or STANDARD
    found.faults = written.faults
    found.names = calendar_labels(session)
    found.of_people = _of_people(session)
    return found


def calendar_texts(session: Session) -> list[CalendarText]:
    """The calendars as they are written down."""
    days: dict[int, list[tuple[date, str]]] = defaultdict(list)
    ordered = select(DAYS.c.calendar_id, DAYS.c.day, DAYS.c.hours).order_by(DAYS.c.day)
    for calendar, day, hours in session.connection().execute(ordered):
        days[calendar].append((day, hours))
    columns = (CALENDARS.c.id, CALENDARS.c.name, CALENDARS.c.week, CALENDARS.c.base_id)
    return [
        CalendarText(number, name, week, tuple(days[number]), base)
        for number, name, week, base in session.connection().execute(select(*columns))
    ]


def calendar_names(session: Session) -> tuple[str, ...]:
    """What to choose a calendar by."""
    return tuple(sorted(calendar_labels(session).values()))


def _of_people(session: Session) -> dict[int, int]:
    statement = select(PEOPLE.c.id, PEOPLE.c.calendar_id).where(
        PEOPLE.c.calendar_id.is_not(None), PEOPLE.c.kind == ResourceKind.WORK.value
    )
    return {row.id: row.calendar_id for row in session.connection().execute(statement)}


def _office_calendar_id(session: Session) -> int | None:
    offices = table_of(Office)
    own = select(offices.c.calendar_id).where(offices.c.id == OFFICE_ID)
    found: int | None = session.connection().execute(own).scalar()
    return found


def office_calendar(session: Session) -> Calendar:
    return calendars(session)[None]


def calendars_of_projects(session: Session) -> Mapping[int, Calendar]:
    """Each project's own calendar, or the office's."""
    projects, known = table_of(Project), calendars(session)
    rows = session.connection().execute(select(projects.c.id, projects.c.calendar_id))
    return {number: known.or_office(own) for number, own in rows}


def calendar_of_project(session: Session, project_id: int) -> Calendar:
    """The project's own calendar, or the office's."""
    projects = table_of(Project)
    own = session.connection().execute(
        select(projects.c.calendar_id).where(projects.c.id == project_id)
    )
    return calendars(session).or_office(own.scalar())
