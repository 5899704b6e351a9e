"""What is asked and what there is between some days, to be added up in whatever rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.load_matrix import (
    Buckets,
    Floats,
    Ints,
    Places,
    capacity_pieces,
    pieces_of,
)
from pmo_desktop.services.calendars import Calendars, calendars
from pmo_desktop.services.demand_columns import Asked, read_columns
from pmo_desktop.services.demand_reading import read_times
from pmo_desktop.services.pool_time import connection_of

NOTHING = 1e-6  # minutes: what is left of sums that are nothing


@dataclass(frozen=True, eq=False)
class LoadBase:
    """`edges` are the days that buckets begin with, and the last one's end; `times` has what each
    person has, by id."""

    edges: tuple[date, ...]
    known: Calendars
    asked: Asked
    times: Mapping[int, PersonTime]
    places: Places

    @property
    def instants(self) -> list[int]:
        return [day.toordinal() * MINUTES_IN_DAY for day in self.edges]

    def demand(self, entries: Ints, lines: Sequence[int], rows: int) -> Floats:
        """Minutes, `rows` by buckets: of the entries and lines in the row of each; -1: in none."""
        chosen = [(row, one) for row, one in zip(lines, self.asked.odd, strict=True) if row >= 0]
        odd = pieces_of(chosen, self.places)
        buckets = Buckets(self.instants, self.places.calendars)
        found = buckets.demand(rows, self.asked.columns(entries))
        if len(odd.row):
            found = found + buckets.laid(rows, odd)
        found[found < NOTHING] = 0.0
        return found

    def capacities(self, rows: Mapping[int, int], count: int) -> Floats:
        """Minutes, `count` rows by buckets, of the people with a row."""
        theirs = ((rows[one], time) for one, time in self.times.items() if one in rows)
        given = capacity_pieces(theirs, self.instants, self.places)
        return Buckets(self.instants, self.places.calendars).laid(count, given)

    def capacity(self, person: int) -> list[float]:
        """One person's minutes of each bucket."""
        return self.times[person].over(self.instants)

    def calendars_apart(self) -> dict[int, Calendar]:
        """Of tasks that are worked in another calendar than the office's that one, by id."""
        when, calendars = self.asked.when, self.places.calendars
        found = {line.task_id: line.calendar for line in self.asked.odd if line.task_id is not None}
        if when.calendar is not None:
            pairs = zip(self.asked.task.tolist(), when.calendar.tolist(), strict=True)
            found |= {task: calendars[place] for task, place in pairs if place}
        office = self.known[None]
        return {task: calendar for task, calendar in found.items() if calendar != office}

    def full_time(self) -> Floats:
        """The office's working minutes of each bucket."""
        found: Floats = Buckets(self.instants, (self.known[None],)).steps[0]
        return found


def load_base(session: Session, edges: Sequence[date], *, candidates: bool = False) -> LoadBase:
    """All that is asked between the first and the last of these days."""
    connection, known = connection_of(session), calendars(session)
    places = Places(known[None])
    last = max(edges[-1] - timedelta(days=1), edges[0])
    asked = read_columns(connection, known, places, edges[0], last, candidates=candidates)
    return LoadBase(tuple(edges), known, asked, read_times(connection, known), places)
