"""WBS codes: parts joined by dots, `3.2.10`. Their natural order is that of an outline: a code
before those below it, and `1.2` before `1.10`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

PIECES = re.compile(r"\d+|\D+")
# The same few thousand codes are asked about over and over.
REMEMBERED = 1 << 14

Key = tuple[tuple[tuple[int, int, str], ...], ...]


@lru_cache(maxsize=REMEMBERED)
def clean(code: str) -> str:
    """` １．２. ` -> `1.2`: plain characters, no blanks, no dot at the end."""
    plain = unicodedata.normalize("NFKC", code).replace("。", ".")
    return "".join(plain.split()).strip(".")


@lru_cache(maxsize=REMEMBERED)
def parts(code: str) -> tuple[str, ...]:
    """`3.2.10` -> `("3", "2", "10")`; nothing for no code."""
    plain = clean(code)
    return tuple(plain.split(".")) if plain else ()


@lru_cache(maxsize=REMEMBERED)
def sort_key(code: str) -> Key:
    """What to sort by: numbers by their value, before words; a code before those below it."""
    return tuple(
        tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)
        for pieces in map(PIECES.findall, parts(code))
    )


def depth(code: str) -> int:
    """`3` is 0 deep, `3.2` is 1; -1 for no code."""
    return len(parts(code)) - 1


def parent_code(code: str) -> str:
    """`3.2.10` -> `3.2`; `""` for the outermost."""
    return ".".join(parts(code)[:-1])


def parents(codes: Sequence[str]) -> list[int | None]:
    """For each code the index of the nearest code above it that is there: with `1` and `1.2.3`
    alone, the former. Of codes that are used twice the first counts; None for the outermost."""
    places: dict[tuple[str, ...], int] = {}
    for index, code in enumerate(codes):
        places.setdefault(parts(code), index)
    return [_nearest(parts(code), places) for code in codes]


def _nearest(code: tuple[str, ...], places: dict[tuple[str, ...], int]) -> int | None:
    for length in range(len(code) - 1, 0, -1):
        if code[:length] in places:
            return places[code[:length]]
    return None


def heads(codes: Iterable[str]) -> frozenset[str]:
    """The codes that have others below them; below a parent that is not there, the nearest above
    it that is. The codes are as `clean` leaves them."""
    known = set(codes)
    found = set()
    for head in {code.rpartition(".")[0] for code in known}:
        while head and head not in known:
            head = head.rpartition(".")[0]
        found.add(head)
    return frozenset(found - {""})


def number(depths: Iterable[int]) -> list[str]:
    """Codes for the rows of an outline, top to bottom, by how deep each is indented.

    Only deeper and less deep count: a row that leaps is one level below its forerunner, and rows
    of the same depth in a row are beside each other.
    """
    codes = []
    open_depths: list[int] = []
    counts: list[int] = []
    for indent in depths:
        while open_depths and open_depths[-1] >= indent:
            open_depths.pop()
        level = len(open_depths)
        open_depths.append(indent)
        del counts[level + 1 :]
        counts[level:] = [counts[level] + 1 if level < len(counts) else 1]
        codes.append(".".join(map(str, counts)))
    return codes
