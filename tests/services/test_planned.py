"""How a task is to be scheduled, said by plain values: what follows, and what is refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.tasks import Constraint
from pmo_desktop.models import BaselineTask, PlanExtra, Task, WorkingCalendar
from pmo_desktop.services.editing import add, change, remove, set_office
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import (
    DAY,
    EDIT,
    TUESDAY,
    add_calendar,
    add_task,
    opened,
    project,
    row_of,
)

__all__ = ["opened", "project"]


def give(workspace: Workspace, table: str, row_id: int, **values: Any) -> None:
    workspace.edit(EDIT, change, table, row_id, values)


def stored(session: Session, task: int) -> Any:
    tasks = table_of(Task)
    return session.connection().execute(select(tasks).where(tasks.c.id == task)).one()


def test_a_task_starts_no_earlier_than_its_constraint(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    give(opened, "task", task, constraint="snet", constraint_date=datetime(2026, 12, 8))
    assert row_of(opened, task).start == datetime(2026, 12, 8, 9)
    assert row_of(opened, task).constraint is Constraint.SNET


def test_a_constraint_without_a_date_takes_the_tasks_own(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    give(opened, "task", task, constraint="mfo")
    assert row_of(opened, task).constraint_date == datetime(2026, 12, 1, 18)
    give(opened, "task", task, constraint="asap")
    assert row_of(opened, task).constraint_date is None


def test_a_date_alone_means_not_earlier_and_its_loss_no_constraint(
    opened: Workspace, project: int
) -> None:
    task = add_task(opened, project, "1")
    give(opened, "task", task, constraint_date=datetime(2026, 12, 8, 9))
    assert row_of(opened, task).constraint is Constraint.SNET
    give(opened, "task", task, constraint_date=None)
    assert row_of(opened, task).constraint is Constraint.ASAP


def test_a_task_can_be_fixed_where_it_is_and_let_go(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    give(opened, "task", task, fixed=True)
    give(opened, "project", project, start=date(2026, 12, 10))
    assert row_of(opened, task).start == datetime(2026, 12, 1, 9)
    give(opened, "task", task, fixed=False)
    assert row_of(opened, task).start == datetime(2026, 12, 10, 9)


def test_elapsed_days_are_as_many_as_the_working_days_were(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1", duration=3 * DAY)
    give(opened, "task", task, elapsed=True)
    assert opened.query(stored, task).duration_minutes == 3 * 1440
    give(opened, "task", task, elapsed=False)
    assert opened.query(stored, task).duration_minutes == 3 * DAY


def test_what_lies_below_an_inactive_task_is_inactive_in_one_edit(
    opened: Workspace, project: int
) -> None:
    top = add_task(opened, project, "1")
    add_task(opened, project, "1.1")
    below = add_task(opened, project, "1.1.1")
    give(opened, "task", top, active=False)
    assert not opened.query(stored, below).active
    opened.undo()
    assert opened.query(stored, below).active


def test_estimates_out_of_order_are_refused(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    give(opened, "task", task, optimistic=DAY, pessimistic=3 * DAY)
    with pytest.raises(Refused, match="must not be longer"):
        give(opened, "task", task, likely=4 * DAY)


def test_a_priority_is_at_most_a_thousand(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    with pytest.raises(Refused, match="between 0 and 1000"):
        give(opened, "task", task, priority=1001)
    give(opened, "task", task, priority=None)
    assert opened.query(stored, task).priority == 500


def test_a_calendar_is_given_by_its_name(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    opened.edit(EDIT, add_calendar, "Crane", TUESDAY)
    give(opened, "task", task, calendar="crane")
    assert row_of(opened, task).start == datetime(2026, 12, 2, 9)
    with pytest.raises(Refused, match="no calendar called"):
        give(opened, "task", task, calendar="Dredger")


def test_a_persons_calendar_moves_their_tasks(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1", people=("Ana",))
    opened.edit(EDIT, add_calendar, "Ana's", TUESDAY)
    give(opened, "person", 1, calendar="Ana's")
    assert opened.query(stored, task).start == datetime(2026, 12, 2, 9)
    opened.edit(EDIT, remove, "person", 1)
    assert opened.query(stored, task).start == datetime(2026, 12, 1, 9)


def test_the_projects_status_date_goes_before_the_offices(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    opened.edit(EDIT, set_office, {"status_date": date(2026, 12, 7)})
    assert opened.query(stored, task).start == datetime(2026, 12, 7, 9)
    give(opened, "project", project, status_date=date(2026, 12, 3))
    assert opened.query(stored, task).start == datetime(2026, 12, 3, 9)


def test_with_a_project_goes_what_hangs_on_it_and_comes_back_by_undo(
    opened: Workspace, project: int
) -> None:
    task = add_task(opened, project, "1")

    def hang(session: Session) -> None:
        from pmo_desktop.models import Baseline, MilestoneSnapshot, TaskRisk

        risk = add(session, "risk", {"name": "Rain"}, project)
        session.add(Baseline(id=1, project_id=project))
        session.flush()
        session.add(BaselineTask(baseline_id=1, task_id=task))
        session.add(MilestoneSnapshot(period="2026-11", project_id=project, task_id=task))
        session.add(TaskRisk(task_id=task, risk_id=risk))
        session.add(PlanExtra(table="task", row_id=task, name="Text1", value="x"))
        session.flush()
        add_calendar(session, "Site", project_id=project)

    def left(session: Session) -> list[int]:
        return [
            len(session.connection().execute(select(table_of(model).c.id)).all())
            for model in (BaselineTask, PlanExtra, WorkingCalendar)
        ]

    opened.edit(EDIT, hang)
    assert opened.query(left) == [1, 1, 2]
    opened.edit(EDIT, remove, "project", project)
    assert opened.query(left) == [0, 0, 1]
    assert not opened.query(plan).rows
    opened.undo()
    assert opened.query(left) == [1, 1, 2]
