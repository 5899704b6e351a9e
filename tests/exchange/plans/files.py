"""Plan files for the tests, short enough to be read in them."""

from __future__ import annotations

from pmo_desktop.domain.plan_file import PlanFile
from pmo_desktop.exchange.plans.mspdi import read_mspdi

STANDARD_DAY = (
    "<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime>"
    "</WorkingTime><WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime>"
    "</WorkingTime></WorkingTimes>"
)
WEEK = "".join(
    f"<WeekDay><DayType>{day}</DayType><DayWorking>{int(1 < day < 7)}</DayWorking>"
    f"{STANDARD_DAY if 1 < day < 7 else ''}</WeekDay>"
    for day in range(1, 8)
)
NAMESPACE = ' xmlns="http://schemas.microsoft.com/project"'


def calendar(uid: int = 1, name: str = "Standard", rest: str = "", week: str = WEEK) -> str:
    return (
        f"<Calendar><UID>{uid}</UID><Name>{name}</Name><IsBaseCalendar>1</IsBaseCalendar>"
        f"<BaseCalendarUID>-1</BaseCalendarUID><WeekDays>{week}</WeekDays>{rest}</Calendar>"
    )


def task(uid: int, name: str = "", days: float = 1, level: int = 1, rest: str = "") -> str:
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>{name or f'Task {uid}'}</Name>"
        f"<OutlineLevel>{level}</OutlineLevel><Duration>PT{int(days * 8)}H0M0S</Duration>"
        f"<DurationFormat>7</DurationFormat>{rest}</Task>"
    )


def link(predecessor: int, kind: int = 1, lag: int = 0, lag_format: int = 7) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{predecessor}</PredecessorUID><Type>{kind}</Type>"
        f"<CrossProject>0</CrossProject><LinkLag>{lag}</LinkLag><LagFormat>{lag_format}</LagFormat>"
        "</PredecessorLink>"
    )


def project(
    tasks: str, *, head: str = "", calendars: str = "", rest: str = "", namespace: str = NAMESPACE
) -> str:
    """It begins on Monday, 2 March 2026, at eight."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Project{namespace}><Title>Bridge</Title>'
        f"<StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID>{head}"
        f"<Calendars>{calendars or calendar()}</Calendars><Tasks>{tasks}</Tasks>{rest}</Project>"
    )


def read(text: str, name: str = "plan") -> PlanFile:
    return read_mspdi(text.encode(), name)


def codes(plan: PlanFile) -> list[str]:
    return [finding.code for finding in plan.findings]
