"""The nodes of a network: what of an activity is settled before any link is looked at.

Numbers are minutes of the spot's own line, instants minutes of the clock: see `domain.timeline`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum

from pmo_desktop.domain.activities import Activity
from pmo_desktop.domain.schedule.lines import EVER, NEVER, Line
from pmo_desktop.domain.tasks import Constraint, ProgressRule
from pmo_desktop.domain.timeline import instant_of


class State(IntEnum):
    """FREE: links and bounds place it. RUNNING: its start is a fact, the rest is placed. KEPT: it
    has its dates."""

    FREE = 0
    RUNNING = 1
    KEPT = 2


class Spot:
    """An activity among the numbers.

    `line` is the index of the line that it lies on, `clock` that of its calendar. `span` is how
    much of it is still to be placed, gaps included; it lies just before its finish. `done` is what
    of its duration lies behind it.

    What is placed begins at `floor` or later and ends at `floor_finish` or later; where its project
    honours constraints it begins at `ceiling` and ends at `ceiling_finish` at the latest. To be in
    time it must begin by `cap` and end by `cap_finish` (constraint or deadline). `clings` says
    that it lies as late as may be. What is known of a kept or running one stands in `start`,
    `finish` (instants) and `started`, `ended` (numbers).
    """

    __slots__ = (
        "activity",
        "cap",
        "cap_finish",
        "ceiling",
        "ceiling_finish",
        "clings",
        "clock",
        "done",
        "ended",
        "finish",
        "finished",
        "floor",
        "floor_finish",
        "line",
        "looped",
        "span",
        "start",
        "started",
        "state",
    )

    def __init__(self, activity: Activity, line: int) -> None:
        self.activity = activity
        self.line = line
        self.clock = activity.calendar
        self.span = activity.duration_minutes
        self.done = 0
        self.state = State.FREE
        self.looped = self.clings = False
        self.finished = activity.is_finished
        self.floor = self.floor_finish = NEVER
        self.ceiling = self.ceiling_finish = self.cap = self.cap_finish = EVER
        self.start = self.finish = self.started = self.ended = 0


def settle(
    activity: Activity,
    lines: Sequence[Line],
    project_start: int,
    status: int | None,
    looped: bool,
) -> Spot:
    """The spot of an activity. The last line is the clock's; `looped` ones keep their dates."""
    timeless = activity.elapsed or not activity.duration_minutes
    spot = Spot(activity, len(lines) - 1 if timeless else activity.calendar)
    spot.looped = looped
    if activity.gaps:
        spot.span += sum(gap for after, gap in _gaps(activity))
    start = _instant(activity.actual_start or activity.start)
    finish = _instant(activity.actual_finish or activity.finish)
    dated = start is not None or finish is not None
    if activity.not_before is not None:
        project_start = instant_of(activity.not_before)
    status = status_of(activity, status)
    if looped or spot.finished or (activity.fixed and dated):
        _keep(spot, lines, start, finish, project_start)
    elif activity.is_running:
        _resume(spot, lines, start, project_start, status)
    else:
        _bound(spot, lines, project_start, status)
    if not spot.finished:
        for last in (activity.deadline, activity.due):
            if last is not None:
                number = lines[spot.line].worked(instant_of(last))
                spot.cap_finish = min(spot.cap_finish, number)
    return spot


def _gaps(activity: Activity) -> list[tuple[int, int]]:
    """Those that lie within the work; others mean nothing."""
    last = activity.duration_minutes
    return [(after, gap) for after, gap in activity.gaps if 0 < after < last and gap > 0]


def status_of(activity: Activity, status: int | None) -> int | None:
    """The status date that it waits for, where it does; `status` is the one given to all."""
    if activity.progress_rule is ProgressRule.STANDS:
        return None
    return status if activity.status is None else instant_of(activity.status)


def working_start(line: Line, instant: int) -> int:
    """The instant at which work can begin from `instant` on."""
    return line.start_at(line.worked(instant))


def _keep(
    spot: Spot, lines: Sequence[Line], start: int | None, finish: int | None, project_start: int
) -> None:
    """At the dates it has; one that is missing follows from the other and the duration. What has
    no working time between its dates takes none."""
    line = lines[spot.line]
    if start is None and finish is None:
        start = working_start(lines[spot.clock], project_start)
    if finish is None:
        assert start is not None  # one of both is given
        finish = line.finish_at(line.worked(start) + spot.span) if spot.span else start
    if start is None:
        start = line.start_at(line.worked(finish) - spot.span) if spot.span else finish
    spot.state = State.KEPT
    spot.start, spot.finish = start, finish
    spot.span = max(0, line.worked(finish) - line.worked(start))
    if not spot.span:
        spot.line = len(lines) - 1
        line = lines[spot.line]
    spot.started, spot.ended = line.worked(start), line.worked(finish)


def _resume(
    spot: Spot,
    lines: Sequence[Line],
    start: int | None,
    project_start: int,
    status: int | None,
) -> None:
    """A started activity has its start for good, and the rest of its work yet to be placed."""
    activity, line = spot.activity, lines[spot.line]
    if start is None:
        start = working_start(lines[spot.clock], project_start)
    spot.state = State.RUNNING
    spot.start, spot.started = start, line.worked(start)
    duration = activity.duration_minutes
    spot.done = max(0, min(round(duration * activity.percent_complete), duration - 1))
    before = sum(gap for after, gap in _gaps(activity) if after <= spot.done)
    spot.span -= spot.done + before
    if status is None:
        spot.floor = spot.started + spot.done + before
    else:
        spot.floor = max(spot.started, line.worked(status))
    if activity.resume is not None:
        spot.floor = max(spot.floor, line.worked(instant_of(activity.resume)))
    if activity.constraint in (Constraint.FNLT, Constraint.MFO) and activity.constraint_date:
        spot.cap_finish = line.worked(instant_of(activity.constraint_date))


def _bound(spot: Spot, lines: Sequence[Line], project_start: int, status: int | None) -> None:
    """What dates alone say of an activity that has not begun."""
    activity, line = spot.activity, lines[spot.line]
    spot.clings = activity.held is None and (
        activity.backwards or activity.constraint is Constraint.ALAP
    )
    unbound = activity.backwards or _is_held(activity)
    earliest = None if unbound else project_start
    if status is not None:
        earliest = status if earliest is None else max(earliest, status)
    if earliest is not None:
        if spot.line != spot.clock:
            earliest = working_start(lines[spot.clock], earliest)
        spot.floor = line.worked(earliest)
    if activity.constraint_date is not None:
        _constrain(spot, line.worked(instant_of(activity.constraint_date)))
    if activity.held is not None:
        spot.floor = max(spot.floor, line.worked(instant_of(activity.held)))


def _is_held(activity: Activity) -> bool:
    """Whether its constraint says when it begins, be it before the project does."""
    held = activity.constraint not in (
        Constraint.ASAP, Constraint.ALAP, Constraint.SNLT, Constraint.FNLT,
    )  # fmt: skip
    return held and activity.constraint_date is not None


def _constrain(spot: Spot, number: int) -> None:
    """The constraint's date as bounds: earliest for `no earlier` and `must`, latest for `no later`
    and `must`; the latest ones are kept only where the project honours constraints."""
    constraint, honoured = spot.activity.constraint, spot.activity.honours_constraint
    if constraint in (Constraint.SNET, Constraint.MSO):
        spot.floor = max(spot.floor, number)
    if constraint in (Constraint.FNET, Constraint.MFO):
        spot.floor_finish = number
    if constraint in (Constraint.SNLT, Constraint.MSO):
        spot.cap = number
        spot.ceiling = number if honoured else EVER
    if constraint in (Constraint.FNLT, Constraint.MFO):
        spot.cap_finish = number
        spot.ceiling_finish = number if honoured else EVER


def _instant(moment: datetime | None) -> int | None:
    return None if moment is None else instant_of(moment)
