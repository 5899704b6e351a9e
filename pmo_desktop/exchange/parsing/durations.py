"""Durations as teams write them, as working minutes: `15天`, `3周`, `3w`, `2w 3d`, `4h`, `0.5 d`.

A day has `MINUTES_PER_DAY`, a week five days, a month twenty, as planning programs count them. A
number without a unit has its header's (`工期(天)`, `Duration (weeks)`), or counts days. Calendar
days and person-days are no working time, and not taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import plain
from pmo_desktop.exchange.parsing.values import Unread, as_number, each
from pmo_desktop.exchange.team.headers import unit
from pmo_desktop.language import MINUTES_PER_DAY

DAYS_PER_WEEK, DAYS_PER_MONTH = 5, 20
MAX_DAYS = 4_000
MINUTES = {
    "min": 1,
    "h": 60,
    "d": MINUTES_PER_DAY,
    "w": DAYS_PER_WEEK * MINUTES_PER_DAY,
    "mon": DAYS_PER_MONTH * MINUTES_PER_DAY,
}
UNITS = (
    ("mon", r"个?月|months?|mons?|mos?"),
    ("w", r"个?(?:工作周|周|星期|礼拜)|weeks?|wks?|w"),
    ("d", r"个?(?:工作日|工作天)|天|日|(?:work(?:ing)?\s*)?days?|wd|dys?|d"),
    ("h", r"个?(?:小时|钟头)|时|hours?|hrs?|h"),
    ("min", r"分钟|minutes?|mins?"),
)
UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in UNITS)
PIECE = re.compile(rf"\s*(\d+(?:\.\d+)?)\s*(?:{UNIT})(?![a-z])(半)?\s*,?\s*(?:and\b|又|零)?", re.I)
UNIT_WORDS = (
    ("w", re.compile(r"周数|星期|^周$|week|\bwks?\b|^w$")),
    ("mon", re.compile(r"月数|个月|^月$|month")),
    ("h", re.compile(r"小时|工时|hour|\bhrs?\b|^h$")),
    ("min", re.compile(r"分钟|minute")),
)
NUMBER = re.compile(r"^\d+(?:\.\d+)?$")
ABOUT = re.compile(r"^(?:约|大约|~|≈|共|计)\s*|\s*(?:左右|\?|\(est\.?\))$")
CALENDAR = re.compile(r"自然|日历|calendar|elapsed|^\s*[\d.]+\s*e[dwh]\b|\bcd$", re.IGNORECASE)
EFFORT = re.compile(
    r"人[天日月时周]|人.?工[日时]|person|man.?(?:day|hour)|\bpd\b|\bmd\b", re.IGNORECASE
)


@lru_cache(maxsize=1024)
def header_unit(header: str) -> int | str:
    """Minutes of the unit that a header names, or why what it names is no working time."""
    named = unit(header) or plain(header).lower()
    if CALENDAR.search(named):
        return "calendar_days"
    if EFFORT.search(named):
        return "person_days"
    return next((MINUTES[name] for name, word in UNIT_WORDS if word.search(named)), MINUTES["d"])


def _minutes(found: re.Match[str]) -> int:
    return next(MINUTES[name] for name in MINUTES if found[name])


@lru_cache(maxsize=8192)
def parse(text: str, minutes: int = MINUTES_PER_DAY) -> int | Unread | None:
    if words.is_nothing(text):
        return None
    written = ABOUT.sub("", plain(text).lower()).strip()
    if written.startswith("半"):
        written = f"0.5{written[1:]}"
    if NUMBER.match(written):
        return _checked(float(written) * minutes)
    if CALENDAR.search(written):
        return Unread("calendar_days")
    if EFFORT.search(written):
        return Unread("person_days")
    total, position = 0.0, 0
    while position < len(written):
        found = PIECE.match(written, position)
        if not found:
            return Unread("not_a_duration")
        size = float(found[1]) + (0.5 if found[found.re.groups] else 0)
        total, position = total + size * _minutes(found), found.end()
    return _checked(total)


def _checked(minutes: float) -> int | Unread:
    if 0 <= minutes <= MAX_DAYS * MINUTES_PER_DAY:
        return round(minutes)
    return Unread("not_a_duration")


def is_duration(value: Any) -> bool:
    if isinstance(value, str):
        return isinstance(parse(value), int)
    return isinstance(value, float) and 0 <= value <= MAX_DAYS / 2


def read(values: Sequence[Any], header: str) -> list[Any]:
    """The durations of the column below a header."""
    minutes = header_unit(header)
    if isinstance(minutes, str):
        return [None if value == "" else Unread(minutes) for value in values]
    return each(lambda value: _one(value, minutes), values)


@lru_cache(maxsize=8192, typed=True)
def _one(value: Any, minutes: int) -> int | Unread | None:
    if isinstance(value, str):
        return parse(value, minutes) if value else None
    size = as_number(value)
    return Unread("not_a_duration") if size is None else _checked(size * minutes)
