"""A chart's shapes as arrays: many of one look at once, one row of numbers each.

A part has one look; what it draws is a scene's item (`scene`), coordinates and units alike. A
painter that takes arrays paints a part with one call; `scene_items` makes plain items of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pmo_desktop.charts.scene import Item, Line, Polygon, Polyline, Rect, Text

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Boxes:
    """Rectangles: `values` is (n, 4) of x, y, width, height."""

    fill: str
    values: Floats
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Strokes:
    """Straight lines: `values` is (n, 4) of x1, y1, x2, y2."""

    stroke: str
    values: Floats
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Shapes:
    """Closed shapes of as many corners each: `points` is (n, corners, 2)."""

    fill: str
    points: Floats
    stroke: str | None = None
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Ways:
    """Open paths: `points` is (n, most, 2); a shorter way repeats its last point."""

    stroke: str
    points: Floats
    width: float = 1.0

    def segments(self) -> Floats:
        """Every step of every way as a line, (m, 4), those without length left out."""
        lines = np.concatenate([self.points[:, :-1], self.points[:, 1:]], axis=2).reshape(-1, 4)
        moved = (lines[:, 0] != lines[:, 2]) | (lines[:, 1] != lines[:, 3])
        return lines[moved]


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of one look (colour, size, weight)."""

    texts: tuple[Text, ...]


Part: TypeAlias = Boxes | Strokes | Shapes | Ways | Words


@dataclass(frozen=True, slots=True)
class Layer:
    """Parts that belong together, by what they are."""

    name: str
    parts: tuple[Part, ...] = ()


def scene_items(layer: Layer) -> Iterator[Item]:
    """The same as items of a scene, those of one look side by side."""
    for part in layer.parts:
        if isinstance(part, Boxes):
            for x, y, width, height in part.values.tolist():
                yield Rect(x, y, width, height, part.fill, radius=part.radius)
        elif isinstance(part, Strokes):
            for x1, y1, x2, y2 in part.values.tolist():
                yield Line(x1, y1, x2, y2, part.stroke, part.width, part.dash)
        elif isinstance(part, Shapes):
            for points in part.points.tolist():
                yield Polygon(tuple((x, y) for x, y in points), part.fill, part.stroke, part.width)
        elif isinstance(part, Ways):
            for points in part.points.tolist():
                yield Polyline(_without_repeats(points), part.stroke, part.width)
        else:
            yield from part.texts


def _without_repeats(points: list[list[float]]) -> tuple[tuple[float, float], ...]:
    kept = [(points[0][0], points[0][1])]
    for x, y in points[1:]:
        if (x, y) != kept[-1]:
            kept.append((x, y))
    return tuple(kept)
