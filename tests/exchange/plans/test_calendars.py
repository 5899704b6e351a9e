"""The calendars of plan files: exceptions, those that return, and weeks of their own."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from pmo_desktop.domain.plan_file import PlanCalendar
from pmo_desktop.exchange.findings import say
from pmo_desktop.exchange.plans.computing_calendars import computing
from pmo_desktop.exchange.plans.mspdi import read_mspdi
from pmo_desktop.exchange.plans.recurring import days_of
from pmo_desktop.exchange.plans.writing.mspdi import mspdi_bytes
from pmo_desktop.exchange.understanding import understand_all
from pmo_desktop.language import Language
from tests.exchange.plans.files import STANDARD_DAY, calendar, project, read, task


def calendars(*given: str) -> tuple[PlanCalendar, ...]:
    return read(project(task(1), calendars="".join(given))).calendars


def period(first: str, last: str) -> str:
    return f"<TimePeriod><FromDate>{first}</FromDate><ToDate>{last}</ToDate></TimePeriod>"


def exception(rest: str, first: str = "2026-05-01", last: str = "2026-05-03T23:59:00") -> str:
    return (
        f"<Exceptions><Exception>{period(first, last)}<Name>Holiday</Name>{rest}"
        "<DayWorking>0</DayWorking></Exception></Exceptions>"
    )


@pytest.mark.parametrize("last", ["2026-05-03T23:59:00", "2026-05-03T23:59:59", "2026-05-03"])
def test_an_exception_is_every_day_of_its_period(last: str) -> None:
    (found,) = calendars(calendar(rest=exception("", last=last)))
    assert found.days == tuple((date(2026, 5, day), "", "Holiday") for day in (1, 2, 3))


def test_an_exception_among_the_days_of_the_week_is_one_too() -> None:
    older = (
        f"<WeekDay><DayType>0</DayType><DayWorking>1</DayWorking>"
        f"{period('2026-05-09', '2026-05-09')}{STANDARD_DAY}</WeekDay>"
    )
    text = calendar().replace("</WeekDays>", f"{older}</WeekDays>")
    assert calendars(text)[0].days == ((date(2026, 5, 9), "08:00-12:00,13:00-17:00", ""),)


def test_a_week_of_its_own_is_written_out_where_it_differs() -> None:
    friday = "<WeekDay><DayType>6</DayType><DayWorking>0</DayWorking></WeekDay>"
    week = (
        f"<WorkWeeks><WorkWeek>{period('2026-07-01', '2026-07-14')}<Name>Summer</Name>"
        f"<WeekDays>{friday}</WeekDays></WorkWeek></WorkWeeks>"
    )
    (found,) = calendars(calendar(rest=week))
    assert [day for day, _, _ in found.days] == [date(2026, 7, 3), date(2026, 7, 10)]


def test_a_calendar_stands_on_its_base() -> None:
    derived = (
        "<Calendar><UID>2</UID><Name>Ann</Name><IsBaseCalendar>0</IsBaseCalendar>"
        "<BaseCalendarUID>1</BaseCalendarUID><WeekDays><WeekDay><DayType>6</DayType>"
        "<DayWorking>0</DayWorking></WeekDay></WeekDays></Calendar>"
    )
    base, own = calendars(calendar(rest=exception("")), derived)
    assert (own.base, own.week[3:6]) == (base.uid, ("*", "", "*"))
    lines = computing((base, own), base.uid)
    assert not lines["2"].is_working(date(2026, 5, 1))
    assert not lines["2"].is_working(date(2026, 6, 5))
    assert lines["2"].is_working(date(2026, 6, 4))


def test_midnight_ends_a_day_and_a_whole_day_is_worked_from_midnight_to_midnight() -> None:
    whole = (
        "<WorkingTimes><WorkingTime><FromTime>00:00:00</FromTime><ToTime>00:00:00</ToTime>"
        "</WorkingTime></WorkingTimes>"
    )
    week = "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking>{whole}</WeekDay>"
        for day in range(1, 8)
    )
    (found,) = calendars(calendar(week=week))
    assert set(found.week) == {"00:00-24:00"}


FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ({"Type": "1"}, ["01-01", "01-02", "01-03"]),
        ({"Type": "7", "Period": "10"}, ["01-01", "01-11", "01-21"]),
        ({"Type": "6", "Period": "2", "DaysOfWeek": "2"}, ["01-12", "01-26", "02-09"]),
        ({"Type": "6", "Period": "1", "DaysOfWeek": "65"}, ["01-03", "01-04", "01-10"]),
        ({"Type": "4", "Period": "1", "MonthDay": "31"}, ["01-31", "03-31", "05-31"]),
        (
            {"Type": "5", "Period": "1", "MonthItem": "8", "MonthPosition": "4"},
            ["01-30", "02-27", "03-27"],
        ),
        ({"Type": "2", "Month": "4", "MonthDay": "1"}, ["05-01"]),
        ({"Type": "3", "Month": "10", "MonthItem": "7", "MonthPosition": "3"}, ["11-26"]),
        ({"Type": "5", "Period": "3", "MonthItem": "1", "MonthPosition": "0"}, ["01-01", "04-01"]),
    ],
)
def test_an_exception_returns_as_it_says(pattern: dict[str, str], expected: list[str]) -> None:
    """31 days, Mondays of every other week, weekends, last Fridays, Labour Day, Thanksgiving."""
    found = [f"{day:%m-%d}" for day in days_of(pattern, FIRST, LAST)]
    assert found[: len(expected)] == expected


def test_an_exception_returns_so_often_and_no_more() -> None:
    pattern = {"Type": "7", "Period": "2", "EnteredByOccurrences": "1", "Occurrences": "3"}
    assert len(days_of(pattern, FIRST, LAST)) == 3


@pytest.mark.parametrize("language", ["en", "zh"])
def test_calendars_that_cannot_be_used_are_told_by_name(tmp_path: Path, language: str) -> None:
    idle = "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>0</DayWorking></WeekDay>"
        for day in range(1, 8)
    )
    path = tmp_path / "plan.xml"
    text = project(task(1), calendars=calendar(1, "Idle", week=idle))
    path.write_text(text, encoding="utf-8")
    (understood,) = understand_all([path])
    said = [say(finding, Language(language)) for finding in understood.findings]
    assert any("Idle" in sentence for sentence in said)


def worked(start: str, end: str) -> str:
    times = f"<FromTime>{start}:00</FromTime><ToTime>{end}:00</ToTime>"
    return (
        f"<DayWorking>1</DayWorking><WorkingTimes><WorkingTime>{times}</WorkingTime></WorkingTimes>"
    )


def week_of(*days: str) -> str:
    """From Sunday on; a day without hours is off."""
    off = "<DayWorking>0</DayWorking>"
    return "".join(
        f"<WeekDay><DayType>{number}</DayType>{hours or off}</WeekDay>"
        for number, hours in enumerate(days, 1)
    )


NIGHT = worked("22:00", "06:00")
NIGHTS = week_of("", NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, "")
BOTH = "00:00-06:00,22:00-24:00"


def test_a_shift_past_midnight_ends_on_the_next_day() -> None:
    (found,) = calendars(calendar(week=NIGHTS))
    assert found.week == ("22:00-24:00", BOTH, BOTH, BOTH, BOTH, "00:00-06:00", "")


def test_a_shift_of_twenty_four_hours_ends_when_it_began() -> None:
    (found,) = calendars(calendar(week=week_of("", worked("08:00", "08:00"), *[""] * 5)))
    assert found.week[:3] == ("08:00-24:00", "00:00-08:00", "")


def test_a_shift_that_begins_before_a_day_off_is_worked_to_its_end() -> None:
    """And on the day after it nothing is left of a shift that was not begun."""
    off = exception("", "2026-05-06", "2026-05-06")
    (found,) = calendars(calendar(week=NIGHTS, rest=off))
    assert found.days == (
        (date(2026, 5, 6), "00:00-06:00", "Holiday"),
        (date(2026, 5, 7), "22:00-24:00", "Holiday"),
    )


def test_an_exception_may_run_past_midnight() -> None:
    extra = (
        f"<Exceptions><Exception>{period('2026-05-09', '2026-05-09')}<Name>Extra</Name>"
        f"{NIGHT}</Exception></Exceptions>"
    )
    (found,) = calendars(calendar(rest=extra))
    assert found.days == (
        (date(2026, 5, 9), "22:00-24:00", "Extra"),
        (date(2026, 5, 10), "00:00-06:00", "Extra"),
    )


def test_a_calendar_on_a_base_of_nights_says_only_what_is_its_own() -> None:
    derived = (
        "<Calendar><UID>2</UID><Name>Ann</Name><IsBaseCalendar>0</IsBaseCalendar>"
        "<BaseCalendarUID>1</BaseCalendarUID><WeekDays><WeekDay><DayType>4</DayType>"
        "<DayWorking>0</DayWorking></WeekDay></WeekDays></Calendar>"
    )
    _, own = calendars(calendar(week=NIGHTS), derived)
    assert own.week == ("*", "*", "00:00-06:00", "22:00-24:00", "*", "*", "*")


def test_divided_at_midnight_a_plan_is_written_and_read_again_as_it_is() -> None:
    off = exception("", "2026-05-06", "2026-05-06")
    plan = read(project(task(1), calendars=calendar(week=NIGHTS, rest=off)))
    again = read_mspdi(mspdi_bytes(plan), "plan")
    assert again.calendars == plan.calendars
    line = computing(again.calendars, "1")["1"]
    assert line.between(datetime(2026, 5, 4), datetime(2026, 5, 11)) == 4 * 8 * 60


def test_what_became_single_days_is_told_in_one_line_of_a_kind() -> None:
    """Mondays off from May to July in two calendars; a summer week of two Fridays."""
    mondays = (
        f"<Exceptions><Exception>{period('2026-05-01', '2026-07-31')}<Type>6</Type>"
        "<Period>1</Period><DaysOfWeek>2</DaysOfWeek><DayWorking>0</DayWorking>"
        "</Exception></Exceptions>"
    )
    friday = "<WeekDay><DayType>6</DayType><DayWorking>0</DayWorking></WeekDay>"
    week = (
        f"<WorkWeeks><WorkWeek>{period('2026-08-01', '2026-08-14')}"
        f"<WeekDays>{friday}</WeekDays></WorkWeek></WorkWeeks>"
    )
    found = calendar(1, "Yard", mondays + week), calendar(2, "Crane", mondays)
    plan = read(project(task(1), calendars="".join(found)))
    assert {f.code: (f.params["n"], f.params["days"], f.params["day"]) for f in plan.findings} == {
        "plan_returning_days": (2, 26, date(2026, 7, 27)),
        "plan_work_weeks": (1, 2, date(2026, 8, 14)),
    }
    assert plan.findings[0].params["names"] == ("Yard", "Crane")
    again = read_mspdi(mspdi_bytes(plan), "plan")
    assert (again.calendars, again.findings) == (plan.calendars, ())
