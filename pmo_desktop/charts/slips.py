"""Milestones that moved: from the baseline's diamond to the forecast's.

Every baseline stands at the same x, so that the lengths compare. Groups: `axis`, `names`, `bars`,
`marks`, `labels`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pmo_desktop.charts.scene import (
    Group,
    Item,
    Line,
    Polygon,
    Rect,
    Scene,
    Text,
    diamond,
    text_width,
)
from pmo_desktop.language import Language

SIZE = 11.5
ROW = 30.0
LEAST_ROW = 16.0
HALF = 5.0
BAR = 6.0
AMBER_DAYS, RED_DAYS = 1, 10


@dataclass(frozen=True, slots=True)
class Slip:
    """`days` is what is written beside it, in the days that the office counts in."""

    name: str
    baseline: dt.date
    forecast: dt.date
    days: int
    done: bool = False


@dataclass(frozen=True, slots=True)
class SlipLimits:
    """From how many days a slip is amber, and from how many red."""

    amber: int = AMBER_DAYS
    red: int = RED_DAYS

    def role(self, days: int) -> str:
        if days >= self.red:
            return "red"
        return "amber" if days >= self.amber else "green"


def slips(
    rows: Sequence[Slip],
    language: Language,
    width: float,
    height: float,
    limits: SlipLimits | None = None,
) -> Scene:
    """As many rows as fit. The scale is that of the largest slip."""
    limits = limits or SlipLimits()
    shown, step = _fitting(rows, height)
    names = _names_width(shown, width)
    # Room for the label of the longest bar.
    room = width - names - 2 * HALF - 64
    most = max((abs(row.days) for row in shown), default=0) or 1
    early = max((-row.days for row in shown), default=0)
    zero = names + HALF + (room * early / (most + early) if early > 0 else 0)
    per_day = room / (most + max(early, 0))
    bars: list[Item] = []
    marks: list[Item] = []
    texts: list[Item] = []
    axis: list[Item] = []
    for index, row in enumerate(shown):
        y = (index + 0.5) * step
        axis.append(Line(names, y, width, y, "grid"))
        x = zero + row.days * per_day
        _mark(bars, marks, row, zero, x, y, limits.role(row.days))
        day = language.text("{slip} d", slip=f"{row.days:+d}")
        texts.append(Text(max(x, zero) + HALF + 6, y, day, "muted", SIZE))
    groups = (
        Group("axis", tuple(axis)),
        _names(shown, step, names),
        Group("bars", tuple(bars)),
        Group("marks", tuple(marks)),
        Group("labels", tuple(texts)),
    )
    return Scene(width, height, groups)


def _mark(
    bars: list[Item], marks: list[Item], row: Slip, start: float, end: float, y: float, role: str
) -> None:
    """The bar, the hollow diamond of the baseline, the full one of the forecast."""
    if end != start:
        bars.append(Rect(min(start, end), y - BAR / 2, abs(end - start), BAR, role))
    marks.append(Polygon(diamond(start, y, HALF), "panel", "ink3"))
    marks.append(Polygon(diamond(end, y, HALF), "milestone_done" if row.done else "milestone"))


def _names(rows: Sequence[Slip], step: float, width: float) -> Group:
    return Group(
        "names",
        tuple(
            Text(0, (index + 0.5) * step, row.name, "ink", SIZE, max_width=width - 14)
            for index, row in enumerate(rows)
        ),
    )


def _names_width(rows: Sequence[Slip], width: float) -> float:
    widest = max((text_width(row.name, SIZE) for row in rows), default=0.0)
    return min(widest + 18, width * 0.4)


def _fitting(rows: Sequence[Slip], height: float) -> tuple[Sequence[Slip], float]:
    """The rows that there is room for, and the height of each."""
    shown = rows[: max(int(height // LEAST_ROW), 0)]
    return shown, min(ROW, height / len(shown)) if shown else ROW
