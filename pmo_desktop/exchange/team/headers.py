"""What a column's header means: the bilingual vocabulary of headers.

The words are data, in `resources/templates/headers.json`, by field code; `task.finish?` holds words
that may mean the field where nothing says it better. Codes that are no field of `domain.fields`
are known too: those that help to read the others (`task.id`, `task.level`, `task.state`), and those
that are known and not taken (`task.effort`). `{计划}{始}` stands for all pairs of two lists.
The vocabulary's own terms in both languages always belong to their fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import product

from pmo_desktop.domain.fields import TABLES
from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import CJK, NOT_CJK, brackets, key, plain
from pmo_desktop.language import CODES, Language
from pmo_desktop.paths import resource

SURE, WEAK, FUZZY = 1.0, 0.6, 0.5
MAX_LENGTH = 60
SIMILAR = 0.75
HELD, MOST_PARTS = 0.4, 2
PART = re.compile(r"\{([^}]*)\}")
UNIT_ALONE = re.compile(
    r"(?:单位\s*:?\s*)?(?:(?:百|千|万|十万|百万|千万|亿)?元?|工作日|人?[天日月周]|小时|%|"
    r"(?:cny|rmb|usd|eur)?\s*(?:k|m|mn|bn)?|k(?:cny|rmb|usd|eur)|days?|weeks?|hours?|[dwh]|pd)",
    re.IGNORECASE,
)
LEADING_NUMBER = re.compile(r"^\d+[.、)]\s*")
SPLITTERS = re.compile(r"\s*[/\n|,、]\s*|\s+(?:and|or)\s+|[及或与和]")

GROUPED: Mapping[str, Mapping[str, str]] = {
    "actual": {
        "task.start": "task.actual_start",
        "task.finish": "task.actual_finish",
        "task.duration": "task.actual_duration",
        "project.budget": "project.spent",
    },
    "baseline": {
        "task.start": "task.baseline_start",
        "task.finish": "task.baseline_finish",
        "task.duration": "task.actual_duration",
    },
    "planned": {"task.percent_complete": "task.planned_percent"},
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """`score`: 1 for the field's own words, less for words that could mean something else."""

    code: str
    score: float

    @property
    def table(self) -> str:
        return self.code.partition(".")[0]


Meanings = tuple[Meaning, ...]


@cache
def vocabulary() -> Mapping[str, Meanings]:
    """Every known header by its `text.key`."""
    raw = json.loads(resource("templates", "headers.json").read_text(encoding="utf-8"))
    parts: Mapping[str, list[str]] = raw.pop("_parts")
    found: dict[str, dict[str, float]] = {}

    def add(word: str, code: str, score: float) -> None:
        scores = found.setdefault(key(word), {})
        scores[code] = max(score, scores.get(code, 0.0))

    for code, entries in raw.items():
        score = WEAK if code.endswith("?") else SURE
        for word in _expanded(entries, parts):
            add(word, code.rstrip("?"), score)
    languages = [Language(code) for code in CODES]
    for fields in TABLES.values():
        for field in fields:
            for language in languages:
                add(language.term(field.code), field.code, SURE)
    return {
        word: tuple(sorted((Meaning(c, s) for c, s in scores.items()), key=lambda m: -m.score))
        for word, scores in found.items()
        if word
    }


def _expanded(entries: Iterable[str], parts: Mapping[str, list[str]]) -> Iterator[str]:
    for entry in entries:
        names = PART.findall(entry)
        if names:
            yield from ("".join(pair) for pair in product(*(parts[name] for name in names)))
        else:
            yield entry


@lru_cache(maxsize=16_384)
def meanings(text: str) -> Meanings:
    """What a header can mean, the likeliest first; nothing where it is in no list."""
    if len(text) > 2 * MAX_LENGTH and "(" not in text and "（" not in text:
        return ()
    known = vocabulary()
    found = known.get(key(text))
    if found is not None:
        return found
    bare, inside = brackets(LEADING_NUMBER.sub("", text))
    word = key(bare)
    if len(word) > MAX_LENGTH or not word or word.isdecimal():
        return ()
    found = known.get(word) or of_two_scripts(word) or known.get(word.removesuffix("s"))
    if found is None and len(bare) <= MAX_LENGTH / 2:
        # `负责人/部门` is one of them, but `启动与规划` is no header because `启动` is.
        words_only = [p for p in SPLITTERS.split(bare) if not UNIT_ALONE.fullmatch(plain(p))]
        pieces = [known.get(key(piece)) for piece in words_only]
        found = pieces[0] if pieces and all(pieces) else None
    if not found:
        return ()
    group = group_of(inside) if inside else None
    return grouped(group, found) if group else found


def of_two_scripts(word: str) -> Meanings | None:
    """`任务名称taskname`: what its Chinese and its English have in common."""
    chinese, english = NOT_CJK.sub("", word), CJK.sub("", word)
    if not chinese or len(english) < 2:
        return None
    known = vocabulary()
    first, second = known.get(chinese), known.get(english)
    if first and second:
        codes = {m.code for m in second}
        return tuple(m for m in first if m.code in codes) or first
    return first or second


@lru_cache(maxsize=1024)
def group_of(text: str) -> str | None:
    """Whether a header above others says planned, actual or baseline."""
    return words.meaning("group", text)


def grouped(group: str | None, found: Meanings) -> Meanings:
    """What headers mean below such a one: `开始` below `实际` is the actual start."""
    moved = GROUPED.get(group or "", {})
    return tuple(Meaning(moved.get(m.code, m.code), m.score) for m in found)


@lru_cache(maxsize=8192)
def below(upper: str, lower: str) -> Meanings:
    """What a header of two rows means."""
    if not lower:
        return meanings(upper) if upper else ()
    if not upper or upper == lower:
        return meanings(lower)
    group = group_of(upper)
    if group:
        return grouped(group, meanings(lower))
    return vocabulary().get(key(upper + lower)) or meanings(lower)


@lru_cache(maxsize=4096)
def likely(text: str) -> Meanings:
    """What a header that is in no list may mean: it holds a known one, or is spelt nearly so."""
    word = key(brackets(text)[0])
    if len(word) < 2 or len(word) > MAX_LENGTH or word.isdecimal():
        return ()
    known = vocabulary()
    held = [w for w in known if len(w) >= (2 if CJK.search(w) else 4) and w in word]
    held.sort(key=len, reverse=True)
    parts = [w for i, w in enumerate(held) if not any(w in longer for longer in held[:i])]
    if sum(map(len, parts)) >= HELD * len(word):
        return _doubtful(m for part in parts[:MOST_PARTS] for m in known[part])
    if word.isascii() and len(word) >= 4:
        near = [
            w for w in known if w[0] == word[0] and abs(len(w) - len(word)) <= 3 and w.isascii()
        ]
        ratios = [(SequenceMatcher(None, word, w).ratio(), w) for w in near]
        ratio, best = max(ratios, default=(0.0, ""))
        if ratio >= SIMILAR:
            return _doubtful(known[best])
    return ()


def _doubtful(found: Iterable[Meaning]) -> Meanings:
    best: dict[str, float] = {}
    for meaning in found:
        best[meaning.code] = max(meaning.score * FUZZY, best.get(meaning.code, 0.0))
    return tuple(Meaning(code, score) for code, score in best.items())


@lru_cache(maxsize=4096)
def unit(text: str) -> str:
    """What a header says behind its words: `预算(万元)`, `工期/天`, `金额，单位：万元`."""
    inside = brackets(text)[1]
    if inside:
        return inside.lower()
    for mark in ("单位:", "单位", "unit:", "/", "in "):
        _, found, tail = plain(text).lower().rpartition(mark)
        if found and len(tail) <= 8:
            return tail.strip(" :)")
    return ""
