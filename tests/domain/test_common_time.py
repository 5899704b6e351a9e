"""The hours that several calendars have in common."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.calendars import Calendar, CalendarError, Hours, NoWorkingTime
from pmo_desktop.domain.common_time import common

MONDAY = date(2026, 11, 2)
hours = st.lists(st.integers(0, 24), unique=True, max_size=6).map(
    lambda ends: Hours(
        tuple((a * 60, b * 60) for a, b in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
    )
)
calendars = st.builds(
    lambda week, days: (tuple(week), tuple(days.items())),
    st.lists(hours, min_size=7, max_size=7),
    st.dictionaries(st.integers(0, 13).map(lambda n: MONDAY + timedelta(days=n)), hours),
)


def works(calendar: Calendar, moment: datetime) -> bool:
    minute = moment.hour * 60
    return any(a <= minute < b for a, b in calendar.hours(moment.date()).intervals)


@given(calendars, calendars)
def test_an_hour_is_common_where_both_work_in_it(one: tuple, other: tuple) -> None:
    try:
        both = Calendar(*one), Calendar(*other)
        found = common(both)
    except CalendarError:
        return
    for hour in range(14 * 24):
        moment = datetime.combine(MONDAY, datetime.min.time()) + timedelta(hours=hour)
        assert works(found, moment) == all(works(calendar, moment) for calendar in both)


def test_who_never_meets_has_no_common_time() -> None:
    early, late = (
        Calendar.from_text(";".join([day] * 7)) for day in ("00:00-08:00", "08:00-24:00")
    )
    with pytest.raises(NoWorkingTime):
        common((early, late))
