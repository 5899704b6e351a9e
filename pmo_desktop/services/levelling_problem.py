"""From the tables to a problem of levelling: what may move, what stays, and who has how much room.

Moved are the unbegun tasks of active projects. What has begun stays as it lies, and so does what
must keep a date (must start, must finish), what has priority 1000, what somebody works on who must
not change, and what lies in other projects; all of that takes room. Dates that a team gave are
earliest starts, unless they shall hold; what lies as late as may be is not pulled forward. What an
earlier levelling held or moved lies where it would without.

Only what is firm is levelled: soft assignments and bookings, generic demand and that of candidates
take no room. A person is asked for what an assignment's contour and its own dates ask for at each
time; where the task runs through nights, for the most of it all the time. Units are counted in
hundredths, of demand upwards, of capacity downwards; a minute in which a contour rises or falls
counts with the higher part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import ceil, floor
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.activities import WINNING, Activity, Tie
from pmo_desktop.domain.balance import Bounds, LoadSum, TaskName
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.demand import Line, pieces
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.levelling.problem import FULL_TIME, Job, Need, Problem, Project, Resource
from pmo_desktop.domain.load import window
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.schedule.compiled import Compiled, compile_network
from pmo_desktop.domain.schedule.lines import EVER
from pmo_desktop.domain.schedule.plain import floor_of, pull_of, room
from pmo_desktop.domain.schedule.solution import Solution
from pmo_desktop.domain.schedule.solving import solve
from pmo_desktop.domain.schedule.spots import Spot, State
from pmo_desktop.domain.tasks import Constraint
from pmo_desktop.domain.timeline import instant_of
from pmo_desktop.models import Booking, ChangeRow, Person
from pmo_desktop.services.demand_lines import demand_lines
from pmo_desktop.services.levelling_away import most_soon
from pmo_desktop.services.levelling_load import load_sum
from pmo_desktop.services.levelling_needs import (
    NEARLY,
    Worked,
    less,
    most_together,
    needs_of,
    spans_of,
)
from pmo_desktop.services.office import office_row
from pmo_desktop.services.pool_time import people_time
from pmo_desktop.services.scheduling import Computed, compute
from pmo_desktop.storage.bulk import table_of

PEOPLE, ROWS, BOOKINGS = table_of(Person), table_of(ChangeRow), table_of(Booking)
LEVELLED = (
    "project", "task", "dependency", "assignment", "person", "person_capacity", "absence",
    "booking", "office", "working_calendar", "calendar_day",
)  # fmt: skip
NEVER_MOVED = 1000
NOBODY = "“{task}” of {project} asks for {person}, who never has capacity: nobody does this part"
TOO_MUCH = "“{task}” of {project} asks for {asked} of {person}, who never has more than {has}"


def asked(session: Session, bounds: Bounds) -> Asked:
    """Everything that is levelled, as the tables stand."""
    names = session.connection().execute(select(PEOPLE.c.id, PEOPLE.c.name))
    booked = session.connection().execute(select(BOOKINGS.c.id, BOOKINGS.c.name))
    there = session.connection().execute(
        select(PEOPLE.c.id).where(PEOPLE.c.active, ~PEOPLE.c.placeholder)
    )
    return Asked(
        compute(session),
        demand_lines(session),
        people_time(session),
        {row.id: row.name for row in names},
        bounds,
        newest_change(session),
        {row.id: row.name for row in booked},
        office_row(session).amber_load,
        frozenset(there.scalars()),
    )


def newest_change(session: Session) -> int:
    """The newest entry of the journal that changed anything of what is levelled; 0: none did."""
    statement = select(func.max(ROWS.c.change_set_id)).where(ROWS.c.table.in_(LEVELLED))
    return session.connection().execute(statement).scalar() or 0


def people_named(session: Session, name: str) -> tuple[int, ...]:
    """Who is called so."""
    rows = session.connection().execute(select(PEOPLE.c.id).where(PEOPLE.c.name == name))
    return tuple(rows.scalars())


class Asked:
    """See the top. `compiled` is the network with what may move let loose, `base` where that leads
    without regard to people; `movable` are ids of tasks, `lines` their firm demand by task,
    `change` the newest entry of the journal. `booked` are the bookings' names. `away` are
    tasks with people who are away for long when they are asked for: `services.levelling_away`."""

    def __init__(
        self,
        computed: Computed,
        lines: Iterable[Line],
        times: Mapping[int, PersonTime],
        names: Mapping[int, str],
        bounds: Bounds,
        change: int = 0,
        booked: Mapping[int, str] | None = None,
        limit: float = 1.0,
        there: Collection[int] | None = None,
    ) -> None:
        self._limit = limit
        self._there = {
            person: time for person, time in times.items() if there is None or person in there
        }
        self.computed, self.times, self.names, self.bounds = computed, times, names, bounds
        self.change, self.booked = change, booked or {}
        self.away: set[tuple[int, int]] = set()
        self.tasks: dict[int, Any] = {t.id: t for rows in computed.tasks.values() for t in rows}
        self.projects = {project.id: project for project in computed.projects}
        self.levelled = {
            project.id
            for project in computed.projects
            if project.state == ProjectState.ACTIVE.value
            and (bounds.projects is None or project.id in bounds.projects)
        }
        self.lines: dict[int, list[Line]] = defaultdict(list)
        self.bookings: list[Line] = []
        for line in lines:
            if line.soft or line.person_id not in times:
                continue
            if line.task_id is None:
                self.bookings.append(line)
            else:
                self.lines[line.task_id].append(line)
        self.findings: list[Reason] = []
        self._loads: dict[tuple[date, date], LoadSum] = {}
        spots = computed.solution.compiled.spots
        self.movable = {spot.activity.id for i, spot in enumerate(spots) if self._may_move(i, spot)}
        self.ties: list[Tie] = list(computed.network.ties())
        self.compiled = self.compile(self._let_loose(spot.activity) for spot in spots)
        self.base: Solution = solve(self.compiled)

    def compile(self, activities: Iterable[Activity]) -> Compiled:
        """The network with other activities in these places."""
        network = self.computed.network
        return compile_network(list(activities), self.ties, network.calendars, *network.bounds)

    def placed(self, task: int) -> tuple[int, int]:
        """Where a task lies as the tables stand: instants."""
        solution = self.computed.solution
        i = solution.compiled.index[task]
        return int(solution.placed.start[i]), int(solution.placed.finish[i])

    def named(self, task: int) -> str:
        """A task in a list: its project's code, its outline code and its name."""
        known = self.label(task)
        return f"{known['project']} {known['task']}".strip()

    def name(self, task: int) -> TaskName:
        """By what it is found."""
        row = self.tasks[task]
        return TaskName(task, self.projects[row.project_id].code, row.wbs, row.name)

    def label(self, task: int) -> dict[str, Any]:
        """What a task is called in a sentence."""
        row = self.tasks[task]
        code = self.projects[row.project_id].code
        return {"task": f"{row.wbs} {row.name}".strip(), "project": code}

    @cached_property
    def problem(self) -> Problem:
        """What is to be levelled."""
        return _Making(self).problem()

    @cached_property
    def ahead(self) -> tuple[date, date]:
        """The days in which overload is counted."""
        return window(self.computed.status_date)

    def load_before(self, first: date, last: date) -> LoadSum:
        """As the tables stand, week by week; reckoned once."""
        if (first, last) not in self._loads:
            every = [line for lines in self.lines.values() for line in lines]
            self._loads[first, last] = self.load_of([*every, *self.bookings], first, last)
        return self._loads[first, last]

    def load_of(self, lines: Iterable[Line], first: date, last: date) -> LoadSum:
        """Of these lines, week by week; of everybody who is there."""
        return load_sum(lines, self._there, first, last, self.ahead, self._limit)

    def why_it_stays(self, task: int) -> dict[str, Any]:
        """Why a task is not among those that may move, in a sentence."""
        return {"text": self._stays(task), "params": {}}

    def _stays(self, task: int) -> str:
        row = self.tasks[task]
        spot = self.computed.solution.compiled.spots[self.computed.solution.compiled.index[task]]
        if row.project_id not in self.levelled:
            return "its project is not balanced"
        if spot.activity.is_running:
            return "it has begun"
        if row.priority >= NEVER_MOVED:
            return "its priority says that it is never moved"
        if any(line.person_id in self.bounds.kept for line in self.lines.get(task, ())):
            return "its people must not change"
        if spot.state is State.KEPT and self.bounds.keep_team_dates:
            return "its team gave its dates"
        if spot.looped:
            return "its links run in a circle"
        return "a date that was set for it must hold"

    def _may_move(self, i: int, spot: Spot) -> bool:
        activity, task = spot.activity, self.tasks[spot.activity.id]
        if task.project_id not in self.levelled or task.priority >= NEVER_MOVED:
            return False
        if spot.looped or activity.is_finished or activity.is_running:
            return False
        if any(line.person_id in self.bounds.kept for line in self.lines.get(activity.id, ())):
            return False
        must = activity.honours_constraint and activity.constraint_date is not None
        if spot.state is State.KEPT:
            timeless = not spot.span and spot.start != spot.finish
            bound = must and activity.constraint in WINNING
            return not (self.bounds.keep_team_dates or timeless or bound)
        if must and activity.constraint in (Constraint.MSO, Constraint.MFO):
            return False
        placed = self.computed.solution.placed
        return int(placed.wanted[i]) <= int(placed.ended[i])

    def _let_loose(self, activity: Activity) -> Activity:
        """A task that may move: as it would lie without what an earlier levelling did, its given
        dates its earliest."""
        if activity.id not in self.movable:
            return activity
        if not activity.fixed:
            return replace(activity, held=None)
        task = self.tasks[activity.id]
        start, finish = task.given_start or activity.start, task.given_finish or activity.finish
        span = self._span(activity, start, finish)
        gaps = tuple((at, gap) for at, gap in activity.gaps if at > 0)
        rest = sum(gap for _, gap in gaps)
        if rest >= span:
            gaps, rest = (), 0
        earliest = start
        if start is not None and activity.constraint is Constraint.SNET:
            earliest = max(start, activity.constraint_date or start)
        return replace(
            activity, fixed=False, start=None, finish=None, duration_minutes=span - rest, gaps=gaps,
            constraint=Constraint.SNET, constraint_date=earliest, backwards=False, held=None,
        )  # fmt: skip

    def _span(self, activity: Activity, start: Any, finish: Any) -> int:
        """What a task with given dates takes on its line: as long as it lasted."""
        spot = self.computed.solution.compiled.spots[
            self.computed.solution.compiled.index[activity.id]
        ]
        if start is None or finish is None:
            return spot.span
        line = self.computed.solution.compiled.lines[spot.line]
        return max(0, line.worked(instant_of(finish)) - line.worked(instant_of(start)))


@dataclass
class _Making:
    """The problem of what was asked, piece by piece."""

    asked: Asked

    def problem(self) -> Problem:
        asked = self.asked
        self.calendars: list[Calendar] = list(asked.computed.network.calendars)
        self.places = {calendar: at for at, calendar in reversed(list(enumerate(self.calendars)))}
        self.taken: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        jobs = [job for i in range(len(asked.compiled.spots)) if (job := self._job(i)) is not None]
        for line in asked.bookings:
            self._take(line)
        self.first = min((job.release for job in jobs), default=MINUTES_IN_DAY)
        self.first -= self.first % MINUTES_IN_DAY
        wanted = {need.resource for job in jobs for need in job.needs}
        return Problem(
            jobs=jobs,
            ties=[
                arrow.tie
                for arrow in asked.compiled.arrows
                if arrow.pulls and asked.compiled.spots[arrow.after].activity.id in asked.movable
            ],
            calendars=self.calendars,
            resources=[self._resource(person) for person in sorted(wanted)],
            projects=[self._project(number) for number in sorted(asked.levelled)],
        )

    def _project(self, number: int) -> Project:
        """What is later than it would be if nobody had too much is late."""
        row = self.asked.projects[number]
        priority = max(1, row.priority)
        return Project(number, priority, 1.0 / priority, self.asked.base.finishes.get(number))

    def _job(self, i: int) -> Job | None:
        spot = self.asked.compiled.spots[i]
        activity = spot.activity
        if activity.id in self.asked.movable:
            return self._moving(i, spot)
        return self._pinned(i, spot)

    def _moving(self, i: int, spot: Spot) -> Job:
        asked, activity = self.asked, spot.activity
        line = asked.compiled.lines[spot.line]
        task = asked.tasks[activity.id]
        number = floor_of(spot)
        if spot.clings:
            number = max(number, line.worked(asked.placed(activity.id)[0]))
        latest = min(spot.ceiling + spot.span, spot.ceiling_finish)
        due = spot.cap_finish
        if asked.bounds.keep_deadlines and due < EVER:
            # A deadline that is missed anyway binds no more than it does now.
            latest, due = min(latest, max(due, int(asked.base.placed.ended[i]))), EVER
        latest = min(latest, self._undisturbing(i, spot))
        return Job(
            id=activity.id,
            project=activity.project,
            duration=activity.duration_minutes,
            calendar=activity.calendar,
            needs=self._needs(activity.id, self._worked(spot)),
            release=line.start_at(number),
            latest=line.finish_at(latest) if latest < EVER else None,
            due=line.finish_at(due) if due < EVER else None,
            priority=NEVER_MOVED + 1 - task.priority,
            gaps=activity.gaps,
            elapsed=activity.elapsed,
        )

    def _undisturbing(self, i: int, spot: Spot) -> int:
        """How late it may end (a number of its line) so that nothing is pushed that stays."""
        asked = self.asked
        compiled, placed = asked.compiled, asked.base.placed
        found = EVER
        for arrow in compiled.outgoing[i]:
            after = compiled.spots[arrow.after]
            if after.activity.id in asked.movable or not arrow.binds:
                continue
            lies = asked.placed(after.activity.id)
            line = compiled.lines[after.line]
            ends, begins = line.worked(lies[1]), line.worked(lies[1]) - after.span
            if after.state is State.KEPT:
                begins = after.started
            if pull_of(arrow, after, placed, compiled.lines) <= begins:
                found = min(found, room(arrow, spot, after, ends, compiled.lines))
        return found

    def _pinned(self, i: int, spot: Spot) -> Job | None:
        """What stays takes room, and what follows it waits for it."""
        asked, compiled = self.asked, self.asked.compiled
        number = spot.activity.id
        followed = any(
            arrow.pulls and compiled.spots[arrow.after].activity.id in asked.movable
            for arrow in compiled.outgoing[i]
        )
        start, finish = asked.placed(number)
        lines = asked.lines.get(number, ())
        plain = all(_is_plain(line, start, finish) for line in lines)
        needs = self._needs(number) if plain else ()
        if not plain:
            for line in lines:
                self._take(line)
        if not followed and not needs:
            return None
        calendar = spot.activity.calendar
        worked = compiled.lines[calendar]
        begin, end = worked.worked(start), worked.worked(finish)
        # Where it does not lie from one working minute to another, the clock says how long it is.
        elapsed = begin == end or (worked.start_at(begin), worked.finish_at(end)) != (start, finish)
        span = end - begin
        return Job(
            id=number, project=spot.activity.project, duration=finish - start if elapsed else span,
            calendar=calendar, needs=needs, release=start, pinned=start, elapsed=elapsed,
        )  # fmt: skip

    def _worked(self, spot: Spot) -> Worked | None:
        """The working minutes in which a task that may move lies now; None where it does not lie
        from one to another, or would take more or less of them."""
        activity = spot.activity
        line = self.asked.compiled.lines[activity.calendar]
        start, finish = (line.worked(at) for at in self.asked.placed(activity.id))
        whole = not activity.elapsed and finish - start == spot.span
        if not whole:
            return None
        placed = self.asked.placed(activity.id)
        return Worked(self.calendars[activity.calendar], start, finish, placed)

    def _needs(self, task: int, worked: Worked | None = None) -> tuple[Need, ...]:
        """With `worked` of a task that may move: what cannot be had is told then."""
        moves = task in self.asked.movable
        needs: dict[int, list[Need]] = defaultdict(list)
        for line in self.asked.lines.get(task, ()):
            person = line.person_id
            if person is None:
                continue
            found = list(needs_of(person, line, worked))
            if not found:
                continue
            if self._has_time(person):
                needs[person] += found
            elif moves:
                self._tell(NOBODY, task, person)
        if moves:
            for person, parts in needs.items():
                self._tell_too_much(task, person, parts)
        return tuple(need for _, parts in sorted(needs.items()) for need in parts)

    def _tell_too_much(self, task: int, person: int, parts: Sequence[Need]) -> None:
        time = self.asked.times[person]
        units = most_together(parts)
        has = max(share for _, share in time.steps)
        there = floor(has * FULL_TIME + NEARLY)
        if units > there:
            self._tell(TOO_MUCH, task, person, asked=percent(units / FULL_TIME), has=percent(has))
        soon = most_soon(time, self._wanted_from(task, person))
        if min(units, there) > floor(soon * FULL_TIME + NEARLY):
            self.asked.away.add((task, person))

    def _wanted_from(self, task: int, person: int) -> int:
        """From when on somebody is asked for if nobody has too much."""
        asked = self.asked
        parts = [line for line in asked.lines[task] if line.person_id == person]
        begins = min(instant_of(line.start) for line in parts) - asked.placed(task)[0]
        return int(asked.base.placed.start[asked.compiled.index[task]]) + max(0, begins)

    def _has_time(self, person: int) -> bool:
        return self.asked.times[person].ever

    def _tell(self, rule: str, task: int, person: int, **params: Any) -> None:
        known = {**self.asked.label(task), "person": self.asked.names.get(person, ""), **params}
        self.asked.findings.append(Reason(rule, known))

    def _resource(self, person: int) -> Resource:
        time = self.asked.times[person]
        # What was before anything begins is of no use to anybody.
        steps = [(max(day * MINUTES_IN_DAY, self.first), share) for day, share in time.steps]
        capacity = list({at: floor(share * FULL_TIME + NEARLY) for at, share in steps}.items())
        taken = self.taken.get(person)
        if taken:
            capacity = less(capacity, taken)
        return Resource(person, tuple(capacity), self._place(time.calendar))

    def _place(self, calendar: Calendar) -> int:
        if calendar not in self.places:
            self.places[calendar] = len(self.calendars)
            self.calendars.append(calendar)
        return self.places[calendar]

    def _take(self, line: Line) -> None:
        """Take from somebody's room what is asked for and is no job's need."""
        if line.person_id is None:
            return
        time = self.asked.times[line.person_id]
        for begin, end, rate in pieces(line):
            units = ceil(rate * FULL_TIME - NEARLY)
            if units > 0:
                spans = spans_of(line.calendar.line, floor(begin), ceil(end), time.calendar.line)
                self.taken[line.person_id] += [(*span, units) for span in spans]


def _is_plain(line: Line, start: int, finish: int) -> bool:
    """Whether it asks for the same all the time that its task takes."""
    same = instant_of(line.start) == start and instant_of(line.finish) == finish
    return same and not line.gaps and len(pieces(line)) <= 1


def percent(share: float) -> str:
    return f"{share:.0%}"
