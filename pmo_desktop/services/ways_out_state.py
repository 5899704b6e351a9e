"""What ways out are worked out from: the weeks from the conflict on, who is asked for what in them,
and the tasks that could give way, those of the least important project first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain import load
from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.demand import Line
from pmo_desktop.domain.demand_sums import Sums
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.load import monday
from pmo_desktop.domain.money import from_minor
from pmo_desktop.domain.ways_out import Conflict
from pmo_desktop.models import Person, PersonCapacity, PersonRate, Project, Task
from pmo_desktop.services.demand_lines import demand_lines
from pmo_desktop.services.labour_costs import Rates, known_rates
from pmo_desktop.services.levelling_problem import newest_change
from pmo_desktop.services.load import by_project
from pmo_desktop.services.load_base import load_base
from pmo_desktop.services.office import office_row
from pmo_desktop.services.pool_groups import Member, Pool, read_pool
from pmo_desktop.services.pool_time import connection_of
from pmo_desktop.services.scheduling import Computed, compute, connected
from pmo_desktop.storage.bulk import table_of

TASKS, PROJECTS, RATES = table_of(Task), table_of(Project), table_of(PersonRate)
PEOPLE, CAPACITIES = table_of(Person), table_of(PersonCapacity)
WEEKS = 52
NEVER_MOVED = 1000
Minutes = Mapping[int, Sequence[float]]


@dataclass(frozen=True)
class Part:
    """What one assignment asks of the person: `minutes` of each week."""

    line: Line
    task: Row[Any]
    project: Row[Any]
    minutes: tuple[float, ...]
    float_minutes: int | None

    @property
    def begun(self) -> bool:
        return self.task.percent_complete > 0 or self.task.actual_start is not None

    @property
    def movable(self) -> bool:
        return not self.begun and self.task.priority < NEVER_MOVED


@dataclass(frozen=True)
class State:
    """`edges` are Mondays, the last one behind the last week; `demand` are firm minutes a week by
    person, `limit` the load above which it is too much. `inside` are the conflict's weeks: before
    them lie those in which any of its tasks begins, since these move or are handed over whole."""

    conflict: Conflict
    edges: tuple[date, ...]
    demand: Minutes
    times: Mapping[int, PersonTime]
    lines: Mapping[int, Sequence[Line]]
    tasks: Mapping[int, Row[Any]]
    projects: Mapping[int, Row[Any]]
    parts: tuple[Part, ...]
    pool: Pool
    rates: Rates
    currency: str
    limit: float
    computed: Computed
    change: int
    members: Mapping[int, Member] = field(default_factory=dict)
    overtimes: Mapping[int, Sequence[tuple[date, int]]] = field(default_factory=dict)
    ranges: Sequence[Row[Any]] = ()
    usual_share: float = 1.0

    @property
    def person(self) -> Member:
        return self.members[self.conflict.person_id]

    @cached_property
    def inside(self) -> range:
        start, stop = (
            (monday(day) - self.edges[0]).days // 7
            for day in (self.conflict.first, self.conflict.last)
        )
        return range(start, min(stop + 1, len(self.edges) - 1))

    @property
    def begin(self) -> datetime:
        """When the conflict's weeks begin."""
        return datetime.combine(self.edges[self.inside.start], time.min)

    def capacity(self, person: int) -> list[float]:
        return self.times[person].over([_instant(day) for day in self.edges])

    def asked(self, person: int) -> list[float]:
        return list(self.demand.get(person, ())) or [0.0] * (len(self.edges) - 1)

    def of_line(self, line: Line) -> tuple[float, ...]:
        """Its minutes of each week."""
        return tuple(self._sums.of(line))

    @cached_property
    def _sums(self) -> Sums:
        return Sums([_instant(day) for day in self.edges])

    def overtime(self, person: int, day: date) -> Decimal | None:
        """What an hour more than usual costs: the usual rate where none is given for it."""
        begun = [one for one in self.overtimes.get(person, ()) if one[0] <= day]
        if not begun or not begun[-1][1]:
            return self.rate(person, day)
        return from_minor(begun[-1][1], self.currency)

    def usual(self, day: date) -> float:
        """The person's share of a full-time week that day, were they not absent."""
        began = [
            row for row in self.ranges if row.first <= day and (row.last is None or day <= row.last)
        ]
        return max(began, key=lambda row: row.first).capacity if began else self.usual_share

    def rate(self, person: int, day: date) -> Decimal | None:
        """What an hour costs, in the office's money."""
        begun = [one for one in self.rates.get((person, "A"), ()) if one.since <= day]
        return from_minor(begun[-1].hour, self.currency) if begun else None


def read_state(session: Session, conflict: Conflict) -> State:
    """As the tables stand."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in demand_lines(session):
        if line.task_id is not None and line.person_id is not None and not line.soft:
            lines[line.task_id].append(line)
    connection = session.connection()
    own = {task for task, found in lines.items()
           if any(line.person_id == conflict.person_id for line in found)}  # fmt: skip
    tasks = {row.id: row for row in connection.execute(select(TASKS))}
    edges = _edges(conflict, [lines[task] for task in own])
    projects = {row.id: row for row in connection.execute(select(PROJECTS))}
    computed = compute(session, connected(session, {tasks[task].project_id for task in own}))
    pool, office = read_pool(connection_of(session)), office_row(session)
    demand, times = weekly(session, edges)
    ranges = connection.execute(
        select(CAPACITIES).where(CAPACITIES.c.person_id == conflict.person_id)
    ).all()
    share = connection.execute(
        select(PEOPLE.c.capacity).where(PEOPLE.c.id == conflict.person_id)
    ).scalar()
    state = State(
        conflict, edges, demand, times, lines, tasks, projects, (), pool, known_rates(session),
        office.currency, office.amber_load, computed, newest_change(session),
        {one.id: one for one in pool.people}, _overtimes(session), ranges,
        1.0 if share is None else share,
    )  # fmt: skip
    parts = tuple(sorted(_parts(state, own), key=_order))
    return replace(state, parts=parts)


def _edges(conflict: Conflict, lines: Iterable[Iterable[Line]]) -> tuple[date, ...]:
    """From the week in which the first of these begins that reaches into the conflict."""
    begin = monday(conflict.first)
    begun = [line.start.date() for own in lines for line in own if line.finish.date() >= begin]
    first = monday(min([begin, *begun]))
    weeks = max(WEEKS, (conflict.last - begin).days // 7 + 20) + (begin - first).days // 7
    return tuple(first + timedelta(weeks=week) for week in range(weeks + 1))


def weekly(session: Session, edges: Sequence[date]) -> tuple[Minutes, Mapping[int, PersonTime]]:
    """Everybody's firm minutes of each week, and what they have."""
    base = load_base(session, edges)
    found = {
        person: [sum(week) for week in zip(*projects.values(), strict=True)]
        for person, projects in by_project(base).items()
    }
    return found, base.times


def beyond(asked: Sequence[float], capacity: Sequence[float], limit: float) -> list[float]:
    """Minutes of each week beyond capacity, as `domain.load.beyond`."""
    pairs = zip(asked, capacity, strict=True)
    return [load.beyond(wanted, has, limit) for wanted, has in pairs]


def _overtimes(session: Session) -> dict[int, list[tuple[date, int]]]:
    """By person, from when on, in minor units; the earliest first."""
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for row in session.connection().execute(select(RATES).where(RATES.c.rate_table == "A")):
        found[row.person_id].append((row.from_day or date.min, row.overtime_minor))
    return {person: sorted(rates) for person, rates in found.items()}


def _parts(state: State, tasks: set[int]) -> list[Part]:
    found = []
    begin = state.begin
    end = datetime.combine(state.conflict.last, datetime.min.time()) + timedelta(days=1)
    for task in tasks:
        row = state.tasks[task]
        for line in state.lines[task]:
            if line.person_id != state.conflict.person_id:
                continue
            if line.start < end and line.finish > begin:
                scheduled = state.computed.result.activities.get(task)
                floating = None if scheduled is None else scheduled.total_float_minutes
                project = state.projects[row.project_id]
                found.append(Part(line, row, project, state.of_line(line), floating))
    return found


def _order(part: Part) -> tuple[Any, ...]:
    """The least important project gives way first, of its tasks the least important, then that
    with the most float."""
    floating = part.float_minutes if part.float_minutes is not None else -1
    return -part.project.priority, part.task.priority, -floating, part.task.position


def _instant(day: date) -> int:
    return day.toordinal() * MINUTES_IN_DAY
