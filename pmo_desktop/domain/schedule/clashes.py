"""What a solved network finds wrong with its plan."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_desktop.domain.findings import Finding, FindingKind
from pmo_desktop.domain.schedule.arrows import Arrow
from pmo_desktop.domain.schedule.compiled import Compiled
from pmo_desktop.domain.schedule.lines import EVER
from pmo_desktop.domain.schedule.plain import Early
from pmo_desktop.domain.schedule.spots import Spot, State
from pmo_desktop.domain.tasks import Constraint, LagKind
from pmo_desktop.domain.timeline import FIRST_INSTANT, LAST_INSTANT, instant_of

STARTS = (Constraint.SNLT, Constraint.MSO)
FINISHES = (Constraint.FNLT, Constraint.MFO)


def findings(compiled: Compiled, placed: Early) -> Iterator[Finding]:
    """Loops, broken links, and what is the matter with single activities, in their order."""
    for loop in compiled.loops:
        ids = tuple(compiled.spots[i].activity.id for i in loop)
        yield Finding(FindingKind.LOOP, ids)
    for arrow in compiled.arrows:
        after = compiled.spots[arrow.after]
        if not after.looped and (after.state is not State.FREE or _is_capped(after)):
            yield from _broken(arrow, after, compiled, placed)
    for i, spot in enumerate(compiled.spots):
        yield from _odd(spot, compiled, int(placed.start[i]), int(placed.finish[i]))


def _is_capped(spot: Spot) -> bool:
    """Whether its constraint can hold it before where its links would have it."""
    return spot.ceiling < EVER or spot.ceiling_finish < EVER


def _broken(arrow: Arrow, after: Spot, compiled: Compiled, placed: Early) -> Iterator[Finding]:
    """The finding on a link that does not hold; links among loops are told as those."""
    tie = arrow.tie
    begin = int((placed.finish if arrow.from_finish else placed.start)[arrow.before])
    end = int((placed.finish if arrow.to_finish else placed.start)[arrow.after])
    lag = arrow.lag + arrow.wait
    if tie.lag_kind is LagKind.ELAPSED:
        begin, counted = begin + lag, 0
    else:
        counted = lag
    missing = compiled.number(after, begin) + counted - compiled.number(after, end)
    if missing <= 0:
        return
    done = after.finished or (after.state is State.RUNNING and not arrow.to_finish)
    kind = FindingKind.OUT_OF_SEQUENCE if done else FindingKind.CLASH
    yield Finding(
        kind, (tie.predecessor, tie.successor), missing, tie.type, lag, tie.lag_kind, tie.lag_share
    )


def _odd(spot: Spot, compiled: Compiled, start: int, finish: int) -> Iterator[Finding]:
    activity = spot.activity
    ids = (activity.id,)
    earlier, later = sorted((start, finish))
    if earlier < FIRST_INSTANT or later > LAST_INSTANT:
        yield Finding(FindingKind.BEYOND, ids)
    if finish < start:
        yield Finding(FindingKind.REVERSED, ids)
    if spot.finished:
        return
    if activity.deadline is not None:
        behind = _behind(spot, compiled, finish, instant_of(activity.deadline))
        if behind > 0:
            yield Finding(FindingKind.DEADLINE, ids, behind)
    if activity.constraint_date is not None and spot.state is not State.KEPT:
        last = instant_of(activity.constraint_date)
        behind = 0
        if activity.constraint in FINISHES:
            behind = _behind(spot, compiled, finish, last)
        elif activity.constraint in STARTS and spot.state is State.FREE:
            behind = _behind(spot, compiled, start, last)
        if behind > 0:
            yield Finding(FindingKind.CONSTRAINT, ids, behind)


def _behind(spot: Spot, compiled: Compiled, instant: int, last: int) -> int:
    return compiled.number(spot, instant) - compiled.number(spot, last)
