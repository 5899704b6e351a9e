"""What holds an activity where it is: a link, a date that somebody gave, or what has happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.schedule.lines import EVER
from pmo_desktop.domain.schedule.plain import floor_of, room
from pmo_desktop.domain.schedule.solution import Solution, begin_of
from pmo_desktop.domain.schedule.solving import is_early
from pmo_desktop.domain.schedule.spots import Spot, State, status_of
from pmo_desktop.domain.tasks import Constraint
from pmo_desktop.domain.timeline import instant_of


class HoldKind(StrEnum):
    """LINK: it cannot be earlier for a link. CONSTRAINT: nor for its constraint's date. LATEST: it
    could not be later for it, though its links would have it so. LEVELLED: levelling holds it until
    then. START, STATUS: its project's start, the status date. DONE: finished. FIXED: its dates are
    kept. BEGUN: what is left follows what is done. RESUME: it goes on at a date that was set. LATE:
    it lies as late as a successor, DEADLINE as its deadline (its own, or one above it), FINISH as
    its project's finish lets it. LOOP: links in a circle."""

    LINK = "link"
    CONSTRAINT = "constraint"
    LATEST = "latest"
    LEVELLED = "levelled"
    START = "start"
    STATUS = "status"
    DONE = "done"
    FIXED = "fixed"
    BEGUN = "begun"
    RESUME = "resume"
    LATE = "late"
    DEADLINE = "deadline"
    FINISH = "finish"
    LOOP = "loop"


@dataclass(frozen=True)
class Hold:
    """`at` is the instant that holds it, None where there is none to name; `tie` the link, and
    `other` the activity at its other end."""

    kind: HoldKind
    at: int | None = None
    tie: Tie | None = None
    other: int | None = None


def hold_of(solution: Solution, activity: int) -> Hold:
    """What holds this activity (its id); `KeyError` where it is not there, or inactive."""
    i = solution.compiled.index[activity]
    spot = solution.compiled.spots[i]
    if spot.looped:
        return Hold(HoldKind.LOOP)
    if spot.finished:
        return Hold(HoldKind.DONE)
    if spot.state is State.KEPT:
        return Hold(HoldKind.FIXED)
    if int(solution.placed.wanted[i]) > int(solution.placed.ended[i]):
        assert spot.activity.constraint_date is not None  # nothing else holds it back
        return Hold(HoldKind.LATEST, instant_of(spot.activity.constraint_date))
    driver = solution.driver(i)
    if driver is not None:
        ends = solution.placed.finish if driver.from_finish else solution.placed.start
        tie = driver.tie
        return Hold(HoldKind.LINK, int(ends[driver.before]), tie, tie.predecessor)
    begin = begin_of(spot, solution.placed, i)
    if is_early(spot):
        return Hold(HoldKind.START, int(solution.placed.start[i]))
    return _by_dates(solution, spot) if begin <= floor_of(spot) else _late(solution, spot, i)


def _by_dates(solution: Solution, spot: Spot) -> Hold:
    """Which of its dates it cannot lie before."""
    activity, compiled = spot.activity, solution.compiled
    line = compiled.lines[spot.line]
    status = status_of(activity, compiled.status)
    floor = floor_of(spot)
    if spot.state is State.RUNNING:
        if activity.resume is not None and line.worked(instant_of(activity.resume)) == floor:
            return Hold(HoldKind.RESUME, instant_of(activity.resume))
        if status is not None and line.worked(status) == floor:
            return Hold(HoldKind.STATUS, status)
        return Hold(HoldKind.BEGUN, spot.start)
    if activity.held is not None and line.worked(instant_of(activity.held)) == floor:
        return Hold(HoldKind.LEVELLED, instant_of(activity.held))
    if activity.constraint_date is not None:
        held = instant_of(activity.constraint_date)
        number = line.worked(held)
        by_finish = activity.constraint in (Constraint.FNET, Constraint.MFO)
        if (by_finish and number - spot.span == floor) or (
            activity.constraint in (Constraint.SNET, Constraint.MSO) and number == floor
        ):
            return Hold(HoldKind.CONSTRAINT, held)
    start = compiled.project_start
    if activity.not_before is not None:
        start = instant_of(activity.not_before)
    if status is not None and (status > start or activity.backwards):
        return Hold(HoldKind.STATUS, status)
    return Hold(HoldKind.START, start)


def _late(solution: Solution, spot: Spot, i: int) -> Hold:
    """What does not let it be later."""
    compiled, placed = solution.compiled, solution.placed
    # Scheduled from the finish, all lie as late as what follows them does.
    lates = placed.ended if spot.activity.backwards else solution.late
    late = int(lates[i])
    for arrow in compiled.outgoing[i]:
        if not arrow.binds:
            continue
        until = int(lates[arrow.after])
        if until < EVER and room(arrow, spot, compiled.spots[arrow.after], until,
                                 compiled.lines) <= late:  # fmt: skip
            ends = placed.finish if arrow.to_finish else placed.start
            tie = arrow.tie
            return Hold(HoldKind.LATE, int(ends[arrow.after]), tie, tie.successor)
    activity = spot.activity
    line = compiled.lines[spot.line]
    for last in (activity.deadline, activity.due):
        if last is not None and line.worked(instant_of(last)) <= late:
            return Hold(HoldKind.DEADLINE, instant_of(last))
    if late >= min(spot.cap_finish, spot.cap + spot.span) and activity.constraint_date is not None:
        return Hold(HoldKind.LATEST, instant_of(activity.constraint_date))
    return Hold(HoldKind.FINISH, solution.finishes.get(activity.project))
