"""Calendars that stand on others."""

from __future__ import annotations

from datetime import date

from pmo_desktop.domain.base_calendars import WHOLLY_AS_BASE, CalendarText, made
from pmo_desktop.domain.calendars import STANDARD, STANDARD_DAY, STANDARD_WEEK

SIX_DAYS = ";".join([STANDARD_DAY] * 6 + [""])
FRIDAY, SATURDAY = date(2026, 11, 6), date(2026, 11, 7)


def test_a_calendar_has_its_bases_week_and_exceptions() -> None:
    base = CalendarText(1, "Office", SIX_DAYS, ((FRIDAY, ""),))
    own = CalendarText(2, "Team", WHOLLY_AS_BASE, base=1)
    found = made([own, base], 1).calendars[2]
    assert found == made([base], 1).calendars[1]
    assert not found.is_working(FRIDAY)
    assert found.is_working(SATURDAY)


def test_its_own_word_goes_before_the_bases() -> None:
    base = CalendarText(1, "Office", STANDARD_WEEK, ((FRIDAY, ""), (SATURDAY, STANDARD_DAY)))
    own = CalendarText(2, "Team", "*;*;;*;*;*;*", ((FRIDAY, "09:00-12:00"),), base=1)
    found = made([base, own], 1).calendars[2]
    assert found.hours(FRIDAY).total == 180
    assert found.is_working(SATURDAY)
    assert not found.is_working(date(2026, 11, 4))


def test_without_a_base_the_offices_week_is_meant() -> None:
    office = CalendarText(1, "Office", SIX_DAYS, ((FRIDAY, ""),))
    own = CalendarText(2, "Team", WHOLLY_AS_BASE)
    found = made([own, office], 1).calendars[2]
    assert ";".join(map(str, found.week)) == SIX_DAYS
    assert found.is_working(FRIDAY)


def test_a_calendar_without_working_time_is_read_as_its_base_and_that_is_told() -> None:
    base = CalendarText(1, "Office", SIX_DAYS)
    idle = CalendarText(2, "Idle", ";;;;;;", base=1)
    written = made([base, idle], 1)
    assert written.calendars[2] == written.calendars[1]
    assert [fault.params["name"] for fault in written.faults] == ["Idle"]


def test_an_office_without_working_time_works_as_usual() -> None:
    written = made([CalendarText(1, "Office", ";;;;;;"), CalendarText(2, "Odd", "x;;;;;;")], 1)
    assert written.calendars == {1: STANDARD, 2: STANDARD}
    assert len(written.faults) == 2


def test_calendars_in_a_circle_are_told_and_read() -> None:
    one = CalendarText(1, "One", WHOLLY_AS_BASE, base=2)
    other = CalendarText(2, "Other", WHOLLY_AS_BASE, base=1)
    written = made([one, other], None)
    assert written.calendars == {1: STANDARD, 2: STANDARD}
    assert len(written.faults) == 1


def test_the_offices_calendar_may_stand_on_another_one() -> None:
    base = CalendarText(1, "Works", SIX_DAYS, ((FRIDAY, ""),))
    office = CalendarText(2, "Office", ";*;*;*;*;*;*", base=1)
    written = made([base, office], 2)
    assert written.faults == ()
    assert not written.calendars[2].is_working(date(2026, 11, 2))
    assert written.calendars[2].is_working(SATURDAY)
    assert not written.calendars[2].is_working(FRIDAY)
