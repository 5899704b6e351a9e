"""What the heat map shows, top to bottom: people, or groups of them above their people.

A group's cells add up those of its people: their demand, their capacity, the projects behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pmo_desktop.charts.heatmap import ROUNDING, HeatRow
from pmo_desktop.services.load import LoadCell, LoadRow, LoadShare

FULL = 1.0
MOST = 9.99


class Grouping(StrEnum):
    NONE = "none"
    DEPARTMENT = "department"
    ROLE = "role"


class Order(StrEnum):
    PEAK = "peak"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class LoadFilter:
    """`text` is split into words that must all be there; "" as department or role is any."""

    text: str = ""
    department: str = ""
    role: str = ""
    overloaded: bool = False


@dataclass(frozen=True)
class LoadLine:
    """A person (`person_id`), or a group of `people` (None) with the name of the group; `members`
    are the persons whose hours these are."""

    name: str
    note: str
    cells: tuple[LoadCell, ...]
    people: int = 1
    person_id: int | None = None
    members: tuple[int, ...] = ()

    @property
    def is_group(self) -> bool:
        return self.person_id is None

    @property
    def heat(self) -> HeatRow:
        """How the map draws it."""
        return HeatRow(self.name, self.note, tuple(map(shown_load, self.cells)))


def shown_load(cell: LoadCell) -> float | None:
    """None where nobody is there and nothing is asked; a demand without capacity is endless."""
    if not cell.capacity_hours and not cell.demand_hours:
        return None
    return min(cell.load, MOST)


def peak(row: LoadRow | LoadLine) -> float:
    """The heaviest week."""
    return max((cell.load for cell in row.cells), default=0.0)


def is_over(cell: LoadCell) -> bool:
    """More is asked than there is; what is shown as 100 % is not."""
    return cell.load > FULL + ROUNDING


def lines(
    rows: Sequence[LoadRow],
    kept_by: LoadFilter,
    grouping: Grouping = Grouping.NONE,
    order: Order = Order.PEAK,
    folded: frozenset[str] = frozenset(),
    unknown: str = "",
) -> tuple[LoadLine, ...]:
    """The lines in their order; `folded` are groups whose people are not shown, `unknown` names
    the group of those who have none."""
    kept = _ordered([row for row in rows if _passes(row, kept_by)], order)
    if grouping is Grouping.NONE:
        return tuple(map(_person, kept))
    members: dict[str, list[LoadRow]] = {}
    for row in kept:
        members.setdefault(getattr(row, grouping.value) or unknown, []).append(row)
    groups = [(merged(name, people), people) for name, people in members.items()]
    if order is Order.PEAK:
        groups.sort(key=lambda group: (-peak(group[0]), group[0].name))
    else:
        groups.sort(key=lambda group: (group[0].name == unknown, group[0].name.casefold()))
    found: list[LoadLine] = []
    for group, people in groups:
        found.append(group)
        if group.name not in folded:
            found += (_person(row, grouping) for row in people)
    return tuple(found)


def merged(name: str, rows: Sequence[LoadRow]) -> LoadLine:
    """Several people as one line."""
    columns = zip(*(row.cells for row in rows), strict=True)
    members = tuple(row.person_id for row in rows)
    return LoadLine(name, "", tuple(map(summed, columns)), len(rows), members=members)


def summed(cells: Sequence[LoadCell]) -> LoadCell:
    """Several cells as one: of one person over weeks, or of one week over people."""
    demand = sum(cell.demand_hours for cell in cells)
    capacity = sum(cell.capacity_hours for cell in cells)
    shares: dict[int, LoadShare] = {}
    for cell in cells:
        for share in cell.shares:
            known = shares.get(share.project_id)
            hours = share.hours + (known.hours if known else 0.0)
            shares[share.project_id] = replace(share, hours=hours)
    load = demand / capacity if capacity else (MOST if demand else 0.0)
    ranked = sorted(shares.values(), key=lambda share: (share.priority, share.code))
    return LoadCell(load, demand, capacity, tuple(ranked))


def _person(row: LoadRow, grouping: Grouping = Grouping.NONE) -> LoadLine:
    """A person, with what the group above does not say already."""
    note = row.department if grouping is Grouping.ROLE else row.role
    return LoadLine(row.name, note, row.cells, 1, row.person_id, (row.person_id,))


def _ordered(rows: list[LoadRow], order: Order) -> list[LoadRow]:
    if order is Order.NAME:
        return sorted(rows, key=lambda row: row.name.casefold())
    return sorted(rows, key=lambda row: (-peak(row), row.name.casefold()))


def _passes(row: LoadRow, kept_by: LoadFilter) -> bool:
    if kept_by.department and row.department != kept_by.department:
        return False
    if kept_by.role and row.role != kept_by.role:
        return False
    if kept_by.overloaded and not any(map(is_over, row.cells)):
        return False
    words = kept_by.text.casefold().split()
    text = f"{row.name} {row.role} {row.department}".casefold() if words else ""
    return all(word in text for word in words)
