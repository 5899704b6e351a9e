"""All that the load page shows, read at once; what a row is made of, when it is chosen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.domain.load_grains import Grain, bucket_start, edges_of
from pmo_desktop.domain.load_matrix import Floats, Ints
from pmo_desktop.services.load import NO_PROJECT, by_project
from pmo_desktop.services.load_base import LoadBase, load_base
from pmo_desktop.services.load_findings import LoadFinding, load_findings
from pmo_desktop.services.load_matrix import By, LoadMatrix, matrix_of
from pmo_desktop.services.load_parts import counting
from pmo_desktop.services.load_shapes import DUTIES, MatrixRow
from pmo_desktop.services.office import office_row
from pmo_desktop.services.overload import Overload, OverPerson, OverWeek, overload_of, weekly_base
from pmo_desktop.services.pool_groups import read_pool
from pmo_desktop.services.pool_time import connection_of
from pmo_desktop.services.shortage import Shortage, shortage_of

WEEK = timedelta(weeks=1)
PROJECTS = "SELECT id, code, name, priority, programme_id FROM project"


class Asking(NamedTuple):
    """What the page asks for: `weeks` from the status date on."""

    by: By
    grain: Grain
    weeks: int
    candidates: bool = False


class Known(NamedTuple):
    """A project: how it is called, how important it is, the programme's id."""

    code: str
    name: str
    priority: int
    programme: int | None = None


@dataclass(frozen=True, eq=False)
class LoadPageData:
    """`people` is the matrix by person (the same as `matrix` where that is asked for), `ahead` by
    person and week, as far as `matrix` goes, but at least as far as overload is counted; `asking`
    has, of those who are overloaded, the minutes that each project asks for in these weeks, by the
    person's and the project's ids."""

    matrix: LoadMatrix
    people: LoadMatrix
    ahead: LoadMatrix
    overload: Overload
    asking: Mapping[int, Mapping[int, list[float]]]
    projects: Mapping[int, Known]
    shortage: Shortage
    findings: tuple[LoadFinding, ...]
    idle: float

    def overloaded_in(
        self, by: By, row: MatrixRow, first: date, last: date
    ) -> tuple[OverPerson, ...]:
        """Who of a row has a week of overload that touches the days from `first` to `last`, those
        with the most hours first; of a project, or a programme, who works for it in that week."""
        found = []
        for person, weeks in self._overloaded.items():
            theirs = [
                week
                for week in weeks
                if week.monday <= last and week.monday + WEEK > first
                and (person in row.people or (by is By.PERSON and person == row.key)
                     or (not by.is_of_people and self._works_for(row, person, week.monday)))
            ]  # fmt: skip
            if theirs:
                found.append(OverPerson(person, self._names[person], tuple(theirs)))
        return tuple(sorted(found, key=lambda one: (-one.hours, one.name)))

    @cached_property
    def marks(self) -> tuple[frozenset[int], ...]:
        """By row of `matrix`, the buckets in which somebody of it has a week of overload."""
        weeks = np.zeros((len(self.matrix.rows), len(self.ahead.buckets)), np.bool_)
        place = {row.key: at for at, row in enumerate(self.matrix.rows)}
        groups: dict[int, list[int]] = {}
        for at, row in enumerate(self.matrix.rows):
            for person in row.people:
                groups.setdefault(person, []).append(at)
        for person, found in self._overloaded.items():
            over = np.zeros(weeks.shape[1], np.bool_)
            over[[self._week_of(week.monday) for week in found]] = True
            for at in groups.get(person, ()):
                weeks[at] |= over
            if not self.matrix.by.is_of_people:
                for project, minutes in self.asking.get(person, {}).items():
                    at = place.get(self._row_of(project), -1)
                    if at >= 0:
                        weeks[at] |= over & (np.asarray(minutes) > 0)
        return tuple(frozenset(self._buckets_of(np.flatnonzero(row).tolist())) for row in weeks)

    def _buckets_of(self, weeks: Sequence[int]) -> Iterator[int]:
        """The buckets of the matrix that these weeks touch."""
        edges, first = self.matrix.edges, self.ahead.edges[0]
        for week in weeks:
            monday = first + WEEK * week
            begin = max(bisect_right(edges, monday) - 1, 0)
            yield from range(begin, min(bisect_left(edges, monday + WEEK), len(edges) - 1))

    def _week_of(self, monday: date) -> int:
        return (monday - self.ahead.edges[0]).days // 7

    def _row_of(self, project: int) -> int | str | None:
        """The key of the row of projects, or programmes, in which what a project asks counts."""
        if project == NO_PROJECT:
            return DUTIES
        return project if self.matrix.by is By.PROJECT else self.projects[project].programme

    @cached_property
    def _overloaded(self) -> dict[int, tuple[OverWeek, ...]]:
        found: dict[int, tuple[OverWeek, ...]] = {}
        for one in (*self.overload.people, *self.overload.later):
            found[one.person_id] = (*found.get(one.person_id, ()), *one.weeks)
        return found

    @cached_property
    def _names(self) -> dict[int, str]:
        both = (*self.overload.people, *self.overload.later)
        return {one.person_id: one.name for one in both}

    def _works_for(self, row: MatrixRow, person: int, monday: date) -> bool:
        at = self._week_of(monday)
        return any(
            minutes[at] and self._row_of(project) == row.key
            for project, minutes in self.asking.get(person, {}).items()
        )


def load_page(session: Session, asked: Asking) -> LoadPageData:
    own = office_row(session)
    first = bucket_start(asked.grain, own.status_date)
    until = first + timedelta(weeks=asked.weeks, days=-1)
    base = load_base(session, edges_of(asked.grain, first, until), candidates=asked.candidates)
    people = matrix_of(session, base, By.PERSON, asked.grain)
    matrix = people
    if asked.by is not By.PERSON:
        matrix = matrix_of(session, base, asked.by, asked.grain)
    weekly = base
    if asked.grain is not Grain.WEEK or asked.weeks < WEEKS_AHEAD:
        weekly = weekly_base(session, asked.weeks, candidates=asked.candidates)
    ahead = people if weekly is base else matrix_of(session, weekly, By.PERSON, Grain.WEEK)
    overload = overload_of(ahead, own.status_date, own.amber_load)
    over = {one.person_id for one in (*overload.people, *overload.later)}
    last = base.edges[-1] - timedelta(days=1)
    found = LoadPageData(
        matrix,
        people,
        ahead,
        overload,
        by_project(weekly, over),
        _projects(session),
        shortage_of(session, base),
        load_findings(session, base.edges[0], last, candidates=asked.candidates),
        own.idle_load,
    )
    if asked.by is not By.PERSON:
        _ = found.marks  # beside the window, not in it
    return found


def _projects(session: Session) -> dict[int, Known]:
    rows = connection_of(session).execute(PROJECTS).fetchall()
    return {row[0]: Known(*row[1:5]) for row in rows}


@dataclass(frozen=True, eq=False)
class Split:
    """What asks for the time of a row, by bucket: firmly by name (projects, or of a project its
    people; empty: other duties), and softly in all; minutes."""

    hard: tuple[tuple[str, Floats], ...]
    soft: Floats


def load_split(session: Session, asked: Asking, row: MatrixRow, edges: tuple[date, ...]) -> Split:
    """Of a row of the matrix of these buckets."""
    base = load_base(session, edges, candidates=asked.candidates)
    connection = connection_of(session)
    pool = read_pool(connection)
    programmes = {one[0]: one[4] for one in connection.execute(PROJECTS)}
    counts = counting(asked.by, row, pool, programmes)
    if asked.by.is_of_people:
        theirs = [
            one.id for one in pool.people
            if (one.id == row.key if asked.by is By.PERSON
                else row.key in pool.groups_of(asked.by.value, one))
        ]  # fmt: skip
        inside = np.isin(base.asked.person, theirs)
        ids, of_line = (
            base.asked.project,
            [line.project_id or NO_PROJECT for line in base.asked.odd],
        )
        names = {number: f"{one.code} {one.name}".strip()
                 for number, one in _projects(session).items()}  # fmt: skip
    else:
        own = [number for number, programme in programmes.items()
               if row.key == (number if asked.by is By.PROJECT else programme)]  # fmt: skip
        inside = np.isin(base.asked.project, [] if row.key == DUTIES else own)
        ids, of_line = base.asked.person, [line.person_id or 0 for line in base.asked.odd]
        names = {one.id: one.name for one in pool.people}
    chosen = [counts(line) for line in base.asked.odd]
    return _split(base, inside, ids, (of_line, chosen), names)


def _split(
    base: LoadBase,
    inside: NDArray[np.bool_],
    ids: Ints,
    odd: tuple[list[int], list[bool]],
    names: Mapping[int, str],
) -> Split:
    of_line, chosen = odd
    soft_lines = [line.soft for line in base.asked.odd]
    keys = sorted(
        {*ids[inside].tolist(), *(k for k, ok in zip(of_line, chosen, strict=True) if ok)}
    )
    place = {key: at for at, key in enumerate(keys)}
    table = np.full(max(int(ids.max(initial=0)), *keys, 0) + 1, -1, np.intp)
    table[keys] = np.arange(len(keys))
    last = len(keys)
    entries = np.where(inside, np.where(base.asked.soft, last, table[ids]), -1)
    lines = [
        -1 if not ok else last if is_soft else place[key]
        for key, ok, is_soft in zip(of_line, chosen, soft_lines, strict=True)
    ]
    found = base.demand(entries, lines, last + 1)
    hard = tuple((names.get(key, ""), found[at]) for key, at in place.items() if found[at].any())
    return Split(hard, found[last])
