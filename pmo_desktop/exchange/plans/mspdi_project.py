"""What a Microsoft Project XML file says of the project itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.plan_file import PlanFile
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


def read_head(root: Element, values: Values) -> PlanFile:
    """The plan without any records."""
    own: dict[str, str] = {}
    extras: list[tuple[str, str]] = []
    for child in root:
        name = local(child.tag)
        if name in TABLES or not name:
            continue
        if len(child):
            extras.append((name, as_text(child)))
        else:
            own[name] = (child.text or "").strip()
    minutes, calendar = own.get("MinutesPerDay", ""), own.get("CalendarUID", "")
    is_ours = OWN_UID.fullmatch(own.get("UID", "")) is not None
    moves_on = is_ours and is_yes(own.get(MOVES_ON, ""))
    if moves_on:
        del own[MOVES_ON]
    extras += [
        (name, value)
        for name, value in own.items()
        if value and name not in KNOWN and name not in FOLLOWING and USUAL.get(name) != value
    ]
    return PlanFile(
        name=own.get("Name", ""),
        title=own.get("Title", ""),
        project_uid=own.get("UID", ""),
        manager=own.get("Manager", ""),
        start=values.moment(own.get("StartDate")),
        finish=values.moment(own.get("FinishDate")),
        schedule_from=ScheduleFrom.START
        if is_yes(own.get("ScheduleFromStart") or "1")
        else ScheduleFrom.FINISH,
        honours_constraints=is_yes(own.get("HonorConstraints") or "1"),
        progress_rule=ProgressRule.RETAINED if moves_on else ProgressRule.STANDS,
        status_date=values.day(own.get("StatusDate")),
        currency=own.get("CurrencyCode", ""),
        minutes_per_day=int(minutes) if _is_a_day(minutes) else PlanFile.minutes_per_day,
        calendar="" if calendar in NO_CALENDAR else calendar,
        extras=tuple(sorted(extras)),
    )


def _is_a_day(minutes: str) -> bool:
    return minutes.isdecimal() and 0 < int(minutes) <= MINUTES_IN_DAY
