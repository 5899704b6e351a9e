"""Named baselines, what the plan differs from them by, and the milestone trend."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pmo_desktop.services.against_baselines import Against, AgainstEach, against_each
from pmo_desktop.services.baselines import (
    baselines,
    remove_baseline,
    rename_baseline,
    save_baseline,
    use_baseline,
)
from pmo_desktop.services.editing import change, remove
from pmo_desktop.services.milestone_trend import milestone_trends
from pmo_desktop.services.period import close_period
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import DAY, EDIT, add_task, opened, project, row_of

__all__ = ["opened", "project"]


def beside(workspace: Workspace, project: int, task: int, number: int = 0) -> Against:
    found: AgainstEach = workspace.query(against_each, project, task)
    return next(one for one in found.baselines if one.baseline.number == number)


def test_a_saved_baseline_stays_where_the_plan_was(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1", people=("Ana",))
    assert opened.edit(EDIT, save_baseline, 0, " Approved ").result == 1
    opened.edit(EDIT, change, "project", project, {"start": date(2026, 12, 3)})
    opened.edit(EDIT, change, "task", task, {"duration": 2 * DAY})
    now, _, (then,) = vars(opened.query(against_each, project, task)).values()
    assert now[:2] == (datetime(2026, 12, 3, 9), datetime(2026, 12, 4, 18))
    assert then.figures[:2] == (datetime(2026, 12, 1, 9), datetime(2026, 12, 1, 18))
    assert (now[2:], then.figures[2:]) == ((2 * DAY, 2 * DAY, None), (DAY, DAY, None))
    assert row_of(opened, task).baseline_finish == datetime(2026, 12, 1, 18)
    (known,) = opened.query(baselines, [project])
    assert (known.name, known.tasks, known.in_use) == ("Approved", 1, True)


def test_another_baseline_can_be_measured_against(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    opened.edit(EDIT, save_baseline, 0, "First")
    opened.edit(EDIT, change, "task", task, {"duration": 3 * DAY})
    opened.edit(EDIT, save_baseline, 1, "Second", [project])
    assert row_of(opened, task).baseline_finish == datetime(2026, 12, 1, 18)
    opened.edit(EDIT, use_baseline, project, 1)
    assert row_of(opened, task).baseline_finish == datetime(2026, 12, 3, 18)
    assert beside(opened, project, task, 0).figures.finish == datetime(2026, 12, 1, 18)
    assert beside(opened, project, task, 1).baseline.in_use
    opened.undo()
    assert row_of(opened, task).baseline_finish == datetime(2026, 12, 1, 18)


def test_saving_again_takes_the_place_of_what_was_there(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    opened.edit(EDIT, save_baseline, 0, "First")
    opened.edit(EDIT, change, "task", task, {"duration": 3 * DAY})
    opened.edit(EDIT, save_baseline, 0, "Again")
    assert [row.name for row in opened.query(baselines, [project])] == ["Again"]
    assert row_of(opened, task).baseline_finish == datetime(2026, 12, 3, 18)


def test_what_a_spreadsheet_brought_is_kept_when_another_is_chosen(
    opened: Workspace, project: int
) -> None:
    task = add_task(opened, project, "1", baseline_start=datetime(2026, 11, 2, 9),
                    baseline_finish=datetime(2026, 11, 3, 18))  # fmt: skip
    assert [row.name for row in opened.query(baselines, [project])] == [""]
    assert beside(opened, project, task).figures.finish == datetime(2026, 11, 3, 18)
    opened.edit(EDIT, save_baseline, 1, "Ours", [project])
    opened.edit(EDIT, use_baseline, project, 1)
    opened.edit(EDIT, use_baseline, project, 0)
    assert row_of(opened, task).baseline_finish == datetime(2026, 11, 3, 18)


def test_a_baseline_is_renamed_and_removed(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    opened.edit(EDIT, save_baseline, 0, "First")
    opened.edit(EDIT, rename_baseline, project, 0, "Approved in May")
    assert opened.query(baselines, [project])[0].name == "Approved in May"
    opened.edit(EDIT, remove_baseline, project, 0)
    assert opened.query(baselines, [project]) == ()
    assert row_of(opened, task).baseline_finish is None
    with pytest.raises(Refused, match="no baseline 0"):
        opened.edit(EDIT, remove_baseline, project, 0)
    with pytest.raises(Refused, match="from 0 to 10"):
        opened.edit(EDIT, save_baseline, 11, "")


def test_a_task_of_a_baseline_can_be_removed_and_a_new_one_is_told(
    opened: Workspace, project: int
) -> None:
    gone = add_task(opened, project, "1")
    opened.edit(EDIT, save_baseline, 0, "First")
    newer = add_task(opened, project, "2")
    opened.edit(EDIT, remove, "task", gone)
    assert not beside(opened, project, newer).known


def test_closing_a_period_keeps_where_milestones_stood(opened: Workspace, project: int) -> None:
    add_task(opened, project, "1", kind="milestone", duration=0, finish=datetime(2026, 12, 4, 18))
    opened.edit(EDIT, close_period)
    opened.edit(EDIT, change, "task", 1, {"finish": datetime(2026, 12, 9, 18)})
    (trend,) = opened.query(milestone_trends, [project])
    assert [point.finish for point in trend.points] == [date(2026, 12, 4), date(2026, 12, 9)]
    assert trend.moved_days == 5
