"""What a row of the pool is known by, called, and holds where nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_desktop.domain.pool import RateTable
from pmo_desktop.services.names import normal_name

# What a row of each table is known by where nobody gave it an identity.
KEYS: Mapping[str, tuple[str, ...]] = {
    "department": ("department",), "person": ("name",), "skill": ("name",),
    "person_skill": ("person", "skill"), "person_capacity": ("person", "first"),
    "absence": ("person", "first", "last", "kind"),
    "person_rate": ("person", "rate_table", "from_day"), "team": ("team",),
    "team_member": ("team", "person"),
    "booking": ("project", "person", "skill", "role", "department", "name", "first", "last"),
}  # fmt: skip
# What a row is called by: its key in words that are nobody's vocabulary.
LABELLED = {table: tuple(name for name in names if name != "kind")
            for table, names in KEYS.items()}  # fmt: skip
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "person_capacity": {"last": None},
    "person_rate": {"rate_table": RateTable.A.value, "from_day": None},
    "absence": {"share": 1.0, "note": ""},
    "booking": {"units": 1.0, "firm": True},
}
Target = tuple[Any, ...]


def key_of(table: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    whole = {**DEFAULTS.get(table, {}), **values}
    found = (whole.get(name) for name in KEYS[table])
    return tuple(normal_name(one) if isinstance(one, str) else ("" if one is None else one)
                 for one in found)  # fmt: skip


def label_of(table: str, values: Mapping[str, Any]) -> str:
    parts = (values.get(name) for name in LABELLED[table])
    return " · ".join(str(part) for part in parts if part)


def is_nothing(value: Any) -> bool:
    return value is None or value == ""


def alike(first: Any, second: Any) -> bool:
    if is_nothing(first) or is_nothing(second):
        return is_nothing(first) and is_nothing(second)
    if isinstance(first, str) and isinstance(second, str):
        return first.split() == second.split()
    if isinstance(first, float) and isinstance(second, float | int):
        return abs(first - second) < 1e-9
    return bool(first == second)
