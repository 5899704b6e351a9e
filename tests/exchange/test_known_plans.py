"""Plans whose right dates and floats are known from the rules: of the critical path method, of
precedence diagramming, and of Microsoft Project where these leave something open.

Each is written as Microsoft Project XML, computed from the file, taken into a database, read back,
written out and taken in once more: dates must be the same at each step. Plans begin on Monday,
2 March 2026, at eight, and are worked from 8 to 12 and 13 to 17 on weekdays, unless they say
otherwise. What is expected of a task is written as `start > finish`, each as the day of March and
the time, and then the total and the free float in days, as far as they are known.
"""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.domain.plan_file import PlanFile
from pmo_desktop.exchange.comparing.review import review
from pmo_desktop.exchange.plans.computing import compute
from pmo_desktop.exchange.plans.writing.mspdi import mspdi_bytes
from pmo_desktop.exchange.understanding import understand_all
from pmo_desktop.services import gantt
from pmo_desktop.services.importing import commit
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.services.plans.stored_plan import stored_plan
from pmo_desktop.services.records import project_ids
from pmo_desktop.storage.changes import Title
from tests.exchange.plans.files import calendar, link, project, read, task

SS, FF, SF = 3, 0, 2
DAY_LAG, ELAPSED, PERCENT = 4800, 8, 19
ALAP, MSO, MFO, SNET, SNLT, FNET, FNLT = 1, 2, 3, 4, 5, 6, 7
LINKS_WIN = "<HonorConstraints>0</HonorConstraints>"


def held(kind: int, moment: str = "") -> str:
    """A constraint; the moment is a day and a time of March: `04T08:00`."""
    when = f"<ConstraintDate>2026-03-{moment}:00</ConstraintDate>" if moment else ""
    return f"<ConstraintType>{kind}</ConstraintType>{when}"


def deadline(moment: str) -> str:
    return f"<Deadline>2026-03-{moment}:00</Deadline>"


def begun(moment: str, done: int) -> str:
    start = f"<ActualStart>2026-03-{moment}:00</ActualStart>"
    return f"{start}<PercentComplete>{done}</PercentComplete>"


def finished(start: str, finish: str) -> str:
    return f"{begun(start, 100)}<ActualFinish>2026-03-{finish}:00</ActualFinish>"


def dated(start: str, finish: str) -> str:
    return f"<Start>2026-03-{start}:00</Start><Finish>2026-03-{finish}:00</Finish>"


def elapsed(text: str, hours: int) -> str:
    """The task of 8 hours with an elapsed duration instead."""
    return text.replace("PT8H", f"PT{hours}H").replace("Format>7<", "Format>8<", 1)


def beginning(text: str, moment: str) -> str:
    return text.replace("2026-03-02T08:00:00", f"2026-03-{moment}:00", 1)


def hours(*spans: str) -> str:
    times = "".join(
        f"<WorkingTime><FromTime>{start}:00</FromTime><ToTime>{end}:00</ToTime></WorkingTime>"
        for start, end in (span.split("-") for span in spans)
    )
    return f"<WorkingTimes>{times}</WorkingTimes>" if spans else ""


def day(number: int, *spans: str) -> str:
    """A day of the week, Sunday 1."""
    working = f"<DayWorking>{int(bool(spans))}</DayWorking>{hours(*spans)}"
    return f"<WeekDay><DayType>{number}</DayType>{working}</WeekDay>"


def week(*spans: str, days: tuple[int, ...] = (2, 3, 4, 5, 6)) -> str:
    return "".join(day(number, *(spans if number in days else ())) for number in range(1, 8))


def period(first: str, last: str) -> str:
    """Of two days of March."""
    start, end = f"2026-03-{first}T00:00:00", f"2026-03-{last}T23:59:00"
    return f"<TimePeriod><FromDate>{start}</FromDate><ToDate>{end}</ToDate></TimePeriod>"


ONCE = "<Occurrences>1</Occurrences><Type>1</Type>"


def exception(first: str, last: str, *spans: str, pattern: str = ONCE) -> str:
    working = f"<DayWorking>{int(bool(spans))}</DayWorking>{hours(*spans)}"
    return f"<Exception>{period(first, last)}{pattern}{working}</Exception>"


def exceptions(*given: str) -> str:
    return f"<Exceptions>{''.join(given)}</Exceptions>"


def derived(uid: int, base: int, *days: str) -> str:
    """A calendar that is its base's but for some days of the week."""
    head = f"<UID>{uid}</UID><Name>Derived {uid}</Name><IsBaseCalendar>0</IsBaseCalendar>"
    base_uid = f"<BaseCalendarUID>{base}</BaseCalendarUID>"
    return f"<Calendar>{head}{base_uid}<WeekDays>{''.join(days)}</WeekDays></Calendar>"


def by_ann(*tasks: int) -> str:
    """Ann, who works in calendar 3, on these tasks."""
    ann = "<Resource><UID>1</UID><ID>1</ID><Name>Ann</Name><Type>1</Type>"
    work = "".join(
        f"<Assignment><UID>{uid}</UID><TaskUID>{uid}</TaskUID><ResourceUID>1</ResourceUID>"
        "<Units>1</Units></Assignment>"
        for uid in tasks
    )
    people = f"{ann}<CalendarUID>3</CalendarUID></Resource>"
    return f"<Resources>{people}</Resources><Assignments>{work}</Assignments>"


ROUND_THE_CLOCK = week("00:00-00:00", days=tuple(range(1, 8)))
NIGHT = ("00:00-03:00", "04:00-08:00", "23:00-00:00")
NIGHT_SHIFT = "".join(
    (
        day(1),
        day(2, "23:00-00:00"),
        *(day(number, *NIGHT) for number in (3, 4, 5, 6)),
        day(7, *NIGHT[:2]),
    )
)
# 2 around the clock, 3 Ann's: no Thursdays and Fridays.
THREE = calendar() + calendar(2, "24 hours", week=ROUND_THE_CLOCK) + derived(3, 1, day(5), day(6))
IN_2 = "<CalendarUID>2</CalendarUID>"
NO_FRIDAYS = calendar(rest=exceptions(exception("04", "04"))) + derived(2, 1, day(6))
HALF_WEEK = (
    f"<WorkWeeks><WorkWeek>{period('09', '13')}<Name>Half</Name>"
    f"<WeekDays>{''.join(day(number, '08:00-12:00') for number in range(2, 7))}</WeekDays>"
    "</WorkWeek></WorkWeeks>"
)
BACKWARDS = "<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-03-27T{}:00</FinishDate>"
PHASE = task(1, days=0) + task(2, days=2, level=2) + task(3, days=3, level=2)
FRIDAYS = "<Type>6</Type><Period>1</Period><DaysOfWeek>32</DaysOfWeek><Occurrences>4</Occurrences>"
EVERY_OTHER_DAY = "<Type>7</Type><Period>2</Period><Occurrences>15</Occurrences>"
THE_FOURTH = "<Type>4</Type><Period>1</Period><MonthDay>4</MonthDay><Occurrences>1</Occurrences>"

NETWORKS = {
    "a textbook's network": (
        project(
            task(1, days=3)
            + task(2, days=4, rest=link(1))
            + task(3, days=2, rest=link(1))
            + task(4, days=5, rest=link(2))
            + task(5, days=1, rest=link(3))
            + task(6, days=2, rest=link(4) + link(5))
        ),
        {
            1: "2 8 > 4 17, 0, 0",
            2: "5 8 > 10 17, 0, 0",
            3: "5 8 > 6 17, 6, 0",
            4: "11 8 > 17 17, 0, 0",
            5: "9 8 > 9 17, 6, 6",
            6: "18 8 > 19 17, 0, 0",
        },
    ),
    "a start behind a start": (
        project(task(1, days=4) + task(2, days=3, rest=link(1, SS, 2 * DAY_LAG))),
        {1: "2 8 > 5 17, 0, 0", 2: "4 8 > 6 17, 0, 0"},
    ),
    "a finish behind a finish": (
        project(task(1, days=5) + task(2, days=2, rest=link(1, FF, DAY_LAG))),
        {1: "2 8 > 6 17, 0, 0", 2: "6 8 > 9 17, 0, 0"},
    ),
    "a finish behind a start": (
        project(task(1, days=3, rest=held(SNET, "03T08:00")) + task(2, rest=link(1, SF, 9600))),
        {1: "3 8 > 5 17, 0", 2: "4 8 > 4 17, 1, 1"},
    ),
    "a start and a finish tied": (
        project(
            task(1, days=10) + task(2, days=5, rest=link(1, SS, DAY_LAG) + link(1, FF, DAY_LAG))
        ),
        {1: "2 8 > 13 17, 0", 2: "10 8 > 16 17, 0"},
    ),
    "a lead": (
        project(task(1, days=3) + task(2, days=2, rest=link(1, 1, -DAY_LAG))),
        {1: "2 8 > 4 17, 0, 0", 2: "4 8 > 5 17, 0, 0"},
    ),
    "a lead before the project": (
        project(task(1, days=3, rest=held(SNET, "04T08:00")) + task(2, rest=link(1, SS, -4800))),
        {1: "4 8 > 6 17", 2: "3 8 > 3 17"},
    ),
    "a lag over a weekend": (
        project(task(1, days=4) + task(2, rest=link(1, 1, 2 * DAY_LAG))),
        {1: "2 8 > 5 17, 0, 0", 2: "10 8 > 10 17, 0, 0"},
    ),
    "an elapsed lag that ends on a Saturday": (
        project(task(1, days=4) + task(2, rest=link(1, 1, 28800, ELAPSED))),
        {2: "9 8 > 9 17, 0, 0"},
    ),
    "an elapsed lag that ends in the midst of a day": (
        project(task(1, days=2) + task(2, rest=link(1, 1, 10800, 6))),
        {2: "4 11 > 5 11, 0, 0"},
    ),
    "half of the predecessor as a lag": (
        project(task(1, days=4) + task(2, rest=link(1, 1, 50, PERCENT))),
        {2: "10 8 > 10 17, 0, 0"},
    ),
    "half of the predecessor as a lead": (
        project(task(1, days=4) + task(2, rest=link(1, 1, -50, PERCENT))),
        {2: "4 8 > 4 17"},
    ),
    "a start behind a quarter of the predecessor": (
        project(task(1, days=8) + task(2, days=8, rest=link(1, SS, 25, PERCENT))),
        {2: "4 8 > 13 17, 0, 0"},
    ),
    "milestones": (
        project(
            task(1, days=2)
            + task(2, days=0, rest=link(1))
            + task(3, rest=link(2))
            + task(4, days=0)
            + task(5, days=0, rest=link(1, SS))
            + task(6, days=0, rest=link(1, 1, DAY_LAG))
        ),
        {2: "3 17 > 3 17", 3: "4 8 > 4 17", 4: "2 8 > 2 8", 5: "2 8 > 2 8", 6: "4 17 > 4 17"},
    ),
    "milestones about a weekend": (
        project(
            task(1, days=5)
            + task(2, days=0, rest=link(1, 1, DAY_LAG))
            + task(3, days=0, rest=link(1))
            + task(4, rest=link(3))
            + task(5, days=0, rest=held(SNET, "14T12:00"))
            + task(6, rest=link(5))
        ),
        {2: "9 17 > 9 17", 3: "6 17 > 6 17", 4: "9 8 > 9 17", 6: "16 8 > 16 17"},
    ),
    "an elapsed duration over a weekend": (
        project(task(1, days=5) + elapsed(task(2, rest=link(1)), 72) + task(3, rest=link(2))),
        {2: "6 17 > 9 17, 0, 0", 3: "10 8 > 10 17, 0, 0"},
    ),
    "half days": (
        project(
            task(1, days=0.5) + task(2, days=0.5, rest=link(1)) + task(3, days=0, rest=link(1))
        ),
        {1: "2 8 > 2 12", 2: "2 13 > 2 17", 3: "2 12 > 2 12"},
    ),
}
CALENDARS = {
    "a start on a Saturday": (
        beginning(project(task(1) + task(2, days=0)), "07T08:00"),
        {1: "9 8 > 9 17", 2: "9 8 > 9 8"},
    ),
    "a start in the midst of a morning": (
        beginning(project(task(1) + task(2, rest=link(1))), "02T10:00"),
        {1: "2 10 > 3 10", 2: "3 10 > 4 10"},
    ),
    "a start after work": (
        beginning(project(task(1) + task(2, days=0)), "02T18:00"),
        {1: "3 8 > 3 17", 2: "3 8 > 3 8"},
    ),
    "a start before the calendar's": (
        project(task(1), calendars=calendar(week=week("09:00-12:00", "13:00-18:00"))),
        {1: "2 9 > 2 18"},
    ),
    "mornings alone": (
        project(task(1) + task(2, rest=link(1)), calendars=calendar(week=week("08:00-12:00"))),
        {1: "2 8 > 3 12", 2: "4 8 > 5 12"},
    ),
    "around the clock from eight": (
        project(
            task(1, days=3) + task(2, rest=link(1)) + task(3, days=9, rest=link(2)),
            calendars=calendar(week=ROUND_THE_CLOCK),
        ),
        {1: "2 8 > 3 8", 2: "3 8 > 3 16", 3: "3 16 > 6 16"},
    ),
    "night shifts": (
        project(
            task(1) + task(2, days=2, rest=link(1)) + task(3, days=3, rest=link(2)),
            calendars=calendar(week=NIGHT_SHIFT),
        ),
        {1: "2 23 > 3 8", 2: "3 23 > 5 8", 3: "5 23 > 10 8"},
    ),
    "a holiday": (
        project(task(1, days=3), calendars=calendar(rest=exceptions(exception("04", "04")))),
        {1: "2 8 > 5 17"},
    ),
    "three days off": (
        project(task(1, days=3), calendars=calendar(rest=exceptions(exception("04", "06")))),
        {1: "2 8 > 9 17"},
    ),
    "a Saturday that is worked": (
        project(
            task(1, days=6),
            calendars=calendar(rest=exceptions(exception("07", "07", "09:00-13:00"))),
        ),
        {1: "2 8 > 9 12"},
    ),
    "a week of its own": (
        project(
            task(1, days=6) + task(2, days=2, rest=link(1)), calendars=calendar(rest=HALF_WEEK)
        ),
        {1: "2 8 > 10 12", 2: "11 8 > 16 12"},
    ),
    "a holiday in a week of its own": (
        project(
            task(1, days=6), calendars=calendar(rest=exceptions(exception("09", "09")) + HALF_WEEK)
        ),
        {1: "2 8 > 11 12"},
    ),
    "no work on Fridays of four weeks": (
        project(
            task(1, days=5),
            calendars=calendar(rest=exceptions(exception("02", "31", pattern=FRIDAYS))),
        ),
        {1: "2 8 > 9 17"},
    ),
    "no work on every other day": (
        project(
            task(1, days=3),
            calendars=calendar(rest=exceptions(exception("02", "31", pattern=EVERY_OTHER_DAY))),
        ),
        {1: "3 8 > 9 17"},
    ),
    "no work on the fourth of the month": (
        project(
            task(1, days=3),
            calendars=calendar(rest=exceptions(exception("01", "31", pattern=THE_FOURTH))),
        ),
        {1: "2 8 > 5 17"},
    ),
    "a task in a calendar that stands on another": (
        project(task(1, days=4, rest=IN_2) + task(2, days=4), calendars=NO_FRIDAYS),
        {1: "2 8 > 9 17", 2: "2 8 > 6 17"},
    ),
    "a plan in a calendar that stands on another": (
        project(task(1, days=4), calendars=NO_FRIDAYS).replace(
            ">1</CalendarUID>", ">2</CalendarUID>", 1
        ),
        {1: "2 8 > 9 17"},
    ),
    "a base's holiday on a day with hours of its own": (
        project(
            task(1, rest=IN_2 + held(SNET, "04T08:00")),
            calendars=calendar(rest=exceptions(exception("04", "04")))
            + derived(2, 1, day(4, "10:00-14:00")),
        ),
        {1: "5 8 > 5 17"},
    ),
    "a person's calendar": (
        project(task(1, days=4) + task(2, days=4), calendars=THREE, rest=by_ann(1)),
        {1: "2 8 > 9 17", 2: "2 8 > 5 17"},
    ),
    "a task's calendar and a person's": (
        project(
            task(1, days=4, rest=IN_2)
            + task(2, days=4, rest=f"{IN_2}<IgnoreResourceCalendar>1</IgnoreResourceCalendar>")
            + task(3, days=4, rest=IN_2),
            calendars=THREE,
            rest=by_ann(1, 2),
        ),
        {1: "2 8 > 9 17", 2: "2 8 > 3 16", 3: "2 8 > 3 16"},
    ),
    "from one calendar to another and back": (
        project(
            task(1, rest=IN_2) + task(2, rest=link(1)) + task(3, rest=IN_2 + link(2)),
            calendars=THREE,
        ),
        {1: "2 8 > 2 16", 2: "2 16 > 3 16", 3: "3 16 > 4 0"},
    ),
}
CONSTRAINTS = {
    "to start no earlier": (
        project(
            task(1, days=3)
            + task(2, rest=held(SNET, "05T08:00"))
            + task(3, rest=held(4, "07T08:00"))
        ),
        {2: "5 8 > 5 17", 3: "9 8 > 9 17"},
    ),
    "to start no earlier than before its predecessor is done": (
        project(task(1, days=5) + task(2, rest=held(SNET, "04T08:00") + link(1))),
        {2: "9 8 > 9 17"},
    ),
    "to start before the project does": (
        beginning(project(task(1, rest=held(SNET, "02T08:00")) + task(2)), "09T08:00"),
        {1: "2 8 > 2 17", 2: "9 8 > 9 17"},
    ),
    "to finish no earlier": (
        project(task(1, days=2, rest=held(FNET, "05T17:00"))),
        {1: "4 8 > 5 17"},
    ),
    "to finish no later, in time": (
        project(task(1, rest=held(FNLT, "04T17:00")) + task(2, days=5)),
        {1: "2 8 > 2 17, 2, 4"},
    ),
    "to start no later wins over a link": (
        project(task(1, days=3) + task(2, rest=held(SNLT, "03T08:00") + link(1))),
        {1: "2 8 > 4 17, -2", 2: "3 8 > 3 17"},
    ),
    "to start no later loses where links win": (
        project(task(1, days=3) + task(2, rest=held(SNLT, "03T08:00") + link(1)), head=LINKS_WIN),
        {1: "2 8 > 4 17, -2", 2: "5 8 > 5 17, -2"},
    ),
    "to finish no later wins over a link": (
        project(task(1, days=2) + task(2, days=3, rest=held(FNLT, "04T17:00") + link(1))),
        {1: "2 8 > 3 17, -2", 2: "2 8 > 4 17"},
    ),
    "to finish no later loses where links win": (
        project(
            task(1, days=2) + task(2, days=3, rest=held(FNLT, "04T17:00") + link(1)),
            head=LINKS_WIN,
        ),
        {1: "2 8 > 3 17, -2", 2: "4 8 > 6 17, -2"},
    ),
    "must start on wins over a link": (
        project(task(1, days=5) + task(2, rest=held(MSO, "04T08:00") + link(1))),
        {1: "2 8 > 6 17, -3", 2: "4 8 > 4 17"},
    ),
    "must start on loses where links win": (
        project(task(1, days=5) + task(2, rest=held(MSO, "04T08:00") + link(1)), head=LINKS_WIN),
        {1: "2 8 > 6 17, -3", 2: "9 8 > 9 17, -3"},
    ),
    "must start on leaves room before it": (
        project(task(1) + task(2, rest=held(MSO, "05T08:00") + link(1))),
        {1: "2 8 > 2 17, 2, 2", 2: "5 8 > 5 17, 0"},
    ),
    "must finish on wins over a link": (
        project(task(1, days=5) + task(2, rest=held(MFO, "04T17:00") + link(1))),
        {1: "2 8 > 6 17, -3", 2: "4 8 > 4 17"},
    ),
    "must finish on": (
        project(task(1, days=2, rest=held(MFO, "06T17:00"))),
        {1: "5 8 > 6 17, 0"},
    ),
    "a deadline that is missed": (
        project(task(1, days=5, rest=deadline("04T17:00")) + task(2)),
        {1: "2 8 > 6 17, -2", 2: "2 8 > 2 17, 4, 4"},
    ),
    "a deadline that is met": (
        project(task(1, rest=deadline("03T17:00")) + task(2, days=5)),
        {1: "2 8 > 2 17, 1, 4", 2: "2 8 > 6 17, 0"},
    ),
    "as late as possible, one behind the other": (
        project(task(1, rest=held(ALAP)) + task(2, rest=held(ALAP) + link(1)) + task(3, days=5)),
        {1: "5 8 > 5 17, 0", 2: "6 8 > 6 17, 0", 3: "2 8 > 6 17, 0"},
    ),
    "as late as possible before what is as soon as possible": (
        project(task(1, rest=held(ALAP)) + task(2, days=2, rest=link(1)) + task(3, days=5)),
        {1: "4 8 > 4 17", 2: "5 8 > 6 17"},
    ),
    "from the finish": (
        project(
            task(1, days=2, rest=held(ALAP))
            + task(2, days=3, rest=held(ALAP) + link(1))
            + task(3, rest=held(ALAP)),
            head=BACKWARDS.format("17:00"),
        ),
        {1: "23 8 > 24 17, 0", 2: "25 8 > 27 17, 0", 3: "27 8 > 27 17, 4"},
    ),
    "from the finish, to finish no later": (
        project(
            task(1, days=2, rest=held(FNLT, "19T17:00"))
            + task(2, days=3, rest=held(ALAP) + link(1)),
            head=BACKWARDS.format("17:00"),
        ),
        {1: "18 8 > 19 17", 2: "25 8 > 27 17"},
    ),
    "from a finish at noon": (
        project(task(1, rest=held(ALAP)), head=BACKWARDS.format("12:00")),
        {1: "26 13 > 27 12"},
    ),
}
OUTLINES = {
    "a phase with what is below it": (
        project(
            task(1, days=0) + task(2, days=2, level=2) + task(3, days=3, level=2, rest=link(2))
        ),
        {1: "2 8 > 6 17", 3: "4 8 > 6 17"},
    ),
    "a phase behind a phase": (
        project(
            PHASE + task(4, days=0, rest=link(1)) + task(5, level=2) + task(6, days=2, level=2)
        ),
        {4: "5 8 > 6 17", 5: "5 8 > 5 17", 6: "5 8 > 6 17"},
    ),
    "a phase behind another's start": (
        project(
            PHASE
            + task(4, days=0, rest=link(1, SS, 2 * DAY_LAG))
            + task(5, level=2)
            + task(6, days=2, level=2)
        ),
        {4: "4 8 > 5 17", 5: "4 8 > 4 17", 6: "4 8 > 5 17"},
    ),
    "an elapsed lag behind a phase": (
        project(
            task(1, days=0) + task(2, days=2, level=2) + task(3, rest=link(1, 1, 14400, ELAPSED))
        ),
        {3: "5 8 > 5 17"},
    ),
    "a share of a phase as a lag": (
        project(task(1, days=0) + task(2, days=2, level=2) + task(3, rest=link(1, 1, 50, PERCENT))),
        {3: "5 8 > 5 17"},
    ),
    "a phase to start no earlier": (
        project(
            task(1, days=0, rest=held(SNET, "05T08:00"))
            + task(2, level=2)
            + task(3, level=2, rest=link(2))
            + task(4, level=2, rest=held(SNET, "04T08:00"))
        ),
        {1: "5 8 > 6 17", 2: "5 8 > 5 17", 3: "6 8 > 6 17", 4: "5 8 > 5 17"},
    ),
    "an inactive phase": (
        project(
            task(1, days=0, rest="<Active>0</Active>")
            + task(2, days=5, level=2, rest="<Active>0</Active>")
            + task(3, rest=link(1))
        ),
        {3: "2 8 > 2 17"},
    ),
}
PROGRESS = {
    "dates given by hand": (
        project(
            task(1, days=5)
            + task(2, days=2, rest=f"<Manual>1</Manual>{dated('04T08:00', '05T17:00')}{link(1)}")
            + task(3, rest=link(2))
        ),
        {2: "4 8 > 5 17", 3: "6 8 > 6 17"},
    ),
    "a chain through what is inactive": (
        project(
            task(1) + task(2, days=3, rest=f"<Active>0</Active>{link(1)}") + task(3, rest=link(2))
        ),
        {1: "2 8 > 2 17", 3: "2 8 > 2 17"},
    ),
    "begun late and half done": (
        project(task(1, days=4, rest=begun("03T08:00", 50)) + task(2, rest=link(1))),
        {1: "3 8 > 6 17", 2: "9 8 > 9 17"},
    ),
    "done, and late": (
        project(task(1, days=3, rest=finished("02T08:00", "05T17:00")) + task(2, rest=link(1))),
        {1: "2 8 > 5 17", 2: "6 8 > 6 17"},
    ),
    "not begun at the status date": (
        project(
            task(1, days=2) + task(2, rest=link(1)),
            head="<StatusDate>2026-03-20T17:00:00</StatusDate>",
        ),
        {1: "2 8 > 3 17", 2: "4 8 > 4 17"},
    ),
    "begun before its predecessor was done": (
        project(task(1, days=5) + task(2, days=4, rest=begun("04T08:00", 25) + link(1))),
        {1: "2 8 > 6 17", 2: "4 8 > 11 17"},
    ),
    "done before its predecessor": (
        project(
            task(1, days=5)
            + task(2, rest=finished("03T08:00", "03T17:00") + link(1))
            + task(3, rest=link(2))
        ),
        {2: "3 8 > 3 17", 3: "4 8 > 4 17"},
    ),
    "links in a circle, to nothing, to itself and twice": (
        project(
            task(1, rest=dated("02T08:00", "02T17:00") + link(2))
            + task(2, rest=dated("03T08:00", "03T17:00") + link(1))
            + task(3, rest=link(4) + link(4) + link(3) + link(99))
            + task(4)
        ),
        {1: "2 8 > 2 17", 2: "3 8 > 3 17", 3: "3 8 > 3 17", 4: "2 8 > 2 17"},
    ),
    "empty rows and missing elements": (
        project(
            "<Task><UID>0</UID><ID>0</ID><Name>Plan</Name><OutlineLevel>0</OutlineLevel></Task>"
            "<Task><UID>1</UID><Name>No duration</Name></Task>"
            "<Task><UID>7</UID><ID>2</ID><IsNull>1</IsNull></Task>"
            f"<Task><UID>3</UID><Duration>PT16H0M0S</Duration>{link(1)}</Task>"
        ),
        {1: "2 8 > 2 17", 3: "3 8 > 4 17"},
    ),
    "another number of minutes a day": (
        project(task(1, days=2) + task(2, rest=link(1)), head="<MinutesPerDay>420</MinutesPerDay>"),
        {1: "2 8 > 3 17", 2: "4 8 > 4 17"},
    ),
}
MORE = {
    "a lag on the successor's calendar": (
        project(task(1) + task(2, rest=IN_2 + link(1, 1, DAY_LAG)), calendars=THREE),
        {2: "3 1 > 3 9"},
    ),
    "a lag over a holiday": (
        project(
            task(1) + task(2, rest=link(1, 1, DAY_LAG)),
            calendars=calendar(rest=exceptions(exception("03", "03"))),
        ),
        {2: "5 8 > 5 17"},
    ),
    "a finish before a finish": (
        project(task(1, days=5) + task(2, days=2, rest=link(1, FF, -DAY_LAG))),
        {1: "2 8 > 6 17", 2: "4 8 > 5 17"},
    ),
    "a milestone at noon": (
        project(task(1, days=0, rest=held(MSO, "04T12:00")) + task(2, rest=link(1))),
        {1: "4 12 > 4 12", 2: "4 13 > 5 12"},
    ),
    "a milestone that is late": (
        project(task(1, days=3) + task(2, days=0, rest=deadline("03T17:00") + link(1))),
        {1: "2 8 > 4 17, -1", 2: "4 17 > 4 17, -1"},
    ),
    "done on a Saturday": (
        project(task(1, rest=finished("07T08:00", "07T17:00")) + task(2, rest=link(1))),
        {1: "7 8 > 7 17", 2: "9 8 > 9 17"},
    ),
    "to go on later": (
        project(
            task(
                1,
                days=4,
                rest=begun("02T08:00", 25) + "<Resume>2026-03-05T08:00:00</Resume>",
            )
            + task(2, rest=link(1))
        ),
        {1: "2 8 > 9 17", 2: "10 8 > 10 17"},
    ),
    "from the finish with a lag": (
        project(
            task(1, rest=held(ALAP)) + task(2, rest=held(ALAP) + link(1, 1, 2 * DAY_LAG)),
            head=BACKWARDS.format("17:00"),
        ),
        {1: "24 8 > 24 17", 2: "27 8 > 27 17"},
    ),
    "a phase whose dates were given by hand": (
        project(
            task(1, days=0, rest=f"<Manual>1</Manual>{dated('04T08:00', '06T17:00')}")
            + task(2, level=2)
        ),
        {2: "2 8 > 2 17"},
    ),
}
PLANS = {**NETWORKS, **CALENDARS, **CONSTRAINTS, **OUTLINES, **PROGRESS, **MORE}
Found = tuple[datetime | None, datetime | None, int | None, int | None]


def moment(text: str) -> datetime:
    number, hour = text.split()
    return datetime(2026, 3, int(number), int(hour))


def fitting(found: Found, expected: str) -> None:
    """Check what was found, as far as something is expected."""
    dates, *floats = re.split(r",\s*", expected)
    start, finish = map(moment, re.split(r"\s*>\s*", dates))
    known = [int(days) * 480 for days in floats]
    want = (start, finish, *known, *(None,) * (2 - len(known)))
    shown = (*found[: 2 + len(known)], *(None,) * (2 - len(known)))
    assert shown == want


def taken_in(path: Path, database: Path) -> tuple[dict[str, PlanRow], PlanFile]:
    """The rows that are shown, by the tasks' ids in the file, and the plan as it is stored."""
    workspace = open_workspace(database)
    try:
        changes = review(workspace, understand_all([path])).changes
        workspace.edit(Title("Import"), commit, changes)
        (number,) = workspace.query(project_ids).values()
        stored = workspace.query(stored_plan, number)
        rows = {row.task_id: row for row in workspace.query(gantt.plan).rows}
        return {uid: rows[task_id] for uid, task_id in stored.tasks.items()}, stored.plan
    finally:
        workspace.close()


def of_row(row: PlanRow) -> Found:
    return row.start, row.finish, row.total_float_minutes, row.free_float_minutes


@pytest.mark.parametrize("name", PLANS)
def test_dates_and_floats_of_a_plan_are_the_known_ones(name: str) -> None:
    text, expected = PLANS[name]
    computed = compute(read(text))
    for uid, one in expected.items():
        dates, found = computed.dates[str(uid)], computed.scheduled.get(str(uid))
        floats = (found.total_float_minutes, found.free_float_minutes) if found else (None, None)
        fitting((dates.start, dates.finish, *floats), one)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_lies_the_same_in_the_database_and_when_it_comes_back(
    name: str, founded_office: Path, tmp_path: Path
) -> None:
    text, expected = PLANS[name]
    path, written = tmp_path / "plan.xml", tmp_path / "again.xml"
    path.write_text(text, encoding="utf-8")
    rows, stored = taken_in(path, Path(shutil.copy(founded_office, tmp_path / "office.db")))
    for uid, one in expected.items():
        fitting(of_row(rows[str(uid)]), one)
    written.write_bytes(mspdi_bytes(stored))
    again, _ = taken_in(written, Path(shutil.copy(founded_office, tmp_path / "other.db")))
    assert {uid: of_row(row) for uid, row in again.items()} == {
        uid: of_row(row) for uid, row in rows.items()
    }
    # What lies where its file says need not be moved.
    reading = understand_all([written])[0].plan
    assert reading is not None
    assert reading.moves == ()
