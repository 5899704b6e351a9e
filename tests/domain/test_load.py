"""Weekly load, against a count of every working minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.load import (
    Booking,
    capacities,
    demand,
    monday,
    ratio,
    totals,
)
from tests.domain.reference import Clock

FIRST = date(2026, 11, 2)
DAY = 480


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


def test_a_booking_is_spread_over_its_weeks() -> None:
    """Wednesday to the Tuesday after next, half time."""
    booking = Booking(1, 7, at("11-04 09:00"), at("11-17 18:00"), 0.5)
    assert demand([booking], STANDARD, FIRST, 4) == {1: {7: [1.5 * DAY, 2.5 * DAY, 1.0 * DAY, 0.0]}}


def test_projects_and_people_are_kept_apart() -> None:
    bookings = [
        Booking(1, 7, at("11-02 09:00"), at("11-03 18:00")),
        Booking(1, 8, at("11-02 09:00"), at("11-06 18:00"), 0.5),
        Booking(1, 7, at("11-05 09:00"), at("11-05 18:00")),
        Booking(2, 7, at("11-09 09:00"), at("11-09 18:00")),
    ]
    found = demand(bookings, STANDARD, FIRST, 2)
    assert found == {1: {7: [3 * DAY, 0], 8: [2.5 * DAY, 0]}, 2: {7: [0, DAY]}}
    assert totals(found[1]) == [5.5 * DAY, 0]


def test_what_lies_outside_the_weeks_is_left_out() -> None:
    bookings = [
        Booking(1, 7, at("10-01 09:00"), at("10-30 18:00")),
        Booking(2, 7, at("12-01 09:00"), at("12-30 18:00")),
        Booking(3, 7, at("10-30 09:00"), at("11-02 18:00")),
        Booking(4, 7, at("11-13 09:00"), at("12-02 18:00")),
        Booking(5, 7, at("11-07 09:00"), at("11-08 18:00")),
        Booking(6, 7, at("11-02 09:00"), at("11-02 18:00"), 0.0),
    ]
    assert demand(bookings, STANDARD, FIRST, 2) == {3: {7: [DAY, 0]}, 4: {7: [0, DAY]}}
    assert demand(bookings, STANDARD, FIRST, 0) == {}


def test_capacity_is_the_week_s_working_time() -> None:
    calendar = Calendar.from_text(days={date(2026, 11, 10): "", date(2026, 11, 14): "09:00-12:00"})
    assert capacities(calendar, FIRST, 2) == [5 * DAY, 4 * DAY + 180]


def test_a_week_begins_on_monday() -> None:
    assert [monday(date(2026, 11, day)) for day in (2, 5, 8, 9)] == [
        FIRST, FIRST, FIRST, date(2026, 11, 9),
    ]  # fmt: skip


def test_who_has_no_capacity_is_overloaded_by_anything_and_not_by_nothing() -> None:
    assert ratio(1, 0) == inf
    assert ratio(0, 0) == 0


def test_three_thirds_are_no_overload() -> None:
    whole_week = [Booking(1, n, at("11-02 09:00"), at("11-06 18:00"), 1 / 3) for n in range(3)]
    found = demand(whole_week, STANDARD, FIRST, 1)[1]
    assert ratio(totals(found)[0], 2400) == pytest.approx(1)


CALENDAR = Calendar.from_text("09:00-09:03,13:00-13:02;" * 5 + ";", {date(2026, 11, 10): ""})
CLOCK = Clock(CALENDAR, datetime(2026, 10, 12), 90)
moments = st.integers(0, 60 * 96).map(
    lambda quarter: datetime(2026, 10, 12) + timedelta(minutes=15 * quarter, hours=0)
)
some_bookings = st.lists(
    st.builds(
        lambda person, project, one, other, units: Booking(
            person, project, min(one, other), max(one, other), units
        ),
        st.integers(1, 3),
        st.integers(1, 2),
        moments,
        moments,
        st.sampled_from([0.25, 0.5, 1.0, 2.0]),
    ),
    max_size=6,
)


@given(some_bookings, st.integers(0, 6))
def test_demand_counts_every_working_minute(bookings: list[Booking], weeks: int) -> None:
    expected: dict[tuple[int, int, int], float] = {}
    for booking in bookings:
        for minute in CLOCK.minutes:
            week = (minute.date() - FIRST).days // 7
            if booking.start <= minute < booking.finish and 0 <= week < weeks:
                key = (booking.person, booking.project, week)
                expected[key] = expected.get(key, 0) + booking.units
    found = {
        (person, project, week): minutes
        for person, projects in demand(bookings, CALENDAR, FIRST, weeks).items()
        for project, row in projects.items()
        for week, minutes in enumerate(row)
        if minutes
    }
    assert found == expected


THEIRS = Calendar.from_text("12:58-13:05,20:00-20:04;" * 6 + "08:00-08:06", {FIRST: "10:00-10:09"})
CLOCKS = {None: CLOCK, CALENDAR: CLOCK, THEIRS: Clock(THEIRS, datetime(2026, 10, 12), 90)}
some_gaps = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), max_size=3).map(
    lambda pairs: tuple(sorted(dict(pairs).items()))
)


def worked_minutes(booking: Booking) -> list[datetime]:
    """One after the other, resting when so many are done."""
    rests, found, resting = dict(booking.gaps), [], 0
    for minute in CLOCKS[booking.calendar].minutes:
        if booking.start <= minute < booking.finish:
            resting += rests.pop(len(found), 0) if not resting else 0
            if resting:
                resting -= 1
            else:
                found.append(minute)
    return found


@given(some_bookings, st.data())
def test_each_task_is_worked_in_its_own_calendar_and_not_while_it_rests(
    bookings: list[Booking], data: st.DataObject
) -> None:
    calendars = st.sampled_from([None, CALENDAR, THEIRS])
    drawn = [
        one._replace(calendar=data.draw(calendars), gaps=data.draw(some_gaps)) for one in bookings
    ]
    expected: dict[tuple[int, int, int], float] = {}
    for booking in drawn:
        for minute in worked_minutes(booking):
            week = (minute.date() - FIRST).days // 7
            if 0 <= week < 4:
                key = (booking.person, booking.project, week)
                expected[key] = expected.get(key, 0) + booking.units
    found = {
        (person, project, week): minutes
        for person, projects in demand(drawn, CALENDAR, FIRST, 4).items()
        for project, row in projects.items()
        for week, minutes in enumerate(row)
        if minutes
    }
    assert found == expected
