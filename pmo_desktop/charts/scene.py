"""A picture as plain values: computed once, painted on the screen and in PDF alike.

Conventions of every scene: x runs right and y runs **down** from (0, 0) at the top left; units are
plain (a pixel on the screen, a point in PDF). A colour is the name of a role of `palette`, never a
value; None paints nothing. A stroke is centred on its outline. What comes later lies on top.

A text's (x, y) is its anchor horizontally and the **middle of its line** vertically, so that a
label beside a bar has the bar's middle as its y; a painter that wants a baseline puts it
`BASELINE` times the size below y. A text wider than its `max_width` is shortened with an ellipsis
by the painter, which alone knows its font.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Point: TypeAlias = tuple[float, float]
Anchor: TypeAlias = Literal["start", "middle", "end"]

BASELINE = 0.36
WIDE = 1.0
LATIN = 0.56
NARROW = 0.30
NARROW_LETTERS = frozenset("iljtfr.,:;|!'()[] ")


@dataclass(frozen=True, slots=True)
class Rect:
    """`radius` rounds the corners; half the side makes it a circle."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """`dash` are the lengths of strokes and gaps; empty is a solid line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    stroke_width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Polyline:
    """An open path through two points or more."""

    points: tuple[Point, ...]
    stroke: str
    stroke_width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed path: a diamond, a triangle, an arrowhead."""

    points: tuple[Point, ...]
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line. `size` is the font's size in units; `max_width` None leaves it as long as it is."""

    x: float
    y: float
    text: str
    colour: str = "ink"
    size: float = 12.0
    anchor: Anchor = "start"
    bold: bool = False
    max_width: float | None = None


Item: TypeAlias = Rect | Line | Polyline | Polygon | Text


@dataclass(frozen=True, slots=True)
class Group:
    """Items that belong together, by what they are: `bars`, `links`, `labels`."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """`groups` in the order of painting."""

    width: float
    height: float
    groups: tuple[Group, ...] = ()

    def __iter__(self) -> Iterator[Item]:
        for group in self.groups:
            yield from group.items

    def group(self, name: str) -> tuple[Item, ...]:
        """The items of a group; none where the scene has no such group."""
        return tuple(i for group in self.groups if group.name == name for i in group.items)

    def texts(self) -> tuple[str, ...]:
        """All that can be read in it, in the order of painting."""
        return tuple(item.text for item in self if isinstance(item, Text))


def diamond(x: float, y: float, half: float) -> tuple[Point, ...]:
    """The corners of a diamond about (x, y)."""
    return ((x, y - half), (x + half, y), (x, y + half), (x - half, y))


def text_width(text: str, size: float) -> float:
    """The width that a text will take, about: enough to place it without knowing the font."""
    return size * _ems(text)


@lru_cache(maxsize=4096)
def _ems(text: str) -> float:
    return sum(map(_advance, text))


def _advance(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return NARROW
    return WIDE if unicodedata.east_asian_width(letter) in "WFA" else LATIN
