"""The days of a calendar's exception: one stretch of days, or a pattern that returns.

Since 2007 an exception has a type: every so many days, the same weekdays of every so many weeks,
the same day of every so many months or of every year, by its number or by its weekday ("the last
Friday"). It begins and ends with its period, or after so many times.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice

EVERY_DAY, YEARLY, YEARLY_NTH, MONTHLY, MONTHLY_NTH, WEEKLY, EVERY_FEW_DAYS, WEEKDAYS = (
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
)
# What `MonthItem` counts: any day, Monday to Friday, Saturday and Sunday, then one day of the week.
ANY_DAY, WORKDAY, WEEKEND_DAY, SUNDAY = 0, 1, 2, 3
LAST = 4
MOST_DAYS = 20_000

Texts = Mapping[str, str]


def days_of(exception: Texts, first: date, last: date) -> list[date]:
    """The days of `[first, last]` that the exception is about, at most `MOST_DAYS`.

    `exception` has the file's own elements: `Type`, `Period`, `DaysOfWeek`, `MonthItem`,
    `MonthPosition`, `Month`, `MonthDay`, `EnteredByOccurrences`, `Occurrences`.
    """
    pattern = PATTERNS.get(exception.get("Type", "").strip(), _every_day)
    found = (day for day in pattern(exception, first, last) if first <= day <= last)
    # Both ends are always written; how often it returns says the same in another way.
    times = _number(exception, "Occurrences", 0)
    by_times = exception.get("EnteredByOccurrences", "").strip() in ("1", "true")
    is_counted = by_times and times > 0 and pattern is not _every_day
    return list(islice(found, min(times, MOST_DAYS) if is_counted else MOST_DAYS))


def returns(exception: Texts) -> bool:
    """Whether it is more than one stretch of days."""
    return PATTERNS.get(exception.get("Type", "").strip(), _every_day) is not _every_day


def _number(exception: Texts, name: str, otherwise: int) -> int:
    text = exception.get(name, "").strip()
    return int(text) if text.lstrip("-").isdecimal() else otherwise


def _step(exception: Texts) -> int:
    return min(max(_number(exception, "Period", 1), 1), 10_000)


def _every_day(_: Texts, first: date, last: date) -> Iterator[date]:
    return _days(first, last, 1)


def _every_few_days(exception: Texts, first: date, last: date) -> Iterator[date]:
    return _days(first, last, _step(exception))


def _workdays(_: Texts, first: date, last: date) -> Iterator[date]:
    return (day for day in _days(first, last, 1) if day.weekday() < 5)


def _weekly(exception: Texts, first: date, last: date) -> Iterator[date]:
    """`DaysOfWeek` has a bit for each day, Sunday's the lowest; weeks begin with Sunday."""
    bits = _number(exception, "DaysOfWeek", 0)
    sunday = first - timedelta(days=(first.weekday() + 1) % 7)
    step = _step(exception)
    for day in _days(first, last, 1):
        is_week = (day - sunday).days // 7 % step == 0
        if is_week and bits >> ((day.weekday() + 1) % 7) & 1:
            yield day


def _monthly(exception: Texts, first: date, last: date) -> Iterator[date]:
    number = _number(exception, "MonthDay", first.day)
    for year, month in _months(first, last, _step(exception)):
        if 1 <= number <= monthrange(year, month)[1]:
            yield date(year, month, number)


def _monthly_nth(exception: Texts, first: date, last: date) -> Iterator[date]:
    for year, month in _months(first, last, _step(exception)):
        yield from _nth(exception, year, month)


def _yearly(exception: Texts, first: date, last: date) -> Iterator[date]:
    month = _number(exception, "Month", first.month - 1) + 1
    number = _number(exception, "MonthDay", first.day)
    for year in range(first.year, last.year + 1):
        if 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]:
            yield date(year, month, number)


def _yearly_nth(exception: Texts, first: date, last: date) -> Iterator[date]:
    month = _number(exception, "Month", first.month - 1) + 1
    for year in range(first.year, last.year + 1):
        if 1 <= month <= 12:
            yield from _nth(exception, year, month)


PATTERNS: Mapping[str, Callable[[Texts, date, date], Iterator[date]]] = {
    EVERY_DAY: _every_day,
    YEARLY: _yearly,
    YEARLY_NTH: _yearly_nth,
    MONTHLY: _monthly,
    MONTHLY_NTH: _monthly_nth,
    WEEKLY: _weekly,
    EVERY_FEW_DAYS: _every_few_days,
    WEEKDAYS: _workdays,
}


def _nth(exception: Texts, year: int, month: int) -> list[date]:
    """The first to fourth, or the last, of the month's days that count."""
    item = _number(exception, "MonthItem", ANY_DAY)
    position = _number(exception, "MonthPosition", 0)
    every = [date(year, month, n) for n in range(1, monthrange(year, month)[1] + 1)]
    fitting = [day for day in every if _fits(day, item)]
    if position >= LAST:
        return fitting[-1:]
    return fitting[position : position + 1] if position >= 0 else []


def _fits(day: date, item: int) -> bool:
    if item == WORKDAY:
        return day.weekday() < 5
    if item == WEEKEND_DAY:
        return day.weekday() >= 5
    return item < SUNDAY or (day.weekday() + 1) % 7 == item - SUNDAY


def _days(first: date, last: date, step: int) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1, step))


def _months(first: date, last: date, step: int) -> Iterator[tuple[int, int]]:
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    for number in range(begin, end + 1, step):
        yield number // 12, number % 12 + 1
