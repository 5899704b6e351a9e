"""Rows that wait to be inserted: an edit that brings many makes them up first and writes each once.

Inside `inserting_later` the bulk verbs keep new rows here, and change them here. Any statement of
the session writes them first, so that nobody reads past them; a reader that would rather not be the
cause of that asks `waiting` first.

Until they are written, rows may point to others that come later.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.orm import Session

from pmo_desktop.storage.inserting import insert_recorded, next_stored_id

KEY = "pmo_waiting"
Row = dict[str, Any]


class Waiting:
    """The rows of one session that wait, by their tables and ids."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[Table, dict[int, Row]] = {}
        self._of_project: dict[tuple[Table, int], list[Row]] = {}
        self._next: dict[Table, int] = {}
        self._is_asking = False

    def rows(self, table: Table) -> dict[int, Row]:
        """The table's rows by their ids; to be changed in place."""
        return self._rows.get(table, {})

    def has(self, table: Table, row_id: int | None) -> bool:
        return row_id in self._rows.get(table, ())

    def tuples(self, table: Table, project_id: int) -> list[Any]:
        """A project's rows as they stand, like the database gives them, in their order."""
        rows = as_tuples(table, self._of_project.get((table, project_id), ()))
        return sorted(rows, key=_position) if "position" in table.columns else rows

    def next_id(self, table: Table) -> int:
        """The id of the next row that is added to the table."""
        if table not in self._next:
            self._is_asking = True
            self._next[table] = next_stored_id(self._session, table)
            self._is_asking = False
        return self._next[table]

    def add(self, table: Table, rows: list[Row]) -> None:
        """Whole rows, numbered from `next_id` on."""
        self._rows.setdefault(table, {}).update((row["id"], row) for row in rows)
        self._next[table] = rows[-1]["id"] + 1
        if "project_id" in table.columns:
            for row in rows:
                self._of_project.setdefault((table, row["project_id"]), []).append(row)

    def update(self, table: Table, row: Mapping[str, Any]) -> bool:
        """Set columns of the row with the id in `row`; returns whether that changed anything."""
        known = self._rows[table][row["id"]]
        if row.items() <= known.items():
            return False
        known.update(row)
        return True

    def write(self) -> None:
        """Insert all that wait."""
        waiting, self._rows, self._next, self._of_project = self._rows, {}, {}, {}
        if not waiting:
            return
        self._session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table, by_id in waiting.items():
            insert_recorded(self._session, table, list(by_id.values()))

    def on_statement(self, *_: Any) -> None:
        if not self._is_asking:
            self.write()


def as_tuples(table: Table, rows: Iterable[Row]) -> list[Any]:
    """The rows like the database gives them: tuples whose values have the columns' names."""
    shape = _shape(table)
    pick = itemgetter(*shape._fields)
    return [shape._make(pick(row)) for row in rows]


@cache
def _shape(table: Table) -> Any:
    return namedtuple(table.name, [column.name for column in table.columns])


def _position(row: Any) -> tuple[int, int]:
    return row.position, row.id


@contextmanager
def inserting_later(session: Session) -> Iterator[Waiting]:
    """Rows that are inserted inside wait until something is asked of the database, or the end."""
    found = session.info[KEY] = Waiting(session)
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", found.on_statement)
    try:
        yield found
        found.write()
    finally:
        event.remove(connection, "before_cursor_execute", found.on_statement)
        del session.info[KEY]


def waiting(session: Session) -> Waiting | None:
    """What waits in the session; None where rows are inserted at once."""
    found: Waiting | None = session.info.get(KEY)
    return found
