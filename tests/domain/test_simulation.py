"""Schedule risk: what a simulation says agrees with scheduling every run by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.estimates import Distribution, Estimate, Sampler
from pmo_desktop.domain.network import schedule
from pmo_desktop.domain.schedule.compiled import Compiled, compile_network
from pmo_desktop.domain.simulation import Driver, Simulated, simulate
from pmo_desktop.domain.tasks import LinkType
from pmo_desktop.domain.timeline import instant_of

DAY = 480
START = datetime(2026, 11, 2, 9)


def network(activities: list[Activity], ties: list[Tie]) -> Compiled:
    return compile_network(activities, ties, STANDARD, START)


def chain(*days: float) -> tuple[list[Activity], list[Tie]]:
    """Tasks one after the other."""
    tasks = [Activity(n, round(length * DAY)) for n, length in enumerate(days)]
    return tasks, [Tie(n, n + 1) for n in range(len(days) - 1)]


def run(tasks: list[Activity], ties: list[Tie], *args: object, **options: object) -> Simulated:
    return simulate(network(tasks, ties), *args, **options)  # type: ignore[arg-type]


@st.composite
def nets(draw: st.DrawFn) -> tuple[list[Activity], list[Tie], dict[int, Estimate]]:
    count = draw(st.integers(2, 7))
    days = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    tasks = [Activity(n, length * DAY, project=n % 2) for n, length in enumerate(days)]
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8))
    ties = [Tie(a, b, draw(st.sampled_from(LinkType)), draw(st.integers(-2, 2)) * 240)
            for a, b in chosen]  # fmt: skip
    estimates = {
        task.id: Estimate(length * 0.5, length, length * 3)
        for task in tasks
        if (length := task.duration_minutes) and draw(st.booleans())
    }
    return tasks, ties, estimates


@given(net=nets(), seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_run_is_a_schedule_with_the_durations_that_were_drawn(
    net: tuple[list[Activity], list[Tie], dict[int, Estimate]], seed: int
) -> None:
    tasks, ties, estimates = net
    found = run(tasks, ties, estimates, runs=5, seed=seed)
    drawn = Sampler(list(estimates.values()), Distribution.PERT, seed).draw(5)
    finishes: dict[int, list[int]] = {0: [], 1: []}
    critical = dict.fromkeys(range(len(tasks)), 0)
    for row in drawn:
        lengths = {task.id: task.duration_minutes for task in tasks}
        lengths |= {task: round(float(length)) for task, length in zip(estimates, row, strict=True)}
        whole = [replace(task, duration_minutes=lengths[task.id]) for task in tasks]
        result = schedule(whole, ties, STANDARD, START)
        for project, finish in result.finishes.items():
            finishes[project].append(instant_of(finish))
        for task, placed in result.activities.items():
            critical[task] += placed.critical
    assert {k: sorted(v) for k, v in finishes.items() if v} == {
        k: list(spread.instants) for k, spread in found.projects.items()
    }
    assert found.criticality == {task: count / 5 for task, count in critical.items()}


def test_without_estimates_every_run_is_the_plan() -> None:
    tasks, ties = chain(2, 3)
    found = run(tasks, ties, {}, runs=7)
    assert set(found.projects[0].instants) == {instant_of(datetime(2026, 11, 6, 18))}
    assert found.criticality == {0: 1.0, 1: 1.0}
    assert found.sensitivity == {}


def test_the_same_seed_gives_the_same_result_and_another_one_does_not() -> None:
    tasks, ties = chain(5, 5, 5)
    estimates = {task.id: Estimate(DAY, 5 * DAY, 20 * DAY) for task in tasks}
    first = run(tasks, ties, estimates, runs=100, seed=4)
    assert first == run(tasks, ties, estimates, runs=100, seed=4)
    assert first != run(tasks, ties, estimates, runs=100, seed=5)


def test_what_is_done_of_a_task_does_not_vary_any_more() -> None:
    half = Activity(0, 10 * DAY, percent_complete=0.5, actual_start=START)
    found = run([half], [], {0: Estimate(5 * DAY, 10 * DAY, 20 * DAY)}, runs=200)
    earliest, latest = found.projects[0].at(0), found.projects[0].at(1)
    # Five days are done; two and a half to ten are left.
    assert earliest >= datetime(2026, 11, 11, 9)
    assert latest <= datetime(2026, 11, 20, 18)


def test_a_finished_task_is_a_fact() -> None:
    done = Activity(0, DAY, actual_start=START, actual_finish=datetime(2026, 11, 2, 18))
    found = run([done], [], {0: Estimate(1, DAY, 99 * DAY)}, runs=20)
    assert set(found.projects[0].instants) == {instant_of(datetime(2026, 11, 2, 18))}
    assert found.criticality == {0: 0.0}


def test_the_longer_branch_is_critical_in_most_runs() -> None:
    tasks = [Activity(0, 8 * DAY), Activity(1, 10 * DAY), Activity(2, 0)]
    ties = [Tie(0, 2), Tie(1, 2)]
    estimates = {0: Estimate(4 * DAY, 8 * DAY, 16 * DAY), 1: Estimate(5 * DAY, 10 * DAY, 20 * DAY)}
    found = run(tasks, ties, estimates, runs=2000)
    assert 0.6 < found.criticality[1] < 0.95
    assert found.criticality[0] == pytest.approx(1 - found.criticality[1], abs=0.02)
    assert found.sensitivity[1] > found.sensitivity[0] > 0
    assert found.criticality[2] == 1.0


def test_a_risk_happens_as_often_as_its_probability_and_delays_what_it_touches() -> None:
    tasks, ties = chain(5, 5)
    driver = Driver(9, 0.3, {0: Estimate(2, 2, 2), 1: Estimate(2, 2, 2)})
    spread = run(tasks, ties, {}, [driver], runs=2000).projects[0]
    on_time, late = datetime(2026, 11, 13, 18), datetime(2026, 11, 27, 18)
    assert set(spread.instants) == {instant_of(on_time), instant_of(late)}
    assert spread.chance(instant_of(on_time)) == pytest.approx(0.7, abs=0.04)
    assert spread.at(0.5) == on_time
    assert spread.at(0.9) == late
    effects = run(tasks, ties, {}, [driver], runs=2000).drivers
    assert [(e.id, e.project) for e in effects] == [(9, 0)]
    assert effects[0].delay == pytest.approx(14 * 24 * 60)


def test_a_risk_that_always_happens_has_no_runs_without_it() -> None:
    tasks, ties = chain(5)
    found = run(tasks, ties, {}, [Driver(1, 1.0, {0: Estimate(1, 1, 1)})], runs=10)
    assert found.drivers[0].delay is None


def test_tasks_with_a_common_risk_vary_together() -> None:
    """Two parallel tasks: with one cause for both the finish is earlier on the mean than with a
    cause for each, as the later of two independent ones is later."""
    tasks = [Activity(0, 10 * DAY), Activity(1, 10 * DAY)]
    wide = Estimate(1.0, 1.5, 3.0)
    one = run(tasks, [], {}, [Driver(1, 1.0, {0: wide, 1: wide})], runs=1000)
    two = run(
        tasks, [], {}, [Driver(1, 1.0, {0: wide}), Driver(2, 1.0, {1: wide})], runs=1000
    )  # fmt: skip
    assert one.projects[0].mean < two.projects[0].mean


def test_milestones_that_are_watched_have_their_own_spread() -> None:
    tasks, ties = chain(5, 0, 5)
    estimates = {0: Estimate(2 * DAY, 5 * DAY, 9 * DAY)}
    found = run(tasks, ties, estimates, runs=50, watch=[1])
    assert list(found.watched) == [1]
    assert found.watched[1].at(1.0) <= datetime(2026, 11, 12, 18)
    assert found.watched[1].at(1.0) < found.projects[0].at(1.0)
