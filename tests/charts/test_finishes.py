"""The spread of a finish, and what moves it, as pictures."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from pmo_desktop.charts.finishes import FinishMark, finishes
from pmo_desktop.charts.scene import Line, Polyline, Rect, Text, text_width
from pmo_desktop.charts.tornado import Swing, tornado
from pmo_desktop.language import Language

ENGLISH = Language("en")
DAYS = [dt.date(2026, 11, 2)] * 2 + [dt.date(2026, 11, 4)] * 6 + [dt.date(2026, 11, 9)] * 2


def test_the_bars_are_as_high_as_their_days_are_frequent() -> None:
    bars = [i for i in finishes(DAYS, (), ENGLISH, 400, 200).group("bars") if isinstance(i, Rect)]
    assert len(bars) == 3
    assert round(bars[1].height / bars[0].height, 6) == 3.0
    assert bars[0].height == bars[2].height


def test_the_curve_rises_from_none_to_all_runs() -> None:
    scene = finishes(DAYS, (), ENGLISH, 400, 200)
    (curve,) = scene.group("curve")
    assert isinstance(curve, Polyline)
    heights = [y for _, y in curve.points]
    grid = [i.y1 for i in scene.group("grid") if isinstance(i, Line)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] == max(grid)
    assert heights[-1] == min(grid)


def test_labels_of_neighbouring_marks_do_not_cover_each_other() -> None:
    marks = [FinishMark(dt.date(2026, 11, day), f"P{day} on a long date") for day in (2, 3, 4, 5)]
    scene = finishes(DAYS, marks, ENGLISH, 700, 200)
    labels = [i for i in scene.group("labels") if isinstance(i, Text)]
    assert len(labels) == 4
    for y in {label.y for label in labels}:
        line = sorted((i for i in labels if i.y == y), key=lambda label: label.x)
        for one, other in pairwise(line):
            assert one.x + text_width(one.text, one.size) <= other.x


def test_no_runs_draw_nothing() -> None:
    assert list(finishes((), (), ENGLISH, 400, 200)) == []


def test_years_of_finishes_are_gathered_into_few_bars() -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(2000)]
    assert len(finishes(days, (), ENGLISH, 400, 200).group("bars")) <= 62


def test_the_strongest_swing_is_the_longest_bar_and_early_ones_go_left() -> None:
    scene = tornado(
        [Swing("Build", 0.8, "0.80"), Swing("Test", 0.4, "0.40"), Swing("Buffer", -0.2, "-0.20")],
        500,
        200,
    )
    bars = [item for item in scene.group("bars") if isinstance(item, Rect)]
    (axis,) = scene.group("axis")
    assert isinstance(axis, Line)
    assert round(bars[0].width / bars[1].width, 6) == 2.0
    assert bars[0].x == bars[1].x == axis.x1
    assert round(bars[2].x + bars[2].width, 6) == round(axis.x1, 6)
    assert all(bar.x >= 0 and bar.x + bar.width <= 500 for bar in bars)


def test_only_as_many_swings_are_drawn_as_fit() -> None:
    swings = [Swing(f"Task {n}", 0.5, "0.5") for n in range(50)]
    assert len(tornado(swings, 400, 170).group("names")) == 10
