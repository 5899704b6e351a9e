"""Levelling held against a checker that goes minute by minute."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.levelling.explaining import UnsolvedReason
from pmo_desktop.domain.levelling.objective import Objective
from pmo_desktop.domain.levelling.plan import Plan
from pmo_desktop.domain.levelling.problem import Job, Need, Problem, Resource
from pmo_desktop.domain.levelling.search import Levelled, level
from pmo_desktop.domain.timeline import instant_of
from tests.domain.levelling.checker import Checker
from tests.domain.levelling.problems import problems

SHORT = (UnsolvedReason.TOO_MUCH, UnsolvedReason.NO_ROOM, UnsolvedReason.OVERLOAD)
objectives = st.sampled_from(Objective)
FEW = settings(max_examples=30)


def check(problem: Problem, found: Levelled, plan: Plan) -> None:
    """Nothing is violated but what is told; `found` is of this plan."""
    told = {(one.reason, one.job, one.resource) for one in found.unsolved}
    checker = Checker(problem, plan.starts, plan.finishes)
    assert not checker.durations()
    assert not checker.releases()
    assert not checker.pinned()
    for _, job in checker.latest():
        assert (UnsolvedReason.LATE, job, None) in told
    for _, before, after in checker.links():
        links = [one.params for one in found.unsolved if one.reason is UnsolvedReason.LINK]
        assert before in [params["predecessor"] for params in links], (before, after)
    for _, resource, minute, *jobs in checker.capacity():
        off = [] if checker.works(resource, minute) else [UnsolvedReason.OUTSIDE]
        reasons = [(reason, job, resource) for reason in (*SHORT, *off) for job in jobs]
        assert told.intersection(reasons), (resource, jobs)


@settings(max_examples=100)
@given(problems(), objectives)
def test_nothing_is_violated_but_what_is_told(problem: Problem, objective: Objective) -> None:
    found = level(problem, objective, schedules=30)
    check(problem, found, found.plan)


@FEW
@given(problems(), objectives)
def test_the_plan_is_never_worse_than_the_order_by_priority(
    problem: Problem, objective: Objective
) -> None:
    found = level(problem, objective, schedules=30)
    assert found.first == level(problem, objective, schedules=1).plan
    assert found.plan.cost(objective) <= found.first.cost(objective)


@FEW
@given(problems(), objectives, st.integers(0, 5))
def test_the_same_seed_gives_the_same_plan(
    problem: Problem, objective: Objective, seed: int
) -> None:
    one, other = (level(problem, objective, schedules=25, seed=seed) for _ in range(2))
    assert one.plan == other.plan
    assert one.unsolved == other.unsolved
    assert one.why == other.why


@FEW
@given(problems(), st.integers(1, 20))
def test_no_more_schedules_are_made_than_are_allowed(problem: Problem, schedules: int) -> None:
    assert level(problem, schedules=schedules).schedules <= schedules


@FEW
@given(problems(), objectives)
def test_each_plan_that_is_handed_out_is_better_than_the_one_before(
    problem: Problem, objective: Objective
) -> None:
    plans: list[Plan] = []
    found = level(problem, objective, schedules=60, better=plans.append)
    costs = [plan.cost(objective) for plan in plans]
    assert costs == sorted(set(costs), reverse=True)
    assert plans[0] == found.first
    assert plans[-1] == found.plan


@FEW
@given(problems())
def test_what_was_moved_and_nothing_else_is_explained(problem: Problem) -> None:
    free = Problem(problem.jobs, problem.ties, problem.calendars, (), problem.projects)
    found, early = level(problem, schedules=1), level(free, schedules=1).plan
    later = {number for number, start in found.plan.starts.items() if start > early.starts[number]}
    assert later <= found.why.keys()
    for number, moved in found.why.items():
        assert moved.minutes > 0
        assert number not in moved.jobs


@pytest.mark.parametrize(
    ("fault", "starts", "finishes"),
    [
        ("link", {1: 0, 2: 0}, {1: 1, 2: 1}),
        ("capacity", {1: 0, 2: 0}, {1: 1, 2: 1}),
        ("length", {1: 0, 2: 2}, {1: 1, 2: 2}),
        ("release", {1: -1, 2: 1}, {1: 0, 2: 2}),
        ("latest", {1: 0, 2: 2}, {1: 1, 2: 3}),
    ],
)
def test_the_checker_sees_what_is_wrong(
    fault: str, starts: dict[int, int], finishes: dict[int, int]
) -> None:
    begin = instant_of(datetime(2026, 11, 2, 9))
    jobs = [
        Job(1, 1, 1, needs=(Need(1, 60),), release=begin),
        Job(2, 1, 1, needs=(Need(1, 60),), release=begin, latest=begin + 2),
    ]
    problem = Problem(jobs, [Tie(1, 2)], [STANDARD], [Resource(1, ((0, 100),))])
    found = Checker(
        problem,
        {number: begin + at for number, at in starts.items()},
        {number: begin + at for number, at in finishes.items()},
    ).all()
    assert fault in {one[0] for one in found}
