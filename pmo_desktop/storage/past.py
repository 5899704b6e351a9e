"""What the journal and the tables say of single rows: what stands, and who made it so."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlmodel import SQLModel

from pmo_desktop.storage.among import portions
from pmo_desktop.storage.changes import RowChange, Title, Values, from_json_values
from pmo_desktop.storage.derived import PARTS
from pmo_desktop.storage.journal import EDITS, ROWS, SETS, WITH_ROWS

Key = tuple[str, int]
ENTRY = (SETS.c.id.label("entry"), SETS.c.title, SETS.c.params, SETS.c.author, SETS.c.at)
IN_FORCE = (SETS.c.kind.in_(EDITS), SETS.c.state == "done")
# What left the tables as it found them (`undone`, `dropped`) is as if it had never been.
HAPPENED = (SETS.c.kind.in_(WITH_ROWS), SETS.c.state.in_(("done", "reverted")))


@dataclass(frozen=True)
class Entry:
    """An entry of the journal, as far as a reader is told of it."""

    id: int
    title: Title
    author: str
    at: datetime

    @staticmethod
    def of(row: Any) -> Entry:
        return Entry(row.entry, Title(row.title, json.loads(row.params)), row.author, row.at)


@dataclass(frozen=True)
class Later:
    """A later edit's change of one row."""

    edit: Entry
    change: RowChange


class Life:
    """One record through the journal: numbers are given again to others once a row is gone.

    `changes` are those of the record by later edits in force; `is_there` whether the row that has
    its number now is still (or again) the record.
    """

    def __init__(self, first: RowChange | None = None) -> None:
        self.changes: list[Later] = []
        self._holder: object = self if first is None or first.after is not None else None
        self._known: dict[Any, object] = {}
        for values in () if first is None else (first.before, first.after):
            if values is not None and "id" in values:
                self._known[_identity(values)] = self

    @property
    def is_there(self) -> bool:
        return self._holder is self

    def go_on(self, later: Later, *, counts: bool) -> None:
        change = later.change
        if change.before is None:
            self._holder = self._known.setdefault(_identity(change.after or {}), object())
        if counts and self._holder is self:
            self.changes.append(later)
        if change.after is None:
            self._known[_identity(change.before or {})] = self._holder
            self._holder = None


def _identity(values: Values) -> Any:
    """By what a record is known again when it comes back."""
    return values.get("uid") or tuple(sorted((name, str(v)) for name, v in values.items()))


class Past:
    """Asked within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = SQLModel.metadata.tables
        self._parents: dict[int, frozenset[int]] = {}

    def stored(self, keys: Iterable[Key]) -> dict[Key, Values]:
        """The rows that are there, whole."""
        wanted: dict[str, list[int]] = defaultdict(list)
        for name, row_id in keys:
            wanted[name].append(row_id)
        found: dict[Key, Values] = {}
        for name, ids in wanted.items():
            table = self._tables[name]
            for some in portions(ids):
                rows = self._connection.execute(select(table).where(table.c.id.in_(some)))
                for row in rows:
                    found[(name, row.id)] = dict(row._mapping)
        return found

    def removed(self, key: Key) -> Values:
        """What a row held that is gone."""
        text = self._connection.execute(
            select(ROWS.c.before)
            .where(ROWS.c.table == key[0], ROWS.c.row_id == key[1], ROWS.c.after.is_(None))
            .order_by(ROWS.c.id.desc())
        ).scalar()
        found: Values = json.loads(text) if text else {}
        return found

    def owners(self, table: str, changes: Iterable[RowChange]) -> dict[int, int]:
        """Row of a part -> the row that has it, also where the row itself is gone."""
        stored, column = self._tables[table], PARTS[table].column
        rows = self._connection.execute(select(stored.c.id, stored.c[column].label("owner")))
        found: dict[int, int] = {row.id: row.owner for row in rows}
        for change in changes:
            for values in (change.before, change.after):
                if values and column in values:
                    found.setdefault(change.row_id, values[column])
        return found

    def lives(
        self, change_set_id: int, mine: Mapping[Key, RowChange], also: Iterable[Key] = ()
    ) -> dict[Key, Life]:
        """What became of the rows that an entry changed, and of others that stood then."""
        found = {key: Life(change) for key, change in mine.items()}
        found |= {key: Life() for key in also if key not in found}
        for row in self._rows_after(change_set_id, HAPPENED):
            life = found.get((row.table, row.row_id))
            if life is not None:
                life.go_on(self._later(row), counts=row.kind in EDITS and row.state == "done")
        return found

    def same_table(self, change_set_id: int, table: str) -> list[Later]:
        """What later edits in force did to a table, oldest first."""
        rows = self._rows_after(change_set_id, IN_FORCE, ROWS.c.table == table)
        return [self._later(row) for row in rows]

    def reverts_across(self, change_set_id: int) -> list[tuple[Entry, int]]:
        """The reverts in force, later than this entry, of what is earlier; each with its target."""
        rows = self._connection.execute(
            select(*ENTRY, SETS.c.target_id)
            .where(SETS.c.kind == "revert", SETS.c.state == "done")
            .where(SETS.c.id > change_set_id, SETS.c.target_id < change_set_id)
        )
        return [(Entry.of(row), row.target_id) for row in rows]

    def got_children(self, change_set_id: int) -> frozenset[int]:
        """The tasks below which an edit hung others."""
        if change_set_id not in self._parents:
            parent = func.json_extract(ROWS.c.after, "$.parent_id")
            found = self._connection.execute(
                select(parent)
                .where(ROWS.c.change_set_id == change_set_id, ROWS.c.table == "task")
                .where(parent.is_not(None))
            )
            self._parents[change_set_id] = frozenset(found.scalars())
        return self._parents[change_set_id]

    def writer(self, key: Key, column: str) -> Entry | None:
        """The newest edit in force that gave the row's column its value."""
        rows = self._of_row(key, ROWS.c.after.is_not(None))
        return next((Entry.of(row) for row in rows if column in json.loads(row.after)), None)

    def remover(self, key: Key) -> Entry | None:
        """The newest edit in force that removed the row."""
        return next((Entry.of(row) for row in self._of_row(key, ROWS.c.after.is_(None))), None)

    def entry(self, change_set_id: int) -> Entry:
        found = select(*ENTRY).where(SETS.c.id == change_set_id)
        return Entry.of(self._connection.execute(found).one())

    def _of_row(self, key: Key, condition: Any) -> Iterable[Row[Any]]:
        return self._connection.execute(
            select(*ENTRY, ROWS.c.after)
            .join(ROWS, ROWS.c.change_set_id == SETS.c.id)
            .where(*IN_FORCE, ROWS.c.table == key[0], ROWS.c.row_id == key[1], condition)
            .order_by(ROWS.c.id.desc())
        )

    def _rows_after(
        self, change_set_id: int, which: Sequence[Any], *conditions: Any
    ) -> Iterator[Row[Any]]:
        """The rows of later entries, in their order, what the entry is beside them."""
        yield from self._connection.execute(
            select(ROWS, *ENTRY, SETS.c.kind, SETS.c.state)
            .join(SETS, SETS.c.id == ROWS.c.change_set_id)
            .where(*which, ROWS.c.change_set_id > change_set_id, *conditions)
            .order_by(ROWS.c.id)
        )

    def _later(self, row: Row[Any]) -> Later:
        table = self._tables[row.table]
        before, after = (
            from_json_values(table, json.loads(text) if text else None)
            for text in (row.before, row.after)
        )
        return Later(Entry.of(row), RowChange(row.table, row.row_id, before, after))


def label_of(values: Mapping[str, Any]) -> str:
    """What a reader calls a row: its WBS or code, and its name; empty where it has neither."""
    head = values.get("wbs") or values.get("code") or ""
    return f"{head} {values.get('name') or values.get('period') or ''}".strip()
