"""The load of a plan that is not in the tables: its lines of demand, moved with their tasks, and
their sums by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

from pmo_desktop.domain.balance import LoadSum, LoadWeek
from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.demand import Line, pieces
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.load import monday
from pmo_desktop.domain.overload import Part, overloads, parts_of
from pmo_desktop.domain.timeline import instant_of, moment_of

MINUTES_IN_WEEK = 7 * MINUTES_IN_DAY
MOST_WEEKS = 260


def moved_line(line: Line, was: tuple[int, int], now: tuple[int, int]) -> Line:
    """The line of a task that lay at `was` and lies at `now` (instants of start and finish); the
    part that somebody has in it is as far behind the start as it was, in working minutes."""
    if was == now:
        return line
    begin, end = instant_of(line.start), instant_of(line.finish)
    if (begin, end) == was:
        return line._replace(start=moment_of(now[0]), finish=moment_of(now[1]))
    own = line.calendar.line
    shift = own.worked(now[0]) - own.worked(was[0])
    start = own.start_at(own.worked(begin) + shift)
    finish = own.finish_at(own.worked(end) + shift)
    return line._replace(start=moment_of(start), finish=moment_of(finish))


def load_sum(
    lines: Iterable[Line], times: Mapping[int, PersonTime], first: date, last: date
) -> LoadSum:
    """From the week of `first` to that of `last`, at most `MOST_WEEKS`, of who has any line."""
    start = monday(first)
    weeks = min((last - start).days // 7 + 1, MOST_WEEKS)
    if weeks <= 0:
        return LoadSum()
    edges = [start.toordinal() * MINUTES_IN_DAY + n * MINUTES_IN_WEEK for n in range(weeks + 1)]
    asked: dict[int, list[float]] = defaultdict(lambda: [0.0] * weeks)
    parts: dict[int, list[Part]] = defaultdict(list)
    for line in lines:
        if line.person_id is not None and line.person_id in times:
            _add(asked[line.person_id], line, edges)
            parts[line.person_id] += parts_of(line)
    demand, capacity, over = ([0.0] * weeks for _ in range(3))
    people = [0] * weeks
    for person, own in asked.items():
        given = times[person].over(edges)
        for week, (wanted, has) in enumerate(zip(own, given, strict=True)):
            demand[week] += wanted
            capacity[week] += has
        for week, excess in _beyond(times[person], parts[person], edges).items():
            over[week] += excess
            people[week] += 1
    return LoadSum(
        tuple(
            LoadWeek(
                start + timedelta(weeks=week), demand[week] / 60, capacity[week] / 60,
                over[week] / 60, people[week],
            )
            for week in range(weeks)
        )
    )  # fmt: skip


def _beyond(time: PersonTime, parts: list[Part], edges: list[int]) -> dict[int, float]:
    """Week (its number) -> minutes beyond what there is."""
    found: dict[int, float] = defaultdict(float)
    for over in overloads(time, parts, edges):
        if edges[0] <= over.begin < edges[-1]:
            found[(over.begin - edges[0]) // MINUTES_IN_WEEK] += over.excess
    return found


def _add(found: list[float], line: Line, edges: list[int]) -> None:
    worked, start_at = line.calendar.line.worked, line.calendar.line.start_at
    for begin, end, rate in pieces(line):
        first = max(0, (start_at(int(begin)) - edges[0]) // MINUTES_IN_WEEK)
        for week, (left, right) in enumerate(pairwise(edges[first:]), first):
            a, b = worked(left), worked(right)
            if a >= end:
                break
            found[week] += rate * max(0.0, min(b, end) - max(a, begin))
