"""Scenarios keep steps, not copies; a step does what it says, and nothing is lost by promoting."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.scenario_steps import (
    AddPerson,
    ChangeCapacity,
    ChangeDuration,
    HandOver,
    LosePerson,
    MoveProject,
    SetPriority,
    StartCandidate,
    Step,
    StopProject,
)
from pmo_desktop.models import Assignment, Person, PersonCapacity, Project, Scenario, Task
from pmo_desktop.services.editing import change, remove
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scenarios import (
    add_scenario,
    add_step,
    change_step,
    copy_scenario,
    move_step,
    promote,
    remove_scenario,
    remove_step,
    rename_scenario,
    scenarios,
    steps_of,
)
from pmo_desktop.storage.aside import aside
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import DAY, EDIT, add_task, opened, project, row_of

__all__ = ["opened", "project"]


def rows_of(workspace: Workspace, model: Any, **where: Any) -> list[Any]:
    def read(session: Session) -> list[Any]:
        table = table_of(model)
        conditions = [table.c[name] == value for name, value in where.items()]
        statement = select(table).where(*conditions).order_by(table.c.id)
        return list(session.connection().execute(statement))

    return workspace.query(read)


def uid_of(workspace: Workspace, model: Any, **where: Any) -> str:
    (row,) = rows_of(workspace, model, **where)
    return str(row.uid)


def made(workspace: Workspace, *steps: Step, name: str = "What if") -> int:
    return int(workspace.edit(EDIT, add_scenario, name, "", steps).result)


def promoted(workspace: Workspace, *steps: Step) -> list[str]:
    told = workspace.edit(EDIT, promote, made(workspace, *steps)).result
    return [reason.rule for reason in told]


@pytest.fixture
def plan(opened: Workspace, project: int) -> dict[str, Any]:
    """Ana works on two tasks, Bo on the second as well."""
    first = add_task(opened, project, "1", people=("Ana",))
    second = add_task(opened, project, "2", people=("Ana", "Bo"))
    return {
        "project": uid_of(opened, Project, id=project),
        "first": first,
        "second": second,
        "task": uid_of(opened, Task, id=first),
        "ana": uid_of(opened, Person, name="Ana"),
        "bo": uid_of(opened, Person, name="Bo"),
    }


def test_a_scenario_keeps_its_steps_and_changes_nothing_else(
    opened: Workspace, plan: dict[str, Any]
) -> None:
    before = row_of(opened, plan["first"])
    made(opened, MoveProject(plan["project"], 5), ChangeDuration(plan["task"], 3 * DAY))
    (row,) = opened.query(scenarios)
    assert row.name == "What if"
    assert steps_of(row) == [
        MoveProject(plan["project"], 5),
        ChangeDuration(plan["task"], 3 * DAY),
    ]
    assert row_of(opened, plan["first"]) == before


def test_scenarios_are_named_apart_copied_and_removed(
    opened: Workspace, plan: dict[str, Any]
) -> None:
    number = made(opened, SetPriority(plan["project"], 1))
    with pytest.raises(Refused, match="already"):
        made(opened, name="what IF ")
    with pytest.raises(Refused, match="name"):
        opened.edit(EDIT, rename_scenario, number, "  ")
    copy = opened.edit(EDIT, copy_scenario, number, "Another").result
    opened.edit(EDIT, rename_scenario, number, "First", "why")
    assert [(row.name, row.note, len(row.steps)) for row in opened.query(scenarios)] == [
        ("First", "why", 1), ("Another", "", 1),
    ]  # fmt: skip
    opened.edit(EDIT, remove_scenario, copy)
    assert [row.id for row in opened.query(scenarios)] == [number]
    opened.undo()
    assert [len(row.steps) for row in opened.query(scenarios)] == [1, 1]


def test_steps_are_added_changed_moved_and_removed(opened: Workspace, plan: dict[str, Any]) -> None:
    number = made(opened)
    one, two = SetPriority(plan["project"], 1), StopProject(plan["project"])
    first = opened.edit(EDIT, add_step, number, one).result
    second = opened.edit(EDIT, add_step, number, two).result
    opened.edit(EDIT, move_step, second, -9)
    assert steps_of(opened.query(scenarios)[0]) == [two, one]
    opened.edit(EDIT, change_step, first, SetPriority(plan["project"], 2))
    opened.edit(EDIT, remove_step, second)
    assert steps_of(opened.query(scenarios)[0]) == [SetPriority(plan["project"], 2)]


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (SetPriority("nobody", 1), "no longer there"),
        (LosePerson("nobody", date(2026, 12, 1)), "no longer there"),
        (AddPerson(" "), "a name"),
        (AddPerson("Cy", capacity=7.0), "share of full time"),
        (AddPerson("Cy", share=-1.0), "takes over"),
    ],
)
def test_steps_that_cannot_be_are_refused(opened: Workspace, step: Step, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        opened.edit(EDIT, add_step, made(opened), step)


def test_promoting_is_one_edit_and_its_undo_brings_the_scenario_back(
    opened: Workspace, plan: dict[str, Any]
) -> None:
    assert promoted(opened, MoveProject(plan["project"], 2)) == []
    assert row_of(opened, plan["first"]).start == datetime(2026, 12, 3, 9)
    assert opened.query(scenarios) == ()
    opened.undo()
    assert row_of(opened, plan["first"]).start == datetime(2026, 12, 1, 9)
    assert len(opened.query(scenarios)) == 1


def test_what_is_gone_is_told_and_the_other_steps_are_taken(
    opened: Workspace, plan: dict[str, Any]
) -> None:
    number = made(opened, ChangeDuration(plan["task"], DAY), SetPriority(plan["project"], 3))
    opened.edit(EDIT, remove, "task", plan["first"])
    told = opened.edit(EDIT, promote, number).result
    assert [(one.step, one.rule) for one in told] == [
        (1, "This task is no longer there: choose another one.")
    ]
    assert rows_of(opened, Project)[0].priority == 3


def test_a_scenario_without_a_step_that_can_be_taken_is_not_promoted(opened: Workspace) -> None:
    with pytest.raises(Refused, match="no step"):
        opened.edit(EDIT, promote, made(opened))
    assert len(opened.query(scenarios)) == 1


def test_a_candidate_starts_on_a_day_and_a_project_is_stopped(
    opened: Workspace, project: int, plan: dict[str, Any]
) -> None:
    opened.edit(EDIT, change, "project", project, {"state": "proposed"})
    promoted(opened, StartCandidate(plan["project"], date(2026, 12, 8)))
    assert rows_of(opened, Project)[0].state == "active"
    assert row_of(opened, plan["first"]).start == datetime(2026, 12, 8, 9)
    promoted(opened, StopProject(plan["project"]))
    assert rows_of(opened, Project)[0].state == "on_hold"


def test_what_runs_already_cannot_be_started(opened: Workspace, plan: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="no step"):
        promoted(opened, StartCandidate(plan["project"]))


def shares(workspace: Workspace, name: str) -> dict[int, float]:
    (person,) = rows_of(workspace, Person, name=name)
    return {row.task_id: row.units for row in rows_of(workspace, Assignment, person_id=person.id)}


def test_who_comes_takes_over_a_part(opened: Workspace, plan: dict[str, Any]) -> None:
    promoted(opened, AddPerson("Cy", helps=plan["ana"], share=0.25))
    assert shares(opened, "Ana") == {plan["first"]: 0.75, plan["second"]: 0.75}
    assert shares(opened, "Cy") == {plan["first"]: 0.25, plan["second"]: 0.25}


def test_who_comes_too_late_takes_over_nothing(opened: Workspace, plan: dict[str, Any]) -> None:
    promoted(opened, AddPerson("Cy", helps=plan["ana"], joined=date(2027, 3, 1)))
    assert shares(opened, "Ana") == {plan["first"]: 1.0, plan["second"]: 1.0}
    assert shares(opened, "Cy") == {}


def test_work_is_handed_over_and_shares_of_one_task_are_added_up(
    opened: Workspace, plan: dict[str, Any]
) -> None:
    promoted(opened, HandOver(plan["ana"], plan["bo"]))
    assert shares(opened, "Ana") == {}
    assert shares(opened, "Bo") == {plan["first"]: 1.0, plan["second"]: 2.0}


def test_what_is_done_stays_with_who_did_it(opened: Workspace, plan: dict[str, Any]) -> None:
    opened.edit(EDIT, change, "task", plan["first"], {"percent_complete": 1.0})
    promoted(opened, HandOver(plan["ana"], plan["bo"]))
    assert shares(opened, "Ana") == {plan["first"]: 1.0}


def test_who_goes_has_a_last_day(opened: Workspace, plan: dict[str, Any]) -> None:
    promoted(opened, LosePerson(plan["bo"], date(2026, 12, 31)))
    (row,) = rows_of(opened, Person, name="Bo")
    assert row.left_on == date(2026, 12, 31)


def test_another_capacity_cuts_what_was_said_of_these_days(
    opened: Workspace, plan: dict[str, Any]
) -> None:
    promoted(opened, ChangeCapacity(plan["ana"], 0.8, date(2026, 1, 1)))
    promoted(opened, ChangeCapacity(plan["ana"], 0.5, date(2026, 6, 1), date(2026, 6, 30)))
    assert [(row.first, row.last, row.capacity) for row in rows_of(opened, PersonCapacity)] == [
        (date(2026, 1, 1), date(2026, 5, 31), 0.8),
        (date(2026, 7, 1), None, 0.8),
        (date(2026, 6, 1), date(2026, 6, 30), 0.5),
    ]
    promoted(opened, ChangeCapacity(plan["ana"], 1.0, date(2026, 5, 1)))
    assert [(row.first, row.last, row.capacity) for row in rows_of(opened, PersonCapacity)] == [
        (date(2026, 1, 1), date(2026, 4, 30), 0.8),
        (date(2026, 5, 1), None, 1.0),
    ]


def test_a_copy_aside_is_edited_without_touching_the_database(
    opened: Workspace, plan: dict[str, Any]
) -> None:
    number = made(opened, MoveProject(plan["project"], 2))
    with aside(opened) as copy:
        copy.edit(EDIT, promote, number)
        folder = copy.path.parent
        assert row_of(copy, plan["first"]).start == datetime(2026, 12, 3, 9)
        assert row_of(opened, plan["first"]).start == datetime(2026, 12, 1, 9)
    assert not folder.exists()
    assert len(rows_of(opened, Scenario)) == 1
