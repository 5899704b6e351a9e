"""Many runs at once: each is the schedule that its durations lead to."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.schedule import plain
from pmo_desktop.domain.schedule.compiled import Compiled, compile_network
from pmo_desktop.domain.schedule.runs import OutsideTables, Runs, remaining
from pmo_desktop.domain.schedule.solving import solve
from pmo_desktop.domain.tasks import Constraint
from tests.domain.networks import CALENDARS, RICH, START, Net, nets, phased
from tests.domain.test_schedule_kernels import LONGER, ROUND, START_DAY, large

DAY = 480
COUNT = 3


def same(compiled: Compiled, activities: list[Activity], ties: list[Tie],
         calendars: list[Calendar], status: object, minutes: object) -> None:  # fmt: skip
    """Every column of an outcome says what a schedule of its own says."""
    watch = [activities[0].id, activities[-1].id]
    watch = [number for number in watch if number in compiled.index]
    runs = Runs(compiled, watch)
    outcome = runs.run(minutes, criticality=True)  # type: ignore[arg-type]
    assert outcome.critical is not None
    left = remaining(compiled)
    for run in range(COUNT):
        new = {}
        for i, spot in enumerate(compiled.spots):
            if left[i]:
                more = int(minutes[i, run]) - left[i]  # type: ignore[index]
                activity = spot.activity
                longer = activity.duration_minutes + more
                gaps = tuple((min(after, longer - 1), gap) for after, gap in activity.gaps)
                done = spot.done / longer
                new[activity.id] = replace(
                    activity, duration_minutes=longer, gaps=gaps, percent_complete=done
                )
        changed = [new.get(a.id, a) for a in activities]
        alone = compile_network(changed, ties, calendars, START_DAY, status)  # type: ignore[arg-type]
        found = solve(alone, plain)  # type: ignore[arg-type]
        assert [found.finishes[p] for p in runs.projects] == outcome.projects[:, run].tolist()
        finishes = [found.placed.finish[alone.index[number]] for number in watch]
        assert finishes == outcome.watched[:, run].tolist()
        expected = [
            total <= 0 and not (spot.finished or spot.looped)
            for spot, total in zip(alone.spots, found.total, strict=True)
        ]
        assert expected == outcome.critical[:, run].tolist()


def soon(activity: Activity) -> Activity:
    """Nothing lies late in runs, and gaps would be cut off by shorter durations."""
    if activity.constraint is Constraint.ALAP:
        return replace(activity, constraint=Constraint.ASAP, gaps=())
    return replace(activity, gaps=())


def test_runs_of_a_large_network_are_its_schedules() -> None:
    activities, ties = large(800, 5)
    activities = [soon(activity) for activity in activities]
    calendars = [STANDARD, LONGER, ROUND]
    status = START_DAY + timedelta(days=3)
    compiled = compile_network(activities, ties, calendars, START_DAY, status)
    dice = random.Random(2)
    minutes = np.array(
        [[max(1, round(left * dice.uniform(0.5, 2))) for _ in range(COUNT)] for left in
         remaining(compiled)]
    )  # fmt: skip
    same(compiled, activities, ties, calendars, status, minutes)


@settings(max_examples=40, deadline=None)
@given(nets(kinds=RICH, status=True, rich=True), st.data())
def test_runs_of_small_networks_are_their_schedules(net: Net, data: st.DataObject) -> None:
    """With shares that are no fractions of minutes."""
    activities = [soon(activity) for activity in net.activities]
    calendars = list(CALENDARS)
    ties = [replace(tie, lag_share=1.0) for tie in net.ties]
    compiled = compile_network(activities, ties, calendars, START_DAY, net.status)
    if not compiled.spots or any(spot.done for spot in compiled.spots):
        return
    drawn = data.draw(
        st.lists(
            st.lists(st.integers(1, 9), min_size=COUNT, max_size=COUNT),
            min_size=len(compiled.spots),
            max_size=len(compiled.spots),
        )
    )
    assert START == START_DAY
    same(compiled, activities, ties, calendars, net.status, np.array(drawn))


def test_the_planned_durations_lead_to_the_plan() -> None:
    gapped = Activity(1, 3 * DAY, gaps=((DAY, 2 * DAY),))
    compiled = compile_network([gapped, Activity(2, DAY)], [Tie(1, 2)], STANDARD, START_DAY)
    planned = np.array(remaining(compiled))[:, None]
    outcome = Runs(compiled).run(planned)
    assert outcome.projects[0, 0] == solve(compiled).finishes[0]
    assert outcome.critical is None


def test_runs_that_take_ages_are_told() -> None:
    compiled = compile_network([Activity(1, DAY)], [], STANDARD, START_DAY)
    with pytest.raises(OutsideTables):
        Runs(compiled).run(np.array([[500_000 * DAY]]))


@given(phased(kinds=("free", "soft")))
def test_as_planned_a_run_keeps_the_shares_of_summaries_that_the_plan_has(net: Net) -> None:
    compiled = compile_network(net.activities, net.ties, CALENDARS, START)
    runs = Runs(compiled)
    minutes = np.array(remaining(compiled))[:, None]
    expected = solve(compile_network(net.activities, net.ties, CALENDARS, START)).finishes
    assert runs.run(minutes).projects[:, 0].tolist() == [expected[p] for p in runs.projects]
