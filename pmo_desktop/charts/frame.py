"""What stands around and behind bars over time: the date header, bands, days off, grid."""

from __future__ import annotations

import datetime as dt

import numpy as np

from pmo_desktop.charts.bars import ROW_HEIGHT
from pmo_desktop.charts.layers import Boxes, Floats, Layer, Part, Strokes, scene_items
from pmo_desktop.charts.scene import Group, Item, Line, Rect, Scene, Text, text_width
from pmo_desktop.charts.timescale import LABEL_SIZE, TimeScale
from pmo_desktop.domain.plan import Plan
from pmo_desktop.language import Language

HEADER_HEIGHT = 46.0
SHADE_FROM = 5.0


def backdrop(
    plan: Plan,
    scale: TimeScale,
    height: float,
    left: float = 0.0,
    right: float | None = None,
    days_off: bool = True,
) -> Scene:
    """Days off and grid lines between two x, from 0 down to `height`."""
    layers = backdrop_layers(plan, scale, height, left, right, days_off)
    groups = tuple(Group(layer.name, tuple(scene_items(layer))) for layer in layers)
    return Scene(scale.width, height, groups)


def backdrop_layers(
    plan: Plan,
    scale: TimeScale,
    height: float,
    left: float = 0.0,
    right: float | None = None,
    days_off: bool = True,
) -> tuple[Layer, Layer]:
    """The same as layers: `shade` and `grid`."""
    end = scale.width if right is None else right
    off = shade(plan.non_working, scale, 0, height, left, end) if days_off else ()
    roles = zip(("grid", "grid_strong"), scale.edges(left, end), strict=True)
    lines = tuple(Strokes(role, _upright(np.array(xs), height)) for role, xs in roles)
    return Layer("shade", off), Layer("grid", lines)


def _upright(x: Floats, height: float) -> Floats:
    """Lines from 0 down to a height."""
    return np.stack([x, np.zeros(len(x)), x, np.full(len(x), height)], axis=1)


def shade(
    days: frozenset[dt.date], scale: TimeScale, top: float, bottom: float, left: float, right: float
) -> tuple[Part, ...]:
    """Days off as boxes between two x and two y; none where a day is too narrow to be seen."""
    if scale.per_day < SHADE_FROM:
        return ()
    boxes = [(x, top, width, bottom - top) for x, width in
             scale.non_working_runs(days, left, right)]  # fmt: skip
    return (Boxes("nonworking", np.array(boxes)),) if boxes else ()


def bands(rows: int, left: float, right: float, row_height: float = ROW_HEIGHT) -> Group:
    """Every second row tinted, to lead the eye from the table."""
    width = right - left
    tinted = (Rect(left, n * row_height, width, row_height, "band") for n in range(1, rows, 2))
    return Group("bands", tuple(tinted))


def header(
    scale: TimeScale,
    language: Language,
    left: float = 0.0,
    right: float | None = None,
    height: float = HEADER_HEIGHT,
) -> Scene:
    """The two tiers of dates between two x. The first upper label stays in sight at `left`."""
    end = scale.width if right is None else right
    size = LABEL_SIZE * height / HEADER_HEIGHT
    lines: list[Item] = []
    texts: list[Item] = []
    for tick in scale.upper(language, left, end):
        lines.append(Line(tick.x, 0, tick.x, height, "grid_strong"))
        x = max(tick.x, left) + 6
        if tick.label and x + text_width(tick.label, size) <= tick.x + tick.width:
            texts.append(Text(x, height * 0.26, tick.label, "ink", size))
    for tick in scale.lower(language, left, end):
        lines.append(Line(tick.x, height / 2, tick.x, height, "grid"))
        if tick.label:
            x = tick.x + tick.width / 2
            texts.append(Text(x, height * 0.76, tick.label, "ink3", size - 1, "middle"))
    groups = (Group("lines", tuple(lines)), Group("labels", tuple(texts)))
    return Scene(scale.width, height, groups)
