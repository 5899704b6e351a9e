"""Who is asked for more than they have: the one answer that page, command, scenarios and pack give.

What overload is, and how far ahead it is counted: `domain.load`. What lies behind that window is
told apart, up to the end of what was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from pmo_desktop.domain.load import WEEKS_AHEAD, beyond, is_over, monday, ratio, window
from pmo_desktop.domain.load_grains import Grain
from pmo_desktop.services.load_base import LoadBase, load_base
from pmo_desktop.services.load_matrix import LoadMatrix, matrix_of
from pmo_desktop.services.load_shapes import By
from pmo_desktop.services.office import office_row

HOUR = 60
WEEK = timedelta(weeks=1)


class OverWeek(NamedTuple):
    """A week of overload: `hours` are beyond what there is."""

    monday: date
    load: float
    hours: float


@dataclass(frozen=True)
class OverPerson:
    person_id: int
    name: str
    weeks: tuple[OverWeek, ...]

    @property
    def hours(self) -> float:
        return sum(week.hours for week in self.weeks)

    @property
    def most(self) -> float:
        """The highest load."""
        return max(week.load for week in self.weeks)


@dataclass(frozen=True)
class Overload:
    """From `first` to `last`, both included: `people` with their weeks of overload, those with the
    most hours first. `later` are people, and hours, behind that and up to `until`."""

    first: date
    last: date
    until: date
    limit: float
    people: tuple[OverPerson, ...]
    later: tuple[OverPerson, ...] = ()

    @property
    def weeks(self) -> int:
        """How many weeks are looked at."""
        return (self.last - self.first).days // 7 + 1

    @property
    def person_weeks(self) -> int:
        return sum(len(person.weeks) for person in self.people)

    @property
    def hours(self) -> float:
        return sum(person.hours for person in self.people)

    @property
    def later_hours(self) -> float:
        return sum(person.hours for person in self.later)


def overload(session: Session, weeks: int = 0) -> Overload:
    """From the status date on; what comes later up to so many weeks from its week on."""
    own = office_row(session)
    found = matrix_of(session, weekly_base(session, weeks), By.PERSON, Grain.WEEK)
    return overload_of(found, own.status_date, own.amber_load)


def weekly_base(session: Session, weeks: int = 0, *, candidates: bool = False) -> LoadBase:
    """What is asked in the weeks of the window, and in as many weeks where they are more."""
    first = monday(office_row(session).status_date)
    edges = [first + WEEK * at for at in range(max(WEEKS_AHEAD, weeks) + 1)]
    return load_base(session, edges, candidates=candidates)


def overload_of(found: LoadMatrix, status: date, limit: float) -> Overload:
    """Of a load by person and week, from the status date's week on; of who is there."""
    first, last = window(status)
    ahead = sum(first <= day <= last for day in found.buckets)
    begin = found.buckets.index(monday(status))
    people: list[OverPerson] = []
    later: list[OverPerson] = []
    for at, row in enumerate(found.rows):
        if row.is_open or not isinstance(row.key, int):
            continue
        hard, has = found.hard[at].tolist(), found.capacity[at].tolist()
        weeks = [
            (number, OverWeek(found.buckets[number], load, beyond(asked, given, limit) / HOUR))
            for number, (asked, given) in enumerate(zip(hard, has, strict=True))
            if number >= begin and is_over(load := ratio(asked, given), limit)
        ]
        for kept, some in (
            (people, [week for number, week in weeks if number < begin + ahead]),
            (later, [week for number, week in weeks if number >= begin + ahead]),
        ):
            if some:
                kept.append(OverPerson(row.key, row.name, tuple(some)))
    until = found.edges[-1] - timedelta(days=1)
    order = sorted(people, key=_order), sorted(later, key=_order)
    return Overload(first, last, until, limit, tuple(order[0]), tuple(order[1]))


def _order(person: OverPerson) -> tuple[float, str]:
    return -person.hours, person.name
