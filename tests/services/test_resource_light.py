"""The resource light of a project: what its people are asked for in the weeks ahead."""

from __future__ import annotations

from datetime import datetime

import pytest

from pmo_desktop.domain.health import Light, Verdict
from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.services.editing import add
from pmo_desktop.services.portfolio import portfolio
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

START = datetime(2026, 11, 23, 9)
FRIDAYS = (datetime(2026, 11, 27, 18), datetime(2026, 12, 4, 18), datetime(2026, 12, 11, 18))


def light(workspace: Workspace, finish: datetime, *people: str) -> Verdict:
    """Of a project in which each of the people has two tasks at once from 23 November on."""
    given = {"code": "P-1", "name": "One", "state": "active"}
    project = workspace.edit(Title("x"), add, "project", given).result
    for person in people:
        for name in ("Build", "Test"):
            task = {"name": name, "people": (person,), "start": START, "finish": finish}
            workspace.edit(Title("x"), add, "task", task, project)
    (row,) = workspace.query(portfolio).projects
    return row.verdicts["resource"]


@pytest.mark.parametrize(
    ("finish", "expected"),
    list(zip(FRIDAYS, (Light.AMBER, Light.AMBER, Light.RED), strict=True)),
)
def test_red_takes_the_same_person_s_third_week(
    workspace: Workspace, finish: datetime, expected: Light
) -> None:
    assert light(workspace, finish, "罗敏").light is expected


def test_one_week_each_of_three_people_is_amber_and_they_are_counted(workspace: Workspace) -> None:
    verdict = light(workspace, FRIDAYS[0], "罗敏", "何伟", "Jane Doe")
    assert verdict.light is Light.AMBER
    (reason,) = verdict.reasons
    assert (reason.params["n"], reason.params["value"]) == (3, 200.0)


def test_a_red_light_says_whose_weeks_and_how_many(workspace: Workspace) -> None:
    lasting, person_weeks = light(workspace, FRIDAYS[2], "罗敏").reasons
    params = {"person": "罗敏", "n": 3, "weeks": WEEKS_AHEAD, "limit": 130.0, "least": 3}
    assert lasting.params == params
    assert person_weeks.params["n"] == 3
