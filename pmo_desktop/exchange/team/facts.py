"""What a file says of its project outside of tables: labels with their values, and titles.

`项目编号: P-2619   项目经理: 罗敏` in one cell, a label with its value in the next cell, a row of
labels with their values below, a heading with its text below. Labels are the vocabulary's headers
of projects and status reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pmo_desktop.domain.records import Cell
from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing import dates, words
from pmo_desktop.exchange.parsing.text import brackets, clean, has_cjk, key, plain
from pmo_desktop.exchange.parsing.values import shown
from pmo_desktop.exchange.team.headers import SURE, of_two_scripts, vocabulary
from pmo_desktop.exchange.team.rows import is_instruction, is_remark
from pmo_desktop.exchange.team.tables import Block

NUMBERING = re.compile(r"^\s*[\d一二三四五六七八九十]+[.、]\s*")
COLON = "[:：]"
CHUNKS = re.compile(rf"\s{{2,}}|[\t\n|;；]+|\s*[,，]\s*(?=[^,，:：]{{1,20}}{COLON})")
PAIR = re.compile(rf"^\s*([^:：]{{1,40}}?)\s*{COLON}\s*(.*)$", re.DOTALL)
INNER = re.compile(rf"\s([^\s:：]{{2,20}}(?: [A-Za-z]+)?)\s*{COLON}")
AS_OF = re.compile(
    r"(?:截至|截止到?|数据截至|as of|as at|status as of)\s*:?\s*(\S.*?\d日?)\s*(?:[)\]]|$)",
    re.IGNORECASE,
)
LABEL_LENGTH = 30
TITLE_LENGTH = 80
SECTION_FIELDS = frozenset(("achievements", "plans", "support"))
SECTION_ROWS = 30
CODE = re.compile(
    r"(?<![A-Za-z0-9])([A-Z]{1,5}[-_]\d{2,}(?:-\d+)*|[A-Z]{2,5}\d{4,})(?![A-Za-z0-9])"
)


Filled = Sequence[tuple[int, Any]]


@dataclass(frozen=True)
class Fact:
    """`code` is a field's code; `label` is as it stands, with its unit."""

    code: str
    value: Any
    cell: Cell
    label: str = ""
    is_sure: bool = True


@dataclass
class Facts:
    """`titles` are texts that stand alone in their rows, from top to bottom."""

    found: list[Fact] = field(default_factory=list)
    titles: list[Cell] = field(default_factory=list)

    def first(self, code: str) -> Fact | None:
        """The surest and then first value of a field."""
        fitting = [fact for fact in self.found if fact.code == code]
        return min(fitting, key=lambda fact: not fact.is_sure, default=None)


def find(grid: Grid, blocks: Sequence[Block], remarks: Iterable[int]) -> Facts:
    """The facts in the rows outside of a grid's tables, and in rows of remarks below them."""
    facts = Facts()
    inside = [range(block.first, block.end) for block in blocks]
    rows = sorted(set(range(len(grid.rows))).difference(*inside).union(remarks))
    first = min((block.first for block in blocks), default=len(grid.rows))
    outside: list[tuple[int, Filled]] = []
    for row in rows:
        filled = [(c, v) for c, v in enumerate(grid.rows[row]) if v != "" and not _is_blank(v)]
        if filled:
            _read_row(grid, row, filled, facts, row < first)
            outside.append((row, filled))
    if outside:
        said = _read_sections(grid, outside, facts) | _read_below(grid, outside, facts)
        if said:
            facts.titles = [title for title in facts.titles if title.address not in said]
    return facts


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _read_row(grid: Grid, row: int, filled: Filled, facts: Facts, is_above: bool) -> None:
    before = len(facts.found)
    skip = -1
    for place, (column, value) in enumerate(filled):
        if place == skip or not isinstance(value, str) or is_instruction(value):
            continue
        pairs = _pairs(value)
        if pairs:
            cell = Cell(grid.name, grid.address(row, column), value)
            facts.found += [Fact(code, text, cell, name, sure) for code, name, text, sure in pairs]
            continue
        code, sure = label_of(value)
        if code and place + 1 < len(filled):
            behind, given = filled[place + 1]
            if not (isinstance(given, str) and label_of(given)[1]):
                there = Cell(grid.name, grid.address(row, behind), shown(given))
                facts.found.append(Fact(code, given, there, value, sure))
                skip = place + 1
    column, value = filled[0]
    if len(filled) == 1 and isinstance(value, str) and len(value) <= TITLE_LENGTH:
        cell = Cell(grid.name, grid.address(row, column), value)
        if is_above and len(facts.found) == before and not is_remark(value):
            facts.titles.append(cell)
        if day := _as_of(value):
            facts.found.append(Fact("status.status_date", day, cell))


@lru_cache(maxsize=4096)
def _as_of(text: str) -> str:
    found = AS_OF.search(plain(text))
    return found[1] if found and dates.is_date(found[1]) else ""


@lru_cache(maxsize=8192)
def label_of(text: str) -> tuple[str, bool]:
    """The field that a label names, and whether it can be nothing else; `` where it is no label."""
    bare = text.strip().rstrip(":：*").strip()
    if not bare or len(bare) > LABEL_LENGTH:
        return "", False
    known = vocabulary()
    found = known.get(key(bare)) or known.get(key(brackets(bare)[0])) or of_two_scripts(key(bare))
    fitting = [m for m in found or () if m.code in _FIELDS]
    if not fitting:
        return "", False
    best = max(fitting, key=lambda m: m.score)
    return best.code, best.score >= SURE


_FIELDS = frozenset(
    f"{table}.{name}"
    for table, names in {
        "project": "code name manager department programme sponsor objective priority phase state "
        "currency budget spent start description",
        "status": "period status_date author achievements plans support quality",
    }.items()
    for name in names.split()
)


Pair = tuple[str, str, str, bool]


@lru_cache(maxsize=4096)
def _pairs(text: str) -> tuple[Pair, ...]:
    """The labelled values within one text: code, label, value, sure."""
    return tuple(pair for chunk in CHUNKS.split(text) for pair in _pairs_of(chunk))


def _pairs_of(chunk: str) -> tuple[Pair, ...]:
    found = PAIR.match(chunk)
    if not found:
        return _without_colon(chunk)
    label, value = found.groups()
    code, sure = label_of(label)
    label += ":"
    rest: tuple[Pair, ...] = ()
    # `项目编号: P-1 项目经理: 罗敏`: the next label may stand behind a single blank.
    for inner in INNER.finditer(value):
        if label_of(inner[1])[0]:
            rest = _pairs_of(value[inner.start() :])
            value = value[: inner.start()]
            break
    if code and value.strip():
        return ((code, label, clean(value), sure), *rest)
    return rest


def _without_colon(chunk: str) -> tuple[Pair, ...]:
    """`报告日期 2026-11-20`: a label and a date or a code with nothing but a blank between."""
    label, _, value = clean(chunk).rpartition(" ")
    code, sure = label_of(label) if label else ("", False)
    if code in ("status.status_date", "project.start") and dates.is_date(value):
        return ((code, label, value, sure),)
    if code == "project.code" and CODE.fullmatch(value):
        return ((code, label, value, sure),)
    return ()


def _read_below(grid: Grid, rows: Sequence[tuple[int, Filled]], facts: Facts) -> set[str]:
    """Rows of nothing but labels with their values right below; returns the cells of both."""
    known = {fact.code for fact in facts.found if fact.is_sure}
    said: set[str] = set()
    for (row, labels), (below, given) in pairwise(rows):
        codes = {c: label_of(v) for c, v in labels if isinstance(v, str)}
        if below != row + 1 or len(codes) < len(labels) or not _are_labels(codes, given):
            continue
        names = {c: v for c, v in labels if codes[c][0] not in known}
        for column, value in given:
            if column in names and not codes[column][0].endswith(tuple(SECTION_FIELDS)):
                cell = Cell(grid.name, grid.address(below, column), shown(value))
                facts.found.append(
                    Fact(codes[column][0], value, cell, names[column], codes[column][1])
                )
        said |= {grid.address(row, c) for c, _ in labels}
        said |= {grid.address(below, c) for c, _ in given}
    return said


def _are_labels(codes: Mapping[int, tuple[str, bool]], given: Filled) -> bool:
    """Whether a row has nothing but labels, and the one below it values in the same columns."""
    if not any(sure for _, sure in codes.values()) or not all(code for code, _ in codes.values()):
        return False
    texts = [value for _, value in given if isinstance(value, str)]
    return {c for c, _ in given} <= codes.keys() and not any(
        label_of(text)[1] or _pairs(text) or is_instruction(text) for text in texts
    )


def _read_sections(grid: Grid, rows: Sequence[tuple[int, Filled]], facts: Facts) -> set[str]:
    """Headings like `本期成果` with their text in the rows below, up to the next heading; returns
    the cells of both."""
    known = {fact.code for fact in facts.found}
    said: set[str] = set()
    headings = [_heading(filled) for _, filled in rows]
    for place, code in enumerate(headings):
        if not code or f"status.{code}" in known:
            continue
        lines: list[str] = []
        first = rows[place][0] + 1
        said.add(grid.address(first - 1, rows[place][1][0][0]))
        for at, (row, filled) in enumerate(rows[place + 1 :], start=place + 1):
            texts = [shown(value).strip() for _, value in filled]
            ends = headings[at] or label_of(texts[0])[1] or row > first + len(lines)
            if ends or len(lines) >= SECTION_ROWS:
                break
            lines.append(" ".join(texts))
            said.add(grid.address(row, filled[0][0]))
        if lines:
            cell = Cell(grid.name, grid.address(first, rows[place][1][0][0]), lines[0])
            facts.found.append(Fact(f"status.{code}", "\n".join(lines), cell, code))
    return said


def _heading(filled: Filled) -> str:
    """The part of a status report that a row is the heading of."""
    text = filled[0][1]
    if len(filled) != 1 or not isinstance(text, str) or len(text) > LABEL_LENGTH:
        return ""
    return _section(text)


@lru_cache(maxsize=4096)
def _section(text: str) -> str:
    table, _, name = label_of(NUMBERING.sub("", text))[0].partition(".")
    return name if table == "status" and name in SECTION_FIELDS else ""


# --- names


DATES = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,2}\s*日?|\s*月)?|\d{4}\s*年(?:度)?|\b20\d{2}(?:\d{2}){0,2}\b|"
    r"第?\s*[\d一二三四五六七八九十]+\s*(?:周|季度|月份?)|第\s*[\d一二三四五六七八九十]+\s*期|\bQ[1-4]\b|\bW(?:eek)?\s*\d{1,2}\b|\bCW\s*\d{1,2}\b"
)
ENGLISH_MONTHS = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?",
    re.IGNORECASE,
)
VERSION = re.compile(
    r"\b[vV](?:er(?:sion)?)?\.?\s*\d+(?:\.\d+)*\b|\(\s*[^()]{0,12}\s*\)|(?<=[\u3400-\u9fff])\d$"
)
LABELLED = re.compile(r"^(?:project(?: name)?|项目(?:名称)?|工程名称)\s*:\s*", re.IGNORECASE)
SEPARATORS = re.compile(r"[\s_\-–—·|/\\:：,，、《》【】\[\]()「」\"“”+]+")
EDGES = ' -–—_·:：,，、()《》【】[]「」"“”|/'


@lru_cache(maxsize=1024)
def name_in_title(title: str) -> str:
    """The project's name in a title: `供应商协同门户 项目状态报告` without what says report."""
    rest = ENGLISH_MONTHS.sub(" ", DATES.sub(" ", CODE.sub(" ", plain(title))))
    rest = LABELLED.sub("", rest.replace("《", " ").replace("》", " ").strip(EDGES))
    rest = _without_report(clean(VERSION.sub(" ", rest)).strip(EDGES))
    return "" if _is_generic(rest) or _is_heading(NUMBERING.sub("", rest)) else rest


def _is_heading(text: str) -> bool:
    """Whether a text names a table only: `二、项目风险`, `Risk log`."""
    rest = text.lower()
    for word in _heading_words():
        rest = rest.replace(word, " ")
    return len(rest.strip()) < 2


@lru_cache(maxsize=1)
def _heading_words() -> tuple[str, ...]:
    lists = words.lists()
    listed = {w for name in lists if name.startswith("table.") for w in lists[name]}
    listed |= set(lists["headings"]) | {w for w in _generic_words() if has_cjk(w)}
    return tuple(sorted((w.lower() for w in listed), key=len, reverse=True))


def _without_report(text: str) -> str:
    """A text without the words for reports and plans at its ends."""
    for word in _report_words():
        low = text.lower()
        if low == word:
            return ""
        if low.endswith(word) and _parts_well(text[: -len(word)], word):
            return text[: -len(word)].strip(EDGES)
        if low.startswith(word) and _parts_well(text[len(word) :], word):
            return text[len(word) :].strip(EDGES)
    return text


def _parts_well(rest: str, word: str) -> bool:
    """English words end where a blank does; Chinese ones need none."""
    return has_cjk(word) or not rest or not (rest[0].isalpha() and rest[-1].isalpha())


@lru_cache(maxsize=1)
def _report_words() -> tuple[str, ...]:
    return tuple(sorted((w.lower() for w in words.lists()["report"]), key=len, reverse=True))


@lru_cache(maxsize=1)
def _generic_words() -> frozenset[str]:
    return frozenset(w.lower() for w in (*words.lists()["generic"], *words.lists()["report"]))


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Words that say nothing alone, but may begin a name: `Data platform`."""
    return frozenset(words.lists()["beginnings"])


def _is_generic(text: str) -> bool:
    parts = [part for part in SEPARATORS.split(text.lower()) if part]
    return len(text) < 2 or all(p in _generic_words() or p.isdecimal() for p in parts)


@lru_cache(maxsize=1024)
def name_in_file(stem: str) -> str:
    """The project's name in a file's name, less what is about the file: `项目进度-碳排放核算`."""
    rest = CODE.sub(" ", VERSION.sub(" ", plain(stem).replace("_", " ")))
    rest = ENGLISH_MONTHS.sub(" ", DATES.sub(" ", rest))
    rest = _without_report(clean(rest).strip(EDGES))
    parts = [part for part in re.split(r"([\s_\-–—·]+)", rest) if part]
    while parts and _is_generic(parts[0]) and parts[0].lower() not in _beginnings():
        parts.pop(0)
    while parts and _is_generic(parts[-1]):
        parts.pop()
    rest = _without_report("".join(parts).strip(EDGES))
    return "" if _is_generic(rest) else rest


@lru_cache(maxsize=1024)
def code_in(text: str) -> str:
    """A project's code in a text: `月报_P-2615` has P-2615."""
    found = CODE.search(plain(text).replace("_", " "))
    return found[1] if found else ""
