"""Working calendars: by hand on known days, and against a walk from minute to minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.calendars import (
    OFF,
    ROUND_THE_CLOCK_WEEK,
    STANDARD,
    STANDARD_WEEK,
    BeyondCalendar,
    Calendar,
    CalendarError,
    NoWorkingTime,
)
from pmo_desktop.domain.holidays import statutory_days
from pmo_desktop.domain.hours import Hours
from tests.domain.reference import count, is_worked, walk

MONDAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def chinese() -> Calendar:
    days = [day for year in (2025, 2026) for day in statutory_days(year) or []]
    return Calendar.from_text(days=[(day.day, day.hours) for day in days])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_finish_stands_at_the_end_of_working_time_and_a_start_at_its_beginning() -> None:
    assert STANDARD.add(at("2026-11-02 09:00"), 480) == at("2026-11-02 18:00")
    assert STANDARD.add(at("2026-11-03 18:00"), -480) == at("2026-11-03 09:00")
    assert STANDARD.add(at("2026-11-02 09:00"), 180) == at("2026-11-02 12:00")
    assert STANDARD.add(at("2026-11-02 18:00"), -300) == at("2026-11-02 13:00")


def test_work_goes_on_behind_the_weekend() -> None:
    assert STANDARD.add(at("2026-11-06 17:00"), 120) == at("2026-11-09 10:00")
    assert STANDARD.add(at("2026-11-09 10:00"), -120) == at("2026-11-06 17:00")


def test_adding_nothing_changes_nothing_even_off_working_time() -> None:
    assert STANDARD.add(at("2026-11-07 11:11"), 0) == at("2026-11-07 11:11")


def test_the_time_between_is_negative_backwards() -> None:
    assert STANDARD.between(at("2026-11-02 09:00"), at("2026-11-04 12:00")) == 2 * 480 + 180
    assert STANDARD.between(at("2026-11-04 12:00"), at("2026-11-02 09:00")) == -(2 * 480 + 180)
    assert STANDARD.between(at("2026-11-06 18:00"), at("2026-11-09 09:00")) == 0


def test_next_and_previous_working_leave_working_time_alone() -> None:
    assert STANDARD.next_working(at("2026-11-02 10:30")) == at("2026-11-02 10:30")
    assert STANDARD.next_working(at("2026-11-02 18:00")) == at("2026-11-03 09:00")
    assert STANDARD.next_working(at("2026-11-07 10:00")) == at("2026-11-09 09:00")
    assert STANDARD.previous_working(at("2026-11-02 18:00")) == at("2026-11-02 18:00")
    assert STANDARD.previous_working(at("2026-11-09 09:00")) == at("2026-11-06 18:00")
    assert STANDARD.previous_working(at("2026-11-02 12:30")) == at("2026-11-02 12:00")


def test_a_bare_date_is_the_day_s_first_minute_as_a_start_and_its_last_as_a_finish() -> None:
    assert STANDARD.day_start(MONDAY) == at("2026-11-02 09:00")
    assert STANDARD.day_finish(MONDAY) == at("2026-11-02 18:00")


def test_a_team_s_date_on_a_day_off_keeps_its_day(chinese: Calendar) -> None:
    sunday, holiday = date(2026, 11, 8), date(2026, 10, 1)
    assert chinese.day_start(sunday) == at("2026-11-08 09:00")
    assert chinese.day_finish(holiday) == at("2026-10-01 18:00")


def test_a_short_day_has_its_own_first_and_last_minute() -> None:
    calendar = Calendar.from_text(days={MONDAY: "10:00-15:30"})
    assert calendar.day_start(MONDAY) == at("2026-11-02 10:00")
    assert calendar.day_finish(MONDAY) == at("2026-11-02 15:30")


def test_golden_week_is_skipped_and_made_up_for(chinese: Calendar) -> None:
    assert not chinese.is_working(date(2026, 10, 7))
    assert chinese.is_working(date(2026, 10, 10))
    assert chinese.add(at("2026-09-30 18:00"), 480) == at("2026-10-08 18:00")
    days_off = chinese.non_working_days(date(2026, 10, 1), date(2026, 10, 11))
    assert {day.day for day in days_off} == {1, 2, 3, 4, 5, 6, 7, 11}


def test_a_year_has_its_days_off(chinese: Calendar) -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    assert len(chinese.non_working_days(first, last)) == 365 - 248


def test_a_week_is_read_from_its_text() -> None:
    assert ";".join(map(str, STANDARD.week)) == STANDARD_WEEK
    assert Calendar.from_text(STANDARD_WEEK) == STANDARD
    assert hash(Calendar.from_text(STANDARD_WEEK)) == hash(STANDARD)


def test_exceptions_are_the_same_in_any_order() -> None:
    days = {MONDAY: "", date(2026, 1, 1): ""}
    assert Calendar.from_text(days=days) == Calendar.from_text(days=reversed(days.items()))


def test_an_ordinary_day_is_the_most_common_one() -> None:
    assert STANDARD.minutes_per_day == 480
    week = "08:00-12:00;09:00-12:00,13:00-18:00;09:00-12:00,13:00-18:00;;;;"
    assert Calendar.from_text(week).minutes_per_day == 480
    assert Calendar.from_text("08:00-12:00;08:00-16:00;;;;;").minutes_per_day == 480


def test_a_calendar_without_working_time_is_refused() -> None:
    with pytest.raises(NoWorkingTime, match="no working time"):
        Calendar.from_text(";;;;;;")
    with pytest.raises(NoWorkingTime):
        Calendar.from_text(";;;;;;", {MONDAY: "09:00-18:00"})


def test_a_week_of_six_days_is_refused() -> None:
    with pytest.raises(CalendarError, match="but 6 are given"):
        Calendar.from_text(";".join(["09:00-18:00"] * 6))


@pytest.mark.parametrize("year", [1, 1900, 1999, 5000, 9998])
def test_every_year_is_reckoned_with(year: int) -> None:
    start = STANDARD.next_working(datetime(year, 6, 1))
    year_on = STANDARD.add(start, 365 * 480)
    assert STANDARD.between(start, year_on) == 365 * 480
    assert STANDARD.add(year_on, -365 * 480) == start


def test_eight_thousand_years_are_one_step() -> None:
    first, last = datetime(1900, 1, 1), datetime(9999, 12, 31)
    minutes = STANDARD.between(first, last)
    assert STANDARD.add(STANDARD.next_working(first), minutes) == STANDARD.previous_working(last)


@pytest.mark.parametrize("minutes", [10**10, -(10**10), 10**15])
def test_a_date_that_cannot_be_is_refused_in_a_sentence(minutes: int) -> None:
    with pytest.raises(BeyondCalendar, match="check the duration"):
        STANDARD.add(at("2026-11-02 09:00"), minutes)


def test_seconds_are_cut_off() -> None:
    moment = datetime(2026, 11, 2, 9, 0, 59)
    assert STANDARD.between(at("2026-11-02 09:00"), moment) == 0
    assert STANDARD.next_working(moment) == at("2026-11-02 09:00")


minutes_of_day = st.sets(st.integers(0, 1440), min_size=2, max_size=6).map(sorted)
some_hours = minutes_of_day.map(
    lambda edges: Hours(tuple(zip(edges[::2], edges[1::2], strict=False)))
)
hours_or_none = st.one_of(st.just(OFF), some_hours)
weeks = st.lists(hours_or_none, min_size=7, max_size=7).filter(any).map(tuple)
days_around = st.integers(-12, 24).map(lambda offset: MONDAY + timedelta(days=offset))
calendars = st.builds(
    Calendar, weeks, st.dictionaries(days_around, hours_or_none).map(lambda d: tuple(d.items()))
)
moments = st.integers(0, 12 * 1440).map(lambda m: at("2026-11-02 00:00") + timedelta(minutes=m))


@given(calendars, moments, st.integers(-900, 900))
def test_adding_is_a_walk_from_minute_to_minute(
    calendar: Calendar, moment: datetime, minutes: int
) -> None:
    assert calendar.add(moment, minutes) == walk(calendar, moment, minutes)


@given(calendars, moments, moments)
def test_between_counts_the_minutes(calendar: Calendar, first: datetime, last: datetime) -> None:
    assert calendar.between(first, last) == count(calendar, first, last)


@given(calendars, moments, st.integers(1, 100_000))
def test_what_is_added_lies_between(calendar: Calendar, moment: datetime, minutes: int) -> None:
    later = calendar.add(moment, minutes)
    earlier = calendar.add(moment, -minutes)
    assert calendar.between(moment, later) == minutes
    assert calendar.between(earlier, moment) == minutes
    assert calendar.previous_working(later) == later
    assert calendar.next_working(earlier) == earlier


@given(calendars, moments)
def test_next_and_previous_working_are_the_nearest(calendar: Calendar, moment: datetime) -> None:
    following = calendar.next_working(moment)
    assert following >= moment
    assert is_worked(calendar, following)
    assert calendar.between(moment, following) == 0
    before = calendar.previous_working(moment)
    assert before <= moment
    assert is_worked(calendar, before - timedelta(minutes=1))
    assert calendar.between(before, moment) == 0


def test_round_the_clock_every_minute_counts() -> None:
    calendar = Calendar.from_text(ROUND_THE_CLOCK_WEEK)
    assert calendar.add(at("2026-11-02 09:00"), 1440) == at("2026-11-03 09:00")
    assert calendar.minutes_per_day == 1440
