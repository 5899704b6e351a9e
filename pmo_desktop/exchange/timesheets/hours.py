"""Hours as people write them in timesheets, as minutes: `7.5`, `7:30`, `7.5h`, `7小时30分`, `1天`.

A number without a unit counts hours, or what its header names (`工时（天）`, `Time (min)`, `人天`),
or what is named above the table (`单位：天`); a day is `MINUTES_PER_DAY`. Nobody works longer than
a day has, or less than nothing.
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
CLOCK = re.compile(r"^(\d{1,3})\s*[:：]\s*(\d{2})(?::(\d{2}))?\s*(?:h|hrs?|hours?|小时)?$", re.I)
PIECE = re.compile(
    r"\s*(\d+(?:[.,]\d+)?|半)\s*(?:(?P<d>个?(?:工作日|人天|人日|天|日)|days?|d)|"
    r"(?P<h>个?(?:工作小时|小时|钟头|人时)|时|hours?|hrs?|h)|"
    r"(?P<min>分钟|分|minutes?|mins?|min|m))?\s*(?:and\b|又|零|,)?",
    re.I,
)
UNITS = {"d": MINUTES_PER_DAY, "h": HOUR, "min": 1}
# In this order: `hours per day` are hours.
UNIT_WORDS = (
    ("h", re.compile(r"小时|工时|人时|hour|hrs?\b|^h$", re.I)),
    ("d", re.compile(r"天|人日|工日|工作日|day|\bd\b", re.I)),
    ("min", re.compile(r"分|min", re.I)),
)
# A header that is a unit itself: `人天`, `Person-days`, `Minutes`.
DAYS_ALONE = re.compile(
    r"^(?:.*人天|.*人日|工日|天数|出勤天数|(?:(?:man|person|work)\W*)?days?)$", re.I
)
MINUTES_ALONE = re.compile(r"^(?:分钟数?|minutes?|mins?)$", re.I)
NEGATIVE = re.compile(r"^[-−－]\s*\d")
NOT_HOURS, BELOW_ZERO, OVER_A_DAY = map(Unread, ("not_hours", "hours_negative", "hours_over_day"))


@lru_cache(maxsize=1024)
def unit_named(text: str) -> int | None:
    """The minutes of the unit that a text names; None where it names none."""
    return next((UNITS[name] for name, word in UNIT_WORDS if word.search(text)), None)


@lru_cache(maxsize=1024)
def unit_of(header: str, otherwise: int = HOUR) -> int:
    """The minutes of the unit that a header names, in brackets or by itself."""
    words_, inside = brackets(header)
    named = unit_named(inside) if inside else None
    if named is not None:
        return named
    if DAYS_ALONE.match(words_):
        return UNITS["d"]
    return UNITS["min"] if MINUTES_ALONE.match(words_) else otherwise


def says_hours(header: str) -> bool:
    """Whether a header says itself that its numbers are hours: `工时` may be days just as well."""
    return re.search(r"小时|hour|hrs?\b", header, re.I) is not None


def is_bare(value: Any) -> bool:
    """Whether a cell is a number that does not say what it counts."""
    return isinstance(value, float) or (isinstance(value, str) and plain(value).isdecimal())


def read(value: Any, unit: int = HOUR) -> int | Unread | None:
    """The minutes of a cell; None for an empty one."""
    found = amount(value, unit)
    if isinstance(found, float):
        minutes = round(found)
        return minutes if 0 <= minutes <= MINUTES_A_DAY else (
            OVER_A_DAY if minutes > 0 else BELOW_ZERO
        )  # fmt: skip
    return found


def amount(value: Any, unit: int = HOUR) -> float | Unread | None:
    """`read` without bounds, as totals need it."""
    if isinstance(value, str):
        return _parsed(value, unit)
    if isinstance(value, time):
        return float(value.hour * HOUR + value.minute) + value.second / HOUR
    if isinstance(value, timedelta):
        return value / timedelta(minutes=1)
    size = as_number(value)
    if size is None:
        return NOT_HOURS
    return float(size * (MINUTES_A_DAY if isinstance(value, date) else unit))


@lru_cache(maxsize=4096)
def _parsed(text: str, unit: int) -> float | Unread | None:
    if words.is_nothing(text):
        return None
    written = plain(text).lower().strip()
    if NEGATIVE.match(written):
        return BELOW_ZERO
    if found := CLOCK.match(written):
        minutes = int(found[2])
        seconds = int(found[3] or 0)
        if minutes >= HOUR or seconds >= HOUR:
            return NOT_HOURS
        return float(int(found[1]) * HOUR + minutes) + seconds / HOUR
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
    return total
