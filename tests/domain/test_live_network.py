"""A network that goes on standing says what one that is made anew would say."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.live_network import LiveNetwork
from pmo_desktop.domain.schedule.compiled import compile_network
from pmo_desktop.domain.schedule.solution import Rows
from pmo_desktop.domain.schedule.solving import solve
from pmo_desktop.domain.tasks import Constraint
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
)


def any_activity(number: int) -> st.SearchStrategy[Activity]:
    kinds = (free_activity, bound_activity, bound_activity, fixed_activity, begun_activity)
    made = [make(number, (0, 1, 2)) for make in kinds]
    late = st.builds(replace, made[0], constraint=st.just(Constraint.ALAP))
    return st.one_of(*made, late)


def rows(net: Net) -> dict[int, object]:
    compiled = compile_network(net.activities, net.ties, CALENDARS, START, net.status)
    return dict(Rows(solve(compiled)))


@given(nets(kinds=RICH, status=True, rich=True), st.data())
def test_changes_one_by_one_lead_to_what_is_made_anew(net: Net, data: st.DataObject) -> None:
    compiled = compile_network(net.activities, net.ties, CALENDARS, START, net.status)
    live = LiveNetwork(compiled)
    for _ in range(3):
        before = dict(Rows(live.solution))
        at = data.draw(st.integers(0, len(net.activities) - 1))
        new = data.draw(any_activity(at))
        if not live.can_take(new):
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
