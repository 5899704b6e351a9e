from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.charts.timescale import PER_DAY, TimeScale, Zoom
from pmo_desktop.language import Language

EN, ZH = Language("en"), Language("zh")
NOVEMBER = TimeScale(dt.date(2026, 11, 1), dt.date(2026, 11, 30), 300)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
WORKING_MINUTES = st.integers(9 * 60, 18 * 60 - 1)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute)


def test_a_scale_covers_its_last_day() -> None:
    assert NOVEMBER.days == 30
    assert NOVEMBER.per_day == 10
    assert NOVEMBER.end_x(dt.date(2026, 11, 30)) == 300


def test_a_days_width_stands_for_its_working_hours() -> None:
    assert NOVEMBER.to_x(at(3, 9)) == 20
    assert NOVEMBER.to_x(at(3, 13, 30)) == 25
    assert NOVEMBER.to_x(at(3, 18)) == 30


def test_what_lies_outside_working_hours_is_drawn_at_the_days_edge() -> None:
    assert NOVEMBER.to_x(at(3, 0)) == NOVEMBER.to_x(at(3, 9))
    assert NOVEMBER.to_x(at(3, 23, 59)) == NOVEMBER.to_x(at(3, 18))


def test_a_bare_date_is_the_start_of_its_day() -> None:
    assert NOVEMBER.to_x(dt.date(2026, 11, 3)) == 20


def test_a_task_that_ends_one_evening_meets_one_that_begins_next_morning() -> None:
    assert NOVEMBER.to_x(at(3, 18)) == NOVEMBER.to_x(at(4, 9))


@given(DAYS, st.integers(1, 3000), st.floats(0.2, 60), st.integers(0, 2999), WORKING_MINUTES)
def test_time_comes_back_from_x(
    first: dt.date, days: int, per_day: float, on: int, minute: int
) -> None:
    scale = TimeScale.zoomed(first, first + dt.timedelta(days=days), per_day)
    day = first + dt.timedelta(days=on % days)
    moment = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    assert scale.to_time(scale.to_x(moment) + 1e-7) == moment


@given(DAYS, st.integers(0, 4000), st.floats(0.15, 60))
def test_the_ticks_of_a_tier_follow_one_another_without_a_gap(
    first: dt.date, days: int, per_day: float
) -> None:
    scale = TimeScale.zoomed(first, first + dt.timedelta(days=days), per_day)
    for tier in (scale.upper(EN), scale.lower(EN)):
        assert tier[0].x <= 0
        assert tier[-1].x + tier[-1].width >= scale.width - 1e-6
        for before, after in pairwise(tier):
            assert abs(before.x + before.width - after.x) < 1e-6


@given(st.floats(0, 3000), st.floats(1, 800))
def test_ticks_between_two_x_are_those_of_the_whole_tier_in_sight(
    left: float, width: float
) -> None:
    scale = TimeScale.zoomed(dt.date(2026, 1, 1), dt.date(2027, 12, 31), PER_DAY[Zoom.WEEK])
    right = left + width
    seen = scale.lower(EN, left, right)
    whole = [t for t in scale.lower(EN) if t.x < min(right, scale.width) and t.x + t.width > left]
    assert list(seen) == whole


def test_the_lower_tier_gets_coarser_as_days_get_narrower() -> None:
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    zooms = [TimeScale.zoomed(first, last, per_day).zoom for per_day in (26, 3.7, 1.5, 0.5)]
    assert zooms == [Zoom.DAY, Zoom.WEEK, Zoom.MONTH, Zoom.QUARTER]


def test_every_zoom_levels_usual_width_gives_that_level() -> None:
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    for zoom, per_day in PER_DAY.items():
        assert TimeScale.zoomed(first, last, per_day).zoom is zoom


def test_weeks_are_labelled_by_their_iso_numbers_under_months() -> None:
    scale = TimeScale.zoomed(dt.date(2026, 12, 21), dt.date(2027, 1, 17), 4)
    assert [tick.label for tick in scale.lower(EN)] == ["52", "53", "1", "2"]
    assert [tick.label for tick in scale.upper(EN)] == ["Dec 2026", "Jan 2027"]
    assert [tick.label for tick in scale.upper(ZH)] == ["2026-12", "2027-01"]


def test_months_and_quarters_are_labelled_in_the_language() -> None:
    months = TimeScale.zoomed(dt.date(2026, 11, 1), dt.date(2026, 12, 31), 1.5)
    assert [tick.label for tick in months.lower(ZH)] == ["11月", "12月"]
    assert [tick.label for tick in months.lower(EN)] == ["Nov", "Dec"]
    quarters = TimeScale.zoomed(dt.date(2026, 1, 1), dt.date(2026, 12, 31), 0.5)
    assert [tick.label for tick in quarters.lower(EN)] == ["Q1", "Q2", "Q3", "Q4"]
    assert [tick.label for tick in quarters.upper(EN)] == ["2026"]


def test_a_label_that_would_not_fit_is_left_out() -> None:
    scale = TimeScale.zoomed(dt.date(2026, 11, 30), dt.date(2026, 12, 31), 3)
    assert scale.upper(EN)[0].width == 90
    narrow = TimeScale.zoomed(dt.date(2000, 1, 1), dt.date(2040, 12, 31), 0.12)
    assert {tick.label for tick in narrow.lower(EN)} == {""}


def test_days_off_are_joined_into_runs() -> None:
    off = frozenset(dt.date(2026, 11, day) for day in (1, 7, 8, 14, 15, 30))
    runs = list(NOVEMBER.non_working_runs(off, 0, 300))
    assert runs == [(0, 10), (60, 20), (130, 20), (290, 10)]


def test_beyond_the_known_days_weekends_are_off() -> None:
    off = frozenset({dt.date(2026, 11, 4), dt.date(2026, 11, 5)})
    runs = list(NOVEMBER.non_working_runs(off, 0, 100))
    assert runs == [(0, 10), (30, 20), (60, 20)]
