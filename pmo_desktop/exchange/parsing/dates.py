"""Dates as teams write them, and the moments that they stand for.

A bare date as a start means the beginning of that working day (`DAY_BEGINS`), as a finish its end
(`DAY_ENDS`); a milestone is at the end of its day. The office's calendar is not known here: what is
committed is fitted to it. A moment that is given with a time is kept.

A text is read at once where it can mean one day only. `5/11/2026`, `26-11-05` and `11月5日` wait
for the rest of their table: `orders` decides by what all of its dates allow, `with_years` by what
is near.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import plain
from pmo_desktop.exchange.parsing.values import Unread

DAY_BEGINS, DAY_ENDS = time(9, 0), time(18, 0)
MIDNIGHT = time()
FIRST_YEAR, LAST_YEAR = 1990, 2099
FIRST_SERIAL, LAST_SERIAL = 20_000, 73_050
EPOCH_1900, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
EARLIEST = datetime.min
CENTURY = 2000
LEAP_YEAR = 2024

TIME = r"(?:[T\s]*(?P<h>\d{1,2}):(?P<min>\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<half>[ap]m)?Z?)?"
WEEKDAY = re.compile(
    r"\s*[(\[]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*[)\]]?|"
    r"\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?\b[.,]?",
    re.IGNORECASE,
)
NUMERIC = re.compile(
    rf"^(\d{{1,4}})\s*([-/.,年\s])\s*(\d{{1,2}})\s*[-/.,月\s]\s*(\d{{1,4}})\s*[日号]?\s*{TIME}$",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(r"^(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?$")
TWO_NUMBERS = re.compile(r"^(\d{1,2})\s*[-/]\s*(\d{1,2})$")
DOTTED_PAIR = re.compile(r"^(\d{1,2})\.(\d{1,2})$")
DAY_ALONE = re.compile(r"^(\d{1,2})\s*[日号]$")
DAY_MONTH = re.compile(
    rf"^(\d{{1,2}})(?:st|nd|rd|th)?[-\s/.,]*(?:of\s+)?([a-z]{{3,9}})\.?[-\s/.,']*(\d{{4}}|\d{{2}})?\s*{TIME}$",
    re.IGNORECASE,
)
MONTH_DAY_YEAR = re.compile(
    rf"^([a-z]{{3,9}})\.?[-\s/]*(\d{{1,2}})(?:st|nd|rd|th)?(?:[-\s,/]+(\d{{4}}))?\s*{TIME}$",
    re.IGNORECASE,
)
YEAR_FIRST = re.compile(r"^(\d{4})[-\s/]*([a-z]{3,9})\.?[-\s/]*(\d{1,2})$", re.IGNORECASE)
DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
SERIAL = re.compile(r"^[2-7]\d{4}(?:\.0+)?$")
RANGE = re.compile(
    r"\s*(?:~|～|至|到|—+|–|--+|\bto\b|\buntil\b|→|(?<=\s)-(?=\s))\s*", re.IGNORECASE
)
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip


@dataclass(frozen=True)
class Yearless:
    """`11月5日`."""

    month: int
    day: int

    def of(self, year: int) -> datetime | None:
        return _moment(year, self.month, self.day)


@dataclass(frozen=True)
class Unordered:
    """`5/11/2026` (`full`), `26-11-05` (`short`), `11/5` (`bare`), as each of `ORDERS` has it."""

    style: str
    ways: tuple[datetime | Yearless | None, ...]


ORDERS = ("ymd", "dmy", "mdy")
STYLES = ("full", "short", "bare")
MONTH_FIRST = ORDERS.index("mdy")
LIKELY_YEARS = 12
Read = datetime | Yearless | Unordered | Unread | None


def start_of(moment: datetime) -> datetime:
    """A bare date as a start."""
    return moment.replace(hour=9) if moment.time() == MIDNIGHT else moment


def finish_of(moment: datetime) -> datetime:
    """A bare date as a finish."""
    return moment.replace(hour=18) if moment.time() == MIDNIGHT else moment


@lru_cache(maxsize=16_384)
def as_start(value: Any, since_1904: bool = False) -> Read:
    """`parse`, with what is complete as a start."""
    found = parse_headed(value, since_1904)
    return start_of(found) if isinstance(found, datetime) else found


@lru_cache(maxsize=16_384)
def as_finish(value: Any, since_1904: bool = False) -> Read:
    """`parse`, with what is complete as a finish."""
    found = parse_headed(value, since_1904)
    return finish_of(found) if isinstance(found, datetime) else found


@lru_cache(maxsize=16_384)
def as_day(value: Any, since_1904: bool = False) -> date | Read:
    """`parse`, with what is complete as a day."""
    found = parse_headed(value, since_1904)
    return found.date() if isinstance(found, datetime) else found


@lru_cache(maxsize=16_384)
def parse(value: Any, since_1904: bool = False) -> Read:
    """One cell as a moment at midnight or later, or as what it needs to become one."""
    if isinstance(value, str):
        return None if not value else _parse_text(value, since_1904)
    if isinstance(value, datetime):
        return _plausible(value.replace(second=0, microsecond=0))
    if isinstance(value, date):
        return _plausible(datetime.combine(value, MIDNIGHT))
    if isinstance(value, float):
        return _parse_number(value, since_1904)
    return Unread("not_a_date")


def _parse_number(number: float, since_1904: bool) -> Read:
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        epoch = EPOCH_1904 if since_1904 else EPOCH_1900
        minutes = round(number * 24 * 60)
        return _plausible(epoch + timedelta(minutes=minutes))
    if number.is_integer() and (found := DIGITS.match(f"{number:.0f}")):
        return _moment(int(found[1]), int(found[2]), int(found[3])) or Unread("not_a_date")
    return Unread("not_a_date")


def _parse_text(raw: str, since_1904: bool) -> Read:
    if words.is_nothing(raw):
        return None
    text = WEEKDAY.sub(" ", plain(raw)).strip(" ,")
    if found := NUMERIC.match(text):
        return _numeric(found)
    if found := MONTH_DAY.match(text):
        return _yearless(int(found[1]), int(found[2])) or Unread("not_a_date")
    if found := DAY_MONTH.match(text):
        return _named(found[1], found[2], found[3], _time(found))
    if found := MONTH_DAY_YEAR.match(text):
        return _named(found[2], found[1], found[3], _time(found))
    if found := YEAR_FIRST.match(text):
        return _named(found[3], found[2], found[1], MIDNIGHT)
    if found := DIGITS.match(text):
        return _moment(int(found[1]), int(found[2]), int(found[3])) or Unread("not_a_date")
    if SERIAL.match(text):
        return _parse_number(float(text), since_1904)
    if found := TWO_NUMBERS.match(text):
        first, second = int(found[1]), int(found[2])
        return _unordered("bare", None, _yearless(second, first), _yearless(first, second))
    return Unread("not_a_date")


def _numeric(found: re.Match[str]) -> Read:
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    at = _time(found)
    if len(found[1]) == 4:
        return _moment(first, second, third, at) or Unread("not_a_date")
    if len(found[1]) > 2 or len(found[4]) == 3:
        return Unread("not_a_date")
    if found[2] == "年":
        return _moment(CENTURY + first, second, third, at) or Unread("not_a_date")
    if len(found[4]) == 4:
        return _unordered(
            "full", None, _moment(third, second, first, at), _moment(third, first, second, at)
        )
    return _unordered(
        "short",
        _moment(CENTURY + first, second, third, at),
        _moment(CENTURY + third, second, first, at),
        _moment(CENTURY + third, first, second, at),
    )


def _unordered(style: str, *ways: datetime | Yearless | None) -> Read:
    return Unordered(style, ways) if any(ways) else Unread("not_a_date")


def _yearless(month: int, day: int) -> Yearless | None:
    return Yearless(month, day) if _moment(LEAP_YEAR, month, day) else None


def _named(day: str, month: str, year: str | None, at: time) -> Read:
    number = MONTHS.get(month.lower())
    if number is None:
        return Unread("not_a_date")
    if year is None:
        return _yearless(number, int(day)) or Unread("not_a_date")
    full = int(year) + (CENTURY if len(year) == 2 else 0)
    return _moment(full, number, int(day), at) or Unread("not_a_date")


def _time(found: re.Match[str]) -> time:
    hour, minute = found["h"], found["min"]
    if hour is None or int(hour) > 23 or int(minute) > 59:
        return MIDNIGHT
    half = (found["half"] or "").lower()
    return time(
        int(hour) % 12 + 12 if half == "pm" else int(hour) % (12 if half else 24), int(minute)
    )


def _moment(year: int, month: int, day: int, at: time = MIDNIGHT) -> datetime | None:
    try:
        moment = datetime.combine(date(year, month, day), at)
    except ValueError:
        return None
    return moment if FIRST_YEAR <= year <= LAST_YEAR else None


def _plausible(moment: datetime) -> Read:
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else Unread("date_far")


@lru_cache(maxsize=4096)
def parse_range(value: Any, since_1904: bool = False) -> tuple[Read, Read] | None:
    """`2026/11/5~2026/11/20`, `11月5日-11月20日` as its two ends; None where it is no range."""
    if not isinstance(value, str):
        return None
    pieces = RANGE.split(plain(value))
    if len(pieces) != 2:
        pieces = plain(value).split("-")
    if len(pieces) != 2:
        return None
    first, last = (parse(piece.strip(), since_1904) for piece in pieces)
    if isinstance(first, datetime) and (found := DAY_ALONE.match(pieces[1].strip())):
        last = _moment(first.year, first.month, int(found[1])) or last
    elif isinstance(first, Yearless) and (found := DAY_ALONE.match(pieces[1].strip())):
        last = _yearless(first.month, int(found[1])) or last
    elif isinstance(first, datetime) and isinstance(last, Unordered) and last.style == "bare":
        last = last.ways[MONTH_FIRST]
    if isinstance(first, Unread) or isinstance(last, Unread) or first is None or last is None:
        return None
    return first, last


def is_date(value: Any) -> bool:
    """Whether a cell's value can be a date; a number only where it is a serial of these years."""
    found = parse(value)
    return found is not None and not isinstance(found, Unread)


@lru_cache(maxsize=16_384)
def parse_headed(value: Any, since_1904: bool = False) -> Read:
    """A cell below a header of dates: `8.28` is one there, elsewhere it may be a code."""
    found = parse(value, since_1904)
    if isinstance(found, Unread) and isinstance(value, str):
        pair = DOTTED_PAIR.match(plain(value))
        return parse(f"{pair[1]}/{pair[2]}") if pair else found
    return found


def may_be_date(value: Any) -> bool:
    """Whether a cell's value can be a date where a header says that it is one."""
    found = parse_headed(value)
    return found is not None and not isinstance(found, Unread)


# --- what the rest of the table decides


Columns = Sequence[Sequence[Read]]
Pairs = Sequence[tuple[int, int]]


def orders(columns: Columns, pairs: Pairs, near: date, month_first: bool) -> dict[str, int | None]:
    """For each of `STYLES` the one of `ORDERS` that a table's dates are in; None: nothing says.

    `pairs` are columns of starts and finishes, which are not to be reversed. `month_first` says
    that the table is Chinese, where `11/5` cannot mean anything but November.
    """
    found = {style: _order(columns, pairs, style, near) for style in STYLES}
    if found["bare"] is None and month_first:
        found["bare"] = MONTH_FIRST
    return found


def _order(columns: Columns, pairs: Pairs, style: str, near: date) -> int | None:
    values = {
        value
        for column in columns
        for value in column
        if isinstance(value, Unordered) and value.style == style
    }
    possible = [way for way in range(len(ORDERS)) if all(value.ways[way] for value in values)]
    if not values or not possible:
        return None
    if len(possible) > 1:
        faults = {way: _faults(columns, pairs, values, style, way, near) for way in possible}
        fewest = min(faults.values())
        possible = [way for way in possible if faults[way] == fewest]
    if len({tuple(value.ways[way] for value in values) for way in possible}) > 1:
        return None
    return possible[0]


def _faults(
    columns: Columns, pairs: Pairs, values: set[Unordered], style: str, way: int, near: date
) -> tuple[int, int]:
    """How many years would be unlikely, how many finishes before their starts."""
    moments = [value.ways[way] for value in values]
    far = sum(abs(m.year - near.year) > LIKELY_YEARS for m in moments if isinstance(m, datetime))
    backwards = 0
    for first, last in pairs:
        for pair in zip(columns[first], columns[last], strict=True):
            start, finish = (ordered(value, {style: way}) for value in pair)
            if isinstance(start, datetime) and isinstance(finish, datetime):
                backwards += finish < start
    return far, backwards


def ordered(value: Read, order: Mapping[str, int | None]) -> Read:
    """An unordered date as the table's order has it, or in the only way that it can be read."""
    if not isinstance(value, Unordered):
        return value
    way = order.get(value.style)
    if way is not None and value.ways[way]:
        return value.ways[way]
    ways = {moment for moment in value.ways if moment}
    return ways.pop() if len(ways) == 1 else Unread("date_unordered")


def with_years(
    values: Sequence[Read], near: date, earlier: Sequence[Read] | None = None
) -> list[Read]:
    """Dates without a year get the one that is nearest to the date before (or behind) them.

    Where no date of the sequence has a year, the whole sequence is laid nearest to `near`, its
    years running on where the months begin anew. `earlier` are dates of the same rows that theirs
    must not come before: the starts of finishes.
    """
    if earlier:
        values = [
            _not_before(value, start) if isinstance(start, datetime) else value
            for value, start in zip(values, earlier, strict=True)
        ]
    anchors = [value.date() for value in values if isinstance(value, datetime)]
    if anchors:
        return list(_chained(values, anchors[0]))
    bare = [value for value in values if isinstance(value, Yearless)]
    if not bare:
        return list(values)
    ways = [list(_chained(values, _first(bare[0], near.year + shift))) for shift in (-1, 0, 1)]
    return min(ways, key=lambda way: _distance(way, near))


def _not_before(value: Read, start: datetime) -> Read:
    if not isinstance(value, Yearless):
        return value
    moments = (value.of(start.year + shift) for shift in (0, 1))
    return next((m for m in moments if m and m.date() >= start.date()), value)


def _first(value: Yearless, year: int) -> date:
    return (value.of(year) or datetime(year, value.month, 28)).date()


def _chained(values: Sequence[Read], before: date) -> Iterator[Read]:
    for value in values:
        if isinstance(value, Yearless):
            years = (before.year - 1, before.year, before.year + 1)
            moments = [moment for moment in map(value.of, years) if moment]
            value = min(moments, key=_from(before)) if moments else Unread("not_a_date")
        if isinstance(value, datetime):
            before = value.date()
        yield value


def _from(day: date) -> Callable[[datetime], int]:
    return lambda moment: abs((moment.date() - day).days)


def _distance(values: Sequence[Read], near: date) -> tuple[int, int]:
    """How far `near` lies outside of the dates, and how far from their middle."""
    days = [(value.date() - near).days for value in values if isinstance(value, datetime)]
    if not days:
        return 0, 0
    return max(min(days), -max(days), 0), abs(min(days) + max(days))
