"""Persons' names as teams write them: stray blanks, several in one cell, remarks in brackets.

`王 岚` is `王岚`, `Marco  Rossi` keeps one blank; `张伟/李娜(50%)、王芳` are three persons. A comma
parts Chinese names and full English ones, but not `Rossi, Marco`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import clean, has_cjk
from pmo_desktop.exchange.parsing.values import shown

REMARK = re.compile(r"\s*[(（\[【][^)）\]】]*[)）\]】]|\s*\d{1,3}\s*[%％]")
SPLIT = re.compile(
    r"\s*(?:[/、;；&+|\n\r\\]|\band\b|(?<=[\u3400-\u9fff])\s*[和与及]\s*(?=[\u3400-\u9fff]{2}))\s*"
)
COMMA = re.compile(r"\s*[,，]\s*")
LEADING = re.compile(r"^(?:@|负责人|责任人|主责|owner|lead)\s*[:：]?\s*", re.IGNORECASE)


@lru_cache(maxsize=8192, typed=True)
def names(value: Any) -> tuple[str, ...] | None:
    """The names in a cell, in its order, each once; None where there is none."""
    return (read(shown(value)) or None) if value != "" else None


@lru_cache(maxsize=8192, typed=True)
def first(value: Any) -> str | None:
    """The first name in a cell."""
    found = names(value)
    return found[0] if found else None


@lru_cache(maxsize=8192, typed=True)
def are_several(value: Any) -> bool:
    """Whether a cell has more than one name."""
    found = names(value)
    return found is not None and len(found) > 1


def read(text: str) -> tuple[str, ...]:
    """The names in a text, in its order, each once."""
    found: dict[str, None] = {}
    for piece in SPLIT.split(REMARK.sub("", text)):
        for name in _by_commas(piece):
            for one in _tidy(name):
                found[one] = None
    return tuple(found)


def _by_commas(piece: str) -> list[str]:
    names = COMMA.split(piece)
    if len(names) > 1 and not all(has_cjk(name) or " " in name.strip() for name in names if name):
        return [COMMA.sub(", ", piece)]
    return names


def _tidy(name: str) -> list[str]:
    name = LEADING.sub("", clean(name)).strip(" .。:：-*")
    if words.is_nothing(name):
        return []
    parts = name.split(" ")
    if len(parts) == 1 or not all(map(has_cjk, parts)):
        return [name]
    if all(len(part) >= 2 for part in parts) and parts[0] not in words.lists()["surnames"]:
        return parts
    return ["".join(parts)]
