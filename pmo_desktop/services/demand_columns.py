"""All that is asked of people, as columns for `domain.load_matrix`.

The database hands out each column as one text, which numpy takes apart: a hundred thousand rows as
Python objects would cost more than all that is then reckoned. Few assignments are more than units
or work between their task's dates; these (`odd`), and bookings, are read line by line.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.demand import Line, day_bounds
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.load_matrix import Columns, Floats, Ints, Places
from pmo_desktop.domain.task_calendars import TaskCalendars
from pmo_desktop.services.demand_reading import (
    ASKING,
    SENSIBLE,
    WorkedTask,
    people_of_tasks,
    read_lines,
    states,
)

# A split task's id is below 0. The plus keeps the database from going project by project.
TASKS = """
SELECT group_concat(CASE WHEN t.gaps = '' THEN t.id ELSE -t.id END), group_concat(t.project_id),
       group_concat(substr(t.start, 1, 16), ''), group_concat(substr(t.finish, 1, 16), '')
FROM task t
WHERE +t.project_id IN (SELECT id FROM project WHERE state IN (SELECT value FROM json_each(?)))
  AND t.kind = 'task' AND t.active AND t.percent_complete < 1 AND t.start < ? AND t.finish > ?
"""
# The person of an odd assignment is 0, the task of a soft one below 0; whole units are whole
# numbers, which are written and read several times as fast.
ASSIGNED = f"""
SELECT group_concat(CASE WHEN firm THEN task_id ELSE -task_id END),
       group_concat(CASE WHEN start IS NULL AND finish IS NULL AND delay_minutes = 0
                         AND contour IN ('', 'flat', 'own') THEN person_id ELSE 0 END),
       group_concat(CASE units WHEN 1 THEN 1 ELSE {SENSIBLE.format("units")} END),
       count(work_minutes)
FROM assignment
"""
WORK = "SELECT group_concat(coalesce(max(work_minutes, 0), -1)) FROM assignment"
ODD = """ AND (a.start IS NOT NULL OR a.finish IS NOT NULL OR a.delay_minutes <> 0
  OR a.contour NOT IN ('', 'flat', 'own') OR t.gaps <> '')
"""
NONE = " AND 0"
PROJECTS = "SELECT id, calendar_id, state FROM project"
WORKERS = "SELECT id FROM person WHERE kind = 'work'"
APART = """
SELECT id, name, calendar_id, ignores_people, project_id FROM task
WHERE calendar_id IS NOT NULL
UNION SELECT t.id, t.name, t.calendar_id, t.ignores_people, t.project_id
FROM assignment a JOIN person h ON h.id = a.person_id JOIN task t ON t.id = a.task_id
WHERE h.calendar_id IS NOT NULL AND h.kind = 'work'
"""
WIDTH = len("2026-11-23 09:00")
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Asked:
    """Entries with their `person`, `task` and `project` (ids), and whether each is `soft`; `when`
    has their times (its rows are nothing yet); `odd` are the lines that are not among them."""

    person: Ints
    task: Ints
    project: Ints
    soft: NDArray[np.bool_]
    when: Columns
    odd: list[Line]

    def columns(self, row: Ints) -> Columns:
        """The entries in these rows; below 0: in none."""
        chosen, when = row >= 0, self.when
        if chosen.all():
            return replace(when, row=row)
        return Columns(
            row[chosen],
            when.moments,
            when.start[chosen],
            when.finish[chosen],
            when.units[chosen],
            None if when.work is None else when.work[chosen],
            None if when.calendar is None else when.calendar[chosen],
        )


def read_columns(
    connection: sqlite3.Connection,
    known: Mapping[int | None, Calendar],
    places: Places,
    first: date,
    last: date,
    *,
    candidates: bool = False,
) -> Asked:
    """All that touches the days from `first` to `last`, both included; see
    `services.demand_reading`."""
    begin, end = day_bounds(first, last)
    wanted = states(candidates)
    tasks = connection.execute(TASKS, (wanted, str(end), str(begin))).fetchone()
    assigned = connection.execute(ASSIGNED).fetchone()
    task, project = _whole(tasks[0]), _whole(tasks[1])
    moments, codes = np.unique(
        np.concatenate([_moments(tasks[2]), _moments(tasks[3])]), return_inverse=True
    )
    starts, finishes = codes[: len(task)], codes[len(task) :]
    of_task, person = _whole(assigned[0]), _whole(assigned[1])
    soft, of_task = of_task < 0, np.abs(of_task)
    at = _places(np.maximum(task, 0), of_task)
    kept = (at >= 0) & _worker(connection, person)
    at = at[kept]
    calendar_of, candidate_of = _of_projects(connection, known, places)
    calendar, its_project = calendar_of[project], project[at]
    apart = _apart(connection, known, places)
    if apart:
        where = _places(np.maximum(task, 0), np.array(list(apart), np.intp))
        own = np.array(list(apart.values()), np.intp)
        calendar[where[where >= 0]] = own[where >= 0]
    when = Columns(
        at,
        moments,
        starts[at],
        finishes[at],
        _numbers(assigned[2])[kept],
        _work(connection)[kept] if assigned[3] else None,
        calendar[at] if len(places.calendars) > 1 else None,
    )
    is_odd = bool((task < 0).any() or not person.all())
    odd = read_lines(
        connection, known, first, last, candidates=candidates, only=ODD if is_odd else NONE
    )
    soft = soft[kept] | candidate_of[its_project]
    return Asked(person[kept], task[at], its_project, soft, when, odd)


def _places(ids: Ints, wanted: Ints) -> Ints:
    """Where in `ids` each of the wanted ones stands; -1: nowhere, nor where the id is below 1."""
    table = np.full(int(max(ids.max(initial=0), wanted.max(initial=0))) + 1, -1, np.intp)
    table[ids] = np.arange(len(ids))
    table[0] = -1
    found: Ints = table[wanted]
    return found


def _work(connection: sqlite3.Connection) -> Floats:
    found = _numbers(connection.execute(WORK).fetchone()[0])
    return np.where(found < 0, np.nan, found)


def _whole(text: str | None) -> Ints:
    return np.fromstring(text or "", dtype=np.intp, sep=",")


def _numbers(text: str | None) -> Floats:
    return np.fromstring(text or "", dtype=np.float64, sep=",")


def _moments(text: str | None) -> NDArray[np.int64]:
    """Instants of moments (`2026-11-23 09:00`), written one behind the other."""
    digits = np.frombuffer((text or "").encode("ascii"), np.uint8).reshape(-1, WIDTH) - ord("0")
    year, month, day = _number(digits, 0, 4), _number(digits, 5, 7), _number(digits, 8, 10)
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) + day - 1 + EPOCH
    return days * MINUTES_IN_DAY + _number(digits, 11, 13) * 60 + _number(digits, 14, 16)


def _number(digits: NDArray[np.uint8], begin: int, end: int) -> NDArray[np.int64]:
    found = np.zeros(len(digits), np.int64)
    for column in range(begin, end):
        found = found * 10 + digits[:, column]
    return found


def _worker(connection: sqlite3.Connection, person: Ints) -> NDArray[np.bool_]:
    ids = [row[0] for row in connection.execute(WORKERS)]
    found = np.zeros(int(max(person.max(initial=0), *ids, 0)) + 1, np.bool_)
    found[ids] = True  # not at 0, which is the person of odd assignments
    return found[person]


def _of_projects(
    connection: sqlite3.Connection, known: Mapping[int | None, Calendar], places: Places
) -> tuple[Ints, NDArray[np.bool_]]:
    """By the projects' ids: the place of each one's calendar, and which are candidates."""
    rows = connection.execute(PROJECTS).fetchall()
    most = max((row[0] for row in rows), default=0) + 1
    calendar, candidate = np.zeros(most, np.intp), np.zeros(most, np.bool_)
    for number, own, state in rows:
        calendar[number] = places.place(known.get(own) or known[None])
        candidate[number] = state not in ASKING
    return calendar, candidate


def _apart(
    connection: sqlite3.Connection, known: Mapping[int | None, Calendar], places: Places
) -> dict[int, int]:
    """Of the tasks that are not worked in their project's calendar the place of the one that they
    are worked in."""
    rows = connection.execute(APART).fetchall()
    if not rows:
        return {}
    projects = {row[0]: row[1] for row in connection.execute(PROJECTS)}
    worked = TaskCalendars(known, people_of_tasks(connection))
    return {
        row[0]: places.place(
            worked.calendar_of(WorkedTask(row[0], row[1], row[2], bool(row[3])), projects[row[4]])
        )
        for row in rows
    }
