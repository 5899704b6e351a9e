"""Who could take what is asked of nobody yet: a generic booking, or a placeholder's part.

Candidates are ranked by what they can do first (the skill at its level, then at any, then the
role), then by how much of the demand fits into what firm demand leaves them of each week, then by
department, then by what an hour costs. Nobody is left out in silence who has the skill or the role.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.demand import Line, minutes
from pmo_desktop.domain.demand_sums import Sums
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.money import from_minor
from pmo_desktop.models import Assignment, Booking
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.demand_reading import read_lines, read_times
from pmo_desktop.services.office import office_row
from pmo_desktop.services.pool_groups import Member, Pool, read_pool
from pmo_desktop.services.pool_time import connection_of
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.storage.bulk import bulk_update, table_of

ASSIGNMENTS, BOOKINGS = table_of(Assignment), table_of(Booking)
DAYS = 7
FITS = 0.995
RATES = """
SELECT person_id, from_day, standard_minor FROM person_rate WHERE rate_table = 'A'
ORDER BY coalesce(from_day, '')
"""
GONE = "This row is no longer there: it was removed in the meantime."


class Wanted(NamedTuple):
    """What is asked for; of an assignment to a placeholder what the placeholder stands for."""

    skill: int | None
    level: int
    role: str
    department: int | None
    line: Line


@dataclass(frozen=True)
class Candidate:
    """`level` is None where no skill is asked for, 0 where the person has it not; `fit` how much of
    the demand lies in free time, 0..1; `rate` what an hour costs (None: unknown)."""

    person_id: int
    name: str
    role: str
    department: str
    level: int | None
    fit: float
    rate: Decimal | None
    reasons: tuple[Reason, ...]


def candidates(session: Session, table: str, row_id: int, limit: int = 12) -> tuple[Candidate, ...]:
    """The best for a `booking` or an `assignment`. Raises `Refused` where it is gone."""
    connection, known = connection_of(session), calendars(session)
    lines = read_lines(connection, known, date.min, date.max, candidates=True)
    wanted = _wanted(session, table, row_id, lines)
    pool, times = read_pool(connection), read_times(connection, known)
    asked: dict[int, list[Line]] = {}
    for line in lines:
        touches = line.start < wanted.line.finish and line.finish > wanted.line.start
        if line.person_id is not None and not line.soft and touches and line != wanted.line:
            asked.setdefault(line.person_id, []).append(line)
    rates = _rates(connection.execute(RATES).fetchall(), wanted.line.start.date())
    currency = office_row(session).currency
    weeks = _weeks(wanted.line)
    found = []
    for person in pool.people:
        if not times[person.id].ever or person.id == wanted.line.person_id:
            continue
        level = None
        if wanted.skill is not None:
            level = pool.held.get(person.id, {}).get(wanted.skill, 0)
        can = bool(level) or bool(wanted.role and person.role == wanted.role)
        if wanted.skill is None and not wanted.role:
            can = wanted.department is None or person.department_id == wanted.department
        if can:
            fit = _fit(wanted.line, weeks, times[person.id], asked.get(person.id, ()))
            minor = rates.get(person.id)
            rate = None if minor is None else from_minor(minor, currency)
            found.append(_candidate(person, pool, wanted, level, fit, rate))
    found.sort(key=lambda one: _rank(one, wanted, pool))
    return tuple(found[:limit])


def assign(session: Session, table: str, row_id: int, person_id: int) -> None:
    """Give a `booking`, or an `assignment` of a placeholder, to a person. Raises `Refused` where it
    is gone, or the person works on that task already."""
    times = read_times(connection_of(session), calendars(session))
    if person_id not in times or not times[person_id].ever:
        raise Refused("This person has no working time to give.")
    if table == "booking":
        if not bulk_update(session, Booking, [{"id": row_id, "person_id": person_id}]):
            raise Refused(GONE)
        return
    row = session.connection().execute(
        select(ASSIGNMENTS.c.task_id).where(ASSIGNMENTS.c.id == row_id)
    )
    task = row.scalar_one_or_none()
    if task is None:
        raise Refused(GONE)
    there = select(ASSIGNMENTS.c.id).where(
        ASSIGNMENTS.c.task_id == task, ASSIGNMENTS.c.person_id == person_id
    )
    if session.connection().execute(there).first() is not None:
        raise Refused("This person works on the task already: change their units there.")
    bulk_update(session, Assignment, [{"id": row_id, "person_id": person_id}])
    project = connection_of(session).execute("SELECT project_id FROM task WHERE id = ?", (task,))
    reschedule(session, [project.fetchone()[0]])


def _wanted(session: Session, table: str, row_id: int, lines: Sequence[Line]) -> Wanted:
    found = [
        line
        for line in lines
        if line.id == row_id and (line.task_id is None) == (table == "booking")
    ]
    if not found:
        raise Refused(GONE)
    line = found[0]
    if line.person_id is None or line.skill_id is not None or line.role:
        return Wanted(line.skill_id, line.level or 1, line.role, line.department_id, line)
    pool = read_pool(connection_of(session))
    person = next(one for one in pool.people if one.id == line.person_id)
    skill, level = next(iter(pool.held.get(person.id, {}).items()), (None, 1))
    return Wanted(skill, level, person.role, person.department_id, line)


def _weeks(line: Line) -> Sums:
    """Of each stretch of seven days from the line's first on."""
    first, end = line.start.toordinal(), (line.finish - timedelta(minutes=1)).toordinal() + 1
    return Sums([day * MINUTES_IN_DAY for day in (*range(first, end, DAYS), end)])


def _fit(line: Line, weeks: Sums, time: PersonTime, others: Sequence[Line]) -> float:
    """How much of what is asked lies within what is free of each week, 0..1."""
    whole, taken = minutes(line), weeks.nothing()
    for one in others:
        weeks.add(taken, one)
    free = (has - gone for has, gone in zip(time.over(weeks.edges), taken, strict=True))
    room = sum(min(asked, max(0.0, left)) for asked, left in zip(weeks.of(line), free, strict=True))
    return room / whole if whole else 0.0


def _rates(rows: Sequence[tuple[int, str | None, int]], day: date) -> Mapping[int, int]:
    """What an hour of each costs on a day, in minor units."""
    found: dict[int, int] = {}
    for person, from_day, minor in rows:
        if from_day is None or date.fromisoformat(from_day) <= day:
            found[person] = minor
    return found


def _candidate(
    person: Member,
    pool: Pool,
    wanted: Wanted,
    level: int | None,
    fit: float,
    rate: Decimal | None,
) -> Candidate:
    reasons = []
    if wanted.skill is not None and level is not None:
        params = {
            "skill": pool.skills.get(wanted.skill, ""),
            "level": level,
            "needed": wanted.level,
        }
        rule = "{skill}: level {level}, {needed} is asked for"
        reasons.append(Reason(rule if level else "Has the role, but not {skill}", params))
    if wanted.role and person.role == wanted.role:
        reasons.append(Reason("The same role: {role}", {"role": person.role}))
    free = Reason("{share} of it fits into free time", {"share": f"{fit:.0%}"})
    reasons.append(free if fit < FITS else Reason("Free for all of it", {}))
    if wanted.department is not None and person.department_id == wanted.department:
        reasons.append(Reason("Of the same department", {}))
    department = pool.departments.get(person.department_id or 0, "")
    return Candidate(
        person.id, person.name, person.role, department, level, fit, rate, tuple(reasons)
    )


def _rank(one: Candidate, wanted: Wanted, pool: Pool) -> tuple[object, ...]:
    able = 0 if one.level is None or one.level >= wanted.level else 1 if one.level else 2
    department = pool.departments.get(wanted.department or 0, "")
    elsewhere = bool(department) and one.department != department
    dear = one.rate is None, one.rate or Decimal(0)
    return able, -round(one.fit, 2), elsewhere, *dear, one.name
