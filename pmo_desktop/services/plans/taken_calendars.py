"""A plan's calendars, as its project's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_desktop.domain.plan_file import PlanFile
from pmo_desktop.models import CalendarDay, WorkingCalendar
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.plans.rows import PlanRows
from pmo_desktop.storage.bulk import bulk_insert, bulk_update


def take_calendars(rows: PlanRows, plan: PlanFile) -> dict[str, int]:
    """Write the plan's calendars; their ids by those in the file."""
    stored = {row.file_uid: row.id for row in rows.of_project(WorkingCalendar)}
    found: dict[str, int] = {}
    inserts: list[dict[str, Any]] = []
    updates: list[dict[str, Any]] = []
    for calendar in plan.calendars:
        row: dict[str, Any] = {
            "name": calendar.name or calendar.uid,
            "week": ";".join(calendar.week),
            "project_id": rows.project,
            "file_uid": calendar.uid,
        }
        if calendar.uid in stored:
            found[calendar.uid] = stored[calendar.uid]
            updates.append({"id": stored[calendar.uid], **row})
        else:
            inserts.append({"uid": new_uid(), **row})
    ids = bulk_insert(rows.session, WorkingCalendar, inserts)
    found |= dict(zip((row["file_uid"] for row in inserts), ids, strict=True))
    bases = [
        {"id": found[c.uid], "base_id": found[c.base] if c.base else None} for c in plan.calendars
    ]
    bulk_update(rows.session, WorkingCalendar, [*updates, *bases])
    _take_days(rows, plan, found)
    return found


def _take_days(rows: PlanRows, plan: PlanFile, calendars: Mapping[str, int]) -> None:
    wanted = [
        {"calendar_id": calendars[calendar.uid], "day": day, "hours": hours, "name": name}
        for calendar in plan.calendars
        for day, hours, name in calendar.days
    ]
    rows.replace(CalendarDay, "calendar_id", calendars.values(), wanted)
