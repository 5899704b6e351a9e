"""The global search: what is found by a part of its name, and what it says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pmo_desktop.services.bookings import add_booking
from pmo_desktop.services.editing import add
from pmo_desktop.services.search import search
from pmo_desktop.services.skills import add_skill
from pmo_desktop.services.teams import add_department, add_team
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace


@pytest.fixture
def do(workspace: Workspace) -> Callable[..., Any]:
    return lambda verb, *args: workspace.edit(Title("Edit"), verb, *args).result


def test_what_belongs_to_the_pool_is_found_beside_projects_and_people(
    workspace: Workspace, do: Callable[..., Any]
) -> None:
    do(add, "project", {"code": "P-1", "name": "Testing rig"})
    do(add, "person", {"name": "Tess", "role": "Tester"})
    do(add_skill, {"name": "Load testing", "category": "Quality"})
    do(add_team, "Test crew")
    do(add_department, "Tests")
    day = date(2027, 1, 4)
    values = {"name": "Test support", "project": "P-1", "first": day, "last": day}
    do(add_booking, {**values, "person": "Tess"})
    found = {(hit.table, hit.head, hit.name, hit.project_code) for hit in
             workspace.query(search, "test")}  # fmt: skip
    assert found == {
        ("project", "P-1", "Testing rig", "P-1"), ("person", "Tester", "Tess", ""),
        ("skill", "Quality", "Load testing", ""), ("team", "", "Test crew", ""),
        ("department", "", "Tests", ""), ("booking", "", "Test support", "P-1"),
    }  # fmt: skip
    (skill,) = workspace.query(search, "qual")
    assert skill.name == "Load testing"
    assert workspace.query(search, "100%") == ()
