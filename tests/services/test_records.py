"""Records as they are read from the tables, of one project and of several at once."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from pmo_desktop.domain.tasks import Link
from pmo_desktop.services.custom_fields import add_custom_field
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.records import project_records, projects_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

ROOM = "custom.text-00000001"


def two_projects(session: Session) -> None:
    """With the same codes, people of both, and an own field of tasks."""
    names = {"en": "Room", "zh": "房间"}
    add_custom_field(session, "task", names, uid=ROOM.removeprefix("custom."))
    for code in ("A", "B"):
        project = add(session, "project", {"code": code, "name": code, "manager": "Zoe"})
        tasks = [
            add(session, "task", {"wbs": wbs, "name": f"{code}{wbs}", "people": people}, project)
            for wbs, people in (("1", ("Zoe", "Ana")), ("2", ("Ana",)), ("3", ()))
        ]
        change(session, "task", tasks[2], {"predecessors": (Link("1"), Link("2"))})
        change(session, "task", tasks[2], {ROOM: f"Room of {code}"})
        add(session, "risk", {"name": f"Risk of {code}", "owner": f"Owner of {code}"}, project)


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    workspace.edit(Title("Edit"), two_projects)
    return workspace


def test_of_several_projects_each_has_what_is_its_own(office: Workspace) -> None:
    found = office.query(projects_records, (2, 1))
    assert sorted(found) == [1, 2]
    for number, code in ((1, "A"), (2, "B")):
        records = found[number]
        assert records.project.values["code"] == code
        assert [task.values["name"] for task in records.tasks] == [f"{code}{n}" for n in "123"]
        assert [task.values["people"] for task in records.tasks] == [("Zoe", "Ana"), ("Ana",), ()]
        assert records.tasks[2].values["predecessors"] == (Link("1"), Link("2"))
        assert [task.values[ROOM] for task in records.tasks] == ["", "", f"Room of {code}"]
        assert [risk.values["owner"] for risk in records.risks] == [f"Owner of {code}"]
        assert [person.label for person in records.people] == ["Ana", "Zoe"]


def test_a_project_read_by_itself_is_as_among_others(office: Workspace) -> None:
    together = office.query(projects_records, (1, 2))
    assert together == {one: office.query(project_records, one) for one in (1, 2)}


def test_a_project_that_is_not_there_is_left_out(office: Workspace) -> None:
    assert list(office.query(projects_records, (99, 2))) == [2]
