"""A scene's items within a box: what lies outside is left out, what crosses an edge is cut.

Texts are kept whole where they begin inside, and left out where they do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from pmo_desktop.charts.scene import (
    Group,
    Item,
    Line,
    Point,
    Polygon,
    Polyline,
    Rect,
    Scene,
    Text,
    text_width,
)


def cropped(
    scene: Scene, left: float, right: float, top: float | None = None, bottom: float | None = None
) -> Scene:
    """The scene's items between two x, and two y where these are given, at their places."""
    groups = []
    for group in scene.groups:
        items = tuple(crop(group.items, left, right))
        if top is not None and bottom is not None:
            turned = (_turned(item) for item in items)
            items = tuple(_turned(item) for item in crop(turned, top, bottom, _line))
        groups.append(Group(group.name, items))
    return Scene(scene.width, scene.height, tuple(groups))


def moved(scene: Scene, dx: float, dy: float = 0.0) -> Scene:
    """The scene, as much further right and down."""
    groups = tuple(
        Group(group.name, tuple(_moved(item, dx, dy) for item in group.items))
        for group in scene.groups
    )
    return Scene(scene.width, scene.height, groups)


def crop(
    items: Iterable[Item], left: float, right: float, begin: Callable[[Text], float] | None = None
) -> Iterator[Item]:
    """Items between two x; `begin` says where a text begins, if not at its first letter."""
    begin = begin or _begin
    for item in items:
        if isinstance(item, Rect):
            yield from _rect(item, left, right)
        elif isinstance(item, Line):
            ends = ((item.x1, item.y1), (item.x2, item.y2))
            for (x1, y1), (x2, y2) in _segments(ends, left, right):
                yield replace(item, x1=x1, y1=y1, x2=x2, y2=y2)
        elif isinstance(item, Polyline):
            yield from _polyline(item, left, right)
        elif isinstance(item, Polygon):
            points = _polygon(_polygon(item.points, left, 1.0), right, -1.0)
            if len(points) > 2:
                yield replace(item, points=points)
        elif left <= begin(item) < right:
            yield item


def _rect(item: Rect, left: float, right: float) -> Iterator[Rect]:
    begin, end = max(item.x, left), min(item.x + item.width, right)
    if end > begin:
        whole = begin == item.x and end == item.x + item.width
        yield item if whole else replace(item, x=begin, width=end - begin)


def _polyline(item: Polyline, left: float, right: float) -> Iterator[Polyline]:
    if all(left <= x <= right for x, _ in item.points):
        yield item
        return
    way: list[Point] = []
    for begin, end in _segments(item.points, left, right):
        if way and way[-1] != begin:
            yield replace(item, points=tuple(way))
            way = []
        way = way or [begin]
        way.append(end)
    if way:
        yield replace(item, points=tuple(way))


def _segments(points: Iterable[Point], left: float, right: float) -> Iterator[tuple[Point, Point]]:
    for (x1, y1), (x2, y2) in pairwise(points):
        if max(x1, x2) < left or min(x1, x2) > right:
            continue
        yield _held(x1, y1, x2, y2, left, right), _held(x2, y2, x1, y1, left, right)


def _held(x: float, y: float, x2: float, y2: float, left: float, right: float) -> Point:
    """The first point of a segment, moved along it to the edge that it lies beyond."""
    edge = min(max(x, left), right)
    if edge == x:
        return x, y
    return edge, y + (y2 - y) * (edge - x) / (x2 - x)


def _polygon(points: tuple[Point, ...], edge: float, side: float) -> tuple[Point, ...]:
    """The part of a shape right of an upright edge, or left of it where `side` is -1."""
    kept: list[Point] = []
    for n, (x, y) in enumerate(points):
        x0, y0 = points[n - 1]
        inside, was_inside = (x - edge) * side >= 0, (x0 - edge) * side >= 0
        if inside is not was_inside:
            kept.append((edge, y0 + (y - y0) * (edge - x0) / (x - x0)))
        if inside:
            kept.append((x, y))
    return tuple(kept)


def _begin(item: Text) -> float:
    width = 0.0 if item.anchor == "start" else text_width(item.text, item.size)
    return item.x - width * (0.5 if item.anchor == "middle" else 1.0)


def _line(item: Text) -> float:
    return item.x


def _turned(item: Item) -> Item:
    """With x and y exchanged; a text is then where its line is."""
    if isinstance(item, Rect):
        return replace(item, x=item.y, y=item.x, width=item.height, height=item.width)
    if isinstance(item, Line):
        return replace(item, x1=item.y1, y1=item.x1, x2=item.y2, y2=item.x2)
    if isinstance(item, Polyline | Polygon):
        return replace(item, points=tuple((y, x) for x, y in item.points))
    return replace(item, x=item.y, y=item.x)


def _moved(item: Item, dx: float, dy: float) -> Item:
    if isinstance(item, Line):
        return replace(item, x1=item.x1 + dx, y1=item.y1 + dy, x2=item.x2 + dx, y2=item.y2 + dy)
    if isinstance(item, Polyline | Polygon):
        return replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))
    return replace(item, x=item.x + dx, y=item.y + dy)
