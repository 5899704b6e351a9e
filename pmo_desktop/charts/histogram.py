"""Demand stacked by what asks for it, against capacity, one bar a week.

Groups: `axis`, `bars`, `capacity`, `labels`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmo_desktop.charts.palette import SERIES
from pmo_desktop.charts.scene import Group, Item, Polyline, Rect, Scene, Text

GAP = 2.0
TOP = 14.0
SIZE = 11.0
HEADROOM = 1.06


@dataclass(frozen=True, slots=True)
class Series:
    """Something that asks for time: hours (or any unit) in each week; `role` is its colour."""

    name: str
    values: tuple[float, ...]
    role: str


def histogram(
    series: Sequence[Series],
    capacity: Sequence[float],
    step: float,
    height: float,
    capacity_label: str = "",
    left: float = 0.0,
    most: float | None = None,
) -> Scene:
    """Bars `step` apart from x = `left`; the first series lies at the bottom; capacity dashed.

    The highest of demand and capacity (or `most`, where only a part is drawn) reaches the top, with
    a little room above it.
    """
    weeks = len(capacity)
    totals = [sum(values) for values in zip(*(s.values for s in series), strict=True)]
    highest = max((*totals, *capacity), default=0.0) if most is None else most
    per_unit, gap = (height - TOP) / (highest * HEADROOM or 1.0), min(GAP, step / 4)
    bars: list[Item] = []
    floors = [height] * weeks
    for one in series:
        for week, value in enumerate(one.values):
            size = value * per_unit
            if size <= 0:
                continue
            floors[week] -= size
            x = left + week * step
            bars.append(Rect(x + gap / 2, floors[week], step - gap, size, one.role))
    right = left + weeks * step
    line = _steps([height - c * per_unit for c in capacity], step, left)
    labels = _capacity_label(line, capacity_label)
    axis = Rect(left, height - 1, right - left, 1, "line")
    groups = (
        Group("axis", (axis,)),
        Group("bars", tuple(bars)),
        Group("capacity", line),
        Group("labels", labels),
    )
    return Scene(right, height, groups)


def ranked(series: Sequence[tuple[str, Sequence[float]]], others: str) -> tuple[Series, ...]:
    """The largest in the palette's colours, the rest summed up as `others` in its last one."""
    by_size = sorted(series, key=lambda one: -sum(one[1]))
    apart = len(by_size) if len(by_size) <= SERIES else SERIES - 1
    chosen = [
        Series(name, tuple(values), f"series{index}")
        for index, (name, values) in enumerate(by_size[:apart])
    ]
    rest = by_size[apart:]
    if rest:
        values = tuple(sum(column) for column in zip(*(one[1] for one in rest), strict=True))
        chosen.append(Series(others, values, f"series{SERIES - 1}"))
    return tuple(chosen)


def _steps(heights: Sequence[float], step: float, left: float) -> tuple[Item, ...]:
    points: list[tuple[float, float]] = []
    for week, y in enumerate(heights):
        points += [(left + week * step, y), (left + (week + 1) * step, y)]
    return (Polyline(tuple(points), "capacity", 1.5, (4.0, 3.0)),) if points else ()


def _capacity_label(line: tuple[Item, ...], text: str) -> tuple[Text, ...]:
    if not text or not line or not isinstance(line[0], Polyline):
        return ()
    x, y = line[0].points[0]
    return (Text(x + 4, y - 8, text, "ink2", SIZE),)
