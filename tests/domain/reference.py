"""Slow and obvious ways to the same results, for the fast ones to be held against."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.tasks import Constraint, LinkType

MINUTE = timedelta(minutes=1)


def is_worked(calendar: Calendar, moment: datetime) -> bool:
    """Whether the minute that begins at `moment` is worked, by the texts of the calendar."""
    hours = dict(calendar.exceptions).get(moment.date(), calendar.week[moment.weekday()])
    minute = moment.hour * 60 + moment.minute
    return any(start <= minute < end for start, end in hours.intervals)


def walk(calendar: Calendar, moment: datetime, minutes: int) -> datetime:
    """`Calendar.add`, one minute after the other."""
    left = abs(minutes)
    while left:
        if minutes < 0:
            moment -= MINUTE
        left -= is_worked(calendar, moment)
        if minutes > 0:
            moment += MINUTE
    return moment


def count(calendar: Calendar, first: datetime, last: datetime) -> int:
    """`Calendar.between`, one minute after the other."""
    if last < first:
        return -count(calendar, last, first)
    worked = 0
    while first < last:
        worked += is_worked(calendar, first)
        first += MINUTE
    return worked


class Clock:
    """A calendar's working minutes written out, one by one."""

    def __init__(self, calendar: Calendar, first: datetime, days: int) -> None:
        moments = (first + timedelta(minutes=m) for m in range(days * 24 * 60))
        self.minutes = [moment for moment in moments if is_worked(calendar, moment)]

    def before(self, moment: datetime) -> int:
        """How many working minutes lie before `moment`."""
        return bisect_left(self.minutes, moment)

    def begin(self, number: int) -> datetime:
        return self.minutes[number]

    def end(self, number: int) -> datetime:
        return self.minutes[number - 1] + MINUTE


Span = tuple[datetime, datetime]


def ends(tie: Tie, spans: dict[int, Span]) -> tuple[datetime, datetime]:
    """The two moments that a tie keeps apart."""
    before, after = spans[tie.predecessor], spans[tie.successor]
    from_finish = tie.type in (LinkType.FS, LinkType.FF)
    to_start = tie.type in (LinkType.FS, LinkType.SS)
    return before[1 if from_finish else 0], after[0 if to_start else 1]


def missing(tie: Tie, spans: dict[int, Span], clock: Clock) -> int:
    """The working minutes of the successor's calendar by which the tie is broken; 0 or less where
    it holds."""
    begin, end = ends(tie, spans)
    return tie.lag_minutes - (clock.before(end) - clock.before(begin))


def early(
    activities: Sequence[Activity],
    ties: Iterable[Tie],
    clocks: Sequence[Clock],
    project_start: datetime,
) -> dict[int, Span]:
    """The earliest dates: begin with the earliest of all, and as long as a tie is broken put its
    successor one working minute later (a milestone: where the tie puts it)."""
    by_id = {activity.id: activity for activity in activities}
    positions = {a.id: _first(a, clocks[a.calendar], project_start) for a in activities}
    ties = list(ties)
    changed = True
    while changed:
        changed = False
        for tie in ties:
            after = by_id[tie.successor]
            clock = clocks[after.calendar]
            spans = {a.id: _span(a, positions[a.id], clocks[a.calendar]) for a in activities}
            if after.fixed:
                continue
            if after.duration_minutes:
                while missing(tie, spans, clock) > 0:
                    positions[after.id] += 1  # type: ignore[operator]
                    spans[after.id] = _span(after, positions[after.id], clock)
                    changed = True
                continue
            begin, end = ends(tie, spans)
            if tie.lag_minutes:
                begin = clock.end(clock.before(begin) + tie.lag_minutes)
            if end < begin:
                positions[after.id] = begin
                changed = True
    return {a.id: _span(a, positions[a.id], clocks[a.calendar]) for a in activities}


def _first(activity: Activity, clock: Clock, project_start: datetime) -> int | datetime:
    """Where an activity is with no ties: the number of its first working minute, or a moment."""
    number = clock.before(project_start)
    held = activity.constraint_date
    if activity.duration_minutes == 0:
        first = clock.begin(number)
        return max(first, held) if held and activity.constraint is not Constraint.ASAP else first
    if held and activity.constraint is Constraint.SNET:
        return max(number, clock.before(held))
    if held and activity.constraint is Constraint.FNET:
        return max(number, clock.before(held) - activity.duration_minutes)
    return number


def _span(activity: Activity, position: int | datetime, clock: Clock) -> Span:
    if activity.fixed:
        assert activity.start is not None
        assert activity.finish is not None
        return activity.start, activity.finish
    if isinstance(position, datetime):
        return position, position
    return clock.begin(position), clock.end(position + activity.duration_minutes)
