"""The words of timesheets' headers and labels, in both languages: what a column or a cell is.

They are data, in `resources/templates/timesheets.json`: `person`, `day`, `project`, `project_code`,
`task`, `task_code`, `hours`, `overtime` and `note` are columns; `plan` are those that a plan has
and a timesheet has not; `week` labels the week of a sheet; `began` and `clock` are the columns of
the day and the time at which work began in a time clock's list; `account` are columns of people
that are second to one with their names; `other` is written where a project would stand, and means
none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache

from pmo_desktop.exchange.parsing.text import brackets, key
from pmo_desktop.paths import resource

COLUMNS = (
    "person", "day", "project_code", "project", "task_code", "task", "hours", "overtime", "note"
)  # fmt: skip
WEEKDAY = "weekday."


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    raw = json.loads(resource("templates", "timesheets.json").read_text(encoding="utf-8"))
    return {name: frozenset(key(word) for word in words) for name, words in raw.items()}


@lru_cache(maxsize=4096)
def column(header: str) -> str:
    """Which of `COLUMNS` a header is, without what stands in brackets; empty for none."""
    wanted = key(brackets(header)[0])
    return next((name for name in COLUMNS if wanted and wanted in _lists()[name]), "")


@lru_cache(maxsize=4096)
def is_a(family: str, text: str) -> bool:
    """Whether a text is one of a list's words."""
    return key(brackets(text)[0]) in _lists()[family]


@lru_cache(maxsize=4096)
def weekday(text: str) -> int:
    """1 for Monday to 7 for Sunday; 0 where the text is no weekday alone."""
    wanted = key(text)
    return next((day for day in range(1, 8) if wanted in _lists()[f"{WEEKDAY}{day}"]), 0)
