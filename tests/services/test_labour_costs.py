"""Work costs what the rates of those who do it say, day by day."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.models import Assignment, PersonRate, Project
from pmo_desktop.services.labour_costs import Rate, cost_of
from pmo_desktop.services.task_amounts import amounts
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import (
    DAY,
    EDIT,
    add_task,
    opened,
    project,
    set_columns,
)  # fmt: skip

__all__ = ["opened", "project"]
MONDAY = datetime(2026, 11, 30, 9)


def add_rate(session: Session, person: int, since: date | None, hour: int, use: int = 0) -> None:
    session.add(
        PersonRate(person_id=person, from_day=since, standard_minor=hour, per_use_minor=use)
    )
    session.flush()


def cost(workspace: Workspace, project: int, task: int) -> int | None:
    return workspace.query(amounts, [project])[task].cost_minor


def test_a_task_costs_the_work_of_its_people_by_their_rates(
    opened: Workspace, project: int
) -> None:
    phase = add_task(opened, project, "1")
    task = add_task(opened, project, "1.1", duration=2 * DAY, people=("Ana",))
    assert cost(opened, project, task) is None
    opened.edit(EDIT, add_rate, 1, None, 100_00, 500_00)
    assert cost(opened, project, task) == cost(opened, project, phase) == 16 * 100_00 + 500_00


def test_a_rate_that_changes_in_between_counts_for_its_share(
    opened: Workspace, project: int
) -> None:
    task = add_task(opened, project, "1", duration=4 * DAY, people=("Ana",))
    opened.edit(EDIT, add_rate, 1, None, 100_00)
    opened.edit(EDIT, add_rate, 1, date(2026, 12, 4), 200_00)
    assert cost(opened, project, task) == 3 * 8 * 100_00 + 8 * 200_00


def test_what_is_stated_goes_before_the_rates(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1", people=("Ana",))
    opened.edit(EDIT, add_rate, 1, None, 100_00)
    opened.edit(EDIT, set_columns, Assignment, 1, cost_minor=42_00)
    assert cost(opened, project, task) == 42_00


def test_a_project_in_other_money_gets_no_cost_from_rates(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1", people=("Ana",))
    opened.edit(EDIT, add_rate, 1, None, 100_00)
    opened.edit(EDIT, set_columns, Project, project, currency="EUR")
    assert cost(opened, project, task) is None


def test_work_before_the_first_rate_has_none(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1", people=("Ana",))
    opened.edit(EDIT, add_rate, 1, date(2027, 1, 1), 100_00)
    assert cost(opened, project, task) is None


days = st.integers(0, 20).map(lambda n: date.fromordinal(date(2026, 11, 25).toordinal() + n))


@given(
    st.dictionaries(days, st.integers(0, 500), max_size=4),
    st.integers(0, 9 * DAY),
    st.integers(1, 9 * DAY),
)
def test_the_cost_is_that_of_its_minutes_added_up(
    later: dict[date, int], before: int, length: int
) -> None:
    rates = sorted([Rate(date.min, 60, 0), *(Rate(day, hour, 0) for day, hour in later.items())])
    start = STANDARD.next_working(STANDARD.add(MONDAY, before))
    finish = STANDARD.add(start, length)
    slow = 0.0
    for minute in range(length):
        moment = STANDARD.next_working(STANDARD.add(start, minute))
        slow += [rate.hour for rate in rates if rate.since <= moment.date()][-1] / 60
    assert cost_of(rates, length, start, finish, STANDARD) == pytest.approx(slow, abs=0.51)
