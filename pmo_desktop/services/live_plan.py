"""The plan that the Gantt shows, standing in memory beside the tables while tasks are edited.

It follows changed rows by itself: what they move is reckoned from there on, and only the rows of
the plan that are others are made anew. A verb that reschedules finds it in its session and stores
what moved; the page gives it the rows of every edit that was done, undone or redone, and shows its
plan. Changes of other kinds (links, people, calendars, the outline) make it void: then the plan is
read again.

Findings, and the days off behind the plan's last day, are those of its last reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.activities import Activity
from pmo_desktop.domain.live_network import LiveNetwork
from pmo_desktop.domain.plan import Plan
from pmo_desktop.domain.schedule.solution import scheduled
from pmo_desktop.domain.schedule.spots import State
from pmo_desktop.domain.summaries import Outlined
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import ChangeSetRow, Task
from pmo_desktop.services.gantt import PlanRows, float_of, laid_out
from pmo_desktop.services.scheduling import compute
from pmo_desktop.storage.bulk import table_of, update_known
from pmo_desktop.storage.changes import ChangeSet, RowChange
from pmo_desktop.storage.recorder import recorder

SETS = table_of(ChangeSetRow)
# Tables that the plan is made of, and those columns of a task that do not change its shape.
SHOWN = frozenset(("project", "task", "dependency", "assignment", "person", "office",
                   "working_calendar", "calendar_day", "department", "programme"))  # fmt: skip
FOLLOWED = frozenset(("name", "notes", "start", "finish", "duration_minutes", "percent_complete",
                      "actual_start", "actual_finish", "deadline", "constraint", "constraint_date",
                      "fixed", "gaps", "resume", "priority", "estimated", "work_minutes",
                      "held_until", "given_start", "given_finish",
                      "optimistic_minutes", "likely_minutes", "pessimistic_minutes"))  # fmt: skip
OF_SUMMARIES = frozenset(("constraint", "constraint_date", "deadline"))
ROLLED_UP = ("start", "finish", "duration_minutes", "percent_complete")


class _Sums(NamedTuple):
    """What a summary's progress is made of, over its leaves."""

    earned: float
    weight: float
    share: float
    leaves: int


def live_plan(session: Session) -> LivePlan:
    """The plan of all projects as it stands."""
    return LivePlan(session)


class LivePlan:
    """`plan` is what is shown, `version` the newest edit that it knows of. One thread's."""

    def __init__(self, session: Session) -> None:
        self.version = session.connection().execute(_newest()).scalar() or 0
        computed = compute(session)
        self._made = PlanRows(session, computed)
        self.plan: Plan = laid_out(session, self._made)
        self._network = computed.network
        self._live = LiveNetwork(computed.solution.compiled, computed.solution)
        self._outlined = dict(computed.outlined)
        self._made.computed = replace(computed, outlined=self._outlined)
        self._tasks: dict[int, Any] = {t.id: t for rows in computed.tasks.values() for t in rows}
        self._below: dict[int, list[int]] = defaultdict(list)
        self._tops: dict[int, list[int]] = defaultdict(list)
        for task in self._tasks.values():
            if task.active:
                above = task.parent_id
                (self._tops[task.project_id] if above is None else self._below[above]).append(
                    task.id
                )
        self._sums: dict[int, _Sums] = {}
        self._links: dict[int, list[int]] = defaultdict(list)
        for at, link in enumerate(self.plan.links):
            self._links[link.successor].append(at)
            self._links[link.predecessor].append(at)
        self._to_store: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
        self._is_void = False

    def void(self) -> None:
        """It no longer says what the tables say."""
        self._is_void = True

    def follow(self, changes: ChangeSet) -> bool:
        """Take an edit that was made; whether `plan` says now what stands in the tables."""
        if changes.id > self.version + 1:
            self._is_void = True  # Others came between.
        self.version = max(self.version, changes.id)
        return self._take(changes.rows)

    def reschedule(self, session: Session) -> bool:
        """Store what an edit under way moves; whether that was possible from here."""
        if self._is_void or self.version != session.connection().execute(_newest()).scalar():
            return False
        session.flush()
        if not self._take(recorder(session).changes()):
            return False
        moved, self._to_store = self._to_store, {}
        rows = [RowChange("task", task, was, now) for task, (was, now) in moved.items()]
        update_known(session, Task, rows)
        return True

    # Following

    def _take(self, changes: Iterable[RowChange]) -> bool:
        if self._is_void:
            return False
        tasks: dict[int, Mapping[str, Any]] = {}
        for change in changes:
            if change.table not in SHOWN:
                continue
            if not self._can_take(change):
                self._is_void = True
                return False
            tasks[change.row_id] = change.after or {}
        others = {n: after for n, after in tasks.items() if _differs(self._tasks[n], after)}
        if others:
            self._change(others)
        return True

    def _can_take(self, change: RowChange) -> bool:
        after = change.after
        if change.table != "task" or change.before is None or after is None:
            return False
        task = self._tasks.get(change.row_id)
        if task is None or not task.active or not FOLLOWED.issuperset(after):
            return False
        if self._below.get(task.id) and not OF_SUMMARIES.isdisjoint(after):
            return False  # What a summary says of its start and finish holds for those below it.
        if not self._is_as_rigid(task, after):
            return False
        # Where a project has no start, that of its first fixed task begins it.
        begins = not self._network.frames[task.project_id].starts_itself
        return not (begins and ("fixed" in after or (task.fixed and "start" in after)))

    def _is_as_rigid(self, task: Any, after: Mapping[str, Any]) -> bool:
        """Which tasks a summary's links are tied to depends on what can break a link below it."""
        if not self._network.ties_summaries or task.id not in self._live.compiled.index:
            return True
        frame = self._network.frames[task.project_id]
        new = self._network.activity(_with(task, after), frame)
        return new.is_rigid == self._live.activity(task.id).is_rigid

    def _change(self, tasks: Mapping[int, Mapping[str, Any]]) -> None:
        touched = set(tasks)
        activities: list[Activity] = []
        for number, after in tasks.items():
            self._tasks[number] = _with(self._tasks[number], after)
            if number in self._live.compiled.index:
                activity = self._activity(number)
                if activity is not None:
                    activities.append(activity)
        if activities:
            touched |= self._live.change(activities)
        above = self._roll_up(touched)
        self._show(touched, above)

    def _activity(self, number: int) -> Activity | None:
        """The task as it is scheduled now; None where nothing follows from how it differs."""
        task = self._tasks[number]
        new = self._network.activity(task, self._network.frames[task.project_id])
        spot = self._live.compiled.spots[self._live.compiled.index[number]]
        old = spot.activity
        begun = new.is_running or new.is_finished
        if spot.state is State.FREE and not (spot.looped or new.fixed or begun):
            # Dates that were computed place nothing.
            new = replace(new, start=old.start, finish=old.finish)
        return None if new == old else new

    def _roll_up(self, touched: Iterable[int]) -> list[int]:
        """Take the new dates of leaves, and what follows above them; returns the summaries, the
        deepest first."""
        above: set[int] = set()
        for number in touched:
            task = self._tasks[number]
            if number in self._live.compiled.index:
                found = self._scheduled(number)
                self._made.tightest[number] = found
                self._put(number, found.start, found.finish, task.duration_minutes,
                          task.percent_complete)  # fmt: skip
            elif not self._below.get(number):
                self._put(number, task.start, task.finish, task.duration_minutes,
                          task.percent_complete)  # fmt: skip
            else:
                above.add(number)
            parent = task.parent_id
            while parent is not None and parent not in above:
                above.add(parent)
                parent = self._tasks[parent].parent_id
        rows, index = self._made.rows, self._made.index
        ordered = sorted(above, key=lambda number: -rows[index[number]].depth)
        for number in ordered:
            self._sums.pop(number, None)
        for number in ordered:
            self._sum_up(number)
        return ordered

    def _scheduled(self, number: int) -> Any:
        return scheduled(self._live.solution, self._live.compiled.index[number], self._live.moments)

    def _sum_up(self, number: int) -> None:
        """A summary by what is right below it."""
        below = [self._outlined[child] for child in self._below[number]]
        tightest = [self._made.tightest[one.id] for one in below if one.id in self._made.tightest]
        if tightest:
            self._made.tightest[number] = min(tightest, key=float_of)
        start = min((one.start for one in below if one.start), default=None)
        finish = max((one.finish for one in below if one.finish), default=None)
        calendar = self._network.frames[self._tasks[number].project_id].calendar
        duration = calendar.between(start, finish) if start and finish else 0
        self._put(number, start, finish, duration, self._done(self._sums_of(number)))

    def _sums_of(self, number: int) -> _Sums:
        known = self._sums.get(number)
        if known is None:
            children = self._below.get(number)
            if children:
                sums = [self._sums_of(child) for child in children]
                known = _Sums(*(sum(column) for column in zip(*sums, strict=True)))
                self._sums[number] = known
            else:
                own = self._outlined[number]
                weight, share = own.duration_minutes, own.percent_complete
                known = _Sums(weight * share, weight, share, 1)
        return known

    def _done(self, sums: _Sums) -> float:
        return sums.earned / sums.weight if sums.weight else sums.share / max(sums.leaves, 1)

    def _put(self, number: int, *values: Any) -> None:
        """A task's new dates, duration and progress; what is to be stored of them is remembered."""
        old, task = self._outlined[number], self._tasks[number]
        self._outlined[number] = Outlined(number, old.parent, old.kind, *values)
        names = ROLLED_UP if old.kind is TaskKind.SUMMARY else ROLLED_UP[:2]
        now = {name: value for name, value in zip(ROLLED_UP, values, strict=True)
               if name in names and value != getattr(task, name)}  # fmt: skip
        if now:
            was = {name: getattr(task, name) for name in now}
            known = self._to_store.get(number, ({}, {}))
            self._to_store[number] = ({**was, **known[0]}, {**known[1], **now})
            self._tasks[number] = _with(task, now)

    # Showing

    def _show(self, touched: Iterable[int], above: Iterable[int]) -> None:
        """Make the rows anew that may be others."""
        made = self._made
        made.computed = replace(
            made.computed,
            result=replace(made.computed.result, activities=_Now(self)),
            solution=self._live.solution,
        )
        links: set[int] = set()
        projects = set()
        for number in {*touched, *above}:
            at = made.index[number]
            old = made.rows[at]
            new = made.rows[at] = made.row(self._tasks[number], old.parent, old.depth)
            projects.add(old.project_id)
            if (old.critical, old.driver) != (new.critical, new.driver):
                links.update(self._links[at])
        for project in projects:
            self._show_project(project)
        self.plan = replace(self.plan, rows=tuple(made.rows))
        if links:
            self._show_links(links)

    def _show_project(self, project: int) -> None:
        tops = [self._outlined[number] for number in self._tops[project]]
        start = min((one.start for one in tops if one.start), default=None)
        finish = max((one.finish for one in tops if one.finish), default=None)
        sums = [self._sums_of(one.id) for one in tops]
        weight, earned = sum(one.weight for one in sums), sum(one.earned for one in sums)
        calendar, at = self._made.computed.calendar, self._made.tops[project]
        self._made.rows[at] = replace(
            self._made.rows[at],
            start=start,
            finish=finish,
            duration_minutes=calendar.between(start, finish) if start and finish else 0,
            percent_complete=earned / weight if weight else 0.0,
        )

    def _show_links(self, wanted: Iterable[int]) -> None:
        rows, links = self.plan.rows, list(self.plan.links)
        for at in wanted:
            before, after = rows[links[at].predecessor], rows[links[at].successor]
            critical = before.critical and after.critical and after.driver == before.task_id
            links[at] = replace(links[at], critical=critical)
        self.plan = replace(self.plan, links=tuple(links))


class _Now(dict[int, Any]):
    """The places of activities as they are now, made when they are asked for."""

    def __init__(self, live: LivePlan) -> None:
        super().__init__()
        self._asked = live

    def get(self, number: int, default: Any = None) -> Any:
        if number not in self._asked._live.compiled.index:
            return default
        return self._asked._scheduled(number)


def _newest() -> Any:
    return select(SETS.c.id).order_by(SETS.c.id.desc()).limit(1)


def _differs(task: Any, after: Mapping[str, Any]) -> bool:
    return any(getattr(task, name) != value for name, value in after.items())


def _with(task: Any, values: Mapping[str, Any]) -> Any:
    """The row with other values."""
    known = vars(task) if isinstance(task, SimpleNamespace) else task._mapping
    return SimpleNamespace(**{**known, **values})
