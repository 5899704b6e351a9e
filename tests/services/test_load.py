"""The load of people who have calendars of their own, and of tasks that have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.models import CalendarDay, Person, Project, Task, WorkingCalendar
from pmo_desktop.services.asked import asked
from pmo_desktop.services.editing import add
from pmo_desktop.services.load import load
from pmo_desktop.services.load_origins import load_origin
from pmo_desktop.services.portfolio import portfolio
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

X = Title("x")
MONDAY = date(2026, 12, 7)
SHORT = ";".join(["09:00-13:00"] * 4 + ["", "", ""])
EARLY = ";".join(["07:00-11:00"] * 5 + ["", ""])


def add_calendar(session: Session, week: str, *off: date) -> int:
    row = WorkingCalendar(uid=week, name=week, week=week, base_id=1)
    session.add(row)
    session.flush()
    session.add_all(CalendarDay(calendar_id=row.id, day=day) for day in off)
    return row.id


def put(session: Session, model: type, name: str, **columns: Any) -> None:
    """Straight into the tables: a team's dates stay as they are."""
    for row in session.scalars(select(model).where(model.name == name)):
        for column, value in columns.items():
            setattr(row, column, value)
    session.flush()


@pytest.fixture
def build(workspace: Workspace) -> Workspace:
    """Ann and Bo are asked for a week's task by a project that is worked on."""
    given = {"code": "P-1", "name": "Depot", "state": "active"}
    project = workspace.edit(X, add, "project", given).result
    dates = {"start": datetime(2026, 12, 7, 9), "finish": datetime(2026, 12, 11, 18)}
    workspace.edit(X, add, "task", {"name": "Dig", "people": ("Ann", "Bo"), **dates}, project)
    return workspace


def hours(workspace: Workspace) -> Mapping[str, tuple[float, float]]:
    """What is asked and what is there, by person."""
    rows = workspace.query(load, MONDAY, 1).rows
    cells = {row.name: row.cells[0] for row in rows}
    return {name: (cell.demand_hours, cell.capacity_hours) for name, cell in cells.items()}


def test_each_has_the_time_of_their_own_calendar(build: Workspace) -> None:
    number = build.edit(X, add_calendar, SHORT, date(2026, 12, 8)).result
    build.edit(X, put, Person, "Ann", calendar_id=number)
    build.edit(X, put, Task, "Dig", ignores_people=True)
    assert hours(build) == {"Ann": (40.0, 12.0), "Bo": (40.0, 40.0)}


def test_a_task_is_worked_when_all_its_people_are_there(build: Workspace) -> None:
    number = build.edit(X, add_calendar, SHORT, date(2026, 12, 8)).result
    build.edit(X, put, Person, "Ann", calendar_id=number)
    # Three days, from nine to twelve: then both are there.
    assert hours(build) == {"Ann": (9.0, 12.0), "Bo": (9.0, 40.0)}


@pytest.mark.parametrize("model", [Task, Project])
def test_a_task_is_worked_in_its_own_calendar_or_in_its_project_s(
    build: Workspace, model: type
) -> None:
    number = build.edit(X, add_calendar, EARLY).result
    build.edit(X, put, model, "Dig" if model is Task else "Depot", calendar_id=number)
    # From nine on Monday, as the team has it.
    assert hours(build) == {"Ann": (18.0, 40.0), "Bo": (18.0, 40.0)}


def test_a_split_task_asks_for_nobody_while_it_rests(build: Workspace) -> None:
    build.edit(X, put, Task, "Dig", gaps="480+960")
    assert hours(build)["Bo"] == (24.0, 40.0)


def test_all_who_ask_for_the_load_get_the_same(build: Workspace) -> None:
    number = build.edit(X, add_calendar, SHORT, date(2026, 12, 8)).result
    build.edit(X, put, Person, "Ann", calendar_id=number)
    build.edit(X, put, Task, "Dig", gaps="180+180")
    row = next(row for row in build.query(load, MONDAY, 1).rows if row.name == "Ann")
    assert row.cells[0].demand_hours == 6.0
    (part,) = build.query(load_origin, [row.person_id], MONDAY, 0).parts
    assert part.hours == 6.0
    found = build.query(asked, MONDAY, 1)
    assert [list(people["Ann"]) for people in found.minutes.values()] == [[360.0]]
    assert found.has["Ann"] == [720.0]


def test_the_portfolio_s_light_counts_by_people_s_own_calendars(build: Workspace) -> None:
    assert build.query(portfolio).overloaded_people == 0
    number = build.edit(X, add_calendar, SHORT).result
    build.edit(X, put, Person, "Ann", calendar_id=number)
    build.edit(X, put, Task, "Dig", ignores_people=True)
    assert build.query(portfolio).overloaded_people == 1
