"""What the plan differs by from baselines: in use, and each of them."""

from __future__ import annotations

from datetime import date, datetime

from pmo_desktop.models import Task
from pmo_desktop.services.against_baselines import against_each, differences
from pmo_desktop.services.baselines import save_baseline, use_baseline
from pmo_desktop.services.editing import change
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import DAY, EDIT, add_task, opened, project, set_columns

__all__ = ["opened", "project"]


def grown(workspace: Workspace, project: int) -> tuple[int, int]:
    """Two tasks; after baseline 0 the first grows and gets dearer, after baseline 1 the project
    begins later, and the second task comes."""
    task = add_task(workspace, project, "1", people=("Ana",))
    workspace.edit(EDIT, set_columns, Task, task, cost_minor=100_00)
    workspace.edit(EDIT, save_baseline, 0, "First")
    workspace.edit(EDIT, change, "task", task, {"duration": 3 * DAY})
    workspace.edit(EDIT, set_columns, Task, task, cost_minor=250_00)
    workspace.edit(EDIT, save_baseline, 1, "Second")
    workspace.edit(EDIT, change, "project", project, {"start": date(2026, 12, 2)})
    return task, add_task(workspace, project, "2")


def test_a_task_stands_beside_each_baseline(opened: Workspace, project: int) -> None:
    task, newer = grown(opened, project)
    found = opened.query(against_each, project, task)
    assert found.now[:2] == (datetime(2026, 12, 2, 9), datetime(2026, 12, 4, 18))
    assert found.now[2:] == (3 * DAY, 3 * DAY, 250_00)
    first, second = found.baselines
    assert (first.baseline.name, second.baseline.name) == ("First", "Second")
    assert first.figures[1:] == (datetime(2026, 12, 1, 18), DAY, DAY, 100_00)
    assert second.figures[1:] == (datetime(2026, 12, 3, 18), 3 * DAY, 3 * DAY, 250_00)
    assert [one.known for one in opened.query(against_each, project, newer).baselines] == [
        False, False,
    ]  # fmt: skip


def test_a_project_stands_beside_each_baseline_with_its_topmost_tasks_added_up(
    opened: Workspace, project: int
) -> None:
    add_task(opened, project, "5", people=("Bo",))
    grown(opened, project)
    found = opened.query(against_each, project, None)
    assert (found.now.work_minutes, found.now.cost_minor) == (4 * DAY, 250_00)
    first = found.baselines[0].figures
    assert (first.start, first.finish) == (datetime(2026, 12, 1, 9), datetime(2026, 12, 1, 18))
    assert (first.work_minutes, first.cost_minor) == (2 * DAY, 100_00)


def test_differences_are_those_from_the_baseline_in_use(opened: Workspace, project: int) -> None:
    task, newer = grown(opened, project)
    for number, more in ((0, 2 * DAY), (1, 0)):
        opened.edit(EDIT, use_baseline, project, number)
        found = opened.query(differences)
        assert found.tasks[task].duration_minutes == found.tasks[task].work_minutes == more
        assert found.projects[project].cost == found.tasks[task].cost
        assert newer not in found.tasks
