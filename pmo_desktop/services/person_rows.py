"""What belongs to one person row by row: absences, capacities, rates. What their verbs share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.pool import Span
from pmo_desktop.models import Person
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import table_of

PEOPLE = table_of(Person)


def rows_of_person(session: Session, model: type[SQLModel], person_id: int) -> list[Row[Any]]:
    table = table_of(model)
    statement = select(table).where(table.c.person_id == person_id).order_by(table.c.id)
    return list(session.connection().execute(statement))


def row_of(session: Session, model: type[SQLModel], row_id: int) -> dict[str, Any]:
    """The columns of a row; raises `Refused` where it is gone."""
    table = table_of(model)
    row = session.connection().execute(select(table).where(table.c.id == row_id)).one_or_none()
    if row is None:
        raise Refused("This row is no longer there: it was removed in the meantime.")
    return dict(row._mapping)


def person_row(session: Session, person_id: int) -> dict[str, Any]:
    return row_of(session, Person, person_id)


def checked_span(values: Mapping[str, Any]) -> Span:
    """The days of a row; raises `Refused` where there is no first day, or the last comes before."""
    if values.get("first") is None:
        raise Refused("Give the first day.")
    span = Span(values["first"], values.get("last"))
    if span.is_backwards:
        raise Refused("The last day comes before the first.")
    return span
