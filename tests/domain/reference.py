"""Slow and obvious ways to the same results, for the fast ones to be held against."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType, ProgressRule

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


def lag_of(
    tie: Tie, predecessor: Activity, spans: dict[int, Span], clocks: Sequence[Clock]
) -> tuple[timedelta, int]:
    """What a lag is of the clock's time, and of working time."""
    if tie.lag_kind is LagKind.ELAPSED:
        return timedelta(minutes=tie.lag_minutes), 0
    if tie.lag_kind is LagKind.SHARE and tie.whole is not None:
        there = [spans[leaf] for leaf in tie.whole.leaves if leaf in spans]
        clock = clocks[tie.whole.calendar]
        last, first = max(span[1] for span in there), min(span[0] for span in there)
        worked = clock.before(last) - clock.before(first)
        return timedelta(), round(tie.lag_share * max(0, worked))
    if tie.lag_kind is LagKind.SHARE:
        return timedelta(), round(tie.lag_share * predecessor.duration_minutes)
    return timedelta(), tie.lag_minutes


def missing(
    tie: Tie, predecessor: Activity, spans: dict[int, Span], clock: Clock, clocks: Sequence[Clock]
) -> int:
    """The working minutes of the successor's calendar by which the tie is broken; 0 or less where
    it holds."""
    begin, end = ends(tie, spans)
    wait, lag = lag_of(tie, predecessor, spans, clocks)
    return lag - (clock.before(end) - clock.before(begin + wait))


def early(
    activities: Sequence[Activity],
    ties: Iterable[Tie],
    clocks: Sequence[Clock],
    project_start: datetime,
    status: datetime | None = None,
) -> dict[int, Span]:
    """The earliest dates: from its first place on, every activity is put one minute later as long
    as one of its ties is broken, and then back to where its constraint wants it at the latest;
    again and again, until nothing moves."""
    by_id = {activity.id: activity for activity in activities if activity.active}
    ties = [tie for tie in ties if tie.predecessor in by_id and tie.successor in by_id]
    first = {a.id: _Place(a, clocks[a.calendar], project_start, status) for a in by_id.values()}
    spans = {number: place.span(place.first) for number, place in first.items()}
    changed = True
    while changed:
        changed = False
        for number, place in first.items():
            incoming = [tie for tie in ties if tie.successor == number]
            found = place.settle(incoming, by_id, spans, clocks)
            if found != spans[number]:
                spans[number], changed = found, True
    return spans


class _Place:
    """Where an activity can be: at a working minute, or, a point or elapsed time, at a moment."""

    def __init__(
        self, activity: Activity, clock: Clock, start: datetime, status: datetime | None
    ) -> None:
        self.activity, self.clock = activity, clock
        if activity.progress_rule is ProgressRule.STANDS:
            status = None
        self.on_clock = activity.elapsed or not activity.duration_minutes
        self.kept = activity.fixed or activity.is_finished
        self.length = activity.duration_minutes + sum(
            gap for after, gap in activity.gaps if 0 < after < activity.duration_minutes
        )
        self.begun = activity.is_running and not self.kept
        if self.begun:
            self.done = round(activity.duration_minutes * activity.percent_complete)
            self.done = min(self.done, activity.duration_minutes - 1)
            self.past = self.done + sum(g for after, g in activity.gaps if 0 < after <= self.done)
            self.length -= self.past
        self.first = self._first(start, status)

    def _first(self, start: datetime, status: datetime | None) -> int | datetime:
        """Where it is with no ties."""
        activity = self.activity
        if self.kept:
            return 0
        if self.begun:
            assert activity.actual_start is not None
            began = self._at(activity.actual_start)
            first = self._later(began, self.past) if status is None else self._at(status)
            if status is not None:
                first = max(first, began)  # type: ignore[type-var]
            return max(first, self._at(activity.resume)) if activity.resume else first
        held = activity.constraint_date
        holds = activity.constraint in (
            Constraint.SNET, Constraint.FNET, Constraint.MSO, Constraint.MFO,
        )  # fmt: skip
        floors = []
        if held is None or not holds:
            floors.append(self._at(self.clock.begin(self.clock.before(start))))
        if status is not None:
            floors.append(self._at(self.clock.begin(self.clock.before(status))))
        if held and activity.constraint in (Constraint.SNET, Constraint.MSO):
            floors.append(self._at(held))
        if held and activity.constraint in (Constraint.FNET, Constraint.MFO):
            floors.append(self._later(self._at(held), -self.length))
        return max(floors)  # type: ignore[type-var]

    def _at(self, moment: datetime) -> int | datetime:
        return moment if self.on_clock else self.clock.before(moment)

    def _later(self, position: int | datetime, minutes: int) -> int | datetime:
        if isinstance(position, datetime):
            return position + timedelta(minutes=minutes)
        return position + minutes

    def span(self, position: int | datetime) -> Span:
        activity = self.activity
        if self.kept:
            start = activity.actual_start or activity.start
            finish = activity.actual_finish or activity.finish
            if start and not finish:
                if self.on_clock:
                    finish = start + timedelta(minutes=self.length)
                else:
                    finish = self.clock.end(self.clock.before(start) + self.length)
            assert start is not None
            assert finish is not None
            return start, finish
        last = self._later(position, self.length)
        if isinstance(position, datetime):
            span = position, last
        else:
            span = self.clock.begin(position), self.clock.end(last)  # type: ignore[arg-type]
        if self.begun:
            assert activity.actual_start is not None
            return activity.actual_start, span[1]  # type: ignore[return-value]
        return span  # type: ignore[return-value]

    def settle(
        self,
        incoming: list[Tie],
        by_id: dict[int, Activity],
        spans: dict[int, Span],
        clocks: Sequence[Clock],
    ) -> Span:
        if self.kept:
            return self.span(0)
        position = self.first
        for tie in incoming:
            to_start = tie.type in (LinkType.FS, LinkType.SS)
            if self.begun and to_start and self.activity.progress_rule is ProgressRule.OVERRIDE:
                continue
            bound = self._bound(tie, lag_of(tie, by_id[tie.predecessor], spans, clocks), spans)
            while self._later(position, 0 if to_start else self.length) < bound:
                position = self._later(position, 1)
        return self.span(self._held_back(position))

    def _bound(
        self, tie: Tie, waits: tuple[timedelta, int], spans: dict[int, Span]
    ) -> int | datetime:
        """What the tie's end of it must not lie before."""
        begin, _ = ends(tie, spans)
        wait, lag = waits
        begin += wait
        if self.on_clock:
            return self.clock.end(self.clock.before(begin) + lag) if lag else begin
        return self.clock.before(begin) + lag

    def _held_back(self, position: int | datetime) -> int | datetime:
        """Where its constraint wants it at the latest, if its project honours that."""
        activity = self.activity
        if self.begun or not activity.honours_constraint or activity.constraint_date is None:
            return position
        held = self._at(activity.constraint_date)
        if activity.constraint in (Constraint.SNLT, Constraint.MSO):
            return min(position, held)  # type: ignore[type-var]
        if activity.constraint in (Constraint.FNLT, Constraint.MFO):
            return min(position, self._later(held, -self.length))  # type: ignore[type-var]
        return position
