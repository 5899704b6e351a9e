"""What the workbook of requests is made of, for those who write it and those who read it.

Column A is hidden: its first row holds the mark by which the sheet is known again, beside each
request its identity. So rows may be sorted, and headers worded as one likes.
"""

from __future__ import annotations

from dataclasses import dataclass

from pmo_desktop.domain.requests import ANSWERS
from pmo_desktop.language import CODES, Language

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
    """One row as it came back: `decision` is a word of either language, or empty."""

    uid: str
    sheet: str
    row: int
    decision: str
    person: str
    answer: str


def decision_words() -> dict[str, str]:
    """What may stand under the decision, in both languages -> the state that is meant."""
    return {
        Language(code).term(f"request_state.{state}").casefold(): state.value
        for code in CODES
        for state in ANSWERS
    }
