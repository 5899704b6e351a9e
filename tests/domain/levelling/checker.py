"""Whether a levelled plan holds what it must: minute by minute, and nothing of it from levelling.

Every finding is a tuple whose first is a word; an empty list is a plan without fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.levelling.problem import Job, Need, Problem
from pmo_desktop.domain.timeline import instant_of, moment_of
from tests.domain.reference import Clock, is_worked, missing

Found = list[tuple[object, ...]]
FIRST, DAYS = datetime(2026, 9, 1), 500


@cache
def clock_of(calendar: Calendar) -> Clock:
    """All plans of these tests lie in this time."""
    return Clock(calendar, FIRST, DAYS)


@cache
def works(calendar: Calendar, minute: datetime) -> bool:
    return is_worked(calendar, minute)


class Checker:
    """For one problem and one plan of it (instants by job id)."""

    def __init__(
        self, problem: Problem, starts: Mapping[int, int], finishes: Mapping[int, int]
    ) -> None:
        self.problem, self.starts, self.finishes = problem, starts, finishes
        self.jobs = {job.id: job for job in problem.jobs}
        self.clocks = [clock_of(calendar) for calendar in problem.calendars]

    def all(self) -> Found:
        return [
            *self.durations(),
            *self.releases(),
            *self.latest(),
            *self.pinned(),
            *self.links(),
            *self.capacity(),
        ]

    def span(self, job: Job) -> tuple[datetime, datetime]:
        return moment_of(self.starts[job.id]), moment_of(self.finishes[job.id])

    def minutes(self, job: Job) -> list[datetime]:
        """The minutes in which it is worked on, gaps left out; on the clock's line those of its
        calendar alone."""
        start, finish = self.span(job)
        clock = self.clocks[job.calendar]
        worked = clock.minutes[clock.before(start) : clock.before(finish)]
        if not job.gaps:
            return worked
        done: list[datetime] = []
        rest = list(worked)
        count = 0
        for at, gap in sorted(job.gaps):
            if 0 < at < job.duration:
                done += rest[: at - count]
                rest = rest[at - count + gap :]
                count = at
        return done + rest

    def durations(self) -> Found:
        """What lies where it lies takes as long as it takes, and begins and ends with work."""
        found: Found = []
        for job in self.problem.jobs:
            start, _ = self.span(job)
            if job.elapsed or not job.duration:
                if self.finishes[job.id] - self.starts[job.id] != job.duration:
                    found.append(("length", job.id))
                continue
            if len(self.minutes(job)) != job.duration:
                found.append(("length", job.id))
            calendar = self.problem.calendars[job.calendar]
            last = moment_of(self.finishes[job.id] - 1)
            if not works(calendar, last):
                found.append(("ends outside work", job.id))
            if job.pinned is None and not works(calendar, start):
                found.append(("starts outside work", job.id))
        return found

    def releases(self) -> Found:
        return [
            ("release", job.id)
            for job in self.problem.jobs
            if job.pinned is None and self.starts[job.id] < job.release
        ]

    def latest(self) -> Found:
        return [
            ("latest", job.id)
            for job in self.problem.jobs
            if job.latest is not None and self.finishes[job.id] > job.latest
        ]

    def pinned(self) -> Found:
        return [
            ("pinned", job.id)
            for job in self.problem.jobs
            if job.pinned is not None and self.starts[job.id] != job.pinned
        ]

    def links(self) -> Found:
        spans = {job.id: self.span(job) for job in self.problem.jobs}
        return [
            ("link", tie.predecessor, tie.successor)
            for tie in self.problem.ties
            if self.is_broken(tie, spans)
        ]

    def is_broken(self, tie: Tie, spans: dict[int, tuple[datetime, datetime]]) -> bool:
        before, after = self.jobs[tie.predecessor], self.jobs[tie.successor]
        short = missing(
            tie,
            Activity(before.id, before.duration),
            spans,
            self.clocks[after.calendar],
            self.clocks,
        )
        return short > 0

    def capacity(self) -> Found:
        """Who has too little, in which minute, and the jobs that take it."""
        found: Found = []
        for resource in self.problem.resources:
            takers: dict[datetime, list[int]] = {}
            used: dict[datetime, int] = {}
            for job in self.problem.jobs:
                for need in job.needs if job.duration else ():
                    if need.resource != resource.id:
                        continue
                    for minute in self.asked(job, need):
                        used[minute] = used.get(minute, 0) + need.units
                        takers.setdefault(minute, []).append(job.id)
            for minute, units in used.items():
                if units > self.available(resource.id, minute):
                    found.append(("capacity", resource.id, minute, *sorted(set(takers[minute]))))
        return found

    def asked(self, job: Job, need: Need) -> list[datetime]:
        """The minutes in which it is asked for."""
        if need.last is None:
            return self.minutes(job)
        start, finish = self.span(job)
        clock = self.clocks[job.calendar]
        worked = clock.minutes[clock.before(start) : clock.before(finish)]
        if job.elapsed:
            return [
                minute
                for minute in worked
                if need.first <= (minute - start) // timedelta(minutes=1) < need.last
            ]
        return worked[need.first : need.last]

    def works(self, number: int, minute: datetime) -> bool:
        """Whether a resource works in one minute, as far as its calendar says."""
        resource = next(one for one in self.problem.resources if one.id == number)
        own = resource.calendar
        return own is None or works(self.problem.calendars[own], minute)

    def available(self, number: int, minute: datetime) -> int:
        """What there is of a resource in one minute."""
        resource = next(one for one in self.problem.resources if one.id == number)
        if not self.works(number, minute):
            return 0
        units = 0
        for instant, step in sorted(resource.capacity):
            if instant <= instant_of(minute):
                units = step
        return units
