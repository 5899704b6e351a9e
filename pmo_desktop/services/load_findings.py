"""What is wrong with demand and pool, each finding with the rows that it is about. The sums are
right all the same: what cannot be worked is asked for and has no capacity, or is nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.demand import MOST_PEOPLE, Line, worked_minutes
from pmo_desktop.domain.health import Reason
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.demand_reading import (
    idle_calendars,
    read_lines,
    read_times,
    states,
)
from pmo_desktop.services.load_parts import Labels, labels
from pmo_desktop.services.load_shapes import generic_name, generic_of
from pmo_desktop.services.pool_groups import Pool, read_pool
from pmo_desktop.services.pool_time import connection_of

SHOWN_ROWS = 3
UNASSIGNED = """
SELECT t.id, t.project_id, t.wbs, t.name FROM task t
JOIN project p ON p.id = t.project_id
WHERE p.state IN (SELECT value FROM json_each(?)) AND t.kind = 'task' AND t.active
  AND t.percent_complete < 1 AND coalesce(t.work_minutes, t.duration_minutes) > 0 AND t.finish > ?
  AND t.id NOT IN (
    SELECT a.task_id FROM assignment a JOIN person h ON h.id = a.person_id WHERE h.kind = 'work')
ORDER BY p.code, t.project_id, t.position
"""
PEOPLE = """
SELECT id, name, joined, left_on, active, placeholder, calendar_id FROM person WHERE kind = 'work'
"""
PROJECTS = "SELECT id, code, name FROM project"
BACKWARDS = """
SELECT b.id, b.project_id, p.code, b.name, h.name FROM booking b
LEFT JOIN project p ON p.id = b.project_id LEFT JOIN person h ON h.id = b.person_id
WHERE b.first > b.last AND (p.id IS NULL OR p.state IN (SELECT value FROM json_each(?)))
ORDER BY b.id
"""
# What `demand_reading.SENSIBLE` lets count as nothing.
NONSENSE = f"""
SELECT 'assignment', a.id, a.task_id, t.project_id, p.code, trim(t.wbs || ' ' || t.name), h.name
FROM assignment a JOIN task t ON t.id = a.task_id JOIN project p ON p.id = t.project_id
JOIN person h ON h.id = a.person_id
WHERE (a.work_minutes < 0 OR a.work_minutes IS NULL AND a.units NOT BETWEEN 0 AND {MOST_PEOPLE})
  AND h.kind = 'work' AND p.state IN (SELECT value FROM json_each(?))
UNION ALL
SELECT 'booking', b.id, NULL, b.project_id, p.code, b.name, h.name FROM booking b
LEFT JOIN project p ON p.id = b.project_id LEFT JOIN person h ON h.id = b.person_id
WHERE (b.work_minutes < 0 OR b.work_minutes IS NULL AND b.units NOT BETWEEN 0 AND {MOST_PEOPLE})
  AND (p.id IS NULL OR p.state IN (SELECT value FROM json_each(?)))
"""


class LoadFindingKind(StrEnum):
    NOBODY = "nobody"
    NO_CAPACITY = "no_capacity"
    AWAY = "away"
    LEAVES = "leaves"
    NOT_YET = "not_yet"
    NO_HOLDER = "no_holder"
    NO_WORKING_TIME = "no_working_time"
    BACKWARDS = "backwards"
    NONSENSE = "nonsense"


@dataclass(frozen=True)
class FoundRow:
    """An assignment, a booking or a task (`table`, `id`); `label` is what it is called."""

    table: str
    id: int
    label: str
    task_id: int | None = None
    project_id: int | None = None


@dataclass(frozen=True)
class LoadFinding:
    kind: LoadFindingKind
    reason: Reason
    rows: tuple[FoundRow, ...]
    person_id: int | None = None
    skill_id: int | None = None


def load_findings(
    session: Session, first: date, last: date, *, candidates: bool = False
) -> tuple[LoadFinding, ...]:
    """Of all that is asked for in the days from `first` to `last`, both included."""
    connection, known = connection_of(session), calendars(session)
    lines = read_lines(connection, known, first, last, candidates=candidates)
    look = _Look(
        read_pool(connection), read_times(connection, known), labels(connection, lines), first,
        idle_calendars(connection),
    )  # fmt: skip
    by_person: dict[int, list[Line]] = {}
    for line in lines:
        if line.person_id is not None:
            by_person.setdefault(line.person_id, []).append(line)
    rows = {row[0]: row[1:] for row in connection.execute(PEOPLE)}
    found = [
        *_unassigned(connection, first, candidates),
        *look.nobody(lines),
        *(one for person, theirs in by_person.items() for one in look.person(person, theirs, rows)),
        *look.skills(lines),
        *look.no_time(lines),
        *_backwards(connection, candidates),
        *_nonsense(connection, candidates),
    ]
    order = list(LoadFindingKind)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


class _Look:
    def __init__(
        self,
        pool: Pool,
        times: Mapping[int, PersonTime],
        words: Labels,
        first: date,
        idle: Collection[int],
    ) -> None:
        self._pool, self._times, self._words, self._first = pool, times, words, first
        self._idle = idle
        self._open = {one.id for one in pool.people if one.placeholder}

    def nobody(self, lines: Iterable[Line]) -> Iterator[LoadFinding]:
        """Bookings that say neither who nor what is wanted."""
        empty = [line for line in lines if line.person_id is None and not any(generic_of(line))]
        if empty:
            rule = "{n} bookings ask for nobody: neither a person nor a skill, role or department"
            yield self._finding(LoadFindingKind.NOBODY, rule, empty, {})

    def person(
        self, person: int, lines: Sequence[Line], people: Mapping[int, tuple[object, ...]]
    ) -> Iterator[LoadFinding]:
        name, joined, left_on, active, placeholder, calendar = people[person]
        time, who = self._times[person], {"name": name}
        if placeholder:
            rule = "“{name}” stands for somebody who is still to be found; {n} rows wait: {rows}"
            yield self._finding(LoadFindingKind.NOBODY, rule, lines, who, person)
        elif not active:
            rule = "{name} is not active any more, but is still asked for: {rows}"
            yield self._finding(LoadFindingKind.NOBODY, rule, lines, who, person)
        elif calendar in self._idle:
            rule = "The calendar of {name} has no working time, but they are asked for: {rows}"
            yield self._finding(LoadFindingKind.NO_CAPACITY, rule, lines, who, person)
        elif not time.ever:
            rule = "{name} has no capacity at all, but is asked for: {rows}"
            yield self._finding(LoadFindingKind.NO_CAPACITY, rule, lines, who, person)
        else:
            yield from self._dates(person, lines, str(name), joined, left_on)

    def _dates(
        self, person: int, lines: Sequence[Line], name: str, joined: object, left_on: object
    ) -> Iterator[LoadFinding]:
        """Who is not there when it is their turn."""
        end = date.fromisoformat(str(left_on)) if left_on else None
        begin = date.fromisoformat(str(joined)) if joined else None
        late = [line for line in lines if end and last_day(line) > end]
        if late:
            rule = "{name} leaves on {day}, in the midst of work that goes on behind it: {rows}"
            params = {"name": name, "day": end}
            yield self._finding(LoadFindingKind.LEAVES, rule, late, params, person)
        early = [line for line in lines if begin and line.start.date() < begin]
        early = [line for line in early if begin and last_day(line) >= self._first]
        early = [line for line in early if begin and begin > self._first]
        if early:
            rule = "{name} only joins on {day}, after this work begins: {rows}"
            params = {"name": name, "day": begin}
            yield self._finding(LoadFindingKind.NOT_YET, rule, early, params, person)
        told = {id(line) for line in (*late, *early)}
        yield from self._away(person, [one for one in lines if id(one) not in told], name)

    def _away(self, person: int, lines: Sequence[Line], name: str) -> Iterator[LoadFinding]:
        """Projects over the whole of whose work the person has nothing to give."""
        time = self._times[person]
        by_project: dict[int, list[Line]] = {}
        for line in lines:
            by_project.setdefault(line.project_id or 0, []).append(line)
        for theirs in by_project.values():
            if any(worked_minutes(line) for line in theirs) and not any(
                time.minutes(line.start, line.finish) for line in theirs
            ):
                rule = "{name} is away whenever {project} asks for them: {rows}"
                project = self._words.project_of(theirs[0])
                if not project:
                    rule = "{name} is away whenever other duties ask for them: {rows}"
                params = {"name": name, "project": project}
                yield self._finding(LoadFindingKind.AWAY, rule, theirs, params, person)

    def skills(self, lines: Iterable[Line]) -> Iterator[LoadFinding]:
        """Skills that are asked for and that nobody who is there has at that level."""
        wanted: dict[tuple[int, int], list[Line]] = {}
        for line in lines:
            if line.person_id is None and line.skill_id is not None:
                wanted.setdefault((line.skill_id, line.level or 1), []).append(line)
            elif line.person_id in self._open and line.person_id is not None:
                for skill, level in list(self._pool.held.get(line.person_id, {}).items())[:1]:
                    wanted.setdefault((skill, level), []).append(line)
        there = [one.id for one in self._pool.people if self._times[one.id].ever]
        for (skill, level), theirs in wanted.items():
            held = [self._pool.held.get(one, {}).get(skill, 0) for one in there]
            if max(held, default=0) < level:
                rule = "Nobody has {skill} at level {level} or above: {rows}"
                params = {"skill": self._pool.skills.get(skill, ""), "level": level}
                yield self._finding(LoadFindingKind.NO_HOLDER, rule, theirs, params, skill_id=skill)

    def no_time(self, lines: Iterable[Line]) -> Iterator[LoadFinding]:
        """Work between whose dates nobody works."""
        found = [
            line
            for line in lines
            if (line.units > 0 or line.work_minutes)
            and line.finish > line.start
            and not worked_minutes(line)
        ]
        if found:
            rule = "{n} rows have no working time between their dates, and count as nothing: {rows}"
            yield self._finding(LoadFindingKind.NO_WORKING_TIME, rule, found, {})

    def _finding(
        self,
        kind: LoadFindingKind,
        rule: str,
        lines: Sequence[Line],
        params: Mapping[str, object],
        person_id: int | None = None,
        skill_id: int | None = None,
    ) -> LoadFinding:
        rows = tuple(self._row(line) for line in lines)
        return finding(kind, rule, rows, params, person_id, skill_id)

    def _row(self, line: Line) -> FoundRow:
        label = self._words.of(line) or generic_name(self._pool, generic_of(line))
        table = "booking" if line.task_id is None else "assignment"
        return FoundRow(table, line.id, label, line.task_id, line.project_id)


def finding(
    kind: LoadFindingKind,
    rule: str,
    rows: tuple[FoundRow, ...],
    params: Mapping[str, object],
    person_id: int | None = None,
    skill_id: int | None = None,
) -> LoadFinding:
    """With the first rows' names in the sentence."""
    names = list(dict.fromkeys(row.label or str(row.id) for row in rows))
    shown = "; ".join(names[:SHOWN_ROWS]) + ("; …" if len(names) > SHOWN_ROWS else "")
    whole = {**params, "n": len(rows), "rows": shown}
    return LoadFinding(kind, Reason(rule, whole), rows, person_id, skill_id)


def _unassigned(
    connection: sqlite3.Connection, first: date, candidates: bool
) -> Iterator[LoadFinding]:
    """Work that nobody does, by project."""
    rows = connection.execute(UNASSIGNED, (states(candidates), first.isoformat())).fetchall()
    called = {row[0]: " ".join(filter(None, row[1:])) for row in connection.execute(PROJECTS)}
    by_project: dict[int, list[FoundRow]] = {}
    for number, project, wbs, name in rows:
        label = " ".join(filter(None, (wbs, name)))
        by_project.setdefault(project, []).append(FoundRow("task", number, label, number, project))
    for project, theirs in by_project.items():
        rule = "{project}: {n} tasks have work and nobody to do it: {rows}"
        yield finding(LoadFindingKind.NOBODY, rule, tuple(theirs), {"project": called[project]})


def _backwards(connection: sqlite3.Connection, candidates: bool) -> Iterator[LoadFinding]:
    """Bookings that end before they begin, and so are of no day."""
    found = tuple(
        FoundRow("booking", number, _called(code, name, who), None, project)
        for number, project, code, name, who in connection.execute(BACKWARDS, (states(candidates),))
    )
    if found:
        rule = "{n} bookings end before they begin, and count as nothing: {rows}"
        yield finding(LoadFindingKind.BACKWARDS, rule, found, {})


def _nonsense(connection: sqlite3.Connection, candidates: bool) -> Iterator[LoadFinding]:
    """What asks for less than nothing, or for more than there can be."""
    wanted = states(candidates)
    found = tuple(
        FoundRow(table, number, _called(code, name, who), task, project)
        for table, number, task, project, code, name, who in connection.execute(
            NONSENSE, (wanted, wanted)
        )
    )
    if found:
        rule = (
            "{n} rows ask for less than nothing or for more than {most} people, and count as"
            " nothing: {rows}"
        )
        yield finding(LoadFindingKind.NONSENSE, rule, found, {"most": MOST_PEOPLE})


def _called(code: str | None, name: str, person: str | None) -> str:
    """`P-2653 1.2 Build: Ann`."""
    return ": ".join(filter(None, (" ".join(filter(None, (code, name))), person)))


def last_day(line: Line) -> date:
    """The last day on which a line may be worked."""
    return (line.finish - timedelta(minutes=1)).date()
