"""A request that is granted in part: what is given is answered, the rest goes on waiting.

A smaller share, or fewer days, of what was asked for. The request becomes what is given; what is
left of it, before, after and beside these days, is asked for anew with the same words, so that
nobody has to remember it. Firm demand that was asked for stays firm in its rest as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.requests import RequestState
from pmo_desktop.models import Booking, Person, ResourceRequest
from pmo_desktop.services.office import office_row
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.requests import (
    DUE_DAYS,
    add_request,
    answer_request,
    change_request,
)
from pmo_desktop.storage.bulk import bulk_update, table_of

REQUESTS, BOOKINGS, PEOPLE = table_of(ResourceRequest), table_of(Booking), table_of(Person)
KEPT = ("person_id", "skill_id", "level", "role", "asked_by_id", "asked_of_id", "asked_on", "note")
DAY = timedelta(days=1)
LEAST = 0.005  # of a person; less is no share


class Part(NamedTuple):
    """Some days, both included, and a share of a full-time person."""

    first: date
    last: date
    units: float


def rest_of(asked: Part, given: Part) -> Iterator[Part]:
    """What is left of what was asked for, by days."""
    if asked.first < given.first:
        yield Part(asked.first, given.first - DAY, asked.units)
    if asked.units - given.units > LEAST:
        yield Part(given.first, given.last, round(asked.units - given.units, 4))
    if given.last < asked.last:
        yield Part(given.last + DAY, asked.last, asked.units)


def is_part(asked: Part, given: Part) -> bool:
    """Whether it lies within what was asked for."""
    is_within = asked.first <= given.first <= given.last <= asked.last
    return is_within and LEAST < given.units <= asked.units + LEAST


def answer_in_part(
    session: Session, request_id: int, state: RequestState, given: Part, *,
    answer: str | None = None, person: str = "",
) -> tuple[int, ...]:  # fmt: skip
    """Offer or accept a part of a request; returns the ids of the requests for the rest. Raises
    `Refused` where that is no part of it, and for a placeholder, whose tasks go over as a whole."""
    before = session.connection().execute(
        select(REQUESTS, PEOPLE.c.placeholder, PEOPLE.c.name, BOOKINGS.c.firm)
        .outerjoin(PEOPLE, PEOPLE.c.id == REQUESTS.c.person_id)
        .outerjoin(BOOKINGS, BOOKINGS.c.id == REQUESTS.c.booking_id)
        .where(REQUESTS.c.id == request_id)
    ).one_or_none()  # fmt: skip
    if before is None:
        raise Refused("This row is no longer there: it was removed in the meantime.")
    asked = Part(before.first, before.last, before.units)
    _check(asked, given, before)
    rest = list(rest_of(asked, given))
    change_request(session, request_id, given._asdict())
    answer_request(session, request_id, state, answer=answer, person=person)
    return tuple(_ask_again(session, before, part) for part in rest)


def _check(asked: Part, given: Part, before: Any) -> None:
    if given.last < given.first:
        raise Refused("The last day lies before the first one.")
    if not is_part(asked, given):
        raise Refused(
            "What is given must lie within what was asked for: at most {units} from {first} to "
            "{last}. Change the request itself for anything else.",
            units=f"{asked.units:.0%}",
            first=asked.first,
            last=asked.last,
        )
    if before.placeholder:
        raise Refused(
            "The tasks of “{name}” go over as a whole: name somebody for all of it, or decline.",
            name=before.name,
        )


def _ask_again(session: Session, before: Any, part: Part) -> int:
    """A request for the rest; an answer to it is due as before, or within the usual time."""
    today = office_row(session).status_date
    due = before.due if before.due and before.due > today else today + timedelta(days=DUE_DAYS)
    values = {name: getattr(before, name) for name in KEPT}
    made = add_request(session, before.project_id, {**values, "due": due, **part._asdict()})
    if before.firm and before.state in (RequestState.OPEN, RequestState.OFFERED):
        booking = select(REQUESTS.c.booking_id).where(REQUESTS.c.id == made)
        booking_id = session.connection().execute(booking).scalar()
        bulk_update(session, Booking, [{"id": booking_id, "firm": True}])
    return made
