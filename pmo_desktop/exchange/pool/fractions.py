"""Shares and capacities of people: parts of a working week, or percent.

`0.8`, `80%` and `80` are the same: a number up to 1 is a part, one above it and up to 100 percent.
No spreadsheet makes more of a person than a whole; only what our own workbook was sent with, a pool
of several out of a plan file, stays as it is.
"""

from __future__ import annotations

from typing import Any

from pmo_desktop.exchange.parsing import shares
from pmo_desktop.exchange.parsing.values import Unread, as_number
from pmo_desktop.exchange.pool import words

WHOLE, PERCENT, DIGITS = 1.0, 100.0, 6
MOST_BARE = 10.0
OUT_OF_RANGE = Unread("share_out_of_range")


def fraction(cell: Any, sent: float | None = None) -> float | Unread | None:
    """The share that a cell says, None where it says none; `sent` is what went out for it."""
    number = bare(cell)
    if number is None:
        if isinstance(cell, str) and (found := words.meaning("share", cell)):
            return float(found)
        read: float | Unread | None = shares.read([cell], lambda _: True)[0]
        return read
    if not 0 <= number <= PERCENT:
        return OUT_OF_RANGE
    if sent is not None and sent > WHOLE and not isinstance(cell, str):
        return number
    return round(number / PERCENT if number > WHOLE else number, DIGITS)


def people(cell: Any, sent: float | None = None) -> float | Unread | None:
    """How many full-time people a cell asks for: `50%` and `0.5` half of one, `2` and `200%` two.
    A number without a sign above `MOST_BARE` is percent: nobody asks for fifty people at once."""
    number = bare(cell)
    if number is None:
        return fraction(cell)
    if number < 0:
        return OUT_OF_RANGE
    if number <= MOST_BARE or (sent is not None and number == sent):
        return round(number, DIGITS)
    return round(number / PERCENT, DIGITS)


def bare(cell: Any) -> float | None:
    """The number that stands in a cell without a unit; None where there is none."""
    if isinstance(cell, bool) or cell in ("", None):
        return None
    if isinstance(cell, str):
        parsed = None if words.meaning("share", cell) else shares.parse(cell)
        return float(parsed) if isinstance(parsed, str) else None
    return as_number(cell)
