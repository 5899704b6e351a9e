"""Figures that the pages derive from the readers' rows: earned value in money, peaks of load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pmo_desktop.domain.evm import EarnedValue

if TYPE_CHECKING:
    from pmo_desktop.services.load import Load, LoadCell, LoadRow
    from pmo_desktop.services.portfolio import ProjectRow


ROUNDING = 0.005  # what is shown as 100 % is not over 100 %


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
    """The people whose peak is above `limit` (1.0 is full), the most loaded first."""
    return [peak for peak in peaks(load) if peak.load > limit + ROUNDING]


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
