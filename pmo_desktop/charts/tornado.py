"""What moves the finish most: bars by strength, the strongest on top.

A bar to the right delays with what it stands for, one to the left is the other way round. Groups:
`axis`, `names`, `bars`, `labels`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmo_desktop.charts.scene import Group, Item, Line, Rect, Scene, Text, text_width

SIZE = 11.5
ROW, LEAST_ROW = 26.0, 17.0
LABEL_ROOM = 46.0
BAR_SHARE = 0.56


@dataclass(frozen=True, slots=True)
class Swing:
    """`strength` runs from -1 to 1; `label` is what is written behind its bar."""

    name: str
    strength: float
    label: str
    role: str = "bar"


def tornado(swings: Sequence[Swing], width: float, height: float) -> Scene:
    """As many as fit, in the order in which they are given."""
    count, step = _fitting(len(swings), height)
    shown = swings[:count]
    if not shown:
        return Scene(width, height)
    names = min(max(text_width(s.name, SIZE) for s in shown) + 18, width * 0.45)
    most = max((abs(s.strength) for s in shown), default=0.0) or 1.0
    early = max((-s.strength for s in shown), default=0.0)
    back = LABEL_ROOM if early > 0 else 0.0
    scale = (width - names - LABEL_ROOM - back) / (most + max(early, 0.0))
    zero = names + back + max(early, 0.0) * scale
    bars: list[Item] = []
    labels: list[Item] = []
    texts: list[Item] = []
    for number, swing in enumerate(shown):
        y = (number + 0.5) * step
        x = zero + swing.strength * scale
        left, wide = min(zero, x), max(abs(x - zero), 1.0)
        bars.append(Rect(left, y - step * BAR_SHARE / 2, wide, step * BAR_SHARE, swing.role))
        if swing.strength < 0:
            labels.append(Text(left - 6, y, swing.label, "muted", SIZE, "end"))
        else:
            labels.append(Text(left + wide + 6, y, swing.label, "muted", SIZE))
        texts.append(Text(0, y, swing.name, "ink", SIZE, max_width=names - 14))
    axis = Line(zero, 0, zero, step * len(shown), "line")
    groups = (
        Group("axis", (axis,)),
        Group("names", tuple(texts)),
        Group("bars", tuple(bars)),
        Group("labels", tuple(labels)),
    )
    return Scene(width, height, groups)


def row_at(count: int, height: float, y: float) -> int | None:
    """Which of `count` swings lies at this height; None beside them."""
    shown, step = _fitting(count, height)
    place = int(y // step)
    return place if 0 <= place < shown else None


def _fitting(count: int, height: float) -> tuple[int, float]:
    """How many there is room for, and the height of each."""
    shown = min(count, max(int(height // LEAST_ROW), 0))
    return shown, min(ROW, height / shown) if shown else ROW
