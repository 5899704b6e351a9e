"""The same figure of every week twice: as it is, and as it would be.

Groups: `axis`, `before`, `after`, `labels`. What is as it would be stands in front, and is half as
wide, so that what would go can be seen behind it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pmo_desktop.charts.scene import Group, Item, Rect, Scene, Text, text_width
from pmo_desktop.language import Language

TOP, BOTTOM, LEFT, RIGHT = 8.0, 20.0, 40.0, 6.0
SIZE = 11.0
WIDEST = 26.0
STEPS = (1, 2, 5)


def before_after(
    weeks: Sequence[dt.date],
    before: Sequence[float],
    after: Sequence[float],
    language: Language,
    width: float,
    height: float,
) -> Scene:
    """`weeks` are Mondays; figures of 0 or more. Weeks are cut off at the right where each would
    be narrower than two units."""
    room = width - LEFT - RIGHT
    count = min(len(weeks), int(room / 2))
    most = max((*before, *after), default=0.0)
    if not count or most <= 0:
        return Scene(width, height)
    step = min(room / count, WIDEST)
    tick = tick_of(most)
    highest = tick * -(-most // tick)
    floor = height - BOTTOM
    per_unit = (floor - TOP) / highest
    axis: list[Item] = [Rect(LEFT, floor, step * count, 1, "line")]
    labels: list[Item] = []
    for n in range(int(highest / tick) + 1):
        y = floor - n * tick * per_unit
        if n:
            axis.append(Rect(LEFT, y, step * count, 1, "grid"))
        labels.append(Text(LEFT - 6, y, language.number(n * tick), "ink3", SIZE, "end"))
    return Scene(
        width,
        height,
        (
            Group("axis", tuple(axis)),
            Group("before", _bars(before[:count], step, floor, per_unit, 0.8, "before")),
            Group("after", _bars(after[:count], step, floor, per_unit, 0.4, "after")),
            Group("labels", (*labels, *_weeks(weeks[:count], step, floor, language))),
        ),
    )


def tick_of(most: float) -> float:
    """A round step so that there are two to five of them up to `most`."""
    size = 10.0**-3
    while True:
        for factor in STEPS:
            if most / (size * factor) <= 4:
                return size * factor
        size *= 10


def _bars(
    values: Sequence[float], step: float, floor: float, per_unit: float, share: float, kind: str
) -> tuple[Item, ...]:
    role = "series5" if kind == "before" else "accent"
    return tuple(
        Rect(
            LEFT + week * step + step * (1 - share) / 2, floor - value * per_unit, step * share,
            value * per_unit, role,
        )
        for week, value in enumerate(values)
        if value > 0
    )  # fmt: skip


def _weeks(
    weeks: Sequence[dt.date], step: float, floor: float, language: Language
) -> tuple[Item, ...]:
    found: list[Item] = []
    free = 0.0
    for week, monday in enumerate(weeks):
        x = LEFT + week * step
        text = language.short_date(monday)
        if x >= free:
            found.append(Text(x, floor + 11, text, "ink3", SIZE))
            free = x + text_width(text, SIZE) + 16
    return tuple(found)
