"""Weekly load: how much of their working time people are asked for, week by week.

Weeks begin on Monday. Demand is the working minutes of the calendar that the task is worked on in,
but for those in which it rests, times the assignment's units (a share of one full-time person);
capacity is the working minutes of the person's calendar in the week times the person's share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import inf
from typing import NamedTuple

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.gaps import Gaps
from pmo_desktop.domain.timeline import instant_of

ROUNDING = 1e-9

Demand = dict[int, dict[int, list[float]]]


class Booking(NamedTuple):
    """A person's share in a task's working time `[start, finish)`, by the task's `calendar` (None:
    the one that all others have); `gaps` are its rests, as `domain.gaps` has them."""

    person: int
    project: int
    start: datetime
    finish: datetime
    units: float = 1.0
    calendar: Calendar | None = None
    gaps: Gaps = ()


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


class Capacities:
    """What each person has, by their own calendar, without one by the office's.

    `known` has calendars by their ids, the office's under None; `own` those of people by theirs."""

    def __init__(
        self,
        known: Mapping[int | None, Calendar],
        own: Mapping[int, int],
        first: date,
        weeks: int,
    ) -> None:
        self._known, self._own, self._span = known, own, (first, weeks)
        self._found: dict[int | None, list[int]] = {}

    def of_person(self, person: int) -> list[int]:
        """The working minutes of each week, for somebody who gives all of them."""
        number = self._own.get(person)
        if number not in self._found:
            calendar = self._known.get(number) or self._known[None]
            self._found[number] = capacities(calendar, *self._span)
        return self._found[number]


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
    for person, project, start, finish, units, own, gaps in bookings:
        own = own or calendar
        if own not in lines:
            lines[own] = own.line.worked, week_edges(own, first, weeks)
        worked, edges = lines[own]
        begin, end = instant_of(start), instant_of(finish)
        a, b = worked(begin), worked(end)
        if max(a, edges[0]) >= min(b, edges[-1]) or not units:
            continue
        projects = found.setdefault(person, {})
        minutes = projects.get(project)
        if minutes is None:
            minutes = projects[project] = [0.0] * weeks
        first_week = max(0, (begin - midnight) // week)
        reached = range(first_week, min(last_week, (end - midnight) // week) + 1)
        for one, other in _stretches(a, b, gaps) if gaps else ((a, b),):
            for index in reached:
                step = min(other, edges[index + 1]) - max(one, edges[index])
                minutes[index] += units * max(0, step)
    return found


def _stretches(start: int, finish: int, gaps: Gaps) -> list[tuple[int, int]]:
    """The stretches in which a split task is worked, in numbers of working minutes."""
    found, begin, rested = [], start, 0
    for worked, rest in gaps:
        end = start + worked + rested
        if begin <= end < finish:
            found.append((begin, end))
            rested += rest
            begin = end + rest
    return [*found, (min(begin, finish), finish)]


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
