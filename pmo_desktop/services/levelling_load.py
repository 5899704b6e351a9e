"""The load of a plan that is not in the tables: its lines of demand, moved with their tasks, and
their sums by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from pmo_desktop.domain.balance import LoadSum, LoadWeek
from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.demand import Line
from pmo_desktop.domain.demand_sums import Sums
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.load import beyond, is_over, monday, ratio
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
    lines: Iterable[Line],
    times: Mapping[int, PersonTime],
    first: date,
    last: date,
    ahead: tuple[date, date],
    limit: float = 1.0,
) -> LoadSum:
    """From the week of `first` to that of `last`, at most `MOST_WEEKS`, of those of `times` who
    have any line; overload as `domain.load` has it, above the `limit`, in the window `ahead`."""
    start = monday(first)
    weeks = min((last - start).days // 7 + 1, MOST_WEEKS)
    if weeks <= 0:
        return LoadSum()
    begin = start.toordinal() * MINUTES_IN_DAY
    sums = Sums([begin + n * MINUTES_IN_WEEK for n in range(weeks + 1)])
    asked: dict[int, list[float]] = defaultdict(sums.nothing)
    parts: dict[int, list[Part]] = defaultdict(list)
    for line in lines:
        if line.person_id is not None and line.person_id in times:
            sums.add(asked[line.person_id], line)
            parts[line.person_id] += parts_of(line)
    demand, capacity, over, clash = (sums.nothing() for _ in range(4))
    people = [0] * weeks
    for person, own in asked.items():
        for week, (wanted, has) in enumerate(zip(own, times[person].over(sums.edges), strict=True)):
            demand[week] += wanted
            capacity[week] += has
            over[week] += beyond(wanted, has, limit)
            people[week] += is_over(ratio(wanted, has), limit)
        for found in overloads(times[person], parts[person], sums.edges):
            if begin <= found.begin < sums.edges[-1]:
                clash[(found.begin - begin) // MINUTES_IN_WEEK] += found.excess
    return LoadSum(
        tuple(
            LoadWeek(
                start + timedelta(weeks=week), demand[week] / 60, capacity[week] / 60,
                over[week] / 60, people[week], clash[week] / 60,
            )
            for week in range(weeks)
        ),
        ahead,
    )  # fmt: skip
