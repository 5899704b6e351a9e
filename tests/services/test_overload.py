"""Everything that speaks of overload gives the same answer to the same question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pmo_desktop.domain.balance import Bounds
from pmo_desktop.domain.load import WEEKS_AHEAD, window
from pmo_desktop.domain.load_grains import Grain
from pmo_desktop.reports.figures import overloaded
from pmo_desktop.reports.gathering import gather
from pmo_desktop.services.editing import add, change_office
from pmo_desktop.services.levelling import asked, balance
from pmo_desktop.services.load_page import Asking, load_page
from pmo_desktop.services.load_shapes import By
from pmo_desktop.services.office import office
from pmo_desktop.services.overload import Overload, overload
from pmo_desktop.services.portfolio import portfolio
from pmo_desktop.services.scenario_figures import figures
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

X = Title("x")
STATUS = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)
Work = Callable[..., Any]


@pytest.fixture
def built(workspace: Workspace) -> Workspace:
    """Ann has two tasks at once for a week, now and after the window; Bo two in the last week of
    it; Cy is asked for and has no capacity; Di has two short tasks at the same time in a calm
    week."""
    workspace.edit(X, change_office, {"status_date": STATUS})
    given = {"code": "P-1", "name": "Depot", "state": "active"}
    project = workspace.edit(X, add, "project", given).result
    workspace.edit(X, add, "person", {"name": "Cy", "capacity": 0.0})
    last = (WEEKS_AHEAD - 1) * 7
    for name, first, days in (
        ("Ann", 0, 4), ("Ann", 0, 4), ("Ann", last + 7, 4), ("Ann", last + 7, 4),
        ("Bo", last, 4), ("Bo", last, 4), ("Cy", 14, 1), ("Di", 7, 0), ("Di", 7, 0),
    ):  # fmt: skip
        day = MONDAY + timedelta(days=first)
        start = datetime(day.year, day.month, day.day, 9)
        dates = {"start": start, "finish": start.replace(hour=18) + timedelta(days=days)}
        task = {"name": f"{name} {first}", "people": (name,), "fixed": True, **dates}
        workspace.edit(X, add, "task", task, project)
    return workspace


def told(found: Overload) -> tuple[int, int, float]:
    return len(found.people), found.person_weeks, round(found.hours, 2)


def test_overload_is_by_the_week_in_the_window_and_the_rest_comes_later(built: Workspace) -> None:
    found = built.query(overload, 52)
    assert (found.first, found.last) == window(STATUS) == (MONDAY, MONDAY + timedelta(days=83))
    hours = {one.name: one.hours for one in found.people}
    assert set(hours) == {"Ann", "Bo", "Cy"}
    assert hours["Cy"] == 16  # what is asked of somebody without any capacity
    assert [one.name for one in found.later] == ["Ann"]


def test_page_dashboard_pack_scenarios_and_levelling_agree(built: Workspace) -> None:
    people, person_weeks, hours = told(built.query(overload))
    assert built.query(portfolio).overloaded_people == people
    pack = gather(built)
    assert len(overloaded(pack.load, built.query(office).amber_load)) == people
    scenario = built.query(figures)
    assert scenario.overloaded_weeks == person_weeks
    assert scenario.overload_hours == pytest.approx(hours)
    before = balance(built.query(asked, Bounds(schedules=1))).before
    assert (before.person_weeks, before.over) == (person_weeks, pytest.approx(hours))
    assert before.later == pytest.approx(scenario.later_hours)


@pytest.mark.parametrize("grain", [Grain.DAY, Grain.MONTH, Grain.QUARTER])
def test_the_page_counts_by_the_week_whatever_the_map_shows(built: Workspace, grain: Grain) -> None:
    of_weeks = built.query(load_page, Asking(By.PERSON, Grain.WEEK, 26)).overload
    found = built.query(load_page, Asking(By.ROLE, grain, 13)).overload
    assert told(found) == told(of_weeks) == told(built.query(overload))


def test_a_cell_of_a_project_or_a_group_has_its_people_who_have_too_much(built: Workspace) -> None:
    for by in (By.PROJECT, By.PROGRAMME, By.ROLE, By.DEPARTMENT, By.TEAM):
        found = built.query(load_page, Asking(by, Grain.WEEK, 26))
        (row, *_) = found.matrix.rows
        week = MONDAY, MONDAY + timedelta(days=6)
        expected = [] if by is By.TEAM and not row.people else ["Ann"]
        assert [one.name for one in found.overloaded_in(by, row, *week)] == expected
        whole = found.overloaded_in(by, row, MONDAY, MONDAY + timedelta(weeks=20))
        assert len(whole) == 3 * len(expected)


def test_what_is_no_projects_has_nobody_of_a_project(built: Workspace) -> None:
    found = built.query(load_page, Asking(By.PROJECT, Grain.WEEK, 26))
    duties = found.matrix.rows[-1]
    if duties.key == "":
        assert found.overloaded_in(By.PROJECT, duties, MONDAY, MONDAY + timedelta(weeks=20)) == ()
