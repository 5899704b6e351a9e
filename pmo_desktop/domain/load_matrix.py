"""Demand and capacity as matrices: rows (people, roles, projects ...) by buckets of time.

What is asked comes as columns, an entry for each stretch of time at one rate. Moments are kept once
each: starts and finishes are their numbers, so that what a calendar says of a moment is worked out
once for all who begin or end with it. A stretch adds its rate to the bucket that it begins in and
takes it away in the one that it ends in; summed up along the row that is the rate of every bucket,
times its working minutes the demand, but for the buckets in which it begins and ends: what lies in
these before the beginning, and before the end, is put right apart. So an entry costs the same
however long it is.

Figures are minutes of a full-time person. Buckets are half-open, between one edge and the next;
edges are midnights.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.demand import Line, pieces
from pmo_desktop.domain.hours import MINUTES_IN_DAY

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
AT_ONCE = 8192  # entries: as many as stay in the processor's cache


@dataclass(frozen=True)
class Columns:
    """`start` and `finish` are numbers of `moments` (instants, ascending), `calendar` the numbers
    of calendars (None: all have the first), `work` the minutes in all (not a number: as many as the
    units ask for; None: of all entries)."""

    row: Ints
    moments: NDArray[np.int64]
    start: Ints
    finish: Ints
    units: Floats
    work: Floats | None = None
    calendar: Ints | None = None

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True)
class Pieces:
    """Stretches at one rate, by the working minutes' numbers of their calendars."""

    row: Ints
    calendar: Ints
    begin: Floats
    end: Floats
    rate: Floats


class Buckets:
    """Buckets between `edges` (instants, ascending), in the time of some calendars."""

    def __init__(self, edges: Sequence[int], calendars: Sequence[Calendar]) -> None:
        self.edges = np.asarray(edges, np.int64)
        self.calendars = tuple(calendars)
        self.count = max(len(edges) - 1, 0)
        self.numbers = np.stack([worked(one, self.edges) for one in self.calendars])
        self.steps = np.diff(self.numbers, axis=1).astype(np.float64)

    def demand(self, rows: int, columns: Columns) -> Floats:
        """The minutes that the entries ask for, `rows` by buckets."""
        if not self.count or not len(columns):
            return np.zeros((rows, self.count))
        # Before the first edge a moment counts as the edge itself, behind the last as the last one.
        held = np.clip(columns.moments, self.edges[0], self.edges[-1])
        bucket = np.searchsorted(self.edges, held, "right") - 1
        numbers = np.stack([worked(one, held) for one in self.calendars])
        into = (numbers - self.numbers[:, bucket]).astype(np.float64)
        kinds = 1 if columns.calendar is None else len(self.calendars)
        key, row_of = _keys(columns, rows, kinds)
        rates, apart = self._added(columns, key, len(row_of), bucket, into)
        return self._summed(rates, apart, rows, row_of, kinds)

    def laid(self, rows: int, parts: Pieces) -> Floats:
        """The minutes of stretches that are given by working minutes, `rows` by buckets."""
        if not self.count or not len(parts.row):
            return np.zeros((rows, self.count))
        kinds, wide = len(self.calendars), self.count + 1
        pair = parts.row * kinds + parts.calendar
        row_of, key = np.unique(pair, return_inverse=True)
        rates, apart = np.zeros(len(row_of) * wide), np.zeros(len(row_of) * wide)
        for number in np.unique(parts.calendar):
            chosen, edges = parts.calendar == number, self.numbers[number].astype(np.float64)
            rate, base = parts.rate[chosen], key[chosen] * wide
            for ends, sign in ((parts.begin, 1.0), (parts.end, -1.0)):
                held = np.clip(ends[chosen], edges[0], edges[-1])
                bucket = np.searchsorted(edges, held, "right") - 1
                np.add.at(rates, base + bucket, sign * rate)
                np.subtract.at(apart, base + bucket, sign * rate * (held - edges[bucket]))
        return self._summed(rates, apart, rows, row_of, kinds)

    def _summed(self, rates: Floats, apart: Floats, rows: int, row_of: Ints, kinds: int) -> Floats:
        """The minutes, from how rates change and what is to be put right."""
        # Every row's rates come to nothing behind the last edge: one sum serves all of them.
        np.cumsum(rates, out=rates)
        found: Floats = rates.reshape(-1, self.count + 1)
        steps = np.append(self.steps, np.zeros((len(self.calendars), 1)), axis=1)
        found *= steps[0] if kinds == 1 else steps[row_of % kinds]
        found += apart.reshape(found.shape)
        found = found[:, :-1]
        if kinds == 1 and len(row_of) == rows:
            return found
        owner = row_of // kinds
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        summed = np.zeros((rows, self.count))
        summed[owner[first]] = np.add.reduceat(found, first, axis=0)
        return summed

    def _added(
        self, columns: Columns, key: Ints, keys: int, bucket: Ints, into: Floats
    ) -> tuple[Floats, Floats]:
        """By key and bucket how the rate changes, and what is to be put right."""
        wide, rate = self.count + 1, self._rate(columns)
        rates, apart = np.zeros(keys * wide), np.zeros(keys * wide)
        for first in range(0, len(columns), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            one, other, each = columns.start[part], columns.finish[part], rate[part]
            of = None if columns.calendar is None else columns.calendar[part]
            base = key[part] * wide
            begin, end = bucket.take(one), bucket.take(other)
            begin += base
            end += base
            np.add.at(rates, begin, each)
            np.subtract.at(rates, end, each)
            np.subtract.at(apart, begin, _of(into, of, one) * each)
            np.add.at(apart, end, _of(into, of, other) * each)
        return rates, apart

    def _rate(self, columns: Columns) -> Floats:
        if columns.work is None:
            return columns.units
        whole = np.stack([worked(one, columns.moments) for one in self.calendars])
        length = _of(whole, columns.calendar, columns.finish)
        length = length - _of(whole, columns.calendar, columns.start)
        rate = np.divide(columns.work, length, out=np.zeros(len(columns)), where=length > 0)
        return np.where(np.isnan(columns.work), columns.units, rate)


def _of(table: NDArray[Any], calendar: Ints | None, moment: Ints) -> NDArray[Any]:
    """Of each entry's calendar what it says of a moment."""
    if calendar is None:
        return table[0].take(moment)
    return table.ravel().take(calendar * table.shape[1] + moment)


def _keys(columns: Columns, rows: int, kinds: int) -> tuple[Ints, Ints]:
    """A number for each pair of a row and a calendar that occurs, and what pair each is: the row
    times the number of calendars, plus the calendar."""
    if kinds == 1 or columns.calendar is None:
        return columns.row, np.arange(rows)
    pair = columns.row * kinds + columns.calendar
    occurs = np.bincount(pair, minlength=rows * kinds) > 0
    return (np.cumsum(occurs) - 1)[pair], np.flatnonzero(occurs)


def worked(calendar: Calendar, instants: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of the first working minute at each instant or after it."""
    if not len(instants):
        return np.zeros(0, np.int64)
    days, minutes = np.divmod(instants, MINUTES_IN_DAY)
    first, last = int(days.min()), int(days.max())
    # Whole years, so that the same few tables serve all.
    first, last = first - first % 366, last - last % 366 + 366
    before, pattern, hours = _table(calendar, first, last)
    at = days - first
    found: NDArray[np.int64] = before[at] + hours[pattern[at] + minutes]
    return found


@lru_cache(maxsize=256)
def _table(
    calendar: Calendar, first: int, last: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Of the days `[first, last)`: the number that each begins with, where its hours begin in the
    table of hours, and that table: the worked minutes before each minute of a day."""
    line, days = calendar.line, np.arange(first, last)
    kinds = list(line.week)
    pattern = (days - 1) % 7
    for day, hours in line.exceptions.items():
        if first <= day < last:
            if hours not in kinds:
                kinds.append(hours)
            pattern[day - first] = kinds.index(hours)
    totals = np.array([hours.total for hours in kinds], np.int64)[pattern]
    before = line.before(first) + np.concatenate([[0], np.cumsum(totals)[:-1]])
    table = np.array([hours.worked for hours in kinds], np.int64)
    return before, pattern * table.shape[1], table.ravel()


class Places:
    """Calendars with their places, in the order in which they are met."""

    def __init__(self, *known: Calendar) -> None:
        self._places: dict[Calendar, int] = {}
        for calendar in known:
            self.place(calendar)

    def place(self, calendar: Calendar) -> int:
        return self._places.setdefault(calendar, len(self._places))

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        return tuple(self._places)


def pieces_of(lines: Iterable[tuple[int, Line]], places: Places) -> Pieces:
    """Lines with the rows that they belong to, each as its stretches."""
    found = [
        (row, places.place(line.calendar), *piece) for row, line in lines for piece in pieces(line)
    ]
    columns = np.array(found, np.float64).reshape(-1, 5).T
    row, calendar = columns[0].astype(np.intp), columns[1].astype(np.intp)
    return Pieces(row, calendar, columns[2], columns[3], columns[4])


def capacity_pieces(
    people: Iterable[tuple[int, PersonTime]], edges: Sequence[int], places: Places
) -> Pieces:
    """What people with the rows that they belong to have between the edges."""
    found = []
    for row, time in people:
        place, line = places.place(time.calendar), time.calendar.line.worked
        found += [
            (row, place, line(begin), line(end), share)
            for begin, end, share in time.parts(edges[0], edges[-1])
        ]
    columns = np.array(found, np.float64).reshape(-1, 5).T
    row_of, calendar = columns[0].astype(np.intp), columns[1].astype(np.intp)
    return Pieces(row_of, calendar, columns[2], columns[3], columns[4])
