"""What the plan differs by from baselines: all tasks from those in use, one row from each of them.

Duration and work are working minutes, money is in the project's currency; above 0 is later, longer,
more. A project's work and cost are the sums over its topmost tasks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.money import from_minor
from pmo_desktop.models import Baseline, BaselineTask, Project, Task
from pmo_desktop.services.baselines import BaselineRow, baselines
from pmo_desktop.services.task_amounts import Amounts, amounts
from pmo_desktop.storage.bulk import table_of

BASELINES, SAVED = table_of(Baseline), table_of(BaselineTask)
PROJECTS, TASKS = table_of(Project), table_of(Task)


class Figures(NamedTuple):
    """Of a task or a whole project; None where it is not known. A project has no duration."""

    start: datetime | None = None
    finish: datetime | None = None
    duration_minutes: int | None = None
    work_minutes: int | None = None
    cost_minor: int | None = None


@dataclass(frozen=True)
class Difference:
    """What the plan has more than a baseline, in working minutes and the project's money."""

    duration_minutes: int | None
    work_minutes: int | None
    cost: Decimal | None
    currency: str


@dataclass(frozen=True)
class Against:
    """What one baseline has (`known` False: it is without this row)."""

    baseline: BaselineRow
    known: bool
    figures: Figures


@dataclass(frozen=True)
class AgainstEach:
    """A row of the plan as it is now, and as each baseline of its project has it."""

    now: Figures
    currency: str
    baselines: tuple[Against, ...]


class Differences(NamedTuple):
    """From the baselines in use, by the ids of tasks and of projects."""

    tasks: Mapping[int, Difference]
    projects: Mapping[int, Difference]


def differences(session: Session) -> Differences:
    """What duration, work and cost of all tasks differ by from the baselines in use."""
    connection = session.connection()
    projects = {row.id: row for row in connection.execute(select(PROJECTS))}
    known = amounts(session, list(projects))
    statement = (
        select(TASKS.c.id, TASKS.c.project_id, TASKS.c.parent_id, TASKS.c.duration_minutes,
               SAVED.c.duration_minutes, SAVED.c.work_minutes, SAVED.c.cost_minor)
        .join(SAVED, SAVED.c.task_id == TASKS.c.id)
        .join(BASELINES, BASELINES.c.id == SAVED.c.baseline_id)
        .join(PROJECTS, PROJECTS.c.id == BASELINES.c.project_id)
        .where(TASKS.c.active, PROJECTS.c.baseline_number == BASELINES.c.number)
    )  # fmt: skip
    tasks: dict[int, Difference] = {}
    tops: dict[int, list[Figures]] = defaultdict(list)
    for task, project, parent, duration, *then in connection.execute(statement):
        found = Figures(None, None, *map(_less, (duration, *known[task]), then))
        tasks[task] = _difference(found, projects[project].currency)
        if parent is None:
            tops[project].append(found)
    return Differences(
        tasks,
        {project: _difference(_whole(rows), projects[project].currency)
         for project, rows in tops.items()},
    )  # fmt: skip


def against_each(session: Session, project_id: int, task_id: int | None) -> AgainstEach:
    """A task, or the whole project, beside each of the project's baselines."""
    connection = session.connection()
    currency = connection.execute(
        select(PROJECTS.c.currency).where(PROJECTS.c.id == project_id)
    ).scalar_one()
    tasks = _tasks(session, project_id, task_id)
    known = amounts(session, [project_id])
    saved = _saved(session, [task.id for task in tasks])
    found = []
    for baseline in baselines(session, [project_id]):
        rows = saved.get(baseline.number, [])
        if not rows and baseline.in_use:
            rows = [Figures(task.baseline_start, task.baseline_finish)
                    for task in tasks if task.baseline_finish is not None]  # fmt: skip
        found.append(Against(baseline, bool(rows), _of(rows, task_id)))
    now = _of([_now(task, known[task.id]) for task in tasks if task.active], task_id)
    return AgainstEach(now, currency, tuple(found))


def _tasks(session: Session, project_id: int, task_id: int | None) -> Sequence[Row[Any]]:
    """The task itself, or the topmost ones of the project."""
    statement = select(TASKS).where(TASKS.c.project_id == project_id)
    own = TASKS.c.parent_id.is_(None) if task_id is None else TASKS.c.id == task_id
    return session.connection().execute(statement.where(own)).all()


def _saved(session: Session, task_ids: Sequence[int]) -> Mapping[int, list[Figures]]:
    """What baselines have of these tasks, by their numbers."""
    figures = (getattr(SAVED.c, name) for name in Figures._fields)
    statement = (
        select(BASELINES.c.number, *figures)
        .join(SAVED, SAVED.c.baseline_id == BASELINES.c.id)
        .where(SAVED.c.task_id.in_(task_ids))
    )
    found: dict[int, list[Figures]] = defaultdict(list)
    for number, *row in session.connection().execute(statement):
        found[number].append(Figures(*row))
    return found


def _now(task: Row[Any], known: Amounts) -> Figures:
    return Figures(task.start, task.finish, task.duration_minutes, *known)


def _of(rows: Sequence[Figures], task_id: int | None) -> Figures:
    if task_id is not None:
        return rows[0] if rows else Figures()
    return _whole(rows)


def _whole(rows: Sequence[Figures]) -> Figures:
    """Of all rows together, as a project has it."""
    return Figures(
        min((row.start for row in rows if row.start), default=None),
        max((row.finish for row in rows if row.finish), default=None),
        None,
        _sum(row.work_minutes for row in rows),
        _sum(row.cost_minor for row in rows),
    )


def _difference(found: Figures, currency: str) -> Difference:
    cost = from_minor(found.cost_minor, currency)
    return Difference(found.duration_minutes, found.work_minutes, cost, currency)


def _less(now: int | None, then: int | None) -> int | None:
    return None if now is None or then is None else now - then


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
