"""Lets everything that points to some rows point to another one, where several become one."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.storage.bulk import bulk_update, table_of


def pointing_columns(model: type[SQLModel]) -> list[tuple[type[SQLModel], str]]:
    """The tables and columns that point to a table."""
    import pmo_desktop.models as models

    target = table_of(model)
    journal = {"ChangeSetRow", "ChangeRow"}
    every = [getattr(models, name) for name in models.__all__ if name not in journal]
    return [
        (other, column.name)
        for other in every
        for column in table_of(other).columns
        if any(key.column.table is target for key in column.foreign_keys)
    ]


def move_pointers(
    session: Session,
    model: type[SQLModel],
    gone: Collection[int],
    keep_id: int,
    but: Collection[type[SQLModel]] = (),
) -> None:
    """What points to the rows `gone` of a table points to `keep_id`; the tables `but` are left."""
    for other, name in pointing_columns(model):
        if other in but:
            continue
        table = table_of(other)
        statement = select(table.c.id).where(table.c[name].in_(gone))
        ids = list(session.connection().execute(statement).scalars())
        bulk_update(session, other, [{"id": number, name: keep_id} for number in ids])
