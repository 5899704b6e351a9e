"""Which lines of demand the database has, and what people have to give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.demand import DemandKind, minutes
from pmo_desktop.models import (
    Absence,
    Assignment,
    Booking,
    Person,
    PersonCapacity,
    Project,
    Skill,
    Task,
    WorkingCalendar,
)
from pmo_desktop.services.demand_lines import demand_lines
from pmo_desktop.services.editing import add
from pmo_desktop.services.pool_time import people_time
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

X = Title("x")
MONDAY, FRIDAY = date(2026, 12, 7), date(2026, 12, 11)
HOUR = 60


def put(session: Session, *rows: Any) -> None:
    session.add_all(rows)
    session.flush()


def set_columns(session: Session, model: type, **columns: Any) -> None:
    for row in session.scalars(select(model)):
        for column, value in columns.items():
            setattr(row, column, value)
    session.flush()


def booking(**columns: Any) -> Booking:
    return Booking(uid=str(columns), first=MONDAY, last=FRIDAY, **columns)


@pytest.fixture
def build(workspace: Workspace) -> Workspace:
    """Ann works a week on a task of a project that is worked on."""
    given = {"code": "P-1", "name": "Depot", "state": "active"}
    project = workspace.edit(X, add, "project", given).result
    dates = {"start": datetime(2026, 12, 7, 9), "finish": datetime(2026, 12, 11, 18)}
    workspace.edit(X, add, "task", {"name": "Dig", "people": ("Ann",), **dates}, project)
    return workspace


def hours(workspace: Workspace, **wanted: Any) -> list[float]:
    return [minutes(line) / HOUR for line in workspace.query(demand_lines, **wanted)]


def test_an_assignment_asks_for_the_task_s_time(build: Workspace) -> None:
    (line,) = build.query(demand_lines)
    assert (line.kind, line.task_id, line.person_id) == (DemandKind.TASK, 1, 1)
    assert minutes(line) == 40 * HOUR
    assert not line.soft


@pytest.mark.parametrize(
    ("columns", "asked"),
    [
        ({"units": 0.5}, 20),
        ({"work_minutes": 600}, 10),
        ({"start": datetime(2026, 12, 9, 9)}, 24),
        ({"finish": datetime(2026, 12, 8, 18)}, 16),
        ({"delay_minutes": 960}, 24),
    ],
)
def test_an_assignment_s_own_dates_units_and_work_count(
    build: Workspace, columns: dict[str, Any], asked: int
) -> None:
    build.edit(X, set_columns, Assignment, **columns)
    assert hours(build) == [asked]


def test_who_comes_later_has_the_rest_of_the_task_s_gaps(build: Workspace) -> None:
    build.edit(X, set_columns, Task, gaps="480+960")
    assert hours(build) == [24.0]
    build.edit(X, set_columns, Assignment, start=datetime(2026, 12, 9, 9))
    # Wednesday rests still; Thursday and Friday are left.
    assert hours(build) == [16.0]


def test_gaps_of_a_task_round_the_clock_are_hours_of_the_clock(build: Workspace) -> None:
    build.edit(X, set_columns, Task, elapsed=True, gaps=f"{15 * HOUR}+{24 * HOUR}")
    # From Monday midnight it rests a day.
    assert hours(build) == [32.0]


def test_what_is_done_or_not_worked_on_asks_for_nobody(build: Workspace) -> None:
    build.edit(X, set_columns, Project, state="on_hold")
    assert hours(build, candidates=True) == []
    build.edit(X, set_columns, Project, state="active")
    build.edit(X, set_columns, Task, percent_complete=1.0)
    assert hours(build) == []


def test_candidates_are_soft_and_only_there_where_asked_for(build: Workspace) -> None:
    build.edit(X, set_columns, Project, state="proposed")
    assert hours(build) == []
    (line,) = build.query(demand_lines, candidates=True)
    assert (line.soft, line.candidate, line.firm) == (True, True, True)


def test_bookings_ask_for_people_or_for_a_skill(build: Workspace) -> None:
    build.edit(X, put, Skill(uid="s", name="Drilling"))
    build.edit(X, put, booking(project_id=1, skill_id=1, level=3, units=2.0, firm=False),
               booking(person_id=1, kind="operations", work_minutes=300))  # fmt: skip
    _, generic, duty = build.query(demand_lines)
    assert (generic.kind, generic.skill_id, generic.level) == (DemandKind.BOOKING, 1, 3)
    assert generic.soft
    assert minutes(generic) == 80 * HOUR
    assert (duty.kind, duty.project_id, minutes(duty)) == (DemandKind.DUTY, None, 300)


def test_only_lines_that_touch_the_days_are_there(build: Workspace) -> None:
    build.edit(X, put, booking(person_id=1))
    assert len(hours(build, first=FRIDAY, last=FRIDAY)) == 2
    assert hours(build, first=date(2026, 12, 12)) == []
    assert hours(build, last=date(2026, 12, 6)) == []


def test_everybody_has_what_their_rows_say(build: Workspace) -> None:
    build.edit(X, set_columns, Person, capacity=0.5, left_on=date(2026, 12, 10))
    build.edit(
        X,
        put,
        PersonCapacity(person_id=1, first=date(2026, 12, 8), capacity=1.0),
        Absence(uid="a", person_id=1, first=date(2026, 12, 9), last=date(2026, 12, 9)),
    )
    ann = build.query(people_time)[1]
    week = [ann.share_on(date(2026, 12, day)) for day in range(7, 12)]
    assert week == [0.5, 1.0, 0.0, 1.0, 0.0]
    assert ann.minutes(datetime(2026, 12, 7), datetime(2026, 12, 14)) == 20 * HOUR


@pytest.mark.parametrize("columns", [{"placeholder": True}, {"active": False}])
def test_who_is_not_there_has_nothing(build: Workspace, columns: dict[str, Any]) -> None:
    build.edit(X, set_columns, Person, **columns)
    assert not build.query(people_time)[1].ever


def test_no_line_asks_for_less_than_nothing_or_for_more_people_than_there_are(
    build: Workspace,
) -> None:
    build.edit(X, put, booking(person_id=1, units=-2), booking(person_id=1, units=1e12))
    build.edit(X, put, booking(person_id=1, work_minutes=-600))
    assert hours(build) == [40, 0, 0, 0]
    for units in (-1.0, 1e12):
        build.edit(X, set_columns, Assignment, units=units)
        assert hours(build)[0] == 0
    build.edit(X, set_columns, Person, capacity=-1.0)
    assert not build.query(people_time)[1].ever


@pytest.mark.parametrize("week", [";;;;;;", "*;*;*;*;*;*;*"])
def test_who_works_by_a_calendar_without_working_time_has_nothing_to_give(
    build: Workspace, week: str
) -> None:
    def idle(session: Session) -> None:
        base = WorkingCalendar(uid="n", name="Never", week=";;;;;;")
        put(session, base)
        own = WorkingCalendar(uid="o", name="Own", week=week, base_id=base.id)
        put(session, own)
        set_columns(session, Person, calendar_id=own.id)

    build.edit(X, idle)
    time = build.query(people_time)[1]
    assert time.minutes(datetime(2026, 12, 7), datetime(2026, 12, 14)) == 0
