from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from pmo_desktop.models import Person
from pmo_desktop.services.entries import newest_entry, number_of
from pmo_desktop.storage.bulk import bulk_insert
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace


def add_person(session: Session) -> None:
    bulk_insert(session, Person, [{"uid": "u", "name": "n"}])


def test_an_entry_is_told_from_the_one_with_its_number_in_another_database(tmp_path: Path) -> None:
    here, there = (Workspace.open(tmp_path / f"{name}.db") for name in ("here", "there"))
    for workspace, title in ((here, "Import {n} files"), (there, "Change the task")):
        workspace.edit(Title(title), add_person)
    assert here.newest_change() == there.newest_change()
    name = here.query(newest_entry)
    assert here.query(number_of, name) == here.newest_change()
    assert there.query(number_of, name) is None


def test_an_entry_keeps_its_name_when_it_is_undone(workspace: Workspace) -> None:
    workspace.edit(Title("x"), add_person)
    name, number = workspace.query(newest_entry), workspace.newest_change()
    workspace.undo()
    assert workspace.query(number_of, name) == number


@pytest.mark.parametrize("name", ["", ":", "7", "7:", "x:y", "-1:ab", f"{'9' * 30}:ab", "１:ab"])
def test_what_is_no_name_of_an_entry_names_none(workspace: Workspace, name: str) -> None:
    workspace.edit(Title("x"), add_person)
    assert workspace.query(number_of, name) is None
