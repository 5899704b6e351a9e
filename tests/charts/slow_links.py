"""The way of one link, step by step: what the arrays of `charts.links` are compared with."""

from __future__ import annotations

from pmo_desktop.charts.bars import ROW_HEIGHT, Place
from pmo_desktop.charts.scene import Point
from pmo_desktop.domain.tasks import LinkType

OUT = 6.0
NEAR = 4.0
STARTING = frozenset({LinkType.SS, LinkType.SF})
FINISHING = frozenset({LinkType.FF, LinkType.SF})
Path = tuple[Point, ...]


def path(kind: LinkType, before: Place, after: Place) -> Path:
    """Right angles only: out of the predecessor, along the edge of the successor's row, into it.

    Finish-to-start comes from above (or below); the others enter at the side.
    """
    leaves_finish, enters_finish = kind not in STARTING, kind in FINISHING
    x1, y1, y2 = end(before, leaves_finish), before.middle, after.middle
    out = x1 + (OUT if leaves_finish else -OUT) * before.unit
    # A milestone is a point; beside it stands its date.
    if kind is LinkType.FS or (enters_finish and after.is_milestone):
        return _from_above(x1, out, before, after)
    x2 = end(after, enters_finish)
    into = x2 + (OUT if enters_finish else -OUT) * before.unit
    if leaves_finish is enters_finish and abs(out - into) <= NEAR * before.unit:
        side = max(out, into) if enters_finish else min(out, into)
        return ((x1, y1), (side, y1), (side, y2), (x2, y2))
    # Along the edge, not along the middle: a label stands there.
    edge = _edge(before, after)
    return ((x1, y1), (out, y1), (out, edge), (into, edge), (into, y2), (x2, y2))


def _from_above(x1: float, out: float, before: Place, after: Place) -> Path:
    unit, y1 = before.unit, before.middle
    x2 = after.left
    if not after.is_milestone:
        x2 += min(NEAR * unit, (after.right - after.left) / 2)
    below = after.top > before.top
    tip = after.middle - after.half_height if below else after.middle + after.half_height
    edge = _edge(before, after)
    if before.is_milestone:
        leave = y1 + before.half_height if below else y1 - before.half_height
        return ((before.left, leave), (before.left, edge), (x2, edge), (x2, tip))
    if x1 + unit <= x2 <= out + NEAR * unit:
        return ((x1, y1), (x2, y1), (x2, tip))
    return ((x1, y1), (out, y1), (out, edge), (x2, edge), (x2, tip))


def end(at: Place, finish: bool) -> float:
    half = at.half_height if at.is_milestone else 0
    return at.right + half if finish else at.left - half


def _edge(before: Place, after: Place) -> float:
    """The edge of the successor's row that faces the predecessor."""
    return after.top if after.top > before.top else after.top + ROW_HEIGHT * after.unit
