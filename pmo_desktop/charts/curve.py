"""Cumulative values over time: the S-curve of planned value, earned value and actual cost.

Groups: `axis`, `curves`, `status`, `labels`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pmo_desktop.charts.scene import Group, Item, Line, Polyline, Scene, Text, text_width
from pmo_desktop.charts.timescale import TimeScale, month_start, next_month
from pmo_desktop.language import Language

SIZE = 11.0
BOTTOM = 20.0
TOP = 8.0
LEAST_GAP = 13.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Points in the order of time, values as floats of any one unit; `role` is its colour."""

    name: str
    points: tuple[tuple[dt.date, float], ...]
    role: str


def curves(
    lines: Sequence[Curve],
    language: Language,
    width: float,
    height: float,
    status_date: dt.date | None = None,
) -> Scene:
    """All curves on one scale from 0 to the highest; each is named at its end."""
    days = [day for line in lines for day, _ in line.points]
    if not days:
        return Scene(width, height)
    names = max(text_width(line.name, SIZE) for line in lines) + 10
    scale = TimeScale(month_start(min(days)), max(days), width - names)
    most = max((value for line in lines for _, value in line.points), default=0.0) or 1.0
    floor = height - BOTTOM
    drawn: list[Item] = []
    ends: list[tuple[float, float, Curve]] = []
    for line in lines:
        path = tuple(
            (scale.end_x(day), floor - value / most * (floor - TOP)) for day, value in line.points
        )
        if len(path) > 1:
            drawn.append(Polyline(path, line.role, 2.0))
        if path:
            ends.append((*path[-1], line))
    status: tuple[Item, ...] = ()
    if status_date is not None and scale.first <= status_date <= scale.last:
        x = scale.end_x(status_date)
        status = (Line(x, 0, x, floor, "status", 1.0, (3.0, 3.0)),)
    groups = (
        Group("axis", _axis(scale, language, floor)),
        Group("curves", tuple(drawn)),
        Group("status", status),
        Group("labels", _labels(ends)),
    )
    return Scene(width, height, groups)


def _axis(scale: TimeScale, language: Language, floor: float) -> tuple[Item, ...]:
    items: list[Item] = [
        Line(0, 0, 0, floor, "line_strong"),
        Line(0, floor, scale.width, floor, "line_strong"),
    ]
    month, room = scale.first, 0.0
    while month <= scale.last:
        x, label = scale.to_x(month), language.month(month)
        width = text_width(label, SIZE - 1)
        if x >= room and x + width <= scale.width:
            items.append(Line(x, floor, x, floor + 3, "line_strong"))
            items.append(Text(x, floor + BOTTOM / 2 + 1, label, "ink3", SIZE - 1))
            room = x + width + 12
        month = next_month(month)
    return tuple(items)


def _labels(ends: list[tuple[float, float, Curve]]) -> tuple[Item, ...]:
    """The names from the top down, pushed apart where the curves end close together."""
    texts: list[Item] = []
    lowest = -LEAST_GAP
    for x, y, line in sorted(ends, key=lambda end: end[1]):
        lowest = max(y, lowest + LEAST_GAP)
        texts.append(Text(x + 6, lowest, line.name, line.role, SIZE))
    return tuple(texts)
