"""How much a search may spend, also where dates must hold."""

from __future__ import annotations

import pytest

from pmo_desktop.storage.workspace import Workspace
from tests.services.offices import Office, at, make
from tests.services.test_levelling import levelled


def crowded(office: Office) -> None:
    """More than Ann can do in time, whatever the order."""
    ann = office.person("Ann")
    for number in range(1, 5):
        project = office.project(f"P{number}", number)
        for part in range(3):
            office.task(project, f"part {part}", 2, people={ann: 1.0}, deadline=at(25, 18))


@pytest.mark.parametrize("schedules", [10, 60, 300])
def test_dates_that_must_hold_are_looked_for_within_the_schedules(
    workspace: Workspace, schedules: int
) -> None:
    make(workspace, crowded)
    found = levelled(workspace, keep_deadlines=True, schedules=schedules)
    assert found.unsolved
    assert 1 < found.schedules <= schedules
