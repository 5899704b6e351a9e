"""Links between the rows of a Gantt chart: which are in sight, and the way that each takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pmo_desktop.charts.bars import ROW_HEIGHT, Place
from pmo_desktop.charts.scene import Point, Polygon
from pmo_desktop.domain.plan import PlanLink
from pmo_desktop.domain.tasks import LinkType

BUCKET = 16
OUT = 6.0
NEAR = 4.0
ARROW = 3.5
STARTING = frozenset({LinkType.SS, LinkType.SF})
FINISHING = frozenset({LinkType.FF, LinkType.SF})
Path = tuple[Point, ...]


class LinkIndex:
    """The links whose ends are both shown, by every bucket of positions that they touch."""

    def __init__(self, links: Sequence[PlanLink], positions: Mapping[int, int]) -> None:
        self._buckets: defaultdict[int, list[PlanLink]] = defaultdict(list)
        for link in links:
            before, after = positions.get(link.predecessor), positions.get(link.successor)
            if before is None or after is None:
                continue
            low, high = before // BUCKET, after // BUCKET
            if low > high:
                low, high = high, low
            for bucket in range(low, high + 1):
                self._buckets[bucket].append(link)

    def within(self, first: int, last: int) -> Iterator[PlanLink]:
        """The links that may cross the positions `[first, last)`, each once."""
        seen: set[int] = set()
        for bucket in range(first // BUCKET, max(last - 1, 0) // BUCKET + 1):
            for link in self._buckets.get(bucket, ()):
                if id(link) not in seen:
                    seen.add(id(link))
                    yield link


def path(kind: LinkType, before: Place, after: Place) -> Path:
    """Right angles only: out of the predecessor, along the edge of the successor's row, into it.

    Finish-to-start comes from above (or below); the others enter at the side.
    """
    leaves_finish, enters_finish = kind not in STARTING, kind in FINISHING
    x1, y1, y2 = _end(before, leaves_finish), before.middle, after.middle
    out = x1 + (OUT if leaves_finish else -OUT) * before.unit
    # A milestone is a point; beside it stands its date.
    if kind is LinkType.FS or (enters_finish and after.is_milestone):
        return _from_above(x1, out, before, after)
    x2 = _end(after, enters_finish)
    into = x2 + (OUT if enters_finish else -OUT) * before.unit
    if leaves_finish is enters_finish and abs(out - into) <= NEAR * before.unit:
        side = max(out, into) if enters_finish else min(out, into)
        return ((x1, y1), (side, y1), (side, y2), (x2, y2))
    # Along the edge, not along the middle: a label stands there.
    edge = _edge(before, after)
    return ((x1, y1), (out, y1), (out, edge), (into, edge), (into, y2), (x2, y2))


def arrowhead(way: Path, unit: float, fill: str) -> Polygon:
    """The tip of a path."""
    (x0, y0), (x, y) = way[-2], way[-1]
    size, half = ARROW * unit, ARROW * unit * 0.85
    if x0 == x:
        back = y - size if y > y0 else y + size
        return Polygon(((x, y), (x - half, back), (x + half, back)), fill)
    back = x - size if x > x0 else x + size
    return Polygon(((x, y), (back, y - half), (back, y + half)), fill)


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


def _end(at: Place, finish: bool) -> float:
    return at.shape_right if finish else at.shape_left


def _edge(before: Place, after: Place) -> float:
    """The edge of the successor's row that faces the predecessor."""
    return after.top if after.top > before.top else after.top + ROW_HEIGHT * after.unit
