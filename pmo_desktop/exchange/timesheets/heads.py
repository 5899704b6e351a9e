"""What stands above a week's grid: whose it is, and of which week."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing import dates
from pmo_desktop.exchange.parsing.text import clean, plain
from pmo_desktop.exchange.parsing.values import shown
from pmo_desktop.exchange.timesheets import words

PART = re.compile(r"\s*[:：]\s*")
WEEK = re.compile(
    r"(?:(?P<y>20\d{2})\s*年?\s*[-/]?\s*)?(?:第\s*(?P<a>\d{1,2})\s*周|\bw(?:eek|k)?\s*\.?\s*(?P<b>\d{1,2})\b)",
    re.I,
)
REACH = 4  # how far right of its label a value may stand


def labelled(grid: Grid, first: int, last: int, family: str) -> Iterator[Any]:
    """The values behind the labels of a family in the rows `[first, last)`: in the same cell after
    a colon, or in one of the next cells."""
    for row in grid.rows[max(first, 0) : last]:
        for column, value in enumerate(row):
            if not isinstance(value, str) or not value.strip():
                continue
            label, *rest = PART.split(plain(value), maxsplit=1)
            if not words.is_a(family, label):
                continue
            if rest and rest[0]:
                yield rest[0]
                continue
            yield from [v for v in row[column + 1 : column + 1 + REACH] if v not in ("", None)][:1]


def person_of(grid: Grid, first: int, last: int) -> str:
    """Who is named above the table; empty where nobody is."""
    for value in labelled(grid, first, last, "person"):
        if isinstance(value, str) and not words.column(value):
            return clean(value)
    return ""


def week_of(grid: Grid, first: int, last: int, near: date) -> date | None:
    """A day of the week that is named above the table: behind its label, else in any cell there."""
    behind = list(labelled(grid, first, last, "week"))
    others = [value for row in grid.rows[max(first, 0) : last] for value in row]
    for value in (*behind, *others):
        found = _day(value, near) or _week(value, near)
        if found is not None:
            return found
    return None


def _day(value: Any, near: date) -> date | None:
    if isinstance(value, float | int | bool) or value in ("", None):
        return None
    texts = [value]
    if isinstance(value, str):
        texts += [part for part in PART.split(plain(value), maxsplit=1)[1:] if part]
    for text in texts:
        pair = dates.parse_range(text) if isinstance(text, str) else None
        for one in pair or (dates.parse(text),):
            if (day := settled([one], near)[0]) is not None:
                return day
    return None


def _week(value: Any, near: date) -> date | None:
    """`W48`, `2026年第48周` as its Monday, in the year in which it is nearest."""
    found = WEEK.search(plain(shown(value))) if isinstance(value, str) else None
    if found is None:
        return None
    number = int(found["a"] or found["b"])
    years = [int(found["y"])] if found["y"] else [near.year - 1, near.year, near.year + 1]
    mondays = []
    for year in years:
        try:
            mondays.append(date.fromisocalendar(year, number, 1))
        except ValueError:
            continue
    return min(mondays, key=lambda monday: abs((monday - near).days), default=None)


def settled(values: Sequence[Any], near: date, month_first: bool = True) -> list[date | None]:
    """Read dates (`parsing.dates.parse`) with their order and their years decided; None for what is
    none."""
    order = dates.orders([values], [], near, month_first)
    full = dates.with_years([dates.ordered(value, order) for value in values], near)
    return [value.date() if isinstance(value, datetime) else None for value in full]


def consecutive(days: Sequence[date | None]) -> bool:
    """Whether known days follow one another, each the next."""
    known = [day for day in days if day is not None]
    steps = {b - a for a, b in pairwise(known)}
    return len(known) > 1 and steps <= {timedelta(days=1)}
