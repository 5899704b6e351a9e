"""How much time the people who are asked for have left, in the days for which they are asked.

What is free is their capacity less what is firmly asked of them already; what is soft does not
count, and neither does the request's own booking. Minutes of a full-time person. Who else asks for
the same days is told with the priority of the project, so that it can be seen whose turn it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.demand import DemandKind, Line, day_bounds
from pmo_desktop.domain.demand_sums import sums_of_days
from pmo_desktop.domain.requests import PENDING
from pmo_desktop.models import Project
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.demand_lines import demand_lines
from pmo_desktop.services.pool_time import people_time
from pmo_desktop.services.request_rows import RequestRow, requests
from pmo_desktop.storage.bulk import table_of

PROJECTS = table_of(Project)


class Rival(NamedTuple):
    """What a project takes of the person in these days, or `soft` asks for; no code: no project."""

    code: str
    priority: int
    minutes: float
    soft: bool


class FreeTime(NamedTuple):
    """In the days of a request: what the person has in all, what is firmly asked of them, and what
    the request asks for besides. `rivals` are the others, the more urgent first."""

    capacity: float
    taken: float
    asked: float
    rivals: tuple[Rival, ...] = ()

    @property
    def free(self) -> float:
        return max(self.capacity - self.taken, 0.0)

    @property
    def fits(self) -> bool:
        """Whether what is asked for is free, to the minute."""
        return self.asked <= self.free + 1


def free_time(session: Session) -> Mapping[int, FreeTime]:
    """By the ids of the requests that wait for somebody who is named."""
    asked = [
        row
        for row in requests(session)
        if row.state in PENDING and row.person_id is not None and not row.is_placeholder
    ]
    if not asked:
        return {}
    people = people_time(session, calendars(session))
    lines = _by_person(
        demand_lines(session, min(row.first for row in asked), max(row.last for row in asked))
    )
    found = session.connection().execute(
        select(PROJECTS.c.id, PROJECTS.c.code, PROJECTS.c.priority)
    )
    projects = {row.id: (row.code, row.priority) for row in found}
    return {
        row.id: _free(row, people[row.person_id], lines.get(row.person_id, ()), projects)
        for row in asked
        if row.person_id is not None and row.person_id in people
    }


def _free(
    row: RequestRow, person: PersonTime, lines: Sequence[Line],
    projects: Mapping[int, tuple[str, int]],
) -> FreeTime:  # fmt: skip
    others = [line for line in lines if line.kind is DemandKind.TASK or line.id != row.booking_id]
    begin, end = day_bounds(row.first, row.last)
    sums = sums_of_days(row.first, row.last)
    by_project: dict[tuple[int, bool], float] = defaultdict(float)
    for line in others:
        by_project[line.project_id or 0, line.soft] += sums.of(line)[0]
    return FreeTime(
        person.minutes(begin, end),
        sum(minutes for (_, soft), minutes in by_project.items() if not soft),
        row.units * person.calendar.between(begin, end),
        tuple(sorted(_rivals(by_project, projects), key=lambda one: (one.priority, one.soft))),
    )


def _rivals(
    by_project: Mapping[tuple[int, bool], float], projects: Mapping[int, tuple[str, int]]
) -> Iterator[Rival]:
    for (project, soft), minutes in by_project.items():
        if minutes >= 1:
            code, priority = projects.get(project, ("", 0))
            yield Rival(code, priority, minutes, soft)


def _by_person(lines: Iterable[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.person_id is not None:
            found[line.person_id].append(line)
    return found
