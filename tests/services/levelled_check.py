"""An independent look at a database: is any link, capacity or date violated? Minute by minute, with
nothing of the program but its tables and what a calendar says of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.models import (
    Absence,
    Assignment,
    Booking,
    Dependency,
    Office,
    Person,
    PersonCapacity,
    Project,
    Task,
)
from pmo_desktop.services.calendars import calendars

MINUTE = timedelta(minutes=1)


# Ten equal parts of the time, as a percentage of the highest.
HEIGHTS = {
    "back_loaded": (10, 15, 25, 50, 50, 75, 75, 100, 100, 100),
    "front_loaded": (100, 100, 100, 75, 75, 50, 50, 25, 15, 10),
    "late_peak": (10, 15, 25, 50, 50, 75, 100, 100, 50, 25),
    "bell": (10, 20, 40, 80, 100, 100, 80, 40, 20, 10),
}


def height(contour: str, begin: float, end: float) -> float:
    """The mean height between two shares of the time, in units of the mean of all."""
    if contour not in HEIGHTS:
        return 1.0
    heights = HEIGHTS[contour]
    mean = sum(heights) / 10
    shared = (max(0.0, min(end, n / 10 + 0.1) - max(begin, n / 10)) for n in range(10))
    parts = zip(heights, shared, strict=True)
    return sum(one * share for one, share in parts) / mean / (end - begin)


class Checked:
    """All rows, and what is violated."""

    def __init__(self, session: Session) -> None:
        self.calendars = calendars(session)
        self.tasks: dict[int, Any] = {row.id or 0: row for row in session.scalars(select(Task))}
        self.projects = {row.id: row for row in session.scalars(select(Project))}
        self.people = {row.id: row for row in session.scalars(select(Person))}
        self.links = list(session.scalars(select(Dependency)))
        self.assignments = list(session.scalars(select(Assignment)))
        self.bookings = list(session.scalars(select(Booking)))
        self.absences = list(session.scalars(select(Absence)))
        self.ranges = list(session.scalars(select(PersonCapacity)))
        self.status = session.scalars(select(Office)).one().status_date

    def broken_links(self) -> list[tuple[str, str]]:
        """Ties of which less than the lag lies between their ends, but for those into what has
        begun: predecessor and successor by name."""
        found = []
        for link in self.links:
            before, after = self.tasks[link.predecessor_id], self.tasks[link.successor_id]
            if after.percent_complete > 0 or after.actual_start is not None:
                continue
            one = before.finish if link.type in ("FS", "FF") else before.start
            other = after.finish if link.type in ("FF", "SF") else after.start
            calendar = self.calendar_of(after)
            if calendar.between(one, other) < link.lag_minutes or (
                link.lag_minutes >= 0 and other < one
            ):
                found.append((before.name, after.name))
        return found

    def overloads(self, first: date | None = None) -> dict[str, set[date]]:
        """Person -> the days, from the status date on, with a minute in which they are asked for
        more than they have."""
        found: dict[str, set[date]] = defaultdict(set)
        asked: dict[tuple[int, datetime], float] = defaultdict(float)
        begin = datetime.combine(first or self.status, datetime.min.time())
        for person, start, finish, units, calendar in self._demand():
            for minute in self._minutes(max(start, begin), finish, calendar):
                asked[person, minute] += units
        for (person, minute), units in asked.items():
            if units > self.capacity(person, minute) + 1e-6:
                found[self.people[person].name].add(minute.date())
        return dict(found)

    def calendar_of(self, task: Any) -> Any:
        own = [
            self.people[one.person_id].calendar_id
            for one in self.assignments
            if one.task_id == task.id
        ]
        assert task.calendar_id is None, "it looks at the projects' calendars alone"
        if not task.ignores_people:
            assert not set(own) - {None}, "and at the office's for people"
        return self.calendars.or_office(self.projects[task.project_id].calendar_id)

    def capacity(self, person: int, minute: datetime) -> float:
        row, day = self.people[person], minute.date()
        calendar = self.calendars.or_office(row.calendar_id)
        there = minute.hour * 60 + minute.minute in calendar.hours(day).minutes
        if not there or not row.active or row.placeholder:
            return 0.0
        if (row.joined and day < row.joined) or (row.left_on and day > row.left_on):
            return 0.0
        share = row.capacity
        for one in self.ranges:
            if one.person_id == person and one.first <= day and (not one.last or day <= one.last):
                share = one.capacity
        away = sum(
            one.share
            for one in self.absences
            if one.person_id == person and one.first <= day <= one.last
        )
        return share * max(0.0, 1 - away)

    def _demand(self) -> Iterator[tuple[int, datetime, datetime, float, Any]]:
        for one in self.assignments:
            task = self.tasks[one.task_id]
            active = self.projects[task.project_id].state == "active"
            if active and one.firm and task.kind == "task" and task.percent_complete < 1:
                calendar = self.calendar_of(task)
                start, finish = one.start or task.start, one.finish or task.finish
                minutes = list(self._minutes(start, finish, calendar))
                if one.work_minutes is not None:
                    raise AssertionError("it looks at units alone")
                for at, minute in enumerate(minutes):
                    units = one.units * height(
                        one.contour, at / len(minutes), (at + 1) / len(minutes)
                    )
                    yield one.person_id, minute, minute + MINUTE, units, calendar
        for booking in self.bookings:
            if booking.person_id is not None and booking.firm:
                start = datetime.combine(booking.first, datetime.min.time())
                finish = datetime.combine(booking.last, datetime.min.time()) + timedelta(days=1)
                calendar = self.calendars.or_office(self.people[booking.person_id].calendar_id)
                yield booking.person_id, start, finish, booking.units, calendar

    def _minutes(self, start: datetime, finish: datetime, calendar: Any) -> Iterator[datetime]:
        day = start.date()
        while datetime.combine(day, datetime.min.time()) < finish:
            midnight = datetime.combine(day, datetime.min.time())
            for minute in calendar.hours(day).minutes:
                moment = midnight + minute * MINUTE
                if start <= moment < finish:
                    yield moment
            day += timedelta(days=1)
