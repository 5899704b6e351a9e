"""The columns of the load, no more of them than can be looked at."""

from __future__ import annotations

from datetime import date

from pmo_desktop.domain.load_grains import Grain, edges_of
from pmo_desktop.services.refused import Refused

MOST_COLUMNS = 4000  # eleven years day by day
LAST_YEAR = date.max.year - 1
DAYS = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 28, Grain.QUARTER: 90}


def columns_of(grain: Grain, first: date, until: date) -> list[date]:
    """As `edges_of`. Raises `Refused` where they are too many, or lead out of the years that there
    are."""
    if until.year > LAST_YEAR:
        raise Refused(
            "The last day is too far off: the year {year} is the last.", year=str(LAST_YEAR)
        )
    if (until - first).days // DAYS[grain] > MOST_COLUMNS:
        raise Refused(
            "These would be more than {most} columns: choose a shorter time or longer steps.",
            most=MOST_COLUMNS,
        )
    return edges_of(grain, first, until)
