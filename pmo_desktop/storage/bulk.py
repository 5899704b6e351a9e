"""Many rows at once, through the journal, at a fraction of the cost of ORM objects.

Rows are dictionaries of columns. Primary keys are given here, which is safe because a writer holds
the file's write lock from its first statement on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key
from sqlmodel import SQLModel

from pmo_desktop.storage.among import portions, rows_among
from pmo_desktop.storage.changes import RowChange
from pmo_desktop.storage.inserting import insert_recorded, next_stored_id
from pmo_desktop.storage.recorder import recorder
from pmo_desktop.storage.waiting import waiting

Rows = Sequence[Mapping[str, Any]]


def table_of(model: type[SQLModel]) -> Table:
    """The model's table."""
    found: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel sets it at run time
    return found


def bulk_insert(session: Session, model: type[SQLModel], rows: Rows) -> list[int]:
    """Insert rows (columns that are absent take the model's defaults); returns their ids."""
    if not rows:
        return []
    table, later = table_of(model), waiting(session)
    first = next_stored_id(session, table) if later is None else later.next_id(table)
    defaults = _defaults(model)
    whole = [{**defaults, **row, "id": number} for number, row in enumerate(rows, first)]
    if later is not None:
        later.add(table, whole)
    else:
        insert_recorded(session, table, whole)
    return [row["id"] for row in whole]


def bulk_update(session: Session, model: type[SQLModel], rows: Rows) -> int:
    """Set the given columns of the rows named by `id`; returns how many rows really changed.

    ORM objects of these rows that the session already holds are refreshed.
    """
    table, later = table_of(model), waiting(session)
    if later is None:
        return _update_stored(session, model, rows)
    there = later.rows(table)
    changed = [later.update(table, row) for row in rows if row["id"] in there]
    rest = [row for row in rows if row["id"] not in there]
    return sum(changed) + (_update_stored(session, model, rest) if rest else 0)


def _update_stored(session: Session, model: type[SQLModel], rows: Rows) -> int:
    session.flush()
    table = table_of(model)
    before = _stored(session, table, [row["id"] for row in rows])
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    log, name_of_table = recorder(session), str(table.name)
    for row in rows:
        old = before[row["id"]]
        after = {name: value for name, value in row.items() if value != old[name]}
        if after:
            log.record(RowChange(name_of_table, row["id"], {n: old[n] for n in after}, after))
            by_columns[tuple(sorted(after))].append({"of_row": row["id"], **after})
    for columns, changed in by_columns.items():
        statement = update(table).where(table.c.id == bindparam("of_row"))
        values: dict[str, Any] = {name: bindparam(name) for name in columns}
        session.connection().execute(statement.values(values), changed)
    for held_row in held(session, model, before):
        # Loaded at once: an expired attribute would have no before-image in the journal.
        session.refresh(held_row)
    return sum(map(len, by_columns.values()))


def update_known(session: Session, model: type[SQLModel], changes: Iterable[RowChange]) -> None:
    """Write changes of stored rows whose columns are known as they stand, so that nobody has to
    look them up."""
    session.flush()
    table = table_of(model)
    log = recorder(session)
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    ids = []
    for change in changes:
        assert change.after is not None  # a change, no removal
        log.record(change)
        ids.append(change.row_id)
        by_columns[tuple(sorted(change.after))].append({"of_row": change.row_id, **change.after})
    for columns, changed in by_columns.items():
        statement = update(table).where(table.c.id == bindparam("of_row"))
        values: dict[str, Any] = {name: bindparam(name) for name in columns}
        session.connection().execute(statement.values(values), changed)
    for held_row in held(session, model, ids):
        session.refresh(held_row)


def bulk_delete(session: Session, model: type[SQLModel], ids: Iterable[int]) -> int:
    """Delete the rows with these ids; rows that point to them must be gone already."""
    session.flush()
    table = table_of(model)
    stored = _stored(session, table, list(ids))
    log = recorder(session)
    for row_id, row in stored.items():
        log.record(RowChange(str(table.name), row_id, row, None))
    for some in portions(stored):
        session.connection().execute(delete(table).where(table.c.id.in_(some)))
    for held_row in held(session, model, stored):
        session.expunge(held_row)
    return len(stored)


def held(session: Session, model: type[SQLModel], ids: Iterable[int]) -> list[SQLModel]:
    """The ORM objects of these rows that the session already has."""
    keys = (identity_key(model, row_id) for row_id in ids)
    return [session.identity_map[key] for key in keys if key in session.identity_map]


def _stored(session: Session, table: Table, ids: list[int]) -> dict[int, dict[str, Any]]:
    rows = rows_among(session, select(table), table.c.id, ids)
    return {row.id: dict(row._mapping) for row in rows}


@cache
def _defaults(model: type[SQLModel]) -> Mapping[str, Any]:
    return {
        name: field.get_default(call_default_factory=True, validated_data={})
        for name, field in model.model_fields.items()
        if name != "id" and not field.is_required()
    }
