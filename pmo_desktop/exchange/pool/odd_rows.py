"""Rows of a table that are none: totals, remarks below it, the headers once more; and cells in
which a formula failed or has no result."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pmo_desktop.exchange.parsing import words as known
from pmo_desktop.exchange.parsing.text import key
from pmo_desktop.exchange.parsing.values import is_blank, shown
from pmo_desktop.exchange.pool import words
from pmo_desktop.exchange.pool.tables import PoolTable

COLON = re.compile(r"[:：]")
LONGEST_NAME = 60
NO_RESULT = ""


def is_no_row(table: PoolTable, row: int) -> bool:
    """Whether a row sums others up, is a remark, or has the headers once more."""
    at = list(table.columns.values())
    texts = [shown(table.grid.rows[row][n]).strip() for n in at]
    said = [text for text in texts if text]
    if not said:
        return False
    heads = [words.header(text) for text in said]
    if len(said) > 1 and all(heads):
        return True
    first = said[0]
    if key(first) in known.keys("total"):
        return True
    alone = sum(not is_blank(cell) for cell in table.grid.rows[row]) == 1
    head = key(COLON.split(first)[0])
    return alone and (head in known.keys("note") or head in known.keys("example"))


def is_no_name(text: str) -> bool:
    """Whether nobody can be called so: a remark, a sentence."""
    return COLON.search(text) is not None or len(text) > LONGEST_NAME


def broken_cells(table: PoolTable) -> Mapping[tuple[int, int], str]:
    """The cells of a table, as its grid counts them, that hold an error, which is said, or a
    formula whose result is not stored."""
    markup, grid = table.grid.markup, table.grid
    if grid.is_turned:
        return {}
    top, left = grid.place(0, 0)
    found = {(row - top, at - left): error for (row, at), error in markup.errors().items()}
    for row, at in markup.unfilled():
        found.setdefault((row - top, at - left), NO_RESULT)
    return found
