"""What levelling holds: it begins no earlier, whatever else says when it is to lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Scheduled, Tie
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.network import schedule
from pmo_desktop.domain.schedule import levels, plain
from pmo_desktop.domain.schedule.compiled import compile_network
from pmo_desktop.domain.schedule.holds import HoldKind, hold_of
from pmo_desktop.domain.schedule.solving import solve
from pmo_desktop.domain.tasks import Constraint
from pmo_desktop.domain.timeline import instant_of
from tests.domain.networks import CALENDARS, START, Net, moments, nets

DAY = 480
MONDAY = datetime(2026, 11, 2, 9)
HELD = datetime(2026, 11, 5, 9)


def placed(first: Activity, *others: Activity, ties: tuple[Tie, ...] = ()) -> Scheduled:
    return schedule((first, *others), ties, STANDARD, MONDAY).activities[first.id]


def test_a_held_task_begins_when_it_may_and_what_follows_it_behind_it() -> None:
    tasks = [Activity(1, DAY, held=HELD), Activity(2, DAY)]
    result = schedule(tasks, [Tie(1, 2)], STANDARD, MONDAY)
    assert result.activities[1].start == HELD
    assert result.activities[2].start == datetime(2026, 11, 6, 9)


@pytest.mark.parametrize("constraint", [Constraint.SNET, Constraint.FNET])
def test_it_is_held_too_where_a_date_says_when_it_may_begin(constraint: Constraint) -> None:
    early = Activity(1, DAY, constraint=constraint, constraint_date=MONDAY, held=HELD)
    assert placed(early).start == HELD
    late = replace(early, constraint_date=datetime(2026, 11, 12, 9))
    assert placed(late).start > HELD


def test_it_no_longer_lies_as_late_as_may_be() -> None:
    late = Activity(1, DAY, constraint=Constraint.ALAP)
    long = Activity(2, 20 * DAY)
    assert placed(late, long).start > HELD
    assert placed(replace(late, held=HELD), long).start == HELD


def test_in_a_project_scheduled_from_its_finish_too() -> None:
    until = datetime(2026, 11, 27, 18)
    late = Activity(1, DAY, backwards=True, not_after=until)
    assert placed(late).start == datetime(2026, 11, 27, 9)
    assert placed(replace(late, held=HELD)).start == HELD


def test_a_date_that_wins_over_links_wins_over_levelling() -> None:
    task = Activity(1, DAY, constraint=Constraint.SNLT, constraint_date=MONDAY, held=HELD)
    assert placed(task).start == MONDAY


def test_what_has_begun_and_what_has_given_dates_is_not_held() -> None:
    begun = Activity(1, 2 * DAY, start=MONDAY, actual_start=MONDAY, percent_complete=0.5)
    given_dates = Activity(1, DAY, fixed=True, start=MONDAY, finish=datetime(2026, 11, 2, 18))
    for task in (begun, given_dates):
        assert placed(replace(task, held=HELD)) == placed(task)


def test_it_is_told_that_levelling_holds_it() -> None:
    activities = [Activity(1, DAY, held=HELD), Activity(2, 5 * DAY)]
    solution = solve(compile_network(activities, [], STANDARD, MONDAY))
    assert hold_of(solution, 1).kind is HoldKind.LEVELLED
    assert hold_of(solution, 2).kind is HoldKind.START


@given(nets(), st.data())
def test_both_kernels_hold_alike_and_nothing_free_begins_before(
    net: Net, data: st.DataObject
) -> None:
    held = [
        replace(activity, held=data.draw(st.one_of(st.none(), moments)))
        for activity in net.activities
    ]
    compiled = compile_network(held, net.ties, CALENDARS, START, net.status)
    early = plain.forward(compiled)
    assert [list(column) for column in levels.forward(compiled)] == [list(c) for c in early]
    for i, spot in enumerate(compiled.spots):
        if spot.activity.held is not None and spot.state is spot.state.FREE and not spot.looped:
            number = compiled.lines[spot.line].worked(instant_of(spot.activity.held))
            assert early.started[i] >= min(number, spot.ceiling, spot.ceiling_finish - spot.span)
