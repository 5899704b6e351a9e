"""Plans as bars over time: the scene of any run of a plan's rows.

A chart shows some of a plan's rows, in an order of its own; the row at position n lies between
`n * row_height` and `(n + 1) * row_height`, wherever the scene begins, so that a window of rows
scrolls by moving the painter.

Groups in the order of painting: `bands`, `shade`, `grid` behind the rows (in a figure);
`baseline`, `links`, `arrows`, `bars`, `done`, `deadlines`, `labels`; `status` upon them. Items of
one group lie side by side, sorted by colour, so that a painter may paint those of one colour at
once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pmo_desktop.charts import bars
from pmo_desktop.charts.bars import ROW_HEIGHT, Place, Track
from pmo_desktop.charts.frame import backdrop, bands, status_line
from pmo_desktop.charts.links import LinkIndex, arrowhead, path
from pmo_desktop.charts.scene import (
    Group,
    Item,
    Polygon,
    Polyline,
    Rect,
    Scene,
    Text,
    text_width,
)
from pmo_desktop.charts.timescale import LABEL_SIZE, TimeScale
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.language import Language


@dataclass(frozen=True, slots=True)
class GanttOptions:
    """What is shown besides the bars."""

    critical: bool = True
    baseline: bool = True
    links: bool = True
    labels: bool = True


class GanttChart:
    """Some rows of a plan, ready to be drawn at any scale; none named: all of them."""

    def __init__(
        self,
        plan: Plan,
        rows: Sequence[int] | None = None,
        options: GanttOptions | None = None,
        row_height: float = ROW_HEIGHT,
    ) -> None:
        self.plan = plan
        self.rows = range(len(plan.rows)) if rows is None else rows
        self.options = options or GanttOptions()
        self.row_height = row_height
        self.unit = row_height / ROW_HEIGHT
        self._positions = {row: position for position, row in enumerate(self.rows)}
        self._links = LinkIndex(plan.links if self.options.links else (), self._positions)
        self._tracks: dict[int, Track | None] = {}

    @property
    def height(self) -> float:
        return len(self.rows) * self.row_height

    def place(self, row: int, scale: TimeScale) -> Place | None:
        """Where a row of the plan that is shown lies; None where it has no dates."""
        if row not in self._tracks:
            self._tracks[row] = bars.track(self.plan.rows[row])
        on = self._tracks[row]
        if on is None:
            return None
        return bars.place(on, self._positions[row] * self.row_height, scale, self.unit)

    def scene(
        self,
        scale: TimeScale,
        language: Language,
        first: int = 0,
        last: int | None = None,
        right: float | None = None,
    ) -> Scene:
        """The rows at the positions `[first, last)` and the links across them, no backdrop.

        A label that would pass `right` goes to the left of its bar, if there is room.
        """
        end = len(self.rows) if last is None else min(last, len(self.rows))
        found = (self.place(self.rows[position], scale) for position in range(first, end))
        places = [at for at in found if at is not None]
        groups = (
            self._baselines(places),
            *self._link_groups(first, end, scale),
            *self._bar_groups(places),
            self._deadlines(places),
            self._labels(places, language, right),
        )
        return Scene(scale.width, self.height, groups)

    def figure(self, scale: TimeScale, language: Language) -> Scene:
        """The whole chart in one scene, for a page: backdrop, rows, status line; no header."""
        rows = self.scene(scale, language, right=scale.width)
        behind = backdrop(self.plan, scale, language, self.height)
        groups = (
            bands(len(self.rows), 0, scale.width, self.row_height),
            *behind.groups,
            *rows.groups,
            status_line(self.plan, scale, self.height),
        )
        return Scene(scale.width, self.height, groups)

    def _bar_groups(self, places: Iterable[Place]) -> tuple[Group, Group]:
        below: list[Item] = []
        above: list[Item] = []
        for at in places:
            for item in bars.shapes(at, self.options.critical):
                done = isinstance(item, Rect) and str(item.fill).endswith("_done")
                (above if done else below).append(item)
        return Group("bars", _by_colour(below)), Group("done", _by_colour(above))

    def _baselines(self, places: Iterable[Place]) -> Group:
        if not self.options.baseline:
            return Group("baseline", ())
        found = (bars.baseline(at) for at in places)
        return Group("baseline", _by_colour(item for item in found if item is not None))

    def _deadlines(self, places: Iterable[Place]) -> Group:
        found = (bars.deadline(at) for at in places if at.due is not None)
        return Group("deadlines", _by_colour(item for item in found if item is not None))

    def _link_groups(self, first: int, last: int, scale: TimeScale) -> tuple[Group, Group]:
        lines: list[Item] = []
        tips: list[Item] = []
        for link in self._links.within(first, last):
            before, after = self.place(link.predecessor, scale), self.place(link.successor, scale)
            if before is None or after is None:
                continue
            role = "link_critical" if link.critical and self.options.critical else "link"
            way = path(link.type, before, after)
            lines.append(Polyline(way, role))
            tips.append(arrowhead(way, self.unit, role))
        return Group("links", _by_colour(lines)), Group("arrows", _by_colour(tips))

    def _labels(self, places: Iterable[Place], language: Language, right: float | None) -> Group:
        if not self.options.labels:
            return Group("labels", ())
        size, ghosts = LABEL_SIZE * self.unit, self.options.baseline
        labels: list[Item] = []
        for at in places:
            text = label(at.row, language)
            if not text:
                continue
            colour = "ink" if at.is_milestone else "muted"
            x, before = bars.label_start(at, ghosts), at.shape_left - 5 * self.unit
            width = 0.0 if right is None else text_width(text, size)
            if right is not None and x + width > right and before >= width:
                labels.append(Text(before, at.middle, text, colour, size, "end"))
            else:
                labels.append(Text(x, at.middle, text, colour, size))
        return Group("labels", _by_colour(labels))


def label(row: PlanRow, language: Language) -> str:
    """What stands beside a bar: who and how far, or a milestone's day and its slip."""
    if row.kind in bars.BRACKETS:
        return ""
    if row.kind == bars.MILESTONE:
        return _milestone_label(row, language)
    share = language.percent(row.percent_complete) if row.percent_complete else ""
    return f"{short_people(row.people, language)} {share}".strip()


def short_people(people: Sequence[str], language: Language) -> str:
    """Two names at most, and how many more there are."""
    names = language.enumeration(people[:2])
    return f"{names} +{len(people) - 2}" if len(people) > 2 else names


def span(plan: Plan, rows: Sequence[int] | None = None) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of some rows (all of them), baselines and deadlines included;
    None where nothing has a date."""
    chosen = plan.rows if rows is None else [plan.rows[row] for row in rows]
    moments = [
        moment
        for row in chosen
        for moment in (row.start, row.finish, row.baseline_start, row.baseline_finish, row.deadline)
        if moment is not None
    ]
    return (min(moments).date(), max(moments).date()) if moments else None


def _milestone_label(row: PlanRow, language: Language) -> str:
    """Its slip is in calendar days, which a reader can check against the two dates."""
    if row.finish is None:
        return ""
    day = language.short_date(row.finish)
    slip = 0
    if row.baseline_finish is not None:
        slip = (row.finish.date() - row.baseline_finish.date()).days
    return language.text("{day} ({slip} d)", day=day, slip=f"{slip:+d}") if slip else day


def _by_colour(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=_colour))


def _colour(item: Item) -> str:
    if isinstance(item, (Rect, Polygon)):  # a union costs three times as much
        return item.fill or ""
    return item.colour if isinstance(item, Text) else item.stroke
