"""Bookings: demand without a task, of a person, or of whoever has the skill, role or department.

A project's booking is of the kind `project`; without a project it is for operations or another
duty. Names that nobody has yet are refused: a booking makes no people and no skills.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.demand import BookingKind
from pmo_desktop.domain.risk import LEVELS
from pmo_desktop.models import Booking, Department, Person, Project, Skill
from pmo_desktop.services.editing import remove_rows
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.office import office_row
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_insert, bulk_update, table_of

BOOKINGS, PROJECTS, PEOPLE = table_of(Booking), table_of(Project), table_of(Person)
SKILLS, DEPARTMENTS = table_of(Skill), table_of(Department)
MOST_UNITS = 100.0
USUAL_DAYS = 26
MINUTES_PER_HOUR = 60
NAMED = {"person": "person_id", "skill": "skill_id", "department": "department_id"}
PLAIN = ("name", "kind", "level", "role", "first", "last", "units", "firm", "note")


@dataclass(frozen=True)
class BookingRow:
    """`hours` are None where units say how much is asked for; `open` where nobody is booked yet, or
    a placeholder; `state` is the project's."""

    id: int
    name: str
    kind: str
    project_id: int | None
    project: str
    person_id: int | None
    person: str
    skill: str
    level: int | None
    role: str
    department: str
    first: date
    last: date
    units: float
    hours: float | None
    firm: bool
    note: str
    open: bool
    state: str

    @property
    def wanted(self) -> str:
        """Who or what is asked for, in the office's own words."""
        skill = f"{self.skill} {self.level}+" if self.skill and self.level else self.skill
        return self.person or " · ".join(filter(None, (skill, self.role, self.department)))


def bookings(session: Session) -> tuple[BookingRow, ...]:
    """All of them, the next ones to begin first."""
    statement = (
        select(
            BOOKINGS,
            PROJECTS.c.code,
            PROJECTS.c.name.label("project_name"),
            PROJECTS.c.state,
            PEOPLE.c.name.label("person"),
            PEOPLE.c.placeholder,
            SKILLS.c.name.label("skill"),
            DEPARTMENTS.c.name.label("department"),
        )
        .outerjoin(PROJECTS, PROJECTS.c.id == BOOKINGS.c.project_id)
        .outerjoin(PEOPLE, PEOPLE.c.id == BOOKINGS.c.person_id)
        .outerjoin(SKILLS, SKILLS.c.id == BOOKINGS.c.skill_id)
        .outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == BOOKINGS.c.department_id)
        .order_by(BOOKINGS.c.first, BOOKINGS.c.last, BOOKINGS.c.id)
    )
    return tuple(
        BookingRow(
            row.id,
            row.name,
            row.kind,
            row.project_id,
            f"{row.code or ''} {row.project_name or ''}".strip(),
            row.person_id,
            row.person or "",
            row.skill or "",
            row.level,
            row.role,
            row.department or "",
            row.first,
            row.last,
            row.units,
            None if row.work_minutes is None else row.work_minutes / MINUTES_PER_HOUR,
            row.firm,
            row.note,
            row.person_id is None or bool(row.placeholder),
            row.state or "",
        )
        for row in session.connection().execute(statement)
    )


def add_booking(session: Session, values: Mapping[str, Any] | None = None) -> int:
    """A booking of these values (people, skills, departments by name; `project` by code, or
    `project_id`); where nothing is said from the next Monday on for four weeks. Returns its id;
    raises `Refused`."""
    today = office_row(session).status_date
    monday = today + timedelta(days=7 - today.weekday())
    row: dict[str, Any] = {
        "uid": new_uid(),
        "kind": BookingKind.OPERATIONS.value,
        "first": monday,
        "last": monday + timedelta(days=USUAL_DAYS - 1),
    }
    row |= _columns(session, values or {})
    _check(row)
    return bulk_insert(session, Booking, [row])[0]


def change_booking(session: Session, booking_id: int, values: Mapping[str, Any]) -> None:
    """Raises `Refused` for what cannot be, or where the booking is gone."""
    before = _row(session, booking_id)
    columns = _columns(session, values)
    if "first" in columns and columns["first"] and columns["first"] > before["last"]:
        # Who moves the first day behind the last one moves the booking.
        columns.setdefault("last", columns["first"] + (before["last"] - before["first"]))
    row = before | columns
    _check(row)
    bulk_update(session, Booking, [{"id": booking_id, **columns, "kind": row["kind"]}])


def duplicate_booking(session: Session, booking_id: int) -> int:
    """The same once more; returns its id."""
    row = _row(session, booking_id) | {"uid": new_uid()}
    row.pop("id")
    return bulk_insert(session, Booking, [row])[0]


def remove_bookings(session: Session, ids: Collection[int]) -> None:
    remove_rows(session, Booking, list(ids))


def _row(session: Session, booking_id: int) -> dict[str, Any]:
    found = session.connection().execute(select(BOOKINGS).where(BOOKINGS.c.id == booking_id))
    row = found.one_or_none()
    if row is None:
        raise Refused("This booking is no longer there: it was removed in the meantime.")
    return dict(row._mapping)


def _columns(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values as columns."""
    found = {name: values[name] for name in PLAIN if name in values}
    for name in ("name", "role", "note"):
        if name in found:
            found[name] = (found[name] or "").strip()
    for name, column in NAMED.items():
        if name in values:
            found[column] = _named(session, name, values[name])
    if "project" in values:
        found["project_id"] = _project(session, values["project"])
    if "project_id" in values:
        found["project_id"] = values["project_id"] or None
    if "project_id" in found:
        if found["project_id"] is not None:
            found["kind"] = BookingKind.PROJECT.value
        elif found.get("kind", BookingKind.PROJECT) == BookingKind.PROJECT:
            found["kind"] = BookingKind.OPERATIONS.value
    elif found.get("kind") in (BookingKind.OPERATIONS, BookingKind.DUTY):
        found["project_id"] = None
    if "hours" in values:
        hours = values["hours"]
        found["work_minutes"] = None if hours is None else round(hours * MINUTES_PER_HOUR)
    return found


def _named(session: Session, name: str, given: str | None) -> int | None:
    if not given or not given.strip():
        return None
    table = {"person": PEOPLE, "skill": SKILLS, "department": DEPARTMENTS}[name]
    statement = select(table.c.id, table.c.name)
    if name == "person":
        statement = statement.where(PEOPLE.c.kind == "work")
    for row in session.connection().execute(statement):
        if normal_name(row.name) == normal_name(given):
            return int(row.id)
    sentences = {
        "person": "Nobody in the pool is called “{name}”. Add the person first.",
        "skill": "There is no skill called “{name}”. Add it to the skills first.",
        "department": "There is no department called “{name}”.",
    }
    raise Refused(sentences[name], name=given.strip())


def _project(session: Session, given: str | None) -> int | None:
    """By its code, or by its code and name as they are shown."""
    text = (given or "").strip()
    if not text:
        return None
    for row in session.connection().execute(
        select(PROJECTS.c.id, PROJECTS.c.code, PROJECTS.c.name)
    ):
        if text in (row.code, row.name, f"{row.code} {row.name}"):
            return int(row.id)
    raise Refused("There is no project with the code {code}.", code=text)


def _check(row: dict[str, Any]) -> None:
    """Raises `Refused` for what cannot be."""
    first, last = row.get("first"), row.get("last")
    if first is None or last is None:
        raise Refused("A booking needs its first and its last day.")
    if last < first:
        raise Refused("The last day comes before the first.")
    units, work = row.get("units", 1.0), row.get("work_minutes")
    if units is None or not 0 < units <= MOST_UNITS:
        raise Refused("A booking asks for more than nobody, and for 100 people at most.")
    if work is not None and work <= 0:
        raise Refused("The hours of a booking are above 0; leave them empty for the units.")
    level = row.get("level")
    if level is not None and level not in LEVELS:
        raise Refused("A level runs from 1 to 5.")
    if row.get("kind") not in set(BookingKind):
        raise Refused("Say what it is for: a project, operations or another duty.")
    if row["kind"] == BookingKind.PROJECT and row.get("project_id") is None:
        raise Refused("Choose the project that the booking is for.")
