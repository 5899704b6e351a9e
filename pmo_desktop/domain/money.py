"""Money: `Decimal` in Python, whole minor units in the database."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0}
DEFAULT_MINOR_DIGITS = 2


def to_minor(amount: Decimal | None, currency: str) -> int | None:
    """`1250.005` CNY -> 125001."""
    if amount is None:
        return None
    factor = Decimal(10) ** MINOR_DIGITS.get(currency, DEFAULT_MINOR_DIGITS)
    return int((amount * factor).to_integral_value(rounding=ROUND_HALF_UP))


def from_minor(minor: int | None, currency: str) -> Decimal | None:
    """125001 CNY -> `1250.01`."""
    if minor is None:
        return None
    return Decimal(minor).scaleb(-MINOR_DIGITS.get(currency, DEFAULT_MINOR_DIGITS))
