"""How soon a whole office is balanced from its database: 60 projects, 5,000 open tasks, 240 people.

From the tables to the first plan that holds: what is asked of whom is read and the schedule
computed, the problem put together, and every task placed. Against one network pass (dates and
floats, in plain Python) over the same tasks and links. And the most memory that a process has which
does so once.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from sqlite3 import connect
from typing import TYPE_CHECKING, Any

from pmo_desktop.bench.figure import MEGABYTES, Figure, in_turns
from pmo_desktop.bench.levelled import office
from pmo_desktop.bench.memory import peak
from pmo_desktop.bench.tables import insert
from pmo_desktop.domain.balance import Bounds
from pmo_desktop.domain.levelling.problem import FULL_TIME, Problem, Resource
from pmo_desktop.domain.timeline import moment_of
from pmo_desktop.progress import Progress, Report

if TYPE_CHECKING:
    from pmo_desktop.services.levelling_problem import Asked
    from pmo_desktop.storage.workspace import Workspace

STATUS = date(2026, 1, 5)
PASSES = 45
MEMORY_LIMIT = 250
ROUNDS = 3
WEEKS = (
    None,
    "09:00-12:00,13:00-18:00;" * 4 + ";;",
    "09:00-12:00,13:00-15:00;" * 5 + ";",
)


def measure_balancing(report: Report) -> tuple[Figure, ...]:
    report(Progress(0, 1, "Balancing a whole office"))
    with tempfile.TemporaryDirectory(prefix="pmo-balance-", ignore_cleanup_errors=True) as home:
        database = Path(home) / "office.db"
        make(database)
        return (_first(database), *_memory(database))


def _first(database: Path) -> Figure:
    from pmo_desktop.domain.schedule.solving import PLAIN, solve
    from pmo_desktop.services.opening import open_workspace

    with closing(open_workspace(database)) as workspace:
        compiled = _asked(workspace).compiled
        times = in_turns(
            {"ours": partial(_balanced, workspace), "pass": partial(solve, compiled, PLAIN)}, ROUNDS
        )
    return Figure(
        "levelling.database",
        "The first plan of the same office from its database, against one network pass",
        times["ours"],
        times["pass"],
        PASSES,
    )


def _asked(workspace: Workspace) -> Asked:
    from pmo_desktop.services.levelling import asked

    return workspace.query(asked, Bounds(schedules=1))


def _balanced(workspace: Workspace) -> None:
    from pmo_desktop.domain.levelling.search import level

    found = _asked(workspace)
    level(found.problem, found.bounds.objective, schedules=1)


def _memory(database: Path) -> tuple[Figure, ...]:
    """Nothing where the system does not tell it."""
    command = [sys.executable, "-m", "pmo_desktop.bench.balancing", str(database)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    found = float(told.stdout.split()[-1])
    return (
        Figure(
            "levelling.memory",
            "Balancing the same office: the most memory, against 250 MB",
            found,
            MEMORY_LIMIT,
            1.0,
            MEGABYTES,
        ),
    )[: 1 if found else 0]


def make(database: Path) -> None:
    """The office of `bench.levelled` in tables, scheduled without regard to its people."""
    from pmo_desktop.services.founding import found_office
    from pmo_desktop.services.scheduling import reschedule
    from pmo_desktop.storage.changes import Title
    from pmo_desktop.storage.workspace import Workspace

    problem = office()
    with closing(Workspace.open(database, found=partial(found_office, today=STATUS))) as workspace:
        fill(database, problem)
        projects = [project.id + 1 for project in problem.projects]
        workspace.edit(Title("Make an office"), reschedule, projects)


def fill(database: Path, problem: Problem) -> None:
    from pmo_desktop import models

    with closing(connect(database)) as connection, connection:
        [(last,)] = connection.execute("SELECT max(id) FROM working_calendar").fetchall()
        # Those of their own are based on the office's, and have its holidays.
        own: dict[int | None, int] = {
            at: last + at for at, week in enumerate(WEEKS) if week is not None
        }
        insert(connection, models.WorkingCalendar, _calendars(own, last))
        insert(connection, models.Person, (_person(one, own) for one in problem.resources))
        insert(connection, models.Absence, _absences(problem.resources))
        insert(connection, models.Project, _projects(problem))
        insert(connection, models.Task, _tasks(problem))
        insert(connection, models.Dependency, _links(problem))
        insert(connection, models.Assignment, _assignments(problem))


Rows = Iterator[dict[str, Any]]


def _calendars(own: dict[int | None, int], base: int) -> Rows:
    for at, number in own.items():
        week = WEEKS[at or 0]
        yield {"id": number, "uid": f"c{at}", "name": f"Week {at}", "week": week, "base_id": base}


def _person(one: Resource, own: dict[int | None, int]) -> dict[str, Any]:
    calendar = own.get(one.calendar)
    return {
        "id": one.id + 1,
        "uid": f"h{one.id}",
        "name": f"Person {one.id:03}",
        "calendar_id": calendar,
    }


def _absences(people: Sequence[Resource]) -> Rows:
    for person in people:
        for number, ((begin, units), (end, _)) in enumerate(pairwise(person.capacity)):
            if not units:
                first, last = moment_of(begin).date(), moment_of(end - 1).date()
                uid = f"a{person.id}-{number}"
                yield {"uid": uid, "person_id": person.id + 1, "first": first, "last": last}


def _projects(problem: Problem) -> Rows:
    start = {job.project: moment_of(job.release).date() for job in problem.jobs}
    for project in problem.projects:
        code = f"P-{project.id:02}"
        yield {
            "id": project.id + 1,
            "uid": code,
            "code": code,
            "name": code,
            "priority": project.priority,
            "start": start[project.id],
        }


def _tasks(problem: Problem) -> Rows:
    for place, job in enumerate(problem.jobs):
        yield {
            "id": job.id + 1,
            "uid": f"t{job.id}",
            "project_id": job.project + 1,
            "name": f"Task {job.id}",
            "position": place,
            "duration_minutes": job.duration,
            "kind": "task" if job.duration else "milestone",
        }


def _links(problem: Problem) -> Rows:
    for tie in problem.ties:
        yield {
            "predecessor_id": tie.predecessor + 1,
            "successor_id": tie.successor + 1,
            "type": tie.type.value,
            "lag_minutes": tie.lag_minutes,
        }


def _assignments(problem: Problem) -> Rows:
    for job in problem.jobs:
        for need in job.needs if job.duration else ():
            yield {
                "task_id": job.id + 1,
                "person_id": need.resource + 1,
                "units": need.units / FULL_TIME,
            }


def main(arguments: Sequence[str]) -> None:
    from pmo_desktop.services.levelling import balance
    from pmo_desktop.services.opening import open_workspace

    with closing(open_workspace(Path(arguments[0]))) as workspace:
        balance(_asked(workspace))
    print(peak())


if __name__ == "__main__":
    main(sys.argv[1:])
