"""The measurement of levelling runs to its end, over problems that are what they are said to be."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from pmo_desktop.bench import balancing, levelled, levelling, networks
from pmo_desktop.domain.balance import Bounds
from pmo_desktop.domain.levelling.objective import Objective
from pmo_desktop.progress import silent
from pmo_desktop.services.levelling import asked
from pmo_desktop.services.opening import open_workspace


def test_quality_and_speed_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(levelling, "KNOWN", levelling.KNOWN[:1])
    monkeypatch.setattr(levelling, "PORTFOLIOS", (2,))
    monkeypatch.setattr(levelling, "SCHEDULES", 5)
    monkeypatch.setattr(levelling, "MORE_SCHEDULES", 10)
    monkeypatch.setattr(levelling, "ROUNDS", 1)
    figures = levelling.measure_levelling(silent)
    codes = ["1000", "path_1000", "5000", "path_5000", "portfolio", "delay", "first"]
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


def test_their_networks_are_as_dense_as_they_shall_be_and_say_nothing_twice() -> None:
    for complexity in networks.COMPLEXITIES:
        before = networks.network(120, complexity, random.Random(7))
        behind: list[set[int]] = []
        for place, direct in enumerate(before):
            over = [behind[one] for one in direct]
            behind.append(set(direct).union(*over))
            assert all(one < place for one in direct)
            assert not any(one in other for one in direct for other in over)
        assert sum(not direct for direct in before) == networks.ENDS
        ends = set(range(120)).difference(*before)
        arcs = sum(map(len, before)) + networks.ENDS + len(ends)
        assert abs(arcs / 122 - complexity) < 0.02


def test_the_office_is_balanced_from_its_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(levelled, "PROJECTS", 2)
    monkeypatch.setattr(balancing, "ROUNDS", 1)
    figures = balancing.measure_balancing(silent)
    assert [figure.code for figure in figures][:1] == ["levelling.database"]
    assert all(figure.ours > 0 and figure.baseline > 0 for figure in figures)
    balancing.make(tmp_path / "office.db")
    with closing(open_workspace(tmp_path / "office.db")) as workspace:
        found = workspace.query(asked, Bounds(schedules=1))
    problem = found.problem
    assert (len(problem.projects), len(problem.jobs)) == (2, 168)
    assert len({job.calendar for job in problem.jobs}) == 3


def test_the_office_has_sixty_projects_5_000_tasks_and_240_people() -> None:
    problem = levelled.office()
    assert (len(problem.projects), len(problem.jobs), len(problem.resources)) == (60, 5040, 240)
    assert {job.calendar for job in problem.jobs} == {0, 1, 2}
    assert any(len(resource.capacity) > 1 for resource in problem.resources)


def test_a_rule_makes_a_plan_that_the_search_begins_beside() -> None:
    problem = levelled.portfolio(2)
    assert len(levelling.by_rules(problem, Objective.MAKESPAN)) == 2
