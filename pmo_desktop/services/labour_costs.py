"""What work costs by the rates of those who do it.

An hour costs what the rate of its day says: work is spread evenly over the working time between
start and finish, so that a rate that changes in between counts for its share. A charge per use
counts once, as it stands at the start. Rates are in the office's money: a project in another one
gets no cost from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.models import PersonRate
from pmo_desktop.storage.bulk import table_of

RATES = table_of(PersonRate)
MINUTES_PER_HOUR = 60


class Rate(NamedTuple):
    """Minor units of money: an hour's, and once for each use."""

    since: date
    hour: int
    use: int


Rates = Mapping[tuple[int, str], Sequence[Rate]]


def known_rates(session: Session) -> Rates:
    """By person and table of rates, the earliest first."""
    found: dict[tuple[int, str], list[Rate]] = defaultdict(list)
    for row in session.connection().execute(select(RATES)):
        since = row.from_day or date.min
        found[row.person_id, row.rate_table].append(
            Rate(since, row.standard_minor, row.per_use_minor)
        )
    return {key: sorted(rates) for key, rates in found.items()}


def cost_of(
    rates: Sequence[Rate], minutes: float, start: datetime, finish: datetime, calendar: Calendar
) -> int | None:
    """Of so many minutes of work in `[start, finish)`, in minor units; None before any rate."""
    begun = [rate for rate in rates if rate.since <= start.date()]
    if not begun:
        return None
    later = [rate for rate in rates if start.date() < rate.since <= finish.date()]
    if not later:
        hours = minutes / MINUTES_PER_HOUR
        return round(hours * begun[-1].hour) + begun[-1].use
    edges = [start, *(datetime.combine(rate.since, time()) for rate in later), finish]
    spans = [calendar.between(one, other) for one, other in pairwise(edges)]
    whole = sum(spans) or 1
    each = [begun[-1], *later]
    total = sum(span * rate.hour for span, rate in zip(spans, each, strict=True))
    return round(minutes / MINUTES_PER_HOUR * total / whole) + begun[-1].use
