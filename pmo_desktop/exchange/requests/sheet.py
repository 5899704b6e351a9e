"""What the workbook of requests is made of, for those who write it and those who read it.

Column A is hidden: its first row holds the mark by which the sheet is known again, beside each
request its identity and what was asked for when it was sent. So rows may be sorted, headers worded
as one likes, and a line manager who gives less writes a smaller share or fewer days over them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pmo_desktop.domain.requests import ANSWERS
from pmo_desktop.language import CODES, Language
from pmo_desktop.services.request_parts import Part

MARK = "pmo-desktop:requests"
HEADER_ROW = 5
# Key, width; the last three are for the line manager to fill in.
COLUMNS = (
    ("project", 28), ("sought", 26), ("units", 8), ("first", 12), ("last", 12), ("free", 14),
    ("asked_by", 14), ("due", 12), ("note", 34), ("decision", 14), ("person", 18), ("answer", 36),
)  # fmt: skip
FILLED_IN = ("decision", "person", "answer")


@dataclass(frozen=True)
class SheetAnswer:
    """One row as it came back: `decision` is a word of either language, or empty. `sent` is what
    was asked for when it was written, None where an older workbook does not say; `given` are the
    cells of units, first and last day."""

    uid: str
    sheet: str
    row: int
    decision: str
    person: str
    answer: str
    sent: Part | None = None
    given: tuple[Any, Any, Any] = ("", "", "")


def mark_of(uid: str, asked: Part) -> str:
    """The hidden cell beside a request."""
    return f"{uid} {asked.units:g} {asked.first} {asked.last}"


def read_mark(text: str) -> tuple[str, Part | None]:
    """The request's identity, and what was asked for."""
    uid, *rest = text.split()
    try:
        units, first, last = rest
        return uid, Part(date.fromisoformat(first), date.fromisoformat(last), float(units))
    except ValueError:
        return uid, None


def decision_words() -> dict[str, str]:
    """What may stand under the decision, in both languages -> the state that is meant."""
    return {
        Language(code).term(f"request_state.{state}").casefold(): state.value
        for code in CODES
        for state in ANSWERS
    }
