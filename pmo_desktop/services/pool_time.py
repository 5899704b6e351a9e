"""What each person of the pool has to give, exact to the minute."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.demand_reading import read_times


def people_time(
    session: Session, known: Mapping[int | None, Calendar] | None = None
) -> Mapping[int, PersonTime]:
    """By id, of everybody who is no material and no cost; nothing to give have placeholders, and
    who is not active. `known` has the calendars by their ids, the office's under None."""
    return read_times(connection_of(session), calendars(session) if known is None else known)


def connection_of(session: Session) -> sqlite3.Connection:
    """The session's own connection, in its transaction."""
    session.flush()
    raw = session.connection().connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)  # the engine knows no other driver
    return raw
