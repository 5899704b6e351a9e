"""Too much asked of somebody, held against counting every minute."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.overload import Part, overloads

FIRST = date(2026, 11, 2).toordinal()
DAYS = 6
CALENDARS = (
    Calendar.from_text("09:00-09:03,13:00-13:02;" * 5 + ";"),
    Calendar.from_text("09:02-09:05;" * 6),
    Calendar.from_text(";".join(["00:00-24:00"] * 7)),
)
instants = st.builds(
    lambda day, minute: (FIRST + day) * MINUTES_IN_DAY + minute,
    st.integers(0, DAYS - 1),
    st.sampled_from([0, 540, 541, 542, 543, 544, 545, 780, 782, 1440]),
)
parts = st.lists(
    st.builds(
        lambda one, other, units, task, calendar: Part(
            min(one, other), max(one, other), units, task, calendar
        ),
        instants, instants, st.sampled_from([0.25, 0.5, 1.0]), st.integers(1, 4),
        st.sampled_from(CALENDARS),
    ),
    max_size=5,
)  # fmt: skip
steps = st.builds(
    lambda shares, days: ((1, shares[0]), *zip(sorted(days), shares[1:], strict=False)),
    st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=3, max_size=3),
    st.lists(st.integers(FIRST, FIRST + DAYS), min_size=2, max_size=2, unique=True),
)


def works(calendar: Calendar, instant: int) -> bool:
    day, minute = divmod(instant, MINUTES_IN_DAY)
    return minute in calendar.line.hours(day).minutes


def excess_of_each_minute(time: PersonTime, asked: list[Part]) -> dict[int, float]:
    found = {}
    for instant in range(FIRST * MINUTES_IN_DAY, (FIRST + DAYS + 1) * MINUTES_IN_DAY):
        has = 0.0
        if works(time.calendar, instant):
            has = [share for day, share in time.steps if day * MINUTES_IN_DAY <= instant][-1]
        wanted = sum(
            part.units
            for part in asked
            if part.begin <= instant < part.end and works(part.calendar, instant)
        )
        if wanted > has + 1e-6:
            found[instant] = wanted - has
    return found


@given(st.sampled_from(CALENDARS[:2]), steps, parts)
def test_what_exceeds_is_what_counting_every_minute_finds(
    calendar: Calendar, shares: tuple[tuple[int, float], ...], asked: list[Part]
) -> None:
    time = PersonTime(1, calendar, shares)
    slow = excess_of_each_minute(time, asked)
    found = overloads(time, asked)
    assert abs(sum(over.excess for over in found) - sum(slow.values())) < 1e-6
    for instant in slow:
        assert any(over.begin <= instant < over.end for over in found)
    assert all(one.end <= other.begin for one, other in pairwise(found))


def test_the_same_tasks_over_a_weekend_are_one_stretch() -> None:
    office = Calendar.from_text()
    monday = FIRST * MINUTES_IN_DAY
    asked = [Part(monday, monday + 9 * MINUTES_IN_DAY, 0.7, task, office) for task in (1, 2)]
    (over,) = overloads(PersonTime(1, office), asked)
    assert (over.asked, over.share, over.tasks) == (1.4, 1.0, (1, 2))
    assert abs(over.excess - 0.4 * 7 * 480) < 1e-6
