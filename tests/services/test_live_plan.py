"""A plan that follows edits says what one that is read anew says, and stores the same dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.live_plan import LivePlan, live_plan
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import DAY, EDIT, add_task, opened, project

__all__ = ["opened", "project"]


def follow(workspace: Workspace) -> LivePlan:
    live = workspace.query(live_plan)
    workspace.accompany(live)
    return live


def edited(workspace: Workspace, live: LivePlan, task: int, **values: Any) -> bool:
    made = workspace.edit(EDIT, change, "task", task, values)
    return made.changes is None or live.follow(made.changes)


def assert_alike(live: LivePlan, workspace: Workspace) -> None:
    read = workspace.query(plan)
    assert live.plan.rows == read.rows
    assert live.plan.links == read.links


@pytest.fixture
def chain(opened: Workspace, project: int) -> list[int]:
    """Two phases of three tasks, tied; a milestone at the end."""
    found = []
    for phase in (1, 2):
        add_task(opened, project, f"{phase}")
        for task in (1, 2, 3):
            before = (Link(f"{phase}.{task - 1}"),) if task > 1 else ()
            if phase == 2 and task == 1:
                before = (Link("1.2", LinkType.SS, DAY),)
            found.append(add_task(opened, project, f"{phase}.{task}", predecessors=before))
    end = (Link("1.3"), Link("2.3"))
    found.append(add_task(opened, project, "3", kind="milestone", duration=0, predecessors=end))
    return found


CHANGES: list[dict[str, Any]] = [
    {"duration": 5 * DAY},
    {"duration": DAY},
    {"percent_complete": 0.5},
    {"percent_complete": 1.0},
    {"name": "Renamed", "notes": "why"},
    {"start": datetime(2026, 12, 9, 9)},
    {"fixed": False},
    {"deadline": datetime(2026, 12, 2, 18)},
    {"constraint": "snet", "constraint_date": datetime(2026, 12, 8, 9)},
    {"constraint": "asap"},
    {"constraint": "alap"},
    {"actual_start": datetime(2026, 12, 1, 9)},
]


@settings(max_examples=6)
@given(st.data())
def test_it_says_what_reading_anew_says(
    new_workspace: Callable[[], Workspace], data: st.DataObject
) -> None:
    opened = new_workspace()
    start = {"code": "P-1", "name": "Migration", "start": date(2026, 12, 1)}
    project = opened.edit(EDIT, add, "project", start).result
    tasks = [
        add_task(opened, project, wbs, predecessors=tuple(Link(one) for one in before))
        for wbs, before in (("1", ()), ("1.1", ()), ("1.2", ("1.1",)), ("2", ()), ("2.1", ("1.2",)),
                            ("2.2", ("1.1", "2.1")), ("3", ("2.2",)))
    ]  # fmt: skip
    live = follow(opened)
    for _ in range(4):
        task = data.draw(st.sampled_from([tasks[n] for n in (1, 2, 4, 5, 6)]))
        if edited(opened, live, task, **data.draw(st.sampled_from(CHANGES))):
            assert_alike(live, opened)
        else:
            live = follow(opened)
    opened.close()


def test_dates_are_stored_as_without_it(opened: Workspace, chain: list[int]) -> None:
    live = follow(opened)
    assert edited(opened, live, chain[0], duration=4 * DAY)
    assert_alike(live, opened)
    stored = opened.query(plan).rows
    opened.accompany(None)
    opened.undo()
    opened.edit(EDIT, change, "task", chain[0], {"duration": 4 * DAY})
    assert opened.query(plan).rows == stored


def test_undo_and_redo_are_followed(opened: Workspace, chain: list[int]) -> None:
    live = follow(opened)
    before = live.plan.rows
    edited(opened, live, chain[1], duration=4 * DAY)
    after = live.plan.rows
    undone = opened.undo()
    assert undone is not None
    assert live.follow(undone)
    assert live.plan.rows == before
    redone = opened.redo()
    assert redone is not None
    assert live.follow(redone)
    assert live.plan.rows == after


def test_only_the_rows_that_moved_are_written(opened: Workspace, chain: list[int]) -> None:
    live = follow(opened)
    made = opened.edit(EDIT, change, "task", chain[-2], {"duration": 2 * DAY})
    assert made.changes is not None
    assert {row.row_id for row in made.changes.rows} >= {chain[-2], chain[-1]}
    assert len(made.changes.rows) == 3
    assert live.follow(made.changes)


def test_a_refused_edit_makes_it_void(opened: Workspace, chain: list[int]) -> None:
    live = follow(opened)
    with pytest.raises(Refused):
        opened.edit(EDIT, change, "task", chain[0], {"percent_complete": 2.0})
    assert not edited(opened, live, chain[0], duration=4 * DAY)


def test_a_change_of_another_kind_makes_it_void(opened: Workspace, chain: list[int]) -> None:
    live = follow(opened)
    assert not edited(opened, live, chain[2], predecessors=())
    assert opened.query(plan).rows


def test_what_a_summary_is_due_by_makes_it_void(opened: Workspace, project: int) -> None:
    """It is reckoned with in all below it."""
    phase = add_task(opened, project, "1")
    add_task(opened, project, "1.1")
    live = follow(opened)
    assert not edited(opened, live, phase, deadline=datetime(2026, 12, 2, 18))


def test_it_knows_of_edits_that_it_was_not_told_of(opened: Workspace, chain: list[int]) -> None:
    live = follow(opened)
    opened.accompany(None)
    opened.edit(EDIT, change, "task", chain[0], {"duration": 2 * DAY})
    opened.accompany(live)
    opened.edit(EDIT, change, "task", chain[1], {"duration": 2 * DAY})
    assert opened.query(plan).rows == opened.query(live_plan).plan.rows


def test_what_can_break_a_phase_s_link_makes_it_void(opened: Workspace, project: int) -> None:
    """Phases tied as a whole are tied by the tasks that need it, and these change with it."""
    add_task(opened, project, "1")
    tasks = [add_task(opened, project, "1.1"), add_task(opened, project, "1.2",
                                                        predecessors=(Link("1.1"),))]  # fmt: skip
    add_task(opened, project, "2", predecessors=(Link("1"),))
    after = add_task(opened, project, "2.1", predecessors=(Link("1"),))
    live = follow(opened)
    assert edited(opened, live, tasks[0], duration=2 * DAY)
    assert_alike(live, opened)
    assert not edited(opened, live, tasks[1], actual_start=datetime(2026, 12, 1, 9))
    live = follow(opened)
    assert edited(opened, live, tasks[0], duration=5 * DAY)
    assert_alike(live, opened)
    assert edited(opened, live, after, duration=3 * DAY)
