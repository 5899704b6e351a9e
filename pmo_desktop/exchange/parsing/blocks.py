"""Whose a row is that has no name, in tables that have a column of names.

In a list every row repeats its name, and a row without one is nobody's: to take the name above it
would book to somebody else. In a form the name stands once above its rows, merged over them or with
most of the rows below it blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pmo_desktop.exchange.files.reading import Grid


def names_from_above(
    names: Sequence[str], rows: Sequence[int], grid: Grid, column: int
) -> dict[int, str]:
    """The names of those of the grid's `rows` that take theirs from above; `names` are as they are
    written, one a row, empty where nothing is."""
    merged = {
        row
        for top, left, bottom, right in grid.merges
        if left <= column <= right
        for row in range(top + 1, bottom + 1)
    }
    is_form = _is_form(names)
    found: dict[int, str] = {}
    above = ""
    for row, name in zip(rows, names, strict=True):
        if name:
            above = name
        elif above and (is_form or row in merged):
            found[row] = above
    return found


def _is_form(names: Sequence[str]) -> bool:
    """Whether names stand once for several rows: at least as many rows have none as have one, and
    no name stands twice below itself."""
    written = [name for name in names if name]
    blank = len(names) - len(written)
    return blank >= len(written) and all(one != other for one, other in pairwise(written))
