"""Plans as bars over time: any run of a plan's rows, as layers and as a scene.

A chart shows some of a plan's rows, in an order of its own; the row at position n lies between
`n * row_height` and `(n + 1) * row_height`, wherever the picture begins, so that a window of rows
scrolls by moving the painter.

Layers in the order of painting: `status`, `baseline`, `floats`, `links`, `arrows`, `bars`, `done`,
`deadlines`, `constraints`, `labels`, `progress`; a figure has `bands`, `shade` and `grid` behind
them. The line of the status date is behind the bars: it would hide one as narrow as itself. Parts
of one look lie side by side.

Below a pixel a row the rows that would fall on one another are left out, and what could not be told
apart: texts, links, marks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import ceil
from operator import attrgetter

import numpy as np

from pmo_desktop.charts import bars, marks, shapes
from pmo_desktop.charts.bars import ROW_HEIGHT, Place
from pmo_desktop.charts.cropping import moved
from pmo_desktop.charts.frame import backdrop, bands, shade
from pmo_desktop.charts.labels import label, placed, responsible, short_people
from pmo_desktop.charts.layers import Floats, Layer, Part, Shapes, Ways, Words, scene_items
from pmo_desktop.charts.links import LinkIndex, arrowheads, cut, ways
from pmo_desktop.charts.marks import Marks
from pmo_desktop.charts.progress_line import reached, zigzag
from pmo_desktop.charts.scene import Group, Scene, Text, text_width
from pmo_desktop.charts.shapes import Places
from pmo_desktop.charts.status_line import status_line
from pmo_desktop.charts.timescale import LABEL_SIZE, TimeScale
from pmo_desktop.charts.tracks import DIAMOND, INACTIVE, PlanTracks, Rows
from pmo_desktop.domain.plan import Plan
from pmo_desktop.language import Language

__all__ = ["GanttChart", "GanttOptions", "label", "responsible", "short_people", "span"]
LEAST_DETAILED = 0.25
HALF_LINE = 6.5
MANY_LINKS = 20_000


@dataclass(frozen=True, slots=True)
class GanttOptions:
    """What is shown besides the bars; `near_critical` colours tasks with little float where
    `critical` does those without any."""

    critical: bool = True
    baseline: bool = True
    links: bool = True
    labels: bool = True
    near_critical: bool = True
    floats: bool = False
    deadlines: bool = True
    constraints: bool = True
    progress: bool = False
    days_off: bool = True


class GanttChart:
    """Some rows of a plan, ready to be drawn at any scale; none named: all of them.

    `tracks` are the plan's, where they were read before; `marks` are milestones that stand on a
    row of the plan besides what it is.
    """

    def __init__(
        self,
        plan: Plan,
        rows: Sequence[int] | None = None,
        options: GanttOptions | None = None,
        row_height: float = ROW_HEIGHT,
        tracks: PlanTracks | None = None,
        marks: Marks | None = None,
    ) -> None:
        self.plan = plan
        self.rows = range(len(plan.rows)) if rows is None else rows
        self.options = options or GanttOptions()
        self.row_height = row_height
        self.unit = row_height / ROW_HEIGHT
        self.marks = marks or {}
        self._tracks = tracks or PlanTracks(plan)
        self._texts: dict[int, tuple[str, float]] = {}
        self._spoken: Language | None = None

    @property
    def height(self) -> float:
        return len(self.rows) * self.row_height

    @cached_property
    def _index(self) -> Rows:
        """The plan's row at every position."""
        if isinstance(self.rows, range):
            return np.arange(self.rows.start, self.rows.stop, self.rows.step)
        return np.array(self.rows, dtype=np.int64)

    @cached_property
    def _positions(self) -> Rows:
        return self._tracks.positions(self._index)

    @cached_property
    def _links(self) -> LinkIndex:
        before, after = self._tracks.ends
        return LinkIndex(self._positions[before], self._positions[after])

    @property
    def awaits_links(self) -> bool:
        """Whether there are so many links that the rows are worth showing before them."""
        many = len(self.plan.links) > MANY_LINKS
        return many and self.options.links and not self._tracks.knows_links

    def read_links(self) -> None:
        """Read them now: what is drawn from here on has its links."""
        self._tracks.ends  # noqa: B018

    def place(self, row: int, scale: TimeScale) -> Place | None:
        """Where a row of the plan that is shown lies; None where it has no dates."""
        on = bars.track(self.plan.rows[row])
        if on is None:
            return None
        return bars.place(on, int(self._positions[row]) * self.row_height, scale, self.unit)

    def layers(
        self,
        scale: TimeScale,
        language: Language,
        first: int = 0,
        last: int | None = None,
        right: float | None = None,
        left: float = 0.0,
    ) -> tuple[Layer, ...]:
        """The rows at the positions `[first, last)` and the links across them, no backdrop.

        A label that would pass `right` goes to the left of its bar, if there is room; the labels
        of bars that end elsewhere than between `left` and `right` are left out.
        """
        end = len(self.rows) if last is None else min(last, len(self.rows))
        at = self.places(scale, first, end)
        options, detailed = self.options, self.unit >= LEAST_DETAILED
        on_rows, of_marks = marks.none()
        if self.marks:
            marked = np.isin(at.rows, list(self.marks))
            on_rows, of_marks = marks.drawn(at.only(marked), self.marks, scale, language)
            at = at.only(~marked)
        texts = self._labels(at, language, left, right) if options.labels and detailed else ()
        boxes = _boxes_of((*texts, *of_marks))
        lines, tips = self._link_parts(first, end, scale, boxes) if detailed else ([], [])
        top, bottom = first * self.row_height, max(end, first) * self.row_height
        below, above = shapes.bars(self._toned(at), self._tracks, scale)
        return (
            Layer("status", status_line(self.plan, scale, top, bottom, boxes)),
            Layer("baseline", tuple(shapes.baselines(at) if options.baseline else ())),
            Layer("floats", tuple(shapes.floats(at) if options.floats else ())),
            Layer("links", tuple(lines)),
            Layer("arrows", tuple(tips)),
            Layer("levelled", tuple(shapes.levelled(at, self.plan, scale) if detailed else ())),
            Layer("bars", tuple(below)),
            Layer("done", tuple(above)),
            Layer("marks", tuple(on_rows)),
            Layer("deadlines", tuple(shapes.deadlines(at) if options.deadlines else ())),
            Layer("constraints", tuple(shapes.constraints(at) if options.constraints else ())),
            Layer("labels", _words((*texts, *of_marks))),
            Layer("progress", tuple(self._progress(first, end, scale) if detailed else ())),
        )

    def scene(
        self,
        scale: TimeScale,
        language: Language,
        first: int = 0,
        last: int | None = None,
        right: float | None = None,
        left: float = 0.0,
    ) -> Scene:
        """The same as a scene's items, always with its links."""
        self.read_links()
        found = self.layers(scale, language, first, last, right, left)
        groups = tuple(Group(layer.name, tuple(scene_items(layer))) for layer in found)
        return Scene(scale.width, self.height, groups)

    def figure(self, scale: TimeScale, language: Language) -> Scene:
        """The whole chart in one scene, for a page: backdrop and rows; no header."""
        rows = self.scene(scale, language, right=scale.width)
        behind = self.behind(scale, 0, len(self.rows))
        groups = (
            bands(len(self.rows), 0, scale.width, self.row_height),
            *behind.groups,
            *rows.groups,
        )
        return Scene(scale.width, self.height, groups)

    def places(self, scale: TimeScale, first: int, end: int) -> Places:
        """The dated rows at the positions `[first, end)`, at most one a pixel."""
        step = 1 if self.row_height >= 1 else ceil(1 / self.row_height)
        positions = np.arange(first, max(end, first), step)
        at = self._placed(self._index[positions], positions, scale)
        dated = ~np.isnan(at.left)
        return at if dated.all() else at.only(dated)

    def routes(self, scale: TimeScale, first: int, end: int) -> tuple[list[int], Floats]:
        """The links of the plan that are drawn across the positions `[first, end)`, by their
        number, and the way of each, (n, 6, 2)."""
        if not self.options.links or not self.plan.links or self.awaits_links:
            return [], np.empty((0, 6, 2))
        found = self._links.within(first, end)
        before, after = (rows[found] for rows in self._tracks.ends)
        one = self._placed(before, self._positions[before], scale)
        other = self._placed(after, self._positions[after], scale)
        dated = ~np.isnan(one.left + other.left)
        numbers = found[dated].tolist()
        if not numbers:
            return [], np.empty((0, 6, 2))
        kinds = [self.plan.links[number].type for number in numbers]
        return numbers, ways(kinds, one.only(dated), other.only(dated))

    def reach(
        self, scale: TimeScale, language: Language, first: int, last: int
    ) -> tuple[Floats, Floats, Floats]:
        """Of the dated rows at `[first, last)`: where each begins, where it ends with its label,
        and its middle."""
        at = self.places(scale, first, min(last, len(self.rows)))
        size, end = LABEL_SIZE * self.unit, at.right + at.half_width
        if self.options.labels:
            widths = (self._text(row, language, size)[1] for row in at.rows.tolist())
            end += np.fromiter(widths, np.float64, len(at.rows)) + 12 * self.unit
        return at.left - at.half_width, end, at.middle

    def behind(
        self,
        scale: TimeScale,
        first: int,
        last: int,
        left: float = 0.0,
        right: float | None = None,
    ) -> Scene:
        """Days off and grid lines behind the rows at `[first, last)`, whose top is at 0."""
        height = (last - first) * self.row_height
        end = scale.width if right is None else right
        own = bool(self.plan.own_days_off) and self.options.days_off
        found = backdrop(self.plan, scale, height, left, end, self.options.days_off and not own)
        if not own:
            return found
        rows = self.own_days_off(scale, first, last, left, end)
        shaded = Scene(scale.width, height, (Group("shade", tuple(scene_items(rows))),))
        shaded = moved(shaded, 0.0, -first * self.row_height)
        return Scene(scale.width, height, (*shaded.groups, *found.groups))

    def own_days_off(
        self, scale: TimeScale, first: int, last: int, left: float, right: float
    ) -> Layer:
        """The days off behind the rows at `[first, last)`, each project's by its own calendar."""
        plan = self.plan
        shown = range(first, min(last, len(self.rows)))
        projects = [plan.rows[self.rows[position]].project_id for position in shown]
        found: list[Part] = []
        at = first
        for project, run in groupby(projects):
            end = at + len(list(run))
            days = plan.own_days_off.get(project, plan.non_working)
            found += shade(days, scale, at * self.row_height, end * self.row_height, left, right)
            at = end
        return Layer("shade", tuple(found))

    def _placed(self, rows: Rows, positions: Rows, scale: TimeScale) -> Places:
        return shapes.places(self._tracks, rows, positions, scale, self.row_height, self.unit)

    def _toned(self, at: Places) -> Places:
        """Without the colours that are not wanted."""
        tones = at.tones
        if not self.options.critical:
            tones = np.where(tones == INACTIVE, tones, 0)
        elif not self.options.near_critical:
            tones = np.where(tones == 1, 0, tones)
        return at._replace(tones=tones)

    def _link_parts(
        self, first: int, end: int, scale: TimeScale, boxes: Floats
    ) -> tuple[list[Part], list[Part]]:
        found, routes = self.routes(scale, first, end)
        if not found:
            return [], []
        links = [self.plan.links[n] for n in found]
        tips = arrowheads(routes, self.unit)
        red = np.array([link.critical and self.options.critical for link in links])
        lines: list[Part] = []
        heads: list[Part] = []
        for role, chosen in (("link", ~red), ("link_critical", red)):
            if chosen.any():
                lines.append(Ways(role, cut(routes[chosen], boxes)))
                heads.append(Shapes(role, tips[chosen]))
        return lines, heads

    def _labels(
        self, at: Places, language: Language, left: float, right: float | None
    ) -> tuple[Text, ...]:
        """Beside every row's shape, on none of its marks."""
        if right is not None:
            at = at.only((at.right >= left) & (at.right < right))
        size, unit = LABEL_SIZE * self.unit, self.unit
        found: list[Text] = []
        columns = (at.rows, at.left, at.right, at.middle, at.kinds, at.ghost_right, at.limit,
                   at.bounds, at.tones)  # fmt: skip
        for row, begin, edge, y, kind, ghost, limit, bound, tone in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            text, width = self._text(row, language, size)
            if not text:
                continue
            point = kind == DIAMOND
            half = bars.HALF_DIAMOND * unit if point else 0.0
            start = edge + half + (5 if point else 10) * unit
            taken = []
            if point and self.options.baseline and ghost == ghost and ghost != edge:
                taken.append((ghost - bars.HALF_GHOST * unit, ghost + bars.HALF_GHOST * unit))
            if bound and self.options.constraints:
                taken.append((limit - 4 * unit, limit + 4 * unit))
            before = begin - half - 5 * unit
            x, anchor = placed(start, before, width, taken, left, right)
            colour = "ink" if point else "muted"
            found.append(Text(x, y, text, "ink3" if tone == INACTIVE else colour, size, anchor))
        return tuple(found)

    def _text(self, row: int, language: Language, size: float) -> tuple[str, float]:
        if language is not self._spoken:
            self._texts.clear()
            self._spoken = language
        found = self._texts.get(row)
        if found is None:
            text = label(self.plan.rows[row], language)
            found = self._texts[row] = (text, text_width(text, size))
        return found

    def _progress(self, first: int, end: int, scale: TimeScale) -> list[Part]:
        if not self.options.progress or self.plan.status_date is None or first >= end:
            return []
        positions = np.arange(first, end)
        at = self._placed(self._index[positions], positions, scale)
        status = scale.end_x(self.plan.status_date)
        x = reached(at, self._tracks, scale, status)
        line = zigzag(at, x, status, self.row_height)
        bent = np.abs(x - status) > 0.5
        dots = shapes.diamonds(x[bent], at.middle[bent], 2.5 * self.unit)
        parts: list[Part] = [Ways("progress", line, 1.5 * self.unit)]
        return [*parts, Shapes("progress", dots)] if bent.any() else parts


def _words(texts: Iterable[Text]) -> tuple[Part, ...]:
    """The texts of one colour together."""
    by_colour: dict[str, list[Text]] = {}
    for text in texts:
        by_colour.setdefault(text.colour, []).append(text)
    return tuple(Words(tuple(by_colour[colour])) for colour in sorted(by_colour))


def _boxes_of(texts: Iterable[Text]) -> Floats:
    """The room that texts take: left, top, right, bottom."""
    found = []
    for text in texts:
        width, high = text_width(text.text, text.size), HALF_LINE * text.size / LABEL_SIZE
        left = text.x - width if text.anchor == "end" else text.x
        found.append((left - 2, text.y - high, left + width + 2, text.y + high))
    return np.array(found).reshape(-1, 4)


def span(plan: Plan, rows: Sequence[int] | None = None) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of some rows (all of them), baselines and deadlines included;
    None where nothing has a date.

    A row that has others below it spans them; only deadlines are looked for among these.
    """
    if rows is not None:
        chosen = [plan.rows[row] for row in rows]
    else:
        chosen = [row for row in plan.rows if row.parent < 0 or row.deadline]
    moments = [
        moment
        for name in ("start", "finish", "baseline_start", "baseline_finish", "deadline")
        for moment in map(attrgetter(name), chosen)
        if moment is not None
    ]
    return (min(moments).date(), max(moments).date()) if moments else None
