"""Why a date is what it is."""

from __future__ import annotations

from datetime import date, datetime

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.schedule.holds import HoldKind
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.domain.why import BEGUN, CONSTRAINED, DATED, LINKED
from pmo_desktop.services.editing import change
from pmo_desktop.services.why import ABOVE, why
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import DAY, EDIT, add_task, opened, project

__all__ = ["opened", "project"]


def rules(workspace: Workspace, task: int) -> list[tuple[str, str]]:
    return [(step.wbs, step.reason.rule) for step in workspace.query(why, task)]


def test_a_date_follows_from_links_back_to_the_projects_start(
    opened: Workspace, project: int
) -> None:
    add_task(opened, project, "1", duration=3 * DAY)
    add_task(opened, project, "2", predecessors=(Link("1", LinkType.SS, DAY),))
    last = add_task(opened, project, "3", predecessors=(Link("1"), Link("2")))
    assert rules(opened, last) == [("3", LINKED[LinkType.FS]), ("1", DATED[HoldKind.START])]
    opened.edit(EDIT, change, "task", 2, {"duration": 5 * DAY})
    found = opened.query(why, last)
    assert [step.wbs for step in found] == ["3", "2", "1"]
    assert found[1].reason.params["link"] == "SS+1d"


def test_dates_that_were_given_end_the_chain(opened: Workspace, project: int) -> None:
    add_task(opened, project, "1", start=datetime(2026, 12, 8, 9))
    after = add_task(opened, project, "2", predecessors=(Link("1"),))
    assert rules(opened, after)[1] == ("1", DATED[HoldKind.FIXED])


def test_a_constraint_is_named(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    opened.edit(EDIT, change, "task", task, {"constraint_date": datetime(2026, 12, 8, 9)})
    (step,) = opened.query(why, task)
    assert step.reason.rule == CONSTRAINED
    assert step.reason.params["constraint"] == "constraint.snet"


def test_a_summary_that_may_not_start_before_a_day_is_named(
    opened: Workspace, project: int
) -> None:
    phase = add_task(opened, project, "1")
    task = add_task(opened, project, "1.1")
    day = datetime(2026, 12, 8, 9)
    opened.edit(EDIT, change, "task", phase, {"constraint": "snet", "constraint_date": day})
    (step,) = opened.query(why, task)
    assert step.start == day
    assert step.reason == Reason(ABOVE, {"day": day.date()})


def test_the_status_date_holds_what_is_not_begun(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1")
    opened.edit(EDIT, change, "project", project, {"status_date": date(2026, 12, 9)})
    assert rules(opened, task) == [("1", DATED[HoldKind.STATUS])]


def test_what_began_goes_on_from_the_status_date(opened: Workspace, project: int) -> None:
    task = add_task(opened, project, "1", duration=9 * DAY)
    values = {"actual_start": datetime(2026, 12, 1, 9), "percent_complete": 0.1}
    opened.edit(EDIT, change, "task", task, values)
    opened.edit(EDIT, change, "project", project, {"status_date": date(2026, 12, 9)})
    assert rules(opened, task) == [("1", BEGUN)]


def test_a_summary_ends_with_what_is_below_it(opened: Workspace, project: int) -> None:
    top = add_task(opened, project, "1")
    add_task(opened, project, "1.1")
    add_task(opened, project, "1.2", predecessors=(Link("1.1"),))
    assert [wbs for wbs, _ in rules(opened, top)] == ["1", "1.2", "1.1"]


def test_a_task_that_is_not_there_has_no_reasons(opened: Workspace) -> None:
    assert opened.query(why, 99) == ()
