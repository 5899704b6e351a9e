"""Where a sheet's tables are: their header rows, their columns, the rows below.

A header row is one in which several cells are known headers and most of the others are texts too.
A table may stand below title rows and shifted to the right, have headers of two rows, repeat them,
and have other tables below it or beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import clean, plain
from pmo_desktop.exchange.team.headers import SURE, Meanings, below, group_of, meanings

ONLY_TEXTS = frozenset((str,))
LEAST_HITS = 2
LONG_HEADER, LONG_TEXT = 30, 80
TITLE_ROWS = 6
LEAST_SHARED = 2
FAVOUR = 0.8
LEAST_SCORE = 0.8
NAMELESS = 0.3
DOUBTED = 0.6

# What a table must have: one of the first and one of the second, at least.
ESSENTIAL: Mapping[str, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {
    table: tuple((frozenset(first.split()), frozenset(second.split())) for first, second in pairs)
    for table, pairs in {
        "task": (
            ("name wbs name1 name2", "start finish dates duration percent_complete predecessors "
             "people state deadline actual_start actual_finish"),
            ("duration", "predecessors"),
            ("start", "finish"),
        ),
        "risk": (("name", "probability impact cost owner due response action state rating"),
                 ("probability", "impact")),
        "issue": (("name", "severity owner due action state"),),
        "person": (("name", "role department email capacity contact"),),
        "project": (
            ("name code", "manager budget spent department phase state priority sponsor programme "
             "objective currency start description"),
            ("item", "budget spent"),
            ("budget", "spent"),
        ),
        "status": (("achievements plans", "plans support period status_date quality"),),
        "decision": (("name", "recommendation outcome due state impact decided_on"),),
    }.items()
}  # fmt: skip


# What names a table's rows, where it is not `name` alone.
NAMING: Mapping[str, tuple[str, ...]] = {
    "task": ("name", "wbs", "name1"),
    "risk": ("name", "code"),
    "issue": ("name", "code"),
    "project": ("name", "code", "item"),
    "status": ("achievements", "plans"),
}


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


@dataclass
class Block:
    """One table in a grid; rows and columns count as in the grid, `end` is exclusive."""

    first: int
    last: int
    header: Header
    end: int
    titles: tuple[str, ...] = ()
    repeats: set[int] = field(default_factory=set)

    @property
    def data_rows(self) -> Sequence[int]:
        rows = range(self.last + 1, self.end)
        return [row for row in rows if row not in self.repeats] if self.repeats else rows


def find(grid: Grid) -> list[Block]:
    """The tables of a sheet, from top to bottom and from left to right."""
    rows = grid.rows
    found: list[list[Block]] = []
    after = 0
    # Below a table's headers most rows need no look at more than two cells.
    first, second = 0, 0
    sparse = grid.width - LEAST_HITS
    for row, cells in enumerate(rows):
        if found and not (
            (cells[first].__class__ is str and meanings(cells[first]))
            or (cells[second].__class__ is str and _may_repeat(cells, second))
            or rows[row - 1].count("") > sparse
        ):
            continue
        if row < after or not _is_header(tuple(cells), bool(found)):
            continue
        blocks = _blocks_at(grid, row, found[-1][0].last if found else -1)
        if blocks:
            after = max(block.last for block in blocks) + 1
            first, second = blocks[0].header.columns[:2]
            if not (found and _repeats(found[-1], blocks)):
                found.append(blocks)
    if len(found) > 1:
        _end_each(grid, found)
    return [block for blocks in found for block in blocks]


def _may_repeat(row: Sequence[Any], name: int) -> bool:
    """Whether a row may hold headers, the one at `name` among them, which is looked at last: texts
    there are all different, and those beside them are known. Behind a number stands no header."""
    for column, value in enumerate(row):
        if value.__class__ is not str:
            return False
        if value and column != name and meanings(value):
            return bool(meanings(row[name]))
    return False


@lru_cache(maxsize=4096)
def _is_header(row: tuple[Any, ...], later: bool) -> bool:
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


def _blocks_at(grid: Grid, row: int, above: int) -> list[Block]:
    """The tables whose headers stand in this row, or in it and its neighbour."""
    rows = grid.rows
    spans = [(row, row)]
    if row + 1 < len(rows) and _may_be_lower(rows[row + 1]):
        spans.append((row, row + 1))
    if row - 1 > above and _may_be_upper(grid, row - 1):
        spans.append((row - 1, row))
    best: tuple[Header, ...] = ()
    span, most = (row, row), 1e-6
    for first, last in spans:
        headers = _headers(_uppers(grid, first, last), _texts(rows[last]))
        score = sum(h.score for h in headers) + _groups(grid, first, last)
        if headers and score > most:
            best, span, most = headers, (first, last), score + 1e-6
    titles = titles_above(grid, span[0]) if best else ()
    third = span[1] + 1
    if best and _grouped_columns(grid, span[1]) and _may_be_lower(rows[third]):
        headers = _headers_of_three(grid, span[0], third)
        if headers:
            return _blocks(grid, (span[0], third), headers, titles)
    if (row, row + 1) not in spans and (grouped := _grouped_columns(grid, row)):
        return _beside_each_other(grid, row, grouped) or _blocks(grid, span, best, titles)
    return _blocks(grid, span, best, titles)


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


def _blocks(
    grid: Grid, span: tuple[int, int], headers: Sequence[Header], titles: tuple[str, ...]
) -> list[Block]:
    return [Block(*span, header, len(grid.rows), titles) for header in headers]


def _beside_each_other(grid: Grid, row: int, grouped: frozenset[int]) -> list[Block]:
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
    titles = titles_above(grid, row)
    found = []
    for header in _headers(tuple(uppers), tuple(texts)):
        last = row + 1 if two_rows & set(header.columns) else row
        found += _blocks(grid, (row, last), [header], titles)
    return found


def _texts(row: Sequence[Any]) -> tuple[str, ...]:
    return tuple([value.strip() if value.__class__ is str else "" for value in row])


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


def _groups(grid: Grid, first: int, last: int) -> int:
    """How many columns of a lower row stand below headers that are merged over several."""
    return len(_grouped_columns(grid, first)) if first < last else 0


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


def titles_above(grid: Grid, first: int) -> tuple[str, ...]:
    """The texts that stand alone in the rows above, the nearest first."""
    titles = []
    for row in range(first - 1, max(first - 1 - TITLE_ROWS, -1), -1):
        filled = [value for value in grid.rows[row] if value != ""]
        if len(filled) == 1 and isinstance(filled[0], str):
            titles.append(clean(filled[0]))
        elif filled:
            break
    return tuple(titles)


def _repeats(before: list[Block], blocks: list[Block]) -> bool:
    """Whether headers are those of the table above again; its rows then go on below them."""
    same = [b.header for b in before] == [b.header for b in blocks]
    if same:
        for block, again in zip(before, blocks, strict=True):
            block.repeats.update(range(again.first, again.last + 1))
    return same


def _end_each(grid: Grid, found: list[list[Block]]) -> None:
    for blocks, following in pairwise(found):
        end = end_above(grid, blocks[0].last, following[0].first)
        for block in blocks:
            block.end = end


def end_above(grid: Grid, last: int, first: int) -> int:
    """Where a table with headers down to `last` ends, above another that begins with `first`."""
    while first > last + 1 and _is_heading(grid, first - 1):
        first -= 1
    return first


def _is_heading(grid: Grid, row: int) -> bool:
    """Whether a row between two tables belongs to the lower one: blank, or a title."""
    filled = [value for value in grid.rows[row] if value != ""]
    if not filled:
        return True
    return len(filled) == 1 and isinstance(filled[0], str) and bool(spoken_of(filled[0]))


@lru_cache(maxsize=2048)
def spoken_of(text: str) -> frozenset[str]:
    """The tables that a sheet's name or a title speaks of: `风险登记` of risks."""
    low = plain(text).lower()
    return frozenset(
        table for table in ESSENTIAL if any(w in low for w in words.lists()[f"table.{table}"])
    )


def kinds(found: Sequence[Meanings]) -> dict[str, float]:
    """How well headers make each of the tables that they can make; nothing for the others.

    A header counts for a table by its score there, less where other tables know it as well.
    """
    best: dict[str, dict[str, float]] = {table: {} for table in ESSENTIAL}
    columns: dict[str, dict[str, set[int]]] = {table: {} for table in ESSENTIAL}
    for index, column in enumerate(found):
        tops: dict[str, float] = {}
        for meaning in column:
            tops[meaning.table] = max(meaning.score, tops.get(meaning.table, 0.0))
        total = sum(tops.values())
        for meaning in column:
            table, _, name = meaning.code.partition(".")
            worth = meaning.score * meaning.score / total
            best[table][name] = max(worth, best[table].get(name, 0.0))
            columns[table].setdefault(name, set()).add(index)
    scores = {
        table: sum(fields.values())
        for table, fields in best.items()
        if _is_whole(table, columns[table])
    }
    if "project" in scores and not best["project"].keys() & {"name", "code", "item"}:
        # Amounts alone are a project's only where nothing else makes sense of them.
        scores["project"] *= NAMELESS
    elif "project" in scores and "task" in scores and not _names_projects(found):
        # `Stage | Description | Owner | Start | End` has more of a plan than of a list of projects.
        scores["project"] *= DOUBTED
    return scores


def _names_projects(found: Sequence[Meanings]) -> bool:
    """Whether a header can be nothing less than a project's name or code."""
    wanted = ("project.name", "project.code", "project.item", "project.manager", "project.budget")
    return any(m.score == SURE and m.code in wanted for column in found for m in column)


def _is_whole(table: str, columns: Mapping[str, set[int]]) -> bool:
    """Whether fields that a table must have are there, in columns of their own."""
    for first, second in ESSENTIAL[table]:
        ones = set().union(*(columns[name] for name in first & columns.keys()))
        others = set().union(*(columns[name] for name in second & columns.keys()))
        if ones and others and len(ones | others) > 1:
            return True
    return False


@lru_cache(maxsize=1024)
def kind_of(header: Header, sheet: str = "", title: str = "") -> str:
    """The kind of table that headers make; its sheet's name and its title may speak of one."""
    spoken = spoken_of(sheet) | spoken_of(title)
    return max(header.scores, key=lambda k: header.scores[k] + (FAVOUR if k in spoken else 0.0))
