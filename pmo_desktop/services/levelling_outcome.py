"""What a levelled plan means: the dates that the schedule makes of it, what moved and why, and
what stays unsolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from pmo_desktop.domain.activities import Activity
from pmo_desktop.domain.balance import (
    Levelled,
    LevelledTask,
    ProjectChange,
    TaskMove,
    TaskName,
    Unsolved,
)
from pmo_desktop.domain.demand import Line
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.levelling.explaining import Moved, MoveReason
from pmo_desktop.domain.levelling.plan import Plan
from pmo_desktop.domain.overload import Over, Part, merged, overloads, parts_of
from pmo_desktop.domain.schedule.arrows import Arrow
from pmo_desktop.domain.schedule.compiled import Compiled
from pmo_desktop.domain.schedule.plain import Early
from pmo_desktop.domain.schedule.solution import Moments, driver_of
from pmo_desktop.domain.schedule.solving import place
from pmo_desktop.domain.schedule.spots import State
from pmo_desktop.domain.schedule.unheld import first_number, placed_at
from pmo_desktop.domain.timeline import instant_of, moment_of
from pmo_desktop.domain.why import link_text
from pmo_desktop.services.levelling_away import is_within, long_absences
from pmo_desktop.services.levelling_load import moved_line
from pmo_desktop.services.levelling_problem import Asked, percent
from pmo_desktop.services.naming import named

MOST_PASSES = 4
MOST_NAMED = 20
NEARLY = 1e-6
LET_GO = "Nothing holds it any longer where it was"
AWAY = "{person} is not there, or not enough, at the time it would begin"
ROOM = "{person} cannot do it earlier: the room is taken by {tasks}"
FOLLOWS = "It follows “{predecessor}” ({link})"
EARLIEST = "It cannot be earlier: it has not begun, and the status date or its own dates hold it"
NO_CAPACITY = "{person} has no capacity at any time"
ALONE = "“{task}” of {project} alone asks for {asked}, and there is never more than {has}"
STAYS = "{tasks} stays where it is: {why}"
GONE = "{person} is not there any more from {day} on: somebody else has to do this"
OUTSIDE = (
    "{tasks} has working time in which {person} never works: no move changes that, and it counts as"
    " it stands"
)
TOO_FAR = (
    "{tasks} would have to wait for sixty working days or more until {person} has room: it stays"
    " where its links put it"
)
AWAY_LONG = "{person} is away whenever asked for {tasks}: somebody else must do this"
NOT_THERE = "{person} is not there at this time, and links or dates let the work be at no other"
BOOKED = "Bookings of {person} take the room, and links or dates let the work be at no other time"
BOOKED_ALONE = "{person} is booked for more than there is, and bookings are not moved"
NO_ROOM = "Links or dates that must hold leave no other time for what is asked of {person}"
LATE = "“{task}” of {project} could not be finished by {day}, which it must"
PASSED = "The deadline of “{task}” of {project}, {day}, has passed: it cannot be met"
MISSED = "The deadline of “{task}” of {project}, {day}, cannot be met, whoever does the work"
MINUTE = timedelta(minutes=1)
Explain = Callable[[int], Moved | None]
Dates = dict[int, tuple[int, int]]


class Outcome:
    """Of one plan."""

    def __init__(
        self,
        asked: Asked,
        plan: Plan,
        schedules: int,
        seconds: float,
        outside: Collection[tuple[int, int]] = (),
    ) -> None:
        """`outside` are tasks with the people whom they ask for when these never work."""
        self._asked, self._schedules, self._seconds = asked, schedules, seconds
        self._outside, self._too_far = outside, set(plan.misfits)
        self._moments = Moments()
        wanted = {task: (plan.starts[task], plan.finishes[task]) for task in asked.movable}
        self._held, self._early, self._compiled = _held(asked, wanted)
        self._dates: Dates = {
            spot.activity.id: (int(start), int(finish))
            for spot, start, finish in zip(
                self._compiled.spots, self._early.start, self._early.finish, strict=True
            )
        }
        self._lines = {
            task: [moved_line(line, asked.placed(task), self._dates[task]) for line in lines]
            for task, lines in asked.lines.items()
            if task in self._dates
        }
        self._parts: dict[int, list[Part]] = defaultdict(list)
        for line in self._every_line():
            if line.person_id is not None:
                self._parts[line.person_id] += parts_of(line)

    def levelled(self, explain: Explain) -> Levelled:
        """Everything that is told of it."""
        asked = self._asked
        moves = tuple(self._moves(explain))
        first, until = self._span
        return Levelled(
            bounds=asked.bounds,
            projects=tuple(self._projects(moves)),
            moves=moves,
            unsolved=(*self._overloads(), *self._late()),
            findings=tuple(asked.findings),
            tasks=tuple(self._tasks()),
            before=asked.load_before(first, until),
            after=asked.load_of(self._every_line(), first, until),
            schedules=self._schedules,
            seconds=self._seconds,
            change=asked.change,
        )

    # Dates

    @cached_property
    def _span(self) -> tuple[date, date]:
        """The days that the load is summed over: from the status date on, and from where what may
        move begins."""
        asked = self._asked
        starts = [self._dates[task][0] for task in asked.movable]
        ends = [max(self._dates[task][1], asked.placed(task)[1]) for task in asked.movable]
        first, last = asked.computed.status_date, asked.ahead[1]
        if not starts:
            return first, last
        begin, end = (moment_of(one).date() for one in (min(starts), max(ends)))
        return min(first, begin), max(last, end)

    def _tasks(self) -> Iterator[LevelledTask]:
        for spot in self._compiled.spots:
            activity = spot.activity
            if activity.project in self._asked.levelled and not spot.finished:
                start, finish = self._dates[activity.id]
                yield LevelledTask(
                    activity.id, self._moments[start], self._moments[finish],
                    activity.id in self._held,
                )  # fmt: skip

    def _projects(self, moves: Iterable[TaskMove]) -> Iterator[ProjectChange]:
        asked = self._asked
        moved: dict[int, int] = defaultdict(int)
        for move in moves:
            moved[move.project_id] += 1
        ends: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for spot in self._compiled.spots:
            number = spot.activity.id
            ends[spot.activity.project].append((asked.placed(number)[1], self._dates[number][1]))
        for project in asked.computed.projects:
            pairs = ends.get(project.id)
            if project.id in asked.levelled and pairs:
                before, after = (self._moments[max(column)] for column in zip(*pairs, strict=True))
                yield ProjectChange(
                    project.id, project.code, project.name, project.priority, before, after,
                    moved[project.id],
                )  # fmt: skip

    # What moved

    def _moves(self, explain: Explain) -> Iterator[TaskMove]:
        asked = self._asked
        for project in asked.computed.projects:
            for task in asked.computed.tasks[project.id]:
                now = self._dates.get(task.id)
                if now is None or now == asked.placed(task.id):
                    continue
                was = asked.placed(task.id)
                people = (line.person_id for line in asked.lines.get(task.id, ()))
                yield TaskMove(
                    task.id, project.id, project.code, task.wbs, task.name,
                    self._moments[was[0]], self._moments[was[1]],
                    self._moments[now[0]], self._moments[now[1]],
                    held=task.id in self._held,
                    people=tuple(dict.fromkeys(asked.names.get(p or 0, "") for p in people)),
                    reasons=tuple(self._reasons(task.id, explain)),
                    fixed=bool(task.fixed),
                    by=self._names(self._by(task.id, explain)),
                )  # fmt: skip

    def _reasons(self, task: int, explain: Explain) -> Iterator[Reason]:
        found = explain(task)
        now, was = self._dates[task], self._asked.placed(task)
        if now[0] < was[0] and found is None:
            yield Reason(LET_GO)
        elif found is None or found.reason is MoveReason.LINK:
            yield self._by_link(task)
        elif found.reason is MoveReason.AWAY:
            yield Reason(AWAY, {"person": self._asked.names.get(found.resource or 0, "")})
        else:
            yield self._by_room(found)

    def _by(self, task: int, explain: Explain) -> Iterable[int]:
        """The tasks that its reasons name, and as many more as have the room."""
        found = explain(task)
        if found is not None and found.reason is not MoveReason.LINK:
            return found.jobs[:MOST_NAMED] if found.reason is MoveReason.ROOM else ()
        if found is None and self._dates[task][0] < self._asked.placed(task)[0]:
            return ()
        driver = self._driver(task)
        return () if driver is None else (driver.tie.predecessor,)

    def _names(self, tasks: Iterable[int]) -> tuple[TaskName, ...]:
        return tuple(self._asked.name(task) for task in tasks)

    def _by_room(self, found: Moved) -> Reason:
        """Who was asked for too much, and which tasks have the room."""
        asked = self._asked
        person = asked.names.get(found.resource or 0, "")
        return Reason(ROOM, {"person": person, "tasks": self._named(found.jobs)})

    def _by_link(self, task: int) -> Reason:
        driver = self._driver(task)
        if driver is None:
            return Reason(EARLIEST)
        minutes = self._asked.computed.calendar.minutes_per_day
        before = driver.tie.predecessor
        link = link_text(driver.tie, minutes)
        return Reason(FOLLOWS, {"predecessor": self._asked.named(before), "link": link})

    def _driver(self, task: int) -> Arrow | None:
        compiled, early = self._loose
        return driver_of(compiled, early, compiled.index[task])

    @cached_property
    def _loose(self) -> tuple[Compiled, Early]:
        """The network with given dates let loose, everything where it lies now."""
        return self._asked.compiled, placed_at(self._asked.compiled, self._dates)

    def _named(self, tasks: Iterable[int]) -> dict[str, Any]:
        """Some tasks in a sentence, with their projects' priorities."""
        rows = [self._asked.tasks[task] for task in tasks]
        codes = [self._asked.projects[row.project_id] for row in rows]
        names = [
            f"{self._asked.named(row.id)} ({project.priority})"
            for row, project in zip(rows, codes, strict=True)
        ]
        return named(names)

    # What stays

    def _overloads(self) -> Iterator[Unsolved]:
        """Who is asked for more than they have from the first of the days on."""
        first = self._span[0].toordinal() * MINUTES_IN_DAY
        names = self._asked.names
        for person in sorted(self._parts, key=lambda one: (names.get(one, ""), one)):
            parts = [part for part in self._parts[person] if part.end > first]
            overs = [over for over in overloads(self._asked.times[person], parts, (first,))
                     if over.end > first]  # fmt: skip
            for reason, some in self._for_good(person, overs):
                yield self._unsolved(
                    person, some[0].begin, some[-1].end, sum(over.excess for over in some),
                    tuple(task for over in some for task in over.tasks), reason,
                )  # fmt: skip
                told = set(some)
                overs = [over for over in overs if over not in told]
            for over in merged(overs, first):
                reason = self._why_not(person, over, parts)
                yield self._unsolved(
                    person, max(over.begin, first), over.end, over.excess, over.tasks, reason
                )

    def _for_good(
        self, person: int, overs: Sequence[Over]
    ) -> Iterator[tuple[Reason, Sequence[Over]]]:
        """All that is asked of somebody who is never there, not any more, or away for long: each as
        one."""
        asked, time = self._asked, self._asked.times[person]
        name = asked.names.get(person, "")
        gone = self._gone_from(person)
        if not time.ever:
            if overs:
                yield Reason(NO_CAPACITY, {"person": name}), overs
            return
        off = [over for over in overs if self._is_outside(person, over)]
        if off:
            yield Reason(OUTSIDE, {"person": name, "tasks": self._named(self._tasks_of(off))}), off
            overs = [over for over in overs if over not in off]
        left = [over for over in overs if gone is not None and over.begin >= gone]
        if left and gone is not None:
            yield Reason(GONE, {"person": name, "day": moment_of(gone).date()}), left
        absences = long_absences(time)
        away = [
            over
            for over in overs
            if (gone is None or over.begin < gone)
            and (
                is_within(over.begin, over.end, absences)
                or any((task, person) in asked.away for task in over.tasks)
            )
        ]
        if away:
            tasks = self._tasks_of(away)
            yield Reason(AWAY_LONG, {"person": name, "tasks": self._named(tasks)}), away

    def _tasks_of(self, overs: Iterable[Over]) -> list[int]:
        return list(dict.fromkeys(t for over in overs for t in over.tasks if t is not None))

    def _is_outside(self, person: int, over: Over) -> bool:
        """Whether it lies where somebody never works, by a task that cannot but lie there, or has
        begun."""
        own = self._asked.times[person].calendar.line
        if own.worked(over.begin) < own.worked(over.end):
            return False
        return any(
            (task, person) in self._outside or self._has_begun(task)
            for task in over.tasks
            if task is not None
        )

    def _has_begun(self, task: int) -> bool:
        compiled = self._asked.compiled
        return compiled.spots[compiled.index[task]].activity.is_running

    def _unsolved(
        self,
        person: int,
        begin: int,
        end: int,
        excess: float,
        asking: Iterable[int | None],
        reason: Reason,
    ) -> Unsolved:
        """From one instant to another."""
        asked, wanted = self._asked, list(dict.fromkeys(asking))
        tasks = tuple(task for task in wanted if task is not None)
        return Unsolved(
            person, asked.names.get(person, ""), moment_of(begin).date(),
            moment_of(end - 1).date(), excess / 60, tasks,
            tuple(asked.named(task) for task in tasks), reason,
            tuple(self._booked(person, begin, end)) if None in wanted else (),
            self._names(tasks),
        )  # fmt: skip

    def _booked(self, person: int, begin: int, end: int) -> Iterator[str]:
        """What somebody is booked for between two instants."""
        asked = self._asked
        for line in asked.bookings:
            lies = instant_of(line.start) < end and instant_of(line.finish) > begin
            if line.person_id == person and lies:
                project = asked.projects.get(line.project_id or 0)
                days = f"{line.start.date()} – {(line.finish - MINUTE).date()}"
                code = project.code if project else ""
                yield f"{code} {asked.booked.get(line.id) or days}".strip()

    def _why_not(self, person: int, over: Over, parts: Iterable[Part]) -> Reason:
        asked, name = self._asked, self._asked.names.get(person, "")
        most = max(share for _, share in asked.times[person].steps)
        there = [p for p in parts if p.begin < over.end and p.end > over.begin]
        greedy = next((p for p in there if p.units > most + NEARLY and p.task is not None), None)
        if most <= 0:
            return Reason(NO_CAPACITY, {"person": name})
        if greedy is not None:
            known = asked.label(greedy.task or 0)
            return Reason(ALONE, {**known, "asked": percent(greedy.units), "has": percent(most)})
        stays = [t for t in over.tasks if t is not None and t not in asked.movable]
        if stays:
            return Reason(
                STAYS, {"tasks": self._named(stays[:1]), "why": asked.why_it_stays(stays[0])}
            )
        far = [t for t in over.tasks if t is not None and (t, person) in self._too_far]
        if far and self._gone_from(person) is None:
            return Reason(TOO_FAR, {"person": name, "tasks": self._named(far[:1])})
        if all(task is None for task in over.tasks):
            return Reason(BOOKED_ALONE, {"person": name})
        if not over.share:
            return Reason(NOT_THERE, {"person": name})
        if any(task is None for task in over.tasks):
            return Reason(BOOKED, {"person": name})
        return Reason(NO_ROOM, {"person": name})

    def _gone_from(self, person: int) -> int | None:
        """The instant from which they are never there again; None where they go on."""
        day, share = self._asked.times[person].steps[-1]
        return day * MINUTES_IN_DAY if share <= 0 else None

    def _late(self) -> Iterator[Unsolved]:
        """Hard dates that could not be held, and deadlines where these shall hold."""
        asked = self._asked
        told = set()
        for job in asked.problem.jobs:
            if job.pinned is not None or job.latest is None:
                continue
            if self._dates[job.id][1] > job.latest:
                told.add(job.id)
                yield self._too_late(job.id, moment_of(job.latest).date(), LATE)
        if not asked.bounds.keep_deadlines:
            return
        for spot in self._compiled.spots:
            task = asked.tasks[spot.activity.id]
            if task.deadline is None or spot.finished or task.id in told:
                continue
            late = self._dates[task.id][1] > instant_of(task.deadline)
            if late and task.project_id in asked.levelled:
                day = task.deadline.date()
                passed = day < asked.computed.status_date
                yield self._too_late(task.id, day, PASSED if passed else MISSED)

    def _too_late(self, task: int, day: date, rule: str) -> Unsolved:
        label = self._asked.label(task)
        return Unsolved(
            None, "", day, moment_of(self._dates[task][1]).date(), 0.0, (task,),
            (self._asked.named(task),), Reason(rule, {**label, "day": day}), (),
            self._names((task,)),
        )  # fmt: skip

    def _every_line(self) -> list[Line]:
        return [line for lines in self._lines.values() for line in lines] + self._asked.bookings


def _held(asked: Asked, wanted: Mapping[int, tuple[int, int]]) -> tuple[set[int], Early, Compiled]:
    """Which tasks levelling has to hold so that the schedule puts them there, and the schedule."""
    stored = asked.computed.solution.compiled
    dates = {spot.activity.id: asked.placed(spot.activity.id) for spot in stored.spots}
    dates |= wanted
    loose = placed_at(asked.compiled, dates)
    held: dict[int, int] = {}
    for i, spot in enumerate(asked.compiled.spots):
        number = spot.activity.id
        if spot.state is not State.FREE or spot.looped or number not in wanted:
            continue
        line = asked.compiled.lines[spot.line]
        if spot.clings or line.worked(dates[number][0]) > first_number(
            asked.compiled, i, spot, loose
        ):
            held[number] = dates[number][0]
    for _ in range(MOST_PASSES):
        compiled = asked.compile(_final(asked, spot.activity, dates, held) for spot in stored.spots)
        early = place(compiled)
        missing = {
            spot.activity.id: dates[spot.activity.id][0]
            for i, spot in enumerate(compiled.spots)
            if spot.state is State.FREE
            and spot.activity.id not in held
            and int(early.start[i]) < dates[spot.activity.id][0]
        }
        if not missing:
            break
        held |= missing
    fixed = {spot.activity.id for spot in stored.spots if spot.activity.fixed}
    return set(held) - fixed, early, compiled


def _final(
    asked: Asked, activity: Activity, dates: Mapping[int, tuple[int, int]], held: Mapping[int, int]
) -> Activity:
    """A task as it will stand in the tables."""
    number = activity.id
    if activity.fixed and number in asked.movable:
        start, finish = dates[number]
        return replace(activity, start=moment_of(start), finish=moment_of(finish), held=None)
    if number in asked.movable:
        return replace(activity, held=moment_of(held[number]) if number in held else None)
    return replace(activity, held=moment_of(held[number])) if number in held else activity
