from __future__ import annotations

from pmo_desktop.charts.trend import TrendPoint, period_labels, trend


def test_lights_are_stacked_green_below_red() -> None:
    scene = trend((TrendPoint("2026-11", 17, 8, 4),), 200, 150)
    green, amber, red = scene.group("bars")
    assert (green.fill, amber.fill, red.fill) == ("green", "amber", "red")
    assert green.y > amber.y > red.y
    assert [text.text for text in scene.group("numbers")] == ["17", "8", "4"]


def test_the_highest_period_fills_the_height_and_the_others_compare() -> None:
    points = (TrendPoint("a", 10, 0, 0), TrendPoint("b", 20, 0, 0))
    low, high = trend(points, 200, 150).group("bars")
    assert abs((high.height + 1) - 2 * (low.height + 1)) < 1e-6


def test_a_light_that_nobody_has_is_not_drawn() -> None:
    scene = trend((TrendPoint("a", 3, 0, 0),), 200, 150)
    assert [bar.fill for bar in scene.group("bars")] == ["green"]


def test_a_number_that_does_not_fit_its_bar_is_left_out() -> None:
    scene = trend((TrendPoint("a", 200, 0, 1),), 200, 100)
    assert [text.text for text in scene.group("numbers")] == ["200"]


def test_no_periods_give_an_empty_axis() -> None:
    assert [group.name for group in trend((), 200, 100).groups] == ["axis"]


def test_the_year_is_written_where_it_changes() -> None:
    periods = ("2026-10", "2026-11", "2026-12", "2027-01", "2027-02")
    assert period_labels(periods) == ("2026-10", "11", "12", "2027-01", "02")
