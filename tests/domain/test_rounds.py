"""Where a project stands in a round, against the plain words of the rule."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.rounds import (
    Arrival,
    FileState,
    Progress,
    Standing,
    is_period,
    named,
    progress,
    unknown_parts,
)

DUE = date(2026, 11, 25)
DAYS = st.integers(-5, 5)
MOMENTS = st.builds(
    lambda day, minute: (
        datetime.combine(DUE, datetime.min.time()) + timedelta(days=day, minutes=minute)
    ),
    DAYS,
    st.integers(0, 1439),
)
ARRIVALS = st.lists(
    st.builds(Arrival, MOMENTS, st.sampled_from(FileState)),
    max_size=5,
    unique_by=lambda arrival: arrival.received_at,
)
DUES = st.sampled_from([None, DUE])


def at(day: int, state: FileState = FileState.WAITING, hour: int = 12) -> Arrival:
    return Arrival(datetime(2026, 11, day, hour), state)


def expected(arrivals: list[Arrival], due: date | None, today: date, was_sent: bool) -> Progress:
    """The rule once more, word by word."""
    first = last = None
    kept = 0
    for arrival in arrivals:
        if arrival.state in (FileState.SET_ASIDE, FileState.REFUSED):
            continue
        if first is None or arrival.received_at < first.received_at:
            first = arrival
        if last is None or arrival.received_at > last.received_at:
            last = arrival
        if arrival.state is not FileState.RETURNED:
            kept += 1
    if first is None or last is None:
        if due and today > due:
            return Progress(Standing.MISSING)
        if was_sent:
            return Progress(Standing.WAITING if due else Standing.SENT)
        return Progress(Standing.NOT_SENT)
    late = bool(due and first.received_at >= datetime.combine(due, datetime.min.time())
                + timedelta(days=1))  # fmt: skip
    if last.state is FileState.WAITING:
        standing = Standing.LATE if late else Standing.RECEIVED
    else:
        standing = Standing(last.state.value)
    return Progress(standing, late, kept > 1)


@given(ARRIVALS, DUES, DAYS, st.booleans())
def test_each_project_stands_as_the_rule_says(
    arrivals: list[Arrival], due: date | None, day: int, was_sent: bool
) -> None:
    today = DUE + timedelta(days=day)
    assert progress(arrivals, due, today, was_sent=was_sent) == expected(
        arrivals, due, today, was_sent
    )


@given(ARRIVALS, DUES, DAYS, st.booleans(), st.randoms())
def test_the_order_in_which_files_are_listed_says_nothing(
    arrivals: list[Arrival], due: date | None, day: int, was_sent: bool, random: object
) -> None:
    today = DUE + timedelta(days=day)
    before = progress(arrivals, due, today, was_sent=was_sent)
    shuffled = list(arrivals)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert progress(shuffled, due, today, was_sent=was_sent) == before


@given(ARRIVALS, DUES, DAYS, st.booleans(), MOMENTS)
def test_a_file_that_is_set_aside_or_cannot_be_read_changes_nothing(
    arrivals: list[Arrival], due: date | None, day: int, was_sent: bool, moment: datetime
) -> None:
    today = DUE + timedelta(days=day)
    before = progress(arrivals, due, today, was_sent=was_sent)
    for state in (FileState.SET_ASIDE, FileState.REFUSED):
        more = [*arrivals, Arrival(moment, state)]
        assert progress(more, due, today, was_sent=was_sent) == before


@pytest.mark.parametrize(
    ("arrivals", "today", "standing"),
    [
        ([], 25, Standing.WAITING),
        ([], 26, Standing.MISSING),
        ([at(25, hour=23)], 26, Standing.RECEIVED),
        ([at(26, hour=0)], 26, Standing.LATE),
        ([at(24, FileState.RETURNED)], 26, Standing.RETURNED),
        ([at(24, FileState.RETURNED), at(27)], 27, Standing.RECEIVED),
        ([at(26, FileState.TAKEN)], 27, Standing.TAKEN),
        ([at(24, FileState.TAKEN), at(26)], 27, Standing.RECEIVED),
        ([at(24, FileState.REFUSED)], 26, Standing.MISSING),
    ],
)
def test_examples_around_the_due_date(
    arrivals: list[Arrival], today: int, standing: Standing
) -> None:
    day = date(2026, 11, today)
    assert progress(arrivals, DUE, day, was_sent=True).standing is standing


def test_a_corrected_file_after_a_returned_one_is_not_received_twice() -> None:
    day = date(2026, 11, 27)
    mended = [at(23, FileState.RETURNED), at(24)]
    assert not progress(mended, DUE, day, was_sent=True).is_twice
    assert progress([at(23, FileState.TAKEN), at(24)], DUE, day, was_sent=True).is_twice


def test_who_owes_something_is_reminded() -> None:
    assert {standing for standing in Standing if standing.owes} == {
        Standing.SENT, Standing.WAITING, Standing.MISSING, Standing.RETURNED,
    }  # fmt: skip


def test_a_name_pattern_is_filled_in_and_checked() -> None:
    parts = {"code": "P-7", "name": " Line  4 ", "period": "2026-11", "department": ""}
    assert named("{code} {name} {department} {period}", parts) == "P-7 Line 4 2026-11"
    assert unknown_parts("{code} report") == ()
    assert unknown_parts("{code} {who}{}") == ("who", "")
    assert unknown_parts("{code:>9}{name!r}") == ("code:>9", "name!r")
    assert unknown_parts("{code") is None


def test_a_period_is_a_month() -> None:
    assert is_period("2026-11")
    assert not any(map(is_period, ("2026-13", "2026-1", "26-11", "2026-11-01", "")))
