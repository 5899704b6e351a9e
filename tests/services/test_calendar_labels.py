"""Calendars of one name are told apart by their projects, and chosen by what they are called so."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.language import Language
from pmo_desktop.models import Project, Task
from pmo_desktop.services.calendar_sheet import calendar_uses
from pmo_desktop.services.calendars import calendar_names, calendars
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.names import calendar_labels
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.task_sheet import task_sheet
from pmo_desktop.services.working_calendars import add_calendar
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.workspace import Workspace
from tests.services.test_scheduling import EDIT, add_task, opened, project, row_of

__all__ = ["opened", "project"]


@pytest.fixture
def other(opened: Workspace) -> int:
    values = {"code": "P-2", "name": "Two"}
    return opened.edit(EDIT, add, "project", values).result


def calendar_of(session: Session, model: type[SQLModel], row_id: int) -> int | None:
    table = table_of(model)
    found = select(table.c.calendar_id).where(table.c.id == row_id)
    number: int | None = session.execute(found).scalar_one()
    return number


def code_of(session: Session, row_id: int) -> str:
    table = table_of(Project)
    return str(session.execute(select(table.c.code).where(table.c.id == row_id)).scalar_one())


def test_a_name_that_stands_once_is_enough(opened: Workspace, project: int) -> None:
    shift = opened.edit(EDIT, add_calendar, "Shift", None, project).result
    assert opened.query(calendar_labels)[shift] == "Shift"


def test_of_one_name_those_of_projects_have_their_code_beside_it(
    opened: Workspace, project: int, other: int
) -> None:
    own = opened.edit(EDIT, add_calendar, "standard", None, project).result
    its = opened.edit(EDIT, add_calendar, "Standard", None, other).result
    code = opened.query(code_of, project)
    labels = opened.query(calendar_labels)
    assert labels == {1: "Standard", own: f"standard · {code}", its: "Standard · P-2"}
    assert opened.query(calendar_names) == tuple(sorted(labels.values()))
    assert opened.query(calendars).names == labels
    assert {use.id: use.label for use in opened.query(calendar_uses)} == labels


def test_an_office_s_calendar_is_called_in_the_language_it_is_founded_in(tmp_path: Path) -> None:
    for code, name in (("zh", "标准日历"), ("en", "Standard")):
        workspace = open_workspace(tmp_path / f"{code}.db", language=Language(code))
        assert workspace.query(calendar_names) == (name,)
        workspace.close()


def test_each_of_them_can_be_chosen(opened: Workspace, project: int, other: int) -> None:
    own = opened.edit(EDIT, add_calendar, "Standard", None, project).result
    opened.edit(EDIT, add_calendar, "Standard", None, other)
    task = add_task(opened, project, "1")
    label = opened.query(calendar_labels)[own]
    opened.edit(EDIT, change, "task", task, {"calendar": label})
    assert opened.query(calendar_of, Task, task) == own
    sheet = opened.query(task_sheet, task)
    assert sheet is not None
    assert sheet.values["calendar"] == row_of(opened, task).calendar == label
    opened.edit(EDIT, change, "task", task, {"calendar": "Standard"})
    assert opened.query(calendar_of, Task, task) == 1


def test_a_name_that_only_the_project_has_is_its_own(
    opened: Workspace, project: int, other: int
) -> None:
    own = opened.edit(EDIT, add_calendar, "Shift", None, project).result
    its = opened.edit(EDIT, add_calendar, "Shift", None, other).result
    for row_id, calendar in ((project, own), (other, its)):
        opened.edit(EDIT, change, "project", row_id, {"calendar": "Shift"})
        assert opened.query(calendar_of, Project, row_id) == calendar


def test_a_calendar_of_another_project_is_refused(
    opened: Workspace, project: int, other: int
) -> None:
    opened.edit(EDIT, add_calendar, "Standard", None, other)
    with pytest.raises(Refused, match="belongs to another project"):
        opened.edit(EDIT, change, "project", project, {"calendar": "Standard · P-2"})
    with pytest.raises(Refused, match="no calendar called"):
        opened.edit(EDIT, change, "project", project, {"calendar": "Standard · P-3"})
