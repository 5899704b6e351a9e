"""What is asked of people's time, line by line. Which lines there are says
`services.demand_reading`."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from pmo_desktop.domain.demand import DemandKind, Line
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.demand_reading import read_lines
from pmo_desktop.services.pool_time import connection_of

__all__ = ["DemandKind", "Line", "demand_lines"]


def demand_lines(
    session: Session,
    first: date | None = None,
    last: date | None = None,
    *,
    candidates: bool = False,
) -> list[Line]:
    """The lines that touch the days from `first` to `last`, both included (None: all), tasks'
    first, then bookings; with `candidates` those of proposed projects too."""
    return read_lines(
        connection_of(session),
        calendars(session),
        first or date.min,
        last or date.max,
        candidates=candidates,
    )
