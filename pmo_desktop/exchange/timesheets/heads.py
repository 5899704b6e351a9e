"""What stands above a table: whose it is, of which project, of which week, in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing import dates
from pmo_desktop.exchange.parsing.text import clean, plain
from pmo_desktop.exchange.parsing.values import shown
from pmo_desktop.exchange.timesheets import hours, words

PART = re.compile(r"\s*[:：]\s*")
WEEK = re.compile(
    r"(?:(?P<y>20\d{2})\s*年?\s*[-/]?\s*)?(?:第\s*(?P<a>\d{1,2})\s*周|\bw(?:eek|k)?\s*\.?\s*(?P<b>\d{1,2})\b)",
    re.I,
)
WRITTEN_DAY = re.compile(r"(?<!\d)20\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?!\d)")
# A date behind these is no day of the week that was worked.
OTHER_DATES = re.compile(
    r"打印|提交|填报日|填表日|填写日|审[批核]|批准|签|制表|编制|更新|版本|截止|上报|入职|生成|导出|"
    r"print|submi|approv|sign|updat|version|due|deadline|generat|export|creat|prepar|issue|birth|join",
    re.I,
)
UNIT = re.compile(r"(?:单位|\bunits?\b)\s*[:：为]?\s*(?P<u>[^\s)）;；,，]+)", re.I)
REACH = 4  # how far right of its label a value may stand


class Week(NamedTuple):
    """A day of the week that is meant. `last` where a period is named; `text` is what was read,
    where no label says that it is the week."""

    day: date
    last: date | None = None
    text: str = ""


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
    return next(_texts(grid, first, last, "person"), "")


def project_of(grid: Grid, first: int, last: int) -> dict[str, str]:
    """The project that is named above the table, by `project_code` and `project`."""
    found = {
        name: next(_texts(grid, first, last, name), "") for name in ("project_code", "project")
    }
    return {name: text for name, text in found.items() if text}


def _texts(grid: Grid, first: int, last: int, family: str) -> Iterator[str]:
    for value in labelled(grid, first, last, family):
        text = clean(shown(value))
        if text and not words.column(text) and not isinstance(value, date):
            yield text


def unit_above(grid: Grid, first: int, last: int, otherwise: int = hours.HOUR) -> int:
    """The minutes of the unit that is named above the table (`单位：天`)."""
    for row in grid.rows[max(first, 0) : last]:
        for value in row:
            if not isinstance(value, str) or not (found := UNIT.search(plain(value))):
                continue
            named = hours.unit_named(found["u"])
            if named is not None:
                return named
        texts = [value for value in row if isinstance(value, str)]
        for label, value in pairwise(texts):
            if UNIT.match(plain(label) + " x") and (named := hours.unit_named(value)) is not None:
                return named
    return otherwise


def week_of(grid: Grid, first: int, last: int, near: date) -> Week | None:
    """The week that is named above the table: behind its label, else in any cell there that says
    nothing else. None where none is, or several that differ."""
    for value in labelled(grid, first, last, "week"):
        if (found := _week(value, near)) is not None:
            return found
    loose = list(_loose_weeks(grid, first, last, near))
    periods = [week for week in loose if week.last is not None]
    mondays = {week.day - timedelta(days=week.day.weekday()) for week in periods or loose}
    return (periods or loose)[0] if len(mondays) == 1 else None


def _loose_weeks(grid: Grid, first: int, last: int, near: date) -> Iterator[Week]:
    for row in grid.rows[max(first, 0) : last]:
        before = ""
        for value in row:
            if value in ("", None):
                continue
            found = _week(value, near)
            if found is not None and not OTHER_DATES.search(before):
                text = shown(value)
                if not OTHER_DATES.search(text):
                    yield found._replace(text=text)
            before = value if isinstance(value, str) else ""


def _week(value: Any, near: date) -> Week | None:
    if isinstance(value, float | int | bool) or value in ("", None):
        return None
    if not isinstance(value, str):
        day = settled([dates.parse(value)], near)[0]
        return None if day is None else Week(day)
    parts = [value, *(part for part in PART.split(plain(value), maxsplit=1)[1:] if part)]
    for text in parts:
        pair = dates.parse_range(text)
        if pair:
            begin, end = settled(pair, near)
            if begin is not None and end is not None and begin <= end:
                return Week(begin, end)
        elif (day := settled([dates.parse(text)], near)[0]) is not None:
            return Week(day)
    written = [settled([dates.parse(one)], near)[0] for one in WRITTEN_DAY.findall(plain(value))]
    days = [day for day in written if day is not None]
    if len(days) == 1 or (len(days) == 2 and days[0] <= days[1]):
        return Week(days[0], days[1] if len(days) == 2 else None)
    monday = _numbered(value, near)
    return None if monday is None else Week(monday)


def _numbered(value: str, near: date) -> date | None:
    """`W48`, `2026年第48周` as its Monday, in the year in which it is nearest."""
    found = WEEK.search(plain(value))
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
