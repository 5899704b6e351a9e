"""Loads to look at: people of 40 hours a week, each week's demand in percent of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from pmo_desktop.domain.load_grains import Grain
from pmo_desktop.services.load_matrix import By, LoadMatrix, MatrixRow
from pmo_desktop.services.load_page import Known, LoadPageData
from pmo_desktop.services.overload import overload_of
from pmo_desktop.services.shortage import Shortage, SkillForecast

MONDAY = dt.date(2026, 12, 14)
WEEK = 2400.0
PRIORITIES = {"P-1": 1, "P-2": 4, "P-3": 9}
PROJECTS = {
    int(code[-1]): Known(code, f"Project {code[-1]}", at) for code, at in PRIORITIES.items()
}


class Worker(NamedTuple):
    """`weeks` have what each project asks in percent of a full week, `soft` what is soft."""

    id: int
    name: str
    role: str
    department: str
    weeks: tuple[Mapping[str, float], ...]
    soft: tuple[float, ...] = ()
    capacity: float = WEEK


def person(
    number: int, name: str, role: str, department: str, *weeks: Mapping[str, float]
) -> Worker:
    return Worker(number, name, role, department, weeks)


def weeks(count: int) -> tuple[dt.date, ...]:
    return tuple(MONDAY + dt.timedelta(weeks=week) for week in range(count))


def matrix(*people: Worker) -> LoadMatrix:
    """By person."""
    hard = [[sum(week.values()) / 100 * WEEK for week in one.weeks] for one in people]
    soft = [[s / 100 * WEEK for s in one.soft] or [0.0] * len(one.weeks) for one in people]
    has = [[one.capacity] * len(one.weeks) for one in people]
    rows = tuple(MatrixRow(one.id, one.name, one.role, one.department, (one.id,)) for one in people)
    return _made(By.PERSON, rows, hard, soft, has)


def grouped(by: By, found: LoadMatrix, groups: Mapping[str, Sequence[int]]) -> LoadMatrix:
    """The same people in groups, by their ids."""
    place = {row.key: at for at, row in enumerate(found.rows)}
    rows = tuple(MatrixRow(name or None, name, people=tuple(ids)) for name, ids in groups.items())
    parts = [
        [part[[place[one] for one in ids]].sum(axis=0) for ids in groups.values()]
        for part in (found.hard, found.soft, found.capacity)
    ]
    return _made(by, rows, *parts)


def _made(by: By, rows: tuple[MatrixRow, ...], *parts: Sequence[Sequence[float]]) -> LoadMatrix:
    count = len(parts[0][0]) if rows else 1
    hard, soft, has = (np.array(part, np.float64).reshape(len(rows), count) for part in parts)
    edges = weeks(count + 1)
    full = np.full(count, WEEK)
    return LoadMatrix(
        by, Grain.WEEK, edges, rows, hard, soft, has, has.sum(axis=0), hard.sum(axis=0),
        soft.sum(axis=0), full, 480,
    )  # fmt: skip


def data(
    *people: Worker, shown: LoadMatrix | None = None, skills: tuple[SkillForecast, ...] = ()
) -> LoadPageData:
    found = matrix(*people)
    asked = {
        one.id: {
            number: [week.get(known.code, 0.0) / 100 * WEEK for week in one.weeks]
            for number, known in PROJECTS.items()
        }
        for one in people
    }
    over = overload_of(found, MONDAY, 1.0)
    return LoadPageData(
        shown or found, found, found, over, asked, PROJECTS, Shortage(found.edges, skills), (), 0.5
    )


def forecast(name: str, asked: Sequence[float], free: Sequence[float]) -> SkillForecast:
    """In minutes."""
    nothing = np.zeros(len(asked))
    return SkillForecast(1, name, "", (1,), np.array(asked), nothing, nothing, np.array(free))


ZHAO = person(1, "赵倩", "Architect", "Digital", {"P-1": 80, "P-2": 60}, {"P-1": 150}, {"P-2": 50})
LIN = person(2, "Lin Feng", "Architect", "Digital", {"P-1": 50}, {"P-1": 50, "P-3": 20}, {})
ANA = person(3, "Ana Silva", "Tester", "", {"P-3": 110}, {}, {"P-3": 120})
