"""New records of one table that an import would add, held column by column.

Of a project that is not known all tasks are new: they are counted, taken and checked together, and
the change of a single one is made when somebody looks at it, or writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, overload

from pmo_desktop.domain.record_columns import rows_of
from pmo_desktop.domain.records import Cell, ChangeKind, NewFields, Record, RecordChange


class NewRecords(Sequence[RecordChange]):
    """`columns` has for each field one value a record, in the fields' order; None where a record
    does not have it. `uids` are the records' identities. `empty` is what stands in a field before,
    `cells` tells where the values of a record stand, by its place. `odd` are the changes that were
    made one by one, by their places."""

    def __init__(
        self,
        table: str,
        columns: Mapping[str, Sequence[Any]],
        uids: Sequence[str],
        empty: Mapping[str, Any],
        cells: Callable[[int], Mapping[str, Cell]],
        odd: Mapping[int, RecordChange],
    ) -> None:
        self.table, self.uids, self.odd = table, uids, odd
        self._columns, self._empty, self._cells = columns, empty, cells

    def __len__(self) -> int:
        return len(self.uids)

    def __iter__(self) -> Iterator[RecordChange]:
        return iter(self._made)

    @overload
    def __getitem__(self, at: int) -> RecordChange: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[RecordChange, ...]: ...
    def __getitem__(self, at: int | slice) -> RecordChange | tuple[RecordChange, ...]:
        return self._made[at]

    @cached_property
    def _made(self) -> tuple[RecordChange, ...]:
        rows = zip(self.uids, rows_of(self._columns), strict=True)
        made = [self._change(at, uid, values) for at, (uid, values) in enumerate(rows)]
        for at, change in self.odd.items():
            made[at] = change
        return tuple(made)

    def _change(self, at: int, uid: str, values: dict[str, Any]) -> RecordChange:
        fields = NewFields(values, self._empty, self._cells(at))
        label = Record(self.table, values).label
        return RecordChange(ChangeKind.ADD, self.table, label, None, uid, fields)


class Changes(Sequence[RecordChange]):
    """The changes of a project in an order in which they can be written: `first`, then new records
    that are held in columns, then `last`."""

    def __init__(
        self, first: Iterable[RecordChange], new: NewRecords, last: Iterable[RecordChange]
    ) -> None:
        self.first, self.new, self.last = tuple(first), new, tuple(last)

    def __len__(self) -> int:
        return len(self.first) + len(self.new) + len(self.last)

    def __iter__(self) -> Iterator[RecordChange]:
        return chain(self.first, self.new, self.last)

    @overload
    def __getitem__(self, at: int) -> RecordChange: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[RecordChange, ...]: ...
    def __getitem__(self, at: int | slice) -> RecordChange | tuple[RecordChange, ...]:
        return self._all[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all == tuple(other)

    def __repr__(self) -> str:
        return repr(self._all)

    @cached_property
    def _all(self) -> tuple[RecordChange, ...]:
        return tuple(self)


def loose(changes: Sequence[RecordChange]) -> Sequence[RecordChange]:
    """Those that were made one by one. Of the others nothing needs to be asked: they are new, and
    beyond doubt."""
    return (*changes.first, *changes.last) if isinstance(changes, Changes) else changes


def each(
    verb: Callable[[RecordChange], RecordChange], changes: Sequence[RecordChange]
) -> Sequence[RecordChange]:
    """The changes, with what the verb makes of the loose ones."""
    if isinstance(changes, Changes):
        return Changes(map(verb, changes.first), changes.new, map(verb, changes.last))
    return tuple(map(verb, changes))


def uids(changes: Sequence[RecordChange]) -> Sequence[str]:
    """The identities of the others."""
    return changes.new.uids if isinstance(changes, Changes) else ()
