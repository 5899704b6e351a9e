"""What one edit changed, as plain values: the change set.

Rows are coalesced: however often an edit touched a row, it has one change from what stood there
before the edit to what stands there after it. `inverted()` of a row is its undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from json import JSONEncoder
from operator import methodcaller
from typing import Any, NamedTuple

from sqlalchemy import Column, Date, DateTime, Table

Values = dict[str, Any]
Key = tuple[str, int]
NO_SOURCES: Mapping[Key, Mapping[str, Any]] = {}
# One for all: making it costs as much as a row. Plain values hold no circles to look for.
ENCODER = JSONEncoder(ensure_ascii=False, check_circular=False, default=methodcaller("isoformat"))


@dataclass(frozen=True)
class Title:
    """What an edit is called: an English source sentence and its parameters."""

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)


class RowChange(NamedTuple):
    """`before` None: inserted; `after` None: deleted; else the changed columns on both sides.

    `source` names the spreadsheet that the values came from: `{"file": "plan.xlsx",
    "cells": {"finish": "Plan!F12"}}`.
    """

    table: str
    row_id: int
    before: Values | None
    after: Values | None
    source: Mapping[str, Any] | None = None

    def inverted(self) -> RowChange:
        return RowChange(self.table, self.row_id, self.after, self.before)


@dataclass(frozen=True)
class ChangeSet:
    """One edit, undo or redo; `id` is its number in the journal."""

    id: int
    title: Title
    author: str
    at: datetime
    kind: str
    rows: tuple[RowChange, ...]

    @property
    def tables(self) -> frozenset[str]:
        """The tables that a view must be fetched from again."""
        return frozenset(row.table for row in self.rows)


def coalesced(
    changes: Iterable[RowChange], sources: Mapping[Key, Mapping[str, Any]] = NO_SOURCES
) -> list[RowChange]:
    """One change a row, in the order of each row's first change; what cancels out is left out.

    `sources` are those of rows, by their tables and ids.
    """
    merged: dict[Key, RowChange] = {}
    for change in changes:
        key = (change.table, change.row_id)
        merged[key] = _joined(merged[key], change) if key in merged else change
    return [
        RowChange(*change[:4], sources[key]) if key in sources else change
        for key, change in merged.items()
        if change.before != change.after
    ]


def _joined(first: RowChange, second: RowChange) -> RowChange:
    before, after = first.before, second.after
    if before is not None and second.before is not None:
        before = {**second.before, **before}
    if after is not None and first.after is not None:
        after = {**first.after, **after}
    if before is not None and after is not None:
        changed = {name for name in after if before.get(name) != after[name]}
        before = {name: before.get(name) for name in changed}
        after = {name: after[name] for name in changed}
    source = {**(first.source or {}), **(second.source or {})} or None
    return RowChange(first.table, first.row_id, before, after, source)


def as_json(values: Mapping[str, Any] | None) -> str | None:
    """The values as a JSON object, moments and days as ISO text."""
    return ENCODER.encode(values) if values is not None else None


def from_json_values(table: Table, values: Values | None) -> Values | None:
    """The values again of which `as_json` was made, by the types of the table's columns.

    Columns that the table no longer has are left out: an old edit stays readable.
    """
    if values is None:
        return None
    return {
        name: _typed(table.columns[name], value)
        for name, value in values.items()
        if name in table.columns
    }


def _typed(column: Column[Any], value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value
