"""The same figure of every week twice."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.charts.before_after import before_after, tick_of
from pmo_desktop.charts.scene import Rect
from pmo_desktop.language import Language

MONDAY = date(2026, 11, 23)
figures = st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=1, max_size=80)


@given(figures, st.floats(120, 900), st.floats(80, 400))
def test_bars_stand_on_the_axis_and_within_the_picture(
    pairs: list[tuple[float, float]], width: float, height: float
) -> None:
    weeks = [MONDAY + timedelta(weeks=n) for n in range(len(pairs))]
    before, after = zip(*pairs, strict=True)
    scene = before_after(weeks, before, after, Language("en"), width, height)
    for name, values in (("before", before), ("after", after)):
        bars = [item for item in scene.group(name) if isinstance(item, Rect)]
        assert len(bars) <= sum(value > 0 for value in values)
        floors = {round(bar.y + bar.height, 6) for bar in bars}
        assert len(floors) <= 1
        assert all(bar.y >= 0 and 0 <= bar.x <= width for bar in bars)


def test_as_it_would_be_stands_narrower_in_front_and_as_high_as_it_is() -> None:
    scene = before_after([MONDAY], [40.0], [10.0], Language("en"), 300, 200)
    (before,), (after,) = scene.group("before"), scene.group("after")
    assert isinstance(before, Rect)
    assert isinstance(after, Rect)
    assert abs(before.height / after.height - 4) < 1e-6
    assert after.width < before.width
    assert after.x > before.x


def test_without_figures_there_is_nothing_to_see() -> None:
    assert not list(before_after([MONDAY], [0.0], [0.0], Language("en"), 300, 200))
    assert not list(before_after([], [], [], Language("en"), 300, 200))


def test_ticks_are_round() -> None:
    assert [tick_of(most) for most in (1, 7, 40, 150, 999)] == [0.5, 2, 10, 50, 500]
