from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.charts.histogram import Series, histogram, ranked
from pmo_desktop.charts.palette import SERIES

HOURS = st.floats(0, 500)


def test_series_are_stacked_from_the_floor() -> None:
    series = (Series("a", (10.0,), "series0"), Series("b", (20.0,), "series1"))
    low, high = histogram(series, (40.0,), 30, 100).group("bars")
    assert low.y + low.height == 100
    assert abs(high.y + high.height - low.y) < 1e-9
    assert abs(high.height - 2 * low.height) < 1e-9


@given(st.lists(st.tuples(HOURS, HOURS, HOURS), min_size=1, max_size=20), st.floats(0.5, 60))
def test_nothing_leaves_the_picture(weeks: list[tuple[float, float, float]], step: float) -> None:
    one, other, capacity = (tuple(column) for column in zip(*weeks, strict=True))
    series = (Series("a", one, "series0"), Series("b", other, "series1"))
    for bar in histogram(series, capacity, step, 120, left=50).group("bars"):
        assert bar.y >= 0
        assert bar.y + bar.height <= 120 + 1e-6
        assert bar.width > 0
        assert bar.x >= 50
        assert bar.x + bar.width <= 50 + len(weeks) * step + 1e-6


def test_capacity_is_a_dashed_line_of_steps() -> None:
    (line,) = histogram((), (40.0, 40.0, 32.0), 10, 100).group("capacity")
    assert [x for x, _ in line.points] == [0, 10, 10, 20, 20, 30]
    assert line.points[0][1] == line.points[3][1] < line.points[4][1]
    assert line.dash


def test_the_capacity_is_named_above_its_line() -> None:
    scene = histogram((), (40.0,), 10, 100, "Capacity")
    (line,), (text,) = scene.group("capacity"), scene.group("labels")
    assert text.text == "Capacity"
    assert text.y < line.points[0][1]


def test_no_weeks_give_an_empty_picture() -> None:
    assert histogram((), (), 10, 100).group("bars") == ()


def test_the_largest_come_first_and_the_rest_is_summed_up() -> None:
    many = [(f"P{number}", (float(number), 1.0)) for number in range(1, 10)]
    found = ranked(many, "others")
    assert [one.name for one in found] == ["P9", "P8", "P7", "P6", "P5", "others"]
    assert [one.role for one in found] == [f"series{number}" for number in range(SERIES)]
    assert found[-1].values == (1.0 + 2 + 3 + 4, 4.0)


def test_as_many_as_there_are_colours_stay_apart() -> None:
    some = [(f"P{number}", (1.0,)) for number in range(SERIES)]
    assert "others" not in [one.name for one in ranked(some, "others")]
