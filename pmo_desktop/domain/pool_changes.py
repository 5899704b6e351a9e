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
class PoolNames:
    """What rows of the pool may name besides each other: the calendars for everybody, and the
    projects by code and name."""

    calendars: tuple[str, ...] = ()
    projects: tuple[tuple[str, str], ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The projects as they are shown: code and name."""
        return tuple(" ".join(filter(None, parts)) for parts in self.projects)


@dataclass(frozen=True)
class PoolChange:
    """`values` are the fields to be set, `before` what stands there now; `label` names what it is
    about. `taken`: it is taken where nobody says otherwise.

    It is not where it `is_conflict`: the database was changed since the file went out, too, or an
    earlier file, the `rival`, says otherwise of the same row (its `target`). Nor where it hangs on
    `doubts`, the keys of people and skills that nobody knows. The change that `decides` a doubt
    adds the new one; `like` is the known one who may be meant instead. `source` is where the values
    stand, as in `services.sources`.
    """

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
    target: tuple[Any, ...] = ()
    rival: str = ""
    doubts: tuple[str, ...] = ()
    decides: str = ""
    like: str = ""
    source: Mapping[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return str(self.source.get("file", ""))


def contradict(one: PoolChange, other: PoolChange) -> bool:
    """Whether two changes want different things of the same row."""
    if one.target != other.target or one is other:
        return False
    if one.kind is not other.kind:
        return True
    return any(other.values[name] != value for name, value in one.values.items()
               if name in other.values)  # fmt: skip
