"""Hours as people write them in timesheets, as minutes: `7.5`, `7:30`, `7.5h`, `7小时30分`, `1天`.

A number without a unit counts hours, or what its header names in brackets (`工时（天）`, `Time
(min)`); a day is `MINUTES_PER_DAY`. Nobody works longer than a day has, or less than nothing.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any

from pmo_desktop.domain.timesheets import MINUTES_A_DAY
from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import brackets, plain
from pmo_desktop.exchange.parsing.values import Unread, as_number
from pmo_desktop.language import MINUTES_PER_DAY

HOUR = 60
CLOCK = re.compile(r"^(\d{1,3})\s*[:：]\s*(\d{2})(?::\d{2})?\s*(?:h|hrs?|hours?|小时)?$", re.I)
PIECE = re.compile(
    r"\s*(\d+(?:[.,]\d+)?|半)\s*(?:(?P<d>个?(?:工作日|人天|人日|天|日)|days?|d)|"
    r"(?P<h>个?(?:工作小时|小时|钟头|人时)|时|hours?|hrs?|h)|"
    r"(?P<min>分钟|分|minutes?|mins?|min|m))?\s*(?:and\b|又|零|,)?",
    re.I,
)
UNITS = {"d": MINUTES_PER_DAY, "h": HOUR, "min": 1}
UNIT_WORDS = (
    ("d", re.compile(r"天|人日|人天|工作日|day|\bd\b", re.I)),
    ("min", re.compile(r"分|min", re.I)),
)
NOT_HOURS = Unread("not_hours")


@lru_cache(maxsize=1024)
def unit_of(header: str) -> int:
    """The minutes of the unit that a header names in brackets; hours where it names none."""
    named = brackets(header)[1]
    return next((UNITS[name] for name, word in UNIT_WORDS if word.search(named)), HOUR)


def read(value: Any, unit: int = HOUR) -> int | Unread | None:
    """The minutes of a cell; None for an empty one."""
    if isinstance(value, str):
        return _parsed(value, unit)
    if isinstance(value, time):
        return value.hour * HOUR + value.minute
    if isinstance(value, timedelta):
        return _checked(value / timedelta(minutes=1))
    size = as_number(value)
    if size is None:
        return NOT_HOURS
    return _checked(size * (MINUTES_A_DAY if isinstance(value, date) else unit))


@lru_cache(maxsize=4096)
def _parsed(text: str, unit: int) -> int | Unread | None:
    if words.is_nothing(text):
        return None
    written = plain(text).lower().strip()
    if found := CLOCK.match(written):
        minutes = int(found[2])
        return _checked(int(found[1]) * HOUR + minutes) if minutes < HOUR else NOT_HOURS
    total, position, step = 0.0, 0, unit
    while position < len(written):
        found = PIECE.match(written, position)
        if not found or found.end() == position:
            return NOT_HOURS
        named = next((name for name in UNITS if found[name]), "")
        # `7h30`: what follows hours without a unit of its own is minutes.
        step = UNITS[named] if named else (1 if position and step == HOUR else unit)
        if position and not named and step != 1:
            return NOT_HOURS
        size = 0.5 if found[1] == "半" else float(found[1].replace(",", "."))
        total, position = total + size * step, found.end()
    return _checked(total)


def _checked(minutes: float) -> int | Unread:
    return round(minutes) if 0 <= round(minutes) <= MINUTES_A_DAY else NOT_HOURS
