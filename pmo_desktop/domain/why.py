"""Why is this date what it is: the way from an activity back to what everything else hangs on.

Each step says what holds one activity, with the date of it; a link leads on to the next. Where an
activity begins days later than what holds it, its calendar says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.fields import choice_term
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.lags import MINUTES_PER_DAY, format_lag_of
from pmo_desktop.domain.schedule.holds import Hold, HoldKind, hold_of
from pmo_desktop.domain.schedule.solution import Moments, Solution
from pmo_desktop.domain.schedule.spots import State
from pmo_desktop.domain.tasks import Constraint, LinkType
from pmo_desktop.domain.timeline import Timeline
from pmo_desktop.language import Term

MOST_STEPS = 200
DATED: Mapping[HoldKind, str] = {
    HoldKind.DONE: "It is done: these are its actual dates",
    HoldKind.FIXED: "Its dates were given, and are kept",
    HoldKind.LOOP: "Links run in a circle here, and its dates stay as they are",
    HoldKind.START: "It starts with its project on {day}",
    HoldKind.STATUS: "What is not begun cannot lie before the status date {day}",
    HoldKind.LEVELLED: "Levelling holds it until {day}: its people have more to do before",
    HoldKind.BEGUN: "It began on {day}, and what is left of it follows from what is done",
    HoldKind.RESUME: "What is left of it is set to go on on {day}",
    HoldKind.DEADLINE: "It lies as late as its deadline {day} lets it",
    HoldKind.FINISH: "It lies as late as the finish of its project, {day}, lets it",
}
BY_START = (
    HoldKind.LINK, HoldKind.START, HoldKind.STATUS, HoldKind.CONSTRAINT, HoldKind.LEVELLED,
)  # fmt: skip
BEGUN = "It began on {day}, and what is left of it goes on from the status date {status}"
CONSTRAINED = "A date that was set for it holds it: {constraint} {day}"
LATEST = "A date that was set for it does not let it be later: {constraint} {day}"
LINKED: Mapping[LinkType, str] = {
    LinkType.FS: "It cannot start before “{predecessor}” is finished ({link})",
    LinkType.SS: "It cannot start before “{predecessor}” has started ({link})",
    LinkType.FF: "It cannot finish before “{predecessor}” is finished ({link})",
    LinkType.SF: "It cannot finish before “{predecessor}” has started ({link})",
}
WAITING = "It has begun; what is left of it waits for “{predecessor}” ({link})"
LATE = "It lies as late as “{successor}” lets it ({link})"
OFF = "Its calendar has no working time from {first} to {last}"


@dataclass(frozen=True)
class Step:
    """An activity (its id) on the way, `reason` with what holds it and `rest`, where its calendar
    makes it wait longer, with the days off. `other` is the activity of the next step."""

    activity: int
    start: datetime
    finish: datetime
    hold: Hold
    reason: Reason
    rest: Reason | None = None
    other: int | None = None


def why(
    solution: Solution,
    activity: int,
    labels: Mapping[int, str],
    minutes_per_day: int = MINUTES_PER_DAY,
) -> tuple[Step, ...]:
    """The activity itself first, then what holds it, and so on to where no link leads further.

    `labels` has what a reader calls each activity. `KeyError` where it is not there, or inactive.
    """
    steps: list[Step] = []
    seen: set[int] = set()
    at: int | None = activity
    while at is not None and at not in seen and len(steps) < MOST_STEPS:
        seen.add(at)
        steps.append(step_of(solution, at, labels, minutes_per_day))
        at = steps[-1].other
    return tuple(steps)


def step_of(
    solution: Solution,
    activity: int,
    labels: Mapping[int, str],
    minutes_per_day: int = MINUTES_PER_DAY,
) -> Step:
    """What holds one activity."""
    moments = Moments()
    i = solution.compiled.index[activity]
    hold = hold_of(solution, activity)
    day = None if hold.at is None else moments[hold.at].date()
    return Step(
        activity,
        moments[int(solution.placed.start[i])],
        moments[int(solution.placed.finish[i])],
        hold,
        _reason(solution, i, hold, day, labels, minutes_per_day),
        _rest(solution, i, hold),
        hold.other,
    )


def _reason(
    solution: Solution,
    i: int,
    hold: Hold,
    day: date | None,
    labels: Mapping[int, str],
    minutes_per_day: int,
) -> Reason:
    if hold.tie is not None:
        link = link_text(hold.tie, minutes_per_day)
        if hold.kind is HoldKind.LATE:
            return Reason(LATE, {"successor": labels[hold.tie.successor], "link": link})
        names = {"predecessor": labels[hold.tie.predecessor], "link": link}
        begun = solution.compiled.spots[i].state is State.RUNNING
        is_start = hold.tie.type in (LinkType.FS, LinkType.SS)
        return Reason(WAITING if begun and is_start else LINKED[hold.tie.type], names)
    if hold.kind in (HoldKind.CONSTRAINT, HoldKind.LATEST):
        constraint = solution.compiled.spots[i].activity.constraint
        rule = CONSTRAINED if hold.kind is HoldKind.CONSTRAINT else LATEST
        return Reason(rule, {"constraint": Term(choice_term(Constraint, constraint)), "day": day})
    spot = solution.compiled.spots[i]
    if hold.kind is HoldKind.STATUS and spot.state is State.RUNNING:
        return Reason(BEGUN, {"day": Moments()[spot.start].date(), "status": day})
    return Reason(DATED[hold.kind], {} if day is None else {"day": day})


def link_text(tie: Tie, minutes_per_day: int = MINUTES_PER_DAY) -> str:
    """`FS+2d`."""
    lag = format_lag_of(
        tie.lag_minutes, tie.lag_kind, tie.lag_share, minutes_per_day=minutes_per_day
    )
    return tie.type + lag


def _rest(solution: Solution, i: int, hold: Hold) -> Reason | None:
    """The days off between what lets it start and its start."""
    spot = solution.compiled.spots[i]
    by_start = hold.kind in BY_START
    if not by_start or hold.at is None or spot.state is not State.FREE:
        return None
    if hold.tie is not None and (
        hold.tie.type not in (LinkType.FS, LinkType.SS) or link_text(hold.tie) != hold.tie.type
    ):
        return None
    line = solution.compiled.lines[spot.line]
    first, last = hold.at // MINUTES_IN_DAY, int(solution.placed.start[i]) // MINUTES_IN_DAY
    if not isinstance(line, Timeline) or last - first > 366:
        return None
    days = [day for day in range(first, last) if not line.hours(day)]
    if not days:
        return None
    named = [date.min + timedelta(days=day - 1) for day in (days[0], days[-1])]
    return Reason(OFF, {"first": named[0], "last": named[1]})
