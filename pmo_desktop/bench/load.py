"""How fast load is reckoned: 500 people by 156 weeks, from 100,000 assignments.

As columns, against one `numpy.bincount` of the same assignments by person and week, which knows no
calendar and takes each to lie in one week. From a database of that size, against the bare fetch of
the rows that are needed.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from pmo_desktop.bench.figure import Figure, in_turns
from pmo_desktop.bench.tables import insert
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.holidays import statutory_days
from pmo_desktop.progress import Progress, Report

PEOPLE, WEEKS, ASSIGNMENTS = 500, 156, 100_000
TASKS, PROJECTS = 50_000, 60
FIRST = date(2026, 1, 5)
DAYS = (1, 1, 2, 3, 5, 5, 8, 10, 15, 20)
UNITS = (0.25, 0.5, 0.5, 1.0, 1.0, 1.0)
ROUNDS = 15
FETCH_ROUNDS = 7
AT_ONCE = 20
BINCOUNT_LIMIT, FETCH_LIMIT = 12, 1.3
FETCH = """
SELECT a.person_id, a.units, a.work_minutes, a.firm, t.project_id, t.start, t.finish
FROM assignment a JOIN task t ON t.id = a.task_id JOIN project p ON p.id = t.project_id
WHERE p.state = 'active' AND t.kind = 'task' AND t.active AND t.percent_complete < 1
  AND t.start < ? AND t.finish > ?
"""


def measure_load(report: Report) -> tuple[Figure, ...]:
    report(Progress(0, 1, "Reckoning the load of 500 people"))
    return (_columns(), _database())


def _columns() -> Figure:
    import numpy as np

    from pmo_desktop.domain.hours import MINUTES_IN_DAY
    from pmo_desktop.domain.load_matrix import Buckets, Columns

    rows = list(_assignments())
    start = np.array([(FIRST.toordinal() + row[1]) * MINUTES_IN_DAY + 540 for row in rows])
    finish = np.array([(FIRST.toordinal() + row[2]) * MINUTES_IN_DAY + 1080 for row in rows])
    moments, codes = np.unique(np.concatenate([start, finish]), return_inverse=True)
    person, units = np.array([row[0] for row in rows]), np.array([row[3] for row in rows])
    columns = Columns(person, moments, codes[:ASSIGNMENTS], codes[ASSIGNMENTS:], units)
    edges = [(FIRST.toordinal() + 7 * week) * MINUTES_IN_DAY for week in range(WEEKS + 1)]
    buckets = Buckets(edges, [_calendar()])
    week = (start // MINUTES_IN_DAY - FIRST.toordinal()) // 7

    def counted() -> object:
        return np.bincount(person * WEEKS + week, units, PEOPLE * WEEKS)

    # Several at a time, so that what else the machine does takes its share of both.
    works: dict[str, Callable[[], object]] = {
        "ours": partial(_repeated, partial(buckets.demand, PEOPLE, columns)),
        "bincount": partial(_repeated, counted),
    }
    times = in_turns(works, ROUNDS)
    return Figure(
        "load.columns",
        "The load of 500 people in 156 weeks from 100,000 assignments, against one bincount",
        times["ours"] / AT_ONCE,
        times["bincount"] / AT_ONCE,
        BINCOUNT_LIMIT,
    )


def _repeated(work: Callable[[], object]) -> None:
    for _ in range(AT_ONCE):
        work()


def _database() -> Figure:
    from pmo_desktop.services.load_matrix import By, load_matrix
    from pmo_desktop.storage.workspace import Workspace

    with tempfile.TemporaryDirectory(prefix="pmo-load-", ignore_cleanup_errors=True) as home:
        path = Path(home) / "load.db"
        last = FIRST + timedelta(weeks=WEEKS, days=-1)
        workspace = Workspace.open(path)
        try:
            fill(path)
            with closing(sqlite3.connect(path)) as connection:
                window = str(last + timedelta(days=1)), str(FIRST)
                works = {
                    "ours": lambda: workspace.query(load_matrix, By.PERSON, "week", FIRST, last),
                    "fetch": lambda: connection.execute(FETCH, window).fetchall(),
                }
                times = in_turns(works, FETCH_ROUNDS)
        finally:
            workspace.close()
    return Figure(
        "load.database",
        "The same load from the database, against the bare fetch of its rows",
        times["ours"],
        times["fetch"],
        FETCH_LIMIT,
    )


def fill(path: Path) -> None:
    """People, projects, tasks and assignments, into an empty office."""
    from pmo_desktop import models

    with closing(sqlite3.connect(path)) as connection, connection:
        insert(
            connection,
            models.Person,
            ({"id": n + 1, "uid": f"h{n}", "name": f"Person {n:03}"} for n in range(PEOPLE)),
        )
        insert(
            connection,
            models.Project,
            (
                {"id": n + 1, "uid": f"p{n}", "code": f"P-{n:02}", "name": f"Project {n}"}
                for n in range(PROJECTS)
            ),
        )
        rows = list(_assignments())
        insert(
            connection,
            models.Task,
            (
                {
                    "id": n + 1,
                    "uid": f"t{n}",
                    "project_id": n % PROJECTS + 1,
                    "name": f"Task {n}",
                    "position": n,
                    "start": f"{FIRST + timedelta(days=rows[n][1])} 09:00:00.000000",
                    "finish": f"{FIRST + timedelta(days=rows[n][2])} 18:00:00.000000",
                }
                for n in range(TASKS)
            ),
        )
        insert(
            connection,
            models.Assignment,
            (
                {"id": n + 1, "task_id": n % TASKS + 1, "person_id": row[0] + 1, "units": row[3]}
                for n, row in enumerate(rows)
            ),
        )


def _assignments() -> Iterator[tuple[int, int, int, float]]:
    """Person, the days of start and finish, units."""
    dice = Random(1)
    for _ in range(ASSIGNMENTS):
        start = dice.randrange(WEEKS * 7)
        finish = min(start + dice.choice(DAYS), WEEKS * 7 - 1)
        yield dice.randrange(PEOPLE), start, finish, dice.choice(UNITS)


def _calendar() -> Calendar:
    days = [(day.day, day.hours) for year in (2025, 2026) for day in statutory_days(year) or []]
    return Calendar.from_text(days=days)
