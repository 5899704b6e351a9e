"""Earned value: what was planned, done and spent, and where that leads.

Formulas and their names follow ANSI/EIA-748 and the PMBOK Guide (6th edition, 7.4.2.2: earned value
analysis, forecasting, to-complete performance index). Money is `Decimal` in the project's currency,
indices are ratios; what is undefined (a division by nothing) or unknown is None.

The budget is spread over the leaf tasks by their working time and evenly over each one's working
time: of the baseline where there is one, of the plan otherwise. Milestones carry no budget.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from pmo_desktop.domain.calendars import Calendar

CENT = Decimal("0.01")


class Leaf(NamedTuple):
    """A task without others below it; `percent_complete` 0..1."""

    percent_complete: float
    start: datetime | None
    finish: datetime | None
    baseline_start: datetime | None = None
    baseline_finish: datetime | None = None


class Progress(NamedTuple):
    """Working minutes of the leaves: all (`total`), `planned` to be done by now, `earned`."""

    total: int
    planned: int
    earned: float


def progress(leaves: Iterable[Leaf], calendar: Calendar, status: datetime) -> Progress:
    """How much of the work should be, and is, done at the instant `status`.

    A leaf without dates, and without a baseline, carries nothing.
    """
    total = planned = 0
    earned = 0.0
    for leaf in leaves:
        start, finish = leaf.baseline_start, leaf.baseline_finish
        if start is None or finish is None:
            start, finish = leaf.start, leaf.finish
        if start is None or finish is None or finish <= start:
            continue
        work = calendar.between(start, finish)
        total += work
        earned += work * min(max(leaf.percent_complete, 0.0), 1.0)
        if finish <= status:
            planned += work
        elif start < status:
            planned += calendar.between(start, status)
    return Progress(total, planned, earned)


@dataclass(frozen=True)
class EarnedValue:
    """Budget at completion, planned value, earned value, actual cost; all else follows.

    `shares` is the progress in working time: the schedule's index needs no money.
    """

    bac: Decimal | None
    pv: Decimal | None
    ev: Decimal | None
    ac: Decimal | None
    shares: Progress | None = None

    @property
    def sv(self) -> Decimal | None:
        """Schedule variance: EV - PV."""
        return None if self.ev is None or self.pv is None else self.ev - self.pv

    @property
    def cv(self) -> Decimal | None:
        """Cost variance: EV - AC."""
        return None if self.ev is None or self.ac is None else self.ev - self.ac

    @property
    def spi(self) -> float | None:
        """Schedule performance index: EV / PV; of the working time where that is known, which is
        the same ratio unrounded, and needs no budget."""
        if self.shares is not None:
            return self.shares.earned / self.shares.planned if self.shares.planned else None
        return None if self.ev is None or self.pv is None else _index(self.ev, self.pv)

    @property
    def cpi(self) -> float | None:
        """Cost performance index: EV / AC."""
        return None if self.ev is None or self.ac is None else _index(self.ev, self.ac)

    @property
    def eac(self) -> Decimal | None:
        """Estimate at completion, by the costs so far: BAC / CPI = BAC * AC / EV."""
        if self.bac is None or self.ev is None or self.ac is None or not self.ev or not self.ac:
            return None
        return _cents(self.bac * self.ac / self.ev)

    @property
    def etc(self) -> Decimal | None:
        """Estimate to complete: EAC - AC."""
        eac = self.eac
        return None if eac is None or self.ac is None else eac - self.ac

    @property
    def vac(self) -> Decimal | None:
        """Variance at completion: BAC - EAC."""
        eac = self.eac
        return None if eac is None or self.bac is None else self.bac - eac

    @property
    def tcpi(self) -> float | None:
        """To-complete performance index, to the budget: (BAC - EV) / (BAC - AC); None once the
        budget is spent, for then no performance can keep to it."""
        if self.bac is None or self.ev is None or self.ac is None or self.ac >= self.bac:
            return None
        return float((self.bac - self.ev) / (self.bac - self.ac))


def earned_value(shares: Progress, budget: Decimal | None, spent: Decimal | None) -> EarnedValue:
    """The budget spread over the progress; without work or budget there is no PV and no EV."""
    if budget is None or not shares.total:
        return EarnedValue(budget, None, None, spent, shares)
    pv = _cents(budget * shares.planned / shares.total)
    ev = _cents(budget * Decimal(shares.earned) / shares.total)
    return EarnedValue(budget, pv, ev, spent, shares)


def _index(part: Decimal, whole: Decimal) -> float | None:
    return float(part / whole) if whole > 0 else None


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
