"""Where a record's values came from, as the journal keeps it beside the rows.

`{"file": "plan.xlsx", "cells": {"finish": "Plan!F12"}, "texts": {"finish": "mid-Nov"}}`: fields by
their plain names; a text is kept where the value does not show what was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pmo_desktop.domain.records import RecordChange

LONGEST_TEXT = 200
# Also with a currency before or a unit behind.
PLAIN_NUMBER = re.compile(r"[¥$€£]?[\d,.]+ ?(?:%|d|h|天|日)?")


def source_of(change: RecordChange, file: str | None) -> dict[str, Any] | None:
    """The source of all fields of a record; None where it came from no file."""
    if file is None:
        return None
    cells: dict[str, str] = {}
    texts: dict[str, str] = {}
    for name, value, cell in change.placed:
        if cell is None:
            continue
        cells[name] = f"{cell.sheet}!{cell.address}"
        text = cell.text
        if text and text != value and not _says_the_same(text.strip(), value):
            texts[name] = text.strip()[:LONGEST_TEXT]
    source: dict[str, Any] = {"file": file, "cells": cells}
    return {**source, "texts": texts} if texts else source


def source_of_cells(
    stamp: Mapping[str, Any],
    sheet: str,
    values: Mapping[str, Any],
    cells: Mapping[str, tuple[str, str]],
) -> dict[str, Any]:
    """The source of the `values` of a row; `cells` are their addresses and what is written there,
    `stamp` says which file it is, who saved it and when."""
    placed = {name: cells[name] for name in values if name in cells}
    source = {**stamp, "cells": {name: f"{sheet}!{at}" for name, (at, _) in placed.items()}}
    texts = {
        name: text[:LONGEST_TEXT]
        for name, (_, text) in placed.items()
        if text and text != values[name] and not _says_the_same(text, values[name])
    }
    return {**source, "texts": texts} if texts else source


def source_of_field(source: Mapping[str, Any] | None, name: str) -> dict[str, Any] | None:
    """The same, of one field: for the rows of a field that has a table of its own."""
    if source is None or name not in source["cells"]:
        return None
    found: dict[str, Any] = {"file": source["file"], "cells": {name: source["cells"][name]}}
    text = source.get("texts", {}).get(name)
    return {**found, "texts": {name: text}} if text else found


def _says_the_same(text: str, value: Any) -> bool:
    """Whether what is written is the value itself: a date as ISO has it, one name, a number."""
    if isinstance(value, tuple):
        return len(value) == 1 and str(value[0]) == text
    return PLAIN_NUMBER.fullmatch(text) is not None or str(value).startswith(text)
