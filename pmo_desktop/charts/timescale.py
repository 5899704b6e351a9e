"""From time to x and back, and the two tiers of a date header.

A scale covers the days `[first, last]`, both inclusive, on `width` units. A day's width stands for
its working hours, 09:00 to 18:00: a task from one morning to another day's evening fills whole
days, as a planner means it, and a milestone at a day's end stands on its right edge. What lies
outside those hours is drawn at the day's edge. A bare date is the start of its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from pmo_desktop.charts.scene import text_width
from pmo_desktop.language import ENGLISH_MONTHS, Language

DAY_STARTS = 9 * 60
DAY_LASTS = 9 * 60
LABEL_SIZE = 11.0


class Zoom(StrEnum):
    """What one cell of the header's lower tier is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


PER_DAY = {Zoom.DAY: 26.0, Zoom.WEEK: 26.0 / 7, Zoom.MONTH: 1.5, Zoom.QUARTER: 0.5}
SMALLEST = {Zoom.DAY: 14.0, Zoom.WEEK: 2.6, Zoom.MONTH: 0.85, Zoom.QUARTER: 0.0}
LEAST_PER_DAY = 0.12
MOST_PER_DAY = 60.0


@dataclass(frozen=True, slots=True)
class Tick:
    """One cell of a tier: from `x` to `x + width`; `label` "" where it would not fit."""

    x: float
    width: float
    label: str


def day_of(moment: dt.date) -> float:
    """A moment as days since the calendar began, its day's working hours as the fraction."""
    day = moment.toordinal()
    if isinstance(moment, dt.datetime):
        minute = moment.hour * 60 + moment.minute - DAY_STARTS
        return day + min(max(minute / DAY_LASTS, 0.0), 1.0)
    return float(day)


@dataclass(frozen=True)
class TimeScale:
    first: dt.date
    last: dt.date
    width: float

    @classmethod
    def zoomed(cls, first: dt.date, last: dt.date, per_day: float) -> TimeScale:
        """The days `[first, last]`, each `per_day` units wide."""
        return cls(first, last, ((last - first).days + 1) * per_day)

    @cached_property
    def origin(self) -> int:
        """The first day, as `day_of` counts."""
        return self.first.toordinal()

    @cached_property
    def days(self) -> int:
        return self.last.toordinal() - self.origin + 1

    @cached_property
    def per_day(self) -> float:
        return self.width / self.days

    @property
    def zoom(self) -> Zoom:
        """The finest cells that are still wide enough to read."""
        per_day = self.per_day
        return next(zoom for zoom in Zoom if per_day >= SMALLEST[zoom])

    def to_x(self, moment: dt.date) -> float:
        """Where a moment or a day's start lies; outside `[0, width]` for one outside the scale."""
        return (day_of(moment) - self.origin) * self.per_day

    def end_x(self, day: dt.date) -> float:
        """Where a day ends."""
        return (day.toordinal() - self.origin + 1) * self.per_day

    def to_time(self, x: float) -> dt.datetime:
        """The moment at x, to the minute; the end of a day rather than the start of the next."""
        whole, part = divmod(x / self.per_day, 1.0)
        minute = round(part * DAY_LASTS)
        start = dt.datetime.combine(self.first, dt.time()) + dt.timedelta(days=whole)
        return start + dt.timedelta(minutes=DAY_STARTS + minute)

    def to_day(self, x: float) -> dt.date:
        """The day at x."""
        return self.first + dt.timedelta(days=int(x // self.per_day))

    def upper(
        self, language: Language, left: float = 0.0, right: float | None = None
    ) -> tuple[Tick, ...]:
        """The header's upper tier between two x: weeks over days, months over weeks, else years."""
        return self._tier(_UPPER[self.zoom], language, left, right, bold=True)

    def lower(
        self, language: Language, left: float = 0.0, right: float | None = None
    ) -> tuple[Tick, ...]:
        """The header's lower tier between two x: days, weeks, months or quarters."""
        return self._tier(_LOWER[self.zoom], language, left, right)

    def edges(self, left: float, right: float) -> tuple[list[float], list[float]]:
        """Where the cells of the lower and of the upper tier begin between two x."""
        return (
            self._edges(_LOWER[self.zoom], left, right),
            self._edges(_UPPER[self.zoom], left, right),
        )

    def _edges(self, cells: _Cells, left: float, right: float) -> list[float]:
        start_of, next_of, _ = cells
        per_day, origin = self.per_day, self.origin
        day, end, found = start_of(self.to_day(max(left, 0.0))), min(right, self.width), []
        while (x := (day.toordinal() - origin) * per_day) < end:
            found.append(x)
            day = next_of(day)
        return found

    def _tier(
        self,
        cells: _Cells,
        language: Language,
        left: float,
        right: float | None,
        bold: bool = False,
    ) -> tuple[Tick, ...]:
        start_of, next_of, label_of = cells
        per_day, origin = self.per_day, self.origin
        day = start_of(self.to_day(max(left, 0.0)))
        end = self.width if right is None else min(right, self.width)
        margin = 6 if bold else 2
        ticks = []
        while (x := (day.toordinal() - origin) * per_day) < end:
            after = next_of(day)
            width = (after.toordinal() - origin) * per_day - x
            label = label_of(day, language)
            fits = text_width(label, LABEL_SIZE) + margin <= width
            ticks.append(Tick(x, width, label if fits else ""))
            day = after
        return tuple(ticks)

    def non_working_runs(
        self, days: frozenset[dt.date], left: float, right: float
    ) -> Iterator[tuple[float, float]]:
        """The runs of days off between two x, as (x, width).

        Before the first and after the last of `days`, weekends are off.
        """
        low, high = _ends(days)
        day, end = self.to_day(max(left, 0.0)), min(right, self.width)
        run: dt.date | None = None
        while True:
            done = self.to_x(day) >= end
            off = not done and (day in days if low <= day <= high else day.weekday() >= 5)
            if off and run is None:
                run = day
            elif not off and run is not None:
                x = self.to_x(run)
                yield x, self.to_x(day) - x
                run = None
            if done:
                return
            day += dt.timedelta(days=1)


@lru_cache(maxsize=64)
def _ends(days: frozenset[dt.date]) -> tuple[dt.date, dt.date]:
    return (min(days), max(days)) if days else (dt.date.max, dt.date.min)


def week_start(day: dt.date) -> dt.date:
    """The Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def month_start(day: dt.date) -> dt.date:
    return day.replace(day=1)


def next_month(day: dt.date) -> dt.date:
    """The first of the month after a day's."""
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _quarter_start(day: dt.date) -> dt.date:
    return dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _next_quarter(day: dt.date) -> dt.date:
    return next_month(next_month(next_month(day)))


def _year_start(day: dt.date) -> dt.date:
    return dt.date(day.year, 1, 1)


def _next_year(day: dt.date) -> dt.date:
    return dt.date(day.year + 1, 1, 1)


def _next_day(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)


def _next_week(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=7)


def _same(day: dt.date) -> dt.date:
    return day


def _day_label(day: dt.date, _language: Language) -> str:
    return str(day.day)


def _week_label(day: dt.date, _language: Language) -> str:
    return str(day.isocalendar().week)


def _long_week_label(day: dt.date, language: Language) -> str:
    week = _week_label(day, language)
    return language.text("{month}, week {week}", month=language.month(day), week=week)


def _year_label(day: dt.date, _language: Language) -> str:
    return str(day.year)


def _month_label(day: dt.date, language: Language) -> str:
    return f"{day.month}月" if language.is_chinese else ENGLISH_MONTHS[day.month - 1]


def _month_year_label(day: dt.date, language: Language) -> str:
    return language.month(day)


def _quarter_label(day: dt.date, _language: Language) -> str:
    return f"Q{(day.month + 2) // 3}"


_Step = Callable[[dt.date], dt.date]
_Cells = tuple[_Step, _Step, Callable[[dt.date, Language], str]]
_DAYS: _Cells = (_same, _next_day, _day_label)
_WEEKS: _Cells = (week_start, _next_week, _week_label)
_LONG_WEEKS: _Cells = (week_start, _next_week, _long_week_label)
_MONTHS: _Cells = (month_start, next_month, _month_label)
_MONTHS_OF_YEARS: _Cells = (month_start, next_month, _month_year_label)
_QUARTERS: _Cells = (_quarter_start, _next_quarter, _quarter_label)
_YEARS: _Cells = (_year_start, _next_year, _year_label)
_LOWER = {Zoom.DAY: _DAYS, Zoom.WEEK: _WEEKS, Zoom.MONTH: _MONTHS, Zoom.QUARTER: _QUARTERS}
_UPPER = {
    Zoom.DAY: _LONG_WEEKS,
    Zoom.WEEK: _MONTHS_OF_YEARS,
    Zoom.MONTH: _YEARS,
    Zoom.QUARTER: _YEARS,
}
