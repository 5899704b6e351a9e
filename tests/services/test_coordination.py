"""What the coordination sheet and the requests say of people's time, against slow sums."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.demand import DemandKind, Line
from pmo_desktop.domain.demand_sums import Sums, sums_of_days
from pmo_desktop.domain.timeline import instant_of
from pmo_desktop.services.coordination import coordination
from pmo_desktop.services.free_time import free_time
from pmo_desktop.services.requests import answer_request
from tests.services.test_requests import WEEK, Depot, depot

__all__ = ["depot"]
MONDAY = date(2026, 12, 7)
HOUR = 60


def line(start: datetime, finish: datetime, units: float, work: int | None) -> Line:
    return Line(
        DemandKind.TASK, 1, 1, 1, None, "", None, None, 1, start, finish, units, STANDARD,
        work_minutes=work,
    )  # fmt: skip


def slowly(one: Line, first: date, last: date) -> float:
    """Minute by minute."""
    minutes, at = [], one.start
    while at < one.finish:
        day = at.hour * HOUR + at.minute
        if at.weekday() < 5 and (540 <= day < 720 or 780 <= day < 1080):
            minutes.append(at.date())
        at += timedelta(minutes=1)
    if not minutes:
        return 0.0
    rate = one.units if one.work_minutes is None else one.work_minutes / len(minutes)
    return sum(first <= day <= last for day in minutes) * rate


@settings(max_examples=25)
@given(
    st.integers(-3 * 1440, 6 * 1440), st.integers(1, 9 * 1440), st.floats(0.1, 2),
    st.none() | st.integers(1, 4000), st.integers(0, 6), st.integers(0, 9),
)  # fmt: skip
def test_what_a_line_takes_in_some_days_is_the_sum_of_its_minutes(
    begin: int, long: int, units: float, work: int | None, first: int, days: int
) -> None:
    start = datetime(2026, 12, 7) + timedelta(minutes=begin)
    one = line(start, start + timedelta(minutes=long), units, work)
    day = MONDAY + timedelta(days=first)
    last = day + timedelta(days=days)
    assert abs(sums_of_days(day, last).of(one)[0] - slowly(one, day, last)) < 1e-6
    mondays = [MONDAY + timedelta(weeks=week) for week in range(-1, 3)]
    edges = [instant_of(datetime(day.year, day.month, day.day)) for day in mondays]
    for week, minutes in zip(mondays[:-1], Sums(edges).of(one), strict=True):
        assert abs(minutes - slowly(one, week, week + timedelta(days=6))) < 1e-6


def test_what_is_free_is_what_is_not_firmly_asked_by_others(depot: Depot) -> None:
    first, second = depot.ask(person="Ann", units=0.5), depot.ask(person="Ann", units=0.75)
    found = depot.workspace.query(free_time)
    assert found[first][:3] == (40 * HOUR, 0, 20 * HOUR)
    assert [(one.code, one.minutes, one.soft) for one in found[first].rivals] == [
        ("P-1", 30 * HOUR, True)
    ]
    depot.do(answer_request, first, "accepted")
    found = depot.workspace.query(free_time)
    assert first not in found
    assert (found[second].free, found[second].asked) == (20 * HOUR, 30 * HOUR)
    assert not found[second].fits


def test_the_sheet_has_hard_and_soft_apart_and_its_requests(depot: Depot) -> None:
    agreed, asked = depot.ask(person="Ann", units=0.5), depot.ask(person="Ann", units=1.0)
    depot.do(answer_request, agreed, "accepted")
    found = depot.workspace.query(coordination, WEEK["first"], 2, "workshop")
    (shop,) = found.departments
    assert (shop.name, shop.manager) == ("Workshop", "Mei")
    ann = next(person for person in shop.people if person.name == "Ann")
    assert ann.weeks == ((40 * HOUR, 20 * HOUR, 40 * HOUR), (40 * HOUR, 0, 0))
    assert [(one.code, one.soft) for one in ann.allocations] == [("P-1", False), ("P-1", True)]
    assert [request.id for request in shop.requests] == [asked]
    assert shop.overloaded(1.0) == 0
