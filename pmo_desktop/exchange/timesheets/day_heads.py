"""What headers say of days: dates, weekdays, bare numbers of a month, and these together.

Days follow one another; some may be missing (weekends, holidays), none comes twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from pmo_desktop.exchange.parsing import dates
from pmo_desktop.exchange.parsing.text import plain
from pmo_desktop.exchange.parsing.values import Unread, is_blank
from pmo_desktop.exchange.timesheets import words
from pmo_desktop.exchange.timesheets.heads import settled

LEAST_DAYS, MOST_DAYS = 2, 31
LEAST_NUMBERS, WHOLE_MONTH = 5, 28
MOST_SPAN, WEEK = timedelta(days=45), 7
MONTH_ENDS, MONTH_BEGINS = 26, 3  # of working days, the last and the first of a month
NUMBER = re.compile(r"^0?(\d{1,2})(?:日|号|st|nd|rd|th)?$", re.I)
WEEKDAY_SIGN = re.compile(
    r"(?<=\d)\s*[(\s]\s*([一二三四五六日])\)?$|(?<=[日号])\s*([一二三四五六日])$"
)


@dataclass(frozen=True)
class DayHeads:
    """What one row says, by column; `read` are dates whose order and years are still open."""

    weekdays: Mapping[int, int] = field(default_factory=dict)
    read: Mapping[int, Any] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.weekdays or self.read or self.numbers)


NO_DAYS = DayHeads()


def day_heads(row: Sequence[Any]) -> DayHeads:
    """What a row's cells say of days; most rows of most sheets say nothing."""
    if len(row) - row.count("") < LEAST_DAYS:
        return NO_DAYS
    return DayHeads(_weekdays(row), _read(row), _numbers(row))


def dated(read: Mapping[int, Any], near: date) -> dict[int, date]:
    """Columns with dates, each later than the other: in the order of day and month in which they
    lie nearest together."""
    ways: list[dict[int, date]] = []
    for month_first in (True, False) if read else ():
        days = settled(list(read.values()), near, month_first)
        known = [day for day in days if day is not None]
        if len(known) == len(days) and rising(known) and known[-1] - known[0] <= MOST_SPAN:
            ways.append(dict(zip(read, known, strict=True)))
    return min(ways, key=_span, default={})


def rising(days: Sequence[date]) -> bool:
    return len(days) > 1 and all(one < other for one, other in pairwise(days))


def wraps(numbers: Mapping[int, int]) -> bool:
    """Whether the numbers begin anew: they are of two months."""
    return any(other < one for one, other in pairwise(numbers.values()))


def in_month(numbers: Mapping[int, int], year: int, month: int) -> dict[int, date | None]:
    """The days of one month; None for those that it has not."""
    return {column: day_of(year, month, number) for column, number in numbers.items()}


def day_of(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def from_day(numbers: Mapping[int, int], first: date) -> dict[int, date | None]:
    """The days on and after `first` that have these numbers; none where they cannot follow."""
    found: dict[int, date | None] = {}
    day = first
    for column, number in numbers.items():
        until = day + MOST_SPAN
        while day.day != number and day < until:
            day += timedelta(days=1)
        found[column] = day
        day += timedelta(days=1)
    return found


def from_weekdays(weekdays: Mapping[int, int], named: date) -> dict[int, date | None]:
    """The days of weekdays, the first at or before the day that is named."""
    first = next(iter(weekdays.values()))
    day = named - timedelta(days=(named.isoweekday() - first) % 7)
    found: dict[int, date | None] = {}
    for column, weekday in weekdays.items():
        day += timedelta(days=(weekday - day.isoweekday()) % 7)
        found[column] = day
        day += timedelta(days=1)
    return found


def contradicted(days: Mapping[int, date | None], weekdays: Mapping[int, int]) -> list[int]:
    """The columns whose weekday is not that of their day."""
    return [
        column
        for column, weekday in weekdays.items()
        if (day := days.get(column)) is not None and day.isoweekday() != weekday
    ]


def _weekdays(row: Sequence[Any]) -> dict[int, int]:
    found = {
        number: day
        for number, value in enumerate(row)
        if isinstance(value, str) and (day := words.weekday(value) or _sign(value))
    }
    return found if len(found) >= LEAST_DAYS else {}


def _sign(text: str) -> int:
    """The weekday beside a number or a date: `16 周一`, `1(日)`, `Mon 16`, `11/16 一`."""
    written = plain(text)
    if not any(map(str.isdigit, written)):
        return 0
    if found := dates.WEEKDAY.search(written):
        return words.weekday(found.group().strip(" ()[].,"))
    found = WEEKDAY_SIGN.search(written)
    return words.weekday(found[1] or found[2]) if found else 0


def _read(row: Sequence[Any]) -> dict[int, Any]:
    """Columns with dates, their years still open, where there are enough of them."""
    read = {
        number: value
        for number, cell in enumerate(row)
        if not is_blank(cell) and not isinstance(cell, bool)
        and not isinstance(value := dates.parse(cell), Unread) and value is not None
    }  # fmt: skip
    if not LEAST_DAYS <= len(read) <= MOST_DAYS:
        return {}
    # A plan's row has starts and finishes: most are told apart here, before anything is looked for.
    known = [value.date() for value in read.values() if isinstance(value, datetime)]
    return {} if len(known) > 1 and not rising(known) else read


def _numbers(row: Sequence[Any]) -> dict[int, int]:
    """Columns with the days of a month, in their order, from the last of which the next may begin;
    a year, a number or a total beside them is none."""
    found = dict(_bare(row))
    if len(found) < LEAST_NUMBERS:
        return {}
    turns = 0
    for one, other in pairwise(found.values()):
        if other <= one:
            turns += 1
            if turns > 1 or one < MONTH_ENDS or other > MONTH_BEGINS:
                return {}
    return found


def _bare(row: Sequence[Any]) -> Iterator[tuple[int, int]]:
    for column, value in enumerate(row):
        number = 0
        if isinstance(value, float) and value.is_integer():
            number = int(value)
        elif isinstance(value, str):
            text = plain(value)
            found = NUMBER.match(text) or NUMBER.match(WEEKDAY_SIGN.sub("", text).strip())
            number = int(found[1]) if found else _beside_weekday(text)
        if 1 <= number <= MOST_DAYS:
            yield column, number


def _beside_weekday(text: str) -> int:
    rest = dates.WEEKDAY.sub(" ", text).strip(" ,()")
    found = NUMBER.match(rest)
    return int(found[1]) if found else 0


def _span(days: Mapping[int, date]) -> timedelta:
    values = list(days.values())
    return values[-1] - values[0]
