"""The fields that a row gives, looked up once for all rows that give the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pmo_desktop.domain.fields import Field, Kind, fields_given

LIMITED = frozenset((Kind.SHARE, Kind.LEVEL, Kind.DURATION))
NAMING = frozenset((Kind.PERSON, Kind.PEOPLE, Kind.DEPARTMENT, Kind.LINKS))


class Spec(NamedTuple):
    """`empty` is what stands in the field where nothing does. `is_limited`: not every value may
    stand there; `is_naming`: its values are names of other things."""

    name: str
    field: Field
    empty: Any
    is_limited: bool
    is_naming: bool


@lru_cache(maxsize=1024)
def specs(table: str, names: tuple[str, ...]) -> tuple[Spec, ...]:
    """The fields of these names, in the order of the table's."""
    return tuple(
        Spec(one.name, one, one.empty, one.kind in LIMITED, one.kind in NAMING)
        for one in fields_given(table, names)
        if one.name in names
    )


@lru_cache(maxsize=1024)
def empties(table: str, names: tuple[str, ...]) -> Mapping[str, Any]:
    """What stands in each of the fields where nothing does."""
    return {one.name: one.empty for one in specs(table, names)}
