"""The verbs on working calendars: made, renamed, their week and days set, removed.

A calendar is assigned by its name like any other value of a project, person or task. Whatever moves
dates schedules everything again in the same edit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.base_calendars import WHOLLY_AS_BASE, CalendarText, made
from pmo_desktop.domain.calendars import CalendarError
from pmo_desktop.domain.hours import parse
from pmo_desktop.models import CalendarDay, Project, WorkingCalendar
from pmo_desktop.services.calendar_days import working_hours
from pmo_desktop.services.calendars import calendar_texts, calendars
from pmo_desktop.services.editing import remove_rows
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.office import office_row
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

CALENDARS, DAYS, PROJECTS = table_of(WorkingCalendar), table_of(CalendarDay), table_of(Project)


@dataclass(frozen=True)
class CalendarRow:
    """`base_id` is the calendar that it stands on, `project_id` the project that it belongs to
    (None: everybody's), `days` how many days differ from its week."""

    id: int
    name: str
    week: str
    base_id: int | None
    project_id: int | None
    days: int
    is_office: bool


def working_calendars(session: Session) -> tuple[CalendarRow, ...]:
    """All calendars, the office's first, then by name."""
    office = office_row(session).calendar_id
    statement = (
        select(CALENDARS, func.count(DAYS.c.id))
        .outerjoin(DAYS, DAYS.c.calendar_id == CALENDARS.c.id)
        .group_by(CALENDARS.c.id)
    )
    rows = [
        CalendarRow(row.id, row.name, row.week, row.base_id, row.project_id, row[-1],
                    row.id == office)
        for row in session.connection().execute(statement)
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (not row.is_office, row.name, row.id)))


def add_calendar(
    session: Session, name: str, base_id: int | None = None, project_id: int | None = None
) -> int:
    """A calendar that is wholly as its base (None: the office's); returns its id. Raises `Refused`
    for a name that is empty or taken."""
    _check_name(session, name, project_id, None)
    base = base_id if base_id is not None else office_row(session).calendar_id
    row = {"uid": new_uid(), "name": name.strip(), "week": WHOLLY_AS_BASE, "base_id": base,
           "project_id": project_id}  # fmt: skip
    return bulk_insert(session, WorkingCalendar, [row])[0]


def rename_calendar(session: Session, calendar_id: int, name: str) -> None:
    """Raises `Refused` for a name that is empty or taken."""
    owner = session.connection().execute(
        select(CALENDARS.c.project_id).where(CALENDARS.c.id == calendar_id)
    )
    _check_name(session, name, owner.scalar(), calendar_id)
    bulk_update(session, WorkingCalendar, [{"id": calendar_id, "name": name.strip()}])


def set_week(session: Session, calendar_id: int, week: str) -> None:
    """The hours of the seven days, Monday first, parted by `;`; `*` as the base. Raises `Refused`
    where nobody would ever work, or the hours cannot be read."""
    _check_week(session, calendar_id, week)
    bulk_update(session, WorkingCalendar, [{"id": calendar_id, "week": week}])
    _schedule_all(session)


def set_base(session: Session, calendar_id: int, base_id: int | None) -> None:
    """Let a calendar stand on another one (None: on none). Raises `Refused` where that one stands
    on it already."""
    rows = session.connection().execute(select(CALENDARS.c.id, CALENDARS.c.base_id))
    bases = {row.id: row.base_id for row in rows}
    above, seen = base_id, set[int]()
    while above is not None and above not in seen:
        if above == calendar_id:
            raise Refused("That calendar stands on this one already. Choose another base.")
        seen.add(above)
        above = bases.get(above)
    bulk_update(session, WorkingCalendar, [{"id": calendar_id, "base_id": base_id}])
    _schedule_all(session)


def mark_days(
    session: Session, calendar_id: int, days: Collection[date], working: bool, name: str = ""
) -> None:
    """Make days working days or days off. Only those become exceptions that would be something else
    without: a holiday of two weeks does not set its weekends."""
    known = calendars(session)
    texts = {text.id: text for text in calendar_texts(session)}
    base = texts[calendar_id].base
    below = dict(known[base].exceptions) if base is not None and base in known else {}
    own = known[calendar_id]
    usual = {day: below.get(day, own.week[day.weekday()]) for day in days}
    apart = {day: working_hours(own, day) if working else ""
             for day, hours in usual.items() if bool(hours) != working}  # fmt: skip
    _forget(session, calendar_id, set(days) - set(apart))
    set_days(session, calendar_id, apart, name)


def set_days(session: Session, calendar_id: int, days: Mapping[date, str], name: str = "") -> None:
    """Let days have hours of their own (`""`: a day off), whatever the week says. Raises `Refused`
    for hours that cannot be read."""
    try:
        texts = {day: str(parse(hours)) for day, hours in days.items()}
    except CalendarError as error:
        raise Refused(error.reason.rule, **error.reason.params) from error
    _forget(session, calendar_id, set(days))
    rows = [{"calendar_id": calendar_id, "day": day, "hours": hours, "name": name}
            for day, hours in texts.items()]  # fmt: skip
    bulk_insert(session, CalendarDay, rows)
    _schedule_all(session)


def clear_days(session: Session, calendar_id: int, days: set[date]) -> None:
    """Let the week, or the base, hold again for these days."""
    _forget(session, calendar_id, days)
    _schedule_all(session)


def remove_calendar(session: Session, calendar_id: int) -> None:
    """What used it works in the office's calendar (a task in its project's) again, and calendars
    that stood on it stand on what it stood on. Raises `Refused` for the office's own."""
    office = office_row(session).calendar_id
    if calendar_id == office:
        raise Refused("The office's own calendar cannot be removed. Choose another one first.")
    base = session.connection().execute(
        select(CALENDARS.c.base_id).where(CALENDARS.c.id == calendar_id)
    )
    below = base.scalar() or office
    above = select(CALENDARS.c.id).where(CALENDARS.c.base_id == calendar_id)
    ids = session.connection().execute(above).scalars().all()
    bulk_update(session, WorkingCalendar, [{"id": one, "base_id": below} for one in ids])
    remove_rows(session, WorkingCalendar, [calendar_id])
    _schedule_all(session)


def _check_name(session: Session, name: str, project_id: int | None, own: int | None) -> None:
    if not name.strip():
        raise Refused("A calendar needs a name.")
    rows = session.connection().execute(
        select(CALENDARS.c.id, CALENDARS.c.name, CALENDARS.c.project_id)
    )
    for row in rows:
        is_alike = normal_name(row.name) == normal_name(name)
        if is_alike and row.project_id == project_id and row.id != own:
            raise Refused("There is already a calendar called “{name}”.", name=row.name)


def _check_week(session: Session, calendar_id: int, week: str) -> None:
    texts = {text.id: text for text in calendar_texts(session)}
    own = texts[calendar_id]
    texts[calendar_id] = CalendarText(own.id, own.name, week, own.days, own.base)
    before = made(calendar_texts(session), office_row(session).calendar_id).faults
    for fault in made(texts.values(), office_row(session).calendar_id).faults:
        if fault not in before:
            raise Refused(fault.rule, **fault.params)


def _forget(session: Session, calendar_id: int, days: set[date]) -> None:
    statement = select(DAYS.c.id).where(DAYS.c.calendar_id == calendar_id, DAYS.c.day.in_(days))
    bulk_delete(session, CalendarDay, session.connection().execute(statement).scalars().all())


def _schedule_all(session: Session) -> None:
    session.flush()
    reschedule(session, session.connection().execute(select(PROJECTS.c.id)).scalars().all())
