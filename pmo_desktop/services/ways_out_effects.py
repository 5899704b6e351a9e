"""What a way out brings about: it is tried, looked at, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from pmo_desktop.domain.gaps import Rests
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.domain.ways_out import Dates, OtherLoad, Slip, Way, WayEffect, WayKind
from pmo_desktop.services.gantt import rests_of
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.ways_out_state import Minutes, State, beyond, weekly
from pmo_desktop.services.ways_out_verbs import VERBS
from pmo_desktop.storage.changes import RowChange
from pmo_desktop.storage.workspace import Workspace

MINUTES_PER_HOUR = 60
LEAST_HOURS = 0.05
# What a way sets of a task; all else of it is worked out.
SET = frozenset({"held_until", "gaps", "duration_minutes", "given_start"})


@dataclass(frozen=True)
class Priced:
    """A way before it was tried; without a `verb` there is none, and `what` says why."""

    kind: WayKind
    what: Reason
    verb: str = ""
    args: tuple[Any, ...] = ()
    cost: Decimal | None = Decimal(0)
    priority: int = 0
    known: tuple[Reason, ...] = ()

    def way(self, effect: WayEffect | None = None) -> Way:
        return Way(self.kind, self.what, self.verb, self.args, effect, self.priority, self.known)


def tried(workspace: Workspace, state: State, one: Priced) -> Way:
    """With its effect; refused: with the reason."""
    after: list[tuple[Minutes, Mapping[int, Any]]] = []

    def run(session: Session) -> None:
        VERBS[one.verb](session, *one.args)
        session.flush()
        after.append(weekly(session, state.edges))

    try:
        changes = workspace.try_edit(run)
    except Refused as error:
        return Way(one.kind, Reason(error.sentence, error.params), priority=one.priority)
    return one.way(_effect(state, changes, *after[0], one.cost))


def _effect(
    state: State,
    changes: Sequence[RowChange],
    demand: Minutes,
    times: Mapping[int, Any],
    cost: Decimal | None,
) -> WayEffect:
    moved = _moved(state, changes)
    edges = [day.toordinal() * 1440 for day in state.edges]

    def over(person: int, of: Minutes, has: Mapping[int, Any]) -> list[float]:
        asked = of.get(person) or [0.0] * (len(edges) - 1)
        return beyond(asked, has[person].over(edges), state.limit)

    own = state.conflict.person_id
    before, then = over(own, state.demand, state.times), over(own, demand, times)
    inside = state.inside
    rest = [week for week in range(len(edges) - 1) if week not in inside]
    others = []
    for person in {*state.demand, *demand} - {own}:
        if state.demand.get(person) != demand.get(person) and person in times:
            more = sum(over(person, demand, times)) - sum(over(person, state.demand, state.times))
            if abs(more) >= LEAST_HOURS * MINUTES_PER_HOUR:
                name = state.members[person].name if person in state.members else ""
                others.append(OtherLoad(name, more / MINUTES_PER_HOUR))
    return WayEffect(
        hours_before=_hours(before, inside),
        hours_left=_hours(then, inside),
        elsewhere=_hours(then, rest) - _hours(before, rest),
        moved=moved,
        milestones=_milestones(state, moved),
        finishes=_finishes(state, moved),
        deadlines=_deadlines(state, moved),
        others=tuple(sorted(others, key=lambda one: -abs(one.hours))),
        cost=cost,
        changed=_changed(state, changes, moved),
        rests=dict(_rests(state, changes, moved)),
    )


def _hours(minutes: Sequence[float], weeks: Iterable[int]) -> float:
    return sum(minutes[week] for week in weeks) / MINUTES_PER_HOUR


def _moved(state: State, changes: Sequence[RowChange]) -> dict[int, Dates]:
    moved: dict[int, Dates] = {}
    for change in changes:
        after = change.after or {}
        if change.table != "task" or after.keys().isdisjoint(("start", "finish")):
            continue
        row = state.tasks.get(change.row_id)
        if row is not None:
            moved[row.id] = after.get("start", row.start), after.get("finish", row.finish)
    return moved


def _changed(
    state: State, changes: Sequence[RowChange], moved: Mapping[int, Dates]
) -> dict[int, Dates]:
    of_parts = {part.line.id: part.task.id for part in state.parts}
    found: dict[int, Dates] = {}
    for change in changes:
        number = change.row_id
        if change.table == "assignment":
            number = (change.after or {}).get("task_id") or of_parts.get(number, 0)
        elif change.table != "task" or SET.isdisjoint(change.after or ()):
            continue
        row = state.tasks.get(number)
        if row is not None:
            found[number] = moved.get(number, (row.start, row.finish))
    return found


def _rests(
    state: State, changes: Sequence[RowChange], moved: Mapping[int, Dates]
) -> Iterator[tuple[int, Rests]]:
    for change in changes:
        gaps = (change.after or {}).get("gaps") if change.table == "task" else None
        row = state.tasks.get(change.row_id)
        if gaps and row is not None:
            start = moved.get(row.id, (row.start, None))[0]
            if start is not None:
                yield row.id, rests_of(state.computed, row, gaps, start)


def _milestones(state: State, moved: Mapping[int, Dates]) -> tuple[Slip, ...]:
    found = []
    for task, (_, finish) in moved.items():
        row = state.tasks[task]
        if row.kind == TaskKind.MILESTONE and row.finish and finish:
            days = (finish.date() - row.finish.date()).days
            if days:
                found.append(Slip(state.projects[row.project_id].code, row.name, days))
    return tuple(sorted(found, key=lambda one: (-abs(one.days), one.name)))


def _finishes(state: State, moved: Mapping[int, Dates]) -> tuple[Slip, ...]:
    touched = {state.tasks[task].project_id for task in moved}
    before: dict[int, datetime] = {}
    after: dict[int, datetime] = {}
    for row in state.tasks.values():
        if row.project_id not in touched or row.kind == TaskKind.SUMMARY or not row.active:
            continue
        finish = moved[row.id][1] if row.id in moved else row.finish
        for found, moment in ((before, row.finish), (after, finish)):
            if moment is not None:
                found[row.project_id] = max(moment, found.get(row.project_id, moment))
    slips = []
    for project in touched & before.keys() & after.keys():
        days = (after[project].date() - before[project].date()).days
        if days:
            row = state.projects[project]
            slips.append(Slip(row.code, row.name, days))
    return tuple(sorted(slips, key=lambda one: (-abs(one.days), one.project_code)))


def _deadlines(state: State, moved: Mapping[int, Dates]) -> tuple[str, ...]:
    found = []
    for task, (_, finish) in moved.items():
        row = state.tasks[task]
        if row.deadline and row.finish and finish and row.finish <= row.deadline < finish:
            found.append(row.name)
    return tuple(found)
