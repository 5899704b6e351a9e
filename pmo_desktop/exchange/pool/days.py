"""Days, halves of days and hours as lists of people have them: `11-05至11-07`, `11-05 下午`."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from pmo_desktop.exchange.parsing import dates
from pmo_desktop.exchange.parsing.values import is_blank
from pmo_desktop.language import MINUTES_PER_DAY

WHOLE = 1.0
MIDNIGHT, NOON, LUNCH, BREAK = time(), time(12), time(13), 60
SPAN = re.compile(r"^\s*(\S.*?)\s*(?:至|到|~|～|—+|–|--|\bto\b|\buntil\b)\s*(\S.*?)\s*$", re.I)
PER_HOUR = re.compile(r"\s*(?:/|每|per\b|an?\b)\s*(?:个?小时|时|hours?|hrs?|h)\s*$", re.IGNORECASE)
SECOND_HALF = re.compile(r"\s*(?:下午|pm|p\.m\.|afternoon)\s*$", re.IGNORECASE)
FIRST_HALF = re.compile(r"\s*(?:上午|am|a\.m\.|morning)\s*$", re.IGNORECASE)


def spans_apart(columns: list[list[Any]]) -> list[list[Any]]:
    """First and last days; where both stand in one cell, `11-05至11-07`, they are taken apart."""
    if len(columns) != 2:
        return columns
    firsts, lasts = list(columns[0]), list(columns[1])
    for at, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        found = SPAN.match(first) if isinstance(first, str) and is_blank(last) else None
        if found and all(map(dates.may_be_date, found.groups())):
            firsts[at], lasts[at] = found.groups()
    return [firsts, lasts]


def share_of_day(first: time, last: time) -> float:
    """The part of a working day between two times; the break at noon is no work."""
    minutes = (last.hour - first.hour) * 60 + last.minute - first.minute
    if first <= NOON and last >= LUNCH:
        minutes -= BREAK
    return round(min(max(minutes / MINUTES_PER_DAY, 0), WHOLE), 4)


def per_hour(cell: Any) -> Any:
    """An amount without `an hour`, which all rates are for; what is for a day is no rate."""
    return PER_HOUR.sub("", cell) if isinstance(cell, str) else cell


def bare_day(cell: Any) -> Any:
    """A day without the half of it that is meant."""
    if not isinstance(cell, str):
        return cell
    return FIRST_HALF.sub("", SECOND_HALF.sub("", cell)).strip()
