"""Planned against actual: how much was worked of what was planned, and how well it was foreseen.

Work is in minutes. *Estimate accuracy* is the ratio of the actual to the planned work of finished
tasks: 1 is as estimated, 1.2 a fifth more than that (the project management institute's Practice
Standard for Project Estimating calls it the actual-to-estimate ratio). Beside it stands the *mean
magnitude of relative error*, the mean of |actual - planned| / actual over the tasks, in which too
much here does not make good for too little there (Conte, Dunsmore, Shen: Software Engineering
Metrics and Models, 1986). The *on-time rate* is the share of finished tasks that were finished on
the day that had been promised, or before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

RATINGS = (1, 2, 3, 4, 5)
Key = TypeVar("Key", bound=Hashable)


class WorkCell(NamedTuple):
    """What was planned and what was worked of one person on one task in a period, in minutes;
    without a task, what was worked for a project as such, without both what was worked besides."""

    person_id: int | None
    project_id: int | None
    task_id: int | None
    planned: float
    actual: float


class Sums(NamedTuple):
    planned: float = 0.0
    actual: float = 0.0

    @property
    def difference(self) -> float:
        """Above 0 more was worked than planned."""
        return self.actual - self.planned

    @property
    def ratio(self) -> float | None:
        """Actual over planned; None where nothing was planned."""
        return self.actual / self.planned if self.planned else None


class Finished(NamedTuple):
    """A finished task: its planned and its actual work (minutes, None: not known), the day on which
    it was promised and the one on which it was finished."""

    planned: float | None = None
    actual: float | None = None
    promised: date | None = None
    finished: date | None = None


class Record(NamedTuple):
    """`estimated` and `promised` are how many tasks the figures are of."""

    accuracy: float | None = None
    error: float | None = None
    estimated: int = 0
    on_time: float | None = None
    promised: int = 0


NO_RECORD = Record()


def grouped(cells: Iterable[WorkCell], key: Callable[[WorkCell], Key | None]) -> dict[Key, Sums]:
    """The sums of the cells by what `key` says; those of which it says nothing are left out."""
    planned: dict[Key, float] = defaultdict(float)
    actual: dict[Key, float] = defaultdict(float)
    for cell in cells:
        of = key(cell)
        if of is not None:
            planned[of] += cell.planned
            actual[of] += cell.actual
    return {of: Sums(planned[of], actual[of]) for of in planned}


def record(tasks: Sequence[Finished]) -> Record:
    """The figures of finished tasks. Into the accuracy go those that have planned and actual work,
    into the on-time rate those that had been promised for a day."""
    pairs = [(task.planned, task.actual) for task in tasks if task.planned and task.actual]
    kept = [task.finished <= task.promised for task in tasks if task.finished and task.promised]
    return Record(accuracy(pairs), mean_error(pairs), len(pairs), _share(kept), len(kept))


def accuracy(pairs: Sequence[tuple[float, float]]) -> float | None:
    """The actual over the planned work of (planned, actual) pairs taken together."""
    planned = sum(one for one, _ in pairs)
    return sum(other for _, other in pairs) / planned if planned else None


def mean_error(pairs: Sequence[tuple[float, float]]) -> float | None:
    """The mean of |actual - planned| / actual over (planned, actual) pairs."""
    errors = [abs(actual - planned) / actual for planned, actual in pairs if actual]
    return sum(errors) / len(errors) if errors else None


def _share(kept: Sequence[bool]) -> float | None:
    return sum(kept) / len(kept) if kept else None
