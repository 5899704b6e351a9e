"""How the demo projects' plans were carried out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.tasks import LinkType, TaskKind
from pmo_desktop.exchange.demo.execution import Execution, carry_out
from pmo_desktop.exchange.demo.history import periods, report
from pmo_desktop.exchange.demo.people import people
from pmo_desktop.exchange.demo.plans import DAY, plan
from pmo_desktop.exchange.demo.portfolio import projects

STATUS = date(2026, 11, 22)


@pytest.fixture(scope="module")
def executions() -> dict[str, Execution]:
    found = {}
    for project in projects(2026, 30, 4000, people(2026, 240)):
        tasks = plan(
            2026, project.code, project.kind, project.language, project.parts, project.size
        )
        found[project.code] = carry_out(2026, project, tasks, STANDARD, STATUS)
    return found


def slip(execution: Execution, day: date) -> float:
    """Working days from the baseline's finish to what was expected on a day."""
    finish = max(finish for _, finish in execution.expected(day).values())
    baseline = max(finish for _, finish in execution.baseline.values())
    return execution.calendar.between(baseline, finish) / DAY


def test_plans_slip_as_far_as_their_story_wants(executions: dict[str, Execution]) -> None:
    for execution in executions.values():
        light = execution.project.story.get("schedule", "green")
        days = slip(execution, STATUS)
        assert {"green": days <= 5, "amber": 5 < days <= 15, "red": days > 15}[light], days


def test_what_was_done_stays_done(executions: dict[str, Execution]) -> None:
    for execution in executions.values():
        before = execution.state(STATUS - timedelta(days=28))
        now = execution.state(STATUS)
        for wbs, state in before.items():
            assert now[wbs].percent >= state.percent
            assert state.actual_start is None or now[wbs].actual_start == state.actual_start


def test_nothing_is_done_before_its_predecessors(executions: dict[str, Execution]) -> None:
    for execution in executions.values():
        state = execution.state(STATUS)
        for task in execution.tasks:
            for link in task.links:
                if link.type is LinkType.FS and link.lag_minutes >= 0 and state[task.wbs].percent:
                    assert state[link.wbs].percent == 1


def test_dates_are_whole_days(executions: dict[str, Execution]) -> None:
    execution = executions["P-2556"]
    kinds = {task.wbs: task.kind for task in execution.tasks}
    for wbs, (start, finish) in execution.expected(STATUS).items():
        if kinds[wbs] is TaskKind.TASK:
            assert (start.hour, start.minute) == (9, 0)
            assert (finish.hour, finish.minute) == (18, 0)


def test_the_status_date_lies_where_the_project_stands(executions: dict[str, Execution]) -> None:
    for execution in executions.values():
        project = execution.project
        assert (execution.start > STATUS) == (project.progress < 0)
        done = all(state.percent == 1 for state in execution.state(STATUS).values())
        assert done == (project.state == "completed")


def test_periods_are_months_with_a_sunday_each() -> None:
    found = periods(STATUS)

    assert [period.name for period in found] == [f"2026-{month:02d}" for month in range(6, 12)]
    assert all(period.status_date.weekday() == 6 for period in found)
    assert found[-1].status_date == STATUS


def test_a_report_names_what_was_finished_in_its_period(executions: dict[str, Execution]) -> None:
    execution, period = executions["P-2652"], periods(STATUS)[-1]
    before, now = execution.state(period.before), execution.state(STATUS)
    fresh = [t for t in execution.tasks if t.wbs in now and now[t.wbs].percent == 1]
    fresh = [task for task in fresh if before[task.wbs].percent < 1]

    said = report(2026, execution, period, 1.0)

    assert any(task.name in said.achievements for task in fresh)
    assert said.plans
    assert 0.9 < said.quality <= 1
