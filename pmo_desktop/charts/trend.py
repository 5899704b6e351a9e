"""How many projects were green, amber and red at the end of each period, stacked.

Groups: `axis`, `bars`, `numbers`, `labels`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmo_desktop.charts.scene import Group, Line, Rect, Scene, Text

SIZE = 11.0
LABELS = 22.0
TOP = 6.0
BAR_SHARE = 0.64
MOST_BAR = 56.0
LIGHTS = ("green", "amber", "red")
LEAST_FOR_NUMBER = 11.0
SEAM = 1.0


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period: `label` stands below it."""

    label: str
    green: int
    amber: int
    red: int

    @property
    def total(self) -> int:
        return self.green + self.amber + self.red


def trend(points: Sequence[TrendPoint], width: float, height: float) -> Scene:
    """Green at the bottom, red on top; no points give an empty scene."""
    floor = height - LABELS
    axis = Group("axis", (Line(0, floor, width, floor, "line"),))
    if not points:
        return Scene(width, height, (axis,))
    step = width / len(points)
    bar = min(step * BAR_SHARE, MOST_BAR)
    most = max(point.total for point in points) or 1
    bars: list[Rect] = []
    numbers: list[Text] = []
    labels: list[Text] = []
    for index, point in enumerate(points):
        middle = (index + 0.5) * step
        y = floor
        for light in LIGHTS:
            count = getattr(point, light)
            size = (floor - TOP) * count / most
            y -= size
            if not count:
                continue
            bars.append(Rect(middle - bar / 2, y, bar, max(size - SEAM, 1.0), light))
            if size >= LEAST_FOR_NUMBER:
                at = y + (size - SEAM) / 2
                numbers.append(Text(middle, at, str(count), f"on_{light}", SIZE - 1, "middle"))
        labels.append(Text(middle, floor + LABELS / 2 + 1, point.label, "ink2", SIZE, "middle"))
    groups = (
        axis,
        Group("bars", tuple(bars)),
        Group("numbers", tuple(numbers)),
        Group("labels", tuple(labels)),
    )
    return Scene(width, height, groups)


def period_labels(periods: Sequence[str]) -> tuple[str, ...]:
    """`2026-06`, then only the month while the year stays: `2026-06 07 08`."""
    labels: list[str] = []
    year = ""
    for period in periods:
        head, _, month = period.partition("-")
        labels.append(month if month and head == year else period)
        year = head
    return tuple(labels)
