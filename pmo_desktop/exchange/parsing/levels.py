"""Levels 1..5 of probability, impact and severity: numbers, words, both, and shares.

A probability given as a share becomes the level that stands for it (`domain.risk`). Numbers on
another scale, of 3 or of 10, are not turned into levels: they are told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pmo_desktop.domain.risk import LEVEL_PROBABILITY, LEVELS
from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import plain
from pmo_desktop.exchange.parsing.values import Unread, as_number

PERCENT = re.compile(r"^(?:约|~|≈)?\s*(\d+(?:\.\d+)?)\s*%$")
NUMBER = re.compile(r"^\d+(?:\.\d+)?$")
BOTH = re.compile(
    r"^(?:(?P<n1>\d)\s*[-–—.:,、/ (]+\s*(?P<w1>\D+?)\)?|(?P<w2>\D+?)\s*[-–—:/ (]+\s*(?P<n2>\d)\)?)$"
)
WITH_UNIT = re.compile(r"^(?:level|l|级别)?\s*(\d)\s*(?:级|分|/\s*5)?$")
SCALE = re.compile(r"(\d)\s*[-~–—至到]\s*(\d{1,2})")


@lru_cache(maxsize=256)
def scale(unit: str) -> int:
    """The highest level that a header names: `概率(1-3)` is 3; 5 where it names none."""
    found = SCALE.search(unit)
    return int(found[2]) if found and found[1] in "01" else LEVELS[-1]


@lru_cache(maxsize=4096)
def parse(text: str) -> int | float | Unread | None:
    """A level, a share below 1 as float, or a number that the column decides on as float."""
    if words.is_nothing(text):
        return None
    written = plain(text).lower()
    if found := PERCENT.match(written):
        return _of_share(float(found[1]) / 100)
    if NUMBER.match(written):
        return float(written)
    meaning = words.meaning("level", written)
    if meaning:
        return int(meaning)
    if found := WITH_UNIT.match(written):
        return float(found[1])
    if found := BOTH.match(written):
        level = int(found["n1"] or found["n2"])
        word = words.meaning("level", found["w1"] or found["w2"])
        # 3 (high) on a scale of three is not 4 on a scale of five.
        return level if word and int(word) == level else Unread("level_unclear")
    return Unread("not_a_level")


def _of_share(share: float) -> int | Unread:
    if not 0 <= share <= 1:
        return Unread("not_a_level")
    return min(LEVEL_PROBABILITY, key=lambda level: abs(float(LEVEL_PROBABILITY[level]) - share))


def is_level(value: Any) -> bool:
    if isinstance(value, str):
        return isinstance(parse(value), int | float)
    return isinstance(value, float) and 0 <= value <= 10


@lru_cache(maxsize=4096, typed=True)
def is_given_as_share(value: Any) -> bool:
    """Whether a cell has a share that a level stands for: `70%`, 0.7."""
    if isinstance(value, str):
        return PERCENT.match(plain(value)) is not None
    return isinstance(value, float) and 0 < value < 1


def read(values: Sequence[Any], unit: str) -> list[Any]:
    """A column's levels."""
    found = [_one(value) for value in values]
    numbers = [number for number in found if isinstance(number, float)]
    if not numbers:
        return found
    highest = max(numbers)
    if scale(unit) != LEVELS[-1]:
        return [_told(value, "level_scale", {"top": scale(unit)}) for value in found]
    if highest <= 1 and any(not number.is_integer() for number in numbers):
        return [_of_share(value) if isinstance(value, float) else value for value in found]
    if highest > LEVELS[-1] and all(number.is_integer() for number in numbers):
        return [_told(value, "level_scale", {"top": int(highest)}) for value in found]
    return [_level(value) if isinstance(value, float) else value for value in found]


@lru_cache(maxsize=4096, typed=True)
def _one(value: Any) -> int | float | Unread | None:
    if isinstance(value, str):
        return parse(value) if value else None
    number = as_number(value)
    return Unread("not_a_level") if number is None else number


def _level(number: float) -> int | Unread:
    return int(number) if number in LEVELS else Unread("not_a_level")


def _told(value: Any, code: str, params: dict[str, int]) -> Any:
    return Unread(code, params) if isinstance(value, float) else value
