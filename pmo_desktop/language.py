"""The two languages: sentences, vocabulary, dates, numbers and money.

A source sentence is English and is its own key; the files in `resources/i18n/zh/`, one a room,
hold the Chinese. Placeholders are named (`"{n} files were taken"`), and every translation has the
same ones. `resources/i18n/one/` holds the English singular of a sentence, used where its `n` is 1.
`resources/i18n/terms/` is the office's vocabulary: fields, enumerations and headers, one term each
way, keyed by code (`"task.finish"`, `"light.red"`).

Nothing here knows Qt: the window, the reports, the spreadsheets and the command line all speak
through one `Language`.
"""

from __future__ import annotations

import datetime as dt
import json
import locale
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from pmo_desktop.paths import resource

Code = Literal["zh", "en"]
CODES: tuple[Code, ...] = ("zh", "en")
WAN = 10_000
CURRENCY_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "HKD": "HK$"}
MINUTES_PER_DAY = 480
# In the fonts of both languages curly quotes are as wide as a Chinese character: fit for Chinese,
# a hole in English.
STRAIGHT = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})


@cache
def _catalogue(name: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for file in sorted(resource("i18n", name).glob("*.json")):
        merged.update(json.loads(file.read_text(encoding="utf-8")))
    return merged


class Term(str):
    """A code of the vocabulary among a sentence's parameters: it is written as its word."""


Words = Mapping[str, Mapping[str, str]]
NO_WORDS: Words = MappingProxyType({})


class Language:
    """One of the two languages; it never changes, so it can be made wherever it is needed.

    `words` are the office's own terms beside the vocabulary, each in both languages: `{"en": ...,
    "zh": ...}` by its code.
    """

    def __init__(self, code: str, words: Words = NO_WORDS) -> None:
        if code not in CODES:
            raise ValueError(f"unknown language {code!r}: use one of {', '.join(CODES)}")
        self.code = code
        self.words = words

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    @property
    def is_chinese(self) -> bool:
        return self.code == "zh"

    def text(self, source: str, /, **params: Any) -> str:
        """The sentence `source` in this language; parameters are written as the language does.

        A parameter that is a date, a `Decimal` or a float is formatted; one that is itself a
        sentence, `{"text": ..., "params": {...}}`, is spoken; `n` chooses the singular.
        """
        template = source
        if self.is_chinese:
            template = _catalogue("zh").get(source, source)
        else:
            if params.get("n") == 1:
                template = _catalogue("one").get(source, source)
            template = template.translate(STRAIGHT)
        if not params:
            return template
        return template.format(**{name: self.value(value) for name, value in params.items()})

    def term(self, code: str) -> str:
        """The vocabulary's word for `code`, e.g. `task.finish`, or the code where it has none."""
        entry: Mapping[str, str] = _catalogue("terms").get(code) or self.words.get(code, {})
        return entry.get(self.code, code)

    def value(self, value: Any) -> str:
        """Any value as a reader of this language expects it in a sentence."""
        if value is None:
            return ""
        if isinstance(value, Term):
            return self.term(value)
        if isinstance(value, Mapping):
            return self.text(value["text"], **value["params"])
        if isinstance(value, dt.datetime):
            return self.moment(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, float):
            return f"{value:.2f}".rstrip("0").rstrip(".")
        if isinstance(value, bool):
            return self.term(f"bool.{str(value).lower()}")
        return str(value)

    def date(self, day: dt.date | None) -> str:
        """ISO in both languages: it sorts, and nobody mistakes the month for the day."""
        return "" if day is None else f"{day:%Y-%m-%d}"

    def short_date(self, day: dt.date | None) -> str:
        """Month and day, for tight columns and labels."""
        if day is None:
            return ""
        return f"{day:%m-%d}" if self.is_chinese else f"{day.day} {ENGLISH_MONTHS[day.month - 1]}"

    def month(self, day: dt.date) -> str:
        """A month's name with its year, for axes."""
        return f"{day:%Y-%m}" if self.is_chinese else f"{ENGLISH_MONTHS[day.month - 1]} {day.year}"

    def long_date(self, day: dt.date) -> str:
        """A date in a sentence or on a cover."""
        if self.is_chinese:
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {ENGLISH_MONTH_NAMES[day.month - 1]} {day.year}"

    def moment(self, moment: dt.datetime | None) -> str:
        return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}"

    def percent(self, share: float | None, digits: int = 0) -> str:
        return "" if share is None else f"{share * 100:.{digits}f}%"

    def number(self, value: float | Decimal | None, digits: int = 0) -> str:
        return "" if value is None else f"{value:,.{digits}f}"

    def money(self, amount: Decimal | None, currency: str = "CNY") -> str:
        """Short money for screens and reports: 万 and 亿 in Chinese, k and m in English."""
        if amount is None:
            return ""
        sign = CURRENCY_SIGNS.get(currency, f"{currency} ")
        head = "-" if amount < 0 else ""
        size = abs(amount)
        steps = (
            ((Decimal(100_000_000), "亿", 2), (Decimal(WAN), "万", 1))
            if self.is_chinese
            else ((Decimal(1_000_000), "m", 2), (Decimal(1_000), "k", 0))
        )
        for unit, suffix, digits in steps:
            if size >= unit:
                short = f"{size / unit:,.{digits}f}"
                short = short.rstrip("0").rstrip(".") if "." in short else short
                return f"{head}{sign}{short}{'' if not self.is_chinese else ' '}{suffix}"
        return f"{head}{sign}{size:,.0f}"

    def full_money(self, amount: Decimal | None, currency: str = "CNY") -> str:
        """Money to the last minor unit, for cells that can be edited."""
        if amount is None:
            return ""
        return f"{CURRENCY_SIGNS.get(currency, currency + ' ')}{amount:,.2f}"

    def days(self, minutes: int | None, minutes_per_day: int = MINUTES_PER_DAY) -> str:
        """Working minutes as working days: `15 天`, `15 d`, `0.5 d`."""
        if minutes is None:
            return ""
        days = f"{minutes / minutes_per_day:.1f}".rstrip("0").rstrip(".")
        if days == "-0":
            days = "0"
        return f"{days} {'天' if self.is_chinese else 'd'}"

    def enumeration(self, words: Iterable[str]) -> str:
        """Words one after the other: `a, b, c`."""
        return ("、" if self.is_chinese else ", ").join(words)


ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun",
                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # fmt: skip
ENGLISH_MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July",
                       "August", "September", "October", "November", "December")  # fmt: skip


def system_language() -> Language:
    """The language of the user's session; Chinese where it says so, English elsewhere."""
    name = locale.getlocale()[0] or ""
    return Language("zh" if name.lower().startswith(("zh", "chinese")) else "en")
