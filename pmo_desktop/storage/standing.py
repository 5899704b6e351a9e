"""What stands on an edit, so that the edit can be undone though others came after it.

The result of such an undo is what the later edits would have led to had this one never been made.
Where that is not to be had without the loss of something that was done later, `lost` says what:

- a column that it changed was changed again, or a row that it added was changed;
- a row that it added is pointed to by one that stays;
- a row that it removed cannot come back: its number or its unique name was given again, or what it
  points to is gone;
- an edit before it was undone since, and its rows would come back as that one had left them.

A row that was removed later stays removed, and what follows from other columns (`derived`) is never
lost: whoever applies `changes` computes it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, select
from sqlmodel import SQLModel

from pmo_desktop.models.journal import ChangeSetRow
from pmo_desktop.storage.changes import RowChange, Title, Values
from pmo_desktop.storage.derived import LAST_WORD, MADE_SUMMARY, PARTS, is_derived
from pmo_desktop.storage.journal import rows_of
from pmo_desktop.storage.past import Entry, Key, Past, label_of

# Names that must not stand twice though the database would bear it.
UNIQUE = {"project": ("code",)}
# Rows that point to others without a foreign key, by the table that `custom_field` names.
TABLE_NAMES = {"status": "status_report"}


@dataclass(frozen=True)
class Lost:
    """Something that undoing an edit would take with it, or that stands in its way.

    `title`, `author` and `at` are those of the later edit `change_set_id`; `label` is what the row
    is called. `why` is `changed` (`columns` says which), `points` (the row points to one that would
    go), `taken` (the row has the number or the name of one that would come back), `gone` (the row
    that would be pointed to), or `undone` (the edit was undone since).
    """

    change_set_id: int
    title: Title
    author: str
    at: datetime
    table: str
    row_id: int
    label: str
    columns: tuple[str, ...]
    why: str


class Standing:
    """`lost`, and the `changes` that undo the edit, from what stands now to what will."""

    def __init__(self, connection: Connection, edit: ChangeSetRow) -> None:
        self._connection = connection
        self._past = Past(connection)
        self._edit = edit
        self._tables = SQLModel.metadata.tables
        self._mine = {(row.table, row.row_id): row for row in rows_of(connection, edit.id or 0)}
        self._now = self._past.stored(self._mine)
        self._lives = self._past.lives(edit.id or 0, self._mine)
        self._lost: dict[tuple[Any, ...], Lost] = {}
        self._changes: dict[Key, RowChange] = {}
        self._blocked = self._changed_parts()
        for key, change in reversed(self._mine.items()):
            self._take(key, change)
        self._check_pointers()
        self._check_references()
        self._check_unique()
        self._check_undone_since()

    @property
    def lost(self) -> tuple[Lost, ...]:
        """The oldest edit first."""
        return tuple(sorted(self._lost.values(), key=lambda one: (one.change_set_id, one.table)))

    @property
    def changes(self) -> tuple[RowChange, ...]:
        return tuple(self._changes.values())

    # Row by row

    def _take(self, key: Key, change: RowChange) -> None:
        # Another row may have its number by now.
        is_gone = key not in self._now or not self._lives[key].is_there
        if key in self._blocked or (change.after is not None and is_gone):
            return
        if change.after is None:
            self._bring_back(key, change)
        elif change.before is None:
            self._take_away(key)
        else:
            self._restore(key, change)

    def _bring_back(self, key: Key, change: RowChange) -> None:
        if any(later.change.after is None for later in self._lives[key].changes):
            return  # it was removed a second time, while this edit was undone
        if key in self._now:
            self._lose("taken", key, self._past.writer(key, "id"))
        else:
            self._changes[key] = RowChange(*key, None, change.before)

    def _take_away(self, key: Key) -> None:
        states = self._states(key)
        for at, later in enumerate(self._lives[key].changes, 1):
            meant = [c for c in later.change.after or () if not self._derived(key, c, states, at)]
            if meant:
                self._lose("changed", key, later.edit, meant)
        self._changes[key] = RowChange(*key, self._now[key], None)

    def _restore(self, key: Key, change: RowChange) -> None:
        states = self._states(key)
        values: Values = {}
        for column, before in (change.before or {}).items():
            meant = [
                later
                for at, later in enumerate(self._lives[key].changes, 1)
                if column in (later.change.after or ())
                and not self._derived(key, column, states, at)
            ]
            if not meant:
                values[column] = before
            elif (key[0], column) in LAST_WORD:
                continue
            elif not self._derived(key, column, states, 0):
                for later in meant:
                    self._lose("changed", key, later.edit, [column])
        self._set(key, values)

    def _set(self, key: Key, values: Values) -> None:
        now = self._now[key]
        after = {name: value for name, value in values.items() if now[name] != value}
        if after:
            self._changes[key] = RowChange(*key, {name: now[name] for name in after}, after)

    def _states(self, key: Key) -> list[Values]:
        """The row right after this edit, then after each later one that changed it."""
        states = [self._now[key]]
        for later in reversed(self._lives[key].changes):
            states.insert(0, {**states[0], **(later.change.before or {})})
        return states

    def _derived(self, key: Key, column: str, states: Sequence[Values], at: int) -> bool:
        edit: int = self._lives[key].changes[at - 1].edit.id if at else self._edit.id or 0
        got_children = column in MADE_SUMMARY and key[1] in self._past.got_children(edit)
        return is_derived(key[0], column, states[at], got_children=got_children)

    # Fields that are rows

    def _changed_parts(self) -> set[Key]:
        """The rows of parts that are not to be touched: the field was changed later as a whole, or
        the row that had it is gone."""
        blocked: set[Key] = set()
        for table in PARTS:
            mine = {key: row for key, row in self._mine.items() if key[0] == table}
            if mine:
                blocked |= self._blocked_parts(table, mine)
        return blocked

    def _blocked_parts(self, table: str, mine: Mapping[Key, RowChange]) -> set[Key]:
        part = PARTS[table]
        later = self._past.same_table(self._edit.id or 0, table)
        owners = self._past.owners(table, [*mine.values(), *(one.change for one in later)])
        held = {(part.owner, owners.get(row_id, 0)) for _, row_id in mine}
        lives = self._past.lives(self._edit.id or 0, {}, held)
        stored = {
            key: values
            for key, values in self._past.stored(held).items()
            if lives[key].is_there or key in self._mine
        }
        edits = {
            owners.get(one.change.row_id, 0): one.edit
            for one in later
            if not self._went_along(one.change)
        }
        blocked = set()
        for key in mine:
            owner = (part.owner, owners.get(key[1], 0))
            if owner not in stored and not self._comes_back(owner):
                blocked.add(key)
            elif owner[1] in edits:
                self._lose("changed", owner, edits[owner[1]], [part.field], stored[owner])
                blocked.add(key)
        return blocked

    def _comes_back(self, key: Key) -> bool:
        return key in self._mine and self._mine[key].after is None

    def _went_along(self, change: RowChange) -> bool:
        """Whether a row of a part was removed because what it points to was."""
        if change.after is not None:
            return False
        targets = {
            (foreign.column.table.name, (change.before or {}).get(column.name, 0))
            for column in self._tables[change.table].columns
            for foreign in column.foreign_keys
        }
        return len(self._past.stored(targets)) < len(targets)

    # What points where

    def _check_pointers(self) -> None:
        """What is pointed to from rows that come back or point elsewhere again must be there."""
        while True:
            pointers = list(self._pointers())
            there = self._there(target for _, _, target in pointers)
            broken = [one for one in pointers if one[2] not in there]
            if not broken:
                return
            for key, column, target in broken:
                if key in self._changes:
                    self._mend(key, column, target)

    def _mend(self, key: Key, column: Column[Any], target: Key) -> None:
        change = self._changes.pop(key)
        if key[0] == "task" and column.name == "parent_id":
            after = {**(change.after or {}), "parent_id": None}
            self._changes[key] = RowChange(*key, change.before, after)
        elif column.nullable or change.before is not None:
            self._lose("gone", target, self._past.remover(target))
        # else it cannot be without what was removed later, and stays away with it

    def _pointers(self) -> Iterator[tuple[Key, Column[Any], Key]]:
        for key, change in self._changes.items():
            for column in self._tables[key[0]].columns:
                value = (change.after or {}).get(column.name)
                for foreign in column.foreign_keys:
                    if value is not None:
                        yield key, column, (foreign.column.table.name, value)

    def _there(self, keys: Iterable[Key]) -> set[Key]:
        """Which of these rows will be there, and be the ones that were meant: a number may have
        been given to another since."""
        asked = set(keys)
        ours = {key for key in asked if key in self._changes}
        lives = self._past.lives(self._edit.id or 0, {}, asked - ours)
        stored = self._past.stored(key for key, life in lives.items() if life.is_there)
        return {key for key in ours if self._changes[key].after is not None} | set(stored)

    def _check_references(self) -> None:
        """Rows that stay must not point to rows that go."""
        going: dict[str, set[int]] = defaultdict(set)
        for (name, row_id), change in self._changes.items():
            if change.after is None:
                going[name].add(row_id)
        for table in self._tables.values():
            for column in table.columns:
                for foreign in column.foreign_keys:
                    target = foreign.column.table.name
                    if going[target] and not table.name.startswith("change_"):
                        self._check_column(column, going[target])
        self._check_custom_values(going)

    def _check_column(self, column: Column[Any], going: set[int]) -> None:
        table = column.table
        rows = self._connection.execute(
            select(table.c.id, column.label("target")).where(column.is_not(None))
        )
        for row in rows:
            if row.target not in going:
                continue
            change = self._changes.get((table.name, row.id))
            if change is None or (change.after is not None and column.name not in change.after):
                self._lose_pointer((table.name, row.id), column.name)

    def _check_custom_values(self, going: Mapping[str, set[int]]) -> None:
        values, custom = self._tables["custom_value"], self._tables["custom_field"]
        rows = self._connection.execute(
            select(values.c.id, values.c.row_id, custom.c.table).join(
                custom, custom.c.id == values.c.custom_field_id
            )
        )
        for row in rows:
            table = TABLE_NAMES.get(row.table, row.table)
            change = self._changes.get(("custom_value", row.id))
            if row.row_id in going.get(table, ()) and (change is None or change.after is not None):
                self._lose_pointer(("custom_value", row.id), "row_id")

    def _lose_pointer(self, key: Key, column: str) -> None:
        writer = self._past.writer(key, column)
        values = self._past.stored([key])[key]
        part = PARTS.get(key[0])
        if part is None:
            self._lose("points", key, writer, [column], values)
            return
        owner = (part.owner, values[part.column])
        goes = owner in self._changes and self._changes[owner].after is None
        named = self._past.stored([owner])[owner]
        self._lose("changed" if goes else "points", owner, writer, [part.field], named)

    # What must stand but once

    def _check_unique(self) -> None:
        for key, change in list(self._changes.items()):
            table = self._tables[key[0]]
            names = [c.name for c in table.columns if c.unique]
            for name in (*names, *UNIQUE.get(key[0], ())):
                value = (change.after or {}).get(name)
                if value in (None, ""):
                    continue
                found = self._connection.execute(select(table).where(table.c[name] == value))
                for row in found:
                    other = self._changes.get((key[0], row.id))
                    stays = other is None or (other.after is not None and name not in other.after)
                    if row.id != key[1] and stays:
                        holder = (key[0], row.id)
                        writer = self._past.writer(holder, name)
                        self._lose("taken", holder, writer, [name], dict(row._mapping))

    def _check_undone_since(self) -> None:
        """Rows come back as they stood when they were removed: nothing that led there may have
        been undone since."""
        back = {key for key, change in self._changes.items() if change.before is None}
        if not back:
            return
        for revert, target_id in self._past.reverts_across(self._edit.id or 0):
            rows = rows_of(self._connection, target_id)
            touched = {(row.table, row.row_id) for row in rows}
            for table, part in PARTS.items():
                parts = [row for row in rows if row.table == table]
                if parts:
                    owners = self._past.owners(table, parts)
                    touched |= {(part.owner, owners.get(row.row_id, 0)) for row in parts}
            for key in sorted(touched & back):
                self._lose("undone", key, revert, (), self._changes[key].after)

    # Help

    def _lose(
        self,
        why: str,
        key: Key,
        edit: Entry | None,
        columns: Iterable[str] = (),
        values: Values | None = None,
    ) -> None:
        stored = values or self._now.get(key) or self._past.removed(key)
        # Where the journal does not say who it was: the edit itself.
        by = edit if edit is not None else self._past.entry(self._edit.id or 0)
        merged = (why, key, by.id)
        known = self._lost.get(merged)
        names = (*(known.columns if known else ()), *columns)
        self._lost[merged] = Lost(
            by.id,
            by.title,
            by.author,
            by.at,
            key[0],
            key[1],
            label_of(stored),
            tuple(dict.fromkeys(names)),
            why,
        )
