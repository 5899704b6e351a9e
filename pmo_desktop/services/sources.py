"""Where a record's values came from, as the journal keeps it beside the rows.

`{"file": "plan.xlsx", "cells": {"finish": "Plan!F12"}, "texts": {"finish": "mid-Nov"}}`: fields by
their plain names; a text is kept where the value does not show what was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_desktop.domain.records import FieldChange, RecordChange

LONGEST_TEXT = 200


def source_of(change: RecordChange, file: str | None) -> dict[str, Any] | None:
    """The source of all fields of a record; None where it came from no file."""
    if file is None:
        return None
    given = [field for field in change.fields if field.cell]
    source: dict[str, Any] = {"file": file, "cells": {f.name: str(f.cell) for f in given}}
    texts = {field.name: text for field in given if (text := _text(field))}
    return {**source, "texts": texts} if texts else source


def source_of_field(source: Mapping[str, Any] | None, name: str) -> dict[str, Any] | None:
    """The same, of one field: for the rows of a field that has a table of its own."""
    if source is None or name not in source["cells"]:
        return None
    found: dict[str, Any] = {"file": source["file"], "cells": {name: source["cells"][name]}}
    text = source.get("texts", {}).get(name)
    return {**found, "texts": {name: text}} if text else found


def _text(field: FieldChange) -> str:
    """What is written in the cell, where the value does not say the same."""
    text = field.cell.text.strip() if field.cell else ""
    return "" if str(field.after).startswith(text) else text[:LONGEST_TEXT]
