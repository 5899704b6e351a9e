"""The verbs on what share of a week somebody works from when to when. Two never hold at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from pmo_desktop.domain.pool import Span, first_clash
from pmo_desktop.models import PersonCapacity
from pmo_desktop.services.person_rows import checked_span, person_row, row_of, rows_of_person
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update


def add_capacity(
    session: Session, person_id: int, first: date, last: date | None, capacity: float
) -> int:
    """From `first` to `last` (None: from then on); returns its id. Raises `Refused`."""
    person_row(session, person_id)
    row = {"person_id": person_id, "first": first, "last": last, "capacity": capacity}
    _check(session, row)
    return bulk_insert(session, PersonCapacity, [row])[0]


def change_capacity(session: Session, capacity_id: int, values: Mapping[str, Any]) -> None:
    """Raises `Refused` for what cannot be."""
    row = row_of(session, PersonCapacity, capacity_id) | dict(values)
    _check(session, row)
    bulk_update(session, PersonCapacity, [row])


def remove_capacities(session: Session, ids: Iterable[int]) -> None:
    bulk_delete(session, PersonCapacity, ids)


def duplicate_capacity(session: Session, capacity_id: int) -> int:
    """The same share right behind it, as long again. Raises `Refused` where it has no end."""
    row = row_of(session, PersonCapacity, capacity_id)
    if row["last"] is None:
        raise Refused("It goes on for ever: nothing can follow. Give it a last day first.")
    first = date.fromordinal(row["last"].toordinal() + 1)
    last = first + (row["last"] - row["first"])
    return add_capacity(session, row["person_id"], first, last, row["capacity"])


def _check(session: Session, row: Mapping[str, Any]) -> None:
    span = checked_span(row)
    if row["capacity"] is None or row["capacity"] < 0:
        raise Refused("A capacity is 0% or more: 100% is a full-time week.")
    others = [
        Span(other.first, other.last)
        for other in rows_of_person(session, PersonCapacity, row["person_id"])
        if other.id != row.get("id")
    ]
    if (clash := first_clash([*others, span])) is not None:
        raise Refused(
            "From {first} on another capacity holds already. Let that one end before, or remove "
            "it.",
            first=max(clash[0].first, clash[1].first),
        )
