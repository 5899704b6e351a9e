"""What a line asks for, against a count of every minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.demand import DemandKind, Line, gaps_between, minutes, pieces, stretches
from pmo_desktop.domain.tasks import Contour
from pmo_desktop.domain.timeline import instant_of
from tests.domain.load_reference import asked_minutes

MONDAY = datetime(2026, 11, 2)
CALENDAR = Calendar.from_text("09:00-09:07,13:00-13:05;" * 5 + ";", {date(2026, 11, 10): ""})


def line(start: datetime, finish: datetime, **own: object) -> Line:
    given = {"units": 1.0, "calendar": CALENDAR, **own}
    return Line(DemandKind.TASK, 1, 1, 1, None, "", None, None, 1, start, finish, **given)  # type: ignore[arg-type]  # as drawn


moments = st.integers(0, 24 * 25).map(lambda hour: MONDAY + timedelta(hours=hour))
some_gaps = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=3, unique_by=lambda gap: gap[0]
).map(lambda found: tuple(sorted(found)))
some_lines = st.builds(
    lambda one, other, units, work, gaps, contour: line(
        min(one, other), max(one, other), units=units, work_minutes=work, gaps=gaps, contour=contour
    ),
    moments,
    moments,
    st.sampled_from([0.0, 0.25, 1.0, 2.5]),
    st.none() | st.integers(0, 500),
    some_gaps,
    st.sampled_from([contour.value for contour in Contour]),
)


def test_a_week_at_half_time_asks_for_half_of_it() -> None:
    week = line(MONDAY, MONDAY + timedelta(days=7), units=0.5, calendar=STANDARD)
    assert minutes(week) == 20 * 60


def test_a_front_loaded_assignment_asks_for_more_at_its_beginning() -> None:
    week = line(
        MONDAY, MONDAY + timedelta(days=7), calendar=STANDARD, contour=Contour.FRONT_LOADED.value
    )
    found = pieces(week)
    assert minutes(week) == pytest.approx(40 * 60)
    assert found[0].rate > 1.5 > found[-1].rate * 8


def test_work_that_is_given_is_asked_for_whatever_the_units() -> None:
    week = line(MONDAY, MONDAY + timedelta(days=7), calendar=STANDARD, units=3.0, work_minutes=600)
    assert [piece.rate for piece in pieces(week)] == [0.25]


def test_work_without_working_time_asks_for_nothing() -> None:
    weekend = MONDAY + timedelta(days=5)
    assert not minutes(line(weekend, weekend + timedelta(days=2), calendar=STANDARD))


@given(some_lines)
def test_a_line_asks_for_what_its_minutes_ask_for(drawn: Line) -> None:
    slow = asked_minutes(drawn)
    edges = [MONDAY + timedelta(hours=hour) for hour in range(0, 24 * 26, 7)]
    numbers = [CALENDAR.line.worked(instant_of(edge)) for edge in edges]
    for edge, after, first, last in zip(edges, edges[1:], numbers, numbers[1:], strict=False):
        fast = sum(
            max(0.0, min(end, last) - max(begin, first)) * rate
            for begin, end, rate in pieces(drawn)
        )
        assert fast == pytest.approx(
            sum(asked for moment, asked in slow.items() if edge <= moment < after), abs=1e-6
        )


@given(some_gaps, st.integers(1, 100))
def test_gaps_are_told_again_from_what_is_worked(
    gaps: tuple[tuple[int, int], ...], end: int
) -> None:
    whole = [(a, b) for a, b in stretches(0, end, gaps) if a < b]
    again = stretches(0, end, gaps_between(0, end, whole))
    assert [(a, b) for a, b in again if a < b] == whole
