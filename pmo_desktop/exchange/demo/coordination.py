"""What leaders ask of line managers in the demo office, what its people worked, how it was found.

The last weeks have timesheets of most people: what was planned for them, somewhat more or less, and
a meeting here and there. Requests stand in every state, one of them too long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select

from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.requests import ENDED, RequestState
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.demo.draft import Draft
from pmo_desktop.exchange.demo.words import dice, uid, words
from pmo_desktop.models import (
    Assignment,
    AssignmentFeedback,
    Booking,
    Department,
    Person,
    Project,
    ResourceRequest,
    Skill,
    Task,
    TimesheetEntry,
)
from pmo_desktop.services.calendars import office_calendar
from pmo_desktop.services.office import office_row
from pmo_desktop.storage.bulk import bulk_insert, table_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from pmo_desktop.domain.calendars import Calendar

ASSIGNMENTS, TASKS, PROJECTS = table_of(Assignment), table_of(Task), table_of(Project)
PEOPLE, DEPARTMENTS, SKILLS = table_of(Person), table_of(Department), table_of(Skill)
BOOKINGS = table_of(Booking)
WEEKS, FILING_SHARE = 8, 0.6
DAY, STEP, LONGEST_DAY = 480, 30, 600
PACE = (0.75, 1.4)  # how much is worked of what was planned, task by task
MEETING_SHARE = 0.02
FEEDBACK_SHARE, MOST_FEEDBACK = 0.5, 60
RATINGS = ((2, 1), (3, 3), (4, 5), (5, 3))
# Asked how many days ago, answer due how many days after, begins how many days ahead, for how many
# days, what of a person, by what it asks, state.
REQUESTS = (
    (18, 10, 8, 25, 0.5, "person", RequestState.OPEN),
    (4, 8, 15, 32, 0.6, "person", RequestState.OPEN),
    (6, 9, 8, 18, 1.0, "skill", RequestState.OPEN),
    (3, 10, 22, 46, 1.0, "role", RequestState.OPEN),
    (9, 12, 8, 25, 0.5, "person", RequestState.OFFERED),
    (12, 10, 15, 39, 0.8, "skill", RequestState.OFFERED),
    (20, 10, 1, 32, 0.3, "person", RequestState.ACCEPTED),
    (15, 7, 8, 32, 0.2, "person", RequestState.ACCEPTED),
    (16, 7, 8, 18, 1.0, "person", RequestState.DECLINED),
    (25, 7, 1, 18, 0.5, "skill", RequestState.WITHDRAWN),
)


class Worked(NamedTuple):
    """An assignment to a task that was worked on; `finished` whether it is done."""

    task_id: int
    person_id: int
    units: float
    project_id: int
    language: str
    start: datetime
    finish: datetime
    finished: bool


def file_coordination(session: Session, draft: Draft) -> None:
    """File requests, timesheets and feedback; the office shows how people did."""
    _file_requests(session, draft)
    worked = _worked(session, draft)
    _file_timesheets(session, draft, worked)
    _file_feedback(session, draft, worked)
    office_row(session).shows_performance = True
    session.flush()


def _file_requests(session: Session, draft: Draft) -> None:
    rng = dice(draft.seed, "requests")
    connection = session.connection()
    projects = select(PROJECTS.c.id, PROJECTS.c.manager_id, PROJECTS.c.code).where(
        PROJECTS.c.state == ProjectState.ACTIVE.value
    )
    leading = list(connection.execute(projects.order_by(PROJECTS.c.priority, PROJECTS.c.code)))
    led = select(DEPARTMENTS.c.id, DEPARTMENTS.c.manager_id).where(
        DEPARTMENTS.c.manager_id.is_not(None)
    )
    managers = {row.id: row.manager_id for row in connection.execute(led.order_by("id"))}
    people = [
        row
        for row in connection.execute(
            select(PEOPLE).where(PEOPLE.c.active, ~PEOPLE.c.placeholder).order_by(PEOPLE.c.id)
        )
        if row.department_id in managers and row.id not in managers.values()
    ]
    skills = list(connection.execute(select(SKILLS.c.id).order_by(SKILLS.c.id)).scalars())
    if not (leading and people and skills):
        return
    languages = {project.code: project.project.language for project in draft.projects}
    for number, spec in enumerate(REQUESTS):
        project = leading[number % len(leading)]
        language = languages.get(project.code, "zh")
        person = rng.choice(people)
        if spec[-1] is RequestState.ACCEPTED:
            # What was agreed on has room.
            person = _idlest(session, people, draft.status_date + timedelta(days=spec[2] + spec[3]))
        row = _request(rng, draft.status_date, spec, project, person, rng.choice(skills), language)
        row["asked_of_id"] = managers[person.department_id]
        _file_request(session, rng, row)


def _idlest(session: Session, people: Sequence[Any], last: date) -> Any:
    """Whoever is asked for least until this day, of full-time people."""
    statement = (
        select(ASSIGNMENTS.c.person_id, func.sum(ASSIGNMENTS.c.units))
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .where(TASKS.c.percent_complete < 1, TASKS.c.start <= datetime.combine(last, time.max))
        .group_by(ASSIGNMENTS.c.person_id)
    )
    asked = {row[0]: row[1] for row in session.connection().execute(statement)}
    booked = select(BOOKINGS.c.person_id).where(BOOKINGS.c.person_id.is_not(None))
    taken = set(session.connection().execute(booked).scalars())
    able = [one for one in people if one.capacity >= 1 and one.id not in taken] or people
    return min(able, key=lambda one: (asked.get(one.id, 0.0), one.id))


def _request(
    rng: Random, today: date, spec: Sequence[Any], project: Any, person: Any, skill: int,
    language: str,
) -> dict[str, Any]:  # fmt: skip
    ago, due, ahead, days, units, by, state = spec
    lists = words("coordination")
    asked = today - timedelta(days=ago)
    row: dict[str, Any] = {
        "uid": uid(rng), "project_id": project.id, "units": units, "asked_on": asked,
        "first": today + timedelta(days=ahead), "last": today + timedelta(days=ahead + days),
        "due": asked + timedelta(days=due), "asked_by_id": project.manager_id,
        "state": state.value, "note": rng.choice(lists["notes"][language]),
    }  # fmt: skip
    if by == "skill":
        row |= {"skill_id": skill, "level": 3}
    elif by == "role":
        row["role"] = person.role
    if by == "person" or state in (RequestState.OFFERED, RequestState.ACCEPTED):
        row["person_id"] = person.id
    if state is not RequestState.OPEN:
        row["answer"] = rng.choice(lists["answers"][state.value][language])
        row["answered_on"] = min(asked + timedelta(days=due - 2), today)
    return row


def _file_request(session: Session, rng: Random, row: dict[str, Any]) -> None:
    """With its booking, soft or firm, where it still asks for something."""
    if row["state"] not in ENDED:
        shared = ("project_id", "person_id", "skill_id", "level", "role", "first", "last", "units")
        booking = {name: row[name] for name in shared if name in row}
        booking |= {"uid": uid(rng), "firm": row["state"] == RequestState.ACCEPTED}
        row["booking_id"] = bulk_insert(session, Booking, [booking])[0]
    bulk_insert(session, ResourceRequest, [row])


def _worked(session: Session, draft: Draft) -> list[Worked]:
    """What was worked on in the last weeks, by those who file their timesheets."""
    begin = datetime.combine(draft.status_date - timedelta(weeks=WEEKS), time.min)
    languages = {project.code: project.project.language for project in draft.projects}
    statement = (
        select(
            ASSIGNMENTS.c.task_id, ASSIGNMENTS.c.person_id, ASSIGNMENTS.c.units,
            TASKS.c.project_id, PROJECTS.c.code, TASKS.c.start, TASKS.c.finish,
            TASKS.c.percent_complete,
        )
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .join(PROJECTS, PROJECTS.c.id == TASKS.c.project_id)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .where(TASKS.c.kind == TaskKind.TASK.value, TASKS.c.percent_complete > 0)
        .where(PEOPLE.c.active, ~PEOPLE.c.placeholder)
        .where(TASKS.c.finish > begin)
        .order_by(ASSIGNMENTS.c.id)
    )  # fmt: skip
    rows = list(session.connection().execute(statement))
    filing = {
        person for person in sorted({row.person_id for row in rows})
        if dice(draft.seed, "filing", str(person)).random() < FILING_SHARE
    }  # fmt: skip
    return [
        Worked(
            row.task_id, row.person_id, row.units, row.project_id,
            languages.get(row.code, "zh"), row.start, row.finish, row.percent_complete >= 1,
        )
        for row in rows
        if row.person_id in filing
    ]  # fmt: skip


def _file_timesheets(session: Session, draft: Draft, worked: Sequence[Worked]) -> None:
    rng = dice(draft.seed, "timesheets")
    calendar = office_calendar(session)
    first = draft.status_date - timedelta(weeks=WEEKS) + timedelta(days=1)
    rows = [row for one in worked for row in _days(rng, one, calendar, first, draft.status_date)]
    bulk_insert(session, TimesheetEntry, rows)


def _days(
    rng: Random, one: Worked, calendar: Calendar, first: date, last: date
) -> Iterator[dict[str, Any]]:
    pace = rng.uniform(*PACE)
    begin = max(one.start.date(), first)
    end = min((one.finish - timedelta(minutes=1)).date(), last)
    days = (begin + timedelta(days=at) for at in range((end - begin).days + 1))
    for day in filter(calendar.is_working, days):
        minutes = round(one.units * DAY * pace * rng.uniform(0.8, 1.2) / STEP) * STEP
        row = {"uid": uid(rng), "person_id": one.person_id, "day": day}
        if minutes:
            work = {"project_id": one.project_id, "task_id": one.task_id}
            yield {**row, **work, "minutes": min(minutes, LONGEST_DAY)}
        if rng.random() < MEETING_SHARE:
            note = rng.choice(words("coordination")["other_work"][one.language])
            yield {**row, "uid": uid(rng), "minutes": 2 * STEP, "note": note}


def _file_feedback(session: Session, draft: Draft, worked: Sequence[Worked]) -> None:
    """On finished tasks, by their project's leader."""
    rng = dice(draft.seed, "feedback")
    leaders = select(PROJECTS.c.id, PEOPLE.c.name).join(
        PEOPLE, PEOPLE.c.id == PROJECTS.c.manager_id
    )
    names = {row.id: row.name for row in session.connection().execute(leaders)}
    lists = words("coordination")["feedback"]
    ratings, weights = zip(*RATINGS, strict=True)
    rows = []
    for one in worked:
        if not one.finished or rng.random() > FEEDBACK_SHARE:
            continue
        rating = rng.choices(ratings, weights)[0]
        rows.append(
            {
                "uid": uid(rng), "task_id": one.task_id, "person_id": one.person_id,
                "rating": rating, "note": rng.choice(lists[one.language][str(rating)]),
                "author": names.get(one.project_id, ""),
                "made_on": min(one.finish.date() + timedelta(days=3), draft.status_date),
            }
        )  # fmt: skip
    bulk_insert(session, AssignmentFeedback, rows[:MOST_FEEDBACK])
