"""A network that goes on standing says what one that is made anew would say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.live_network import LiveNetwork
from pmo_desktop.domain.schedule.compiled import compile_network
from pmo_desktop.domain.schedule.solution import Rows
from pmo_desktop.domain.schedule.solving import solve
from pmo_desktop.domain.tasks import Constraint, LinkType
from pmo_desktop.domain.timeline import instant_of
from tests.domain.networks import (
    CALENDARS,
    RICH,
    START,
    Net,
    begun_activity,
    bound_activity,
    fixed_activity,
    free_activity,
    nets,
    phased,
)

DAY = 480


@cache
def any_activity(number: int) -> st.SearchStrategy[Activity]:
    kinds = (free_activity, bound_activity, bound_activity, fixed_activity, begun_activity)
    made = [make(number, (0, 1, 2)) for make in kinds]
    late = st.builds(replace, made[0], constraint=st.just(Constraint.ALAP))
    return st.one_of(*made, late)


def rows(net: Net) -> dict[int, object]:
    compiled = compile_network(net.activities, net.ties, CALENDARS, START, net.status)
    return dict(Rows(solve(compiled)))


@given(
    st.one_of(nets(kinds=RICH, status=True, rich=True), phased(kinds=RICH, status=True)), st.data()
)
def test_changes_one_by_one_lead_to_what_is_made_anew(net: Net, data: st.DataObject) -> None:
    compiled = compile_network(net.activities, net.ties, CALENDARS, START, net.status)
    live = LiveNetwork(compiled)
    for _ in range(3):
        before = dict(Rows(live.solution))
        at = data.draw(st.integers(0, len(net.activities) - 1))
        new = data.draw(any_activity(at))
        if at not in compiled.index or not new.active:
            continue
        touched = live.change([new])
        net = net.with_activity(new)
        after = dict(Rows(live.solution))
        assert after == rows(net)
        assert {n for n in after if after[n] != before[n]} <= touched


def test_a_change_that_moves_nothing_touches_nobody_else() -> None:
    activities = [Activity(n, 2) for n in range(4)]
    ties = [Tie(0, 1), Tie(2, 3)]
    live = LiveNetwork(compile_network(activities, ties, CALENDARS, START))
    assert live.change([replace(activities[3], percent_complete=0.0)]) == {3}


def moved(live: LiveNetwork, changed: Activity) -> dict[int, tuple[datetime, datetime]]:
    """Where those lie now that lay elsewhere before the change."""
    before = {number: row[1:3] for number, row in Rows(live.solution).items()}
    live.change([changed])
    after = {number: row[1:3] for number, row in Rows(live.solution).items()}
    return {number: dates for number, dates in after.items() if dates != before[number]}


def days(*activities: Activity, ties: tuple[Tie, ...]) -> LiveNetwork:
    """On the usual calendar, from Monday 2 November on."""
    return LiveNetwork(compile_network(activities, ties, STANDARD, datetime(2026, 11, 2, 9)))


def test_through_its_finish_a_longer_task_moves_its_own_start() -> None:
    live = days(Activity(1, 5 * DAY), Activity(2, DAY), ties=(Tie(1, 2, LinkType.FF),))
    assert moved(live, Activity(2, 2 * DAY)) == {
        2: (datetime(2026, 11, 5, 9), datetime(2026, 11, 6, 18))
    }


def test_a_change_within_the_float_moves_one_task() -> None:
    live = days(
        Activity(1, DAY), Activity(2, 5 * DAY), Activity(3, DAY), ties=(Tie(1, 3), Tie(2, 3))
    )
    assert list(moved(live, Activity(1, 4 * DAY))) == [1]


def test_a_longer_task_moves_what_follows_it() -> None:
    live = days(Activity(1, DAY), Activity(2, DAY), Activity(3, 0), Activity(4, 3 * DAY),
                ties=(Tie(1, 2), Tie(2, 3)))  # fmt: skip
    assert list(moved(live, Activity(1, 4 * DAY))) == [1, 2, 3]
    assert live.solution.finishes[0] == instant_of(datetime(2026, 11, 6, 18))
