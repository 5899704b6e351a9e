"""Undoing an older edit of a plan: dates that follow are computed again, those that were given
stay."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.tasks import Link
from pmo_desktop.services.bases import earlier_files
from pmo_desktop.services.calendar_days import set_calendar_day
from pmo_desktop.services.editing import add, change, remove
from pmo_desktop.services.importing import commit
from pmo_desktop.services.records import project_ids, project_records
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.services.settling import settle
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.errors import NotInForce, WouldLose
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_importing import IMPORT, plan_of
from tests.storage.test_standing import as_text, dumped, walk_back_and_forth
from tests.storage.test_workspace import dump

EDIT = Title("Edit")


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    return workspace


@pytest.fixture
def chain(opened: Workspace) -> int:
    """Three tasks of two days each, one after the other, from Monday, 7 January 2030."""
    project = opened.edit(EDIT, add, "project", {"code": "P-1", "name": "Move",
                                                 "start": date(2030, 1, 7)}).result  # fmt: skip
    for wbs in "123":
        links = (Link(str(int(wbs) - 1)),) if wbs > "1" else ()
        values = {"wbs": wbs, "name": f"T{wbs}", "duration": 960, "predecessors": links}
        opened.edit(EDIT, add, "task", values, project)
    return project


def tasks(workspace: Workspace, project: int) -> dict[str, dict]:
    records = workspace.query(project_records, project).tasks
    return {record.values["wbs"]: dict(record.values, id=record.id) for record in records}


def changed(workspace: Workspace, project: int, wbs: str, **values: object) -> int:
    row_id = tasks(workspace, project)[wbs]["id"]
    done = workspace.edit(EDIT, change, "task", row_id, values).changes
    assert done is not None
    return done.id


def test_dates_that_two_edits_moved_are_computed_for_the_one_that_stays(
    opened: Workspace, chain: int
) -> None:
    first = changed(opened, chain, "1", duration=5 * 480)
    changed(opened, chain, "2", duration=3 * 480)
    assert opened.lost_by_undo(first) == ()
    opened.undo_edit(first, settle)
    found = tasks(opened, chain)
    assert found["1"]["finish"] == datetime(2030, 1, 8, 18)
    assert found["2"]["finish"] == datetime(2030, 1, 11, 18)
    assert found["3"]["start"] == datetime(2030, 1, 14, 9)


def test_a_date_that_was_given_later_stays_though_the_edit_had_moved_it(
    opened: Workspace, chain: int
) -> None:
    first = changed(opened, chain, "1", duration=5 * 480)
    changed(opened, chain, "3", start=datetime(2030, 2, 5, 9))
    opened.undo_edit(first, settle)
    found = tasks(opened, chain)
    assert found["2"]["start"] == datetime(2030, 1, 9, 9)
    assert found["3"]["start"] == datetime(2030, 2, 5, 9)


def test_a_date_that_was_given_twice_stands_in_the_way(opened: Workspace, chain: int) -> None:
    first = changed(opened, chain, "3", start=datetime(2030, 2, 5, 9))
    changed(opened, chain, "3", start=datetime(2030, 2, 12, 9))
    (lost,) = opened.lost_by_undo(first)
    assert lost.label == "3 T3"
    assert {"start", "finish"} <= set(lost.columns)


def test_people_and_links_are_fields_of_their_task(opened: Workspace, chain: int) -> None:
    people = changed(opened, chain, "1", people=("Ann", "Bea"))
    links = changed(opened, chain, "3", predecessors=(Link("1"),))
    changed(opened, chain, "1", people=("Cai",))
    assert [lost.columns for lost in opened.lost_by_undo(people)] == [("people",)]
    assert opened.lost_by_undo(links) == ()
    opened.undo_edit(links, settle)
    assert tasks(opened, chain)["3"]["predecessors"] == (Link("2"),)
    assert tasks(opened, chain)["3"]["start"] == datetime(2030, 1, 11, 9)


def test_a_task_below_one_that_was_added_stands_in_its_way(opened: Workspace, chain: int) -> None:
    phase = opened.edit(EDIT, add, "task", {"wbs": "4", "name": "Phase"}, chain).changes
    opened.edit(EDIT, add, "task", {"wbs": "4.1", "name": "Step"}, chain)
    assert phase is not None
    assert ("points", "4.1 Step") in [(x.why, x.label) for x in opened.lost_by_undo(phase.id)]


def test_an_import_is_undone_next_week_while_other_projects_went_on(
    opened: Workspace, chain: int
) -> None:
    before = dump(opened.path)
    batch = opened.edit(IMPORT, commit, [plan_of("P-2"), plan_of("P-3")]).changes
    changed(opened, chain, "2", duration=3 * 480)
    after = tasks(opened, chain)
    assert batch is not None
    opened.undo_edit(batch.id, settle)
    assert set(opened.query(project_ids)) == {"P-1"}
    assert tasks(opened, chain) == after
    opened.undo()
    opened.undo()
    opened.undo()
    assert dump(opened.path) == before


def test_an_import_that_was_brought_back_is_known_as_itself(opened: Workspace, chain: int) -> None:
    batch = opened.edit(IMPORT, commit, [plan_of("P-2")]).changes
    changed(opened, chain, "2", duration=3 * 480)
    assert batch is not None
    known = opened.query(earlier_files)
    revert = opened.undo_edit(batch.id, settle)
    assert opened.query(earlier_files) == {}
    changed(opened, chain, "3", duration=3 * 480)
    opened.undo_edit(revert.id, settle)
    assert opened.query(earlier_files) == known


def test_a_calendar_day_goes_and_every_plan_is_computed_without_it(
    opened: Workspace, chain: int
) -> None:
    holiday = opened.edit(EDIT, set_calendar_day, date(2030, 1, 8), False, "Off").changes
    changed(opened, chain, "2", duration=3 * 480)
    assert holiday is not None
    opened.undo_edit(holiday.id, settle)
    found = tasks(opened, chain)
    assert found["1"]["finish"] == datetime(2030, 1, 8, 18)
    assert found["2"]["finish"] == datetime(2030, 1, 11, 18)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_any_undo_of_a_plans_edits_leaves_a_schedule_that_agrees(
    new_workspace: Callable[[], Workspace], seed: int
) -> None:
    """Computing again changes nothing; every state is remembered, and can be walked to."""
    chance = random.Random(seed)
    workspace = new_workspace()
    project = workspace.edit(EDIT, add, "project", {"code": "P", "name": "P",
                                                    "start": date(2030, 1, 7)}).result  # fmt: skip
    first = workspace.newest_change()
    dumps = {first: dump(workspace.path)}
    for _ in range(16):
        step(workspace, chance, project, first)
        dumps[workspace.newest_change()] = dump(workspace.path)
        agreed = workspace.edit(EDIT, lambda s: reschedule(s, [project])).changes
        assert agreed is None
    for number, known in dumps.items():
        assert workspace.query_as_of(number, dumped) == as_text(known)
    walk_back_and_forth(workspace, workspace.path)
    workspace.close()


def step(workspace: Workspace, chance: random.Random, project: int, first: int) -> None:
    known = tasks(workspace, project)
    kind = chance.choice(["add", "add", "change", "change", "remove", "older", "older", "undo"])
    if kind == "undo" and workspace.newest_change() > first:
        workspace.undo()
        workspace.redo()
    elif kind == "older":
        number = chance.randint(first + 1, max(workspace.newest_change(), first + 1))
        try:
            workspace.undo_edit(number, settle)
        except (NotInForce, WouldLose):
            return
    elif kind == "add" or not known:
        wbs = chance.choice([str(len(known) + 1), *(f"{parent}.9" for parent in known)])
        if wbs not in known:
            values = {"wbs": wbs, "name": f"T{wbs}", "duration": 480 * chance.randint(1, 4)}
            workspace.edit(EDIT, add, "task", values, project)
    elif kind == "change":
        values = chance.choice([
            {"duration": 480 * chance.randint(1, 6)},
            {"start": datetime(2030, 1, chance.choice([14, 15, 21, 28]), 9)},
            {"percent_complete": chance.choice([0.0, 0.5, 1.0])},
            {"people": tuple(chance.sample(["Ann", "Bea", "Cai"], chance.randint(0, 2)))},
            {"predecessors": ()},
        ])  # fmt: skip
        wbs = chance.choice(list(known))
        workspace.edit(EDIT, change, "task", known[wbs]["id"], values)
    else:
        workspace.edit(EDIT, remove, "task", known[chance.choice(list(known))]["id"])
