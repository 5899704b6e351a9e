"""Which column of a table is which field: by its header, and by what its cells hold.

A header that can mean one field only is believed. Where it may mean several, or is in no list, the
first `SAMPLE` values decide, and a column that they do not fit is left out. Every column is listed:
the field that it was taken for, or why it was not taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pmo_desktop.domain.fields import TABLES, Kind
from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing import (
    dates,
    durations,
    levels,
    money,
    predecessors,
    shares,
    words,
)
from pmo_desktop.exchange.parsing.text import plain
from pmo_desktop.exchange.parsing.values import shown, whole_number
from pmo_desktop.exchange.team.facts import CODE as PROJECT_S_CODE
from pmo_desktop.exchange.team.header_rows import Header
from pmo_desktop.exchange.team.headers import SURE, Meanings, likely
from pmo_desktop.exchange.team.tables import Block

SAMPLE = 12
SAMPLED_ROWS = 60
HEADER_COUNTS, CONTENT_COUNTS = 0.6, 0.4
LEAST_FIT = 0.3
DOUBTFUL_FIT = 0.6
NAME_OF_UNKNOWN = 0.3
SPARSE_COUNTS = 0.6
SHORT = 40

LEVEL_NAMES = ("name1", "name2", "name3", "name4")
HELPERS = frozenset(
    (
        *("id", "level", *LEVEL_NAMES, "group", "project"),
        *("dates", "state", "milestone", "item", "edition"),
    )
)
CODE = re.compile(
    r"^[A-Za-z]{0,6}[-_ ]?\d+(?:[.\-_]\d+)*\.?$|^[A-Z](?:\.\d+)*$|^[一二三四五六七八九十]+、?$"
)
DOTTED = re.compile(r"\d[.\-]\d|^[A-Z]\d|[一二三四五六七八九十]")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
HAS_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, eq=False)
class Column:
    """`field` is a field's or helper's name in its table; without one, `reason` says why."""

    index: int
    header: str
    field: str = ""
    reason: str = ""
    score: float = 1.0

    @property
    def is_doubtful(self) -> bool:
        return bool(self.field) and self.score < 1


@dataclass(frozen=True)
class Candidate:
    """What a header may be as a field; `is_certain` where it can be nothing else."""

    field: str
    score: float
    is_certain: bool = False
    is_doubtful: bool = False


def assign(table: str, grid: Grid, block: Block) -> tuple[Column, ...]:
    """The columns of a block as a table of this kind, from left to right."""
    header = block.header
    certain, contested = _candidates(table, header)
    rated = list(certain)
    for index, found in contested:
        sample = _sample(grid, block, index)
        for candidate in found:
            score = _rated(table, candidate, sample)
            if score and candidate.field == "name" and _is_sparse(grid, block, index):
                score *= SPARSE_COUNTS
            if score:
                rated.append((score, index, candidate.field))
            if score == SURE:
                break
    if contested:
        rated.sort(key=lambda entry: (-entry[0], entry[1]))
    taken = _dealt(rated)
    if table == "task":
        if "name2" in taken and taken.get("name", (0, SURE))[1] < SURE:
            # Beside columns of levels what only may be names are deliverables.
            del taken["name"]
        if not taken.keys() & {"name", "name1", "name2"}:
            _name_unknown(grid, block, taken)
        if "deadline" in taken and not taken.keys() & {"finish", "dates"}:
            # A list of things to do has no other finish than the day on which they are due.
            taken["finish"] = taken.pop("deadline")
    elif table == "project":
        _code_for_name(grid, block, taken)
    return _listed(table, header, tuple(taken.items()))


Rated = tuple[float, int, str]
Contested = tuple[int, tuple[Candidate, ...]]


@lru_cache(maxsize=1024)
def _candidates(table: str, header: Header) -> tuple[tuple[Rated, ...], tuple[Contested, ...]]:
    """The fields that columns are by their headers alone, and those that their cells decide on."""
    found = [
        (index, candidates(table, header.texts[index], header.meanings[index]))
        for index in header.columns
    ]
    fields = [candidate.field for _, fields in found for candidate in fields]
    certain, contested = [], []
    for index, several in found:
        alone = len(several) == 1 and not several[0].is_doubtful
        if alone and (several[0].is_certain or fields.count(several[0].field) == 1):
            certain.append((several[0].score, index, several[0].field))
        elif several:
            contested.append((index, several))
    certain.sort(key=lambda entry: (-entry[0], entry[1]))
    return tuple(certain), tuple(contested)


def candidates(table: str, text: str, found: Meanings) -> tuple[Candidate, ...]:
    """The fields of a table that a header may mean, the likeliest first."""
    fitting_ones = [meaning for meaning in found if meaning.table == table]
    is_certain = len(fitting_ones) == 1 and fitting_ones[0].score == SURE
    is_doubtful = not fitting_ones
    if is_doubtful:
        fitting_ones = [meaning for meaning in likely(text) if meaning.table == table]
    return tuple(
        Candidate(meaning.code.partition(".")[2], meaning.score, is_certain, is_doubtful)
        for meaning in fitting_ones
    )


def _sample(grid: Grid, block: Block, column: int) -> list[Any]:
    rows = grid.rows
    values = [rows[row][column] for row in block.data_rows[:SAMPLED_ROWS]]
    return [value for value in values if value != ""][:SAMPLE]


def _is_sparse(grid: Grid, block: Block, column: int) -> bool:
    """Whether a column is blank in most of the rows: names stand in every row, phases do not."""
    span = slice(block.header.columns[0], block.header.columns[-1] + 1)
    cells = [grid.rows[row] for row in block.data_rows[:SAMPLED_ROWS]]
    filled = [row for row in cells if any(value != "" for value in row[span])]
    return 2 * sum(row[column] == "" for row in filled) > len(filled)


def _rated(table: str, candidate: Candidate, sample: Sequence[Any]) -> float:
    fit = fitting(f"{table}.{candidate.field}", sample) if sample else 0.5
    if sample and _test(f"{table}.{candidate.field}") is dates.is_date:
        fit = sum(map(dates.may_be_date, sample)) / len(sample)
    if not sample and candidate.field == "dates":
        # A range of dates has to be seen: formulas without results may as well be durations.
        return 0.0
    if fit < (DOUBTFUL_FIT if candidate.is_doubtful else LEAST_FIT):
        return 0.0
    return candidate.score * HEADER_COUNTS + fit * CONTENT_COUNTS


def _dealt(rated: Sequence[tuple[float, int, str]]) -> dict[str, tuple[int, float]]:
    """Each field to one column, the best first."""
    taken: dict[str, tuple[int, float]] = {}
    used: set[int] = set()
    for score, index, name in rated:
        if name not in taken and index not in used:
            taken[name] = (index, score)
            used.add(index)
    return taken


def _name_unknown(grid: Grid, block: Block, taken: dict[str, tuple[int, float]]) -> None:
    """Without a header for names, the first column of differing texts has them."""
    used = {index for index, _ in taken.values()}
    columns = block.header.columns
    for index in range(min(columns), max(columns) + 1):
        values = _sample(grid, block, index)
        if index in used or len(values) < 2 or not all(isinstance(v, str) for v in values):
            continue
        if len(set(values)) * 4 >= len(values) * 3 and fitting("task.name", values) >= LEAST_FIT:
            taken["name"] = (index, NAME_OF_UNKNOWN)
            return


def _code_for_name(grid: Grid, block: Block, taken: dict[str, tuple[int, float]]) -> None:
    """`项目 | P-2617`: what stands below a header for names may be codes."""
    if "name" in taken and "code" not in taken:
        values = _sample(grid, block, taken["name"][0])
        if values and all(
            isinstance(v, str) and PROJECT_S_CODE.fullmatch(plain(v)) for v in values
        ):
            taken["code"] = taken.pop("name")


@lru_cache(maxsize=1024)
def _listed(
    table: str, header: Header, taken: tuple[tuple[str, tuple[int, float]], ...]
) -> tuple[Column, ...]:
    names = {index: (name, score) for name, (index, score) in taken}
    fields = {field.name for field in TABLES[table]}
    found = []
    for index in sorted({*header.columns, *names}):
        text = header.texts.get(index, "")
        name, score = names.get(index, ("", 1.0))
        column = Column(index, text, name, score=1.0 if score >= HEADER_COUNTS else score)
        if not name:
            known = any(meaning.table == table for meaning in header.meanings.get(index, ()))
            column = replace(column, reason="column_twice" if known else "column_unknown")
        elif name not in fields and name not in HELPERS:
            column = replace(column, field="", reason="column_not_kept")
        found.append(column)
    return tuple(found)


# --- what cells look like


def fitting(code: str, values: Sequence[Any]) -> float:
    """The share of values that can be the field's."""
    test = _test(code)
    if test is None:
        return 1.0
    if test is _is_code and code in ("task.wbs", "task.id"):
        return _numbering(code, values)
    return sum(map(test, values)) / len(values)


@lru_cache(maxsize=512)
def _test(code: str) -> Callable[[Any], bool] | None:
    table, _, name = code.partition(".")
    if name in HELPER_TESTS:
        return HELPER_TESTS[name]
    kind = next((field.kind for field in TABLES[table] if field.name == name), None)
    if code == "project.code":
        return _is_project_code
    if name in ("wbs", "code"):
        return _is_code
    if name == "name":
        return _is_name
    return TESTS.get(kind) if kind else None


def _numbering(code: str, values: Sequence[Any]) -> float:
    """Codes with levels are WBS codes; mere numbers are more likely those of the rows."""
    if not values:
        return 0.5
    codes = sum(map(_is_code, values)) / len(values)
    has_levels = any(
        not value.is_integer()
        if isinstance(value, float)
        else bool(DOTTED.search(plain(str(value))))
        for value in values
    )
    if code == "task.wbs":
        return codes if has_levels else codes / 2
    return 0.0 if has_levels else codes


@lru_cache(maxsize=8192, typed=True)
def _is_code(value: Any) -> bool:
    return isinstance(value, float) or (isinstance(value, str) and bool(CODE.match(plain(value))))


PROJECT_CODE = re.compile(r"^[A-Za-z]{1,8}[-_ ]?\d[\w-]*$|^\d{3,}[-_\d]*$|^[A-Z]{1,6}(?:[-_]\w+)+$")


def _is_project_code(value: Any) -> bool:
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, str) and bool(PROJECT_CODE.match(plain(value)))


@lru_cache(maxsize=8192, typed=True)
def _is_text(value: Any) -> bool:
    return (
        isinstance(value, str)
        and not _is_number_text(value)
        and not dates.is_date(value)
        and not value.rstrip().endswith(("%", "％"))
    )


def _is_name(value: Any) -> bool:
    return _is_text(value) and words.meaning("bool", value) is None


def _is_number_text(value: str) -> bool:
    return plain(value).replace(",", "").replace(".", "", 1).isdecimal()


def _is_person(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= SHORT and not HAS_DIGIT.search(value)


def _is_state(value: Any) -> bool:
    return isinstance(value, str) and (
        words.meaning("share", value) is not None or words.is_nothing(value)
    )


def _is_flag(value: Any) -> bool:
    return (
        isinstance(value, bool)
        or (
            isinstance(value, str)
            and (words.meaning("bool", value) is not None or words.is_nothing(value))
        )
        or value in (0.0, 1.0)
    )


def _is_range(value: Any) -> bool:
    return dates.parse_range(value) is not None


def _is_level_number(value: Any) -> bool:
    number = whole_number(value)
    return isinstance(number, int) and 0 <= number <= 12


TESTS: Mapping[Kind, Callable[[Any], bool]] = {
    Kind.TEXT: _is_text,
    Kind.SHARE: shares.is_share,
    Kind.MONEY: money.is_money,
    Kind.DATE: dates.is_date,
    Kind.START: dates.is_date,
    Kind.FINISH: dates.is_date,
    Kind.DURATION: durations.is_duration,
    Kind.LEVEL: levels.is_level,
    Kind.PERSON: _is_person,
    Kind.PEOPLE: _is_person,
    Kind.DEPARTMENT: _is_person,
    Kind.LINKS: predecessors.is_links,
}
HELPER_TESTS: Mapping[str, Callable[[Any], bool]] = {
    "id": _is_code,
    "level": _is_level_number,
    "name1": _is_name,
    "name2": _is_name,
    "name3": _is_name,
    "name4": _is_name,
    "group": _is_text,
    "project": _is_text,
    "item": _is_text,
    "edition": lambda value: YEAR.search(shown(value)) is not None,
    "dates": _is_range,
    "state": _is_state,
    "milestone": _is_flag,
    "kind": lambda value: isinstance(value, str) and words.meaning("task_kind", value) is not None,
    "actual_start": dates.is_date,
    "actual_finish": dates.is_date,
    "baseline_start": dates.is_date,
    "baseline_finish": dates.is_date,
}
