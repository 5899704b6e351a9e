"""Lines of time as numpy tables: whole arrays of instants to numbers and back.

A line has a row for each day of the window: how many of its minutes lie before the day, and which
of the known patterns of hours it works. Back from a number to its day leads a table with an entry
for every `grain` minutes; every day's total is a multiple of it. Each line's rows and entries lie
behind those of the line before, so that one flat array serves all. What lies outside the window
is clipped: `holds` says whether anything was.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pmo_desktop.domain.hours import MINUTES_IN_DAY, Hours, parse
from pmo_desktop.domain.schedule.lines import Line
from pmo_desktop.domain.timeline import Timeline

Ints = NDArray[Any]
MOST_DAYS = 120_000
MOST_ENTRIES = 8_000_000
ALL_DAY = parse("00:00-24:00")


class TooWide(Exception):
    """The window or the grain asks for larger tables than are worth it."""


class Tables:
    """For `lines` (the last is the clock's) over the days from `first` to `last`, both included.

    `rows` turns days into rows of a line, `entries` numbers into entries (times the grain).
    """

    def __init__(self, lines: Sequence[Line], first: int, last: int) -> None:
        days = last - first + 1
        if days > MOST_DAYS:
            raise TooWide
        patterns: dict[Hours, int] = {}
        kinds = np.concatenate([_kinds(line, first, days, patterns) for line in lines])
        totals = np.array([hours.total for hours in patterns])
        self.grain = gcd(*(hours.total for hours in patterns))
        minutes = totals[kinds].reshape(len(lines), days)
        if minutes.sum() // self.grain > MOST_ENTRIES:
            raise TooWide

        starts = np.array([_before(line, first) for line in lines])
        ends = starts + minutes.sum(axis=1)
        before = np.cumsum(minutes, axis=1) - minutes + starts[:, None]
        self.before = before.ravel()
        self.worked_of = np.concatenate([hours.worked for hours in patterns])
        self.worked_at = kinds * (MINUTES_IN_DAY + 1)
        self.minute_of = np.concatenate([np.array(hours.minutes, dtype=int) for hours in patterns])
        self.minute_at = (np.cumsum(totals) - totals)[kinds] - self.before

        self.back = np.repeat(np.arange(len(kinds)), minutes.ravel() // self.grain)
        counts = (ends - starts) // self.grain
        self.entries = (np.cumsum(counts) - counts) * self.grain - starts
        self.rows = np.arange(len(lines)) * days - first
        self.starts, self.ends = starts, ends

    def worked(self, instants: Ints, rows: Ints) -> Ints:
        """Numbers of the first minutes at these instants or later; `rows` of their lines."""
        days = instants // MINUTES_IN_DAY
        row = days + rows
        minute = self.worked_at.take(row, mode="clip") + (instants - days * MINUTES_IN_DAY)
        return self.before.take(row, mode="clip") + self.worked_of.take(minute, mode="clip")

    def start_at(self, numbers: Ints, entries: Ints, rows: Ints) -> Ints:
        """The instants at which these minutes begin; `entries` and `rows` of their lines."""
        row = self.back.take((numbers + entries) // self.grain, mode="clip")
        minute = self.minute_at.take(row) + numbers
        return (row - rows) * MINUTES_IN_DAY + self.minute_of.take(minute, mode="clip")

    def holds(self, numbers: Ints, lines: Ints) -> bool:
        """Whether all these numbers of these lines lie within the window."""
        inside = (numbers > self.starts[lines]) & (numbers < self.ends[lines])
        return bool(inside.all())


def _kinds(line: Line, first: int, days: int, patterns: dict[Hours, int]) -> Ints:
    """The pattern of hours of each day, by its place among the patterns."""
    if not isinstance(line, Timeline):
        return np.full(days, patterns.setdefault(ALL_DAY, len(patterns)))
    week = [patterns.setdefault(hours, len(patterns)) for hours in line.week]
    kinds = np.array(week)[(np.arange(first, first + days) - 1) % 7]
    for day, hours in line.exceptions.items():
        if first <= day < first + days:
            kinds[day - first] = patterns.setdefault(hours, len(patterns))
    return kinds


def _before(line: Line, day: int) -> int:
    return line.before(day) if isinstance(line, Timeline) else day * MINUTES_IN_DAY
