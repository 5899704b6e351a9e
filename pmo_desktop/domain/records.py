"""Records: plain values of one row, wherever they come from, and what a change of them is.

A workbook that is read, the database that it is compared with, and the workbook that is sent out
are all `Record`s of the fields in `domain.fields`; so there is one comparison and one commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any, overload

from pmo_desktop.domain.plan_file import PlanTake

Span = tuple[datetime, datetime]
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value stands (`Plan`, `F12`), and what is written there."""

    sheet: str
    address: str
    text: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.address}"


@dataclass(frozen=True, slots=True)
class Record:
    """`table` is a key of `fields.TABLES`; `values` holds plain values of the fields it knows.

    A field that is absent from `values` was not given and stays as it is; a field that is there
    with its empty value was given as empty. `cells` says where each value was read.
    """

    table: str
    values: Mapping[str, Any]
    uid: str | None = None
    id: int | None = None
    cells: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What a reader calls the record: its WBS or code, and its name."""
        head = self.values.get("wbs") or self.values.get("code") or ""
        name = self.values.get("name") or self.values.get("period") or ""
        return f"{head} {name}".strip()


@dataclass(frozen=True)
class ProjectRecords:
    """Everything of one project that travels in a workbook; `parent`s follow from the WBS codes.

    `people` are the persons of its tasks with what is known of them; `status` the reports.
    """

    project: Record
    tasks: Sequence[Record] = ()
    risks: tuple[Record, ...] = ()
    issues: tuple[Record, ...] = ()
    people: tuple[Record, ...] = ()
    status: tuple[Record, ...] = ()

    def of(self, table: str) -> Sequence[Record]:
        """The records of a table of `fields.TABLES`."""
        if table == "project":
            return (self.project,)
        found: Sequence[Record] = getattr(self, PLURAL[table])
        return found


PLURAL = {
    "task": "tasks",
    "risk": "risks",
    "issue": "issues",
    "person": "people",
    "status": "status",
}


class ChangeKind(StrEnum):
    ADD = "add"
    CHANGE = "change"


class Unknown(Enum):
    """What is not known to have been there, unlike `None`: nothing was there."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


class ChangeStatus(StrEnum):
    """How a value of a file came to differ from the database's, seen from the *base*: what was sent
    out, or accepted last. CHANGED: the file has moved. OUTDATED: the database has, and the file
    still says what it did. CONFLICT: both have, each another way."""

    CHANGED = "changed"
    OUTDATED = "outdated"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value's change from the database's to the file's, and the base; all plain values.

    `doubts` are the keys of the `Doubt`s that must be answered before it can be taken."""

    name: str
    before: Any
    after: Any
    cell: Cell | None = None
    base: Any = UNKNOWN
    status: ChangeStatus = ChangeStatus.CHANGED
    doubts: tuple[str, ...] = ()


class NewFields(Sequence[FieldChange]):
    """The fields of a new record: `values` in their order, each made a change when it is asked for.

    Rows come by the ten thousand, and most are counted, taken and written without a look at them.
    `empty` is what stood in a field before, `doubts` are the keys of those about its people.
    """

    __slots__ = ("_cells", "_doubts", "_empty", "values")

    def __init__(
        self,
        values: Mapping[str, Any],
        empty: Mapping[str, Any],
        cells: Mapping[str, Cell],
        doubts: Mapping[str, tuple[str, ...]] = NOTHING,
    ) -> None:
        self.values, self._empty, self._cells, self._doubts = values, empty, cells, doubts

    def __iter__(self) -> Iterator[FieldChange]:
        return map(self._made, self.values)

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, at: int) -> FieldChange: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[FieldChange, ...]: ...
    def __getitem__(self, at: int | slice) -> FieldChange | tuple[FieldChange, ...]:
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (NewFields, tuple)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def placed(self) -> list[tuple[str, Any, Cell | None]]:
        """See `RecordChange.placed`."""
        cell = self._cells.get
        return [(name, value, cell(name)) for name, value in self.values.items()]

    def _made(self, name: str) -> FieldChange:
        doubts = self._doubts.get(name, ())
        before, after = self._empty.get(name), self.values[name]
        return FieldChange(name, before, after, self._cells.get(name), doubts=doubts)


@dataclass(frozen=True)
class Doubt:
    """Whether a row of a file is a record that is known: `reason` is the code of what speaks for it
    (`doubt.<reason>` in the vocabulary), `score` how much, 0..1.

    `key` is by what its answer is remembered. `name` is what the file calls it, `known` what the
    database does. `as_new` is the row as a record of its own, where it can be one."""

    key: str
    reason: str
    score: float
    name: str
    known: str
    as_new: RecordChange | None = None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that is added (`id` None) or changed, with the fields that differ."""

    kind: ChangeKind
    table: str
    label: str
    id: int | None
    uid: str | None
    fields: Sequence[FieldChange]
    doubt: Doubt | None = None

    @property
    def values(self) -> dict[str, Any]:
        if isinstance(self.fields, NewFields):
            return dict(self.fields.values)
        return {change.name: change.after for change in self.fields}

    @property
    def placed(self) -> list[tuple[str, Any, Cell | None]]:
        """Each field's name, its new value, and the cell that it was read from."""
        if isinstance(self.fields, NewFields):
            return self.fields.placed()
        return [(change.name, change.after, change.cell) for change in self.fields]

    def without(self, names: set[str]) -> RecordChange:
        """The same change, less some of its fields."""
        kept = tuple(change for change in self.fields if change.name not in names)
        return replace(self, fields=kept)


@dataclass(frozen=True)
class Kept:
    """A value of a file that was not taken: the next file that still says it has not moved.

    `mark` is a fingerprint of what it said. It was `decided` to keep the database's, or left open.
    """

    table: str
    id: int
    name: str
    mark: str
    decided: bool


@dataclass(frozen=True)
class ProjectChange:
    """What one file would do to one project (`project_id` None: it is new), in an order in which
    it can be written: project, people, tasks, risks, issues, status.

    `stated` has the start and finish of known tasks, by their ids, that the file gives as they are:
    what else it brings must not move them. `sender` and `saved_at`: who saved the file last, when.
    `kept` is what of the file was not taken, `entry` the name of the journal's entry at which our
    own workbook went out (`services.entries`). `plan` is there where the file is that of another
    planning program: what of it records have no word for.
    """

    project_id: int | None
    code: str
    name: str
    file_name: str
    digest: str
    kind: str
    status_date: Any
    changes: Sequence[RecordChange]
    findings: int = 0
    stated: Mapping[int, Span] = field(default_factory=dict)
    sender: str = ""
    saved_at: datetime | None = None
    kept: tuple[Kept, ...] = ()
    entry: str = ""
    plan: PlanTake | None = None
