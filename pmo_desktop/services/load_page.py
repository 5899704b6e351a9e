"""All that the load page shows, read at once; what a row is made of, when it is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from pmo_desktop.domain.load_grains import Grain, bucket_start, edges_of
from pmo_desktop.domain.load_matrix import Floats, Ints
from pmo_desktop.services.load import NO_PROJECT, by_project
from pmo_desktop.services.load_base import LoadBase, load_base
from pmo_desktop.services.load_findings import LoadFinding, load_findings
from pmo_desktop.services.load_matrix import By, LoadMatrix, matrix_of
from pmo_desktop.services.load_parts import counting
from pmo_desktop.services.load_shapes import DUTIES, MatrixRow
from pmo_desktop.services.office import office_row
from pmo_desktop.services.pool_groups import read_pool
from pmo_desktop.services.pool_time import connection_of
from pmo_desktop.services.shortage import Shortage, shortage_of

ROUNDING = 0.005
PROJECTS = "SELECT id, code, name, priority, programme_id FROM project"


class Asking(NamedTuple):
    """What the page asks for: `weeks` from the status date on."""

    by: By
    grain: Grain
    weeks: int
    candidates: bool = False


class Known(NamedTuple):
    """A project, or what is none (`DUTIES`): how it is called and how important it is."""

    code: str
    name: str
    priority: int


@dataclass(frozen=True, eq=False)
class LoadPageData:
    """`people` is the matrix by person (the same as `matrix` where that is asked for);
    `overloads` has, of those who have too much, the minutes that each project asks for, by the
    person's and the project's ids."""

    matrix: LoadMatrix
    people: LoadMatrix
    overloads: Mapping[int, Mapping[int, list[float]]]
    projects: Mapping[int, Known]
    shortage: Shortage
    findings: tuple[LoadFinding, ...]
    amber: float
    idle: float


def load_page(session: Session, asked: Asking) -> LoadPageData:
    own = office_row(session)
    first = bucket_start(asked.grain, own.status_date)
    until = first + timedelta(weeks=asked.weeks, days=-1)
    base = load_base(session, edges_of(asked.grain, first, until), candidates=asked.candidates)
    people = matrix_of(session, base, By.PERSON, asked.grain)
    matrix = people
    if asked.by is not By.PERSON:
        matrix = matrix_of(session, base, asked.by, asked.grain)
    most = people.load().max(axis=1, initial=0.0).tolist()
    limit = own.amber_load + ROUNDING
    ids = {row.key for row, load in zip(people.rows, most, strict=True) if load > limit}
    last = base.edges[-1] - timedelta(days=1)
    return LoadPageData(
        matrix,
        people,
        by_project(base, {one for one in ids if isinstance(one, int)}),
        _projects(session),
        shortage_of(session, base),
        load_findings(session, base.edges[0], last, candidates=asked.candidates),
        own.amber_load,
        own.idle_load,
    )


def _projects(session: Session) -> dict[int, Known]:
    rows = connection_of(session).execute(PROJECTS).fetchall()
    return {row[0]: Known(*row[1:4]) for row in rows}


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
