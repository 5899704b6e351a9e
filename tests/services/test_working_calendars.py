"""Working calendars are made, changed and removed, and the dates follow."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pmo_desktop.services.calendar_days import calendar_days, change_calendar_day
from pmo_desktop.services.editing import change
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.working_calendars import (
    add_calendar,
    clear_days,
    mark_days,
    remove_calendar,
    rename_calendar,
    set_base,
    set_days,
    set_week,
    working_calendars,
)
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import EDIT, TUESDAY, add_task, opened, project, row_of

__all__ = ["opened", "project"]


def test_days_of_a_calendar_move_the_tasks_in_it(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    crane = opened.edit(EDIT, add_calendar, "Crane").result
    opened.edit(EDIT, change, "task", task, {"calendar": "Crane"})
    opened.edit(EDIT, set_days, crane, {TUESDAY: ""}, "Maintenance")
    assert row_of(opened, task).start == datetime(2026, 12, 2, 9)
    opened.edit(EDIT, clear_days, crane, {TUESDAY})
    assert row_of(opened, task).start == datetime(2026, 12, 1, 9)
    opened.undo()
    assert row_of(opened, task).start == datetime(2026, 12, 2, 9)


def test_a_week_without_working_time_is_refused(opened: Workspace) -> None:
    crane = opened.edit(EDIT, add_calendar, "Crane").result
    for week in (";;;;;;", "nine to five;;;;;;"):
        with pytest.raises(Refused, match="cannot be used"):
            opened.edit(EDIT, set_week, crane, week)
    opened.edit(EDIT, set_week, crane, "*;*;*;*;;;")


def test_what_stood_on_a_removed_calendar_stands_on_its_base(
    opened: Workspace, project: int
) -> None:
    task = add_task(opened, project, "1")
    crane = opened.edit(EDIT, add_calendar, "Crane").result
    night = opened.edit(EDIT, add_calendar, "Night", crane).result
    opened.edit(EDIT, change, "task", task, {"calendar": "Crane"})
    opened.edit(EDIT, remove_calendar, crane)
    found = {row.id: row for row in opened.query(working_calendars)}
    assert found[night].base_id == 1
    assert row_of(opened, task).calendar == ""
    with pytest.raises(Refused, match="office's own"):
        opened.edit(EDIT, remove_calendar, 1)


def test_a_calendars_name_is_given_once(opened: Workspace) -> None:
    crane = opened.edit(EDIT, add_calendar, "Crane").result
    with pytest.raises(Refused, match="already a calendar"):
        opened.edit(EDIT, add_calendar, " crane")
    with pytest.raises(Refused, match="needs a name"):
        opened.edit(EDIT, rename_calendar, crane, " ")
    opened.edit(EDIT, rename_calendar, crane, "Big crane")
    assert "Big crane" in [row.name for row in opened.query(working_calendars)]


def test_days_are_marked_only_where_they_would_be_something_else(opened: Workspace) -> None:
    crane = opened.edit(EDIT, add_calendar, "Crane").result
    week = {date(2026, 12, day) for day in range(7, 14)}
    opened.edit(EDIT, mark_days, crane, week, False, "Repair")
    own = [row for row in opened.query(calendar_days, crane).days if not row.base]
    assert [row.day.day for row in own] == [7, 8, 9, 10, 11]
    opened.edit(EDIT, change_calendar_day, own[0].id, "10:00-12:00", "Short")
    found = next(row for row in opened.query(calendar_days, crane).days if row.id == own[0].id)
    assert (found.hours, found.name, found.working) == ("10:00-12:00", "Short", True)
    with pytest.raises(Refused, match="cannot be read"):
        opened.edit(EDIT, change_calendar_day, own[0].id, "ten", "")
    opened.edit(EDIT, mark_days, crane, week, True)
    assert [r.day.day for r in opened.query(calendar_days, crane).days if not r.base] == [12, 13]


def test_calendars_do_not_stand_on_each_other_in_a_circle(opened: Workspace) -> None:
    crane = opened.edit(EDIT, add_calendar, "Crane").result
    night = opened.edit(EDIT, add_calendar, "Night", crane).result
    with pytest.raises(Refused, match="stands on this one"):
        opened.edit(EDIT, set_base, crane, night)
    opened.edit(EDIT, set_base, night, None)
    opened.edit(EDIT, set_base, crane, night)
