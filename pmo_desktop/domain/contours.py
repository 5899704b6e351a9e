"""How an assignment's work lies over its time.

Each shape is ten equal parts of the worked time with their heights, as Microsoft Project has them;
the heights are taken as shares of their mean, so that a shape moves work and adds none.
"""

from __future__ import annotations

from itertools import accumulate

from pmo_desktop.domain.tasks import Contour

_LATER = (10, 15, 25, 50, 50, 75, 75, 100, 100, 100)
_EARLY = (25, 50, 100, 100, 75, 50, 50, 25, 15, 10)
HEIGHTS = {
    Contour.BACK_LOADED: _LATER,
    Contour.FRONT_LOADED: _LATER[::-1],
    Contour.DOUBLE_PEAK: (25, 50, 100, 50, 25, 25, 50, 100, 50, 25),
    Contour.EARLY_PEAK: _EARLY,
    Contour.LATE_PEAK: _EARLY[::-1],
    Contour.BELL: (10, 20, 40, 80, 100, 100, 80, 40, 20, 10),
    Contour.TURTLE: (25, 50, 75, 100, 100, 100, 100, 75, 50, 25),
}
FLAT = ((0.0, 1.0, 1.0),)


def parts(contour: str) -> tuple[tuple[float, float, float], ...]:
    """`(from, to, height)` in shares of the worked time, the mean height 1. What a plan file laid
    out by hand (`own`) is told as flat: only its sum is known."""
    heights = HEIGHTS.get(Contour(contour)) if contour else None
    if heights is None:
        return FLAT
    mean = sum(heights) / len(heights)
    ends = list(accumulate([1 / len(heights)] * len(heights)))
    ends[-1] = 1.0
    return tuple(
        (begin, end, height / mean)
        for begin, end, height in zip([0.0, *ends], ends, heights, strict=False)
    )
