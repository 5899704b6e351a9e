"""Weekly load: how much of their working time people are asked for, week by week.

Weeks begin on Monday. Demand is working minutes of the calendar times the assignment's units (a
share of one full-time person); capacity is the week's working minutes times the person's share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import inf
from typing import NamedTuple

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.timeline import instant_of

ROUNDING = 1e-9

Demand = dict[int, dict[int, list[float]]]


class Booking(NamedTuple):
    """A person's share in a task's working time `[start, finish)`."""

    person: int
    project: int
    start: datetime
    finish: datetime
    units: float = 1.0


class Overload(NamedTuple):
    """A person's week (by its index) that asks for more than the threshold allows; minutes."""

    person: int
    week: int
    demand: float
    capacity: float

    @property
    def load(self) -> float:
        return ratio(self.demand, self.capacity)


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
    edges = week_edges(calendar, first, weeks)
    if not weeks:
        return {}
    midnight = instant_of(datetime(first.year, first.month, first.day))
    last_week = weeks - 1
    week = 7 * 24 * 60
    worked = calendar.line.worked
    found: Demand = {}
    for person, project, start, finish, units in bookings:
        begin, end = instant_of(start), instant_of(finish)
        a, b = max(worked(begin), edges[0]), min(worked(end), edges[-1])
        if a >= b or not units:
            continue
        projects = found.setdefault(person, {})
        minutes = projects.get(project)
        if minutes is None:
            minutes = projects[project] = [0.0] * weeks
        first_week = max(0, (begin - midnight) // week)
        for index in range(first_week, min(last_week, (end - midnight) // week) + 1):
            minutes[index] += units * (min(b, edges[index + 1]) - max(a, edges[index]))
    return found


def totals(projects: Mapping[int, Sequence[float]]) -> list[float]:
    """One person's demand of each week over all projects."""
    return [sum(column) for column in zip(*projects.values(), strict=True)]


def ratio(demand: float, capacity: float) -> float:
    """Demand by capacity; 0 where nothing is asked, infinite where there is nothing to give."""
    if demand <= 0:
        return 0.0
    return demand / capacity if capacity > 0 else inf


def overallocated(
    demands: Demand,
    capacity: Sequence[int],
    shares: Mapping[int, float],
    threshold: float = 1.0,
) -> list[Overload]:
    """The weeks in which a person's load is above the threshold, in the order of people and weeks.

    `shares` has people's capacity as a share of full time; who is not in it gives all.
    """
    found = []
    for person in sorted(demands):
        share = shares.get(person, 1.0)
        for week, asked in enumerate(totals(demands[person])):
            week_load = Overload(person, week, asked, capacity[week] * share)
            if week_load.load > threshold + ROUNDING:
                found.append(week_load)
    return found
