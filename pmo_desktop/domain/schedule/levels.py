"""The kernel for wide networks: numpy, level by level. It does what `schedule.plain` does and
speaks the same; its results are arrays by spot.

Inside, everything is in the order of `schedule.columns`. Where dates run out of the tables there,
the passes say `OutsideTables`, and the network is for the other kernel.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from pmo_desktop.domain.schedule.columns import Columns, columns_of
from pmo_desktop.domain.schedule.compiled import Compiled
from pmo_desktop.domain.schedule.lines import EVER, NEVER, OutsideTables
from pmo_desktop.domain.schedule.passes import Passes
from pmo_desktop.domain.schedule.plain import Early, Numbers
from pmo_desktop.domain.schedule.tables import Ints, TooWide


def fits(compiled: Compiled) -> bool:
    """Whether its dates are close enough for tables."""
    try:
        columns(compiled)
    except TooWide:
        return False
    return True


def columns(compiled: Compiled) -> Columns:
    """Made once for each compiled network; `TooWide` where tables would be too large."""
    found = compiled.kept.get("columns")
    if found is None:
        found = compiled.kept["columns"] = columns_of(compiled)
    return cast(Columns, found)


def passes(compiled: Compiled) -> Passes:
    """With the network's own durations."""
    found = compiled.kept.get("passes")
    if found is None:
        c = columns(compiled)
        found = compiled.kept["passes"] = Passes(c, c.span)
    return cast(Passes, found)


def forward(compiled: Compiled, floors: Numbers | None = None) -> Early:
    """See `plain.forward`."""
    c = columns(compiled)
    ordered = None if floors is None else np.asarray(floors)[c.order]
    started, ended, wanted = passes(compiled).forward(ordered)
    _check(c, started, ended)
    start, finish = c.start.copy(), c.finish.copy()
    placed = np.flatnonzero(c.state[: c.count] == 0)
    start[placed] = _start_at(c, started[placed], placed)
    moved = np.flatnonzero(c.state[: c.count] < 2)
    finish[moved] = _start_at(c, ended[moved] - 1, moved) + 1
    return Early(*(by_spot(c, found) for found in (started, ended, start, finish, wanted)))


def backward(compiled: Compiled, caps: Numbers) -> Numbers:
    """See `plain.backward`."""
    c = columns(compiled)
    late = passes(compiled).backward(np.asarray(caps)[c.order])
    _check(c, late)
    return by_spot(c, late)


def undisturbing(compiled: Compiled, ended: Numbers, caps: Numbers) -> Numbers:
    """See `plain.undisturbing`."""
    c = columns(compiled)
    free = passes(compiled).undisturbing(np.asarray(ended)[c.order], np.asarray(caps)[c.order])
    return by_spot(c, free)


def finishes(compiled: Compiled, early: Early) -> dict[int, int]:
    """See `plain.finishes`."""
    c = columns(compiled)
    found = np.full(len(c.projects), NEVER)
    np.maximum.at(found, c.project, np.asarray(early.finish)[c.order])
    return dict(zip(c.projects, found.tolist(), strict=True))


def caps(compiled: Compiled, finishes: Mapping[int, int], own: bool) -> Numbers:
    """See `plain.caps`."""
    c = columns(compiled)
    known = np.array(
        [
            [EVER if finishes[p] == EVER else line.worked(finishes[p]) for line in compiled.lines]
            for p in c.projects
        ],
        dtype=np.int64,
    )
    found = known[c.project, c.line]
    if own:
        found = np.minimum(found, np.minimum(c.cap_finish, c.cap + c.span))
    return by_spot(c, found)


def late_floors(compiled: Compiled, late: Numbers) -> Numbers:
    """See `plain.late_floors`."""
    c = columns(compiled)
    ordered = np.asarray(late)[c.order]
    return by_spot(c, np.where(c.clings & (ordered < EVER), ordered - c.span, NEVER))


def between(compiled: Compiled, ended: Numbers, until: Numbers) -> Numbers:
    """See `plain.between`."""
    c = columns(compiled)
    first, last = np.asarray(ended)[c.order], np.asarray(until)[c.order]
    found = last - first
    aside = np.flatnonzero(c.line[: c.count] != c.clock[: c.count])
    rows = c.tables.rows[c.clock[aside]]
    found[aside] = c.tables.worked(last[aside], rows) - c.tables.worked(first[aside], rows)
    return by_spot(c, found)


def by_spot(c: Columns, values: Ints) -> Any:
    """From the order of the columns to that of the spots."""
    return values[c.place_of]


def _start_at(c: Columns, numbers: Ints, places: Ints) -> Ints:
    lines = c.line[places]
    return c.tables.start_at(numbers, c.tables.entries[lines], c.tables.rows[lines])


def _check(c: Columns, *numbers: Ints) -> None:
    line = c.line[: c.count]
    if not all(c.tables.holds(found[: c.count], line) for found in numbers):
        raise OutsideTables
