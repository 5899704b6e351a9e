"""Scenarios from the command line: compared, and made the plan of record."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_desktop.domain.scenario_steps import MoveProject, StopProject
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.services.scenario_names import named_scenarios
from pmo_desktop.services.scenarios import add_scenario, remove_scenario, scenarios
from pmo_desktop.storage.changes import Title
from tests.commands.test_commands import result, run

TITLE = Title("Edit")


def put(database: Path) -> str:
    """Two scenarios, and no others, about the most important project; its code."""
    workspace = open_workspace(database)
    for row in workspace.query(scenarios):
        workspace.edit(TITLE, remove_scenario, row.id)
    uid, project = next(iter(workspace.query(named_scenarios).names.projects.items()))
    workspace.edit(TITLE, add_scenario, "Later", "", [MoveProject(uid, 60)])
    workspace.edit(TITLE, add_scenario, "Less", "", [StopProject(uid)])
    workspace.close()
    return project.code


def test_each_scenario_is_told_beside_the_plan_of_record(
    demo_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = put(demo_database)
    status, found = result(capsys, "scenarios", "--database", demo_database)
    assert status == 0
    later, less = found["scenarios"]
    (moved,) = (row for row in later["projects"] if row["code"] == code)
    assert moved["finish"] > moved["finish_before"]
    (stopped,) = (row for row in less["projects"] if row["code"] == code)
    assert stopped["state"] == "on_hold"
    assert less["overloaded_weeks"] <= found["record"]["overloaded_weeks"]


def test_a_scenario_is_made_the_plan_of_record_and_undone(
    demo_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = put(demo_database)
    status, found = result(capsys, "scenarios", "--promote", "less", "--database", demo_database)
    assert (status, found) == (0, {"promoted": "Less", "left_out": []})
    _, after = result(capsys, "scenarios", "--database", demo_database)
    states = {row["code"]: row["state"] for row in after["record"]["projects"]}
    assert states[code] == "on_hold"
    assert [row["name"] for row in after["scenarios"]] == ["Later"]
    assert result(capsys, "undo", "--database", demo_database)[0] == 0
    _, again = result(capsys, "scenarios", "--database", demo_database)
    assert [row["name"] for row in again["scenarios"]] == ["Later", "Less"]


def test_a_scenario_that_is_not_there_is_a_sentence(
    demo_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, printed = run(capsys, "scenarios", "--promote", "Nothing", "--database", demo_database)
    assert status == 2
    assert "Nothing" in printed
