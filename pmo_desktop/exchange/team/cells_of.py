"""Where the values of one row stand, made when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmo_desktop.domain.fields import TABLES, is_custom
from pmo_desktop.domain.records import Cell
from pmo_desktop.exchange.team.filling import Filled

FIELDS = {table: frozenset(spec.name for spec in fields) for table, fields in TABLES.items()}


def _is_field(table: str, name: object) -> bool:
    return name in FIELDS[table] or (isinstance(name, str) and is_custom(name))


class RowCells(Mapping[str, Cell]):
    """Field name -> cell, for the fields that a table has columns for."""

    __slots__ = ("_filled", "_position")

    def __init__(self, filled: Filled, position: int) -> None:
        self._filled, self._position = filled, position

    def __getitem__(self, name: str) -> Cell:
        if name not in self:
            raise KeyError(name)
        return self._filled.cell(name, self._position)

    def get(self, name: str, default: Any = None) -> Any:
        """The field's cell; `default` where the table has no column for it."""
        return self._filled.cell(name, self._position) if name in self else default

    def __contains__(self, name: object) -> bool:
        """Without making the cell, which would be most of the cost."""
        return name in self._filled.columns and _is_field(self._filled.table, name)

    def __iter__(self) -> Iterator[str]:
        table = self._filled.table
        return iter([name for name in self._filled.columns if _is_field(table, name)])

    def __len__(self) -> int:
        return len(list(iter(self)))
