from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.charts.scene import Polygon
from pmo_desktop.charts.slips import Slip, SlipLimits, slips
from pmo_desktop.language import Language

EN, ZH = Language("en"), Language("zh")
DAY = dt.date(2026, 11, 20)


def slip(name: str, days: int) -> Slip:
    return Slip(name, DAY, DAY + dt.timedelta(days=days), days)


def ends(scene, row: int) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """The x of both diamonds of a row."""
    baseline, forecast = scene.group("marks")[2 * row : 2 * row + 2]
    assert isinstance(baseline, Polygon)
    assert isinstance(forecast, Polygon)
    return baseline.points[0][0], forecast.points[0][0]


def test_every_baseline_stands_at_the_left_and_lengths_compare() -> None:
    scene = slips((slip("a", 24), slip("b", 12)), EN, 400, 100)
    (zero, far), (other_zero, near) = ends(scene, 0), ends(scene, 1)
    assert zero == other_zero
    assert far - zero == 2 * (near - zero)


@given(st.lists(st.integers(-60, 90), min_size=1, max_size=5))
def test_nothing_leaves_the_picture(days: list[int]) -> None:
    scene = slips([slip(f"m{n}", d) for n, d in enumerate(days)], EN, 360, 200)
    for mark in scene.group("marks"):
        assert isinstance(mark, Polygon)
        assert all(0 <= x <= 360 for x, _ in mark.points)


def test_a_slip_is_written_with_its_sign() -> None:
    assert slips((slip("a", 24), slip("b", -3)), ZH, 400, 100).texts()[-2:] == ("+24 天", "-3 天")


def test_the_colour_follows_the_offices_limits() -> None:
    limits = SlipLimits(amber=5, red=15)
    assert [limits.role(days) for days in (-4, 4, 5, 14, 15)] == [
        "green", "green", "amber", "amber", "red",
    ]  # fmt: skip


def test_a_milestone_in_time_has_no_bar() -> None:
    assert slips((slip("a", 0),), EN, 400, 100).group("bars") == ()


def test_rows_that_do_not_fit_are_left_out() -> None:
    rows = [slip(str(number), number) for number in range(20)]
    assert len(slips(rows, EN, 400, 64).group("names")) == 4


def test_no_slips_give_an_empty_picture() -> None:
    assert slips((), EN, 400, 100).texts() == ()
