"""China's statutory days: what is published, and what is not."""

from __future__ import annotations

from datetime import date

import pytest

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.holidays import statutory_days, unpublished_reason
from pmo_desktop.language import Language


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_published_year_has_its_working_days(year: int) -> None:
    days = statutory_days(year)
    assert days is not None
    calendar = Calendar.from_text(days=[(day.day, day.hours) for day in days])
    assert 365 - len(calendar.non_working_days(date(year, 1, 1), date(year, 12, 31))) == 248


def test_days_off_and_make_up_days_are_told_apart_and_named() -> None:
    days = {day.day: day for day in statutory_days(2026) or []}
    off, made_up = days[date(2026, 10, 1)], days[date(2026, 10, 10)]
    assert (off.working, off.hours, off.name) == (False, "", "holiday.national_day")
    assert (made_up.working, made_up.hours) == (True, "09:00-12:00,13:00-18:00")
    assert made_up.name == "holiday.national_day"
    assert [day.day for day in days.values()] == sorted(days)


def test_every_holiday_has_a_name_in_both_languages() -> None:
    names = {day.name for year in range(2004, 2027) for day in statutory_days(year) or []}
    assert len(names) >= 7
    for code in names:
        assert Language("en").term(code) != code
        assert Language("zh").term(code) != Language("en").term(code)


def test_a_year_that_is_not_published_has_none() -> None:
    assert statutory_days(2090) is None
    assert statutory_days(1950) is None


def test_a_plan_is_told_which_of_its_years_are_not_published() -> None:
    reason = unpublished_reason([2089, 2090, 2091])
    assert "2089, 2090, 2091" in Language("en").text(reason.rule, **reason.params)
    assert "尚未公布" in Language("zh").text(reason.rule, **reason.params)
