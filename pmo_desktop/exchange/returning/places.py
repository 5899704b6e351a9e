"""Cells by row and column, which count from 1 here as they do in the format: `F12` is (12, 6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pmo_desktop.exchange.files.markup import column_letters, column_number

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})$")

Place = tuple[int, int]
Span = tuple[int, int, int, int]


def place_of(address: str) -> Place | None:
    """The cell that an address names; None where it names none."""
    found = ADDRESS.match(address)
    if found is None:
        return None
    place = int(found[2]), column_number(found[1].upper().encode("ascii")) + 1
    return place if 1 <= place[0] <= LAST_ROW and place[1] <= LAST_COLUMN else None


@lru_cache(maxsize=4096)
def address_of(place: Place) -> str:
    return f"{column_letters(place[1] - 1)}{place[0]}"


def fixed_address_of(place: Place) -> str:
    """`$F$12`."""
    return f"${column_letters(place[1] - 1)}${place[0]}"


def anchors(places: Iterable[Place], merges: Iterable[Span]) -> dict[Place, Place]:
    """Those of the places that lie in a merged range, with the range's first cell, which is the one
    that is shown. A range is its first row, first column, last row and last column."""
    by_row: dict[int, list[Place]] = {}
    for place in places:
        by_row.setdefault(place[0], []).append(place)
    rows = sorted(by_row)
    found: dict[Place, Place] = {}
    if not rows:
        return found
    for top, left, bottom, right in merges:
        if bottom < rows[0] or top > rows[-1]:
            continue
        for row in rows if bottom - top >= len(rows) else range(top, bottom + 1):
            for place in by_row.get(row, ()) if top <= row <= bottom else ():
                if left <= place[1] <= right and place != (top, left):
                    found[place] = (top, left)
    return found
