"""What the demo projects cost: budgets from the work, spending from what was earned.

A budget is the planned days times a day rate, times what a project of its kind adds for material
and services. What was spent by a day is the earned value over a cost performance index (CPI = EV /
AC, ANSI/EIA-748) that wanders from on budget to where the project's story wants it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pmo_desktop.exchange.demo.plans import PlannedTask
from pmo_desktop.exchange.demo.words import dice

CURRENCY = "CNY"
DAY_RATE = 2_600
ADDED = {"software": 3.0, "data": 2.8, "equipment": 7.0, "construction": 14.0, "change": 2.2}
BUDGET_STEP = 100_000
SPENT_STEP = Decimal(100)
# The index at the status date that a cost light stands for.
CPI_BANDS = {"green": (1.0, 1.06), "amber": (0.88, 0.935), "red": (0.76, 0.82)}
CPI_AT_START = (0.99, 1.05)
DRIFT_DAYS = 150


def budget(kind: str, tasks: Sequence[PlannedTask]) -> Decimal:
    """The budget at completion in whole hundred thousands."""
    days = sum(task.days for task in tasks)
    return Decimal(max(round(days * DAY_RATE * ADDED[kind] / BUDGET_STEP), 1) * BUDGET_STEP)


def spent(seed: int, code: str, light: str, earned: Decimal, on: date, status: date) -> Decimal:
    """What was spent by the day `on`, of which `earned` is the earned value then."""
    rng = dice(seed, "cost", code)
    first, last = rng.uniform(*CPI_AT_START), rng.uniform(*CPI_BANDS[light])
    share = min(max(1 - (status - on).days / DRIFT_DAYS, 0), 1)
    index = Decimal(f"{first + (last - first) * share:.4f}")
    return (earned / index / SPENT_STEP).to_integral_value() * SPENT_STEP
