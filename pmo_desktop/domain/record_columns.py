"""Records of one table that were read together, held column by column.

Rows come by the ten thousand, and most is asked of all of them at once: whether every date lies
before another, which names there are. A record of its own is made when somebody asks for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

from pmo_desktop.domain.records import Cell, Record


class RecordColumns(Sequence[Record]):
    """`columns` has for each field one value a record: None where the record does not give it, and
    no empty ones. `cells` tells where the values of a record stand, by its place."""

    def __init__(
        self,
        table: str,
        columns: Mapping[str, Sequence[Any]],
        cells: Callable[[int], Mapping[str, Cell]],
    ) -> None:
        self.table, self.columns, self.cells = table, columns, cells

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __iter__(self) -> Iterator[Record]:
        return iter(self._made)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Record, ...]: ...
    def __getitem__(self, at: int | slice) -> Record | tuple[Record, ...]:
        return self._made[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._made == tuple(other)

    def __repr__(self) -> str:
        return repr(self._made)

    @cached_property
    def _made(self) -> tuple[Record, ...]:
        """Made once: who compares records knows them by their identity."""
        table, cells = self.table, self.cells
        return tuple(
            [
                Record(table, values, None, None, cells(at))
                for at, values in enumerate(rows_of(self.columns))
            ]
        )


def rows_of(columns: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """The values of each row by their columns, less those that it does not give."""
    return [
        {name: value for name, value in zip(columns, row, strict=True) if value is not None}
        for row in zip(*columns.values(), strict=True)
    ]
