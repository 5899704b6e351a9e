"""Where the data stands: a line at the end of the status date, which makes way for words; and, on a
screen, today."""

from __future__ import annotations

import datetime as dt

import numpy as np

from pmo_desktop.charts.layers import Floats, Part, Strokes
from pmo_desktop.charts.scene import Group, Line
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.domain.plan import Plan

WIDTH = 2.0
DASH = (4.0, 3.0)
NO_BOXES = np.empty((0, 4))


def status_line(
    plan: Plan, scale: TimeScale, top: float, bottom: float, boxes: Floats = NO_BOXES
) -> tuple[Part, ...]:
    """From `top` down to `bottom`, interrupted by `boxes` (n, 4: left, top, right, bottom)."""
    if plan.status_date is None or bottom <= top:
        return ()
    x = scale.end_x(plan.status_date)
    lines = []
    at = top
    crossed = boxes[(boxes[:, 0] < x) & (x < boxes[:, 2])]
    for begin, end in sorted(crossed[:, [1, 3]].tolist()):
        if begin > at:
            lines.append((x, at, x, min(begin, bottom)))
        at = max(at, end)
    if at < bottom:
        lines.append((x, at, x, bottom))
    return (Strokes("status", np.array(lines), WIDTH),) if lines else ()


def today_line(plan: Plan, scale: TimeScale, height: float, today: dt.date) -> Group:
    """Nothing where the data is of today."""
    if today == plan.status_date or not scale.first <= today <= scale.last:
        return Group("today", ())
    x = scale.end_x(today)
    return Group("today", (Line(x, 0, x, height, "today", 1.0, DASH),))
