"""Money as teams write it: `12.5万`, `¥1,250,000.00`, `USD 1.2m`, `(3,000)`; always `Decimal`.

A header's unit (`预算(万元)`, `Budget (k)`) counts for numbers that have none of their own. A
column is in one currency; what is in another is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.numbers import has_decimal_comma, is_unclear, number
from pmo_desktop.exchange.parsing.text import plain
from pmo_desktop.exchange.parsing.values import Unread, as_number
from pmo_desktop.exchange.team.headers import unit

SCALES = {
    "万": 10_000, "w": 10_000, "wan": 10_000, "亿": 100_000_000, "千": 1_000, "百万": 1_000_000,
    "千万": 10_000_000, "百": 100, "十万": 100_000, "k": 1_000, "thousand": 1_000,
    "thousands": 1_000,
    "'000": 1_000, "000": 1_000, "000s": 1_000, "m": 1_000_000, "mn": 1_000_000, "mm": 1_000_000,
    "mio": 1_000_000, "mil": 1_000_000, "million": 1_000_000, "millions": 1_000_000,
    "b": 1_000_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000,
}  # fmt: skip
CURRENCIES = {
    "¥": "CNY", "￥": "CNY", "元": "CNY", "rmb": "CNY", "cny": "CNY", "人民币": "CNY", "块": "CNY",
    "$": "USD", "us$": "USD", "usd": "USD", "美元": "USD", "美金": "USD", "€": "EUR", "eur": "EUR",
    "欧元": "EUR", "£": "GBP", "gbp": "GBP", "英镑": "GBP", "jpy": "JPY", "日元": "JPY",
    "hk$": "HKD", "hkd": "HKD", "港元": "HKD", "港币": "HKD", "chf": "CHF", "sgd": "SGD",
    "krw": "KRW", "韩元": "KRW", "aud": "AUD", "cad": "CAD", "inr": "INR", "₹": "INR",
}  # fmt: skip
CURRENCY = "|".join(sorted(map(re.escape, CURRENCIES), key=len, reverse=True))
SCALE = "|".join(sorted(map(re.escape, SCALES), key=len, reverse=True))
AMOUNT = re.compile(
    rf"^(?:约|大约|大概|近|~|≈|approx\.?|ca\.?)?\s*(?P<minus>[-−–])?\s*(?P<before>{CURRENCY})?\s*"
    rf"(?P<minus2>[-−–])?\s*(?P<number>\d[\d.,' ’]*|\.\d+)\s*(?P<scale>{SCALE})?\s*"
    rf"(?P<after>{CURRENCY})?"
    r"\s*(?:整|正|左右)?$",
    re.IGNORECASE,
)
UNIT = re.compile(rf"(?P<currency1>{CURRENCY})?\s*(?P<scale>{SCALE})?\s*(?P<currency2>{CURRENCY})?")
SIGN_WITH_SCALE = re.compile(r"([¥$€£])\s*(k|m|mn|bn|thousand|million|billion)\b")
SCALE_WITH_CODE = re.compile(r"\b(k|m)(cny|rmb|usd|eur|gbp)\b")
SCALE_WORD = re.compile(r"百万|千万|十万|万|亿|thousands?|millions?|billion|'000|\b(?:k|mn|bn)\b")
IN_BRACKETS = re.compile(r"^\((.*)\)$")


class Amount(NamedTuple):
    value: Decimal
    currency: str
    has_unit: bool


@lru_cache(maxsize=2048)
def header_unit(header: str) -> tuple[int, str]:
    """The scale and the currency that a header names: `预算(万元)` 10000 and CNY, `Budget £m`."""
    bare = re.sub(r"^(?:单位|unit|in)\s*:?\s*", "", unit(header).strip())
    found = UNIT.fullmatch(bare)
    if bare and found:
        currency = found["currency1"] or found["currency2"] or ""
        return SCALES.get(found["scale"] or "", 1), CURRENCIES.get(currency, "")
    written = plain(header).lower()
    if found := SIGN_WITH_SCALE.search(written):
        return SCALES[found[2]], CURRENCIES[found[1]]
    if found := SCALE_WITH_CODE.search(written):
        return SCALES[found[1]], CURRENCIES[found[2]]
    word = SCALE_WORD.search(written)
    return SCALES[word[0]] if word else 1, ""


@lru_cache(maxsize=8192)
def parse(text: str, decimal_comma: bool | None = None) -> Amount | Unread | None:
    if words.is_nothing(text):
        return None
    written = plain(text).lower()
    negative = IN_BRACKETS.match(written)
    found = AMOUNT.match(negative[1].strip() if negative else written)
    if not found:
        return Unread("not_money")
    if found["scale"] and decimal_comma is None:
        # Nobody writes thousands of millions with a point: `1.078m` has decimals.
        decimal_comma = False
    value = number(found["number"].rstrip(" '"), decimal_comma)
    if value is None:
        return Unread("number_unclear" if is_unclear(found["number"]) else "not_money")
    value *= SCALES.get(found["scale"] or "", 1)
    before, after = (CURRENCIES.get(found[name] or "", "") for name in ("before", "after"))
    if before and after and before != after:
        return Unread("not_money")
    is_minus = bool(negative or found["minus"] or found["minus2"])
    has_unit = bool(found["scale"] or after)
    return Amount(-value if is_minus else value, before or after, has_unit)


def is_money(value: Any) -> bool:
    if isinstance(value, str):
        return isinstance(parse(value, False), Amount)
    return isinstance(value, float)


def read(values: Sequence[Any], header: str) -> tuple[list[Any], str]:
    """The amounts below a header, and the code of the currency that they say, `` for none."""
    scale, currency = header_unit(header)
    texts = [value for value in values if isinstance(value, str) and value]
    habits = {habit for habit in map(has_decimal_comma, texts) if habit is not None}
    decimal_comma = habits.pop() if len(habits) == 1 else None
    found = [_one(value, scale, decimal_comma) for value in values]
    said = [amount.currency for amount in found if isinstance(amount, Amount) and amount.currency]
    main = currency or (max(set(said), key=said.count) if said else "")
    return [_in(main, amount) for amount in found], main


@lru_cache(maxsize=8192, typed=True)
def _one(value: Any, scale: int, decimal_comma: bool | None) -> Amount | Unread | None:
    if value == "":
        return None
    if isinstance(value, str):
        amount = parse(value, decimal_comma)
        if isinstance(amount, Amount) and not amount.has_unit and scale != 1:
            return amount._replace(value=amount.value * scale)
        return amount
    size = as_number(value)
    return Unread("not_money") if size is None else _of_number(size, scale)


def _of_number(size: float, scale: int) -> Amount:
    # 15 digits are what a spreadsheet holds: 0.1 + 0.2 is 0.3 there.
    return Amount(Decimal(f"{size:.15g}") * scale, "", False)


def _in(currency: str, amount: Amount | Unread | None) -> Decimal | Unread | None:
    if not isinstance(amount, Amount):
        return amount
    if amount.currency and amount.currency != currency:
        return Unread("other_currency", {"currency": amount.currency, "expected": currency})
    return amount.value
