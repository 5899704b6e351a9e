"""Named baselines: saved, renamed, removed, chosen to be measured against.

A project has up to eleven, numbered 0 to 10. The dates of the one in use stand in the tasks
themselves as well, where everything that is measured finds them; what came there from a spreadsheet
is a baseline without a name until another one is chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from pmo_desktop.models import Baseline, BaselineTask, Project, Task
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.task_amounts import amounts
from pmo_desktop.storage.among import rows_among
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

MOST = 10
BASELINES, SAVED = table_of(Baseline), table_of(BaselineTask)
PROJECTS, TASKS = table_of(Project), table_of(Task)


@dataclass(frozen=True)
class BaselineRow:
    """`saved_at` is None where nobody knows; `in_use` is what the project is measured against."""

    project_id: int
    number: int
    name: str
    saved_at: datetime | None
    tasks: int
    finish: datetime | None
    in_use: bool


def baselines(
    session: Session, project_ids: Collection[int] | None = None
) -> tuple[BaselineRow, ...]:
    """The baselines of these projects (None: of all), by project and number; what stands in tasks
    alone, too."""
    in_use = _numbers_in_use(session, project_ids)
    statement = (
        select(BASELINES, func.count(SAVED.c.id), func.max(SAVED.c.finish))
        .outerjoin(SAVED, SAVED.c.baseline_id == BASELINES.c.id)
        .group_by(BASELINES.c.id)
    )
    found = [
        BaselineRow(row.project_id, row.number, row.name, row.saved_at, row[-2],
                    row[-1], in_use[row.project_id] == row.number)
        for row in rows_among(session, statement, BASELINES.c.project_id, in_use)
    ]  # fmt: skip
    saved = {row.project_id for row in found if row.in_use}
    found += _unsaved(session, [p for p in in_use if p not in saved], in_use)
    return tuple(sorted(found, key=lambda row: (row.project_id, row.number)))


def save_baseline(
    session: Session, number: int, name: str, project_ids: Collection[int] | None = None
) -> int:
    """Keep the plan of these projects (None: of all) as it stands under a number, instead of what
    was there; returns how many tasks. Raises `Refused` for a number beyond 0 to 10."""
    _check_number(number)
    in_use = _numbers_in_use(session, project_ids)
    _remove(session, _ids(session, in_use, number))
    saved_at = datetime.now().replace(second=0, microsecond=0)
    rows = [{"project_id": project, "number": number, "name": name.strip(), "saved_at": saved_at}
            for project in in_use]  # fmt: skip
    ids = dict(zip(in_use, bulk_insert(session, Baseline, rows), strict=True))
    known = amounts(session, in_use)
    tasks = [task for task in _tasks(session, in_use) if task.active]
    bulk_insert(
        session,
        BaselineTask,
        [
            {
                "baseline_id": ids[task.project_id],
                "task_id": task.id,
                "start": task.start,
                "finish": task.finish,
                "duration_minutes": task.duration_minutes,
                "work_minutes": known[task.id].work_minutes,
                "cost_minor": known[task.id].cost_minor,
            }
            for task in tasks
        ],
    )
    _show(session, [project for project, used in in_use.items() if used == number], number)
    return len(tasks)


def save_baseline_of_all(session: Session, number: int, name: str, report: Report = silent) -> int:
    """`save_baseline` of every project, beside the window."""
    report(Progress(0, 1))
    return save_baseline(session, number, name)


def rename_baseline(session: Session, project_id: int, number: int, name: str) -> None:
    """Raises `Refused` where there is none."""
    _keep_unsaved(session, [project_id])
    bulk_update(session, Baseline, [{"id": _id(session, project_id, number), "name": name.strip()}])


def remove_baseline(session: Session, project_id: int, number: int) -> None:
    """Forget a baseline; a project that was measured against it is measured against none. Raises
    `Refused` where there is none."""
    _keep_unsaved(session, [project_id])
    _remove(session, [_id(session, project_id, number)])
    if _numbers_in_use(session, [project_id])[project_id] == number:
        _show(session, [project_id], number)


def use_baseline(session: Session, project_id: int, number: int) -> None:
    """Measure the project against this baseline. Raises `Refused` where there is none."""
    _keep_unsaved(session, [project_id])
    _id(session, project_id, number)
    bulk_update(session, Project, [{"id": project_id, "baseline_number": number}])
    _show(session, [project_id], number)


def _check_number(number: int) -> None:
    if not 0 <= number <= MOST:
        raise Refused("Baselines are numbered from 0 to {most}.", most=MOST)


def _show(session: Session, project_ids: Sequence[int], number: int) -> None:
    """Copy the dates of a baseline to the tasks; none where it is not there."""
    saved = {
        row.task_id: row
        for row in rows_among(
            session,
            select(SAVED)
            .join(BASELINES, BASELINES.c.id == SAVED.c.baseline_id)
            .where(BASELINES.c.number == number),
            BASELINES.c.project_id,
            project_ids,
        )
    }
    updates = []
    for task in _tasks(session, project_ids):
        found = saved.get(task.id)
        start, finish = (found.start, found.finish) if found else (None, None)
        updates.append({"id": task.id, "baseline_start": start, "baseline_finish": finish})
    bulk_update(session, Task, updates)


def _keep_unsaved(session: Session, project_ids: Sequence[int]) -> None:
    """Make what stands in the tasks alone a baseline of its own, so that it is not lost."""
    in_use = _numbers_in_use(session, project_ids)
    for row in _unsaved(session, [p for p in in_use if not _ids(session, [p], in_use[p])], in_use):
        kept = {"project_id": row.project_id, "number": row.number}
        number = bulk_insert(session, Baseline, [kept])[0]
        tasks = [t for t in _tasks(session, [row.project_id]) if t.baseline_finish]
        rows = [{"baseline_id": number, "task_id": task.id, "start": task.baseline_start,
                 "finish": task.baseline_finish} for task in tasks]  # fmt: skip
        bulk_insert(session, BaselineTask, rows)


def _unsaved(
    session: Session, project_ids: Sequence[int], in_use: dict[int, int]
) -> list[BaselineRow]:
    statement = (
        select(
            TASKS.c.project_id,
            func.count(TASKS.c.baseline_finish),
            func.max(TASKS.c.baseline_finish),
        )
        .where(TASKS.c.baseline_finish.is_not(None))
        .group_by(TASKS.c.project_id)
    )
    rows = rows_among(session, statement, TASKS.c.project_id, project_ids)
    return [
        BaselineRow(project, in_use[project], "", None, count, finish, True)
        for project, count, finish in rows
    ]


def _numbers_in_use(session: Session, project_ids: Collection[int] | None) -> dict[int, int]:
    statement = select(PROJECTS.c.id, PROJECTS.c.baseline_number)
    rows: Iterable[Any]
    if project_ids is None:
        rows = session.connection().execute(statement.order_by(PROJECTS.c.id))
    else:
        rows = rows_among(session, statement, PROJECTS.c.id, project_ids)
    return {row.id: row.baseline_number for row in rows}


def _ids(session: Session, project_ids: Collection[int], number: int) -> list[int]:
    statement = select(BASELINES.c.id).where(BASELINES.c.number == number)
    rows = rows_among(session, statement, BASELINES.c.project_id, project_ids)
    return [row.id for row in rows]


def _id(session: Session, project_id: int, number: int) -> int:
    found = _ids(session, [project_id], number)
    if not found:
        raise Refused("There is no baseline {number} of this project.", number=number)
    return found[0]


def _remove(session: Session, ids: Sequence[int]) -> None:
    statement = select(SAVED.c.id)
    rows = rows_among(session, statement, SAVED.c.baseline_id, ids)
    bulk_delete(session, BaselineTask, [row.id for row in rows])
    bulk_delete(session, Baseline, ids)


def _tasks(session: Session, project_ids: Collection[int]) -> list[Row[Any]]:
    statement = select(TASKS).order_by(TASKS.c.project_id, TASKS.c.position, TASKS.c.id)
    return list(rows_among(session, statement, TASKS.c.project_id, project_ids))
