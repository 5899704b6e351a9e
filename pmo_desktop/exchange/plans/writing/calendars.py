"""Calendars as Microsoft Project has them: the week from Sunday on, and exceptions.

Exceptions that follow each other are one stretch of days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pmo_desktop.domain.base_calendars import AS_BASE
from pmo_desktop.domain.hours import CalendarError, parse
from pmo_desktop.domain.plan_file import PlanCalendar
from pmo_desktop.exchange.plans import order
from pmo_desktop.exchange.plans.writing.parts import Parts, leaf
from pmo_desktop.exchange.plans.writing.texts import flag

SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
# The first and the last day, their hours and their name.
Stretch = tuple[date, date, str, str]


def calendar_element(calendar: PlanCalendar) -> str:
    parts = Parts()
    for name, value in calendar.extras:
        parts.put(name, value)
    parts.set(
        (
            ("UID", calendar.uid),
            ("Name", calendar.name),
            ("IsBaseCalendar", flag(not calendar.base)),
            ("BaseCalendarUID", calendar.base or "-1"),
        )
    )
    parts.set_elements("WeekDays", [f"<WeekDays>{''.join(_week(calendar.week))}</WeekDays>"])
    exceptions = "".join(map(_exception, _stretches(calendar)))
    if exceptions:
        parts.set_elements("Exceptions", [f"<Exceptions>{exceptions}</Exceptions>"])
    return parts.element("Calendar", order.CALENDAR)


def _week(week: Sequence[str]) -> Iterator[str]:
    for number, day in enumerate(SUNDAY_FIRST, 1):
        if week[day] != AS_BASE:
            yield f"<WeekDay><DayType>{number}</DayType>{_day(week[day])}</WeekDay>"


def _day(hours: str) -> str:
    try:
        intervals = parse(hours).intervals
    except CalendarError:
        intervals = ()
    if not intervals:
        return "<DayWorking>0</DayWorking>"
    times = "".join(
        f"<WorkingTime><FromTime>{_clock(start)}</FromTime><ToTime>{_clock(end)}</ToTime>"
        "</WorkingTime>"
        for start, end in intervals
    )
    return f"<DayWorking>1</DayWorking><WorkingTimes>{times}</WorkingTimes>"


def _clock(minute: int) -> str:
    """The end of a day is written as its beginning."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}:00"


def _stretches(calendar: PlanCalendar) -> Iterator[Stretch]:
    """Days that follow each other with the same hours and name."""
    open_stretch: Stretch | None = None
    for day, hours, name in calendar.days:
        if open_stretch is not None:
            first, last, its_hours, its_name = open_stretch
            if (its_hours, its_name) == (hours, name) and day - last == timedelta(days=1):
                open_stretch = (first, day, hours, name)
                continue
            yield open_stretch
        open_stretch = (day, day, hours, name)
    if open_stretch is not None:
        yield open_stretch


def _exception(stretch: Stretch) -> str:
    first, last, hours, name = stretch
    named = leaf("Name", name) if name else ""
    return (
        "<Exception><EnteredByOccurrences>0</EnteredByOccurrences>"
        f"<TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate>"
        f"</TimePeriod><Occurrences>{(last - first).days + 1}</Occurrences>{named}<Type>1</Type>"
        f"{_day(hours)}</Exception>"
    )
