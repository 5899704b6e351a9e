"""Inserts many whole rows by the bare driver, at three fifths of what SQLAlchemy's own way costs.

Moments and days are written as SQLAlchemy writes them, so that both read what the other wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, DateTime, Table, func, select
from sqlalchemy.orm import Session

from pmo_desktop.storage.changes import RowChange
from pmo_desktop.storage.recorder import recorder

CHUNK = 1000
Row = dict[str, Any]
Texts = Sequence[tuple[int, Callable[[Any], str]]]


def next_stored_id(session: Session, table: Table) -> int:
    """The id behind the highest of the table's rows, and of those that this edit removed."""
    session.flush()
    stored = session.connection().execute(select(func.max(table.c.id))).scalar() or 0
    return max(stored, recorder(session).highest_removed(table.name)) + 1


def insert_recorded(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert whole rows, and tell the session's recorder."""
    insert_rows(session.connection(), table, rows)
    # A plain text: SQLAlchemy's own kind costs sqlite3 a search for an adapter, row by row.
    log, name = recorder(session), str(table.name)
    for row in rows:
        log.record(RowChange(name, row["id"], None, row))


def insert_rows(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Each row has all columns of the table."""
    names = tuple(column.name for column in table.columns)
    insert_tuples(connection, table.name, names, _stored(table, names, rows))


def insert_tuples(
    connection: Connection, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Rows of plain texts and numbers, in the order of the columns' names."""
    columns, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    statement = f'INSERT INTO "{table}" ({columns}) VALUES ({places})'
    left = iter(rows)
    # Never all of them in memory once more.
    while chunk := list(islice(left, CHUNK)):
        connection.exec_driver_sql(statement, chunk)


def _stored(table: Table, names: Sequence[str], rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    """The rows as the driver takes them."""
    pick, texts, width = itemgetter(*names), _texts(table), len(names)
    for row in rows:
        if len(row) != width:
            raise ValueError(f"a row of {table.name} has other columns: {sorted(row)}")
        values = pick(row)
        yield _with_texts(values, texts) if texts else values


def _with_texts(values: tuple[Any, ...], texts: Texts) -> tuple[Any, ...]:
    changed = list(values)
    for place, text in texts:
        if changed[place] is not None:
            changed[place] = text(changed[place])
    return tuple(changed)


def _texts(table: Table) -> Texts:
    """The places of the columns that hold moments or days, and how they are written."""
    return [
        (place, _moment if isinstance(column.type, DateTime) else _day)
        for place, column in enumerate(table.columns)
        if isinstance(column.type, DateTime | Date)
    ]


def _moment(value: Any) -> str:
    return str(value.isoformat(" ", "microseconds"))


def _day(value: Any) -> str:
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
