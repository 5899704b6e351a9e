"""The days on which the office's calendar differs from its week."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pmo_desktop.services.calendar_days import (
    calendar_days,
    clear_calendar_day,
    set_calendar_day,
)
from pmo_desktop.services.calendars import office_calendar
from pmo_desktop.services.editing import add
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

MONDAY = date(2027, 3, 1)
TITLE = Title("Set a day")


def is_working(workspace: Workspace, day: date) -> bool:
    return workspace.query(office_calendar).is_working(day)


def test_the_statutory_days_are_there_from_the_start(workspace: Workspace) -> None:
    found = workspace.query(calendar_days)
    national_day = next(row for row in found.days if row.day == date(2026, 10, 1))
    assert (national_day.working, national_day.name) == (False, "holiday.national_day")
    assert found.published_until == date(2026, 12, 31)
    assert [row.day for row in found.days] == sorted(row.day for row in found.days)


def test_a_day_is_taken_off_and_given_back(workspace: Workspace) -> None:
    workspace.edit(TITLE, set_calendar_day, MONDAY, False, "Company day")
    assert not is_working(workspace, MONDAY)
    row = next(row for row in workspace.query(calendar_days).days if row.day == MONDAY)
    workspace.edit(TITLE, clear_calendar_day, row.id)
    assert is_working(workspace, MONDAY)


def test_setting_a_day_again_replaces_what_it_was(workspace: Workspace) -> None:
    workspace.edit(TITLE, set_calendar_day, date(2026, 10, 1), True, "Opening")
    rows = [row for row in workspace.query(calendar_days).days if row.day == date(2026, 10, 1)]
    assert [(row.working, row.name) for row in rows] == [(True, "Opening")]
    workspace.undo()
    assert not is_working(workspace, date(2026, 10, 1))


def test_a_day_off_moves_what_is_scheduled_over_it(workspace: Workspace) -> None:
    project = workspace.edit(
        TITLE, add, "project", {"code": "P-1", "name": "Move", "start": MONDAY}
    ).result
    workspace.edit(TITLE, add, "task", {"name": "Pack", "duration": 960}, project)

    def finish() -> datetime | None:
        return workspace.query(plan, [project]).rows[1].finish

    assert finish() == datetime(2027, 3, 2, 18)
    workspace.edit(TITLE, set_calendar_day, date(2027, 3, 2), False, "Company day")
    assert finish() == datetime(2027, 3, 3, 18)


def test_a_day_that_is_gone_already_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Refused):
        workspace.edit(TITLE, clear_calendar_day, 10**6)
