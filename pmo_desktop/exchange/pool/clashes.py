"""Rows whose days do not go together with the others of the same person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pmo_desktop.domain.pool import Away, Span, first_clash, too_much
from pmo_desktop.domain.pool_changes import PoolChange, PoolChangeKind, StoredRow

Clash = tuple[str, Any]
Values = Mapping[str, Any]


def clashing(
    table: str,
    stored: Iterable[StoredRow],
    earlier: Iterable[PoolChange],
    mine: Sequence[PoolChange],
    spell: Callable[[str], str],
) -> list[tuple[PoolChange, Clash]]:
    """Those of `mine` that do not go together with what stands, with what `earlier` files make of
    it, and with each other; with the finding's code and the day. `spell` renames people."""
    clash = CLASHES[table]
    rows = {row.id: dict(row.values) for row in stored}
    added: dict[Any, dict[str, Any]] = {}
    for one in earlier:
        if one.kind is PoolChangeKind.REMOVE:
            rows.pop(one.id or 0, None)
        elif one.id is not None:
            rows.setdefault(one.id, {}).update(one.values)
        else:
            added.setdefault(one.target, {}).update(one.values)
    changing = {one.id for one in mine if one.id is not None}
    targets = {one.target for one in mine}
    kept: dict[str, list[Values]] = {}
    for number, values in rows.items():
        if number not in changing:
            kept.setdefault(spell(values["person"]), []).append(values)
    for target, values in added.items():
        if target not in targets:
            kept.setdefault(spell(values["person"]), []).append(values)
    found = []
    for one in mine:
        if one.kind is PoolChangeKind.REMOVE:
            continue
        before = rows.get(one.id or 0) or added.get(one.target) or {}
        values = {**before, **one.values}
        others = kept.setdefault(spell(values["person"]), [])
        told = clash([*others, values])
        if told is None:
            others.append(values)
            continue
        found.append((one, told))
        if before:
            others.append(before)
    return found


def _capacities(rows: Sequence[Values]) -> tuple[str, date] | None:
    found = first_clash([Span(row["first"], row.get("last")) for row in rows])
    return ("pool_overlap", max(one.first for one in found)) if found else None


def _absences(rows: Sequence[Values]) -> tuple[str, date] | None:
    day = too_much([Away(Span(row["first"], row["last"]), row["share"]) for row in rows])
    return ("pool_too_much", day) if day else None


def _rates(rows: Sequence[Values]) -> Clash | None:
    keys = [(row.get("rate_table", "A"), row.get("from_day")) for row in rows]
    return ("pool_rate_twice", keys[-1][1]) if keys.count(keys[-1]) > 1 else None


CLASHES: Mapping[str, Callable[[Sequence[Values]], Clash | None]] = {
    "person_capacity": _capacities, "absence": _absences, "person_rate": _rates,
}  # fmt: skip
