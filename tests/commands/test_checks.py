"""`checks`: the health of the schedules."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_commands import result, run


def test_every_project_is_checked_point_by_point(
    demo_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = result(capsys, "checks", "--database", demo_database)
    assert status == 1
    assert len(found["projects"]) == 6
    for project in found["projects"]:
        assert len(project["checks"]) == 15
        assert project["failed"] == sum(one["passes"] is False for one in project["checks"])
        assert all(len(one["tasks"]) <= max(one["count"], 1) for one in project["checks"])


def test_an_unknown_project_is_a_sentence(
    demo_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("checks", "--project", "nowhere", "--database", demo_database)
    status, _ = run(capsys, *arguments)
    assert status == 2
