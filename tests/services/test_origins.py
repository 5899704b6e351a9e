"""Where values and figures came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from pmo_desktop.domain.records import Cell, ChangeKind, FieldChange, RecordChange
from pmo_desktop.services.data_sources import ByHand, project_sources
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.figure_origins import FIGURES, figure_origin, portfolio_origin
from pmo_desktop.services.importing import commit
from pmo_desktop.services.origins import Origin, OriginKind, history, origin
from pmo_desktop.services.records import project_records
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.settling import settle
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_importing import IMPORT, added, file

EDIT = Title("Edit")
SAVED = datetime(2026, 11, 18, 16, 30)


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    workspace.author = "lin"
    return workspace


@pytest.fixture
def project(opened: Workspace) -> int:
    task = added("task", {"start": "E12", "finish": "F12", "people": "D12", "name": "B12"},
                 wbs="1", name="Build", start=datetime(2030, 1, 7), finish=datetime(2030, 1, 11),
                 people=("周扬",), percent_complete=0.5)  # fmt: skip
    fields = [f if f.name != "finish" else replace(f, cell=Cell("Plan", "F12", "周五"))
              for f in task.fields]  # fmt: skip
    plan = file(
        "P-1",
        replace(task, fields=tuple(fields)),
        added("task", wbs="2", name="Test", duration=960),
        added("risk", {"cost": "G4"}, code="R-1", name="Delay", probability=4, impact=4,
              cost=Decimal("100")),
        name="周报.xlsx",
    )  # fmt: skip
    opened.edit(IMPORT, commit, [replace(plan, sender="王岚", saved_at=SAVED)])
    return 1


def task_id(workspace: Workspace, wbs: str) -> int:
    records = workspace.query(project_records, 1).tasks
    return next(record.id for record in records if record.values["wbs"] == wbs) or 0


def asked(workspace: Workspace, wbs: str, field: str) -> Origin:
    return workspace.query(origin, "task", task_id(workspace, wbs), field)


@pytest.mark.usefixtures("project")
def test_a_value_of_a_file_knows_its_cell_sender_and_date(opened: Workspace) -> None:
    found = asked(opened, "1", "finish")
    assert (found.kind, found.file, found.sheet, found.cell) == (
        OriginKind.FILE, "周报.xlsx", "Plan", "F12")  # fmt: skip
    assert (found.sender, found.saved_at, found.text) == ("王岚", SAVED, "周五")
    assert found.taken_at is not None
    assert found.author == "lin"
    assert found.title == IMPORT


@pytest.mark.usefixtures("project")
def test_the_people_of_a_task_know_their_cell_too(opened: Workspace) -> None:
    found = asked(opened, "1", "people")
    assert (found.kind, found.cell, found.after) == (OriginKind.FILE, "D12", "周扬")


@pytest.mark.usefixtures("project")
def test_a_value_changed_by_hand_says_who_and_what_was_there(opened: Workspace) -> None:
    row = task_id(opened, "1")
    opened.edit(EDIT, change, "task", row, {"name": "Build it"})
    found = opened.query(history, "task", row, "name")
    assert [(one.kind, one.before, one.after) for one in found] == [
        (OriginKind.HAND, "Build", "Build it"), (OriginKind.FILE, "", "Build")]  # fmt: skip


@pytest.mark.usefixtures("project")
def test_what_was_undone_is_passed_over(opened: Workspace) -> None:
    row = task_id(opened, "1")
    edit = opened.edit(EDIT, change, "task", row, {"name": "Build it"}).changes
    opened.undo()
    assert asked(opened, "1", "name").cell == "B12"
    opened.redo()
    assert asked(opened, "1", "name").kind is OriginKind.HAND
    opened.edit(EDIT, change, "project", 1, {"name": "Moved"})
    assert edit is not None
    opened.undo_edit(edit.id, settle)
    assert asked(opened, "1", "name").cell == "B12"


@pytest.mark.usefixtures("project")
def test_a_computed_date_says_so(opened: Workspace) -> None:
    assert asked(opened, "2", "start").kind is OriginKind.COMPUTED
    assert asked(opened, "2", "start").rule is not None
    assert asked(opened, "2", "duration").kind is OriginKind.FILE


def test_what_nobody_entered_says_so(opened: Workspace) -> None:
    row = opened.edit(EDIT, add, "project", {"code": "P", "name": "P"}).result
    found = opened.query(origin, "project", row, "sponsor")
    assert found.kind is OriginKind.FOUNDED
    assert found.rule is not None
    with pytest.raises(Refused, match="no longer there"):
        opened.query(origin, "project", 99, "name")


def test_each_figure_says_what_it_is_made_of(opened: Workspace, project: int) -> None:
    for figure in (*FIGURES, "budget", "spent"):
        found = opened.query(figure_origin, project, figure)
        assert found.rules or found.parts or figure == "quality_rate", figure
        assert [one.name for one in found.files] == ["周报.xlsx"]
    exposure = opened.query(figure_origin, project, "exposure").parts
    assert [(p.term, p.label, p.origin.cell) for p in exposure if p.origin] == [
        ("risk.probability", "R-1 Delay", ""), ("risk.cost", "R-1 Delay", "G4")]  # fmt: skip
    spi = opened.query(figure_origin, project, "spi").parts
    assert spi[0].shares[0].origin.file == "周报.xlsx"
    assert spi[0].shares[0].count == 2
    finish = opened.query(figure_origin, project, "finish").parts
    assert finish[0].label == "1 Build"


@pytest.mark.usefixtures("project")
def test_a_figure_of_the_portfolio_names_each_projects_newest_file(opened: Workspace) -> None:
    (part,) = opened.query(portfolio_origin, "spi").parts
    assert part.label == "P-1 Project P-1"
    assert part.origin is not None
    assert part.origin.sender == "王岚"


def test_the_sources_of_a_project_name_its_file_and_what_was_entered_by_hand(
    opened: Workspace, project: int
) -> None:
    opened.edit(EDIT, change, "project", project, {"spent": Decimal("40")})
    opened.edit(EDIT, change, "task", task_id(opened, "2"), {"percent_complete": 0.2})
    opened.edit(EDIT, add, "project", {"code": "P-9", "name": "Own", "start": date(2030, 1, 1)})
    first, second = opened.query(project_sources)
    assert (first.file, first.sheets, first.sender) == ("周报.xlsx", ("Plan",), "王岚")
    assert first.by_hand == (ByHand("project.spent", 1), ByHand("task.percent_complete", 1))
    assert (second.file, second.taken_at) == ("", None)


def test_a_second_file_is_the_newest_one(opened: Workspace, project: int) -> None:
    fields = (FieldChange("name", "Build", "Build all", Cell("计划", "C3")),)
    again = RecordChange(ChangeKind.CHANGE, "task", "1", task_id(opened, "1"), None, fields)
    plan = replace(file("P-1", name="later.xlsx"), project_id=project, changes=(again,))
    opened.edit(IMPORT, commit, [plan])
    found = opened.query(project_sources)[0]
    assert (found.file, found.sheets, found.saved_at) == ("later.xlsx", ("计划",), None)
