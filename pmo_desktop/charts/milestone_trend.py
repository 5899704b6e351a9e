"""The milestone trend: for every period that was closed, when each milestone was to be reached.

Across runs the time at which a date was told, upwards the date itself: a level line keeps its day,
a rising one slips, a falling one gains. The diagonal is where both are the same; a line that meets
it has reached its milestone. Groups: `grid`, `diagonal`, `lines`, `points`, `labels`, `axis`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from pmo_desktop.charts.palette import SERIES
from pmo_desktop.charts.scene import (
    Group,
    Item,
    Line,
    Polygon,
    Polyline,
    Scene,
    Text,
    diamond,
    text_width,
)
from pmo_desktop.charts.timescale import month_start, next_month
from pmo_desktop.language import Language

SIZE, LABEL_LINE = 11.0, 16.0
LEFT, TOP, FLOOR = 64.0, 14.0, 26.0
MOST_LABELS = 0.4
HALF = 4.5
LEAST_BETWEEN = 18.0
LEAST_BETWEEN_PERIODS = 54.0


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A milestone: what was told in each period, `2026-11`, in their order."""

    name: str
    points: tuple[tuple[str, dt.date], ...]
    done: bool = False

    @property
    def moved_days(self) -> int:
        """Calendar days from the first to the last; above 0 later."""
        return (self.points[-1][1] - self.points[0][1]).days if self.points else 0


def milestone_trend(
    lines: Sequence[TrendLine], language: Language, width: float, height: float
) -> Scene:
    """Lines without a point are left out; none at all give an empty scene."""
    shown = [line for line in lines if line.points]
    if not shown:
        return Scene(width, height)
    return _Drawing(shown, language, width, height).scene()


class _Drawing:
    def __init__(
        self, lines: Sequence[TrendLine], language: Language, width: float, height: float
    ) -> None:
        self._lines, self._language = lines, language
        self._width, self._height = width, height
        told = sorted({period for line in lines for period, _ in line.points})
        self._periods = {period: period_end(period) for period in told}
        days = [day for line in lines for _, day in line.points]
        ends = list(self._periods.values())
        self._first, self._last = month_start(min(days)), next_month(max(days))
        self._begin = month_start(min(ends))
        self._end = max(max(ends), self._begin + dt.timedelta(days=28))
        names = max(text_width(self._label(line), SIZE) for line in lines) + 22
        self._right = width - min(names, width * MOST_LABELS)
        self._bottom = height - FLOOR

    def scene(self) -> Scene:
        points = [self._points(line) for line in self._lines]
        labels = self._labels(points)
        diagonal = self._diagonal()
        return Scene(
            self._width,
            self._height,
            (
                Group("grid", tuple(self._grid())),
                Group("diagonal", diagonal),
                Group(
                    "lines",
                    tuple(
                        Polyline(tuple(places), _role(number), 1.8)
                        for number, places in enumerate(points)
                        if len(places) > 1
                    ),
                ),
                Group(
                    "points",
                    tuple(
                        Polygon(diamond(x, y, HALF), _role(number), "panel")
                        for number, places in enumerate(points)
                        for x, y in places
                    ),
                ),
                Group("labels", labels),
                Group("axis", tuple(self._axis())),
            ),
        )

    def _x(self, day: dt.date) -> float:
        share = (day - self._begin).days / max((self._end - self._begin).days, 1)
        return LEFT + 12 + share * (self._right - LEFT - 24)

    def _y(self, day: dt.date) -> float:
        share = (day - self._first).days / max((self._last - self._first).days, 1)
        return self._bottom - share * (self._bottom - TOP)

    def _points(self, line: TrendLine) -> list[tuple[float, float]]:
        return [(self._x(self._periods[period]), self._y(day)) for period, day in line.points]

    def _label(self, line: TrendLine, room: float = inf) -> str:
        """Name, day and slip; where that is too long the name alone is shortened."""
        told = f"  {self._language.date(line.points[-1][1])}"
        if line.moved_days:
            slip = self._language.text("{slip} d", slip=f"{line.moved_days:+d}")
            told += f" ({slip})"
        label, name = f"{line.name}{told}", line.name
        while name and text_width(label, SIZE) > room:
            name = name[:-1].rstrip()
            label = f"{name}…{told}"
        return label

    def _labels(self, points: Sequence[Sequence[tuple[float, float]]]) -> tuple[Item, ...]:
        """Beside the last points, moved apart where two would cover one another."""
        order = sorted(range(len(points)), key=lambda n: points[n][-1][1])
        room = self._width - self._right - 16
        found: list[Item] = []
        low = TOP - LABEL_LINE
        left = len(order)
        for number in order:
            x, y = points[number][-1]
            left -= 1
            at = min(max(y, low + LABEL_LINE), self._bottom - left * LABEL_LINE)
            low = at
            found.append(Line(x + HALF, y, self._right + 8, at, "grid_strong"))
            text = self._label(self._lines[number], room)
            found.append(Text(self._right + 12, at, text, "ink2", SIZE, max_width=room))
        return tuple(found)

    def _diagonal(self) -> tuple[Item, ...]:
        """Where the date told is the day on which it was told."""
        begin, end = max(self._begin, self._first), min(self._end, self._last)
        if begin >= end:
            return ()
        x1, x2 = self._x(begin), self._x(end)
        return (Line(x1, self._y(begin), x2, self._y(end), "ink3", 1.0, (4.0, 3.0)),)

    def _grid(self) -> list[Item]:
        found: list[Item] = []
        for day in self._month_days():
            y = self._y(day)
            found.append(Line(LEFT, y, self._right, y, "grid"))
        for end in self._periods.values():
            found.append(Line(self._x(end), TOP, self._x(end), self._bottom, "grid"))
        return found

    def _axis(self) -> list[Item]:
        found: list[Item] = [Line(LEFT, self._bottom, self._right, self._bottom, "line_strong")]
        for day in self._month_days():
            text = self._language.month(day)
            found.append(Text(LEFT - 8, self._y(day), text, "ink3", SIZE, "end"))
        last = -LEAST_BETWEEN_PERIODS
        for period, end in self._periods.items():
            x = self._x(end)
            if x - last >= LEAST_BETWEEN_PERIODS:
                found.append(Text(x, self._bottom + 14, period, "ink3", SIZE, "middle"))
                last = x
        return found

    def _month_days(self) -> list[dt.date]:
        """The firsts of months, as many as can be read."""
        found, day = [], self._first
        while day <= self._last:
            found.append(day)
            day = next_month(day)
        each = (self._bottom - TOP) / max(len(found) - 1, 1)
        step = max(int(-(-LEAST_BETWEEN // max(each, 0.1))), 1)
        return found[::step]


def period_end(period: str) -> dt.date:
    """The last day of `2026-11`."""
    year, month = map(int, period.split("-"))
    return next_month(dt.date(year, month, 1)) - dt.timedelta(days=1)


def _role(number: int) -> str:
    return f"series{number % SERIES}"
