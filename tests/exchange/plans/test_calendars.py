"""The calendars of plan files: exceptions, those that return, and weeks of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pmo_desktop.domain.plan_file import PlanCalendar
from pmo_desktop.exchange.findings import say
from pmo_desktop.exchange.plans.computing_calendars import computing
from pmo_desktop.exchange.plans.recurring import days_of
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
