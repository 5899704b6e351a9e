"""Schedule risk: a network reckoned with many times over, each time with durations drawn anew.

A run draws every estimated duration (`domain.estimates`), lets each risk driver happen or not by
its probability, and passes over the network (`schedule.runs`). A driver that happens multiplies the
durations of its tasks by factors that lie equally far between their shortest and longest: so tasks
with a common cause vary together (Hulett 2011, risk drivers). What has been done of a task stays;
only what is left varies.

*Criticality index*: the share of runs in which a task has no float left. *Sensitivity*: Spearman's
rank correlation between a task's duration and its project's finish. P80 is the first date that at
least 80 of 100 runs meet. The same seed gives the same result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING, TypeAlias

from pmo_desktop.domain.estimates import Distribution, Estimate, Sampler
from pmo_desktop.domain.timeline import moment_of
from pmo_desktop.progress import Progress, Report, silent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pmo_desktop.domain.schedule.compiled import Compiled
    from pmo_desktop.domain.schedule.runs import Outcome, Runs

    Floats: TypeAlias = NDArray[np.floating]

SENSITIVE = 60
"""So many tasks of a project, those most often critical, are asked how far the finish follows."""
SPREAD_RUNS = 100


@dataclass(frozen=True, slots=True)
class Driver:
    """A risk: `probability` 0..1, and by how much it multiplies each task's duration."""

    id: int
    probability: float
    factors: Mapping[int, Estimate]


@dataclass(frozen=True, slots=True)
class Spread:
    """The finishes of all runs, in ascending order: instants."""

    instants: tuple[int, ...]

    def at(self, share: float) -> datetime:
        """The first finish that at least this share of the runs meets."""
        # The tiny amount keeps 0.8 x 1000 from being a little more than 800.
        place = ceil(share * len(self.instants) - 1e-9) - 1
        return moment_of(self.instants[min(max(place, 0), len(self.instants) - 1)])

    def chance(self, instant: int) -> float:
        """The share of runs that have finished at this instant."""
        return sum(found <= instant for found in self.instants) / len(self.instants)

    @property
    def mean(self) -> datetime:
        return moment_of(round(sum(self.instants) / len(self.instants)))


@dataclass(frozen=True, slots=True)
class DriverEffect:
    """How the finish of a project follows a risk: `delay` is by how many elapsed minutes later it
    is, on the mean, in runs with it; None where it always or never happened."""

    id: int
    project: int
    delay: float | None


@dataclass(frozen=True)
class Simulated:
    """`criticality` and `sensitivity` by activity, the latter of those that vary and matter."""

    runs: int
    projects: Mapping[int, Spread]
    watched: Mapping[int, Spread]
    criticality: Mapping[int, float]
    sensitivity: Mapping[int, float] = field(default_factory=dict)
    drivers: Sequence[DriverEffect] = ()


def simulate(
    compiled: Compiled,
    estimates: Mapping[int, Estimate],
    drivers: Sequence[Driver] = (),
    *,
    runs: int = 1000,
    seed: int = 1,
    distribution: Distribution = Distribution.PERT,
    watch: Sequence[int] = (),
    report: Report = silent,
) -> Simulated:
    """`estimates` are of whole durations in working minutes, by activity; `watch` are activities
    whose finishes are wanted too. Raises as `Runs` does where the dates are too far apart."""
    from pmo_desktop.domain.schedule.runs import CHUNK, Runs

    network = Runs(compiled, watch)
    draws = _Draws(compiled, estimates, drivers, distribution, seed)
    gathered = _Gathered()
    for first in range(0, runs, CHUNK):
        report(Progress(first, runs, "Simulating the schedule"))
        minutes, happened = draws.draw(min(CHUNK, runs - first))
        gathered.take(network.run(minutes, criticality=True), draws.varying(minutes), happened)
    return gathered.result(compiled, network, draws, drivers)


class _Draws:
    """What is drawn for each run: minutes of every spot, and which drivers happened."""

    def __init__(
        self,
        compiled: Compiled,
        estimates: Mapping[int, Estimate],
        drivers: Sequence[Driver],
        distribution: Distribution,
        seed: int,
    ) -> None:
        import numpy as np

        from pmo_desktop.domain.schedule.runs import remaining

        left = np.asarray(remaining(compiled), dtype=np.float32)
        whole = [max(spot.activity.duration_minutes, 1) for spot in compiled.spots]
        known = [(compiled.index[k], e) for k, e in estimates.items() if k in compiled.index]
        self._left = left
        self._places = np.array([place for place, _ in known], dtype=np.int64)
        self._share = (left / np.asarray(whole, dtype=np.float32))[self._places]
        self._sampler = Sampler([estimate for _, estimate in known], distribution, seed)
        self._risks = [_Risk(driver, compiled, seed, n) for n, driver in enumerate(drivers)]
        touched = set(self._places.tolist()).union(*(r.places for r in self._risks))
        self.varied = np.array(sorted(p for p in touched if left[p] > 0), dtype=np.int64)

    def draw(self, runs: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """`(spots, runs)` whole minutes, and `(drivers, runs)` of what happened."""
        import numpy as np

        minutes = np.repeat(self._left[None, :], runs, axis=0)
        if len(self._places):
            minutes[:, self._places] = self._sampler.draw(runs) * self._share
        happened = [risk.strike(minutes) for risk in self._risks]
        np.rint(minutes, out=minutes)
        return minutes.T, np.array(happened, dtype=bool).reshape(len(happened), runs)

    def varying(self, minutes: NDArray[np.float32]) -> NDArray[np.float32]:
        """The rows that can differ from run to run."""
        return minutes[self.varied]


class _Risk:
    """A driver with a stream of numbers of its own, so that another one does not change it."""

    def __init__(self, driver: Driver, compiled: Compiled, seed: int, number: int) -> None:
        import numpy as np

        known = [(compiled.index[k], e) for k, e in driver.factors.items() if k in compiled.index]
        self.places = [place for place, _ in known]
        self._probability = driver.probability
        self._random = np.random.Generator(np.random.PCG64([seed, number + 1]))
        self._sampler = Sampler([e for _, e in known], Distribution.TRIANGULAR, seed)

    def strike(self, minutes: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Multiply in place; which runs it happened in."""
        numbers = self._random.random((len(minutes), 2))
        happened: NDArray[np.bool_] = numbers[:, 0] < self._probability
        if self.places and happened.any():
            rows = happened.nonzero()[0]
            factors = self._sampler.at(numbers[rows, 1])
            minutes[rows[:, None], self.places] *= factors
        return happened


class _Gathered:
    """The outcomes of chunks, put together."""

    def __init__(self) -> None:
        self._outcomes: list[Outcome] = []
        self._critical: list[NDArray[np.int64]] = []
        self._minutes: list[NDArray[np.float32]] = []
        self._happened: list[NDArray[np.bool_]] = []

    def take(
        self, outcome: Outcome, varied: NDArray[np.float32], happened: NDArray[np.bool_]
    ) -> None:

        assert outcome.critical is not None  # it was asked for
        self._critical.append(outcome.critical.sum(axis=1))
        self._outcomes.append(replace(outcome, critical=None))
        self._minutes.append(varied)
        self._happened.append(happened)

    def result(
        self, compiled: Compiled, network: Runs, draws: _Draws, drivers: Sequence[Driver]
    ) -> Simulated:
        import numpy as np

        finishes = np.concatenate([outcome.projects for outcome in self._outcomes], axis=1)
        watched = np.concatenate([outcome.watched for outcome in self._outcomes], axis=1)
        runs = finishes.shape[1]
        counts = np.sum(self._critical, axis=0) / runs
        ids = [spot.activity.id for spot in compiled.spots]
        by_project = dict(zip(network.projects, finishes, strict=True))
        return Simulated(
            runs,
            # A project in a circle of links has no finish.
            {k: _spread(row) for k, row in by_project.items() if row.min() > 0},
            {k: _spread(row) for k, row in zip(network.watch, watched, strict=True)},
            dict(zip(ids, counts.tolist(), strict=True)),
            self._sensitivity(compiled, draws, by_project, counts),
            self._effects(compiled, drivers, by_project),
        )

    def _sensitivity(
        self,
        compiled: Compiled,
        draws: _Draws,
        finishes: Mapping[int, NDArray[np.int64]],
        counts: Floats,
    ) -> dict[int, float]:
        import numpy as np

        minutes = np.concatenate(self._minutes, axis=1)
        # To choose whom to ask, some of the runs tell the spread well enough.
        weight = counts[draws.varied] * minutes[:, :SPREAD_RUNS].std(axis=1)
        found: dict[int, float] = {}
        asked: Counter[int] = Counter()
        ranked = {project: _ranks(row) for project, row in finishes.items()}
        for place in np.argsort(-weight, kind="stable"):
            activity = compiled.spots[draws.varied[place]].activity
            if weight[place] > 0 and asked[activity.project] < SENSITIVE:
                asked[activity.project] += 1
                follows = _correlation(_ranks(minutes[place]), ranked[activity.project])
                found[activity.id] = follows
        return found

    def _effects(
        self,
        compiled: Compiled,
        drivers: Sequence[Driver],
        finishes: Mapping[int, NDArray[np.int64]],
    ) -> tuple[DriverEffect, ...]:
        import numpy as np

        happened = np.concatenate(self._happened, axis=1)
        effects = []
        for driver, struck in zip(drivers, happened, strict=True):
            told = [compiled.index[k] for k in driver.factors if k in compiled.index]
            for project in sorted({compiled.spots[place].activity.project for place in told}):
                row, delay = finishes[project], None
                if struck.any() and not struck.all():
                    delay = float(row[struck].mean() - row[~struck].mean())
                effects.append(DriverEffect(driver.id, project, delay))
        return tuple(effects)


def _spread(row: NDArray[np.int64]) -> Spread:
    return Spread(tuple(sorted(row.tolist())))


def _ranks(values: Floats | NDArray[np.int64]) -> Floats:
    """The rank of each value; equal ones share the mean of theirs."""
    import numpy as np

    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    ranks: Floats = ((last - (count - 1) / 2.0)[place]).astype(np.float64)
    return ranks


def _correlation(one: Floats, other: Floats) -> float:
    """Pearson's, of ranks Spearman's; 0 where one of both never varies."""
    a, b = one - one.mean(), other - other.mean()
    size = float((a @ a) * (b @ b)) ** 0.5
    return float(a @ b) / size if size else 0.0
