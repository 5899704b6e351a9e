"""The calendars of a Microsoft Project XML file.

A calendar is a week (days 1 to 7, Sunday first), weeks of their own for some stretch of time, and
exceptions; before 2007 exceptions stood among the days of the week (day 0 with a period), and later
versions write them there as well. What the program holds is a week and days that differ from it, so
recurring exceptions and weeks of their own are written out day by day, within the years that the
plan reaches. Shifts past midnight are still whole here, see `nights`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from xml.etree.ElementTree import Element

from pmo_desktop.domain.base_calendars import AS_BASE
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.plan_file import PlanCalendar, PlanFinding
from pmo_desktop.exchange.plans.codes import NO_CALENDAR
from pmo_desktop.exchange.plans.elements import children, find, leaves, text_of
from pmo_desktop.exchange.plans.nights import hours_text
from pmo_desktop.exchange.plans.recurring import MOST_DAYS, days_of, returns
from pmo_desktop.exchange.plans.values import FIRST_YEAR, LAST_YEAR, clock, is_yes

USUAL_DAY = "08:00-12:00,13:00-17:00"
# Monday first, as everywhere in the program.
USUAL_WEEK = (USUAL_DAY,) * 5 + ("", "")
SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
KNOWN = frozenset({"UID", "Name", "IsBaseCalendar", "BaseCalendarUID"})
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
MEANINGLESS = {"IsBaselineCalendar": "0"}


class CalendarRemarks:
    """What is to be told of calendars. `single` has what became single days: the code of the kind,
    the calendar, how many days, and the last of them."""

    def __init__(self, findings: list[PlanFinding]) -> None:
        self.findings = findings
        self.single: list[tuple[str, str, int, date]] = []

    def tell(self, code: str, **params: object) -> None:
        told = PlanFinding(code, "warning", params)
        if told not in self.findings:
            self.findings.append(told)

    def note_single(self, code: str, calendar: str, days: Sequence[date]) -> None:
        if days:
            self.single.append((code, calendar, len(days), days[-1]))


def read_calendar(element: Element, remarks: CalendarRemarks) -> PlanCalendar | None:
    """None where it has no id, so that nothing can refer to it."""
    own = leaves(element)
    uid = own.get("UID", "").strip()
    if not uid:
        return None
    name = own.get("Name", "").strip()
    base = own.get("BaseCalendarUID", "").strip()
    derived = base not in ("", *NO_CALENDAR) and not is_yes(own.get("IsBaseCalendar"))
    week = _week(element, derived)
    days: dict[date, tuple[str, str]] = {}
    for day, hours, what in _all_days(element, week, name, remarks):
        days.setdefault(day, (hours, what))
    extras = tuple(
        (key, value)
        for key, value in own.items()
        if key not in KNOWN and value and MEANINGLESS.get(key) != value
    )
    return PlanCalendar(
        uid,
        name,
        week,
        tuple((day, hours, what) for day, (hours, what) in sorted(days.items())),
        base if derived else "",
        extras,
    )


def _week(element: Element, derived: bool) -> tuple[str, ...]:
    week = [AS_BASE] * 7 if derived else list(USUAL_WEEK)
    for day in children(find(element, "WeekDays"), "WeekDay"):
        number = text_of(day, "DayType")
        if number in ("1", "2", "3", "4", "5", "6", "7"):
            week[SUNDAY_FIRST[int(number) - 1]] = _hours(day)
    return tuple(week)


def _all_days(
    element: Element,
    week: tuple[str, ...],
    name: str,
    remarks: CalendarRemarks,
) -> Iterator[tuple[date, str, str]]:
    """Exceptions go before the older kind of them, and those before weeks of their own."""
    for exception in children(find(element, "Exceptions"), "Exception"):
        told = leaves(exception)
        period = _period(exception, remarks, name)
        if period is not None:
            hours = _hours(exception)
            days = _found(told, period, name, remarks)
            if returns(told) and len(days) > 1:
                remarks.note_single("plan_returning_days", name, days)
            for day in days:
                yield day, hours, told.get("Name", "").strip()
    for older in children(find(element, "WeekDays"), "WeekDay"):
        period = _period(older, remarks, name)
        if text_of(older, "DayType") == "0" and period is not None:
            hours = _hours(older)
            for found in _found({}, period, name, remarks):
                yield found, hours, ""
    for own in children(find(element, "WorkWeeks"), "WorkWeek"):
        period = _period(own, remarks, name)
        if period is not None:
            others = list(_of_week(own, period, week, name, remarks))
            remarks.note_single("plan_work_weeks", name, [day for day, _, _ in others])
            yield from others


def _of_week(
    own: Element,
    period: tuple[date, date],
    week: tuple[str, ...],
    name: str,
    remarks: CalendarRemarks,
) -> Iterator[tuple[date, str, str]]:
    """The days on which a week of its own differs from the usual one."""
    title = text_of(own, "Name")
    pattern: dict[int, str] = {}
    for day in children(find(own, "WeekDays"), "WeekDay"):
        number = text_of(day, "DayType")
        if number in ("1", "2", "3", "4", "5", "6", "7"):
            pattern[SUNDAY_FIRST[int(number) - 1]] = _hours(day)
    for found in _found({}, period, name, remarks):
        hours = pattern.get(found.weekday())
        if hours is not None and hours != week[found.weekday()]:
            yield found, hours, title


def _found(
    told: Mapping[str, str], period: tuple[date, date], name: str, remarks: CalendarRemarks
) -> list[date]:
    days = days_of(told, *period)
    if len(days) == MOST_DAYS and days[-1] < period[1]:
        remarks.tell("calendar_days_cut", calendar=name, day=days[-1])
    return days


def _period(element: Element, remarks: CalendarRemarks, name: str) -> tuple[date, date] | None:
    period = find(element, "TimePeriod")
    if period is None:
        return None
    first, last = (_day(text_of(period, part)) for part in ("FromDate", "ToDate"))
    if first is None and last is None:
        return None
    begin, end = (first or last), (last or first)
    assert begin is not None  # one of them is there
    assert end is not None
    if end < begin:
        remarks.tell("calendar_backwards", calendar=name)
        return None
    return begin, end


def _day(text: str) -> date | None:
    """The day of a moment; ends are written as 23:59, as 23:59:59, or as 00:00 of the same day.
    What lies far away stands for "always"."""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return min(max(found, FIRST_DAY), LAST_DAY)


def _hours(element: Element) -> str:
    """A day's hours as text; a working day without any has the usual ones."""
    if not is_yes(text_of(element, "DayWorking")):
        return ""
    found: list[tuple[int, int]] = []
    for times in children(find(element, "WorkingTimes"), "WorkingTime"):
        start, end = clock(text_of(times, "FromTime")), clock(text_of(times, "ToTime"))
        if start is None or end is None:
            continue
        # Midnight as an end is the end of the day; what ends earlier than it begins does so on the
        # next one.
        found.append((start, end if end > start else end + MINUTES_IN_DAY))
    return hours_text(found) or USUAL_DAY
