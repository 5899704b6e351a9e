"""Undoing an edit that others came after: what would be lost, and what comes of it."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.models import Department, Person, Project, Risk
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.errors import NotInForce, WouldLose
from pmo_desktop.storage.workspace import Workspace
from tests.storage.test_workspace import dump

STEP = Title("Step")


def nothing(*_: object) -> None:
    """There is nothing to compute in these tables."""


@pytest.fixture
def opened(tmp_path: Path):
    workspace = Workspace.open(tmp_path / "office.db")
    yield workspace
    workspace.close()


def insert(workspace: Workspace, model: type[SQLModel], **values: Any) -> int:
    edited = workspace.edit(Title("Add {name}", {"name": values.get("name", "")}),
                            bulk_insert, model, [values])  # fmt: skip
    return edited.result[0]


def person(workspace: Workspace, name: str) -> int:
    return insert(workspace, Person, uid=name, name=name)


def update(workspace: Workspace, model: type[SQLModel], **values: Any) -> int:
    edited = workspace.edit(Title("Change"), bulk_update, model, [values])
    assert edited.changes is not None
    return edited.changes.id


def delete(workspace: Workspace, model: type[SQLModel], *ids: int) -> int:
    edited = workspace.edit(Title("Remove"), bulk_delete, model, ids)
    assert edited.changes is not None
    return edited.changes.id


def newest(workspace: Workspace) -> int:
    return workspace.newest_change()


def names(session: Session) -> dict[int, str]:
    rows = session.connection().execute(table_of(Person).select())
    return {row.id: row.name for row in rows}


def whys(workspace: Workspace, change_set_id: int) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(lost.why, lost.label, lost.columns) for lost in workspace.lost_by_undo(change_set_id)]


def test_an_older_edit_is_undone_while_later_ones_stay(opened: Workspace) -> None:
    ann, bea = person(opened, "Ann"), person(opened, "Bea")
    change = update(opened, Person, id=ann, name="Anna")
    update(opened, Person, id=bea, name="Beate")
    assert opened.lost_by_undo(change) == ()
    done = opened.undo_edit(change, nothing)
    assert done.kind == "revert"
    assert opened.query(names) == {ann: "Ann", bea: "Beate"}


def test_the_undo_of_an_older_edit_is_undone_and_redone_like_an_edit(opened: Workspace) -> None:
    ann, bea = person(opened, "Ann"), person(opened, "Bea")
    change = update(opened, Person, id=ann, name="Anna")
    update(opened, Person, id=bea, name="Beate")
    before = dump(opened.path)
    opened.undo_edit(change, nothing)
    after = dump(opened.path)
    assert opened.undo_title().text == "Undo of an earlier change: {title}"
    opened.undo()
    assert dump(opened.path) == before
    opened.redo()
    assert dump(opened.path) == after


def test_what_was_undone_by_itself_can_be_brought_back_by_itself(opened: Workspace) -> None:
    ann, bea = person(opened, "Ann"), person(opened, "Bea")
    change = update(opened, Person, id=ann, name="Anna")
    update(opened, Person, id=bea, name="Beate")
    revert = opened.undo_edit(change, nothing).id
    update(opened, Person, id=bea, role="Tester")
    with pytest.raises(NotInForce):
        opened.undo_edit(change, nothing)
    back = opened.undo_edit(revert, nothing)
    assert back.title.text == "Bring back: {title}"
    assert opened.query(names)[ann] == "Anna"
    update(opened, Person, id=bea, role="Lead")
    opened.undo_edit(change, nothing)
    assert opened.query(names)[ann] == "Ann"


def test_the_newest_edit_is_undone_in_the_plain_way(opened: Workspace) -> None:
    person(opened, "Ann")
    assert opened.undo_edit(newest(opened), nothing).kind == "undo"
    opened.redo()
    assert list(opened.query(names).values()) == ["Ann"]


def test_a_column_that_was_changed_again_stands_in_the_way(opened: Workspace) -> None:
    ann = person(opened, "Ann")
    change = update(opened, Person, id=ann, name="Anna", role="Tester")
    later = update(opened, Person, id=ann, name="Annabel")
    before = dump(opened.path)
    (lost,) = opened.lost_by_undo(change)
    assert (lost.change_set_id, lost.why, lost.columns) == (later, "changed", ("name",))
    with pytest.raises(WouldLose) as refused:
        opened.undo_edit(change, nothing)
    assert refused.value.lost == (lost,)
    assert dump(opened.path) == before


def test_a_later_edit_that_was_undone_stands_in_nobodys_way(opened: Workspace) -> None:
    ann = person(opened, "Ann")
    change = update(opened, Person, id=ann, name="Anna")
    later = update(opened, Person, id=ann, name="Annabel")
    person(opened, "Bea")
    opened.undo_edit(later, nothing)
    opened.undo_edit(change, nothing)
    assert opened.query(names)[ann] == "Ann"


def test_an_added_row_that_was_changed_or_is_pointed_to_stays(opened: Workspace) -> None:
    project = insert(opened, Project, uid="x", code="P", name="Move")
    ann = person(opened, "Ann")
    add = newest(opened)
    update(opened, Person, id=ann, role="Tester")
    insert(opened, Risk, uid="r", project_id=project, code="R-1", name="Delay", owner_id=ann)
    assert whys(opened, add) == [
        ("changed", "Ann", ("role",)),
        ("points", "R-1 Delay", ("owner_id",)),
    ]


def test_an_added_row_that_was_removed_since_is_no_obstacle(opened: Workspace) -> None:
    ann = person(opened, "Ann")
    add = newest(opened)
    removal = delete(opened, Person, ann)
    bea = person(opened, "Bea")
    assert bea == ann
    opened.undo_edit(add, nothing)
    assert opened.query(names) == {bea: "Bea"}
    (lost,) = [one for one in opened.lost_by_undo(removal) if one.why == "taken"]
    assert lost.label == "Bea"


def test_a_row_does_not_come_back_as_an_edit_left_it_that_was_undone(opened: Workspace) -> None:
    bea, ann = person(opened, "Bea"), person(opened, "Ann")
    rename = update(opened, Person, id=ann, name="Anna")
    removal = delete(opened, Person, ann)
    update(opened, Person, id=bea, role="Tester")
    opened.undo_edit(rename, nothing)
    assert whys(opened, removal) == [("undone", "Anna", ())]


def test_a_removed_row_does_not_come_back_beside_one_of_its_name(opened: Workspace) -> None:
    first = insert(opened, Project, uid="x", code="P", name="Move")
    insert(opened, Project, uid="z", code="Z", name="Stay")
    removal = delete(opened, Project, first)
    insert(opened, Project, uid="y", code="P", name="Move again")
    assert whys(opened, removal) == [("taken", "P Move again", ("code",))]


def test_what_a_row_pointed_to_must_still_be_there(opened: Workspace) -> None:
    project = insert(opened, Project, uid="x", code="P", name="Move")
    ann, bea = person(opened, "Ann"), person(opened, "Bea")
    risk = insert(opened, Risk, uid="r", project_id=project, name="Delay", owner_id=ann)
    change = update(opened, Risk, id=risk, owner_id=bea)
    delete(opened, Person, ann)
    assert whys(opened, change) == [("gone", "Ann", ())]


def test_an_undo_cannot_be_undone_by_itself(opened: Workspace) -> None:
    person(opened, "Ann")
    opened.undo()
    with pytest.raises(NotInForce):
        opened.lost_by_undo(newest(opened))
    with pytest.raises(NotInForce):
        opened.lost_by_undo(99)


# Any series of edits, undos, redos and undos of older edits

ROLES = ("", "Tester", "Lead")
Op = tuple[str, str, str, dict[str, Any]]
MODELS: dict[str, type[SQLModel]] = {"person": Person, "department": Department}


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_any_undo_leads_where_the_other_edits_alone_would_have(tmp_path_factory, seed) -> None:
    """Against a replay of all edits in force; and every state is remembered by `query_as_of`."""
    chance = random.Random(seed)
    path = tmp_path_factory.mktemp("walk") / "office.db"
    workspace = Workspace.open(path)
    told: dict[int, list[Op]] = {}
    dumps = {0: dump(path)}
    for step in range(30):
        before = newest(workspace)
        act(workspace, chance, step, told)
        if newest(workspace) != before:
            dumps[newest(workspace)] = dump(path)
            assert content(path) == replayed(told, in_force(path))
    for number, known in dumps.items():
        assert workspace.query_as_of(number, dumped) == as_text(known), number
    walk_back_and_forth(workspace, path)
    workspace.close()


def act(workspace: Workspace, chance: random.Random, step: int, told: dict[int, list[Op]]) -> None:
    kind = chance.choice(["edit"] * 6 + ["undo", "redo"] + ["older"] * 3)
    if kind == "edit":
        ops: list[Op] = []
        changes = workspace.edit(STEP, some_ops, chance, step, ops).changes
        if changes is not None:
            told[changes.id] = ops
    elif kind == "undo":
        workspace.undo()
    elif kind == "redo":
        workspace.redo()
    elif newest(workspace):
        number = chance.randint(1, newest(workspace))
        try:
            lost = workspace.lost_by_undo(number)
        except NotInForce:
            return
        if lost:
            with pytest.raises(WouldLose):
                workspace.undo_edit(number, nothing)
        else:
            workspace.undo_edit(number, nothing)


def some_ops(session: Session, chance: random.Random, step: int, ops: list[Op]) -> None:
    for number in range(chance.randint(1, 3)):
        table = chance.choice(list(MODELS))
        model = MODELS[table]
        told = {uid for _, _, uid, _ in ops}
        found = session.connection().execute(table_of(model).select())
        rows = {row.id: row.uid for row in found if row.uid not in told}
        kind = chance.choice(["add", "change", "change", "remove"])
        if kind == "add":
            values: dict[str, Any] = {"name": f"n{chance.randint(0, 3)}"}
            pointer = some_department(session, chance) if table == "person" else {}
            uid = f"{step}-{number}"
            bulk_insert(session, model, [{"uid": uid, **values, **pointer}])
            ops.append(("add", table, uid, {**values, **pointed(session, pointer)}))
        elif rows and kind == "change":
            row_id = chance.choice(list(rows))
            values = {"name": f"n{chance.randint(0, 5)}"}
            if table == "person" and chance.random() < 0.6:
                values = chance.choice([{"role": chance.choice(ROLES)},
                                        some_department(session, chance)])  # fmt: skip
            if bulk_update(session, model, [{"id": row_id, **values}]):
                ops.append(("change", table, rows[row_id], pointed(session, values)))
        elif kind == "remove":
            free = set(rows) - (held_departments(session) if table == "department" else set())
            for row_id in sorted(free)[-1:]:
                bulk_delete(session, model, [row_id])
                ops.append(("remove", table, rows[row_id], {}))


def some_department(session: Session, chance: random.Random) -> dict[str, Any]:
    ids = list(session.connection().execute(table_of(Department).select()).scalars())
    return {"department_id": chance.choice(ids) if ids else None}


def pointed(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    """The same, the department by its uid: numbers are given again."""
    rows = session.connection().execute(table_of(Department).select())
    uids = {row.id: row.uid for row in rows}
    return {n: uids.get(v) if n == "department_id" else v for n, v in values.items()}


def held_departments(session: Session) -> set[int]:
    rows = session.connection().execute(table_of(Person).select())
    return {row.department_id for row in rows if row.department_id is not None}


def replayed(told: dict[int, list[Op]], numbers: list[int]) -> dict[tuple[str, str], dict]:
    """What the edits in force would have led to; a change of what is not there is nothing."""
    found: dict[tuple[str, str], dict] = {}
    for number in numbers:
        for kind, table, uid, values in told[number]:
            key = (table, uid)
            if kind == "add":
                found[key] = dict(values)
            elif kind == "remove":
                found.pop(key, None)
            elif key in found:
                found[key].update(values)
    return {
        key: {n: v for n, v in row.items() if v not in (None, "")} for key, row in found.items()
    }


def in_force(path: Path) -> list[int]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT id FROM change_set WHERE kind = 'edit' AND state = 'done' ORDER BY id"
        )
        return [row[0] for row in rows]


def content(path: Path) -> dict[tuple[str, str], dict]:
    found = {}
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        departments = list(connection.execute("SELECT * FROM department"))
        uids = {row["id"]: row["uid"] for row in departments}
        for row in departments:
            found[("department", row["uid"])] = {"name": row["name"]}
        for row in connection.execute("SELECT * FROM person"):
            values = {"name": row["name"], "role": row["role"],
                      "department_id": uids.get(row["department_id"])}  # fmt: skip
            found[("person", row["uid"])] = {n: v for n, v in values.items() if v}
    return found


def dumped(session: Session) -> dict[str, list[str]]:
    connection = session.connection()
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'change_%' "
        "AND name NOT LIKE 'sqlite_%'"
    )
    return {
        name: sorted(
            str(tuple(row)) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')
        )
        for name in tables.scalars().all()
    }


def as_text(known: dict[str, list[tuple]]) -> dict[str, list[str]]:
    return {name: sorted(map(str, rows)) for name, rows in known.items()}


def walk_back_and_forth(workspace: Workspace, path: Path) -> None:
    states = [dump(path)]
    while workspace.undo() is not None:
        states.append(dump(path))
    for known in reversed(states[:-1]):
        assert workspace.redo() is not None
        assert dump(path) == known
