"""Rows of headers: which rows are some, and the tables that they make.

A header row is one in which several cells are known headers and most of the others are texts too.
There may be two or three of them, the upper ones over several columns; and tables may stand beside
each other, with blank columns between them or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing.text import clean
from pmo_desktop.exchange.team.headers import Meanings, below, group_of, meanings
from pmo_desktop.exchange.team.table_kinds import NAMING, kinds, spoken_of

ONLY_TEXTS = frozenset((str,))
LEAST_HITS = 2
LONG_HEADER, LONG_TEXT = 30, 80
LEAST_SHARED = 2
LEAST_SCORE = 0.8
FAVOUR = 0.8


@dataclass(frozen=True, eq=False)
class Header:
    """The headers of one table: its columns, their texts (upper and lower row together), meanings.

    `scores` says how well they make each kind of table.
    """

    columns: tuple[int, ...]
    texts: Mapping[int, str]
    meanings: Mapping[int, Meanings]
    scores: Mapping[str, float]

    @property
    def score(self) -> float:
        return max(self.scores.values())


@lru_cache(maxsize=1024)
def kind_of(header: Header, sheet: str = "", title: str = "") -> str:
    """The kind of table that headers make; its sheet's name and its title may speak of one."""
    spoken = spoken_of(sheet) | spoken_of(title)
    return max(header.scores, key=lambda k: header.scores[k] + (FAVOUR if k in spoken else 0.0))


@lru_cache(maxsize=4096)
def is_header(row: tuple[Any, ...], later: bool) -> bool:
    hits = [c for c, value in enumerate(row) if value.__class__ is str and meanings(value)]
    if len(hits) < LEAST_HITS:
        return False
    within = row[: hits[-1] + 1]
    filled = [value for value in within if value != ""]
    strings = [value for value in filled if isinstance(value, str) and value.strip()]
    # What comes behind the headers may be a time line.
    if len(strings) < len(filled) or any(_is_sentence(value) for value in strings):
        return False
    if later and len(hits) * 3 < len(strings) * 2:
        return False
    if len(hits) * 2 < len(strings) and not (len(hits) >= 4 and len(hits) * 3 >= len(strings)):
        return False
    return not _is_labels_and_values(row, hits)


def _is_sentence(text: str) -> bool:
    return len(text) > LONG_TEXT and "(" not in text and "（" not in text


def _is_labels_and_values(row: Sequence[Any], hits: Sequence[int]) -> bool:
    """`项目编号 | P-2619 | 项目经理 | 罗敏`: every known word has its value behind it."""
    filled = [c for c, value in enumerate(row) if value != ""]
    if len(filled) < 2 * len(hits):
        return False
    known = set(hits)
    following = {filled[i + 1] for i, c in enumerate(filled[:-1]) if c in known}
    has_colon = any(str(row[c]).rstrip().endswith((":", "：")) for c in hits)
    return has_colon or (not following & known and len(filled) == 2 * len(hits))


def _may_be_lower(row: Sequence[Any]) -> bool:
    if not ONLY_TEXTS.issuperset(map(type, row)):
        return False
    filled = [value for value in row if value != ""]
    if len(filled) < LEAST_HITS or any(v.strip()[:1].isdigit() for v in filled):
        # A phase across the whole row, or with its code.
        return False
    hits = sum(bool(meanings(v)) for v in filled)
    return hits >= LEAST_HITS and hits * 2 >= len(filled)


def _may_be_upper(grid: Grid, row: int) -> bool:
    filled = [value for value in grid.rows[row] if value != ""]
    if not filled or not ONLY_TEXTS.issuperset(map(type, filled)):
        return False
    if len(max(filled, key=len)) >= LONG_HEADER:
        return False
    # A text that stands alone is a title, if it does not group the columns below it.
    if len(filled) == 1 and not group_of(filled[0]) and not grid.merges:
        return False
    return not any(mark in v for v in filled for mark in ":：")


Placed = tuple[int, int, Header]


def headers_at(grid: Grid, row: int, above: int) -> list[Placed]:
    """The headers of the tables that begin in this row, or in it and its neighbour: each with its
    first row and its last. Up to the row `above` all belongs to tables before them."""
    rows = grid.rows
    spans = [(row, row)]
    if row + 1 < len(rows) and _may_be_lower(rows[row + 1]):
        spans.append((row, row + 1))
    if row - 1 > above and _may_be_upper(grid, row - 1):
        spans.append((row - 1, row))
    best: tuple[Header, ...] = ()
    (first, last), most = (row, row), 1e-6
    for upper, lower in spans:
        headers = _headers(_uppers(grid, upper, lower), _texts(rows[lower]))
        score = sum(h.score for h in headers) + _groups(grid, upper, lower)
        if headers and score > most:
            best, (first, last), most = headers, (upper, lower), score + 1e-6
    third = last + 1
    if best and _grouped_columns(grid, last) and _may_be_lower(rows[third]):
        headers = _headers_of_three(grid, first, third)
        if headers:
            return [(first, third, header) for header in headers]
    if (row, row + 1) not in spans and (grouped := _grouped_columns(grid, row)):
        beside = _beside_each_other(grid, row, grouped)
        if beside:
            return beside
    return [(first, last, header) for header in best]


def _groups(grid: Grid, first: int, last: int) -> int:
    """How many columns of a lower row stand below headers that are merged over several."""
    return len(_grouped_columns(grid, first)) if first < last else 0


def _beside_each_other(grid: Grid, row: int, grouped: frozenset[int]) -> list[Placed]:
    """Tables side by side of which one has headers of two rows and another has its first record
    beside the lower ones."""
    upper, lower = (_texts(grid.rows[at]) for at in (row, row + 1))
    uppers, texts = list(_uppers(grid, row, row + 1)), list(upper)
    used = [c for c in range(len(upper)) if grid.rows[row][c] != "" or grid.rows[row + 1][c] != ""]
    two_rows: set[int] = set()
    for region in _segments(sorted({*used, *grouped})):
        if grouped & set(region):
            two_rows.update(region)
    for column in range(len(texts)):
        if column in two_rows and (column in grouped or not texts[column]):
            texts[column] = lower[column]
        elif column not in grouped:
            uppers[column] = ""
    return [
        (row, row + 1 if two_rows & set(header.columns) else row, header)
        for header in _headers(tuple(uppers), tuple(texts))
    ]


def header_texts(grid: Grid, first: int, last: int) -> dict[int, tuple[str, str]]:
    """What stands in one to three rows of headers: for each column the upper text and the lower."""
    lowers = _texts(grid.rows[last])
    uppers: Sequence[str] = _uppers(grid, first, last)
    if last - first > 1:
        middle = _uppers(grid, last - 1, last)
        both = zip(_uppers(grid, first, last - 1), middle, strict=True)
        uppers = [next(filter(group_of, pair), pair[0] or pair[1]) for pair in both]
        rows = [_texts(grid.rows[row]) for row in range(last, first - 1, -1)]
        lowers = tuple(next(filter(None, column), "") for column in zip(*rows, strict=True))
    return {
        column: (uppers[column] if uppers else "", lower)
        for column, lower in enumerate(lowers)
        if lower or (uppers and uppers[column])
    }


def _texts(row: Sequence[Any]) -> tuple[str, ...]:
    return tuple([value.strip() if value.__class__ is str else "" for value in row])


def _uppers(grid: Grid, first: int, last: int) -> tuple[str, ...]:
    """The upper header of each column: one that is merged or alone over several is theirs."""
    if first == last:
        return ()
    row = grid.rows[first]
    merged = {
        left: right for top, left, bottom, right in grid.merges if top <= first <= bottom <= last
    }
    uppers = [""] * len(row)
    current, until = "", -1
    for column, value in enumerate(row):
        if isinstance(value, str) and value.strip():
            current = clean(value)
            is_group = bool(group_of(current)) or not meanings(current)
            alone = not merged and is_group and grid.rows[last][column] != ""
            until = merged.get(column, len(row) if alone else column)
        if current and column <= until:
            uppers[column] = current
    return tuple(uppers)


def _grouped_columns(grid: Grid, row: int) -> frozenset[int]:
    """The columns below headers that are merged over several known ones in the next row."""
    if not grid.merges:
        return frozenset()
    lower = grid.rows[row + 1] if row + 1 < len(grid.rows) else []
    return frozenset(
        column
        for top, left, bottom, right in grid.merges
        if right > left and top == bottom == row
        if all(isinstance(v, str) and meanings(v) for v in lower[left : right + 1])
        for column in range(left, right + 1)
    )


@lru_cache(maxsize=1024)
def _headers(uppers: tuple[str, ...], lowers: tuple[str, ...]) -> tuple[Header, ...]:
    """The tables that one or two rows of headers make; the same layouts come again and again."""
    texts: dict[int, str] = {}
    found: dict[int, Meanings] = {}
    for column, lower in enumerate(lowers):
        upper = uppers[column] if uppers else ""
        if lower or upper:
            texts[column] = " ".join(dict.fromkeys(filter(None, (upper, lower))))
            found[column] = below(upper, lower)
    parts = _parts(sorted(texts), found)
    made = (Header(p, texts, found, kinds(tuple(found[c] for c in p))) for p in parts)
    return tuple(header for header in made if header.scores and header.score >= LEAST_SCORE)


def _headers_of_three(grid: Grid, first: int, last: int) -> tuple[Header, ...]:
    """`计划` above `时间` above `开始`: the upper row that says planned or actual counts."""
    middle = last - 1
    tops, between = _uppers(grid, first, middle), _uppers(grid, middle, last)
    rows = [_texts(grid.rows[row]) for row in range(last, first - 1, -1)]
    uppers, lowers = [], []
    for column in range(grid.width):
        above = [row[column] for row in (tops, between) if row and row[column]]
        uppers.append(next(filter(group_of, above), above[0] if above else ""))
        lowers.append(next((row[column] for row in rows if row[column]), ""))
    return _headers(tuple(uppers), tuple(lowers))


def _parts(columns: Sequence[int], found: Mapping[int, Meanings]) -> list[tuple[int, ...]]:
    """The columns of each table in a row; a blank column may part two tables, or lie within one."""
    parts: list[tuple[int, ...]] = []
    for segment in _segments(columns):
        if parts and not _stands_alone(segment, parts[-1], found):
            parts[-1] += segment
        else:
            parts.append(segment)
    return parts


def _segments(columns: Sequence[int]) -> list[tuple[int, ...]]:
    segments: list[list[int]] = []
    for column in columns:
        if segments and column == segments[-1][-1] + 1:
            segments[-1].append(column)
        else:
            segments.append([column])
    return [tuple(segment) for segment in segments]


def _stands_alone(
    segment: Sequence[int], before: Sequence[int], found: Mapping[int, Meanings]
) -> bool:
    """Whether columns behind a blank one are a table of their own: with names, of another kind or
    with the same fields again."""
    own, left = (kinds([found[c] for c in columns]) for columns in (segment, before))
    if not own or not left:
        return False
    kind, kind_before = (max(scores, key=scores.__getitem__) for scores in (own, left))
    codes = {meaning.code for c in segment for meaning in found[c]}
    has_names = any(f"{kind}.{name}" in codes for name in NAMING.get(kind, ("name",)))
    if kind == kind_before:
        first, second = ({found[c][0].code for c in cs if found[c]} for cs in (before, segment))
        return has_names and len(first & second) >= LEAST_SHARED
    fitting = sum(any(m.table == kind_before for m in found[c]) for c in segment)
    return has_names or fitting * 2 < len(segment)
