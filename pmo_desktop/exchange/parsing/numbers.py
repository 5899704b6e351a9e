"""Numbers in a text: which of its points and commas part thousands, and which the decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

GROUPED_BY_COMMA = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d*)?$")
GROUPED_BY_POINT = re.compile(r"^\d{1,3}(?:\.\d{3})+(?:,\d*)?$")
GROUPED_BY_BLANK = re.compile(r"^\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d{1,2})?$")
GROUPED_BY_FOUR = re.compile(r"^\d{1,4}(?:,\d{4})+(?:\.\d*)?$")
PLAIN = re.compile(r"^\d*\.?\d+$|^\d+\.$")
DECIMAL_COMMA = re.compile(r"^\d+,\d{1,2}$|^\d+,\d{4,}$")
UNCLEAR = re.compile(r"^\d{1,3}\.\d{3}$")


@lru_cache(maxsize=8192)
def number(text: str, decimal_comma: bool | None = None) -> Decimal | None:
    """The number; `decimal_comma` decides `1.250`, which is none while nothing is known of that."""
    text = text.strip()
    if is_unclear(text):
        if decimal_comma is None:
            return None
        return Decimal(text.replace(".", "") if decimal_comma else text)
    if decimal_comma and (GROUPED_BY_POINT.match(text) or re.fullmatch(r"\d+,\d+", text)):
        return Decimal(text.replace(".", "").replace(",", ".").rstrip("."))
    if PLAIN.match(text):
        return Decimal(text.rstrip("."))
    if GROUPED_BY_COMMA.match(text) or GROUPED_BY_FOUR.match(text):
        return Decimal(text.replace(",", "").rstrip("."))
    if GROUPED_BY_POINT.match(text):
        return Decimal(text.replace(".", "").replace(",", ".").rstrip("."))
    if GROUPED_BY_BLANK.match(text):
        return Decimal(re.sub(r"[ '’]", "", text).replace(",", "."))
    if DECIMAL_COMMA.match(text):
        return Decimal(text.replace(",", "."))
    return None


def is_unclear(text: str) -> bool:
    """Whether a number may have thousands or decimals: `1.250`."""
    return UNCLEAR.match(text) is not None and not text.startswith("0")


@lru_cache(maxsize=8192)
def has_decimal_comma(text: str) -> bool | None:
    """What a number shows of its writer's habit: `1.250,00` yes, `1,250.00` no, `12` nothing."""
    found = re.search(r"\d[\d., ]*", text)
    bare = found[0].strip() if found else ""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}", bare):
        return True
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,2}|\d{4,}\.\d+", bare):
        return False
    return None
