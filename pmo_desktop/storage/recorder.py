"""Records every row that a session changes, before and after.

A recorder listens to its session's flushes, and the bulk verbs (`storage.bulk`) tell it what they
did. Statements that would change rows past it are refused: what is not in the journal cannot be
undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlmodel import SQLModel

from pmo_desktop.storage.changes import RowChange, coalesced

KEY = "pmo_recorder"


class PastTheJournal(Exception):
    """A bulk statement that the journal would not see. Use the verbs of `storage.bulk`."""


class Recorder:
    """The changes of one session, in the order in which they were made."""

    def __init__(self, session: Session) -> None:
        self._changes: list[RowChange] = []
        self._sources: dict[tuple[str, int], Mapping[str, Any]] = {}
        self._removed: dict[str, int] = {}
        session.info[KEY] = self
        event.listen(session, "after_flush", self._on_flushed)
        event.listen(session, "do_orm_execute", _refuse_bulk_statements)

    def record(self, change: RowChange) -> None:
        self._changes.append(change)
        if change.after is None:
            self._removed[change.table] = max(change.row_id, self.highest_removed(change.table))

    def highest_removed(self, table: str) -> int:
        """A number that this edit freed is not given again in it: two records would be one."""
        return self._removed.get(table, 0)

    def note_source(self, table: str, row_id: int, source: Mapping[str, Any]) -> None:
        """Say which file and cells a row's new values came from."""
        self._sources[(table, row_id)] = source

    def changes(self) -> list[RowChange]:
        """What was changed in all, one change a row, with the sources."""
        return coalesced(self._changes, self._sources)

    def _on_flushed(self, session: Session, _context: UOWTransaction) -> None:
        for row in session.new:
            self.record(RowChange(_table(row), row.id, None, _values(row)))
        for row in session.dirty:
            if session.is_modified(row):
                before, after = _differences(row)
                self.record(RowChange(_table(row), row.id, before, after))
        for row in session.deleted:
            # What was set on it but never written does not count as having stood there.
            before = _values(row) | _differences(row)[0]
            self.record(RowChange(_table(row), row.id, before, None))


def recorder(session: Session) -> Recorder:
    """The session's recorder; a session outside `Workspace.edit` has none and raises `KeyError`."""
    found: Recorder = session.info[KEY]
    return found


def _table(row: SQLModel) -> str:
    return str(row.__tablename__)


def _values(row: SQLModel) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}


def _differences(row: SQLModel) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(row)
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.has_changes():
            before[column.key] = history.deleted[0] if history.deleted else None
            after[column.key] = history.added[0] if history.added else None
    return before, after


def _refuse_bulk_statements(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise PastTheJournal(f"Refused, as the journal would not see it: {state.statement}")
