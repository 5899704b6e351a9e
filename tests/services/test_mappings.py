"""Saved mappings: one edit each, found again by their names."""

from __future__ import annotations

import pytest

from pmo_desktop.services.mappings import (
    delete_mapping,
    find_mapping,
    mappings,
    rename_mapping,
    save_mapping,
)
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

EDIT = Title("Edit")


def names(workspace: Workspace) -> list[tuple[str, str]]:
    return [(row.name, row.team) for row in workspace.query(mappings)]


def test_a_mapping_is_saved_renamed_and_deleted_each_as_one_edit(workspace: Workspace) -> None:
    saved = workspace.edit(EDIT, save_mapping, " Plans  of R&D ", "R&D", ("任务", "开始"), "{}")
    row = workspace.query(find_mapping, "plans of r&d")
    assert row is not None
    assert (row.id, row.name, row.headers) == (saved.result, "Plans of R&D", ("任务", "开始"))
    workspace.edit(EDIT, rename_mapping, row.id, "Plans", "Research")
    assert names(workspace) == [("Plans", "Research")]
    workspace.edit(EDIT, delete_mapping, row.id)
    assert names(workspace) == []
    workspace.undo()
    workspace.undo()
    assert names(workspace) == [("Plans of R&D", "R&D")]
    workspace.undo()
    assert names(workspace) == []


def test_saving_under_a_known_name_replaces_that_one(workspace: Workspace) -> None:
    first = workspace.edit(EDIT, save_mapping, "Plans", "", ("a",), "{}").result
    assert workspace.edit(EDIT, save_mapping, "PLANS", "R&D", ("b",), "[]").result == first
    (row,) = workspace.query(mappings)
    assert (row.name, row.team, row.headers, row.content) == ("PLANS", "R&D", ("b",), "[]")


def test_names_that_cannot_be_are_refused(workspace: Workspace) -> None:
    one = workspace.edit(EDIT, save_mapping, "One", "", (), "{}").result
    workspace.edit(EDIT, save_mapping, "Two", "", (), "{}")
    for name in ("", "  ", "x" * 81):
        with pytest.raises(Refused):
            workspace.edit(EDIT, save_mapping, name, "", (), "{}")
    with pytest.raises(Refused, match="already a mapping"):
        workspace.edit(EDIT, rename_mapping, one, "two", "")
    workspace.edit(EDIT, rename_mapping, one, "ONE", "")
    for verb in (delete_mapping, lambda s, n: rename_mapping(s, n, "x", "")):
        with pytest.raises(Refused, match="no longer there"):
            workspace.edit(EDIT, verb, 99)
