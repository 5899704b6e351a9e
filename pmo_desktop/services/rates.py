"""The verbs on what an hour of somebody costs, and from which day on. Each table of rates has one a
day; where no first day is given it holds from ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from pmo_desktop.domain.money import to_minor
from pmo_desktop.domain.pool import RateTable
from pmo_desktop.models import PersonRate
from pmo_desktop.services.office import office_row
from pmo_desktop.services.person_rows import person_row, row_of, rows_of_person
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update

AMOUNTS = ("standard", "overtime", "per_use")


def add_rate(
    session: Session,
    person_id: int,
    from_day: date | None,
    standard: Decimal,
    overtime: Decimal = Decimal(0),
    per_use: Decimal = Decimal(0),
    rate_table: str = RateTable.A.value,
) -> int:
    """Amounts in the office's money; returns its id. Raises `Refused`."""
    person_row(session, person_id)
    given = {"standard": standard, "overtime": overtime, "per_use": per_use}
    row = {"person_id": person_id, "rate_table": rate_table, "from_day": from_day}
    row |= columns_of(session, given)
    _check(session, row)
    return bulk_insert(session, PersonRate, [row])[0]


def change_rate(session: Session, rate_id: int, values: Mapping[str, Any]) -> None:
    """`values` by the fields' names, amounts as `Decimal`. Raises `Refused`."""
    row = row_of(session, PersonRate, rate_id) | columns_of(session, values)
    _check(session, row)
    bulk_update(session, PersonRate, [row])


def remove_rates(session: Session, ids: Iterable[int]) -> None:
    bulk_delete(session, PersonRate, ids)


def duplicate_rate(session: Session, rate_id: int, from_day: date) -> int:
    """The same rate once more, from another day on; returns its id."""
    row = {**row_of(session, PersonRate, rate_id), "from_day": from_day}
    row.pop("id")
    _check(session, row)
    return bulk_insert(session, PersonRate, [row])[0]


def columns_of(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns behind plain values; raises `Refused` for an amount below zero."""
    currency = office_row(session).currency
    found = {name: value for name, value in values.items() if name not in AMOUNTS}
    for name in AMOUNTS:
        if name in values:
            amount = values[name] or Decimal(0)
            if amount < 0:
                raise Refused("A rate is not below zero.")
            found[f"{name}_minor"] = to_minor(amount, currency) or 0
    return found


def _check(session: Session, row: Mapping[str, Any]) -> None:
    if row["rate_table"] not in set(RateTable):
        raise Refused("The tables of rates are A to E.")
    for other in rows_of_person(session, PersonRate, row["person_id"]):
        same = (other.rate_table, other.from_day) == (row["rate_table"], row["from_day"])
        if same and other.id != row.get("id"):
            raise Refused("There is a rate from this day on already: change that one.")
