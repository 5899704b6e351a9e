"""What a user types into a cell, read leniently in either language.

The same spellings are taken as in the teams' spreadsheets: `2026/11/5`, `11月5日`, `5 Nov`, `85%`,
`12.5万`, `3w`, full-width digits. A bare date as a start is the beginning of that working day, as a
finish its end.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import isleap
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.risk import LEVELS
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.language import CODES, MINUTES_PER_DAY, Language

LEAP_DAY = (2, 29)
DAY_BEGINS, DAY_ENDS = time(9), time(18)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun",
          "jul", "aug", "sep", "oct", "nov", "dec")  # fmt: skip
MONEY_STEPS = {"万": 10_000, "亿": 100_000_000, "w": 10_000, "k": 1_000, "m": 1_000_000}
DURATION_STEPS = {
    "": MINUTES_PER_DAY, "d": MINUTES_PER_DAY, "day": MINUTES_PER_DAY, "days": MINUTES_PER_DAY,
    "天": MINUTES_PER_DAY, "日": MINUTES_PER_DAY, "工作日": MINUTES_PER_DAY,
    "w": 5 * MINUTES_PER_DAY, "week": 5 * MINUTES_PER_DAY, "weeks": 5 * MINUTES_PER_DAY,
    "周": 5 * MINUTES_PER_DAY, "h": 60, "hour": 60, "hours": 60, "小时": 60,
    "min": 1, "分钟": 1,
}  # fmt: skip
YES = {"yes", "y", "true", "1", "是", "对"}
NO = {"no", "n", "false", "0", "否", "不"}


class Invalid(ValueError):
    """Not a value of the field: an English source sentence with its parameters."""

    def __init__(self, sentence: str, **params: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.params = params


def read(field: Field, text: str, today: date | None = None) -> Any:
    """The plain value that `text` stands for; empty text is the field's empty value.

    Raises `Invalid` where it cannot be one.
    """
    words = unicodedata.normalize("NFKC", text).strip()
    if not words:
        if field.required:
            raise Invalid("This must not be empty.")
        return field.empty
    if field.kind in (Kind.TEXT, Kind.PERSON, Kind.DEPARTMENT, Kind.CALENDAR):
        return text.strip()
    if field.kind is Kind.CHOICE:
        return _choice(field, words)
    if field.kind in (Kind.START, Kind.FINISH, Kind.DATE):
        return _moment(field.kind, words, today or date.today())
    return READERS[field.kind](words)


def _number(words: str, sentence: str) -> Decimal:
    try:
        return Decimal(words.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        raise Invalid(sentence, text=words) from None


def _integer(words: str) -> int:
    number = _number(words, "“{text}” is not a whole number.")
    if number != number.to_integral_value():
        raise Invalid("“{text}” is not a whole number.", text=words)
    return int(number)


def _share(words: str) -> float:
    percent = words.endswith("%")
    number = _number(words.rstrip("% "), "“{text}” is not a percentage. Type 85% or 0.85.")
    share = number / 100 if percent or number > 1 else number
    if not 0 <= share <= 1:
        raise Invalid("A percentage lies between 0% and 100%.")
    return float(share)


def _money(words: str) -> Decimal:
    bare = re.sub(r"^(CNY|RMB|USD|EUR|HK\$|[¥$€£])|(元|CNY|RMB)$", "", words.strip()).strip()
    factor = MONEY_STEPS.get(bare[-1:].lower(), 1)
    digits = bare[:-1] if factor != 1 else bare
    amount = _number(digits, "“{text}” is not an amount. Type 125000, 12.5万 or 125k.") * factor
    if amount < 0:
        raise Invalid("An amount is not below zero.")
    return amount


def _duration(words: str) -> int:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(\D*?)\.?", words.lower())
    step = DURATION_STEPS.get(found[2].strip()) if found else None
    if found is None or step is None:
        raise Invalid("“{text}” is not a duration. Type 15d, 3w or 15天.", text=words)
    return round(float(found[1]) * step)


def _level(words: str) -> int:
    for level in LEVELS:
        named = {Language(code).term(f"level.{level}").casefold() for code in CODES}
        if words.casefold() in named | {str(level)}:
            return level
    raise Invalid("“{text}” is not a level. Type 1 to 5.", text=words)


def _choice(field: Field, words: str) -> str:
    for value in field.choices or ():
        named = {Language(code).term(field.choice_term(value)).casefold() for code in CODES}
        if words.casefold() in named | {value.value}:
            return value.value
    raise Invalid("“{text}” is not one of the choices.", text=words)


def _yes_or_no(words: str) -> bool:
    if words.lower() in YES:
        return True
    if words.lower() in NO:
        return False
    raise Invalid("“{text}” is neither yes nor no.", text=words)


def _people(words: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split(r"[、,;/]", words) if name.strip())


def _links(words: str) -> tuple[Link, ...]:
    return tuple(_link(part.strip()) for part in re.split(r"[、,;]", words) if part.strip())


def _link(words: str) -> Link:
    """`3.2`, `3.2FS`, `3.2SS+2d`, `3.2FF-1w`."""
    found = re.fullmatch(r"([\w.]*?\d)\s*(FS|SS|FF|SF)?\s*(?:([+-])\s*(.+))?", words, re.IGNORECASE)
    if found is None:
        raise Invalid("“{text}” is not a predecessor. Type 3.2, 3.2SS or 3.2FS+2d.", text=words)
    lag = _duration(found[4]) if found[4] else 0
    return Link(found[1], LinkType((found[2] or "FS").upper()), -lag if found[3] == "-" else lag)


def _moment(kind: Kind, words: str, today: date) -> date | datetime:
    found = re.fullmatch(r"(.*?)[\sT]+(\d{1,2}):(\d{2})", words)
    day = _day(found[1] if found else words, today)
    if kind is Kind.DATE:
        return day
    if found:
        try:
            return datetime.combine(day, time(int(found[2]), int(found[3])))
        except ValueError:
            raise Invalid("“{text}” is not a date. Type 2026-11-05.", text=words) from None
    return datetime.combine(day, DAY_BEGINS if kind is Kind.START else DAY_ENDS)


def _day(words: str, today: date) -> date:
    try:
        for pattern, order in DAY_PATTERNS:
            found = re.fullmatch(pattern, words.strip(), re.IGNORECASE)
            if found:
                return order(found, today)
    except ValueError:
        pass
    raise Invalid("“{text}” is not a date. Type 2026-11-05.", text=words)


def _year_month_day(found: re.Match[str], _today: date) -> date:
    return date(int(found[1]), int(found[2]), int(found[3]))


def _month_day(found: re.Match[str], today: date) -> date:
    return _nearest(int(found[1]), int(found[2]), today)


def _day_month_name(found: re.Match[str], today: date) -> date:
    month = MONTHS.index(found[2][:3].lower()) + 1
    if found[3]:
        return date(int(found[3]), month, int(found[1]))
    return _nearest(month, int(found[1]), today)


def _nearest(month: int, day: int, today: date) -> date:
    """The year that brings a month and day nearest to today."""
    days = [
        date(year, month, day)
        for year in (today.year - 1, today.year, today.year + 1)
        if (month, day) != LEAP_DAY or isleap(year)
    ]
    return min(days, key=lambda candidate: abs((candidate - today).days))


DAY_PATTERNS: tuple[tuple[str, Callable[[re.Match[str], date], date]], ...] = (
    (r"(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?", _year_month_day),
    (r"(\d{4})(\d{2})(\d{2})", _year_month_day),
    (r"(\d{1,2})[-/.月](\d{1,2})日?", _month_day),
    (r"(\d{1,2})[-\s.]*([A-Za-z]{3,9})[-\s.,]*(\d{4})?", _day_month_name),
)
READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.INTEGER: _integer,
    Kind.SHARE: _share,
    Kind.MONEY: _money,
    Kind.DURATION: _duration,
    Kind.LEVEL: _level,
    Kind.BOOL: _yes_or_no,
    Kind.PEOPLE: _people,
    Kind.LINKS: _links,
}
