"""Scenes of `charts` painted as vectors on a page.

A run of items of one kind and look becomes one path, which keeps files small and fast; the order of
painting stays as the scene has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from pmo_desktop.charts.scene import (
    BASELINE,
    Item,
    Line,
    Polygon,
    Polyline,
    Rect,
    Scene,
    Text,
)
from pmo_desktop.reports.sheet import Align, Sheet

ALIGN: dict[str, Align] = {"start": "left", "middle": "centre", "end": "right"}


def paint(sheet: Sheet, scene: Scene, x: float = 0.0, y: float = 0.0) -> None:
    """The scene with its top left corner at (x, y)."""
    for group in scene.groups:
        for look, run in groupby(group.items, _look):
            _paint_run(sheet, look, list(run), x, y)


def _look(item: Item) -> tuple[Any, ...]:
    """What items must share to be painted at one go."""
    match item:
        case Rect():
            return (Rect, item.fill, item.stroke, item.stroke_width, item.radius)
        case Line():
            return (Line, item.stroke, item.stroke_width, item.dash)
        case Polyline():
            return (Polyline, item.stroke, item.stroke_width, item.dash)
        case Polygon():
            return (Polygon, item.fill, item.stroke, item.stroke_width)
    return (Text,)


def _paint_run(
    sheet: Sheet, look: tuple[Any, ...], items: Sequence[Any], x: float, y: float
) -> None:
    kind, *style = look
    if kind is Rect:
        boxes = ((i.x + x, i.y + y, i.width, i.height) for i in items)
        sheet.rects(boxes, *style)
    elif kind is Line:
        sheet.lines(((i.x1 + x, i.y1 + y, i.x2 + x, i.y2 + y) for i in items), *style)
    elif kind is Polyline:
        sheet.polylines((_moved(i.points, x, y) for i in items), *style)
    elif kind is Polygon:
        sheet.polygons((_moved(i.points, x, y) for i in items), *style)
    else:
        _texts(sheet, items, x, y)


def _texts(sheet: Sheet, items: Iterable[Text], x: float, y: float) -> None:
    for item in items:
        sheet.write(
            item.x + x,
            item.y + y + item.size * BASELINE,
            item.text,
            item.size,
            item.colour,
            bold=item.bold,
            align=ALIGN[item.anchor],
            width=item.max_width,
        )


def _moved(points: Sequence[tuple[float, float]], x: float, y: float) -> list[tuple[float, float]]:
    return [(px + x, py + y) for px, py in points]
