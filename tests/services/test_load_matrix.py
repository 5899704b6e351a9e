"""The load matrix of an office: rows of every kind, sums that stay right, one truth for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.demand import minutes
from pmo_desktop.domain.load import monday
from pmo_desktop.models import (
    Absence,
    Assignment,
    Booking,
    Person,
    PersonSkill,
    Skill,
    Task,
    Team,
    TeamMember,
)
from pmo_desktop.services.demand_lines import demand_lines
from pmo_desktop.services.editing import add
from pmo_desktop.services.load import load
from pmo_desktop.services.load_matrix import By, LoadMatrix, load_matrix
from pmo_desktop.services.load_parts import load_parts
from pmo_desktop.services.pool_time import people_time
from pmo_desktop.services.portfolio import portfolio
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

X = Title("x")
MONDAY, FRIDAY = date(2026, 12, 7), date(2026, 12, 11)
LAST = MONDAY + timedelta(weeks=8, days=-1)


def put(session: Session, *rows: Any) -> None:
    session.add_all(rows)
    session.flush()


def set_columns(session: Session, model: type, name: str, **columns: Any) -> None:
    for row in session.scalars(select(model).where(model.name == name)):
        for column, value in columns.items():
            setattr(row, column, value)
    session.flush()


@pytest.fixture(scope="module")
def office(new_workspace: Callable[[], Workspace]) -> Iterator[Workspace]:
    """Ann and Bo, a placeholder, a skill; tasks, odd assignments, bookings, a candidate. Every test
    here only looks at them."""
    workspace = new_workspace()

    def dates(first: int, last: int) -> dict[str, datetime]:
        return {"start": datetime(2026, 12, first, 9), "finish": datetime(2026, 12, last, 18)}

    for code, state in (("P-1", "active"), ("P-2", "active"), ("P-3", "proposed")):
        given = {"code": code, "name": code, "state": state, "programme": "Roads"}
        project = workspace.edit(X, add, "project", given).result
        for name, people, days in (
            ("Dig", ("Ann", "Bo"), (7, 11)),
            ("Lay", ("Ann", "To be found"), (9, 22)),
            ("Pave", ("Bo",), (14, 31)),
        ):
            task = {"name": f"{name} {code}", "people": people, **dates(*days)}
            workspace.edit(X, add, "task", task, project)
    workspace.edit(X, set_columns, Person, "Ann", role="Fitter", capacity=0.8)
    workspace.edit(X, set_columns, Person, "To be found", placeholder=True, role="Mason")
    workspace.edit(X, set_columns, Task, "Lay P-1", gaps="480+480")
    workspace.edit(X, _make_odd)
    workspace.edit(X, put, Skill(uid="s", name="Drilling"), Team(uid="t", name="Night"))
    workspace.edit(
        X,
        put,
        Booking(uid="1", first=MONDAY, last=FRIDAY, person_id=1, units=0.2, kind="operations"),
        Booking(uid="2", first=MONDAY, last=LAST, project_id=1, skill_id=1, level=3, firm=False),
        Booking(uid="3", first=FRIDAY, last=LAST, project_id=2, role="Mason", work_minutes=9000),
        Absence(uid="4", person_id=2, first=FRIDAY, last=FRIDAY, share=0.5),
    )
    skills = (PersonSkill(person_id=1, skill_id=1, level=4), TeamMember(team_id=1, person_id=1))
    workspace.edit(X, put, *skills)
    yield workspace
    workspace.close()


def _make_odd(session: Session) -> None:
    rows = session.scalars(select(Assignment).order_by(Assignment.id)).all()
    rows[0].work_minutes = 600
    rows[1].contour = "front_loaded"
    rows[2].start = datetime(2026, 12, 15, 9)
    rows[4].firm = False
    rows[5].delay_minutes = 480
    session.flush()


def matrix(office: Workspace, by: By, grain: str = "week", **more: Any) -> LoadMatrix:
    found = office.query(load_matrix, by, grain, MONDAY, LAST, **more)
    assert isinstance(found, LoadMatrix)
    return found


@pytest.mark.parametrize("candidates", [False, True])
@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter"])
@pytest.mark.parametrize("by", list(By))
def test_every_way_of_looking_at_it_has_the_same_sums(
    office: Workspace, by: By, grain: str, candidates: bool
) -> None:
    lines = office.query(demand_lines, candidates=candidates)
    whole = sum(minutes(line) for line in lines)
    soft = sum(minutes(line) for line in lines if line.soft)
    found = office.query(load_matrix, by, grain, MONDAY, date(2027, 3, 31), candidates=candidates)
    assert found.hard.sum() == pytest.approx(whole - soft)
    assert found.soft.sum() == pytest.approx(soft)
    assert found.asked_in_all.sum() == pytest.approx(whole - soft)
    if by.is_of_people:
        assert found.capacity.sum() == pytest.approx(found.everybody.sum())


def test_capacity_is_what_each_person_has(office: Workspace) -> None:
    found, times = matrix(office, By.PERSON), office.query(people_time)
    for row, has in zip(found.rows, found.capacity, strict=True):
        for at, first in enumerate(found.buckets):
            begin = datetime(first.year, first.month, first.day)
            expected = 0.0
            if isinstance(row.key, int):
                expected = times[row.key].minutes(begin, begin + timedelta(days=7))
            assert has[at] == pytest.approx(expected)


@pytest.mark.parametrize("by", list(By))
def test_a_cell_is_made_of_its_tasks_and_bookings(office: Workspace, by: By) -> None:
    found = matrix(office, by, candidates=True)
    for at, row in enumerate(found.rows):
        for bucket, first in enumerate(found.buckets):
            last = found.edges[bucket + 1] - timedelta(days=1)
            parts = office.query(load_parts, by, row, first, last, candidates=True)
            hard = sum(part.hours for part in parts if not part.soft) * 60
            soft = sum(part.hours for part in parts if part.soft) * 60
            assert (hard, soft) == pytest.approx(
                (found.hard[at, bucket], found.soft[at, bucket]), abs=1e-6
            )


def test_the_weekly_load_and_the_portfolio_s_light_say_the_same(office: Workspace) -> None:
    first = monday(office.query(portfolio).office.status_date)
    weekly = office.query(load, first, 8)
    found = office.query(load_matrix, By.PERSON, "week", first, weekly.weeks[-1])
    hours = {row.key: found.hard[at] / 60 for at, row in enumerate(found.rows)}
    loads = {row.key: found.load()[at] for at, row in enumerate(found.rows)}
    for row in weekly.rows:
        assert [cell.demand_hours for cell in row.cells] == pytest.approx(hours[row.person_id])
        assert [cell.load for cell in row.cells] == pytest.approx(loads[row.person_id])
    over = sum(max(cell.load for cell in row.cells) > 1.005 for row in weekly.rows)
    assert office.query(portfolio).overloaded_people == over > 0


def test_who_is_still_to_be_found_is_a_row_only_where_something_is_asked(
    office: Workspace,
) -> None:
    names = {row.name: row for row in matrix(office, By.PERSON).rows}
    assert {"Ann", "Bo", "To be found", "Drilling 3+", "Mason"} <= set(names)
    assert names["To be found"].is_open
    empty = office.query(load_matrix, By.PERSON, "week", date(2027, 8, 2), date(2027, 8, 9))
    assert [row.name for row in empty.rows] == ["Ann", "Bo"]
    assert not empty.hard.any()


def test_a_group_has_the_people_who_count_in_it(office: Workspace) -> None:
    roles = {row.key: row.people for row in matrix(office, By.ROLE).rows}
    assert roles == {"Fitter": (1,), "Mason": (), None: (2,)}
    teams = {row.name: row.people for row in matrix(office, By.TEAM).rows}
    assert teams == {"Night": (1,), "": (2,)}
    assert [row.name for row in matrix(office, By.PROGRAMME).rows] == ["Roads", ""]


def test_figures_are_shown_as_hours_days_people_and_shares(office: Workspace) -> None:
    found = matrix(office, By.PERSON)
    at = [row.name for row in found.rows].index("Ann")
    capacity = found.capacity[at]
    assert found.shown(capacity, "hours")[0] == pytest.approx(32)
    assert found.shown(capacity, "days")[0] == pytest.approx(4)
    assert found.shown(capacity, "fte")[0] == pytest.approx(0.8)
    assert found.shown(capacity, "share", at)[0] == pytest.approx(1.0)
    nobody = [row.name for row in found.rows].index("To be found")
    assert np.isinf(found.load()[nobody].max())
