"""The projects of a review, read by the handful."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from pmo_desktop.exchange.comparing import stock
from pmo_desktop.exchange.comparing.stock import Stock
from pmo_desktop.services.editing import add
from pmo_desktop.services.records import project_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace


def five_projects(session: Session) -> None:
    for number in range(1, 6):
        add(session, "project", {"code": f"P-{number}", "name": f"Project {number}"})


@pytest.fixture
def office(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    workspace.edit(Title("Edit"), five_projects)
    monkeypatch.setattr(stock, "HANDFUL", 2)
    return workspace


def test_each_project_is_found_wherever_its_turn_is(office: Workspace) -> None:
    wanted = (4, 2, 4, 5, 1, 3)
    found = Stock(office, wanted)
    for number in (*wanted, 2, 5):
        assert found.project(number) == office.query(project_records, number)


def test_a_handful_is_read_at_once(office: Workspace) -> None:
    found = Stock(office, (4, 2, 5))
    first = found.project(4)
    assert found.project(2) is found.project(2)
    assert found.project(4) is first
    assert found.project(5).project.values["code"] == "P-5"
