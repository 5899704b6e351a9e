"""What the heat map shows, top to bottom: rows of a load matrix, groups with their people below.

Colours are by load, demand over capacity; where a row has no capacity of its own (projects) by its
share of the largest demand that is shown. Numbers are in the unit that was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from math import inf, isinf

import numpy as np

from pmo_desktop.charts.heatmap import HeatRow
from pmo_desktop.domain.load_matrix import Floats
from pmo_desktop.language import Language
from pmo_desktop.services.load_matrix import LoadMatrix
from pmo_desktop.services.load_shapes import By, MatrixRow

MOST = 9.99
ENDLESS = "∞"
MINUTES_PER_HOUR = 60
SOME = 0.5  # minutes: less is nothing


class Unit(StrEnum):
    SHARE = "share"
    DAYS = "days"
    FTE = "fte"
    HOURS = "hours"


class Order(StrEnum):
    PEAK = "peak"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class LoadFilter:
    """`text` is split into words that must all be there; "" as department or role is any. `over`
    are the hours beyond capacity of those who are overloaded, by id."""

    text: str = ""
    department: str = ""
    role: str = ""
    overloaded: bool = False
    over: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """Hours of a row in a bucket; `load` is firm demand over capacity, endless without any."""

    hard: float
    soft: float
    capacity: float
    load: float
    with_soft: float


@dataclass(frozen=True, eq=False)
class LoadLine:
    """A row of `matrix` at place `at`; `name` is what it is called. A group (`is_group`) has people
    whose lines can stand below it."""

    matrix: LoadMatrix
    at: int
    name: str
    note: str
    is_group: bool
    most: float = 0.0

    @property
    def row(self) -> MatrixRow:
        return self.matrix.rows[self.at]

    @property
    def by(self) -> By:
        return self.matrix.by

    @property
    def key(self) -> tuple[By, object]:
        """What it is, whatever else is shown."""
        return self.by, (self.row.key if self.row.key is not None else self.row.name)

    @property
    def people(self) -> int:
        return len(self.row.people)

    @property
    def person_id(self) -> int | None:
        is_person = self.by is By.PERSON and isinstance(self.row.key, int)
        return self.row.key if is_person and isinstance(self.row.key, int) else None

    @property
    def members(self) -> tuple[int, ...]:
        return self.row.people

    @property
    def count(self) -> int:
        return self.matrix.hard.shape[1]

    @cached_property
    def loads(self) -> list[float]:
        found: list[float] = _load(self.matrix, self.at, self.matrix.hard[self.at]).tolist()
        return found

    def cell(self, bucket: int) -> Cell:
        found, at = self.matrix, self.at
        hard, soft = float(found.hard[at, bucket]), float(found.soft[at, bucket])
        capacity = float(found.capacity[at, bucket])
        has = capacity if self.by.is_of_people else float(found.everybody[bucket])
        endless = inf if hard + soft > SOME else 0.0
        return Cell(
            hard / MINUTES_PER_HOUR,
            soft / MINUTES_PER_HOUR,
            capacity / MINUTES_PER_HOUR,
            self.loads[bucket],
            (hard + soft) / has if has > SOME else endless,
        )

    def heat(
        self,
        first: int,
        last: int,
        unit: Unit,
        language: Language,
        over: frozenset[int] = frozenset(),
    ) -> HeatRow:
        """How the map draws these buckets; `over` are those in which somebody has too much."""
        found, at = self.matrix, self.at
        hard, capacity = found.hard[at, first:last], found.capacity[at, first:last]
        soft = found.soft[at, first:last] > SOME
        if self.by.is_of_people:
            nothing = (hard <= SOME) & (capacity <= SOME)
            shade: list[float | None] = [
                None if is_empty else min(load, MOST)
                for is_empty, load in zip(nothing, self.loads[first:last], strict=True)
            ]
        else:
            most = self.most or 1.0
            shade = [float(one) / most if one > SOME else None for one in hard]
        numbers = shown_numbers(found, at, unit, language, first, last)
        marked = tuple(bucket in over for bucket in range(first, last)) if over else ()
        return HeatRow(
            self.name, self.note, tuple(shade), tuple(numbers), tuple(soft.tolist()), marked
        )


def shown_numbers(
    found: LoadMatrix,
    at: int,
    unit: Unit,
    language: Language,
    first: int = 0,
    last: int | None = None,
) -> list[str]:
    """What stands in these cells of a row, short: shares as percents without the sign."""
    values = found.shown(found.hard[at], unit.value, at)[first:last].tolist()
    if unit is Unit.SHARE:
        return [ENDLESS if isinf(value) else f"{min(value, MOST) * 100:.0f}" for value in values]
    return [language.number(value, 0 if value >= 10 else 1) for value in values]


def _load(found: LoadMatrix, at: int, asked: Floats) -> Floats:
    has = found.capacity[at] if found.by.is_of_people else found.everybody
    endless = np.where(asked > SOME, np.inf, 0.0)
    return np.divide(asked, has, out=endless, where=has > SOME)


def peak(line: LoadLine) -> float:
    """The heaviest bucket; of projects the most minutes. What is asked where nobody is there is
    held against the row's fullest bucket: an hour on a holiday is no reason to come first."""
    if not line.count:
        return 0.0
    hard, capacity = line.matrix.hard[line.at], line.matrix.capacity[line.at]
    fullest = float(capacity.max())
    if not line.by.is_of_people:
        return float(hard.max())
    if fullest <= SOME:
        return MOST if hard.any() else 0.0
    return float((hard / np.where(capacity > SOME, capacity, fullest)).max())


def lines(
    matrix: LoadMatrix,
    people: LoadMatrix,
    kept_by: LoadFilter,
    order: Order = Order.PEAK,
    open_groups: frozenset[tuple[By, object]] = frozenset(),
    called: Callable[[MatrixRow], str] = lambda row: row.name,
) -> tuple[LoadLine, ...]:
    """The lines in their order; `open_groups` are those whose people are shown below them."""
    of_people = _lines(people, called)
    if matrix.by is By.PERSON:
        kept = [line for line in of_people if _passes(line, kept_by)]
        return tuple(_ordered(kept, order, kept_by.over))
    found: list[LoadLine] = []
    by_id = {line.row.key: line for line in of_people}
    for group in _ordered(_lines(matrix, called), order, kept_by.over):
        theirs = [by_id[one] for one in group.members if one in by_id]
        kept = [line for line in theirs if _passes(line, kept_by)]
        if not kept and not _passes(group, kept_by):
            continue
        found.append(group)
        if group.key in open_groups:
            found += _ordered(kept, order, kept_by.over)
    return tuple(found)


def _lines(matrix: LoadMatrix, called: Callable[[MatrixRow], str]) -> list[LoadLine]:
    most = float(matrix.hard.max(initial=0.0))
    is_group = matrix.by is not By.PERSON
    return [
        LoadLine(matrix, at, called(row), row.note, is_group and bool(row.people), most)
        for at, row in enumerate(matrix.rows)
    ]


def _ordered(found: list[LoadLine], order: Order, over: Mapping[int, float]) -> list[LoadLine]:
    """Who is there comes before what waits for somebody, what is not given last; where not by name,
    the most hours of overload first, then the highest peaks."""

    def place(line: LoadLine) -> tuple[object, ...]:
        is_open = line.by is By.PERSON and line.row.is_open
        if order is Order.NAME:
            return is_open, not line.row.name, line.name.casefold()
        hours = sum(over.get(one, 0.0) for one in line.row.people)
        return is_open, -hours, -peak(line), line.name.casefold()

    return sorted(found, key=place)


def _passes(line: LoadLine, kept_by: LoadFilter) -> bool:
    row = line.row
    if kept_by.department and row.department != kept_by.department:
        return False
    if kept_by.role and row.note != kept_by.role:
        return False
    if kept_by.overloaded and kept_by.over.keys().isdisjoint(row.people):
        return False
    words = kept_by.text.casefold().split()
    text = f"{line.name} {row.note} {row.department}".casefold() if words else ""
    return all(word in text for word in words)


def person_lines(found: Sequence[LoadLine]) -> list[LoadLine]:
    return [line for line in found if line.person_id is not None]
