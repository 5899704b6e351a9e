"""Finds the tables of people on a workbook's sheets: which row has the headers, what each is of.

A table is known by its headers alone, whoever wrote it: a person and a first day with a last one or
a kind is a list of absences, a person and a rate a list of rates. Where a column of people is
beside columns of levels whose headers name no field, it is a skills matrix.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pmo_desktop.exchange.files.reading import Grid, Workbook
from pmo_desktop.exchange.parsing import words as known
from pmo_desktop.exchange.parsing.dates import may_be_date
from pmo_desktop.exchange.parsing.text import key
from pmo_desktop.exchange.parsing.values import is_blank, shown
from pmo_desktop.exchange.pool import words

LOOKED_AT = 12
# Headers that are of tasks, projects and timesheets, and of bookings among what is about people.
ABOUT_TASKS = frozenset({"of_tasks", "project", "hours"})
BOOKED = frozenset({"booking", "first", "last"})
MATRIX = "matrix"
# What of a person a list of people says; two of them make it one.
OF_PERSON = frozenset({"role", "department", "email", "capacity", "calendar", "external",
                       "placeholder", "joined", "left_on", "active"})  # fmt: skip
LEAST_SKILLS, LEAST_LEVELS = 2, 0.75
LEVEL_AND_WORD = re.compile(r"([0-5])\s*[-–—.:：、)）（(]\s*[^\d\s].*")
LEVEL_AND_SIGN = re.compile(r"(?:l|lv|level)?\.?\s*([0-5])\s*(?:级|星|分|stars?)?", re.IGNORECASE)
STARS = re.compile(r"[★●⭐*✦]{1,5}[☆○]*")
PER_DAY = re.compile(r"天|日|周|月|年|day|week|month|year|annum", re.IGNORECASE)
AMOUNTS = ("standard", "overtime", "per_use")
HEADS_OF_MATRIX = ("person", "department")


@dataclass(frozen=True)
class PoolTable:
    """`kind` is a table of `domain.pool_fields`, `person`, `team_member` or `matrix`; `columns` by
    field; `skills` are a matrix's columns by the skills' names, `left_out` the headers of columns
    that are neither. `head` is the grid's row of the headers."""

    grid: Grid
    kind: str
    head: int
    columns: Mapping[str, int]
    skills: Mapping[str, int]
    left_out: tuple[str, ...] = ()

    def rows(self) -> range:
        return range(self.head + 1, len(self.grid.rows))

    def cell(self, row: int, field: str) -> Any:
        """What stands in a field's cell; `""` where there is no such column."""
        at = self.columns.get(field)
        return "" if at is None else self.grid.rows[row][at]

    def address(self, row: int, field: str) -> str:
        at = self.columns.get(field, 0)
        return self.grid.address(row, at)

    def number(self, row: int) -> int:
        """The row as its sheet counts it."""
        return self.grid.top + row + 1


def pool_tables(book: Workbook) -> list[PoolTable]:
    """The tables on all sheets, one a sheet."""
    return [found for grid in book.grids if (found := pool_table(grid)) is not None]


def own_tables(book: Workbook, titles: Mapping[str, str]) -> list[PoolTable]:
    """The tables of our own workbook; `titles` are the kinds of its sheets by their names."""
    found = []
    for grid in book.grids:
        kind = titles.get(grid.name)
        if kind is None or not grid.rows:
            continue
        heads = [shown(cell) for cell in grid.rows[0]]
        columns: dict[str, int] = {}
        skills: dict[str, int] = {}
        left_out: list[str] = []
        for at, head in enumerate(heads):
            # In the matrix everything behind the person's name and department is a skill.
            if kind == MATRIX and len(columns) == len(HEADS_OF_MATRIX):
                if head.strip():
                    skills.setdefault(" ".join(head.split()), at)
            elif (field := words.header(head)) and field not in columns:
                columns[field] = at
            elif head.strip() and at:
                left_out.append(" ".join(head.split()))
        if kind in ("person", MATRIX) and "person" not in columns:
            continue
        found.append(PoolTable(grid, kind, 0, columns, skills, tuple(left_out)))
    return found


def pool_table(grid: Grid) -> PoolTable | None:
    """The table on a sheet; None where there is none that is about people."""
    best: PoolTable | None = None
    for head in range(min(len(grid.rows), LOOKED_AT)):
        found = _table(grid, head)
        if found is not None and (best is None or _weight(found) > _weight(best)):
            best = found
    return best


def is_about_tasks(grid: Grid) -> bool:
    """Whether a sheet has a header that only plans and registers of projects have; a list of
    bookings names projects, too."""
    heads = [
        {words.header(cell) for cell in line if isinstance(cell, str) and cell}
        for line in grid.rows[:LOOKED_AT]
    ]
    if any(found >= BOOKED and "of_tasks" not in found for found in heads):
        return False
    return any(found & ABOUT_TASKS for found in heads)


def _weight(table: PoolTable) -> tuple[int, int]:
    return len(table.columns) + len(table.skills), -table.head


def _table(grid: Grid, head: int) -> PoolTable | None:
    columns: dict[str, int] = {}
    others: dict[str, int] = {}
    doubled: list[str] = []
    for at, cell in enumerate(grid.rows[head]):
        if not isinstance(cell, str) or is_blank(cell):
            continue
        field, name = words.header(cell), " ".join(cell.split())
        if field in AMOUNTS and PER_DAY.search(cell):
            field = ""
        if field and field not in columns:
            columns[field] = at
        elif field or name in others:
            doubled.append(name)
        else:
            others[name] = at
    skills = _skill_columns(grid, head, others) if "person" in columns else {}
    kind = _kind(columns, skills)
    if kind == "person_rate" and "from_day" not in columns and "first" in columns:
        columns["from_day"] = columns.pop("first")
    if kind == "booking" and "units" not in columns and "capacity" in columns:
        columns["units"] = columns.pop("capacity")
    if kind == "team_member" and "person" not in columns:
        return None
    if not kind:
        return None
    skills = skills if kind == MATRIX else {}
    left_out = [name for name, at in others.items() if name not in skills]
    held = [name for name in left_out
            if any(not is_blank(line[others[name]]) for line in grid.rows[head + 1 :])]  # fmt: skip
    return PoolTable(grid, kind, head, columns, skills, (*held, *doubled))


def _kind(columns: Collection[str], skills: Collection[str]) -> str:
    has = set(columns)
    if has >= BOOKED:
        return "booking"
    if "person" in has:
        if {"skill", "level"} <= has:
            return "person_skill"
        if "standard" in has:
            return "person_rate"
        if {"first", "capacity"} <= has and not has & {"kind", "share", "days"}:
            return "person_capacity"
        if "first" in has and has & {"last", "kind", "share", "days"} and "level" not in has:
            return "absence"
        if len(skills) >= LEAST_SKILLS:
            return MATRIX
        if "team" in has and not has & (OF_PERSON - {"role", "department"}):
            return "team_member"
        return "person" if len(has & OF_PERSON) >= 2 else ""
    if "skill" in has and has & {"needed_holders", "needed_level", "category"}:
        return "skill"
    if {"department", "manager"} <= has:
        return "department"
    return "team" if {"team", "lead"} <= has else ""


def _skill_columns(grid: Grid, head: int, others: Mapping[str, int]) -> dict[str, int]:
    """The columns whose headers name no field, and whose cells are nearly all levels."""
    found = {}
    for name, at in others.items():
        values = [line[at] for line in grid.rows[head + 1 :] if not is_blank(line[at])]
        if may_be_date(name) or key(name) in known.keys("total") or not _are_levels(values):
            continue
        found[name] = at
    held = any(not is_blank(line[at]) for line in grid.rows[head + 1 :] for at in found.values())
    return found if held else {}


def _are_levels(values: Sequence[Any]) -> bool:
    good = sum(level_of(value) is not None for value in values)
    return good >= len(values) * LEAST_LEVELS


def level_of(value: Any) -> int | None:
    """A cell's level, 0 where it says that there is none; None where it is no level."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return int(value) if value in range(6) else None
    return _level_said(shown(value).strip())


@lru_cache(maxsize=4096)
def _level_said(text: str) -> int | None:
    if found := words.meaning("level", text):
        return int(found)
    if STARS.fullmatch(text):
        return sum(sign not in "☆○" for sign in text)
    said = LEVEL_AND_SIGN.fullmatch(text) or LEVEL_AND_WORD.fullmatch(text)
    return int(said[1]) if said else None
