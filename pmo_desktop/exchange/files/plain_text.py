"""A text file of rows: in which letters it is written, and what parts its fields.

Nothing in such a file says either, so both are concluded: the letters from what the bytes can be
(see `letters`), the delimiter from how evenly it parts the lines. A text that was once read in the
wrong letters and saved again (`Ł12` for `£12`, `cafÃ©` for `café`) is put right, field by field.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.files.letters import decoded

DELIMITERS = ",;\t|"
SAMPLE = 64 * 1024
LONGEST_FIELD = 1_000_000
SAYS_DELIMITER = re.compile(r"\ufeff?sep=([,;\t|])\r?\n", re.IGNORECASE)
CONTROLS = re.compile("[\x80-\x9f]")
TWICE_ENCODED = re.compile("[ÂÃâ][\x80-\xbf\u2000-\u2122\u0152-\u0192\u02c6\u02dc]")
# What a western text was most often taken for by whoever saved it wrongly.
WRONG_LETTERS = ("latin-1", "iso-8859-2", "iso-8859-15")


@dataclass(frozen=True)
class TextRows:
    """`rows` are equally long; `cut` as in `reading.Grid`; `letters` is Python's name of the
    encoding; `is_repaired` where a text in the wrong letters was put right."""

    rows: list[list[str]]
    cut: int
    letters: str
    is_repaired: bool


def text_rows(data: bytes, max_rows: int, max_columns: int) -> TextRows:
    """The fields of a text file; raises `Refusal` where it has no rows of fields."""
    text, letters = decoded(data)
    said = SAYS_DELIMITER.match(text)
    if said:
        text, delimiter = text[said.end() :], said[1]
    else:
        delimiter = max(DELIMITERS, key=lambda mark: _regularity(text[:SAMPLE], mark))
    rows: list[list[str]] = []
    csv.field_size_limit(LONGEST_FIELD)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) >= max_rows:
                break
    except csv.Error:
        raise Refusal("plain_text") from None
    width = max(map(len, rows), default=0)
    if width > max_columns:
        raise Refusal("sheet_too_large")
    is_repaired = repair(rows, wrong_letters(text))
    even = [row + [""] * (width - len(row)) for row in rows]
    return TextRows(even, max_rows if len(rows) >= max_rows else 0, letters, is_repaired)


def wrong_letters(text: str) -> tuple[str, str] | None:
    """In which letters the text was read by mistake, and which were right; None: by none."""
    if CONTROLS.search(text):
        # No one writes these signs: in the western code page their places are quotes and dashes.
        told = [line for line in text.splitlines() if CONTROLS.search(line)]
        read = {name: sum(_read_again(t, name, "cp1252") is not None for t in told)
                for name in WRONG_LETTERS}  # fmt: skip
        best = max(read, key=lambda name: read[name])
        return (best, "cp1252") if read[best] else None
    return ("cp1252", "utf-8") if TWICE_ENCODED.search(text) else None


def repair(rows: list[list[str]], letters: tuple[str, str] | None) -> bool:
    """Put each field right that can be; whether there was any."""
    if letters is None:
        return False
    is_any = False
    for row in rows:
        for place, field in enumerate(row):
            if field.isascii():
                continue
            found = _read_again(field, *letters)
            if found is not None and found != field:
                row[place] = found
                is_any = True
    return is_any


def _read_again(text: str, wrong: str, right: str) -> str | None:
    try:
        return text.encode(wrong).decode(right)
    except UnicodeError:
        return None


def _regularity(text: str, delimiter: str) -> float:
    """How evenly a delimiter parts the lines: the fields of most rows, where they are many."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = [len(row) for row in reader if row]
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    usual = max(set(widths), key=widths.count)
    return usual * widths.count(usual) / len(widths) if usual > 1 else 0.0
