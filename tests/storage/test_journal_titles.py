"""What undos of older edits are called."""

from __future__ import annotations

from pathlib import Path

from pmo_desktop.language import Language
from pmo_desktop.models import Person
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.storage.test_standing import nothing, person


def test_a_title_within_a_title_is_spoken_in_both_languages(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "office.db")
    files = Title("Import {n} files", {"n": 2})
    done = workspace.edit(files, bulk_insert, Person, [{"uid": "a", "name": "Ann"}]).changes
    person(workspace, "Bea")
    assert done is not None
    title = workspace.undo_edit(done.id, nothing).title
    assert Language("en").text(title.text, **title.params) == (
        "Undo of an earlier change: Import 2 files"
    )
    assert "导入 2 个文件" in Language("zh").text(title.text, **title.params)
    stored = workspace.undo_title()
    assert stored is not None
    assert stored.params == title.params
    workspace.close()


def test_a_number_that_an_edit_freed_is_not_given_again_in_it(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "office.db")
    ann = person(workspace, "Ann")

    def swap(session):  # type: ignore[no-untyped-def]
        bulk_delete(session, Person, [ann])
        return bulk_insert(session, Person, [{"uid": "b", "name": "Bea"}])[0]

    edited = workspace.edit(Title("Swap"), swap)
    assert edited.result != ann
    assert edited.changes is not None
    assert len(edited.changes.rows) == 2
    workspace.close()
