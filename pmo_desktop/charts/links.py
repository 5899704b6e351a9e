"""Links between the rows of a Gantt chart: which are in sight, and the way that each takes.

A way has right angles only: out of the predecessor, along the edge of the successor's row, into it.
Finish-to-start comes from above (or below); the others enter at the side.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pmo_desktop.charts.bars import ROW_HEIGHT
from pmo_desktop.charts.layers import Floats
from pmo_desktop.charts.shapes import Places, points
from pmo_desktop.charts.tracks import DIAMOND, Rows
from pmo_desktop.domain.tasks import LinkType

REACH = 64
OUT = 6.0
NEAR = 4.0
ARROW = 3.5
STARTING = frozenset({LinkType.SS, LinkType.SF})
FINISHING = frozenset({LinkType.FF, LinkType.SF})
Flags = NDArray[np.bool_]


class LinkIndex:
    """The links whose ends are both shown, sorted by the upper one; the long ones apart.

    `before` and `after` are the positions of each link's ends, -1 where one is not shown.
    """

    def __init__(self, before: Rows, after: Rows) -> None:
        shown = np.flatnonzero((before >= 0) & (after >= 0))
        low = np.minimum(before[shown], after[shown])
        high = np.maximum(before[shown], after[shown])
        short = high - low <= REACH
        order = np.argsort(low[short], kind="stable")
        self._short = shown[short][order]
        self._low, self._high = low[short][order], high[short][order]
        self._long = shown[~short]
        self._long_low, self._long_high = low[~short], high[~short]

    def within(self, first: int, last: int) -> Rows:
        """The links that cross the positions `[first, last)`, each once, in their order."""
        begin, end = np.searchsorted(self._low, (first - REACH, last))
        near = self._short[begin:end][self._high[begin:end] >= first]
        far = self._long[(self._long_low < last) & (self._long_high >= first)]
        return np.sort(np.concatenate([near, far]))


def ways(kinds: Sequence[LinkType], before: Places, after: Places) -> Floats:
    """The way of each link as (n, 6, 2); a shorter one repeats its last point."""
    leaves = np.array([kind not in STARTING for kind in kinds])
    enters = np.array([kind in FINISHING for kind in kinds])
    straight = np.array([kind is LinkType.FS for kind in kinds])
    # A milestone is a point; beside it stands its date.
    from_above = straight | (enters & (after.kinds == DIAMOND))
    found = np.empty((len(kinds), 6, 2))
    for chosen, way in ((from_above, _from_above), (~from_above, _sideways)):
        if chosen.any():
            found[chosen] = way(
                before.only(chosen), after.only(chosen), leaves[chosen], enters[chosen]
            )
    return found


def _from_above(before: Places, after: Places, leaves: Flags, _enters: Flags) -> Floats:
    unit, y1 = before.unit, before.middle
    x1, out = _leaving(before, leaves)
    inside = np.minimum(NEAR * unit, (after.right - after.left) / 2)
    x2 = after.left + np.where(after.kinds == DIAMOND, 0.0, inside)
    below = after.top > before.top
    tip = after.middle + np.where(below, -1, 1) * after.half_height
    edge = _edge(before, after)
    found = points((x1, y1), (out, y1), (out, edge), (x2, edge), (x2, tip), (x2, tip))
    point = before.kinds == DIAMOND
    leave = y1 + np.where(below, 1, -1) * before.half_height
    x = before.left
    found[point] = points((x, leave), (x, edge), (x2, edge), (x2, tip), (x2, tip), (x2, tip))[point]
    short = ~point & (x1 + unit <= x2) & (x2 <= out + NEAR * unit)
    found[short] = points((x1, y1), (x2, y1), (x2, tip), (x2, tip), (x2, tip), (x2, tip))[short]
    return found


def _sideways(before: Places, after: Places, leaves: Flags, enters: Flags) -> Floats:
    unit, y1, y2 = before.unit, before.middle, after.middle
    x1, out = _leaving(before, leaves)
    x2, into = _leaving(after, enters)
    # Along the edge, not along the middle: a label stands there.
    edge = _edge(before, after)
    found = points((x1, y1), (out, y1), (out, edge), (into, edge), (into, y2), (x2, y2))
    side = np.where(enters, np.maximum(out, into), np.minimum(out, into))
    same = (leaves == enters) & (np.abs(out - into) <= NEAR * unit)
    found[same] = points((x1, y1), (side, y1), (side, y2), (x2, y2), (x2, y2), (x2, y2))[same]
    return found


def _leaving(at: Places, finish: Flags) -> tuple[Floats, Floats]:
    """Where a way touches the side of a shape, and how far it goes out of it."""
    x = np.where(finish, at.right + at.half_width, at.left - at.half_width)
    return x, x + np.where(finish, OUT, -OUT) * at.unit


def _edge(before: Places, after: Places) -> Floats:
    """The edge of the successor's row that faces the predecessor."""
    low = after.top + ROW_HEIGHT * after.unit
    return np.where(after.top > before.top, after.top, low)


def arrowheads(found: Floats, unit: float) -> Floats:
    """The tip of every way, (n, 3, 2)."""
    tip = found[:, -1]
    moved = (found != tip[:, None]).any(axis=2)
    last = found.shape[1] - 1 - np.argmax(moved[:, ::-1], axis=1)
    step = np.sign(tip - found[np.arange(len(found)), last])
    size, half = ARROW * unit, ARROW * unit * 0.85
    back = tip - step * size
    aside = step[:, ::-1] * half
    return np.stack([tip, back - aside, back + aside], axis=1)


def cut(found: Floats, boxes: Floats) -> Floats:
    """The ways, interrupted where an upright part would cross one of `boxes` (n, 4: left, top,
    right, bottom); so that what is written there can be read."""
    if not len(found) or not len(boxes):
        return found
    for _ in range(found.shape[1]):
        hit = _crossings(found, boxes)
        if not len(hit[0]):
            return found
        found = _interrupted(found, boxes, *hit)
    return found


def _crossings(found: Floats, boxes: Floats) -> tuple[Rows, Rows, Rows]:
    """The first crossing of each way that has one: which way, which of its steps, which box."""
    begin, end = found[:, :-1], found[:, 1:]
    x = begin[:, :, 0, None]
    low = np.minimum(begin[:, :, 1], end[:, :, 1])[:, :, None]
    high = np.maximum(begin[:, :, 1], end[:, :, 1])[:, :, None]
    left, top, right, bottom = boxes.T
    upright = (x == end[:, :, 0, None]) & (x > left) & (x < right)
    crossed = upright & (low < top) & (high > bottom)
    way, step, box = np.nonzero(crossed)
    _, once = np.unique(way, return_index=True)
    return way[once], step[once], box[once]


def _interrupted(found: Floats, boxes: Floats, way: Rows, step: Rows, box: Rows) -> Floats:
    """Each of these ways in two: up to the box, and on from behind it."""
    most = found.shape[1]
    kept = found.copy()
    rest = found[way].copy()
    for n, (w, s, b) in enumerate(zip(way.tolist(), step.tolist(), box.tolist(), strict=True)):
        x, y1 = found[w, s]
        down = found[w, s + 1, 1] > y1
        near, far = (boxes[b, 1], boxes[b, 3]) if down else (boxes[b, 3], boxes[b, 1])
        kept[w, s + 1 :] = (x, near)
        rest[n, 0] = (x, far)
        tail = found[w, s + 1 :]
        rest[n, 1 : 1 + len(tail)] = tail
        rest[n, 1 + len(tail) : most] = tail[-1]
    return np.concatenate([kept, rest])
