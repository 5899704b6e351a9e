"""Which rows below a header are records, and which are totals, remarks, examples or hidden.

What is left out is told, row by row. A row that a filter or a folded group hides is read: it is
data that is only out of sight. One that was hidden by hand was put away, and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import brackets, has_cjk, key, plain
from pmo_desktop.exchange.team.tables import Block

NOTE_START = re.compile(
    r"^(?:[※*★☆]|注[:意\d]|note\s*\d*:|nb:|\d*[.、]?\s*(?:填表说明|填报说明|填写说明|说明:))", re.I
)
EXAMPLE_START = re.compile(
    r"^[(\[【<]?(?:填写示例|示例|样例|范例|例)(?:[)\]】>:]|\s|行|如|\d|$)|^[(\[]?example(?:[)\]:]|$)|^e\.g\.",
    re.IGNORECASE,
)
# How `NOTE_START` and `EXAMPLE_START` begin behind brackets and signs; and what no sign hides.
OPENING = "注例"
OPENINGS = frozenset(("no", "nb", "ex", "填表", "填报", "填写", "说明", "示例", "样例", "范例"))
PLAIN_START = re.compile(r"[A-Za-z\u4e00-\u9fff]{2}")
LABEL = re.compile(r"^([^:]{1,20}):")
SENTENCE_CJK, SENTENCE_LATIN = 30, 70
FEW = 2
NOTE_SIGN = "*"
# Why a row is left out that is not told: nothing stands in it, or nothing but blanks.
EMPTY, BLANK = "empty", "blank"
HIDDEN = "rows_hidden"


@dataclass
class Rows:
    """`kept` are grid rows; `left` those left out by the code of the sentence that says why.

    `gap` holds the rows that stand below a blank row.
    """

    kept: list[int] = field(default_factory=list)
    left: dict[str, list[int]] = field(default_factory=dict)
    gaps: set[int] = field(default_factory=set)


def keep(grid: Grid, block: Block, columns: Mapping[str, int]) -> Rows:
    """The rows of a block; `columns` says where a field stands."""
    reasons = _reasons(grid, block, columns)
    hidden = grid.markup.hidden_rows()
    if hidden:
        put_away = {at: HIDDEN for at in block.data_rows if at + grid.top in hidden}
        reasons = {**put_away, **{at: why for at, why in reasons.items() if why}}
    found = Rows([at for at in block.data_rows if not reasons.get(at)])
    for at, reason in sorted(reasons.items()):
        if reason and reason not in (EMPTY, BLANK):
            found.left.setdefault(reason, []).append(at)
    if EMPTY in reasons.values():
        found.gaps = _below_gaps(block, reasons, found.kept)
    return found


def _reasons(grid: Grid, block: Block, columns: Mapping[str, int]) -> dict[int, str]:
    """The rows that need a look, and why they are left out; `` where they are not.

    Most rows have a name that says nothing of the row, and something before it.
    """
    span = block.header.columns
    first, end = span[0], span[-1] + 1
    name = _name_column(columns)
    code = columns.get("wbs", columns.get("id", columns.get("code", -1)))
    code = -1 if code == name else code
    reasons = {}
    for at in _doubtful(grid, block, name, first):
        row = grid.rows[at]
        filled = [value for value in row[first:end] if value != ""]
        reasons[at] = _reason(row, filled, name, code) if filled else EMPTY
    return reasons


def _doubtful(grid: Grid, block: Block, name: int, first: int) -> Sequence[int]:
    """The rows that need a look: those without a name, and those that say something of their row
    with it, or with what stands first."""
    rows = block.data_rows
    if name < 0:
        return rows
    names, firsts = block.cells(grid, name), block.cells(grid, first)
    said, said_first = _telling(names), _telling(firsts)
    if "" in names:
        said.add("")
    if not said and not said_first:
        return ()
    both = zip(rows, names, firsts, strict=True)
    return [at for at, named, led in both if named in said or led in said_first]


def _telling(cells: Sequence[Any]) -> set[Any]:
    """The texts of a column that say something of their rows; mostly there are none."""
    texts = {text for text in cells if text.__class__ is str}
    are_short = max(map(len, texts), default=0) <= SENTENCE_CJK
    if are_short and _is_mute("".join(texts)):
        return set()
    doubted = {start for start in {text[:2] for text in texts} if not _is_plain_start(start)}
    if are_short and not doubted:
        return set()
    return {text for text in texts if _said(text)}


def _is_mute(written: str) -> bool:
    """Whether a text has no letters, and no sign that would stand for them: codes say nothing."""
    return written.isascii() and written.lower() == written.upper() and NOTE_SIGN not in written


def _below_gaps(block: Block, reasons: Mapping[int, str], kept: Sequence[int]) -> set[int]:
    """The rows right below empty ones, where something is kept above."""
    return {
        at
        for above, at in pairwise(block.data_rows)
        if reasons.get(above) == EMPTY != reasons.get(at) and kept and kept[0] < above
    }


def _name_column(columns: Mapping[str, int]) -> int:
    return next((columns[n] for n in ("name", "item", "name1", "period") if n in columns), -1)


def _reason(row: list[Any], filled: list[Any], name: int, code: int) -> str:
    named = row[name] if name >= 0 else ""
    coded = row[code] if code >= 0 else ""
    first = filled[0]
    for text in (named, first):
        if isinstance(text, str) and text != "":
            reason = _said(text)
            if reason == "rows_total" and (coded == "" or coded is text or _said_total(coded)):
                return reason
            if reason == "rows_example":
                return reason
            if reason in ("rows_note", "sentence") and len(filled) <= FEW and coded in ("", text):
                return "rows_note"
    if all(isinstance(value, str) and not value.strip() for value in filled):
        return BLANK
    return ""


def _said_total(value: Any) -> bool:
    return isinstance(value, str) and _said(value) == "rows_total"


def _said(text: Any) -> str:
    """What a text says of its row."""
    if not isinstance(text, str) or (len(text) <= SENTENCE_CJK and _is_plain_start(text[:2])):
        return ""
    return _told(text)


@lru_cache(maxsize=4096)
def _is_plain_start(start: str) -> bool:
    """Whether a text that begins so is no total, remark or example: most are ruled out by their
    first two characters, without a look at the rest."""
    if not PLAIN_START.fullmatch(start) or start[0] in OPENING:
        return False
    known = {word[:2] for name in ("total", "note") for word in words.keys(name)}
    return start.casefold() not in known | OPENINGS


@lru_cache(maxsize=16_384)
def _told(text: str) -> str:
    written = plain(text)
    if not written:
        return ""
    if key(brackets(written)[0]) in words.keys("total"):
        return "rows_total"
    if EXAMPLE_START.match(written):
        return "rows_example"
    if NOTE_START.match(written):
        return "rows_note"
    label = LABEL.match(written)
    if label and key(label[1]) in words.keys("note"):
        return "rows_note"
    if key(written) in words.keys("note") and len(written) > 1:
        return "rows_note"
    limit = SENTENCE_CJK if has_cjk(written) else SENTENCE_LATIN
    return "sentence" if len(written) > limit else ""


@lru_cache(maxsize=4096)
def is_instruction(text: str) -> bool:
    """Whether a text tells how to fill in the sheet."""
    return NOTE_START.match(plain(text)) is not None


def is_remark(text: str) -> bool:
    """Whether a text only remarks on the sheet, or is an example."""
    return _said(text) in ("rows_note", "rows_example")


def listed(grid: Grid, rows: Iterable[int]) -> str:
    """Rows as the sheet counts them: `3, 7-9`."""
    numbers = sorted(row + grid.top + 1 for row in rows)
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
