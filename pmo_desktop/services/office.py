"""The office: its name, currency, period and thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy.orm import Session

from pmo_desktop.models import Office
from pmo_desktop.services.founding import OFFICE_ID
from pmo_desktop.services.office_row import OfficeRow as OfficeRow
from pmo_desktop.services.refused import Refused

COLUMNS = tuple(field.name for field in fields(OfficeRow))
# Where the amber threshold must lie: above the red one for what should be high, below for the rest.
AMBER_ABOVE_RED = ("index", "quality")
AMBER_BELOW_RED = ("slip_days", "exposure", "load")


def office_row(session: Session) -> Office:
    """The office's row, to be changed by a verb."""
    found = session.get(Office, OFFICE_ID)
    if found is None:
        raise Refused("This database holds no office. Open another one, or make a new one.")
    return found


def office(session: Session) -> OfficeRow:
    row = office_row(session)
    return OfficeRow(**{name: getattr(row, name) for name in COLUMNS})


def change_office(session: Session, values: Mapping[str, Any]) -> None:
    """Set some of the office's columns; raises `Refused` for thresholds in the wrong order."""
    row = office_row(session)
    for name, value in values.items():
        if name not in COLUMNS:
            raise KeyError(name)
        setattr(row, name, value)
    _check_thresholds(row)


def _check_thresholds(row: Office) -> None:
    for name in AMBER_ABOVE_RED:
        if getattr(row, f"amber_{name}") < getattr(row, f"red_{name}"):
            raise Refused("The amber threshold must not lie below the red one.")
    for name in AMBER_BELOW_RED:
        if getattr(row, f"amber_{name}") > getattr(row, f"red_{name}"):
            raise Refused("The amber threshold must not lie above the red one.")
    if row.idle_load > row.amber_load:
        raise Refused("Nobody can be idle with a load that counts as too much.")
