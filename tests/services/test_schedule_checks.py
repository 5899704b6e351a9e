"""The checks of a schedule over the tables."""

from __future__ import annotations

from datetime import datetime

from pmo_desktop.domain.schedule_checks import ScheduleCheck
from pmo_desktop.domain.tasks import Link
from pmo_desktop.services.schedule_checks import ProjectChecks, schedule_checks
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import add_task, opened, project

__all__ = ["opened", "project"]


def failing(found: ProjectChecks, check: ScheduleCheck) -> list[str]:
    outcome = next(one for one in found.outcomes if one.check is check)
    return [found.tasks[number].wbs for number in outcome.tasks]


def test_a_task_without_links_and_people_is_named(opened: Workspace, project: int) -> None:
    add_task(opened, project, "1", people=("Ana",))
    add_task(opened, project, "2", predecessors=(Link("1"),))
    (found,) = opened.query(schedule_checks)
    assert failing(found, ScheduleCheck.LOGIC) == ["1", "2"]
    assert failing(found, ScheduleCheck.RESOURCES) == ["2"]


def test_a_link_of_a_summary_ties_what_is_below_it(opened: Workspace, project: int) -> None:
    add_task(opened, project, "1")
    add_task(opened, project, "2")
    add_task(opened, project, "2.1")
    add_task(opened, project, "3", predecessors=(Link("2"),))
    opened_task = opened.query(schedule_checks)[0]
    assert "2.1" in failing(opened_task, ScheduleCheck.LOGIC)
    add_task(opened, project, "4", predecessors=(Link("3"),))
    (found,) = opened.query(schedule_checks, [project])
    assert failing(found, ScheduleCheck.LOGIC) == ["1", "2.1", "4"]


def test_fixed_dates_stop_a_delay_on_its_way(opened: Workspace, project: int) -> None:
    add_task(opened, project, "1")
    last = add_task(opened, project, "2", predecessors=(Link("1"),))
    (sound,) = opened.query(schedule_checks)
    assert failing(sound, ScheduleCheck.CRITICAL_PATH) == []
    assert last
    add_task(opened, project, "3", start=datetime(2026, 12, 3, 9),
             predecessors=(Link("2"),))  # fmt: skip
    (stopped,) = opened.query(schedule_checks)
    outcome = stopped.outcomes[list(ScheduleCheck).index(ScheduleCheck.CRITICAL_PATH)]
    assert outcome.check is ScheduleCheck.CRITICAL_PATH
