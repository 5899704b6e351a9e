"""The measurement of levelling runs to its end, over problems that are what they are said to be."""

from __future__ import annotations

import pytest

from pmo_desktop.bench import levelled, levelling
from pmo_desktop.domain.levelling.objective import Objective
from pmo_desktop.progress import silent


def test_quality_and_speed_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(levelling, "KNOWN", levelling.KNOWN[:1])
    monkeypatch.setattr(levelling, "PORTFOLIOS", (2,))
    monkeypatch.setattr(levelling, "SCHEDULES", 5)
    monkeypatch.setattr(levelling, "MORE_SCHEDULES", 10)
    monkeypatch.setattr(levelling, "ROUNDS", 1)
    figures = levelling.measure_levelling(silent)
    codes = ["1000", "5000", "portfolio", "delay", "first"]
    assert [figure.code.removeprefix("levelling.") for figure in figures] == codes
    assert all(figure.ours > 0 and figure.baseline > 0 for figure in figures)
    assert "ours_days" in figures[0].as_dict()


def test_the_instances_are_always_the_same_and_scarce() -> None:
    one, other = levelled.instance(3), levelled.instance(3)
    assert one == other
    assert len(one.jobs) == 120
    for job in one.jobs:
        for need in job.needs:
            assert need.units <= one.resources[need.resource].capacity[0][1]


def test_the_office_has_sixty_projects_5_000_tasks_and_240_people() -> None:
    problem = levelled.office()
    assert (len(problem.projects), len(problem.jobs), len(problem.resources)) == (60, 5040, 240)
    assert {job.calendar for job in problem.jobs} == {0, 1, 2}
    assert any(len(resource.capacity) > 1 for resource in problem.resources)


def test_a_rule_makes_a_plan_that_the_search_begins_beside() -> None:
    problem = levelled.portfolio(2)
    assert len(levelling.by_rules(problem, Objective.MAKESPAN)) == 2
