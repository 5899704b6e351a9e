"""Rows that wait to be inserted: whoever reads or changes them notices nothing."""

from __future__ import annotations

import random
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from sqlmodel import select

from pmo_desktop.models import Department, Person
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of
from pmo_desktop.storage.changes import RowChange, Title
from pmo_desktop.storage.waiting import inserting_later, waiting
from pmo_desktop.storage.workspace import Workspace
from tests.storage.test_workspace import dump

PEOPLE = table_of(Person)


@pytest.fixture
def opened(tmp_path: Path):
    workspace = Workspace.open(tmp_path / "office.db")
    yield workspace
    workspace.close()


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6))
def test_any_series_of_verbs_leaves_the_same_rows_whether_they_wait_or_not(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    found = []
    for later in (False, True):
        path = tmp_path_factory.mktemp("rows") / "office.db"
        workspace = Workspace.open(path)
        edited = [
            workspace.edit(Title("Verbs"), series, random.Random(seed + edit), later, edit)
            for edit in range(2)
        ]
        changes = [sorted(one.changes.rows, key=by_row) if one.changes else () for one in edited]
        found.append((dump(path), [one.result for one in edited], changes))
        workspace.undo()
        workspace.undo()
        assert not dump(path)["person"]
        workspace.close()
    assert found[0] == found[1]


def by_row(change: RowChange) -> tuple[str, int]:
    return change.table, change.row_id


def series(session: Session, chance: random.Random, later: bool, edit: int) -> list[object]:
    """Verbs by chance; returns what they returned, and what was read between them."""
    told: list[object] = []
    ids: list[int] = list(session.connection().execute(select(PEOPLE.c.id)).scalars())
    with inserting_later(session) if later else nullcontext():
        for step in range(chance.randint(1, 8)):
            action = chance.choice(["insert", "insert", "update", "update", "delete", "read"])
            picked = chance.sample(ids, min(len(ids), chance.randint(1, 3)))
            if action == "insert":
                names = [f"{edit}-{step}-{n}" for n in range(chance.randint(0, 3))]
                ids += bulk_insert(session, Person, [{"uid": n, "name": n} for n in names])
                bulk_insert(session, Department, [{"uid": f"{edit}-{step}", "name": "D"}])
            elif action == "update":
                rows = [{"id": one, "role": chance.choice("ab")} for one in picked]
                told.append(bulk_update(session, Person, rows))
            elif action == "delete":
                told.append(bulk_delete(session, Person, picked))
                ids = [one for one in ids if one not in picked]
            else:
                read = session.connection().execute(select(PEOPLE).order_by(PEOPLE.c.id))
                told.append([tuple(row) for row in read])
    return told


def test_rows_wait_until_something_is_asked(opened: Workspace) -> None:
    def verb(session: Session) -> tuple[int, int, int]:
        with inserting_later(session) as later:
            bulk_insert(session, Person, [{"uid": "a", "name": "A"}])
            before = len(later.rows(PEOPLE))
            read = len(session.connection().execute(select(PEOPLE)).all())
            return before, read, len(later.rows(PEOPLE))

    assert opened.edit(Title("Add"), verb).result == (1, 1, 0)


def test_a_row_that_waits_is_changed_where_it_waits(opened: Workspace) -> None:
    def verb(session: Session) -> None:
        with inserting_later(session):
            (row_id,) = bulk_insert(session, Person, [{"uid": "a", "name": "A"}])
            assert bulk_update(session, Person, [{"id": row_id, "name": "B"}]) == 1
            assert bulk_update(session, Person, [{"id": row_id, "name": "B"}]) == 0

    changes = opened.edit(Title("Add"), verb).changes
    assert changes is not None
    (row,) = changes.rows
    assert row.before is None
    assert row.after is not None
    assert row.after["name"] == "B"


def test_an_edit_that_fails_forgets_what_waits(opened: Workspace) -> None:
    def verb(session: Session) -> None:
        with inserting_later(session):
            bulk_insert(session, Person, [{"uid": "a", "name": "A"}])
            raise KeyError("stop")

    before = dump(opened.path)
    with pytest.raises(KeyError):
        opened.edit(Title("Add"), verb)
    assert dump(opened.path) == before


def test_outside_nothing_waits(opened: Workspace) -> None:
    def verb(session: Session) -> bool:
        with inserting_later(session):
            pass
        bulk_insert(session, Person, [{"uid": "a", "name": "A"}])
        return waiting(session) is None

    assert opened.edit(Title("Add"), verb).result


def test_a_row_with_a_column_that_the_table_has_not_is_a_fault(opened: Workspace) -> None:
    with pytest.raises(ValueError, match="other columns"):
        opened.edit(Title("Add"), bulk_insert, Person, [{"uid": "a", "name": "A", "nose": "big"}])
