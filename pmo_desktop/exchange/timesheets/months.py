"""Which month a sheet is of, where its days are bare numbers: `2026年11月`, `November 2026`,
`2026-11`, `11月`; above the table, in the sheet's name, in the file's.

What names a day (`2026年11月5日`) names no month. A month without a year is the nearest one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing.dates import MONTHS
from pmo_desktop.exchange.parsing.text import plain

NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR, NUMBER = r"(?P<y>20\d{2})", r"(?P<m>1[0-2]|0?[1-9])"
CHINESE = re.compile(rf"(?:{YEAR}\s*年?\s*[-/.]?\s*)?(?<!\d){NUMBER}\s*月(?!\s*\d)")
YEAR_FIRST = re.compile(rf"(?<!\d){YEAR}\s*[-/._年]\s*{NUMBER}(?!\s*[-/._月]?\s*\d)(?!\s*月)")
MONTH_FIRST = re.compile(rf"(?<![\d/._-]){NUMBER}\s*[-/._]\s*{YEAR}(?!\d)")
SIX_DIGITS = re.compile(rf"(?<!\d){YEAR}(?P<m>0[1-9]|1[0-2])(?!\d)")
NAME_YEAR = re.compile(rf"(?<![a-z])(?<!\d\s)(?<!\d)(?P<n>{NAMES})\.?[\s,_/'’-]*{YEAR}(?!\d)", re.I)
YEAR_NAME = re.compile(rf"(?<!\d){YEAR}[\s,_/-]*(?P<n>{NAMES})(?![a-z])(?![\s-]*\d)", re.I)
NAME_SHORT = re.compile(rf"^(?P<n>{NAMES})[-'’](?P<s>\d{{2}})$", re.I)
NAME_ALONE = re.compile(rf"^(?P<n>{NAMES})\.?$", re.I)
PATTERNS = (CHINESE, YEAR_FIRST, MONTH_FIRST, SIX_DIGITS, NAME_YEAR, YEAR_NAME)
MIDDLE = 15


class Month(NamedTuple):
    year: int
    month: int

    @property
    def text(self) -> str:
        return f"{self.year}-{self.month:02}"


def months_above(grid: Grid, first: int, last: int, near: date) -> set[Month]:
    """The months that are named in the rows `[first, last)`."""
    cells = (value for row in grid.rows[max(first, 0) : last] for value in row)
    return set(_months(cells, near))


def months_in(texts: Sequence[str], near: date) -> set[Month]:
    """The months that are named in texts."""
    return set(_months(texts, near))


def _months(values: Iterable[Any], near: date) -> Iterator[Month]:
    for value in values:
        if isinstance(value, datetime | date):
            # `November 2026` is what a spreadsheet shows of the first of the month.
            if value.day == 1:
                yield Month(value.year, value.month)
        elif isinstance(value, str) and value.strip():
            yield from _of_text(plain(value), near)
        elif isinstance(value, float) and (found := SIX_DIGITS.fullmatch(f"{value:.0f}")):
            yield Month(int(found["y"]), int(found["m"]))


def _of_text(text: str, near: date) -> Iterator[Month]:
    if found := NAME_ALONE.match(text):
        yield _nearest(MONTHS[found["n"].lower()], near)
        return
    if found := NAME_SHORT.match(text):
        yield Month(2000 + int(found["s"]), MONTHS[found["n"].lower()])
        return
    for pattern in PATTERNS:
        for found in pattern.finditer(text):
            named = found.groupdict()
            month = int(named["m"]) if named.get("m") else MONTHS[named["n"].lower()]
            year = named.get("y")
            yield Month(int(year), month) if year else _nearest(month, near)


def _nearest(month: int, near: date) -> Month:
    years = (near.year - 1, near.year, near.year + 1)
    year = min(years, key=lambda one: abs((date(one, month, MIDDLE) - near).days))
    return Month(year, month)
