"""How likely it is that a row of a file is a record that it does not name: scores from 0 to 1.

What both say alike besides (dates, people, an amount) speaks for it, `EVIDENCE` each; what one of
them does not say speaks neither way. A score is to be read beside its reason: `moved` (the same
name below another task), `renamed` (the same code, another name), `similar` (a similar name, and
neither its place nor its code).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from pmo_desktop.domain.records import Record
from pmo_desktop.services.names import normal_name

EVIDENCE = 0.1
TELLING = ("start", "finish", "people", "owner", "due", "cost", "deadline")
MOST_EVIDENCE = 3
# The same name below another task; the same code with another name, and what a like name adds.
MOVED = 0.7
SAME_WBS, SAME_CODE, NAMED_ALIKE = 0.3, 0.6, 0.4
# A similar name alone is never enough.
SIMILAR, AT_MOST = 0.5, 0.75
LEAST_ALIKE = 0.5
# Beyond so many pairs only codes are looked at.
PAIRS = 40_000
Likely = tuple[float, str, int, int]


def of_moved(given: Record, known: Record) -> float:
    """The likeness of a row and a record of the same name at different places."""
    return min(1.0, MOVED + _evidence(given, known))


def likeliest(
    given: Sequence[tuple[int, Record]], known: Sequence[Record], code: str
) -> Iterator[Likely]:
    """Score, reason, the row's number and the record's place, for all that may be the same, the
    likeliest first; `code` is the field (`wbs`, `code`) that may be alike."""
    if not given or not known:
        return iter(())
    found = _by_code(given, known, code)
    if len(given) * len(known) <= PAIRS:
        found += _by_name(given, known, code)
    return iter(sorted(found, key=lambda likely: (-likely[0], likely[2], likely[3])))


def names_alike(one: str, other: str) -> float:
    """What two names have in common (Dice's coefficient of their pairs of letters)."""
    first, second = _pairs(normal_name(one)), _pairs(normal_name(other))
    if not first or not second:
        return float(normal_name(one) == normal_name(other))
    return 2 * len(first & second) / (len(first) + len(second))


def _by_code(
    given: Sequence[tuple[int, Record]], known: Sequence[Record], code: str
) -> list[Likely]:
    """Codes that one row and one record alone have."""
    rows, records = defaultdict(list), defaultdict(list)
    for at, record in given:
        rows[_text(record, code)].append((at, record))
    for place, record in enumerate(known):
        records[_text(record, code)].append((place, record))
    found = []
    for key, ((at, row), *others) in rows.items():
        if not key or others or len(records.get(key, ())) != 1:
            continue
        ((place, record),) = records[key]
        least = SAME_WBS if code == "wbs" else SAME_CODE
        alike = names_alike(_text(row, "name"), _text(record, "name"))
        score = least + NAMED_ALIKE * alike + _evidence(row, record)
        found.append((min(1.0, score), "renamed", at, place))
    return found


def _by_name(
    given: Sequence[tuple[int, Record]], known: Sequence[Record], code: str
) -> list[Likely]:
    found = []
    for at, row in given:
        name = _text(row, "name")
        for place, record in enumerate(known):
            alike = names_alike(name, _text(record, "name"))
            if alike >= LEAST_ALIKE and _text(row, code) != _text(record, code):
                score = min(AT_MOST, SIMILAR * alike + _evidence(row, record))
                found.append((score, "similar", at, place))
    return found


def _evidence(given: Record, known: Record) -> float:
    alike = sum(
        _plain(given.values[name]) == _plain(known.values[name])
        for name in TELLING
        if given.values.get(name) and known.values.get(name)
    )
    return EVIDENCE * min(alike, MOST_EVIDENCE)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, tuple):
        return tuple(normal_name(name) for name in value)
    return normal_name(value) if isinstance(value, str) else value


def _text(record: Record, name: str) -> str:
    return normal_name(record.values.get(name) or "")


@lru_cache(maxsize=4096)
def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[at : at + 2] for at in range(len(name) - 1))
