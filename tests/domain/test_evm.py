"""Earned value: by the textbook's numbers, and spread over a plan."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.evm import EarnedValue, Leaf, Progress, earned_value, progress


def day(number: int, hour: int) -> datetime:
    return datetime(2026, 11, number, hour)


def test_the_figures_of_a_known_sheet() -> None:
    found = EarnedValue(Decimal(3700), Decimal(3000), Decimal("2399.6"), Decimal(2700))
    assert found.cpi == pytest.approx(0.88874, abs=5e-6)
    assert found.spi == pytest.approx(0.79987, abs=5e-6)
    assert found.eac == Decimal("4163.19")
    assert found.sv == Decimal("-600.4")
    assert found.cv == Decimal("-300.4")
    assert found.etc == Decimal("1463.19")
    assert found.vac == Decimal("-463.19")
    assert found.tcpi == pytest.approx(1300.4 / 1000)


def test_what_is_divided_by_nothing_is_not_known() -> None:
    found = EarnedValue(Decimal(100), Decimal(0), Decimal(0), Decimal(0))
    assert (found.spi, found.cpi, found.eac, found.etc, found.vac) == (None,) * 5
    assert found.sv == 0
    assert found.tcpi == 1


def test_what_is_not_known_leaves_the_rest_unknown() -> None:
    found = EarnedValue(None, None, None, None)
    figures = (found.sv, found.cv, found.spi, found.cpi, found.eac, found.etc, found.vac)
    assert figures == (None,) * 7
    assert found.tcpi is None
    without_cost = EarnedValue(Decimal(100), Decimal(50), Decimal(40), None)
    assert without_cost.spi == 0.8
    assert without_cost.cpi is None


def test_once_the_budget_is_spent_no_performance_keeps_to_it() -> None:
    assert EarnedValue(Decimal(100), Decimal(90), Decimal(80), Decimal(100)).tcpi is None


def test_work_is_planned_evenly_over_working_time() -> None:
    """Four days, of which two and a half are due by Wednesday noon, one is done."""
    leaf = Leaf(0.25, day(2, 9), day(5, 18))
    found = progress([leaf], STANDARD, day(4, 13))
    assert found == Progress(4 * 480, 2 * 480 + 180, 480)


def test_the_baseline_says_what_was_planned_where_there_is_one() -> None:
    slipped = Leaf(0.5, day(9, 9), day(10, 18), day(2, 9), day(3, 18))
    assert progress([slipped], STANDARD, day(6, 18)) == Progress(960, 960, 480)
    half_a_baseline = slipped._replace(baseline_finish=None)
    assert progress([half_a_baseline], STANDARD, day(6, 18)) == Progress(960, 0, 480)


def test_milestones_and_undated_tasks_carry_no_budget() -> None:
    leaves = [Leaf(1.0, day(4, 18), day(4, 18)), Leaf(0.5, None, None), Leaf(0.5, day(2, 9), None)]
    assert progress(leaves, STANDARD, day(6, 18)) == Progress(0, 0, 0)


def test_the_budget_is_spread_by_duration() -> None:
    leaves = [Leaf(1.0, day(2, 9), day(2, 18)), Leaf(0.0, day(3, 9), day(5, 18))]
    shares = progress(leaves, STANDARD, day(3, 18))
    found = earned_value(shares, Decimal(1000), Decimal(300))
    assert (found.pv, found.ev, found.ac) == (Decimal(500), Decimal(250), Decimal(300))
    assert found.spi == 0.5
    assert found.cpi == pytest.approx(250 / 300)
    assert found.eac == Decimal(1200)


def test_the_schedule_s_index_needs_no_budget() -> None:
    found = earned_value(Progress(1000, 500, 400), None, Decimal(300))
    assert found.spi == 0.8
    assert (found.pv, found.ev, found.cpi) == (None, None, None)


def test_a_plan_without_work_has_no_value() -> None:
    found = earned_value(Progress(0, 0, 0), Decimal(1000), Decimal(300))
    assert (found.pv, found.ev, found.spi, found.cpi, found.eac) == (None,) * 5


def test_progress_beyond_its_bounds_is_cut() -> None:
    leaves = [Leaf(1.5, day(2, 9), day(2, 18)), Leaf(-0.5, day(2, 9), day(2, 18))]
    assert progress(leaves, STANDARD, day(2, 9)).earned == 480


leaves_of = st.lists(
    st.builds(
        lambda done, first, length: Leaf(done, day(first, 9), day(first + length, 18)),
        st.floats(0, 1),
        st.integers(1, 14),
        st.integers(0, 14),
    )
)


@given(leaves_of, st.integers(1, 30))
def test_nothing_is_planned_or_earned_beyond_the_whole(leaves: list[Leaf], until: int) -> None:
    shares = progress(leaves, STANDARD, day(until, 12))
    assert 0 <= shares.planned <= shares.total
    assert 0 <= shares.earned <= shares.total * (1 + 1e-9)
    assert progress(leaves, STANDARD, day(30, 18)).planned == shares.total
    done = [leaf._replace(percent_complete=1.0) for leaf in leaves]
    found = earned_value(progress(done, STANDARD, day(30, 18)), Decimal(500), Decimal(500))
    if shares.total:
        assert found.ev == found.pv == found.bac == found.eac
        assert found.spi == found.cpi == 1
