"""When something may finish: how often each day came out, and how sure each day is.

Bars are shares of all runs, the curve adds them up to 1; a line stands at each date that is looked
at (P50, P80, the plan's own, a deadline). Groups: `grid`, `bars`, `curve`, `marks`, `labels`,
`axis`.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pmo_desktop.charts.scene import Group, Item, Line, Polyline, Rect, Scene, Text, text_width
from pmo_desktop.language import Language

SIZE = 11.0
TOP, FLOOR, LEFT, RIGHT = 40.0, 24.0, 8.0, 44.0
MARK_LINE = 15.0
MOST_BARS = 60
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
LEAST_BETWEEN_DATES = 78.0


@dataclass(frozen=True, slots=True)
class FinishMark:
    """A date worth a line: `label` is written above it, `role` its colour."""

    day: dt.date
    label: str
    role: str = "ink2"


def finishes(
    days: Sequence[dt.date],
    marks: Sequence[FinishMark],
    language: Language,
    width: float,
    height: float,
) -> Scene:
    """`days` are the finishes of all runs in ascending order; none give an empty scene."""
    if not days:
        return Scene(width, height)
    frame = _Frame(days, marks, width, height)
    groups = (
        Group("grid", tuple(frame.grid(language))),
        Group("bars", tuple(frame.bars(days))),
        Group("curve", frame.curve(days)),
        Group("marks", tuple(frame.lines(marks))),
        Group("labels", tuple(frame.labels(marks))),
        Group("axis", tuple(frame.axis(language))),
    )
    return Scene(width, height, groups)


class _Frame:
    """Where days and shares lie in the picture; days are gathered in bins of `step` days."""

    def __init__(
        self,
        days: Sequence[dt.date],
        marks: Sequence[FinishMark],
        width: float,
        height: float,
    ) -> None:
        shown = [days[0], days[-1], *(mark.day for mark in marks)]
        first, last = min(shown).toordinal(), max(shown).toordinal() + 1
        self.step = max(1, -(-(last - first) // MOST_BARS))
        self.first = first - self.step
        self.last = last + self.step
        self.left, self.right = LEFT, width - RIGHT
        self.top, self.floor = TOP, height - FLOOR

    def x(self, ordinal: float) -> float:
        share = (ordinal - self.first) / (self.last - self.first)
        return self.left + (self.right - self.left) * share

    def y(self, share: float) -> float:
        return self.floor - (self.floor - self.top) * share

    def bars(self, days: Sequence[dt.date]) -> list[Item]:
        counts = Counter((day.toordinal() - self.first) // self.step for day in days)
        most = max(counts.values())
        found: list[Item] = []
        for place, count in sorted(counts.items()):
            x = self.x(self.first + place * self.step)
            wide = max(self.x(self.first + (place + 1) * self.step) - x - 1.0, 1.0)
            top = self.y(count / most * 0.9)
            found.append(Rect(x, top, wide, self.floor - top, "bar"))
        return found

    def curve(self, days: Sequence[dt.date]) -> tuple[Item, ...]:
        points = [(self.x(self.first), self.y(0.0))]
        for place in range(self.first + 1, self.last + 1):
            reached = bisect_left(days, place, key=dt.date.toordinal) / len(days)
            points.append((self.x(place), self.y(reached)))
        return (Polyline(tuple(points), "accent", 1.6),)

    def grid(self, language: Language) -> list[Item]:
        found: list[Item] = []
        for share in SHARES:
            y = self.y(share)
            found.append(Line(self.left, y, self.right, y, "grid"))
            found.append(Text(self.right + 6, y, language.percent(share), "muted", SIZE - 1))
        return found

    def lines(self, marks: Sequence[FinishMark]) -> list[Item]:
        return [
            Line(x, self.top - 6, x, self.floor, mark.role, 1.4, (4.0, 3.0))
            for mark in marks
            for x in (self.x(mark.day.toordinal() + 1),)
        ]

    def labels(self, marks: Sequence[FinishMark]) -> list[Item]:
        """In two lines above the picture, each where its text is free of the one before."""
        found: list[Item] = []
        ends = [float("-inf"), float("-inf")]
        for mark in sorted(marks, key=lambda mark: mark.day):
            wide = text_width(mark.label, SIZE)
            x = min(max(self.x(mark.day.toordinal() + 1) - wide / 2, self.left), self.right - wide)
            line = min(range(len(ends)), key=lambda n: (ends[n] > x, ends[n] if ends[n] > x else n))
            x = max(x, ends[line])
            ends[line] = x + wide + 10
            y = self.top - 14 - (len(ends) - 1 - line) * MARK_LINE
            found.append(Text(x, y, mark.label, mark.role, SIZE, bold=True))
        return found

    def axis(self, language: Language) -> list[Item]:
        found: list[Item] = [Line(self.left, self.floor, self.right, self.floor, "line")]
        room = max(1, int((self.right - self.left) // LEAST_BETWEEN_DATES))
        step = -(-(self.last - self.first) // room)
        for ordinal in range(self.first + 1, self.last, step):
            day, at = dt.date.fromordinal(ordinal), self.floor + FLOOR / 2 + 1
            x = self.x(ordinal + 1)
            said = language.date(day)
            if text_width(said, SIZE - 1) / 2 <= min(x - self.left + LEFT, self.right + RIGHT - x):
                found.append(Line(x, self.floor, x, self.floor + 4, "line"))
                found.append(Text(x, at, said, "muted", SIZE - 1, "middle"))
        return found
