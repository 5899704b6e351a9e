"""A measured speed: ours and its baseline's, taken side by side, and what is allowed.

Times are seconds, medians over the rounds. The two are measured in turns in the same run, so that
whatever else the machine does meets both; only their ratio means something elsewhere. Memory is
megabytes, against a fixed bound.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

SECONDS, MEGABYTES, DAYS = "s", "MB", "d"
TOLD = {SECONDS: (1000, "ms"), MEGABYTES: (1, "mb"), DAYS: (1, "days")}


@dataclass(frozen=True)
class Figure:
    """`name` is an English source sentence; `limit` the greatest ratio that is allowed. `ours` and
    `baseline` are in `unit`."""

    code: str
    name: str
    ours: float
    baseline: float
    limit: float
    unit: str = SECONDS

    @property
    def ratio(self) -> float:
        return self.ours / self.baseline

    @property
    def holds(self) -> bool:
        return self.ratio <= self.limit

    def as_dict(self) -> dict[str, Any]:
        factor, unit = TOLD[self.unit]
        return {
            "code": self.code,
            f"ours_{unit}": round(self.ours * factor, 3),
            f"baseline_{unit}": round(self.baseline * factor, 3),
            "ratio": round(self.ratio, 3),
            "limit": self.limit,
            "holds": self.holds,
        }


def seconds(work: Callable[[], object]) -> float:
    """How long one run of `work` takes; what was left behind before is thrown away first."""
    gc.collect()
    begun = perf_counter()
    work()
    return perf_counter() - begun


def in_turns(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each, every round running all of them once, after one to warm up."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            took = seconds(work)
            if number:
                times[name].append(took)
    return {name: median(taken) for name, taken in times.items()}
