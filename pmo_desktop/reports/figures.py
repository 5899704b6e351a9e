"""Figures that the pages derive from the readers' rows: earned value in money, peaks of load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pmo_desktop.domain.evm import EarnedValue
from pmo_desktop.domain.load import WEEKS_AHEAD, is_over

if TYPE_CHECKING:
    from pmo_desktop.services.load import Load, LoadCell, LoadRow
    from pmo_desktop.services.portfolio import ProjectRow


def earned_value(row: ProjectRow) -> EarnedValue:
    """A project's earned value, in its currency."""
    return EarnedValue(row.budget, row.planned_value, row.earned_value, row.spent)


def overrun(row: ProjectRow) -> float | None:
    """By which share of the budget the estimate at completion passes it; below 0: stays under."""
    eac = earned_value(row).eac
    return float(eac / row.budget - 1) if eac is not None and row.budget else None


@dataclass(frozen=True)
class Peak:
    """A person's most loaded week."""

    row: LoadRow
    cell: LoadCell | None
    week: date | None

    @property
    def load(self) -> float:
        return self.cell.load if self.cell is not None else 0.0


def peaks(load: Load) -> list[Peak]:
    """Everyone's peak, the most loaded first; the first of equal weeks."""
    return sorted(_peaks(load), key=lambda p: (-p.load, -_above(p.row), p.row.name))


def overloaded(load: Load, limit: float) -> list[Peak]:
    """The people whose peak in the window of `domain.load` is overload, the most loaded first."""
    return [peak for peak in peaks(first_weeks(load, WEEKS_AHEAD)) if is_over(peak.load, limit)]


def first_weeks(load: Load, weeks: int) -> Load:
    """A load without what comes later."""
    rows = tuple(replace(row, cells=row.cells[:weeks]) for row in load.rows)
    return replace(load, weeks=load.weeks[:weeks], rows=rows)


def _peaks(load: Load) -> Iterator[Peak]:
    for row in load.rows:
        if not row.cells:
            yield Peak(row, None, None)
            continue
        at = max(range(len(row.cells)), key=lambda i: (row.cells[i].load, -i))
        yield Peak(row, row.cells[at], load.weeks[at])


def _above(row: LoadRow) -> float:
    """Hours above capacity in all weeks."""
    return sum(max(c.demand_hours - c.capacity_hours, 0.0) for c in row.cells)
