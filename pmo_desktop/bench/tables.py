"""Rows of made-up offices, written past the program so that making them takes no time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any


def insert(
    connection: sqlite3.Connection, model: type[Any], rows: Iterable[Mapping[str, object]]
) -> None:
    """Into the table of a class of `models`, with its defaults for what is not given."""
    from pmo_desktop.storage.bulk import table_of

    table = table_of(model)
    columns = [column.name for column in table.columns]
    fields = model.model_fields
    defaults = {name: None if fields[name].is_required() else fields[name].default
                for name in columns}  # fmt: skip
    marks = ", ".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO {table.name} ({', '.join(f'[{name}]' for name in columns)}) VALUES ({marks})",
        ([{**defaults, **row}[name] for name in columns] for row in rows),
    )
