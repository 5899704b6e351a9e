"""A change runs on to what it moves, and to nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.schedule.changes import Changes, changed, effect
from pmo_desktop.domain.schedule.compiled import Compiled, compile_network, recompiled
from pmo_desktop.domain.schedule.solution import Moments
from pmo_desktop.domain.schedule.solving import place, solve
from pmo_desktop.domain.tasks import Constraint, LinkType
from tests.domain.networks import (
    CALENDARS,
    RICH,
    START,
    Net,
    begun_activity,
    bound_activity,
    fixed_activity,
    nets,
    odd_activity,
)

DAY = 480
MONDAY = datetime(2026, 11, 2, 9)


def dates(compiled: Compiled) -> dict[int, tuple[datetime, datetime]]:
    moments, placed = Moments(), place(compiled)
    return {
        spot.activity.id: (moments[placed.start[i]], moments[placed.finish[i]])
        for i, spot in enumerate(compiled.spots)
    }


def applied(
    before: dict[int, tuple[datetime, datetime]], changes: Changes
) -> dict[int, tuple[datetime, datetime]]:
    return before | {move.id: (move.start, move.finish) for move in changes.moved}


@settings(max_examples=150, deadline=None)
@given(nets(kinds=RICH, status=True, rich=True), st.data())
def test_a_change_that_runs_on_leads_to_what_reckoning_anew_does(
    net: Net, data: st.DataObject
) -> None:
    compiled = compile_network(net.activities, net.ties, CALENDARS, START, net.status)
    ids = [spot.activity.id for spot in compiled.spots]
    new = {}
    for number in data.draw(st.lists(st.sampled_from(ids), max_size=2) if ids else st.just([])):
        make = data.draw(
            st.sampled_from([begun_activity, bound_activity, fixed_activity, odd_activity])
        )
        new[number] = data.draw(make(number, (0, 1, 2)))
    found = changed(compiled, place(compiled), new)
    other = dates(recompiled(compiled, new))
    after = applied(dates(compiled), found)
    assert {one: after[one] for one in other} == other
    for move in found.moved:
        assert (move.start, move.finish) != (move.start_before, move.finish_before)


def test_a_longer_task_moves_what_follows_it_and_the_project() -> None:
    activities = [Activity(1, DAY), Activity(2, DAY), Activity(3, 0), Activity(4, 3 * DAY)]
    compiled = compile_network(activities, [Tie(1, 2), Tie(2, 3)], STANDARD, MONDAY)
    found = changed(compiled, place(compiled), {1: Activity(1, 4 * DAY)})
    assert [(move.id, move.days, move.finish_minutes) for move in found.moved] == [
        (1, 3, 3 * DAY),
        (2, 3, 3 * DAY),
        (3, 3, 3 * DAY),
    ]
    assert found.finishes == {0: datetime(2026, 11, 6, 18)}


def test_through_its_finish_a_longer_task_moves_its_own_start() -> None:
    activities = [Activity(1, 5 * DAY), Activity(2, DAY)]
    compiled = compile_network(activities, [Tie(1, 2, LinkType.FF)], STANDARD, MONDAY)
    (move,) = changed(compiled, place(compiled), {2: Activity(2, 2 * DAY)}).moved
    assert (move.start_minutes, move.finish_minutes) == (-DAY, 0)


def test_a_change_within_the_float_moves_one_task() -> None:
    activities = [Activity(1, DAY), Activity(2, 5 * DAY), Activity(3, DAY)]
    ties = [Tie(1, 3), Tie(2, 3)]
    compiled = compile_network(activities, ties, STANDARD, MONDAY)
    found = changed(compiled, place(compiled), {1: Activity(1, 4 * DAY)})
    assert [move.id for move in found.moved] == [1]
    assert not found.finishes


def test_the_effect_of_a_link_is_known_before_it_is_drawn() -> None:
    compiled = compile_network([Activity(1, DAY), Activity(2, DAY)], [], STANDARD, MONDAY)
    solution = solve(compiled)
    found = effect(compiled, solution, {}, added=[Tie(1, 2)])
    assert [(move.id, move.days) for move in found.moved] == [(2, 1)]
    tied = compile_network([Activity(1, DAY), Activity(2, DAY)], [Tie(1, 2)], STANDARD, MONDAY)
    found = effect(tied, solve(tied), {}, removed=[Tie(1, 2)])
    assert [(move.id, move.days) for move in found.moved] == [(2, -1)]
    with pytest.raises(ValueError, match="not in list"):
        effect(compiled, solution, {}, removed=[Tie(1, 2)])


def test_a_change_of_what_lies_late_is_reckoned_anew() -> None:
    late = Activity(1, DAY, constraint=Constraint.ALAP)
    compiled = compile_network(
        [late, Activity(2, 5 * DAY), Activity(3, DAY)], [Tie(1, 3), Tie(2, 3)], STANDARD, MONDAY
    )
    found = changed(compiled, solve(compiled).placed, {2: Activity(2, 3 * DAY)})
    assert [(move.id, move.finish_minutes) for move in found.moved] == [
        (1, -2 * DAY), (2, -2 * DAY), (3, -2 * DAY),
    ]  # fmt: skip
    found = changed(compiled, solve(compiled).placed, {1: replace(late, active=False)})
    assert not found.moved


def test_what_is_not_there_cannot_change() -> None:
    compiled = compile_network([Activity(1, DAY)], [], STANDARD, MONDAY)
    with pytest.raises(KeyError):
        changed(compiled, place(compiled), {2: Activity(2, DAY)})
