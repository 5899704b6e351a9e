"""What of the tables reaches the schedule: calendars, people, activity, the project's rules."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session
from sqlmodel import select

from pmo_desktop.domain.calendars import STANDARD_DAY
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.domain.tasks import Link
from pmo_desktop.models import CalendarDay, Dependency, Person, Task, WorkingCalendar
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

EDIT = Title("Edit")
DAY = 480
TUESDAY, WEDNESDAY = date(2026, 12, 1), date(2026, 12, 2)


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    return workspace


@pytest.fixture
def project(opened: Workspace) -> int:
    values = {"code": "P-1", "name": "Migration", "start": TUESDAY}
    return opened.edit(EDIT, add, "project", values).result


def add_task(workspace: Workspace, project: int, wbs: str, **values: object) -> int:
    values = {"wbs": wbs, "name": f"Task {wbs}", "duration": DAY, **values}
    return workspace.edit(EDIT, add, "task", values, project).result


def add_calendar(session: Session, name: str, *days: date, **columns: Any) -> int:
    """Wholly as the office's, but off on these days."""
    row = WorkingCalendar(uid=name, name=name, base_id=1, **{"week": "*;*;*;*;*;*;*", **columns})
    session.add(row)
    session.flush()
    session.add_all(CalendarDay(calendar_id=row.id, day=day) for day in days)
    return row.id


def set_columns(session: Session, model: type, row_id: int, **columns: Any) -> None:
    row = session.get(model, row_id)
    for name, value in columns.items():
        setattr(row, name, value)
    session.flush()
    reschedule(session, [1])


def row_of(workspace: Workspace, task: int) -> PlanRow:
    return next(row for row in workspace.query(plan).rows if row.task_id == task)


def test_a_task_is_worked_on_in_its_own_calendar(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    calendar = opened.edit(EDIT, add_calendar, "Crane", TUESDAY).result
    opened.edit(EDIT, set_columns, Task, task, calendar_id=calendar)
    assert row_of(opened, task).start == datetime(2026, 12, 2, 9)
    assert row_of(opened, task).calendar == "Crane"


def test_a_task_waits_for_its_people_unless_it_ignores_them(
    opened: Workspace, project: int
) -> None:
    task = add_task(opened, project, "1", people=("Ana",))
    calendar = opened.edit(EDIT, add_calendar, "Ana's", TUESDAY).result
    opened.edit(EDIT, set_columns, Person, 1, calendar_id=calendar)
    assert row_of(opened, task).start == datetime(2026, 12, 2, 9)
    opened.edit(EDIT, set_columns, Task, task, ignores_people=True)
    assert row_of(opened, task).start == datetime(2026, 12, 1, 9)


def test_a_task_with_a_calendar_is_worked_on_when_its_people_are_there_too(
    opened: Workspace, project: int
) -> None:
    task = add_task(opened, project, "1", people=("Ana",))
    anas = opened.edit(EDIT, add_calendar, "Ana's", TUESDAY).result
    cranes = opened.edit(EDIT, add_calendar, "Crane", WEDNESDAY).result
    opened.edit(EDIT, set_columns, Person, 1, calendar_id=anas)
    opened.edit(EDIT, set_columns, Task, task, calendar_id=cranes)
    assert row_of(opened, task).start == datetime(2026, 12, 3, 9)


def test_people_who_never_meet_are_told(opened: Workspace, project: int) -> None:
    add_task(opened, project, "1", people=("Ana", "Li"))
    for person, week in ((1, "09:00-12:00"), (2, "13:00-18:00")):
        name = f"Half {person}"
        half = opened.edit(EDIT, add_calendar, name, week=";".join([week] * 7)).result
        opened.edit(EDIT, set_columns, Person, person, calendar_id=half)
    assert [found.params["task"] for found in opened.query(plan).findings] == ["Task 1"]


def test_an_inactive_task_holds_nobody_and_counts_nowhere(opened: Workspace, project: int) -> None:
    add_task(opened, project, "1")
    idle = add_task(opened, project, "1.1", duration=5 * DAY)
    add_task(opened, project, "1.2")
    after = add_task(opened, project, "2", predecessors=(Link("1.1"),))
    opened.edit(EDIT, set_columns, Task, idle, active=False)
    rows = {row.wbs: row for row in opened.query(plan).rows}
    assert rows["2"].task_id == after
    assert rows["2"].start == datetime(2026, 12, 1, 9)
    assert rows["1"].finish == datetime(2026, 12, 1, 18)
    assert not rows["1.1"].active


def test_a_make_up_day_of_the_base_is_worked_in_the_calendar_on_it(
    opened: Workspace, project: int
) -> None:
    saturday = date(2026, 12, 5)
    task = add_task(opened, project, "1", duration=5 * DAY)

    def make_up(session: Session) -> None:
        session.add(CalendarDay(calendar_id=1, day=saturday, hours=STANDARD_DAY))
        session.flush()

    opened.edit(EDIT, make_up)
    calendar = opened.edit(EDIT, add_calendar, "Crane").result
    opened.edit(EDIT, set_columns, Task, task, calendar_id=calendar)
    assert row_of(opened, task).finish == datetime(2026, 12, 5, 18)


def test_a_split_task_rests_between_its_stretches(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1", duration=2 * DAY)
    opened.edit(EDIT, set_columns, Task, task, gaps="480+960")
    row = row_of(opened, task)
    assert row.finish == datetime(2026, 12, 4, 18)
    assert row.gaps == ((datetime(2026, 12, 1, 18), datetime(2026, 12, 4, 9)),)


def test_levelling_holds_a_task_until_a_moment_and_its_successors_with_it(
    opened: Workspace, project: int
) -> None:
    first = add_task(opened, project, "1")
    second = add_task(opened, project, "2", predecessors=(Link("1"),))
    opened.edit(EDIT, set_columns, Task, first, held_until=datetime(2026, 12, 8, 9))
    opened.edit(EDIT, change, "task", second, {"duration": 2 * DAY})
    assert row_of(opened, first).start == datetime(2026, 12, 8, 9)
    assert row_of(opened, second).finish == datetime(2026, 12, 10, 18)


def test_what_a_summary_is_due_by_takes_the_float_of_all_below_it(
    opened: Workspace, project: int
) -> None:
    """Three days of work, of two there is more time; the other phase ends the project."""
    phase = add_task(opened, project, "1")
    short = add_task(opened, project, "1.1")
    long = add_task(opened, project, "1.2", duration=3 * DAY)
    add_task(opened, project, "2", duration=8 * DAY)
    assert [row_of(opened, task).total_float_minutes for task in (short, long)] == [
        7 * DAY,
        5 * DAY,
    ]
    opened.edit(EDIT, change, "task", phase, {"deadline": datetime(2026, 12, 4, 18)})
    assert [row_of(opened, task).total_float_minutes for task in (short, long)] == [3 * DAY, DAY]
    values = {"constraint": "fnlt", "constraint_date": datetime(2026, 12, 2, 18)}
    opened.edit(EDIT, change, "task", phase, values)
    assert [row_of(opened, task).total_float_minutes for task in (short, long)] == [DAY, -DAY]
    assert row_of(opened, long).finish == datetime(2026, 12, 3, 18)


def test_a_share_of_a_summary_counts_the_working_time_that_it_spans(
    opened: Workspace, project: int
) -> None:
    """In its project's calendar, which works on Saturday: two tasks in turn make five days."""
    opened.edit(EDIT, add_calendar, "Daily", week=";".join([STANDARD_DAY] * 7))
    opened.edit(EDIT, change, "project", project, {"calendar": "Daily"})
    add_task(opened, project, "1")
    add_task(opened, project, "1.1")
    add_task(opened, project, "1.2", duration=4 * DAY, predecessors=(Link("1.1"),))
    after = add_task(opened, project, "2", predecessors=(Link("1"),))
    opened.edit(EDIT, _share_of, 1.0)
    assert row_of(opened, after).start == datetime(2026, 12, 11, 9)


def _share_of(session: Session, share: float) -> None:
    for link in session.execute(select(Dependency)).scalars():
        if link.predecessor_id == 1:
            link.lag_kind, link.lag_share = "share", share
    session.flush()
    reschedule(session, [1])
