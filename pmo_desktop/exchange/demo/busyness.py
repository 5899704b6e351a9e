"""How busy the demo office's people are in the weeks ahead, so that what takes their time goes
where there is room: who is overloaded is told by the projects' stories, and by nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from pmo_desktop.exchange.demo.draft import Draft

WORKING_DAYS = 5
# Weeks that the load is looked at; later ones may be as full as they like.
WATCHED_WEEKS = 12
ROOM = 0.9


class Busyness:
    """Units of work by person and week, a week named by its Monday."""

    def __init__(self, draft: Draft) -> None:
        self._first = _monday(draft.status_date)
        self._last = self._first + timedelta(weeks=WATCHED_WEEKS)
        self._capacity = {person.uid: person.capacity for person in draft.people}
        self._units = _units(draft)

    def leaves_room(self, person: str, first: date, last: date | None, share: float) -> bool:
        """Whether somebody who gives `share` less of their time (or 1 less than all of it) from
        `first` to `last` still has the time for what they are to do."""
        week = max(_monday(first), self._first)
        until = min(last or self._last, self._last)
        while week <= until:
            days = _days_within(week, first, last or self._last)
            left = self._capacity[person] * (1 - share * days / WORKING_DAYS)
            if self._busiest(person, week) > left * ROOM:
                return False
            week += timedelta(weeks=1)
        return True

    def _busiest(self, person: str, week: date) -> float:
        """In the week or the ones beside it: tasks may still be moved a little."""
        weeks = (week + timedelta(weeks=number) for number in (-1, 0, 1))
        return max(self._units.get((person, one), 0.0) for one in weeks)


def _units(draft: Draft) -> Mapping[tuple[str, date], float]:
    found: dict[tuple[str, date], float] = defaultdict(float)
    for project in draft.projects:
        spans = project.execution.expected(draft.status_date)
        for wbs, crew in project.bookings.items():
            start, finish = (moment.date() for moment in spans[wbs])
            week = max(_monday(start), _monday(draft.status_date))
            while week <= finish:
                share = _days_within(week, start, finish) / WORKING_DAYS
                for booking in crew:
                    found[booking.person.uid, week] += booking.units * share
                week += timedelta(weeks=1)
    return found


def _days_within(week: date, first: date, last: date) -> int:
    """How many of a week's five days lie from `first` to `last`."""
    days = (week + timedelta(days=number) for number in range(WORKING_DAYS))
    return sum(first <= day <= last for day in days)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
