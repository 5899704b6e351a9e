"""How long a task may take: three points, and the durations drawn from them.

A three-point estimate has the shortest, the likeliest and the longest duration (optimistic, most
likely, pessimistic). PERT reads it as the beta distribution on `[shortest, longest]` with
`alpha = 1 + 4 (likeliest - shortest) / (longest - shortest)` and `alpha + beta = 6` (Malcolm,
Roseboom, Clark and Fazar 1959; Vose 2008 for the general form), TRIANGULAR as a triangle.

A distribution is a row of `POINTS` quantiles of the unit interval, and a draw is the number of one
of them: so a draw is a look into a table, and the same numbers can be drawn again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

POINTS = 1024
# PERT's shapes are tabled for so many places of the likeliest between shortest and longest.
SHAPES = 257
STEPS = 4096
PERT_WEIGHT = 4.0


class Distribution(StrEnum):
    PERT = "pert"
    TRIANGULAR = "triangular"


@dataclass(frozen=True, slots=True)
class Estimate:
    """Durations of one unit, `shortest <= likeliest <= longest`; `ValueError` where not."""

    shortest: float
    likeliest: float
    longest: float

    def __post_init__(self) -> None:
        if not 0 <= self.shortest <= self.likeliest <= self.longest:
            raise ValueError(f"{self} is not in order, or below 0")

    @property
    def mode(self) -> float:
        """Where the likeliest lies between shortest and longest, 0..1."""
        width = self.longest - self.shortest
        return (self.likeliest - self.shortest) / width if width else 0.5


@cache
def quantiles(distribution: Distribution) -> NDArray[np.float32]:
    """`(SHAPES, POINTS)`: the middle quantiles of the unit interval for each place of the mode."""
    import numpy as np

    probabilities = (np.arange(POINTS) + 0.5) / POINTS
    modes = np.linspace(0.0, 1.0, SHAPES)
    if distribution is Distribution.TRIANGULAR:
        rows = [_triangular(mode, probabilities) for mode in modes]
    else:
        rows = [_pert(mode, probabilities) for mode in modes]
    return np.asarray(rows, dtype=np.float32)


def _triangular(mode: float, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    rising = np.sqrt(probabilities * mode)
    falling = 1.0 - np.sqrt((1.0 - probabilities) * (1.0 - mode))
    return np.where(probabilities < mode, rising, falling)


def _pert(mode: float, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """The density added up over the middles of many steps, turned round."""
    import numpy as np

    edges = np.linspace(0.0, 1.0, STEPS + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    alpha, beta = 1 + PERT_WEIGHT * mode, 1 + PERT_WEIGHT * (1 - mode)
    density = middles ** (alpha - 1) * (1 - middles) ** (beta - 1)
    reached = np.concatenate(([0.0], np.cumsum(density)))
    return np.interp(probabilities, reached / reached[-1], edges)


class Sampler:
    """Draws durations for a fixed list of estimates: a run is a row, the same seed the same runs,
    however many are asked for at once."""

    def __init__(
        self, estimates: Sequence[Estimate], distribution: Distribution, seed: int
    ) -> None:
        import numpy as np

        self._random = np.random.Generator(np.random.PCG64(seed))
        shapes = np.array([round(e.mode * (SHAPES - 1)) for e in estimates], dtype=np.int32)
        self._rows = shapes * POINTS
        self._table = quantiles(distribution).ravel()
        self._shortest = np.array([e.shortest for e in estimates], dtype=np.float32)
        self._width = np.array([e.longest - e.shortest for e in estimates], dtype=np.float32)

    def draw(self, runs: int) -> NDArray[np.float32]:
        """`(runs, estimates)` durations, each drawn for itself."""
        import numpy as np

        return self._found(self._random.random((runs, len(self._rows)), dtype=np.float32))

    def at(self, shares: NDArray[np.floating]) -> NDArray[np.float32]:
        """`(runs, estimates)` durations that lie equally deep in their distributions: one share
        0..1 for each run."""
        return self._found(shares[:, None])

    def _found(self, shares: NDArray[np.floating]) -> NDArray[np.float32]:
        import numpy as np

        places = self._rows + (shares * POINTS).astype(np.int32)
        return self._shortest + self._table[places] * self._width
