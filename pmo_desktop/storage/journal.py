"""The change journal in the database: written with each edit, replayed for undo and redo.

An edit that is undone stays in the journal as `undone`; the next new edit turns undone ones into
`dropped`, as they can no longer be redone. Undoing and redoing add an entry of their own, so that
the journal says what happened and in which order.

A `founding` is what the office starts from: written and read like an edit, and the floor on which
every undo stops.

A `revert` undoes an edit that later ones came after (`storage.standing` says whether it may). It
has rows of its own and is undone and redone like an edit; what it takes back is `reverted` for as
long as it is in force.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlmodel import SQLModel

from pmo_desktop.models.journal import ChangeRow, ChangeSetRow
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.changes import (
    ChangeSet,
    RowChange,
    Title,
    as_json,
    from_json_values,
)
from pmo_desktop.storage.inserting import insert_tuples

SETS = table_of(ChangeSetRow)
ROWS = table_of(ChangeRow)
STORED = ("change_set_id", "table", "row_id", "before", "after", "source")
FOUNDING = "founding"
# What somebody meant to be so; the others take it back or bring it back.
EDITS = ("edit", FOUNDING)
CAN_BE_UNDONE = ("edit", "revert")
# What has rows of its own; the rest repeats the rows of one of these.
WITH_ROWS = (*EDITS, "revert")
UNDONE_LATER = "Undo of an earlier change: {title}"


def write(
    connection: Connection, title: Title, author: str, rows: Sequence[RowChange]
) -> ChangeSet:
    """Add an edit; undone edits before it are dropped."""
    return _write(connection, "edit", title, author, rows, None)


def write_founding(
    connection: Connection, title: Title, author: str, rows: Sequence[RowChange]
) -> ChangeSet:
    """Add what the office starts from; it is never undone."""
    return _write(connection, FOUNDING, title, author, rows, None)


def write_revert(
    connection: Connection, target: ChangeSetRow, author: str, rows: Sequence[RowChange]
) -> ChangeSet:
    """Add the undo of an older entry; `rows` are what it changed, from now to then."""
    found = _write(connection, "revert", _revert_title(target), author, rows, target.id)
    _take_back(connection, found.id, is_undone=False)
    return found


def undoable(connection: Connection, change_set_id: int) -> ChangeSetRow | None:
    """What has to be undone so that this entry is: itself, or what it brought back; None where it
    is not in force."""
    found = entry(connection, change_set_id)
    newest = next_undo(connection)
    while found is not None and found.kind == "revert":
        target = entry(connection, found.target_id or 0)
        if target is None or target.kind != "revert" or (newest and newest.id == found.id):
            break
        found = entry(connection, target.target_id or 0)
    is_there = found is not None and found.kind in CAN_BE_UNDONE and found.state == "done"
    return found if is_there else None


def is_founding(connection: Connection, change_set_id: int) -> bool:
    found = entry(connection, change_set_id)
    return found is not None and found.kind == FOUNDING


def entry(connection: Connection, change_set_id: int) -> ChangeSetRow | None:
    """The entry with this number."""
    row = connection.execute(select(SETS).where(SETS.c.id == change_set_id)).one_or_none()
    return None if row is None else ChangeSetRow(**dict(row._mapping))


def next_undo(connection: Connection) -> ChangeSetRow | None:
    """The newest edit that is in force."""
    return _edit(connection, CAN_BE_UNDONE, "done", func.max(SETS.c.id))


def next_redo(connection: Connection) -> ChangeSetRow | None:
    """The oldest edit that is undone."""
    return _edit(connection, WITH_ROWS, "undone", func.min(SETS.c.id))


def undo(connection: Connection, edit: ChangeSetRow, author: str) -> ChangeSet:
    """Put back what stood before the edit."""
    rows = [row.inverted() for row in reversed(rows_of(connection, edit.id or 0))]
    return _replayed(connection, edit, rows, "undo", author)


def redo(connection: Connection, edit: ChangeSetRow, author: str) -> ChangeSet:
    """Put back what the edit made."""
    return _replayed(connection, edit, rows_of(connection, edit.id or 0), "redo", author)


def newest(connection: Connection) -> int:
    """The number of the newest entry; 0 where nothing was ever changed."""
    return connection.execute(select(func.max(SETS.c.id))).scalar() or 0


def go_back_to(connection: Connection, change_set_id: int, standing: int | None = None) -> None:
    """Turn the tables back to how they stood right after that entry; where they were turned back
    before, `standing` is the entry after which they stand.

    The journal itself stays as it is: this is for a transaction that is rolled back.
    """
    later = select(SETS).where(SETS.c.id > change_set_id).order_by(SETS.c.id.desc())
    if standing is not None:
        later = later.where(SETS.c.id <= standing)
    for done in connection.execute(later).all():
        rows = rows_of(connection, done.id if done.kind in WITH_ROWS else done.target_id)
        if done.kind != "undo":
            rows = [row.inverted() for row in reversed(rows)]
        apply(connection, rows)


def apply(connection: Connection, rows: Sequence[RowChange]) -> None:
    """Bring the tables from `before` to `after`, past the journal.

    Rows point at each other in both directions; only the whole must hold at the end.
    """
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for run in _runs(rows):
        _apply(connection, run)


def rows_of(connection: Connection, change_set_id: int) -> list[RowChange]:
    """The row changes of an edit, in the order in which they were recorded."""
    tables = SQLModel.metadata.tables
    stored = connection.execute(
        select(ROWS).where(ROWS.c.change_set_id == change_set_id).order_by(ROWS.c.id)
    )
    return [
        RowChange(
            row.table,
            row.row_id,
            from_json_values(tables[row.table], _loaded(row.before)),
            from_json_values(tables[row.table], _loaded(row.after)),
            _loaded(row.source),
        )
        for row in stored
    ]


def title_of(edit: ChangeSetRow) -> Title:
    return Title(edit.title, json.loads(edit.params))


def _replayed(
    connection: Connection, edit: ChangeSetRow, rows: list[RowChange], kind: str, author: str
) -> ChangeSet:
    apply(connection, rows)
    is_undo = kind == "undo"
    _set_state(connection, edit.id, "undone" if is_undo else "done")
    _take_back(connection, edit.id or 0, is_undone=is_undo)
    title = title_of(edit)
    added = _add_set(connection, kind, title, author, edit.id)
    return ChangeSet(added.id, title, author, added.at, kind, tuple(rows))


def _take_back(connection: Connection, revert_id: int, *, is_undone: bool) -> None:
    """What a revert took back is no longer in force, and what that in turn took back is again; the
    other way round once the revert is undone."""
    at = entry(connection, revert_id)
    is_in_force = is_undone
    while at is not None and at.kind == "revert" and at.target_id is not None:
        _set_state(connection, at.target_id, "done" if is_in_force else "reverted")
        is_in_force = not is_in_force
        at = entry(connection, at.target_id)


def _set_state(connection: Connection, change_set_id: int | None, state: str) -> None:
    connection.execute(update(SETS).where(SETS.c.id == change_set_id).values(state=state))


def _revert_title(target: ChangeSetRow) -> Title:
    taken_back = title_of(target)
    if taken_back.text == UNDONE_LATER:
        return Title("Bring back: {title}", taken_back.params)
    if target.kind == "revert":
        return Title(UNDONE_LATER, taken_back.params)
    # A sentence among the parameters: `language.Language.value` speaks it.
    named = {"text": taken_back.text, "params": dict(taken_back.params)}
    return Title("Undo of an earlier change: {title}", {"title": named})


def _write(
    connection: Connection,
    kind: str,
    title: Title,
    author: str,
    rows: Sequence[RowChange],
    target: int | None,
) -> ChangeSet:
    connection.execute(update(SETS).where(SETS.c.state == "undone").values(state="dropped"))
    found = _add_set(connection, kind, title, author, target)
    insert_tuples(connection, ROWS.name, STORED, (_stored_row(found.id, row) for row in rows))
    return ChangeSet(found.id, title, author, found.at, kind, tuple(rows))


def _runs(rows: Sequence[RowChange]) -> Iterator[list[RowChange]]:
    """Neighbours that one statement can apply: same table, same kind of change, same columns."""
    for _, run in groupby(rows, key=_statement_key):
        yield list(run)


def _statement_key(change: RowChange) -> tuple[Any, ...]:
    kind = "delete" if change.after is None else "insert" if change.before is None else "update"
    return (change.table, kind, tuple(change.after or ()) if kind == "update" else ())


def _apply(connection: Connection, run: Sequence[RowChange]) -> None:
    table = SQLModel.metadata.tables[run[0].table]
    row_id = table.c.id == bindparam("changed_row")
    if run[0].after is None:
        connection.execute(delete(table).where(row_id), [{"changed_row": c.row_id} for c in run])
    elif run[0].before is None:
        connection.execute(insert(table), [change.after or {} for change in run])
    else:
        values: dict[str, Any] = {name: bindparam(name) for name in run[0].after}
        rows = [{"changed_row": change.row_id, **(change.after or {})} for change in run]
        connection.execute(update(table).where(row_id).values(values), rows)


def _add_set(
    connection: Connection, kind: str, title: Title, author: str, target: int | None
) -> ChangeSet:
    at = datetime.now().replace(microsecond=0)
    params = json.dumps(dict(title.params), ensure_ascii=False, default=str)
    result = connection.execute(
        insert(SETS).values(
            kind=kind,
            target_id=target,
            state="done" if kind in WITH_ROWS else kind,
            title=title.text,
            params=params,
            author=author,
            at=at,
        )
    )
    new_id = result.inserted_primary_key
    assert new_id is not None  # an insert of one row always has one
    return ChangeSet(new_id[0], title, author, at, kind, ())


def _edit(
    connection: Connection, kinds: Sequence[str], state: str, pick: Any
) -> ChangeSetRow | None:
    of_kind = SETS.c.kind.in_(kinds)
    chosen = connection.execute(select(pick).where(of_kind, SETS.c.state == state)).scalar()
    return None if chosen is None else entry(connection, chosen)


def _stored_row(change_set_id: int, row: RowChange) -> tuple[Any, ...]:
    """The values of `STORED`."""
    table, row_id, before, after, source = row
    told = as_json(dict(source)) if source else None
    return (change_set_id, table, row_id, as_json(before), as_json(after), told)


def _loaded(text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    values: dict[str, Any] = json.loads(text)
    return values
