"""The columns of a timesheet's table, and what of a row they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmo_desktop.exchange.parsing import words as known
from pmo_desktop.exchange.parsing.text import brackets, clean
from pmo_desktop.exchange.parsing.values import shown
from pmo_desktop.exchange.timesheets import words

WHAT = ("project_code", "project", "task_code", "task")
NAMING = ("person", *WHAT)
NAMING_COLUMNS = frozenset(NAMING)
LONGEST = 40
# A digit before any bracket: what stands in brackets is no part of the word.
NUMBERED = re.compile(r"[^\d(（\[［【<＜]*\d").match


def columns_of(header: Sequence[Any]) -> dict[str, int]:
    """The columns that a row's texts name, each by its first."""
    found: dict[str, int] = {}
    for number, value in enumerate(header):
        if isinstance(value, str) and (name := _column(value)):
            # A name says more than the account that it stands beside.
            if name == "person" and name in found and words.is_a("account", header[found[name]]):
                found[name] = number
            found.setdefault(name, number)
    return found


def naming_words(rows: Iterable[Sequence[Any]]) -> frozenset[str]:
    """The texts of these rows that name a column of who, or of what was worked on."""
    texts = {value for row in rows for value in row if isinstance(value, str)}
    return frozenset(text for text in texts if _column(text) in NAMING_COLUMNS)


def _column(text: str) -> str:
    # Most texts are too long to be one of these words, or have a number, as none of them has.
    too_much = not 0 < len(text) <= LONGEST or NUMBERED(text)
    return "" if too_much else words.column(text)


def text_at(row: Sequence[Any], columns: Mapping[str, int], name: str) -> str:
    """The text of a row's cell in a column; empty where there is none."""
    number = columns.get(name)
    if number is None or number >= len(row):
        return ""
    written = clean(shown(row[number]))
    return "" if known.is_nothing(written) else written


def names_at(row: Sequence[Any], columns: Mapping[str, int]) -> dict[str, str]:
    """What a row says was worked on, and its note."""
    return {name: text_at(row, columns, name) for name in (*WHAT, "note")}


def is_code_number(row: Sequence[Any], columns: Mapping[str, int]) -> bool:
    """Whether the task's code is a number with decimals, whose last zeros are lost."""
    value = row[columns["task_code"]] if "task_code" in columns else ""
    return isinstance(value, float) and not value.is_integer()


def is_total(row: Sequence[Any], columns: Mapping[str, int]) -> bool:
    """Whether a row sums up others: its first text says so, or the only one that names work. A task
    that is called so, with its project before it, is a task."""
    first = next((clean(value) for value in row if isinstance(value, str) and value.strip()), "")
    if is_total_word(first):
        return True
    texts = [text for name in (*WHAT, "day") if (text := text_at(row, columns, name))]
    return bool(texts) and is_total_word(texts[0])


def is_total_word(text: str) -> bool:
    totals = known.keys("total")
    return bool(text) and (known.key(text) in totals or known.key(brackets(text)[0]) in totals)
