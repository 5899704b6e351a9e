"""What a person can give, against a count of every minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.capacity import NOTHING, PersonTime, Span, capacity_steps
from tests.domain.load_reference import has_minutes, share_of_day

MONDAY = date(2026, 11, 2)
HOUR = 60
CALENDAR = Calendar.from_text("09:00-09:03,13:00-13:02;" * 5 + ";", {date(2026, 11, 10): ""})
days = st.integers(-3, 24).map(lambda number: MONDAY + timedelta(days=number))
shares = st.sampled_from([0.0, 0.25, 0.5, 0.8, 1.0, 3.0])
some_spans = st.lists(st.builds(Span, days, st.none() | days, shares), max_size=4).map(
    lambda found: [span for span in found if span.last is None or span.first <= span.last]
)


def at(day: date, hour: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour)


def test_a_part_timer_s_week_has_a_part_of_its_minutes() -> None:
    part_time = PersonTime(1, STANDARD, capacity_steps(0.5))
    assert part_time.minutes(at(MONDAY), at(MONDAY + timedelta(days=7))) == 20 * HOUR
    assert part_time.share_on(MONDAY) == 0.5


def test_an_absence_takes_its_share_of_its_days() -> None:
    away = Span(MONDAY, MONDAY + timedelta(days=1), 0.5)
    person = PersonTime(1, STANDARD, capacity_steps(1.0, absences=[away, away]))
    assert person.over([at_instant(number) for number in range(4)]) == [0.0, 0.0, 8 * HOUR]


def test_a_capacity_from_a_day_on_holds_until_the_next() -> None:
    later = MONDAY + timedelta(days=2)
    steps = capacity_steps(1.0, [Span(MONDAY, None, 0.8), Span(later, None, 0.5)])
    person = PersonTime(1, STANDARD, steps)
    found = [person.share_on(MONDAY + timedelta(days=number)) for number in (-1, 0, 1, 2, 300)]
    assert found == [1.0, 0.8, 0.8, 0.5, 0.5]


def test_nobody_is_there_before_they_joined_and_after_they_left() -> None:
    steps = capacity_steps(1.0, joined=MONDAY, left_on=MONDAY + timedelta(days=3))
    person = PersonTime(1, STANDARD, steps)
    found = [person.share_on(MONDAY + timedelta(days=number)) for number in (-1, 0, 3, 4)]
    assert found == [0.0, 1.0, 1.0, 0.0]


def test_a_placeholder_never_has_any() -> None:
    nobody = PersonTime(1, STANDARD, NOTHING)
    assert not nobody.ever
    assert nobody.minutes(at(MONDAY), at(MONDAY + timedelta(days=365))) == 0


@given(shares, some_spans, some_spans, st.none() | days, st.none() | days, st.data())
def test_capacity_is_the_sum_of_every_minute_s_share(
    capacity: float,
    ranges: list[Span],
    absences: list[Span],
    joined: date | None,
    left_on: date | None,
    data: st.DataObject,
) -> None:
    steps = capacity_steps(capacity, ranges, absences, joined, left_on)
    person = PersonTime(1, CALENDAR, steps)
    hours = st.integers(0, 23)
    start, finish = sorted(at(data.draw(days), data.draw(hours)) for _ in range(2))
    by_day = {
        day: share_of_day(day, capacity, ranges, absences, joined, left_on)
        for day in (MONDAY + timedelta(days=number) for number in range(-3, 26))
    }
    assert all(person.share_on(day) == pytest.approx(share) for day, share in by_day.items())
    assert person.minutes(start, finish) == pytest.approx(
        has_minutes(CALENDAR, start, finish, by_day)
    )


def at_instant(number: int) -> int:
    return (MONDAY.toordinal() + number) * 1440
