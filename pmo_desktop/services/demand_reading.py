"""Reads what is asked of people's time, and what they have, by plain SQL.

Asking are: the people of unfinished tasks of active projects, and bookings of active projects or of
none; where wished also candidates, projects that are proposed. A task's dates are those of the
schedule, in which what is done has been counted; its people are asked for their units in the
working time of the calendar that it is worked in. Plain `sqlite3`, as the start reads so too.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from pmo_desktop.domain.base_calendars import AS_BASE
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.capacity import NOTHING, PersonTime, Span, capacity_steps, spans
from pmo_desktop.domain.demand import (
    FLAT_SHAPES,
    MOST_PEOPLE,
    DemandKind,
    Line,
    day_bounds,
    gaps_between,
    stretches,
)
from pmo_desktop.domain.gaps import Gaps, parse_gaps
from pmo_desktop.domain.load import Booking
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.task_calendars import People, TaskCalendars, people_by_task
from pmo_desktop.domain.timeline import instant_of

ASKING = (ProjectState.ACTIVE.value,)
ASKING_ALL = (*ASKING, ProjectState.PROPOSED.value)

# What makes no sense counts as nothing: less than nobody would hide what others ask for, and more
# than anybody has would hide that it is too much. `services.load_findings` tells of it.
SENSIBLE = f"CASE WHEN {{0}} BETWEEN 0 AND {MOST_PEOPLE} THEN {{0}} ELSE 0 END"
ASSIGNED = f"""
SELECT a.id, a.task_id, a.person_id, {SENSIBLE.format("a.units")}, max(a.work_minutes, 0), a.start,
       a.finish, a.delay_minutes, a.contour, a.firm, t.project_id, t.start, t.finish, t.name,
       t.calendar_id, t.ignores_people, t.elapsed, t.gaps, p.calendar_id, p.state
FROM assignment a JOIN task t ON t.id = a.task_id JOIN project p ON p.id = t.project_id
JOIN person h ON h.id = a.person_id
WHERE p.state IN (SELECT value FROM json_each(?)) AND t.kind = 'task' AND t.active
  AND t.percent_complete < 1 AND h.kind = 'work'
  AND coalesce(a.start, t.start) < ? AND coalesce(a.finish, t.finish) > ?
"""
BOOKED = f"""
SELECT b.id, b.project_id, b.person_id, b.skill_id, b.level, b.role, b.department_id, b.first,
       b.last, {SENSIBLE.format("b.units")}, max(b.work_minutes, 0), b.firm, p.state, h.calendar_id
FROM booking b LEFT JOIN project p ON p.id = b.project_id LEFT JOIN person h ON h.id = b.person_id
WHERE (b.project_id IS NULL OR p.state IN (SELECT value FROM json_each(?)))
  AND b.first <= ? AND b.last >= ? AND b.first <= b.last AND coalesce(h.kind, 'work') = 'work'
"""
OWN_CALENDARS = "SELECT id, calendar_id FROM person WHERE calendar_id IS NOT NULL AND kind = 'work'"
TOGETHER = """
SELECT a.task_id, a.person_id FROM assignment a JOIN person h ON h.id = a.person_id
WHERE h.kind = 'work' AND a.task_id IN (
  SELECT a.task_id FROM assignment a JOIN person h ON h.id = a.person_id
  WHERE h.calendar_id IS NOT NULL AND h.kind = 'work')
"""
PEOPLE = f"""
SELECT id, {SENSIBLE.format("capacity")}, calendar_id, joined, left_on, placeholder,
       active FROM person
WHERE kind = 'work'
"""
RANGES = f"""
SELECT person_id, first, last, {SENSIBLE.format("capacity")} FROM person_capacity ORDER BY id
"""
ABSENCES = "SELECT person_id, first, last, max(share, 0) FROM absence"
WEEKS = "SELECT id, week, base_id FROM working_calendar"


class WorkedTask(NamedTuple):
    """What decides when a task is worked on."""

    id: int
    name: str
    calendar_id: int | None
    ignores_people: bool


def people_of_tasks(connection: sqlite3.Connection, own: Mapping[int, int] | None = None) -> People:
    """As `domain.task_calendars` takes them."""
    if own is None:
        own = dict(connection.execute(OWN_CALENDARS).fetchall())
    return people_by_task(connection.execute(TOGETHER).fetchall(), own) if own else {}


def read_lines(
    connection: sqlite3.Connection,
    known: Mapping[int | None, Calendar],
    first: date,
    last: date,
    *,
    candidates: bool = False,
    only: str = "",
) -> list[Line]:
    """All lines that touch the days from `first` to `last`, both included; of the assignments
    `only` those of which this condition holds."""
    worked = TaskCalendars(known, people_of_tasks(connection))
    begin, end = day_bounds(first, last)
    given = states(candidates), str(end), str(begin)
    found = [assigned_line(row, worked) for row in connection.execute(ASSIGNED + only, given)]
    rows = connection.execute(BOOKED, (states(candidates), last.isoformat(), first.isoformat()))
    return [*found, *(_booked_line(row, known) for row in rows)]


def states(candidates: bool) -> str:
    """The states of the projects that ask, as JSON."""
    names = ASKING_ALL if candidates else ASKING
    return "[" + ",".join(f'"{name}"' for name in names) + "]"


def assigned_line(row: tuple[Any, ...], worked: TaskCalendars) -> Line:
    """A row of `ASSIGNED` in the time in which its task is worked."""
    (number, task, person, units, work, own_start, own_finish, delay, contour, firm, project,
     start, finish, name, own_calendar, ignores, elapsed, rests, projects_calendar, state,
     ) = row  # fmt: skip
    calendar = worked.calendar_of(
        WorkedTask(task, name, own_calendar, bool(ignores)), projects_calendar
    )
    begin, end = datetime.fromisoformat(start), datetime.fromisoformat(finish)
    gaps = parse_gaps(rests) if rests else ()
    if gaps and elapsed:
        gaps = _in_working_time(begin, end, gaps, calendar)
    if own_start or own_finish or delay:
        task_span = begin, end
        end = datetime.fromisoformat(own_finish) if own_finish else end
        if own_start:
            begin = datetime.fromisoformat(own_start)
        elif delay:
            begin = calendar.next_working(calendar.add(begin, delay))
        if gaps:
            gaps = _cut(task_span, (begin, end), gaps, calendar)
    return Line(
        DemandKind.TASK, number, task, person, None, "", None, None, project, begin, end, units,
        calendar, gaps, contour, work, bool(firm), state not in ASKING,
    )  # fmt: skip


def firm_bookings(lines: Iterable[Line]) -> Iterator[Booking]:
    """The lines of people that are no soft ones, as `domain.load` takes them; the project is 0
    where they have none."""
    for line in lines:
        if line.person_id is not None and not line.soft:
            contour = "" if line.contour in FLAT_SHAPES else line.contour
            yield Booking(
                line.person_id, line.project_id or 0, line.start, line.finish, line.units,
                line.calendar, line.gaps, contour, line.work_minutes,
            )  # fmt: skip


def _in_working_time(begin: datetime, end: datetime, gaps: Gaps, calendar: Calendar) -> Gaps:
    """The gaps of a task that goes on round the clock, in working minutes of its calendar."""
    line = calendar.line.worked
    first, last = instant_of(begin), instant_of(end)
    whole = [(line(a), line(b)) for a, b in stretches(first, last, gaps)]
    return gaps_between(line(first), line(last), whole)


def _cut(
    task: tuple[datetime, datetime], own: tuple[datetime, datetime], gaps: Gaps, calendar: Calendar
) -> Gaps:
    """The gaps of a task as they lie for somebody who comes later or leaves sooner."""
    line = calendar.line.worked
    first, last, begin, end = (line(instant_of(moment)) for moment in (*task, *own))
    whole = [(max(a, begin), min(b, end)) for a, b in stretches(first, max(last, end), gaps)]
    return gaps_between(begin, end, [(a, b) for a, b in whole if a < b])


def _booked_line(row: tuple[Any, ...], known: Mapping[int | None, Calendar]) -> Line:
    (number, project, person, skill, level, role, department, first, last, units, work, firm,
     state, own) = row  # fmt: skip
    begin, end = day_bounds(date.fromisoformat(first), date.fromisoformat(last))
    kind = DemandKind.DUTY if project is None else DemandKind.BOOKING
    calendar = known.get(own) or known[None]
    return Line(
        kind, number, None, person, skill, role, level, department, project, begin, end, units,
        calendar, work_minutes=work, firm=bool(firm),
        candidate=state == ProjectState.PROPOSED.value,
    )  # fmt: skip


def read_times(
    connection: sqlite3.Connection, known: Mapping[int | None, Calendar]
) -> dict[int, PersonTime]:
    """What everybody has who is no material and no cost; nothing has who works by a calendar that
    has no working time."""
    idle = idle_calendars(connection)
    ranges, away = _spans(connection, RANGES), _spans(connection, ABSENCES)
    found = {}
    for number, capacity, own, joined, left_on, placeholder, active in connection.execute(PEOPLE):
        calendar = known.get(own) or known[None]
        steps = NOTHING
        if active and not placeholder and own not in idle:
            steps = capacity_steps(
                capacity, ranges.get(number, ()), away.get(number, ()), _day(joined), _day(left_on)
            )
        found[number] = PersonTime(number, calendar, steps)
    return found


def idle_calendars(connection: sqlite3.Connection) -> frozenset[int]:
    """The calendars in whose week nobody ever works, which nothing can be computed with."""
    texts = {number: (week, base) for number, week, base in connection.execute(WEEKS)}

    def is_idle(number: int, above: frozenset[int]) -> bool:
        week, base = texts[number]
        hours = {part.strip() for part in week.split(";")} - {""}
        if not hours:
            return True
        stands = hours == {AS_BASE} and base in texts and base not in above
        return stands and is_idle(base, above | {number})

    return frozenset(number for number in texts if is_idle(number, frozenset({number})))


def _spans(connection: sqlite3.Connection, statement: str) -> dict[int, list[Span]]:
    rows: dict[int, list[tuple[date, date | None, float]]] = defaultdict(list)
    for person, first, last, share in connection.execute(statement):
        rows[person].append((date.fromisoformat(first), _day(last), share))
    return {person: spans(theirs) for person, theirs in rows.items()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def last_day(first: date, weeks: int) -> date:
    """The last day of so many weeks."""
    return first + timedelta(weeks=weeks, days=-1)
