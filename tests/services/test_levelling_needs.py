"""What lines ask for, held against their minutes."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.demand import DemandKind, Line, pieces
from pmo_desktop.domain.levelling.problem import Need
from pmo_desktop.domain.timeline import instant_of, moment_of
from pmo_desktop.services.levelling_needs import (
    Worked,
    less,
    most_together,
    needs_of,
    whole_minutes,
)

START = STANDARD.line.worked(instant_of(datetime(2026, 11, 23, 9)))
ANA = 7
contours = st.sampled_from(["flat", "back_loaded", "bell", "double_peak", "turtle"])


def line_of(begin: int, end: int, units: float, contour: str) -> Line:
    """From one working minute to another."""
    own = STANDARD.line
    start, finish = moment_of(own.start_at(begin)), moment_of(own.finish_at(end))
    return Line(
        DemandKind.TASK, 1, 1, ANA, None, "", None, None, 1, start, finish, units, STANDARD,
        contour=contour,
    )  # fmt: skip


def worked_of(minutes: int) -> Worked:
    own = STANDARD.line
    placed = own.start_at(START), own.finish_at(START + minutes)
    return Worked(STANDARD, START, START + minutes, placed)


@given(
    st.integers(1, 97), st.integers(-5, 60), st.integers(1, 60), st.sampled_from([0.2, 0.5, 1.0]),
    contours,
)  # fmt: skip
def test_no_minute_of_a_task_is_asked_for_more_than_its_needs(
    minutes: int, first: int, length: int, units: float, contour: str
) -> None:
    line = line_of(START + first, START + first + length, units, contour)
    needs = list(needs_of(ANA, line, worked_of(minutes)))
    for minute in range(minutes):
        asked = sum(
            piece.rate * max(0.0, min(piece.end, at + 1) - max(piece.begin, at))
            for at in [START + minute]
            for piece in pieces(line)
        )
        room = sum(
            need.units for need in needs if need.last is None or need.first <= minute < need.last
        )
        assert room >= asked * 100 - 1e-6
    assert all(0 <= need.first < (need.last or minutes) <= minutes for need in needs)


def test_what_is_the_same_throughout_is_one_need() -> None:
    line = line_of(START, START + 480, 0.5, "flat")
    assert list(needs_of(ANA, line, worked_of(480))) == [Need(ANA, 50)]


def test_where_a_task_lies_is_not_known_its_most_counts_all_the_time() -> None:
    line = line_of(START, START + 480, 0.6, "back_loaded")
    assert list(needs_of(ANA, line, None)) == [Need(ANA, 100)]


@given(st.integers(1, 300), contours)
def test_stretches_in_whole_minutes_never_meet(length: int, contour: str) -> None:
    found = list(whole_minutes(pieces(line_of(START, START + length, 1.0, contour))))
    assert (found[0][0], found[-1][1]) == (START, START + length)
    assert all(one[1] == other[0] for one, other in pairwise(found))


def test_the_most_of_needs_is_that_of_those_that_meet() -> None:
    needs = [Need(ANA, 50), Need(ANA, 30, 0, 10), Need(ANA, 40, 10, 20)]
    assert most_together(needs) == 90


def test_room_that_is_taken_twice_is_no_less_than_nothing() -> None:
    assert less([(0, 100)], [(10, 30, 60), (20, 40, 60)]) == [
        (0, 100), (10, 40), (20, 0), (30, 40), (40, 100),
    ]  # fmt: skip
