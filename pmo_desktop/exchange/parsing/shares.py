"""Shares as teams write them, as fractions 0..1: `0.85`, `85`, `85%`, `８５％`, words.

Whether bare numbers are fractions or percent points is decided by the whole column: one number
above 1 makes percent points of all, but those that their cells show as percentages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import plain
from pmo_desktop.exchange.parsing.values import Unread, as_number

PERCENT = re.compile(
    r"^(?:约|大约|~|≈|>|<|已完成|完成)?\s*(-?\d+(?:\.\d+)?)\s*%\s*(?:左右)?(?:\s*\(.*\))?$"
)
DECIMAL_COMMA_PERCENT = re.compile(r"^(\d+),(\d{1,2})\s*%$")
STATE_AND_PERCENT = re.compile(r"^(\D+?)\s*[(:]?\s*(\d+(?:\.\d+)?)\s*%\s*\)?$")
NUMBER = re.compile(r"^-?\d*\.?\d+$")
PARTS = re.compile(r"^(\d+)\s*(?:/|of)\s*(\d+)$")
DIGITS = 6
SLACK = 1e-9


@lru_cache(maxsize=8192)
def parse(text: str) -> float | str | Unread | None:
    """A text's share; a bare number is given back as text, `started` is neither none nor all."""
    if not text.strip():
        return None
    written = plain(text).lower()
    if found := PERCENT.match(written):
        return _checked(float(found[1]) / 100)
    if found := DECIMAL_COMMA_PERCENT.match(written):
        return _checked(float(f"{found[1]}.{found[2]}") / 100)
    if (found := STATE_AND_PERCENT.match(written)) and words.meaning("share", found[1]):
        return _checked(float(found[2]) / 100)
    if NUMBER.match(written):
        return written
    if (found := PARTS.match(written)) and int(found[2]) > 0 and int(found[1]) <= int(found[2]):
        return round(int(found[1]) / int(found[2]), DIGITS)
    meaning = words.meaning("share", written)
    if meaning in ("0", "1"):
        return float(meaning)
    if meaning:
        return Unread("share_in_words")
    return None if words.is_nothing(text) else Unread("not_a_share")


def _checked(share: float) -> float | Unread:
    return round(share, DIGITS) if -SLACK <= share <= 1 + SLACK else Unread("share_out_of_range")


def is_share(value: Any) -> bool:
    if isinstance(value, str):
        return isinstance(parse(value), float | str)
    return isinstance(value, float) and 0 <= value <= 100


class _Bare(NamedTuple):
    """A number whose meaning the column decides."""

    value: float


def read(values: Sequence[Any], is_percent: Callable[[int], bool], top: float = 1.0) -> list[Any]:
    """A column's shares; `is_percent` tells whether the cell of a position is shown as one.

    `top` is the highest that may stand there; a person's capacity may be above 1.
    """
    known = {value: _one(value) for value in set(values)}
    bare = [share.value for share in known.values() if share.__class__ is _Bare]
    if not bare or max(bare) <= top:
        told = {value: _as_fraction(share, top) for value, share in known.items()}
        return [told[value] for value in values]
    # A lone 1 among whole percent points is one of them; beside fractions it might be all.
    mixed = any(0 < number < 1 for number in bare)
    return [
        _point(v.value, is_percent, at, mixed, top) if v.__class__ is _Bare else v
        for at, v in enumerate(map(_one, values))
    ]


def _as_fraction(share: Any, top: float) -> Any:
    return _of(share.value, 1, top) if share.__class__ is _Bare else share


def _point(
    number: float, is_percent: Callable[[int], bool], at: int, mixed: bool, top: float
) -> float | Unread:
    """One number of a column of percent points, where fractions may have slipped in."""
    if number > max(top, 1) or number == 0:
        return _of(number, 100, top)
    if is_percent(at):
        return _of(number, 1, top)
    return Unread("share_unclear") if mixed else _of(number, 100, top)


@lru_cache(maxsize=8192, typed=True)
def _one(value: Any) -> Any:
    if value == "":
        return None
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        share = parse(value)
        return _Bare(float(share)) if isinstance(share, str) else share
    number = as_number(value)
    return Unread("not_a_share") if number is None else _Bare(number)


@lru_cache(maxsize=4096)
def _of(number: float, divisor: int, top: float) -> float | Unread:
    share = number / divisor
    if -SLACK <= share <= top + SLACK:
        return round(share, DIGITS)
    return Unread("share_out_of_range")
