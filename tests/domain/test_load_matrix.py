"""The load as matrices, against a slow sum over all minutes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.capacity import PersonTime, Span, capacity_steps
from pmo_desktop.domain.demand import DemandKind, Line
from pmo_desktop.domain.load_matrix import (
    Buckets,
    Columns,
    Places,
    capacity_pieces,
    pieces_of,
)
from pmo_desktop.domain.tasks import Contour
from pmo_desktop.domain.timeline import instant_of
from tests.domain.load_reference import asked_minutes, has_minutes, share_of_day

MONDAY = datetime(2026, 11, 2)
DAYS = 26
CALENDARS = (
    Calendar.from_text("09:00-09:07,13:00-13:05;" * 5 + ";", {date(2026, 11, 10): ""}),
    Calendar.from_text("22:00-22:06;" * 6, {date(2026, 11, 15): "08:00-08:09"}),
    Calendar.from_text("08:57-09:03;;09:00-09:10;;;;08:00-08:01"),
)


def line(start: datetime, finish: datetime, units: float = 1.0, **own: object) -> Line:
    given = {"calendar": STANDARD, **own}
    return Line(DemandKind.TASK, 1, 1, 1, None, "", None, None, 1, start, finish, units, **given)  # type: ignore[arg-type]  # as drawn


def edges(*days: int) -> list[int]:
    return [instant_of(MONDAY + timedelta(days=day)) for day in days]


def columns_of(lines: list[tuple[int, Line]], places: Places) -> Columns:
    """Lines at one rate as the columns that the database's reader makes."""
    ends = [instant_of(moment) for _, one in lines for moment in (one.start, one.finish)]
    moments, codes = np.unique(np.array(ends, np.int64), return_inverse=True)
    work = [np.nan if one.work_minutes is None else one.work_minutes for _, one in lines]
    return Columns(
        np.array([row for row, _ in lines], np.intp),
        moments,
        codes[::2],
        codes[1::2],
        np.array([one.units for _, one in lines]),
        np.array(work, np.float64),
        np.array([places.place(one.calendar) for _, one in lines], np.intp),
    )


def test_a_stretch_is_spread_over_its_buckets() -> None:
    """Wednesday to the Tuesday after next, half time."""
    half = line(datetime(2026, 11, 4, 9), datetime(2026, 11, 17, 18), 0.5)
    places = Places(STANDARD)
    buckets = Buckets(edges(0, 7, 14, 21, 28), places.calendars)
    found = buckets.demand(2, columns_of([(1, half)], places))
    assert found.tolist() == [[0, 0, 0, 0], [720, 1200, 480, 0]]
    assert buckets.laid(2, pieces_of([(1, half)], places)).tolist() == found.tolist()


def test_what_lies_outside_of_the_buckets_asks_for_nothing_in_them() -> None:
    before = line(MONDAY - timedelta(days=20), MONDAY)
    after = line(MONDAY + timedelta(days=7), MONDAY + timedelta(days=20))
    places = Places(STANDARD)
    found = Buckets(edges(0, 7), places.calendars).demand(
        1, columns_of([(0, before), (0, after)], places)
    )
    assert found.tolist() == [[0]]


def test_without_buckets_or_lines_there_is_nothing() -> None:
    places = Places(STANDARD)
    whole = columns_of([(0, line(MONDAY, MONDAY + timedelta(days=9)))], places)
    assert Buckets(edges(0), places.calendars).demand(1, whole).shape == (1, 0)
    assert Buckets(edges(0, 7), places.calendars).demand(2, columns_of([], places)).sum() == 0


moments = st.integers(-24 * 3, 24 * DAYS).map(lambda hour: MONDAY + timedelta(hours=hour))
days = st.integers(-3, DAYS).map(lambda day: MONDAY.date() + timedelta(days=day))
gaps = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=2, unique_by=lambda gap: gap[0]
).map(lambda found: tuple(sorted(found)))


def lines(shaped: bool) -> st.SearchStrategy[list[Line]]:
    one = st.builds(
        lambda one, other, units, calendar, work, gaps, contour: line(
            min(one, other), max(one, other), units, calendar=calendar, work_minutes=work,
            gaps=gaps if shaped else (), contour=contour if shaped else "flat",
        ),
        moments,
        moments,
        st.sampled_from([0.0, 0.1, 0.5, 1.0, 2.5]),
        st.sampled_from(CALENDARS),
        st.none() | st.integers(0, 300),
        gaps,
        st.sampled_from([contour.value for contour in Contour]),
    )  # fmt: skip
    return st.lists(one, max_size=5)


some_edges = st.lists(st.integers(0, DAYS), min_size=2, max_size=8, unique=True).map(sorted)


@given(lines(shaped=False), lines(shaped=True), some_edges, st.data())
def test_the_load_of_any_row_and_bucket_is_the_sum_over_its_minutes(
    plain: list[Line], shaped: list[Line], cuts: list[int], data: st.DataObject
) -> None:
    rows = [data.draw(st.integers(0, 2)) for _ in (*plain, *shaped)]
    places = Places(CALENDARS[0])
    odd = pieces_of(list(zip(rows[len(plain) :], shaped, strict=True)), places)
    columns = columns_of(list(zip(rows, plain, strict=False)), places)
    buckets = Buckets(edges(*cuts), places.calendars)
    found = buckets.demand(3, columns) + buckets.laid(3, odd)
    slow = np.zeros(found.shape)
    for row, one in zip(rows, (*plain, *shaped), strict=True):
        for moment, asked in asked_minutes(one).items():
            day = (moment - MONDAY).days
            bucket = sum(cut <= day for cut in cuts) - 1
            if 0 <= bucket < len(cuts) - 1:
                slow[row, bucket] += asked
    assert found == pytest.approx(slow, abs=1e-6)


spans = st.lists(
    st.builds(Span, days, st.none() | days, st.sampled_from([0.0, 0.3, 0.5, 1.0, 2.0])), max_size=3
).map(lambda found: [span for span in found if span.last is None or span.first <= span.last])


@given(
    st.sampled_from(CALENDARS),
    st.sampled_from([0.0, 0.5, 1.0, 3.0]),
    spans,
    spans,
    st.none() | days,
    st.none() | days,
    some_edges,
)
def test_the_capacity_of_any_bucket_is_the_sum_over_its_minutes(
    calendar: Calendar,
    capacity: float,
    ranges: list[Span],
    absences: list[Span],
    joined: date | None,
    left_on: date | None,
    cuts: list[int],
) -> None:
    rule = (capacity, ranges, absences, joined, left_on)
    time = PersonTime(7, calendar, capacity_steps(*rule))
    places = Places(*CALENDARS)
    parts = capacity_pieces([(1, time)], edges(*cuts), places)
    found = Buckets(edges(*cuts), places.calendars).laid(2, parts)
    by_day = {
        day: share_of_day(day, *rule)
        for day in (MONDAY.date() + timedelta(days=number) for number in range(DAYS + 1))
    }
    for bucket, (first, last) in enumerate(pairwise(cuts)):
        begin, end = MONDAY + timedelta(days=first), MONDAY + timedelta(days=last)
        assert found[1, bucket] == pytest.approx(has_minutes(calendar, begin, end, by_day))
    assert not found[0].any()
