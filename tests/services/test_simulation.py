"""Schedule risk of stored plans, and which risks act on which tasks."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pmo_desktop.services.editing import add, change, remove
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.simulation import Options, ProjectForecast, schedule_risk
from pmo_desktop.services.task_risks import task_risks, tie_risk, untie_risk
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import DAY, EDIT, add_task, opened, project

__all__ = ["opened", "project"]
FEW = Options(runs=200)


def forecast(opened: Workspace, project: int, options: Options = FEW) -> ProjectForecast:
    (found,) = opened.query(schedule_risk, [project], options).projects
    return found


def tied(opened: Workspace, project: int, task: int, probability: int | None = 5) -> int:
    """A risk that makes the task twice as long."""
    risk: int = opened.edit(
        EDIT, add, "risk", {"name": "Rain", "probability": probability}, project
    ).result
    opened.edit(EDIT, tie_risk, risk, task, 2.0, 2.0, 2.0)
    return risk


def test_without_estimates_every_run_is_the_plan(opened: Workspace, project: int) -> None:
    add_task(opened, project, "1")
    found = forecast(opened, project)
    assert found.varied == 0
    assert found.forecast.planned == found.forecast.p50 == found.forecast.p80
    assert found.forecast.chance == 1.0


def test_an_estimate_makes_the_finish_uncertain(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    points = {"optimistic": DAY, "likely": 2 * DAY, "pessimistic": 10 * DAY}
    opened.edit(EDIT, change, "task", task, points)
    found = forecast(opened, project)
    assert found.varied == 1
    assert found.forecast.at(0.1) < found.forecast.at(0.5) < found.forecast.at(0.9)
    assert found.forecast.at(0.5).isoformat() == found.forecast.p50.date().isoformat()
    assert [(row.task_id, row.criticality) for row in found.tasks] == [(task, 1.0)]
    assert found.tasks[0].correlation == pytest.approx(1.0, abs=0.01)


def test_tasks_without_an_estimate_vary_where_a_general_spread_is_given(
    opened: Workspace, project: int
) -> None:
    add_task(opened, project, "1", duration=10 * DAY)
    found = forecast(opened, project, Options(runs=200, shortest=0.8, longest=2.0))
    assert found.varied == 1
    assert found.forecast.chance is not None
    assert 0 < found.forecast.chance < 0.5


def test_a_given_date_is_the_earliest_and_gives_way_to_what_takes_longer(
    opened: Workspace, project: int
) -> None:
    first = add_task(opened, project, "1", duration=2 * DAY)
    given = {"start": datetime(2026, 12, 3, 9), "finish": datetime(2026, 12, 3, 18)}
    kept = add_task(opened, project, "2", **given)
    opened.edit(EDIT, change, "task", kept, {"predecessors": opened_link("1")})
    certain = forecast(opened, project)
    assert certain.forecast.p50 == datetime(2026, 12, 3, 18)
    points = {"optimistic": 8 * DAY, "likely": 8 * DAY, "pessimistic": 8 * DAY}
    opened.edit(EDIT, change, "task", first, points)
    later = forecast(opened, project)
    assert later.forecast.p50 > certain.forecast.p50
    assert later.forecast.chance == 0.0


def opened_link(wbs: str) -> tuple[object, ...]:
    from pmo_desktop.domain.tasks import Link

    return (Link(wbs),)


def test_an_open_risk_delays_the_task_that_it_acts_on(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1", duration=5 * DAY)
    risk = tied(opened, project, task)
    found = forecast(opened, project)
    assert found.forecast.chance == pytest.approx(0.1, abs=0.07)
    assert [(row.risk_id, row.probability) for row in found.risks] == [(risk, 0.9)]
    assert found.risks[0].delay is not None
    assert found.risks[0].delay >= 5


@pytest.mark.parametrize("values", [{"state": "closed"}, {"probability": None}])
def test_a_risk_that_is_closed_or_has_no_probability_is_not_drawn(
    opened: Workspace, project: int, values: dict[str, object]
) -> None:
    task = add_task(opened, project, "1", duration=5 * DAY)
    risk = tied(opened, project, task)
    opened.edit(EDIT, change, "risk", risk, values)
    found = forecast(opened, project)
    assert found.forecast.chance == 1.0
    assert found.risks == ()


def test_ties_are_listed_changed_and_removed_each_as_one_edit(
    opened: Workspace, project: int
) -> None:
    task = add_task(opened, project, "1")
    risk = tied(opened, project, task)
    opened.edit(EDIT, tie_risk, risk, task, 1.1, 1.2, 1.5)
    (row,) = opened.query(task_risks, project)
    assert (row.risk_id, row.task_id, row.low, row.likely, row.high) == (risk, task, 1.1, 1.2, 1.5)
    opened.edit(EDIT, untie_risk, row.id)
    assert opened.query(task_risks) == ()
    opened.undo()
    assert opened.query(task_risks) == (row,)


@pytest.mark.parametrize("factors", [(2.0, 1.0, 3.0), (0.0, 1.0, 2.0), (1.0, 2.0, 11.0)])
def test_factors_out_of_order_or_beyond_reason_are_refused(
    opened: Workspace, project: int, factors: tuple[float, float, float]
) -> None:
    task = add_task(opened, project, "1")
    risk = tied(opened, project, task)
    with pytest.raises(Refused):
        opened.edit(EDIT, tie_risk, risk, task, *factors)


def test_a_removed_task_takes_its_ties_along(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    tied(opened, project, task)
    opened.edit(EDIT, remove, "task", task)
    assert opened.query(task_risks) == ()
    opened.undo()
    assert len(opened.query(task_risks)) == 1


def test_dates_centuries_apart_are_a_sentence(opened: Workspace, project: int) -> None:
    add_task(opened, project, "1")
    opened.edit(EDIT, change, "project", project, {"start": date(2026, 12, 1)})
    far = {"start": datetime(9990, 1, 4, 9), "finish": datetime(9990, 1, 4, 18)}
    add_task(opened, project, "2", **far)
    with pytest.raises(Refused, match="years apart"):
        opened.query(schedule_risk, [project], FEW)
