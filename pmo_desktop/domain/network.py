"""The schedule: when everything can be at the earliest, and must be at the latest (critical path
method; Kelley and Walker 1959, with the four relations of the precedence diagramming method).

What is kept: a fixed activity has its given dates, a finished one its actual dates. A started one
keeps its start, and the rest of its work waits for the status date (and where it is to resume) and
for its predecessors (retained logic); with progress override it waits for none to begin, only for
those that hold its finish. All others start as early as the project start, the status date, their
constraint and their links let them. Kept dates that break a link are told as findings, not moved.
Inactive activities, and links with them, are not there.

A link holds where at least its lag lies between its two ends: working minutes *of the successor's
calendar*, or the clock's where the lag is elapsed, or a share of the predecessor's duration (that
of the summary, where it follows one). A milestone stands at the very instant that its latest link,
constraint or project start gives: behind a predecessor, at that one's finish. An elapsed duration
begins like a milestone and runs on through nights and days off. Gaps are worked like the rest, they
are only not the activity's work.

`no earlier than` and `must` hold an activity back; a date of these before the project start takes
its place, as in Microsoft Project. Where its project honours constraints, a date of
`no later than` or `must` wins over the links too, and the links that it breaks are told; elsewhere
the links win, and what is missed is told. Either way the float is reckoned to it. What is to be as
late as possible lies at its late dates, as in Microsoft Project: it takes all of its float, and
what follows it, but for that which is so itself, is pushed.

Backwards, every activity may finish as late as leaves its project's finish (or its own deadline,
or what is due above it) where it is. Fixed activities hand this on by their duration, as if they
could be planned anew, so their float tells what the plan needs of them, below 0 where it cannot
hold. What has happened is a fact: links into a finished activity, or from the start of a started
one, bind nobody any more.

A project scheduled from its finish has its activities at their late dates, constraint or not; its
start follows from them. Their float says by how much they could lie earlier. What is to be as soon
as possible there (`early`) lies at its early dates behind that start, the other way round: it takes
all of its float, and what it follows, but for that which is so itself, is done before it.

Critical is what is not finished and has no float left. A finished activity is never critical,
however late it was: nothing can be done about it.

How it is reckoned stands in `domain.schedule`; `schedule` and `place` are the doors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from pmo_desktop.domain.activities import Activity, Placed, Result, Scheduled, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.schedule.compiled import compile_network
from pmo_desktop.domain.schedule.solution import placed_rows, result_of
from pmo_desktop.domain.schedule.solving import place as place_compiled
from pmo_desktop.domain.schedule.solving import solve

__all__ = ["Activity", "Placed", "Result", "Scheduled", "Tie", "place", "schedule"]


def schedule(
    activities: Sequence[Activity],
    ties: Iterable[Tie],
    calendars: Calendar | Sequence[Calendar],
    project_start: datetime,
    status_date: datetime | None = None,
) -> Result:
    """The dates and floats of all active activities.

    `status_date` is the instant up to which progress is known (None: progress moves nothing).
    `ValueError` for an id that is used twice, a tie to an unknown one, a duration below 0.
    """
    return result_of(
        solve(compile_network(activities, ties, calendars, project_start, status_date))
    )


def place(
    activities: Sequence[Activity],
    ties: Iterable[Tie],
    calendars: Calendar | Sequence[Calendar],
    project_start: datetime,
    status_date: datetime | None = None,
) -> dict[int, Placed]:
    """Only where `schedule` puts the activities, at half its cost, or less: `ties` are not even
    looked at where all activities keep their dates."""
    active = [activity for activity in activities if activity.active]
    kept = {activity.id: found for activity in active if (found := _kept(activity))}
    if len(kept) == len(active):
        return kept
    compiled = compile_network(activities, ties, calendars, project_start, status_date)
    return placed_rows(compiled, place_compiled(compiled))


def _kept(activity: Activity) -> Placed | None:
    """The dates of an activity that no link can move; None where that is not so."""
    start = activity.actual_start or activity.start
    finish = activity.actual_finish or activity.finish
    if start is None or finish is None or not (activity.fixed or activity.is_finished):
        return None
    return Placed(start.replace(second=0, microsecond=0), finish.replace(second=0, microsecond=0))
