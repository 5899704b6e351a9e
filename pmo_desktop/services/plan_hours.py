"""At what time of day a project of a plan file begins, or has to end.

A project's start and finish are days, and mean their calendar's working time. A plan may begin in
the midst of a day, or at eight on a calendar that works around the clock: such a time is kept
beside the project like all that a file says and the program has no field for, and holds for
whatever day its start is moved to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.plan_file import Extras, PlanFile
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.models import PlanExtra
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.waiting import Waiting

EXTRAS = table_of(PlanExtra)
START, FINISH = "StartTime", "FinishTime"
NAMES = (START, FINISH)
# Up to so many ids are named in a statement.
FEW = 500


class PlanHours(NamedTuple):
    """None: as the calendar has it."""

    start: time | None = None
    finish: time | None = None


AS_CALENDAR = PlanHours()


def hours_of(plan: PlanFile) -> Extras:
    """What is kept of a plan's times: those that do not stand in its calendar's week anyway."""
    week = next(one.week for one in plan.calendars if one.uid == plan.calendar)
    found = []
    if plan.start is not None:
        text = f"{plan.start:%H:%M}"
        if not week[plan.start.weekday()].startswith(text):
            found.append((START, text))
    if plan.finish is not None and plan.schedule_from is ScheduleFrom.FINISH:
        text = f"{plan.finish:%H:%M}"
        if not week[plan.finish.weekday()].endswith(text):
            found.append((FINISH, text))
    return tuple(found)


def stored_hours(session: Session, project_ids: Collection[int]) -> dict[int, PlanHours]:
    """Of the projects that keep such times."""
    statement = select(EXTRAS.c.row_id, EXTRAS.c.name, EXTRAS.c.value).where(
        EXTRAS.c.table == "project", EXTRAS.c.name.in_(NAMES)
    )
    if len(project_ids) <= FEW:
        statement = statement.where(EXTRAS.c.row_id.in_(list(project_ids)))
    return _hours(tuple(row) for row in session.connection().execute(statement))


def waiting_hours(later: Waiting) -> dict[int, PlanHours]:
    """Of those that wait to be written."""
    return _hours(
        (row["row_id"], row["name"], row["value"])
        for row in later.rows(EXTRAS).values()
        if row["table"] == "project" and row["name"] in NAMES
    )


def at(moment: datetime, hour: time | None) -> datetime:
    """The moment's day at this time; the moment itself without one."""
    return moment if hour is None else datetime.combine(moment.date(), hour)


def _hours(rows: Iterable[tuple[Any, ...]]) -> dict[int, PlanHours]:
    found: dict[int, PlanHours] = {}
    for project, name, value in rows:
        field = "start" if name == START else "finish"
        given = found.get(project, AS_CALENDAR)
        found[project] = given._replace(**{field: time.fromisoformat(value)})
    return found
