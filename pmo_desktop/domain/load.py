"""Weekly load without numpy: for the start, which shall not wait for it, and for small plans.

Weeks begin on Monday. What is asked and what there is are the same as in `domain.load_matrix`, and
a test holds both against each other: demand by `domain.demand`, capacity by `domain.capacity`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import inf
from typing import NamedTuple

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.demand import pieces_in
from pmo_desktop.domain.gaps import Gaps
from pmo_desktop.domain.timeline import instant_of

Demand = dict[int, dict[int, list[float]]]


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
    midnight = instant_of(datetime(first.year, first.month, first.day))
    last_week = weeks - 1
    week = 7 * 24 * 60
    found: Demand = {}
    for booking in bookings:
        own = booking.calendar or calendar
        if own not in lines:
            lines[own] = own.line.worked, week_edges(own, first, weeks)
        worked, edges = lines[own]
        begin, end = instant_of(booking.start), instant_of(booking.finish)
        a, b = worked(begin), worked(end)
        if max(a, edges[0]) >= min(b, edges[-1]) or not (booking.units or booking.work_minutes):
            continue
        projects = found.setdefault(booking.person, {})
        minutes = projects.get(booking.project)
        if minutes is None:
            minutes = projects[booking.project] = [0.0] * weeks
        first_week = max(0, (begin - midnight) // week)
        reached = range(first_week, min(last_week, (end - midnight) // week) + 1)
        plain = not (booking.gaps or booking.contour or booking.work_minutes is not None)
        stretches = ((a, b, booking.units),) if plain else pieces_in(booking, own)
        for one, other, rate in stretches:
            for index in reached:
                step = min(other, edges[index + 1]) - max(one, edges[index])
                minutes[index] += rate * max(0, step)
    return found


def totals(projects: Mapping[int, Sequence[float]]) -> list[float]:
    """One person's demand of each week over all projects."""
    return [sum(column) for column in zip(*projects.values(), strict=True)]


def ratio(demand: float, capacity: float) -> float:
    """Demand by capacity; 0 where nothing is asked, infinite where there is nothing to give."""
    if demand <= 0:
        return 0.0
    return demand / capacity if capacity > 0 else inf
