"""Ways out that change when, or how densely, work is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from math import floor
from typing import Any

from pmo_desktop.domain.demand import Line
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.timeline import instant_of, moment_of
from pmo_desktop.domain.ways_out import WayKind
from pmo_desktop.services.levelling_load import moved_line
from pmo_desktop.services.naming import named
from pmo_desktop.services.ways_out_effects import Priced
from pmo_desktop.services.ways_out_state import Part, State, beyond

MOST_DAYS = 260
# How much longer is waited so that nobody else has too much for it.
MORE_DAYS = 10
NEARLY = 0.5
UNIT_STEP = 0.05
LEAST_UNITS = 0.1
MINUTES_PER_HOUR = 60
MOVED = "“{task}” ({project}, priority {priority}) begins on {day} instead of {before}"
SEVERAL = "{n} tasks begin later, the least important first: {tasks}"
NO_TASK = "No task of these weeks can be moved: what is asked for has begun, or is a booking"
LITTLE_FLOAT = (
    "No task of these weeks has so much float: {task} would have to move {need}, and has {float}"
)
NO_WEEK = "In the weeks ahead there is never enough room for any of these tasks"
ALL_IN_FLOAT = "No task has to move beyond its float"
SPLIT = "“{task}” ({project}, priority {priority}) rests from {first} and goes on on {day}"
NO_SPLIT = (
    "No task begins before these weeks and goes on behind them, so that it could rest in them"
)
LESS = (
    "“{task}” ({project}, priority {priority}) with {units} instead of {before}, {days} days longer"
)
NO_LESS = (
    "With less of their time no task of these weeks would be done any more: too much is asked for"
)


class Room:
    """What everybody is asked for, week by week, while tasks are moved in thought."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._asked: dict[int, list[float]] = {}
        self._capacity: dict[int, list[float]] = {}

    def asked(self, person: int) -> list[float]:
        if person not in self._asked:
            self._asked[person] = self._state.asked(person)
        return self._asked[person]

    def capacity(self, person: int) -> list[float]:
        if person not in self._capacity:
            self._capacity[person] = self._state.capacity(person)
        return self._capacity[person]

    def over(self) -> float:
        """Minutes that the person has too much in the conflict's weeks."""
        person = self._state.conflict.person_id
        found = beyond(self.asked(person), self.capacity(person), self._state.limit)
        return sum(found[week] for week in self._state.inside)

    def first_start(self, part: Part) -> datetime | None:
        """When the task could begin at the earliest, later than now, so that the person has not too
        much for it in any week; a little later where then nobody else who works on it has."""
        state, task = self._state, part.task
        lines = state.lines[task.id]
        for line in lines:
            self._add(line, -1)
        try:
            calendar, day = part.line.calendar, state.computed.calendar.minutes_per_day
            own = state.conflict.person_id
            first: tuple[datetime, int] | None = None
            for days in range(1, MOST_DAYS):
                if first is not None and days > first[1] + MORE_DAYS:
                    break
                start = calendar.next_working(calendar.add(task.start, days * day))
                there = self._there(lines, task, start) or []
                if not any(line.person_id == own for line in there):
                    continue
                if not all(self._fits(line) for line in there if line.person_id == own):
                    continue
                if all(map(self._fits, there)):
                    return start
                first = first or (start, days)
            return None if first is None else first[0]
        finally:
            for line in lines:
                self._add(line, 1)

    def move(self, part: Part, start: datetime) -> None:
        """The task lies there from now on."""
        lines = self._state.lines[part.task.id]
        for line in lines:
            self._add(line, -1)
        for line in self._there(lines, part.task, start) or ():
            self._add(line, 1)

    def _there(self, lines: Sequence[Line], task: Any, start: datetime) -> list[Line] | None:
        """A task's lines, were it to begin then; None behind the last week."""
        was = instant_of(task.start), instant_of(task.finish)
        own = lines[0].calendar.line
        number = own.worked(instant_of(start)) + own.worked(was[1]) - own.worked(was[0])
        now = instant_of(start), own.finish_at(number)
        if moment_of(now[1]).date() >= self._state.edges[-1]:
            return None
        return [moved_line(line, was, now) for line in lines]

    def _fits(self, line: Line) -> bool:
        person = line.person_id or 0
        asked, capacity = self.asked(person), self.capacity(person)
        limit = self._state.limit
        return all(
            not more or asked[week] + more <= capacity[week] * limit + NEARLY
            for week, more in enumerate(self._state.of_line(line))
        )

    def _add(self, line: Line, sign: int) -> None:
        asked = self.asked(line.person_id or 0)
        for week, minutes in enumerate(self._state.of_line(line)):
            asked[week] += sign * minutes


def moves(state: State) -> Iterator[Priced]:
    """Within float as far as that goes; then the least important ones as far as they have to."""
    parts = [part for part in state.parts if part.movable]
    if not parts:
        for kind in (WayKind.FLOAT, WayKind.BEYOND):
            yield Priced(kind, Reason(NO_TASK))
        return
    yield from _within_float(state, parts)
    yield from _beyond_float(state, parts)


def _within_float(state: State, parts: Sequence[Part]) -> Iterator[Priced]:
    room, chosen = Room(state), []
    nearest: tuple[int, Part, int] | None = None
    for part in parts:
        if room.over() < NEARLY:
            break
        start = room.first_start(part)
        if start is None:
            continue
        need = part.line.calendar.between(part.task.start, start)
        if part.float_minutes is not None and need <= part.float_minutes:
            room.move(part, start)
            chosen.append((part, start))
        elif nearest is None or need - (part.float_minutes or 0) < nearest[0]:
            nearest = need - (part.float_minutes or 0), part, need
    if chosen:
        yield _moving(WayKind.FLOAT, chosen)
    elif nearest is None:
        yield Priced(WayKind.FLOAT, Reason(NO_WEEK))
    else:
        _, part, need = nearest
        params = {
            "task": named([part.task.name]),
            "need": _days(state, need),
            "float": _days(state, part.float_minutes or 0),
        }
        yield Priced(WayKind.FLOAT, Reason(LITTLE_FLOAT, params))


def _beyond_float(state: State, parts: Sequence[Part]) -> Iterator[Priced]:
    """The least important ones, one after the other, until there is room; and, where several have
    to, one that would do alone."""
    room, chosen, found = Room(state), [], False
    for part in parts:
        if room.over() < NEARLY:
            break
        start = room.first_start(part)
        if start is not None:
            room.move(part, start)
            chosen.append((part, start))
    if any(not _within(part, start) for part, start in chosen):
        found = True
        yield _moving(WayKind.BEYOND, chosen)
    if len(chosen) != 1:
        alone = _alone(state, parts)
        if alone is not None and not _within(*alone):
            found = True
            yield _moving(WayKind.BEYOND, [alone])
    if not found:
        yield Priced(WayKind.BEYOND, Reason(ALL_IN_FLOAT if chosen else NO_WEEK))


def _alone(state: State, parts: Sequence[Part]) -> tuple[Part, datetime] | None:
    """The least important task that is enough by itself."""
    for part in parts:
        room = Room(state)
        start = room.first_start(part)
        if start is not None:
            room.move(part, start)
            if room.over() < NEARLY:
                return part, start
    return None


def _within(part: Part, start: datetime) -> bool:
    need = part.line.calendar.between(part.task.start, start)
    return part.float_minutes is not None and need <= part.float_minutes


def _moving(kind: WayKind, chosen: Sequence[tuple[Part, datetime]]) -> Priced:
    starts = {part.task.id: start for part, start in chosen}
    part, start = chosen[0]
    if len(chosen) == 1:
        params = {"day": start.date(), "before": part.task.start.date(), **_named(part)}
        what = Reason(MOVED, params)
    else:
        names = named([f"{one.project.code} {one.task.name}" for one, _ in chosen])
        what = Reason(SEVERAL, {"n": len(chosen), "tasks": names})
    return Priced(kind, what, "hold_tasks", (starts,), priority=part.project.priority)


def splits(state: State) -> Iterator[Priced]:
    """The least important task that goes on over these weeks rests in them."""
    begin = state.begin
    end = datetime.combine(state.edges[state.inside.stop], datetime.min.time())
    for part in state.parts:
        task, calendar = part.task, part.line.calendar
        if task.elapsed or task.start >= begin or task.finish <= begin:
            continue
        resume = _room_again(state, part, end)
        worked = calendar.between(task.start, begin)
        done = round(task.duration_minutes * task.percent_complete)
        rest = calendar.between(begin, resume)
        if worked <= done or worked >= task.duration_minutes or rest <= 0:
            continue
        params = {
            "first": calendar.next_working(begin).date(),
            "day": calendar.next_working(resume).date(),
            **_named(part),
        }
        yield Priced(
            WayKind.SPLIT, Reason(SPLIT, params), "split_task", (task.id, worked, rest),
            priority=part.project.priority,
        )  # fmt: skip
        return
    yield Priced(WayKind.SPLIT, Reason(NO_SPLIT))


def _room_again(state: State, part: Part, end: datetime) -> datetime:
    """The first week behind the conflict in which the person has room for the task's week."""
    person = state.conflict.person_id
    asked, capacity = state.asked(person), state.capacity(person)
    most = max((part.minutes[week] for week in state.inside), default=0.0)
    for week in range(state.inside.stop, len(state.edges) - 1):
        others = asked[week] - part.minutes[week]
        if others + most <= capacity[week] * state.limit + NEARLY:
            return datetime.combine(state.edges[week], datetime.min.time())
    return end


def ask_for_less(state: State) -> Iterator[Priced]:
    """The least important task that can be done with so much less of the person."""
    person = state.conflict.person_id
    asked, capacity = state.asked(person), state.capacity(person)
    for part in state.parts:
        if part.task.elapsed or part.line.units <= LEAST_UNITS:
            continue
        shares = [
            max(0.0, 1 - max(0.0, asked[week] - capacity[week] * state.limit) / part.minutes[week])
            for week in state.inside
            if part.minutes[week] > 0
        ]
        units = floor(part.line.units * min(shares, default=0.0) / UNIT_STEP + 1e-9) * UNIT_STEP
        if not LEAST_UNITS - 1e-9 <= units < part.line.units:
            continue
        left = part.task.duration_minutes * (1 - part.task.percent_complete)
        more = round(left * (part.line.units / units - 1))
        params = {
            "units": f"{units:.0%}",
            "before": f"{part.line.units:.0%}",
            "days": round(more / state.computed.calendar.minutes_per_day, 1),
            **_named(part),
        }
        yield Priced(
            WayKind.REDUCE, Reason(LESS, params), "ask_less", (part.line.id, round(units, 4)),
            priority=part.project.priority,
        )  # fmt: skip
        return
    yield Priced(WayKind.REDUCE, Reason(NO_LESS))


def _named(part: Part) -> dict[str, Any]:
    return {
        "task": f"{part.task.wbs} {part.task.name}".strip(),
        "project": part.project.code,
        "priority": part.project.priority,
    }


def _days(state: State, minutes: int) -> dict[str, Any]:
    """Working days in a sentence."""
    days = round(minutes / state.computed.calendar.minutes_per_day, 1)
    return {"text": "{days} days", "params": {"days": float(days)}}
