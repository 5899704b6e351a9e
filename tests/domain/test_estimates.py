"""Three-point estimates and what is drawn from them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.estimates import Distribution, Estimate, Sampler

MANY = 20_000


def drawn(estimate: Estimate, distribution: Distribution, runs: int = MANY) -> np.ndarray:
    return Sampler([estimate], distribution, seed=7).draw(runs)[:, 0]


@pytest.mark.parametrize("likeliest", [10.0, 13.0, 20.0, 55.0, 60.0])
def test_pert_has_the_mean_and_the_spread_of_its_beta_distribution(likeliest: float) -> None:
    found = drawn(Estimate(10, likeliest, 60), Distribution.PERT)
    mean = (10 + 4 * likeliest + 60) / 6
    spread = ((mean - 10) * (60 - mean) / 7) ** 0.5
    assert found.mean() == pytest.approx(mean, rel=0.01)
    assert found.std() == pytest.approx(spread, rel=0.03)


@pytest.mark.parametrize("likeliest", [10.0, 20.0, 60.0])
def test_a_triangle_has_its_mean_and_spread(likeliest: float) -> None:
    found = drawn(Estimate(10, likeliest, 60), Distribution.TRIANGULAR)
    a, c, b = 10.0, likeliest, 60.0
    assert found.mean() == pytest.approx((a + b + c) / 3, rel=0.01)
    variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    assert found.std() == pytest.approx(variance**0.5, rel=0.03)


@given(
    points=st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(sorted),
    distribution=st.sampled_from(Distribution),
)
@settings(max_examples=50)
def test_nothing_is_drawn_outside_shortest_and_longest(
    points: list[float], distribution: Distribution
) -> None:
    found = drawn(Estimate(*points), distribution, 200)
    slack = 1e-5 * max(points[2], 1)
    assert found.min() >= points[0] - slack
    assert found.max() <= points[2] + slack


def test_the_same_seed_draws_the_same_runs_however_they_are_parted() -> None:
    estimates = [Estimate(1, 2, 9), Estimate(4, 4, 4), Estimate(0, 5, 6)]
    at_once = Sampler(estimates, Distribution.PERT, 3).draw(11)
    parts = Sampler(estimates, Distribution.PERT, 3)
    assert np.array_equal(at_once, np.concatenate([parts.draw(4), parts.draw(7)]))
    assert not np.array_equal(at_once, Sampler(estimates, Distribution.PERT, 4).draw(11))


def test_an_estimate_that_is_sure_is_always_the_same() -> None:
    assert set(drawn(Estimate(8, 8, 8), Distribution.PERT, 100)) == {8.0}


@pytest.mark.parametrize("points", [(2, 1, 3), (1, 4, 3), (-1, 0, 1)])
def test_points_out_of_order_are_no_estimate(points: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="order"):
        Estimate(*points)
