"""A compiled network as numpy arrays, for passes level by level.

Spots stand in the order of their levels, within each first those that are free, then the running,
then the kept ones; what lies in or behind loops comes last and is left alone. `place_of` finds a
spot's place in this order. Numbers are as in `schedule.spots`.

What an arrow from a known date does is known beforehand, and has gone into the floors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from operator import attrgetter
from typing import Any

import numpy as np

from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.schedule.arrows import Arrow, Way
from pmo_desktop.domain.schedule.compiled import Compiled
from pmo_desktop.domain.schedule.lines import EVER
from pmo_desktop.domain.schedule.plain import arrival
from pmo_desktop.domain.schedule.spots import Spot, State
from pmo_desktop.domain.schedule.tables import Ints, Tables, TooWide
from pmo_desktop.domain.tasks import LagKind
from pmo_desktop.domain.timeline import instant_of

# Days around all dates that are said; fewer behind them where the tables become too large.
BEFORE_FIRST, BEHIND_LAST = 400, (40 * 366, 10 * 366, 3 * 366)


@dataclass(frozen=True)
class Level:
    """Places from `first`: the free ones to `free`, the running to `running`, the kept to `last`;
    `capped` says whether constraints hold any of them before where its links would have it."""

    first: int
    free: int
    running: int
    last: int
    capped: bool


@dataclass(frozen=True)
class Reach:
    """Arrows of one level that lead from one line to another, all of one way.

    `at` are their positions among the level's arrows, `where` among all. `entries` and `rows` find
    the lines in the tables: that of the predecessor (`from`), and that of the successor, or of its
    calendar where the lag is counted aside (`to`). `shift` is added to instants on the way there,
    `back_shift` taken from them on the way back.
    """

    at: Ints
    where: Ints
    source: Ints
    before: Ints
    from_finish: Ints
    from_entries: Ints
    from_rows: Ints
    to_entries: Ints
    to_rows: Ints
    lag: Ints
    share: Ints
    shift: Ints
    back_shift: Ints
    is_aside: bool


@dataclass(frozen=True)
class Arrows:
    """Arrows sorted by the place of the spot that they are asked for, level by level.

    `source` is the predecessor's end among all starts, then all ends. `spans` are each level's
    slices, `heads` its spots with arrows, `groups` where theirs begin; the last of these, and of
    `across` and `aside`, is for all levels at once.
    """

    before: Ints
    after: Ints
    source: Ints
    from_finish: Ints
    to_finish: Ints
    lag: Ints
    share: Ints
    is_aside: Ints
    spans: list[tuple[int, int]]
    heads: list[Ints]
    groups: list[Ints]
    across: list[Reach | None]
    aside: list[Reach | None]


@dataclass(frozen=True)
class Columns:
    """See the top. `forward` has the arrows that pull by successor, `backward` those that bind by
    predecessor; the first `count` places lie outside loops."""

    order: Ints
    place_of: Ints
    levels: list[Level]
    line: Ints
    clock: Ints
    project: Ints
    projects: list[int]
    span: Ints
    duration: Ints
    state: Ints
    floor: Ints
    floor_finish: Ints
    ceiling: Ints
    ceiling_finish: Ints
    cap: Ints
    cap_finish: Ints
    clings: Ints
    started: Ints
    ended: Ints
    start: Ints
    finish: Ints
    tables: Tables
    forward: Arrows
    backward: Arrows
    count: int


def columns_of(compiled: Compiled) -> Columns:
    """`TooWide` where the dates are too far apart for tables."""
    spots, levels = compiled.spots, compiled.levels
    tables = _tables(compiled)
    depth = max(levels, default=0) + 1
    key = [
        (depth if spot.looped else level, spot.state)
        for spot, level in zip(spots, levels, strict=True)
    ]
    order = sorted(range(len(spots)), key=key.__getitem__)
    place_of = np.empty(len(spots), dtype=np.int64)
    place_of[order] = np.arange(len(spots))
    ordered = [spots[i] for i in order]
    looped = sum(spot.looped for spot in spots)
    counted = len(spots) - looped
    columns: dict[str, Any] = {
        name: np.fromiter(map(attrgetter(name), ordered), dtype=np.int64, count=len(ordered))
        for name in (
            "line", "clock", "span", "state", "floor", "floor_finish", "ceiling", "ceiling_finish",
            "cap", "cap_finish", "started", "ended", "start", "finish",
        )
    }  # fmt: skip
    columns["clings"] = np.array([spot.clings for spot in ordered], dtype=bool)
    columns["duration"] = np.array([spot.activity.duration_minutes for spot in ordered], dtype=int)
    projects = sorted({spot.activity.project for spot in spots})
    numbers = {project: n for n, project in enumerate(projects)}
    columns["project"] = np.array([numbers[spot.activity.project] for spot in ordered], dtype=int)

    pulling = []
    for arrow in compiled.arrows:
        if arrow.pulls and _is_known(arrow, spots[arrow.before]):
            _fold(arrow, compiled, columns, int(place_of[arrow.after]))
        elif arrow.pulls:
            pulling.append(arrow)
    binding = [arrow for arrow in compiled.arrows if arrow.binds]
    level_of = np.array([levels[i] for i in order[:counted]], dtype=np.int64)
    bounds = np.searchsorted(level_of, np.arange(depth + 1)).tolist()
    lines = columns["line"], columns["clock"]
    return Columns(
        order=np.array(order, dtype=np.int64),
        place_of=place_of,
        levels=list(_levels(bounds, columns)),
        projects=projects,
        tables=tables,
        forward=_sorted(pulling, [a.after for a in pulling], place_of, bounds, lines, tables),
        backward=_sorted(binding, [a.before for a in binding], place_of, bounds, lines, tables),
        count=counted,
        **columns,
    )


def _share(tie: Tie) -> float:
    """What goes with the predecessor's duration; a summary's is known beforehand."""
    return tie.lag_share if tie.lag_kind is LagKind.SHARE and tie.whole is None else 0.0


def _is_known(arrow: Arrow, before: Spot) -> bool:
    """Whether the arrow begins at a date that no pass can move."""
    return before.state is State.KEPT or (before.state is State.RUNNING and not arrow.from_finish)


def _tables(compiled: Compiled) -> Tables:
    first, last = _dates(compiled)
    for behind in BEHIND_LAST:
        try:
            return Tables(compiled.lines, first - BEFORE_FIRST, last + behind)
        except TooWide as error:
            reason = error
    raise reason


def _dates(compiled: Compiled) -> tuple[int, int]:
    """The first and the last day of all that are said."""
    instants = {compiled.project_start, compiled.status or compiled.project_start}
    moments: set[datetime | None] = set()
    for spot in compiled.spots:
        activity = spot.activity
        moments.update((
            activity.not_before, activity.not_after, activity.status, activity.start,
            activity.finish, activity.constraint_date, activity.deadline, activity.due,
            activity.actual_start, activity.actual_finish, activity.resume, activity.held,
        ))  # fmt: skip
        # What is not known of a spot is 0; what runs has a start but no finish yet.
        instants.update(instant for instant in (spot.start, spot.finish) if instant)
    instants.update(instant_of(moment) for moment in moments if moment is not None)
    days = [instant // MINUTES_IN_DAY for instant in instants]
    return min(days), max(days)


def _fold(arrow: Arrow, compiled: Compiled, columns: dict[str, Any], place: int) -> None:
    """Put what an arrow from a known date demands into its successor's floors."""
    before, after = compiled.spots[arrow.before], compiled.spots[arrow.after]
    if arrow.way is Way.STRAIGHT:
        number = (before.ended if arrow.from_finish else before.started) + arrow.lag
    else:
        instant = before.finish if arrow.from_finish else before.start
        number = arrival(arrow, after, instant, compiled.lines)
    floors = columns["floor_finish" if arrow.to_finish else "floor"]
    floors[place] = max(int(floors[place]), number)


def _levels(bounds: list[int], columns: dict[str, Any]) -> Iterator[Level]:
    state = columns["state"]
    capped = (columns["ceiling"] < EVER) | (columns["ceiling_finish"] < EVER)
    for first, last in pairwise(bounds):
        states = state[first:last]
        free = first + int(np.searchsorted(states, State.RUNNING))
        running = first + int(np.searchsorted(states, State.KEPT))
        yield Level(first, free, running, last, bool(capped[first:running].any()))


def _sorted(
    arrows: list[Arrow],
    ends: list[int],
    place_of: Ints,
    bounds: list[int],
    lines: tuple[Ints, Ints],
    tables: Tables,
) -> Arrows:
    """The arrows by the places of their `ends`."""
    unsorted = place_of[np.array(ends, dtype=np.int64)]
    by_place = np.argsort(unsorted, kind="stable")
    arrows = [arrows[i] for i in by_place.tolist()]
    places = unsorted[by_place]

    def column(name: str) -> Ints:
        return np.array([getattr(arrow, name) for arrow in arrows], dtype=np.int64)

    before, after = place_of[column("before")], place_of[column("after")]
    from_finish, lag, wait, way = map(column, ("from_finish", "lag", "wait", "way"))
    share = np.array([_share(arrow.tie) for arrow in arrows], dtype=float)
    source = from_finish * len(place_of) + before
    cuts = np.searchsorted(places, bounds).tolist()
    spans = [*pairwise(cuts)]
    everything = (0, len(arrows))

    def reach(span: tuple[int, int], wanted: Way) -> Reach | None:
        at = np.flatnonzero(way[slice(*span)] == wanted)
        if not len(at):
            return None
        where = at + span[0]
        one = lines[0][before[where]]
        other = lines[wanted is Way.ASIDE][after[where]]
        finish = from_finish[where]
        return Reach(
            at=at,
            where=where,
            source=source[where],
            before=before[where],
            from_finish=finish,
            from_entries=tables.entries[one],
            from_rows=tables.rows[one],
            to_entries=tables.entries[other],
            to_rows=tables.rows[other],
            lag=lag[where],
            share=share[where],
            shift=wait[where] + finish,
            back_shift=wait[where] - (1 - finish),
            is_aside=wanted is Way.ASIDE,
        )

    grouped = [
        np.unique(places[first:last], return_index=True) for first, last in [*spans, everything]
    ]
    return Arrows(
        before=before,
        after=after,
        source=source,
        from_finish=from_finish,
        to_finish=column("to_finish"),
        lag=lag,
        share=share,
        is_aside=way == Way.ASIDE,
        spans=spans,
        heads=[heads for heads, _ in grouped],
        groups=[groups for _, groups in grouped],
        across=[reach(span, Way.ACROSS) for span in [*spans, everything]],
        aside=[reach(span, Way.ASIDE) for span in [*spans, everything]],
    )
