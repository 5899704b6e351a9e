"""Who has too much, and when: runs of weeks in which more is asked of a person than there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pmo_desktop.services.load import LoadCell, LoadRow, LoadShare
from pmo_desktop.ui.load.lines import MOST, is_over, summed


@dataclass(frozen=True)
class Overload:
    """Weeks `[first, last]` by their numbers in the map; `hours` beyond capacity in all of them.

    `peak` is the heaviest week's number; `shares` the projects of these weeks, the most important
    first, with their hours in sum.
    """

    person_id: int
    name: str
    first: int
    last: int
    peak: int
    lowest: float
    highest: float
    hours: float
    shares: tuple[LoadShare, ...]


def overloads(rows: Sequence[LoadRow]) -> tuple[Overload, ...]:
    """Every run, that with the most hours first."""
    found = [run for row in rows for run in _runs(row)]
    return tuple(sorted(found, key=lambda run: (-run.hours, run.name, run.first)))


def _runs(row: LoadRow) -> list[Overload]:
    found, week = [], 0
    for over, run in groupby(row.cells, key=is_over):
        cells = list(run)
        if over:
            found.append(_overload(row, week, cells))
        week += len(cells)
    return found


def _overload(row: LoadRow, first: int, cells: Sequence[LoadCell]) -> Overload:
    loads = [min(cell.load, MOST) for cell in cells]
    return Overload(
        row.person_id,
        row.name,
        first,
        first + len(cells) - 1,
        first + loads.index(max(loads)),
        min(loads),
        max(loads),
        sum(cell.demand_hours - cell.capacity_hours for cell in cells),
        summed(cells).shares,
    )
