"""The verbs on absences: leave, training, sickness, other duties, of whole days or a share of them.

What keeps somebody away may overlap, half a day of leave and half a day of training, as long as it
does not come to more than the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from pmo_desktop.domain.pool import AbsenceKind, Away, Span, too_much
from pmo_desktop.models import Absence
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.person_rows import checked_span, person_row, row_of, rows_of_person
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update

WHOLE = 1.0


def add_absence(
    session: Session,
    person_id: int,
    first: date,
    last: date | None = None,
    kind: str = AbsenceKind.LEAVE.value,
    share: float = WHOLE,
    note: str = "",
) -> int:
    """From `first` to `last` (None: that day alone); returns its id. Raises `Refused`."""
    person_row(session, person_id)
    row = {"person_id": person_id, "kind": kind, "first": first, "last": last or first,
           "share": share, "note": note.strip()}  # fmt: skip
    _check(session, row)
    return bulk_insert(session, Absence, [{"uid": new_uid(), **row}])[0]


def change_absence(session: Session, absence_id: int, values: Mapping[str, Any]) -> None:
    """Raises `Refused` for what cannot be."""
    row = row_of(session, Absence, absence_id) | dict(values)
    # Who moves the first day behind the last one means a day that is still to come.
    if "first" in values and "last" not in values and row["first"] and row["first"] > row["last"]:
        row["last"] = row["first"]
    _check(session, row)
    bulk_update(session, Absence, [row])


def remove_absences(session: Session, ids: Iterable[int]) -> None:
    bulk_delete(session, Absence, ids)


def duplicate_absence(session: Session, absence_id: int) -> int:
    """The same absence right behind it; returns its id."""
    row = row_of(session, Absence, absence_id)
    length = row["last"] - row["first"]
    first = date.fromordinal(row["last"].toordinal() + 1)
    return add_absence(session, row["person_id"], first, first + length, row["kind"],
                       row["share"], row["note"])  # fmt: skip


def _check(session: Session, row: Mapping[str, Any]) -> None:
    span = checked_span(row)
    if row["kind"] not in set(AbsenceKind):
        raise Refused("Say why: leave, sickness, training, another duty or something else.")
    if not row["share"] or not 0 < row["share"] <= WHOLE:
        raise Refused("The share of an absence lies above 0% and is at most 100%.")
    others = [
        Away(Span(other.first, other.last), other.share)
        for other in rows_of_person(session, Absence, row["person_id"])
        if other.id != row.get("id")
    ]
    day = too_much([*others, Away(span, row["share"])])
    if day is not None:
        raise Refused("On {day} these absences come to more than the whole day.", day=day)
