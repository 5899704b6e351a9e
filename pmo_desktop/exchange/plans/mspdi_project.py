"""What a Microsoft Project XML file says of the project itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.etree.ElementTree import Element

from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.tasks import ProgressRule
from pmo_desktop.exchange.plans.codes import NO_CALENDAR
from pmo_desktop.exchange.plans.elements import as_text, local, words
from pmo_desktop.exchange.plans.values import Values, is_yes

KNOWN = frozenset(
    words(
        "UID Title Manager ScheduleFromStart StartDate FinishDate HonorConstraints StatusDate "
        "CurrencyCode MinutesPerDay CalendarUID SaveVersion"
    )
)
# Whether the status date moves what is left of the work. In a file of another program it stands
# among the extras: there it says what happens when progress is typed in, not when dates are made.
MOVES_ON = "MoveRemainingStartsForward"
OWN_UID = re.compile("u[0-9a-f]{15}")
# They are records of their own.
TABLES = frozenset({"Calendars", "Tasks", "Resources", "Assignments"})
# What the program writes where it is not given.
USUAL: Mapping[str, str] = {
    "FYStartDate": "1",
    "CriticalSlackLimit": "0",
    "CurrencyDigits": "2",
    "CurrencySymbolPosition": "0",
    "DefaultStartTime": "08:00:00",
    "DefaultFinishTime": "17:00:00",
    "MinutesPerWeek": "2400",
    "DaysPerMonth": "20",
    "DefaultTaskType": "0",
    "DefaultFixedCostAccrual": "3",
    "DefaultStandardRate": "0",
    "DefaultOvertimeRate": "0",
    "DurationFormat": "7",
    "WorkFormat": "2",
    "WeekStartDay": "1",
    "NewTasksAreManual": "0",
}
# When it was saved, and by what.
FOLLOWING = frozenset({"LastSaved", "CurrentDate", "BuildNumber"})


@dataclass
class Head:
    name: str = ""
    title: str = ""
    uid: str = ""
    manager: str = ""
    start: datetime | None = None
    finish: datetime | None = None
    schedule_from: ScheduleFrom = ScheduleFrom.START
    honours_constraints: bool = True
    progress_rule: ProgressRule = ProgressRule.STANDS
    status_date: date | None = None
    currency: str = ""
    minutes_per_day: int = 480
    calendar: str = ""
    extras: list[tuple[str, str]] = field(default_factory=list)


def read_head(root: Element, values: Values) -> Head:
    own: dict[str, str] = {}
    head = Head()
    for child in root:
        name = local(child.tag)
        if name in TABLES or not name:
            continue
        if len(child):
            head.extras.append((name, as_text(child)))
        else:
            own[name] = (child.text or "").strip()
    minutes = own.get("MinutesPerDay", "")
    calendar = own.get("CalendarUID", "")
    head.name, head.title = own.get("Name", ""), own.get("Title", "")
    head.uid, head.manager = own.get("UID", ""), own.get("Manager", "")
    head.start = values.moment(own.get("StartDate"))
    head.finish = values.moment(own.get("FinishDate"))
    if own.get("ScheduleFromStart", "1") and not is_yes(own.get("ScheduleFromStart", "1")):
        head.schedule_from = ScheduleFrom.FINISH
    head.honours_constraints = is_yes(own.get("HonorConstraints", "1") or "1")
    head.status_date = values.day(own.get("StatusDate"))
    if OWN_UID.fullmatch(head.uid) and is_yes(own.get(MOVES_ON, "")):
        head.progress_rule = ProgressRule.RETAINED
        del own[MOVES_ON]
    head.currency = own.get("CurrencyCode", "")
    if minutes.isdecimal() and 0 < int(minutes) <= 1440:
        head.minutes_per_day = int(minutes)
    head.calendar = "" if calendar in NO_CALENDAR else calendar
    head.extras += [
        (name, value)
        for name, value in own.items()
        if value and name not in KNOWN and name not in FOLLOWING and USUAL.get(name) != value
    ]
    head.extras.sort()
    return head
