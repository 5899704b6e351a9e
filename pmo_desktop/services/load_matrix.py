"""How much is asked of whom, and when: by person, role, skill, department, team, project or
programme; by day, week, month or quarter.

Sums stay right: each line counts in one row. A person counts under the skill that they have at the
highest level (of several the first by name), and where nothing is said in a row without a name;
only of teams somebody may be in several, and counts in each. Generic demand stands in the row of
the skill, role or department that it asks for, and by person in a row of its own. Projects and
programmes have no capacity: their demand is held against everybody's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from pmo_desktop.domain.load_grains import Grain
from pmo_desktop.domain.load_matrix import Floats
from pmo_desktop.services.load_base import NOTHING, LoadBase, load_base
from pmo_desktop.services.load_columns import columns_of
from pmo_desktop.services.load_shapes import (
    By,
    MatrixRow,
    Shape,
    shape_of_people,
    shape_of_projects,
)
from pmo_desktop.services.pool_groups import read_pool
from pmo_desktop.services.pool_time import connection_of


@dataclass(frozen=True, eq=False)
class LoadMatrix:
    """Minutes of a full-time person, rows by buckets: `hard` and `soft` demand, `capacity` (of
    projects nothing). Bucket n runs from day `edges[n]` to before `edges[n + 1]`. `everybody` is
    what all people have, `asked_in_all` and `soft_in_all` what is asked of all, each line once,
    `full_time` what one full-time person of the office's calendar has,
    `day_minutes` what a person-day is."""

    by: By
    grain: Grain
    edges: tuple[date, ...]
    rows: tuple[MatrixRow, ...]
    hard: Floats
    soft: Floats
    capacity: Floats
    everybody: Floats
    asked_in_all: Floats
    soft_in_all: Floats
    full_time: Floats
    day_minutes: int

    @property
    def buckets(self) -> tuple[date, ...]:
        """The first day of each bucket."""
        return self.edges[:-1]

    def load(self, *, soft: bool = False) -> Floats:
        """Demand over capacity, firm alone or with the soft; endless where something is asked and
        nothing there."""
        asked = self.hard + self.soft if soft else self.hard
        has = (
            self.capacity if self.by.is_of_people else np.broadcast_to(self.everybody, asked.shape)
        )
        endless = np.where(asked > 0, np.inf, 0.0)
        return np.divide(asked, has, out=endless, where=has > NOTHING)

    def shown(self, minutes: Floats, unit: str, row: int | None = None) -> Floats:
        """Minutes of each bucket in a unit: `hours`, person-`days`, `fte` (full-time people), or as
        `share` of the row's capacity (of everybody's, without a row, and for projects)."""
        if unit == "hours":
            return minutes / 60
        if unit == "days":
            return minutes / self.day_minutes
        by = self.full_time
        if unit == "share":
            by = self.everybody
            if row is not None and self.by.is_of_people:
                by = self.capacity[row]
        endless = np.where(minutes > 0, np.inf, 0.0)
        return np.divide(minutes, by, out=endless, where=by > NOTHING)


def load_matrix(
    session: Session,
    by: By | str,
    grain: Grain | str,
    first: date,
    until: date,
    *,
    candidates: bool = False,
) -> LoadMatrix:
    """The matrix of the buckets that touch the days from `first` to `until`, both included. Of
    people only those are rows who are active or of whom something is asked."""
    base = load_base(session, columns_of(Grain(grain), first, until), candidates=candidates)
    return matrix_of(session, base, By(by), Grain(grain))


def matrix_of(session: Session, base: LoadBase, by: By, grain: Grain) -> LoadMatrix:
    """As `load_matrix`, of what has been read already."""
    connection, asked = connection_of(session), base.asked
    if by.is_of_people:
        shape = shape_of_people(by, read_pool(connection), asked)
    else:
        shape = shape_of_projects(by, connection, asked)
    units = shape.units
    lines = [row + units * one.soft for row, one in zip(shape.lines, asked.odd, strict=True)]
    both = base.demand(shape.entries + units * asked.soft, lines, 2 * units)
    # Without units for people (by project) all have one in common.
    rows = {person: shape.people.get(person, 0) for person in base.times}
    has = base.capacities(rows, units)
    capacity = _rows(has if by.is_of_people else np.zeros(has.shape), shape)
    found = LoadMatrix(
        by, grain, base.edges, tuple(shape.rows), _rows(both[:units], shape),
        _rows(both[units:], shape), capacity, has.sum(axis=0), both[:units].sum(axis=0),
        both[units:].sum(axis=0), base.full_time(),
        base.known[None].minutes_per_day,
    )  # fmt: skip
    return _of_interest(found)


def _rows(units: Floats, shape: Shape) -> Floats:
    """Units added up to rows."""
    found = np.zeros((len(shape.rows), units.shape[1]))
    if shape.pairs:
        unit, row = np.array(shape.pairs, np.intp).T
        np.add.at(found, row, units[unit])
    return found


def _of_interest(found: LoadMatrix) -> LoadMatrix:
    """Without the rows of which nothing is asked, unless they have people who are there."""
    asks = (found.hard + found.soft).sum(axis=1) > 0
    kept = [at for at, row in enumerate(found.rows) if asks[at] or not row.is_open]
    if len(kept) == len(found.rows):
        return found
    parts = {name: getattr(found, name)[kept] for name in ("hard", "soft", "capacity")}
    return replace(found, rows=tuple(found.rows[at] for at in kept), **parts)
