"""What the rows of a Gantt chart look like: bars, brackets, diamonds, and the marks beside them.

`Places` are the rows of a window, one array a measure; see `bars` for what the measures mean. Sizes
are those of a row 26 high, times the unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pmo_desktop.charts import tracks as t
from pmo_desktop.charts.bars import HALF_BAR, HALF_DIAMOND, HALF_GHOST, LEAST_BAR, MIDDLE
from pmo_desktop.charts.layers import Boxes, Floats, Part, Shapes, Strokes
from pmo_desktop.charts.timescale import TimeScale, day_of
from pmo_desktop.charts.tracks import PlanTracks, Rows
from pmo_desktop.domain.plan import Plan

BAR_ROLES = ("bar", "near", "critical", "inactive")
DIAMOND_ROLES = ("milestone", "near_done", "critical_done", "inactive_done")
NEARLY = 1e-6
Mask = NDArray[np.bool_]


class Places(NamedTuple):
    """Dated rows of a plan where they are shown: `rows` are the plan's, `top` of each row."""

    rows: Rows
    top: Floats
    unit: float
    left: Floats
    right: Floats
    ghost_left: Floats
    ghost_right: Floats
    due: Floats
    late: Floats
    limit: Floats
    done: Floats
    kinds: NDArray[np.int8]
    tones: NDArray[np.int8]
    bounds: NDArray[np.int8]

    @property
    def middle(self) -> Floats:
        return self.top + MIDDLE * self.unit

    @property
    def half_height(self) -> Floats:
        return np.where(self.kinds == t.DIAMOND, HALF_DIAMOND, HALF_BAR) * self.unit

    @property
    def half_width(self) -> Floats:
        """What a milestone's diamond adds to its point at either side."""
        return np.where(self.kinds == t.DIAMOND, HALF_DIAMOND * self.unit, 0.0)

    def only(self, chosen: Mask | Rows) -> Places:
        """Some of them."""
        return Places._make(v[chosen] if isinstance(v, np.ndarray) else v for v in self)


def places(
    tracks: PlanTracks, rows: Rows, positions: Rows, scale: TimeScale, row_height: float,
    unit: float,
) -> Places:  # fmt: skip
    """Rows at positions on a scale; NaN all over for a row without dates."""
    tracks.read(rows)
    values = tracks.values[rows]
    x = (values - scale.origin) * scale.per_day
    kinds = tracks.kinds[rows]
    left, right = x[:, t.START], x[:, t.FINISH]
    least = np.where(kinds == t.DIAMOND, left, left + LEAST_BAR)
    return Places(
        rows, np.multiply(positions, row_height, dtype=np.float64), unit, left,
        np.maximum(right, least), x[:, t.GHOST_START],
        x[:, t.GHOST_FINISH], x[:, t.DUE], x[:, t.LATE], x[:, t.LIMIT], values[:, t.DONE], kinds,
        tracks.tones[rows], tracks.bounds[rows],
    )  # fmt: skip


def bars(at: Places, tracks: PlanTracks, scale: TimeScale) -> tuple[list[Part], list[Part]]:
    """Bars, brackets and diamonds; and how far they are, which lies upon them."""
    below: list[Part] = []
    above: list[Part] = []
    split = _split(at, tracks)
    whole = (at.kinds == t.BAR) & ~split
    wide = at.right - at.left
    for tone in np.unique(at.tones[whole]).tolist():
        role, of = BAR_ROLES[tone], whole & (at.tones == tone)
        rest = of & (at.done < 1)
        _add_boxes(below, role, at.left[rest], wide[rest], at.top[rest], at.unit)
        begun = of & (at.done > 0)
        done = wide[begun] * at.done[begun]
        _add_boxes(above, f"{role}_done", at.left[begun], done, at.top[begun], at.unit)
    if split.any():
        pieces = _pieces(at.only(split), tracks, scale)
        below += pieces[0]
        above += pieces[1]
    below += _brackets(at)
    above += _stripes(at)
    below += _diamonds(at)
    return below, above


def _split(at: Places, tracks: PlanTracks) -> Mask:
    rows = tracks.plan.rows
    return np.fromiter((bool(rows[row].gaps) for row in at.rows.tolist()), np.bool_, len(at.rows))


def _add_boxes(
    parts: list[Part], role: str, left: Floats, width: Floats, top: Floats, unit: float
) -> None:
    shown = width > 0
    if not shown.all():
        left, width, top = left[shown], width[shown], top[shown]
    if len(left):
        parts.append(Boxes(role, _boxes(left, top + (MIDDLE - HALF_BAR) * unit, width,
                                        2 * HALF_BAR * unit), 2 * unit))  # fmt: skip


def _boxes(x: Floats, y: Floats, width: Floats | float, height: Floats | float) -> Floats:
    values = np.empty((len(x), 4))
    values[:, 0], values[:, 1], values[:, 2], values[:, 3] = x, y, width, height
    return values


def _pieces(at: Places, tracks: PlanTracks, scale: TimeScale) -> tuple[list[Part], list[Part]]:
    """Split tasks: a bar for each stretch of work, dotted where the work rests."""
    below: dict[str, list[tuple[float, float, float]]] = {}
    above: dict[str, list[tuple[float, float, float]]] = {}
    rests: list[tuple[float, float, float, float]] = []
    for n, row in enumerate(at.rows.tolist()):
        left, right, top = float(at.left[n]), float(at.right[n]), float(at.top[n])
        gaps = [(_x(a, scale), _x(b, scale)) for a, b in tracks.plan.rows[row].gaps]
        role, y = BAR_ROLES[at.tones[n]], top + MIDDLE * at.unit
        rests += [(a, y, b, y) for a, b in gaps]
        stretches = list(_stretches(left, right, gaps))
        done = float(at.done[n]) * sum(b - a for a, b in stretches)
        for a, b in stretches:
            if done < b - a:
                below.setdefault(role, []).append((a, b - a, top))
            if done > 0:
                above.setdefault(f"{role}_done", []).append((a, min(done, b - a), top))
            done -= b - a
    return (
        [Strokes("split", np.array(rests), at.unit, (1.5, 2.5)), *_of_rows(below, at.unit)],
        _of_rows(above, at.unit),
    )


def done_ends(at: Places, tracks: PlanTracks, scale: TimeScale) -> Floats:
    """The x up to which each row is done; a split task's work steps over its gaps."""
    found = at.left + (at.right - at.left) * at.done
    for n in np.flatnonzero(_split(at, tracks)).tolist():
        gaps = [(_x(a, scale), _x(b, scale)) for a, b in tracks.plan.rows[int(at.rows[n])].gaps]
        stretches = list(_stretches(float(at.left[n]), float(at.right[n]), gaps))
        rest = float(at.done[n]) * sum(b - a for a, b in stretches)
        for a, b in stretches:
            found[n] = a + min(rest, b - a)
            if rest <= b - a + NEARLY:
                break
            rest -= b - a
    return found


def resting(at: Places, tracks: PlanTracks, scale: TimeScale, x: float) -> Mask:
    """Whether each row is split and rests at x, its work before that being done."""
    found, ends = np.zeros(len(at.rows), np.bool_), done_ends(at, tracks, scale)
    for n in np.flatnonzero(_split(at, tracks)).tolist():
        gaps = [(_x(a, scale), _x(b, scale)) for a, b in tracks.plan.rows[int(at.rows[n])].gaps]
        found[n] = any(abs(ends[n] - a) <= NEARLY and a <= x <= b for a, b in gaps)
    return found


def _of_rows(found: dict[str, list[tuple[float, float, float]]], unit: float) -> list[Part]:
    parts: list[Part] = []
    for role, values in found.items():
        x, width, top = np.array(values).T
        _add_boxes(parts, role, x, width, top, unit)
    return parts


def _x(moment: object, scale: TimeScale) -> float:
    return (day_of(moment) - scale.origin) * scale.per_day  # type: ignore[arg-type]


def _stretches(
    left: float, right: float, gaps: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    at = left
    for begin, end in gaps:
        if begin > at:
            yield at, begin
        at = max(at, end)
    if right > at:
        yield at, right


def _brackets(at: Places) -> list[Part]:
    """A flat bar with a tip at either end."""
    unit = at.unit
    parts: list[Part] = []
    for inactive, role in ((False, "summary"), (True, "inactive_done")):
        chosen = (at.kinds == t.BRACKET) & ((at.tones == t.INACTIVE) == inactive)
        if chosen.any():
            of = at.only(chosen)
            tip = np.minimum(5 * unit, (of.right - of.left) / 2)
            y, flat, low = of.top + 7 * unit, of.top + 12 * unit, of.top + 16 * unit
            corners = ((of.left, y), (of.right, y), (of.right, low), (of.right - tip, flat),
                       (of.left + tip, flat), (of.left, low))  # fmt: skip
            parts.append(Shapes(role, points(*corners)))
    return parts


def _stripes(at: Places) -> list[Part]:
    of = (at.kinds == t.BRACKET) & (at.done > 0)
    if not of.any():
        return []
    width = (at.right[of] - at.left[of]) * at.done[of]
    return [Boxes("summary_done", _boxes(at.left[of], at.top[of] + 8 * at.unit, width,
                                         3 * at.unit))]  # fmt: skip


def _diamonds(at: Places) -> list[Part]:
    parts: list[Part] = []
    of_diamonds = at.kinds == t.DIAMOND
    if not of_diamonds.any():
        return parts
    of = at.only(of_diamonds)
    done = (of.done >= 1) & (of.tones != t.INACTIVE)
    for tone, role in enumerate(DIAMOND_ROLES):
        chosen = (of.tones == tone) & ~done
        if chosen.any():
            parts.append(Shapes(role, diamonds(of.left[chosen], of.middle[chosen],
                                               HALF_DIAMOND * at.unit)))  # fmt: skip
    if done.any():
        parts.append(Shapes("milestone_done", diamonds(of.left[done], of.middle[done],
                                                       HALF_DIAMOND * at.unit)))  # fmt: skip
    return parts


def diamonds(x: Floats, y: Floats, half: float) -> Floats:
    """The corners of diamonds about points."""
    return points((x, y - half), (x + half, y), (x, y + half), (x - half, y))


def points(*corners: tuple[Floats, Floats]) -> Floats:
    """Corners given as columns, as (n, corners, 2)."""
    values = np.empty((len(corners[0][0]), len(corners), 2))
    for n, (x, y) in enumerate(corners):
        values[:, n, 0], values[:, n, 1] = x, y
    return values


def baselines(at: Places) -> list[Part]:
    """Where it was to be: a thin bar below, or a hollow diamond for a milestone that moved."""
    unit = at.unit
    parts: list[Part] = []
    known = ~np.isnan(at.ghost_right)
    of = known & (at.kinds != t.DIAMOND) & ~np.isnan(at.ghost_left)
    if of.any():
        left = at.ghost_left[of]
        width = np.maximum(at.ghost_right[of] - left, LEAST_BAR)
        parts.append(Boxes("baseline", _boxes(left, at.top[of] + 20 * unit, width, 3 * unit)))
    of = known & (at.kinds == t.DIAMOND) & (at.ghost_right != at.right)
    if of.any():
        corners = diamonds(at.ghost_right[of], at.middle[of], HALF_GHOST * unit)
        parts.append(Shapes("panel", corners, "link", unit))
    return parts


def floats(at: Places) -> list[Part]:
    """How long a task may take longer without harm: a line at the bar's foot, to its latest day;
    back from it, and red, where it is later already than it may be."""
    unit, room = at.unit, at.late - at.right
    parts: list[Part] = []
    shown = (np.abs(room) > LEAST_BAR) & (at.kinds == t.BAR) & (at.done < 1)
    for role, chosen in (("float", shown & (room > 0)), ("red", shown & (room < 0))):
        chosen &= at.tones != t.INACTIVE
        if chosen.any():
            of = at.only(chosen)
            left, y = np.minimum(of.right, of.late), of.top + 18 * unit
            line = _boxes(left, y, np.abs(of.late - of.right), 1.5 * unit)
            ends = _boxes(of.late - 1.5 * unit, y - 1.5 * unit, 3 * unit, 3 * unit)
            parts.append(Boxes(role, np.concatenate([line, ends])))
    return parts


def levelled(at: Places, plan: Plan, scale: TimeScale) -> list[Part]:
    """From where levelling moved it: a dotted line to its bar, with an arrow at that."""
    unit = at.unit
    found = []
    for row, left, y in zip(at.rows.tolist(), at.left.tolist(), at.middle.tolist(), strict=True):
        moved_from = plan.rows[row].moved_from
        if moved_from is not None:
            found.append((_x(moved_from, scale), left, y))
    if not found:
        return []
    begin, x, y = np.array(found).T
    lines = np.column_stack([begin, y, x, y])
    ends = np.column_stack([begin, y - 4 * unit, begin, y + 4 * unit])
    back = x + np.where(begin <= x, -5, 5) * unit
    return [
        Strokes("ink3", lines, 1.2 * unit, (2 * unit, 2 * unit)),
        Strokes("ink3", ends, 1.2 * unit),
        Shapes("ink3", points((x, y), (back, y - 3.5 * unit), (back, y + 3.5 * unit))),
    ]


def deadlines(at: Places) -> list[Part]:
    """An arrow down to the day by which it must be done; red where it will be missed."""
    half, low = 3.5 * at.unit, 6 * at.unit
    parts: list[Part] = []
    for role, chosen in (("deadline", at.right <= at.due), ("red", at.right > at.due)):
        x, y = at.due[chosen], at.top[chosen] + 0.5 * at.unit
        if len(x):
            parts.append(Shapes(role, points((x - half, y), (x + half, y), (x, y + low))))
    return parts


def constraints(at: Places) -> list[Part]:
    """A bracket at the date that holds a task: open to the right where it may not be earlier, to
    the left where it may not be later, to both where it must be then."""
    bound = (at.bounds > 0) & ~np.isnan(at.limit)
    if not bound.any():
        return []
    of = at.only(bound)
    unit, x = at.unit, of.limit
    top, low = of.top + 3 * unit, of.top + 21 * unit
    lines = [np.stack([x, top, x, low], axis=1)]
    for bit, way in ((1, 1.0), (2, -1.0)):
        chosen = (of.bounds & bit) > 0
        tip = x[chosen] + way * 4 * unit
        for y in (top[chosen], low[chosen]):
            lines.append(np.stack([x[chosen], y, tip, y], axis=1))
    return [Strokes("constraint", np.concatenate(lines), 1.5 * unit)]
