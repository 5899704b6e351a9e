"""The milestone trend: where each milestone stood whenever a period was closed, and stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import MilestoneSnapshot, Project, Task
from pmo_desktop.services.office import office_row
from pmo_desktop.storage.among import rows_among
from pmo_desktop.storage.bulk import bulk_insert, table_of

SNAPSHOTS, TASKS, PROJECTS = table_of(MilestoneSnapshot), table_of(Task), table_of(Project)


@dataclass(frozen=True)
class MilestonePoint:
    """Where a milestone stood when a period was closed, or stands in the one that is open."""

    period: str
    finish: date


@dataclass(frozen=True)
class MilestoneTrend:
    """One milestone; `points` are in the order of the periods, the open one last. `moved_days` are
    calendar days from the first point to the last, above 0 later."""

    task_id: int
    project_id: int
    project_code: str
    name: str
    baseline: date | None
    done: bool
    points: tuple[MilestonePoint, ...]

    @property
    def moved_days(self) -> int:
        return (self.points[-1].finish - self.points[0].finish).days if self.points else 0


def milestone_trends(session: Session, project_ids: Collection[int]) -> tuple[MilestoneTrend, ...]:
    """The milestones of these projects by their date now."""
    period = office_row(session).period
    statement = (
        select(TASKS, PROJECTS.c.code)
        .join(PROJECTS, PROJECTS.c.id == TASKS.c.project_id)
        .where(TASKS.c.kind == TaskKind.MILESTONE.value, TASKS.c.active)
    )
    tasks = list(rows_among(session, statement, TASKS.c.project_id, project_ids))
    past: dict[int, list[MilestonePoint]] = defaultdict(list)
    closed = select(SNAPSHOTS).order_by(SNAPSHOTS.c.period)
    for row in rows_among(session, closed, SNAPSHOTS.c.project_id, project_ids):
        if row.finish is not None and row.period != period:
            past[row.task_id].append(MilestonePoint(row.period, row.finish.date()))
    found = [_trend(task, past[task.id], period) for task in tasks if task.finish or past[task.id]]
    return tuple(sorted(found, key=lambda trend: (trend.points[-1].finish, trend.task_id)))


def keep_milestones(session: Session, period: str) -> None:
    """Keep where all milestones stand as the period is closed."""
    rows = session.connection().execute(
        select(TASKS.c.project_id, TASKS.c.id, TASKS.c.finish)
        .where(TASKS.c.kind == TaskKind.MILESTONE.value, TASKS.c.active)
        .where(TASKS.c.finish.is_not(None))
    )
    bulk_insert(
        session,
        MilestoneSnapshot,
        [
            {"period": period, "project_id": project, "task_id": task, "finish": finish}
            for project, task, finish in rows
        ],
    )


def _trend(task: Any, past: list[MilestonePoint], period: str) -> MilestoneTrend:
    now = [] if task.finish is None else [MilestonePoint(period, task.finish.date())]
    return MilestoneTrend(
        task.id,
        task.project_id,
        task.code,
        task.name,
        _day(task.baseline_finish),
        task.percent_complete >= 1,
        (*past, *now),
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
