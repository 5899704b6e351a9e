"""Weekly load without numpy: for the start, which shall not wait for it, and for small plans.

Weeks begin on Monday. What is asked and what there is are the same as in `domain.load_matrix`, and
a test holds both against each other: demand by `domain.demand`, capacity by `domain.capacity`.

Overload has one meaning everywhere: somebody is overloaded in a week whose load is above the
office's limit, by the hours that are firmly asked beyond what they have in it. And one window:
`WEEKS_AHEAD` weeks, that of the status date the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import inf
from typing import NamedTuple

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.demand import Piece, pieces_in
from pmo_desktop.domain.demand_sums import add_up
from pmo_desktop.domain.gaps import Gaps
from pmo_desktop.domain.timeline import instant_of
from pmo_desktop.domain.weeks_ahead import WEEKS_AHEAD

Demand = dict[int, dict[int, list[float]]]
# What is shown as 100 % is not above it.
ROUNDING = 0.005


class Booking(NamedTuple):
    """A person's share in a task's working time `[start, finish)`, by the task's `calendar` (None:
    the one that all others have); gaps, contour and work as in `domain.demand`."""

    person: int
    project: int
    start: datetime
    finish: datetime
    units: float = 1.0
    calendar: Calendar | None = None
    gaps: Gaps = ()
    contour: str = ""
    work_minutes: int | None = None


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def week_edges(calendar: Calendar, first: date, weeks: int) -> list[int]:
    """The number of working minutes before each week from the Monday `first` on, and behind the
    last: `weeks + 1` of them, so that a week's working minutes are the step to the next."""
    midnight = datetime(first.year, first.month, first.day)
    instants = (instant_of(midnight + timedelta(weeks=week)) for week in range(weeks + 1))
    return [calendar.line.worked(instant) for instant in instants]


def capacities(calendar: Calendar, first: date, weeks: int) -> list[int]:
    """The working minutes of each week for a full-time person."""
    edges = week_edges(calendar, first, weeks)
    return [after - before for before, after in pairwise(edges)]


def demand(bookings: Iterable[Booking], calendar: Calendar, first: date, weeks: int) -> Demand:
    """Person -> project -> minutes asked for in each of the weeks from the Monday `first` on.

    Who is not booked in these weeks is left out.
    """
    if not weeks:
        return {}
    # Many bookings share few calendars: each one's weeks are reckoned once.
    lines = {calendar: (calendar.line.worked, week_edges(calendar, first, weeks))}
    found: Demand = {}
    for booking in bookings:
        own = booking.calendar or calendar
        if own not in lines:
            lines[own] = own.line.worked, week_edges(own, first, weeks)
        worked, edges = lines[own]
        a, b = worked(instant_of(booking.start)), worked(instant_of(booking.finish))
        if max(a, edges[0]) >= min(b, edges[-1]) or not (booking.units or booking.work_minutes):
            continue
        projects = found.setdefault(booking.person, {})
        minutes = projects.get(booking.project)
        if minutes is None:
            minutes = projects[booking.project] = [0.0] * weeks
        plain = not (booking.gaps or booking.contour or booking.work_minutes is not None)
        add_up(minutes, [Piece(a, b, booking.units)] if plain else pieces_in(booking, own), edges)
    return found


def totals(projects: Mapping[int, Sequence[float]]) -> list[float]:
    """One person's demand of each week over all projects."""
    return [sum(column) for column in zip(*projects.values(), strict=True)]


def ratio(demand: float, capacity: float) -> float:
    """Demand by capacity; 0 where nothing is asked, infinite where there is nothing to give."""
    if demand <= 0:
        return 0.0
    return demand / capacity if capacity > 0 else inf


def is_over(load: float, limit: float = 1.0) -> bool:
    """Whether a load is overload."""
    return load > limit + ROUNDING


def beyond(demand: float, capacity: float, limit: float) -> float:
    """What is asked beyond what there is in a week of overload, 0 in any other."""
    return max(0.0, demand - capacity) if is_over(ratio(demand, capacity), limit) else 0.0


def window(status: date) -> tuple[date, date]:
    """The first day, and the last, of the weeks in which overload is counted."""
    first = monday(status)
    return first, first + timedelta(weeks=WEEKS_AHEAD, days=-1)
