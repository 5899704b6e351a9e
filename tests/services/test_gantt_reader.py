"""What the Gantt is told of projects, and which tasks changed since a period was closed."""

from __future__ import annotations

from datetime import date

from pmo_desktop.models import Project
from pmo_desktop.services.changed_tasks import changed_tasks
from pmo_desktop.services.editing import change, remove
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.linking import link_in_order
from pmo_desktop.services.period import close_period
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import (
    DAY,
    EDIT,
    TUESDAY,
    WEDNESDAY,
    add_calendar,
    add_task,
    opened,
    project,
    set_columns,
)

__all__ = ["opened", "project"]


def test_a_project_with_a_calendar_of_its_own_has_its_own_days_off(
    opened: Workspace, project: int
) -> None:
    add_task(opened, project, "1", duration=3 * DAY)
    assert opened.query(plan).own_days_off == {}
    calendar = opened.edit(EDIT, add_calendar, "Plant", WEDNESDAY).result
    opened.edit(EDIT, set_columns, Project, project, calendar_id=calendar)
    found = opened.query(plan)
    assert WEDNESDAY in found.own_days_off[project]
    assert WEDNESDAY not in found.non_working
    assert TUESDAY not in found.own_days_off[project]


def test_a_project_says_its_department_and_its_programme(opened: Workspace, project: int) -> None:
    values = {"department": "Plant", "programme": "Blue"}
    opened.edit(EDIT, change, "project", project, values)
    (row,) = opened.query(plan).rows
    assert (row.department, row.programme) == ("Plant", "Blue")


def test_tasks_that_came_or_moved_after_a_period_was_closed_are_changed(
    opened: Workspace, project: int
) -> None:
    kept, moved, gone = (add_task(opened, project, str(n)) for n in (1, 2, 3))
    assert changed_tasks(opened) is None
    opened.edit(EDIT, close_period)
    assert changed_tasks(opened) == frozenset()
    opened.edit(EDIT, change, "task", moved, {"duration": 2 * DAY})
    opened.edit(EDIT, remove, "task", gone)
    new = add_task(opened, project, "4")
    assert changed_tasks(opened) == {moved, new}
    opened.edit(EDIT, change, "task", moved, {"duration": DAY})
    assert changed_tasks(opened) == {new}, "what was taken back is no change"
    opened.edit(EDIT, change, "task", kept, {"percent_complete": 0.5})
    assert changed_tasks(opened) == {new, kept}


def test_what_only_follows_from_another_change_is_changed_too(
    opened: Workspace, project: int
) -> None:
    first, second = add_task(opened, project, "1"), add_task(opened, project, "2")
    opened.edit(EDIT, link_in_order, [first, second])
    opened.edit(EDIT, close_period)
    opened.edit(EDIT, change, "project", project, {"start": date(2026, 12, 8)})
    assert changed_tasks(opened) == {first, second}
