from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.tasks import LinkType
from pmo_desktop.models import Dependency
from pmo_desktop.services.editing import add
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.linking import change_link, link, link_in_order, unlink, unlink_tasks
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

TITLE = Title("Change the plan")
Ids = dict[str, int]


@pytest.fixture
def tasks(workspace: Workspace) -> Ids:
    """A summary with two tasks, and two tasks beside it; all of a day, none linked."""

    def put(session: Session) -> Ids:
        cloud = add(session, "project", {"code": "P", "name": "Cloud",
                                         "start": datetime(2026, 11, 23).date()})  # fmt: skip
        codes = {"A": "1", "B": "1.1", "C": "1.2", "D": "2", "E": "3"}
        return {
            name: add(session, "task", {"name": name, "wbs": code}, cloud)
            for name, code in codes.items()
        }

    return workspace.edit(TITLE, put).result


def links(workspace: Workspace) -> list[dict[str, Any]]:
    table = table_of(Dependency)
    return workspace.query(
        lambda session: [dict(row._mapping) for row in session.connection().execute(select(table))]
    )


def start(workspace: Workspace, name: str) -> datetime | None:
    return next(row.start for row in workspace.query(plan).rows if row.name == name)


def test_a_link_holds_its_successor_and_is_undone(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, link, tasks["D"], tasks["E"])
    assert start(workspace, "E") == datetime(2026, 11, 24, 9)
    workspace.undo()
    assert start(workspace, "E") == datetime(2026, 11, 23, 9)
    assert links(workspace) == []


def test_a_link_that_closes_a_loop_is_refused(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, link, tasks["A"], tasks["D"])
    with pytest.raises(Refused, match="would close a loop"):
        workspace.edit(TITLE, link, tasks["D"], tasks["B"])


def test_the_same_link_is_not_drawn_twice(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, link, tasks["D"], tasks["E"])
    with pytest.raises(Refused, match="already"):
        workspace.edit(TITLE, link, tasks["D"], tasks["E"])
    workspace.edit(TITLE, link, tasks["D"], tasks["E"], LinkType.FF)
    assert len(links(workspace)) == 2


def test_type_and_lag_of_a_link_are_changed(workspace: Workspace, tasks: Ids) -> None:
    number = workspace.edit(TITLE, link, tasks["D"], tasks["E"]).result
    workspace.edit(TITLE, change_link, number, {"type": "SS", "lag_minutes": 960})
    assert start(workspace, "E") == datetime(2026, 11, 25, 9)
    workspace.edit(TITLE, change_link, number, {"lag_kind": "share", "lag_share": 0.5})
    (stored,) = links(workspace)
    assert (stored["lag_minutes"], stored["lag_share"]) == (0, 0.5)


def test_selected_tasks_are_linked_in_their_order_and_unlinked(
    workspace: Workspace, tasks: Ids
) -> None:
    chosen = [tasks["E"], tasks["D"], tasks["C"]]
    assert workspace.edit(TITLE, link_in_order, chosen).result == 2
    assert start(workspace, "C") == datetime(2026, 11, 25, 9)
    with pytest.raises(Refused, match="already"):
        workspace.edit(TITLE, link_in_order, chosen)
    assert workspace.edit(TITLE, unlink_tasks, [tasks["D"]]).result == 2
    assert links(workspace) == []


def test_links_among_the_selected_alone_are_removed(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, link_in_order, [tasks["B"], tasks["C"], tasks["D"], tasks["E"]])
    assert workspace.edit(TITLE, unlink_tasks, [tasks["C"], tasks["D"]]).result == 1
    assert len(links(workspace)) == 2


def test_removing_links_lets_their_successors_go(workspace: Workspace, tasks: Ids) -> None:
    number = workspace.edit(TITLE, link, tasks["D"], tasks["E"]).result
    workspace.edit(TITLE, unlink, [number])
    assert start(workspace, "E") == datetime(2026, 11, 23, 9)


def test_fewer_than_two_tasks_cannot_be_linked_in_order(workspace: Workspace, tasks: Ids) -> None:
    with pytest.raises(Refused, match="two or more"):
        workspace.edit(TITLE, link_in_order, [tasks["B"]])
