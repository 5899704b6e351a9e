"""A department's name that is nearly a known one is asked about, and never taken silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_desktop.domain.records import Cell, ProjectRecords, Record
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.places import Answer, Difference, Policy
from pmo_desktop.exchange.comparing.review import Review, review
from pmo_desktop.exchange.reporting import as_json
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.language import Language
from pmo_desktop.services.editing import add
from pmo_desktop.services.importing import commit
from pmo_desktop.services.records import project_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace


def department_of(workspace: Workspace) -> str:
    return str(workspace.query(project_records, 1).project.values["department"])


@pytest.mark.parametrize(
    ("answer", "department"),
    [(None, "Network services"), (Answer.SAME, "Data services"), (Answer.NEW, "Data service")],
)
def test_a_department_that_is_nearly_known_is_held_back_until_somebody_says(
    workspace: Workspace, answer: Answer | None, department: str
) -> None:
    for code, name in (("P-1", "Network services"), ("P-2", "Data services")):
        values = {"code": code, "name": code, "department": name}
        workspace.edit(Title("x"), add, "project", values)
    said = {"department": "Data service", "objective": "Data service"}
    values = {"code": "P-1", "name": "P-1", **said}
    cells = {name: Cell("Project", f"B{at}") for at, name in enumerate(values, 2)}
    given = ProjectRecords(Record("project", values, cells=cells))
    (file,) = review(workspace, [Understood(Path("a.xlsx"), "d", projects=(given,))]).files
    assert file.state == "attention"
    choice = Choice(file)
    assert [doubt.name for doubt in choice.doubts()] == ["Data service"]
    place = next(place for place in choice.places if place.field == "department")
    assert choice.difference(place) is Difference.DOUBTFUL
    if answer is not None:
        choice.answer("department:data service", answer)
        assert choice.doubts() == []
    workspace.edit(Title("x"), commit, choice.changes())
    assert department_of(workspace) == department
    stored = workspace.query(project_records, 1).project.values
    assert stored["objective"] == "Data service"


@pytest.mark.parametrize("answer", [None, Answer.SAME])
def test_a_new_project_comes_without_a_department_that_is_in_doubt(
    workspace: Workspace, answer: Answer | None
) -> None:
    workspace.edit(
        Title("x"), add, "project", {"code": "P-9", "name": "P-9", "department": "Services A"}
    )
    values = {"code": "P-1", "name": "P-1", "department": "Service A"}
    given = ProjectRecords(Record("project", values, cells={"department": Cell("P", "B4")}))
    (file,) = review(workspace, [Understood(Path("a.xlsx"), "d", projects=(given,))]).files
    choice = Choice(file, Policy(doubts=answer))
    workspace.edit(Title("x"), commit, choice.changes())
    project = workspace.query(project_records, 2).project.values
    assert project["department"] == ("Services A" if answer else None)
    assert as_json(Review((file,)), Language("en"), [choice])["counts"]["doubtful"] == 1
