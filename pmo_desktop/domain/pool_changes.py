"""What a spreadsheet of people would change in the pool, row by row, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class PoolChangeKind(StrEnum):
    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True)
class StoredRow:
    """A row of the pool: its id, what our own workbook knows it by, and its plain values; people
    are named. Levels and memberships are known by two ids, and have the id of their row."""

    id: int
    identity: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class PoolChange:
    """`values` are the fields to be set, `before` what stands there now; `label` names what it is
    about. Where `is_conflict` the database was changed since the file went out, too. `taken`: it is
    taken where nobody says otherwise."""

    kind: PoolChangeKind
    table: str
    label: str
    values: Mapping[str, Any]
    before: Mapping[str, Any] = field(default_factory=dict)
    id: int | None = None
    sheet: str = ""
    row: int = 0
    is_conflict: bool = False
    taken: bool = True
