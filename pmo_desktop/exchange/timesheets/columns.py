"""The columns of a timesheet's table, and what of a row they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmo_desktop.exchange.parsing import words as known
from pmo_desktop.exchange.parsing.text import clean
from pmo_desktop.exchange.parsing.values import shown
from pmo_desktop.exchange.timesheets import words

NAMING = ("person", "project_code", "project", "task_code", "task")


def columns_of(header: Sequence[Any]) -> dict[str, int]:
    """The columns that a row's texts name, each by its first."""
    found: dict[str, int] = {}
    for number, value in enumerate(header):
        if isinstance(value, str) and (name := words.column(value)):
            found.setdefault(name, number)
    return found


def text_at(row: Sequence[Any], columns: Mapping[str, int], name: str) -> str:
    """The text of a row's cell in a column; empty where there is none."""
    number = columns.get(name)
    if number is None or number >= len(row):
        return ""
    written = clean(shown(row[number]))
    return "" if known.is_nothing(written) else written


def is_total(row: Sequence[Any], columns: Mapping[str, int]) -> bool:
    """Whether a row sums up others: one of its naming cells, or its first text, says so."""
    totals = known.keys("total")
    texts = [text_at(row, columns, name) for name in NAMING]
    first = next((clean(value) for value in row if isinstance(value, str) and value.strip()), "")
    return any(known.key(text) in totals for text in (*texts, first) if text)
