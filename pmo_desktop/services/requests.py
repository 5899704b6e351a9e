"""The verbs on requests: asked, changed, answered, withdrawn, removed; each is one edit.

A request has a booking: soft as long as it waits, firm once it is accepted, none once it is
declined or withdrawn. So the load shows what is asked for beside what is agreed. A request for a
placeholder has none: the demand is in its tasks, which go to whoever is named when it is accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.requests import ENDED, MOST_UNITS, PENDING, RequestState
from pmo_desktop.domain.risk import LEVELS
from pmo_desktop.models import (
    Assignment,
    Booking,
    Department,
    Person,
    Project,
    ResourceRequest,
    Skill,
    Task,
)
from pmo_desktop.services.editing import remove_rows
from pmo_desktop.services.handing_over import hand_over
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import Names, normal_name
from pmo_desktop.services.office import office_row
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_insert, bulk_update, table_of

REQUESTS, BOOKINGS, PEOPLE = table_of(ResourceRequest), table_of(Booking), table_of(Person)
ASSIGNMENTS, TASKS, SKILLS = table_of(Assignment), table_of(Task), table_of(Skill)
DEPARTMENTS, PROJECTS = table_of(Department), table_of(Project)
# Plain values by name -> the column that holds the row of that name.
PERSONS = {"person": "person_id", "asked_by": "asked_by_id", "asked_of": "asked_of_id"}
PLAIN = ("project_id", "level", "role", "first", "last", "units", "asked_on", "due", "note",
         "answer", "answered_on")  # fmt: skip
# What a request and its booking have alike.
SHARED = ("project_id", "person_id", "skill_id", "level", "role", "first", "last", "units")
NEEDED = ("first", "last", "asked_on")
USUAL_DAYS, DUE_DAYS = 28, 7


def add_request(session: Session, project_id: int, values: Mapping[str, Any] | None = None) -> int:
    """Ask for somebody in a project; returns the request's id. Where nothing else is said, from the
    next Monday on for four weeks, an answer due within a week. Raises `Refused`."""
    today = office_row(session).status_date
    monday = today + timedelta(days=7 - today.weekday())
    row: dict[str, Any] = {
        "uid": new_uid(),
        "project_id": project_id,
        "first": monday,
        "last": monday + timedelta(days=USUAL_DAYS - 3),
        "asked_on": today,
        "due": today + timedelta(days=DUE_DAYS),
        "asked_by_id": _leader(session, project_id),
    }
    row |= _columns(session, values or {})
    _check(row)
    if row.get("asked_of_id") is None:
        row["asked_of_id"] = _line_manager(session, row.get("person_id"))
    request_id = bulk_insert(session, ResourceRequest, [row])[0]
    if "booking_id" not in row:
        _book(session, request_id)
    return request_id


def change_request(session: Session, request_id: int, values: Mapping[str, Any]) -> None:
    """Set plain values (people, skills by name); its soft booking follows. Raises `Refused`."""
    before = _request(session, request_id)
    columns = _columns(session, values)
    _check({**before._mapping, **columns})
    if columns.get("person_id") is not None and before.asked_of_id is None:
        columns["asked_of_id"] = _line_manager(session, columns["person_id"])
    bulk_update(session, ResourceRequest, [{"id": request_id, **columns}])
    _book(session, request_id)


def answer_request(
    session: Session,
    request_id: int,
    state: str,
    *,
    answer: str | None = None,
    person: str = "",
    on: date | None = None,
) -> None:
    """Offer, accept, decline or withdraw a request, or open it again; `person` is who is named for
    it, `on` the day (without it the status date). Raises `Refused` for somebody who is not in the
    pool."""
    before = _request(session, request_id)
    columns: dict[str, Any] = {"state": RequestState(state).value}
    columns["answered_on"] = on or office_row(session).status_date
    if state == RequestState.OPEN:
        columns["answered_on"] = None
    if answer is not None:
        columns["answer"] = answer.strip()
    if person.strip():
        columns["person_id"] = _person(session, person)
    handed = _hand_over(session, before, columns)
    if handed:
        _release(session, before, whatever=True)
    elif state in ENDED:
        _release(session, before, whatever=before.state == RequestState.ACCEPTED)
    bulk_update(session, ResourceRequest, [{"id": request_id, **columns}])
    if not handed:
        _book(session, request_id)


def remove_request(session: Session, request_id: int) -> None:
    """Forget a request, and its booking as long as that is soft."""
    before = _request(session, request_id)
    bulk_update(session, ResourceRequest, [{"id": request_id, "booking_id": None}])
    _release(session, before)
    remove_rows(session, ResourceRequest, [request_id])


def request_from_booking(session: Session, booking_id: int) -> int:
    """Ask for somebody to fill a booking; returns the request's id. Raises `Refused` where the
    booking is of no project, or asked for already."""
    booking = session.connection().execute(
        select(BOOKINGS).where(BOOKINGS.c.id == booking_id)
    ).one_or_none()  # fmt: skip
    if booking is None:
        raise Refused("This row is no longer there: it was removed in the meantime.")
    if booking.project_id is None:
        raise Refused("Only a booking of a project can be asked for.")
    waiting = select(REQUESTS.c.id).where(
        REQUESTS.c.booking_id == booking_id, REQUESTS.c.state.in_(PENDING)
    )
    if session.connection().execute(waiting).first() is not None:
        raise Refused("Somebody was asked for in this booking already; the request is waiting.")
    values = {name: getattr(booking, name) for name in SHARED if name != "project_id"}
    asked_of = _line_manager(session, booking.person_id, booking.department_id)
    note = booking.note or booking.name
    columns = {**values, "note": note, "booking_id": booking_id, "asked_of_id": asked_of}
    return add_request(session, booking.project_id, columns)


def request_from_assignment(session: Session, assignment_id: int) -> int:
    """Ask for somebody in the place of a placeholder on a task; returns the request's id."""
    statement = (
        select(
            ASSIGNMENTS.c.units, ASSIGNMENTS.c.person_id, PEOPLE.c.role, PEOPLE.c.placeholder,
            PEOPLE.c.department_id, TASKS.c.project_id, TASKS.c.start, TASKS.c.finish, TASKS.c.wbs,
            TASKS.c.name,
        )
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .where(ASSIGNMENTS.c.id == assignment_id)
    )  # fmt: skip
    found = session.connection().execute(statement).one_or_none()
    if found is None:
        raise Refused("This row is no longer there: it was removed in the meantime.")
    if not found.placeholder:
        raise Refused("The task is worked on by somebody already: only a placeholder is asked for.")
    if found.start is None or found.finish is None:
        raise Refused("The task has no dates yet: nobody can be asked for it.")
    columns = {
        "person_id": found.person_id,
        "role": found.role,
        "first": found.start.date(),
        "last": (found.finish - timedelta(minutes=1)).date(),
        "units": found.units,
        "note": f"{found.wbs} {found.name}".strip(),
        "asked_of_id": _line_manager(session, found.person_id, found.department_id),
    }
    return add_request(session, found.project_id, columns)


# The booking of a request


def _book(session: Session, request_id: int) -> None:
    """Have the booking that belongs to the request as it stands now."""
    row = _request(session, request_id)
    if row.state in ENDED or _is_placeholder(session, row.person_id):
        return
    values = {name: getattr(row, name) for name in SHARED}
    accepted = row.state == RequestState.ACCEPTED
    booking = None
    if row.booking_id is not None:
        found = select(BOOKINGS).where(BOOKINGS.c.id == row.booking_id)
        booking = session.connection().execute(found).one_or_none()
    if booking is None:
        made = {"uid": new_uid(), "firm": accepted, **values}
        booking_id = bulk_insert(session, Booking, [made])[0]
        bulk_update(session, ResourceRequest, [{"id": request_id, "booking_id": booking_id}])
    elif accepted:
        bulk_update(session, Booking, [{"id": booking.id, "firm": True, **values}])
    elif not booking.firm:
        bulk_update(session, Booking, [{"id": booking.id, **values}])


def _release(session: Session, row: Any, *, whatever: bool = False) -> None:
    """Remove the request's booking: while it is soft, or `whatever` it is."""
    if row.booking_id is None:
        return
    soft = select(BOOKINGS.c.id).where(BOOKINGS.c.id == row.booking_id)
    if not whatever:
        soft = soft.where(~BOOKINGS.c.firm)
    remove_rows(session, Booking, list(session.connection().execute(soft).scalars()))


def _hand_over(session: Session, before: Any, columns: Mapping[str, Any]) -> bool:
    """Whether a placeholder's tasks went to the one who was named for it."""
    person_id = columns.get("person_id")
    if columns["state"] != RequestState.ACCEPTED or not _is_placeholder(session, before.person_id):
        return False
    if person_id is None or person_id == before.person_id:
        raise Refused("Say who takes the place of “{name}”: name somebody of the pool.",
                      name=_name(session, before.person_id))  # fmt: skip
    hand_over(session, before.project_id, before.person_id, person_id, before.first, before.last)
    return True


# What the values mean


def _columns(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in PERSONS:
            found[PERSONS[name]] = _person(session, value)
        elif name == "skill":
            found["skill_id"] = _skill(session, value)
        elif name in PLAIN or name.endswith("_id"):
            found[name] = value.strip() if isinstance(value, str) else value
        else:
            raise KeyError(name)
    return found


def _check(row: Mapping[str, Any]) -> None:
    if any(row.get(name) is None for name in NEEDED):
        raise Refused("A request needs its first and last day, and the day on which it was asked.")
    if row["last"] < row["first"]:
        raise Refused("The last day lies before the first one.")
    units = row.get("units", 1.0)
    if units is None or not 0 < units <= MOST_UNITS:
        raise Refused("Ask for more than 0 and at most {most} full-time people.", most=MOST_UNITS)
    if row.get("level") is not None and row["level"] not in LEVELS:
        raise Refused("A level lies between 1 and 5.")


def _person(session: Session, name: str | None) -> int | None:
    if not name or not name.strip():
        return None
    found = Names(session).known_person(name)
    if found is None:
        raise Refused("Nobody in the pool is called “{name}”.", name=name)
    return found


def _skill(session: Session, name: str | None) -> int | None:
    if not name or not name.strip():
        return None
    rows = session.connection().execute(select(SKILLS.c.name, SKILLS.c.id))
    known = {normal_name(skill): row_id for skill, row_id in rows}
    if normal_name(name) not in known:
        raise Refused("Nobody has written down a skill called “{name}”.", name=name)
    return known[normal_name(name)]


def _request(session: Session, request_id: int) -> Any:
    statement = select(REQUESTS).where(REQUESTS.c.id == request_id)
    row = session.connection().execute(statement).one_or_none()
    if row is None:
        raise Refused("This row is no longer there: it was removed in the meantime.")
    return row


def _leader(session: Session, project_id: int) -> int | None:
    statement = select(PROJECTS.c.id, PROJECTS.c.manager_id).where(PROJECTS.c.id == project_id)
    row = session.connection().execute(statement).one_or_none()
    if row is None:
        raise Refused("This row is no longer there: it was removed in the meantime.")
    found: int | None = row.manager_id
    return found


def _line_manager(
    session: Session, person_id: int | None, department_id: int | None = None
) -> int | None:
    """Who answers for a person's time, or for a department's."""
    if department_id is None and person_id is not None:
        own = select(PEOPLE.c.department_id).where(PEOPLE.c.id == person_id)
        department_id = session.connection().execute(own).scalar()
    statement = select(DEPARTMENTS.c.manager_id).where(DEPARTMENTS.c.id == department_id)
    found: int | None = session.connection().execute(statement).scalar()
    return found


def _is_placeholder(session: Session, person_id: int | None) -> bool:
    statement = select(PEOPLE.c.placeholder).where(PEOPLE.c.id == person_id)
    return bool(session.connection().execute(statement).scalar())


def _name(session: Session, person_id: int | None) -> str:
    found = session.connection().execute(select(PEOPLE.c.name).where(PEOPLE.c.id == person_id))
    return found.scalar() or ""
