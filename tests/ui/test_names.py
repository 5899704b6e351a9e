"""The names that editors offer."""

from __future__ import annotations

from pathlib import Path

from pmo_desktop.domain.fields import Kind
from pmo_desktop.services.editing import add
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names


def test_another_office_offers_its_own_names(context: Context, tmp_path: Path) -> None:
    assert context.workspace is not None
    context.edit(Title("Add"), add, "person", {"name": "Ada", "department": "Digital"})
    names = Names(context)
    assert (list(names(Kind.PERSON)), list(names(Kind.DEPARTMENT))) == (["Ada"], ["Digital"])
    other = Workspace.open(tmp_path / "other.db")
    context.set_workspace(other)
    assert list(names(Kind.DEPARTMENT)) == []
    assert list(names(Kind.PERSON)) == []
    other.close()


def test_a_new_name_is_offered_once_it_is_there(context: Context) -> None:
    names = Names(context)
    assert list(names(Kind.PERSON)) == []
    context.edit(Title("Add"), add, "person", {"name": "Ada"})
    context.data_changed.emit(frozenset({"person"}))
    assert list(names(Kind.PERSON)) == ["Ada"]
