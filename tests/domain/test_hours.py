"""One day's working hours: their text, and their tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.hours import OFF, CalendarError, Hours, parse
from pmo_desktop.language import Language


def test_a_standard_day_has_eight_hours_and_a_break() -> None:
    day = parse("09:00-12:00,13:00-18:00")
    assert day.intervals == ((540, 720), (780, 1080))
    assert (day.total, day.first, day.last) == (480, 540, 1080)
    assert str(day) == "09:00-12:00,13:00-18:00"


def test_no_hours_are_a_day_off() -> None:
    assert parse("") == OFF
    assert not OFF
    assert OFF.total == 0
    assert str(OFF) == ""


@pytest.mark.parametrize(
    "text",
    ["9:00-12:00, 13:00-18:00", "９：００—１２：００，13:00～18:00", "09:00至12:00、13:00-18:00"],
)
def test_hours_may_be_written_with_other_signs(text: str) -> None:
    assert str(parse(text)) == "09:00-12:00,13:00-18:00"


def test_a_day_may_last_until_midnight() -> None:
    assert parse("00:00-24:00").total == 1440


@pytest.mark.parametrize(
    "text", ["morning", "09:00", "09:00-", "13:00-18:00,09:00-12:00", "09:00-09:00",
             "09:00-13:00,12:00-18:00", "22:00-06:00", "20:00-25:00"]
)  # fmt: skip
def test_hours_that_cannot_be_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(CalendarError) as caught:
        parse(text)
    reason = caught.value.reason
    assert "09:00-12:00,13:00-18:00" in str(caught.value)
    assert Language("zh").text(reason.rule, **reason.params) != str(caught.value)


@given(st.sets(st.integers(0, 1440), min_size=2, max_size=8))
def test_the_tables_say_what_the_intervals_say(edges: set[int]) -> None:
    ordered = sorted(edges)
    hours = Hours(tuple(zip(ordered[::2], ordered[1::2], strict=False)))
    worked = [m for m in range(1440) if any(a <= m < b for a, b in hours.intervals)]
    assert hours.minutes == tuple(worked)
    assert hours.worked == tuple(sum(w < m for w in worked) for m in range(1441))
    assert parse(str(hours)) == hours
