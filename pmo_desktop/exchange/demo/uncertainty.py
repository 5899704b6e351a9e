"""How unsure the demo projects' plans are: three points for tasks to come, risks that act on them.

Only the most important projects have estimates, as in an office that has begun with it.
"""

from __future__ import annotations

from collections import defaultdict
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.risk import RiskState
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import Project, Risk, Task, TaskRisk
from pmo_desktop.storage.bulk import bulk_insert, bulk_update, table_of

PROJECTS, RISKS, TASKS = table_of(Project), table_of(Risk), table_of(Task)
ESTIMATED_PROJECTS = 10
HALF_DAY = 240
SHORTEST, LONGEST = (0.6, 0.9), (1.05, 1.5)
TASKS_OF_A_RISK = (1, 3)
FACTORS = ((1.0, 1.2, 1.5), (1.1, 1.3, 2.0), (1.0, 1.1, 1.3))


def file_uncertainty(session: Session, seed: int) -> None:
    """The same seed makes the same estimates."""
    random = Random(f"{seed} uncertainty")
    first = select(PROJECTS.c.id).order_by(PROJECTS.c.priority, PROJECTS.c.id)
    chosen = list(session.connection().execute(first.limit(ESTIMATED_PROJECTS)).scalars())
    to_come = _to_come(session)
    bulk_update(
        session, Task, [_points(random, task) for number in chosen for task in to_come[number]]
    )
    bulk_insert(session, TaskRisk, _ties(session, random, to_come))


def _to_come(session: Session) -> dict[int, list[Any]]:
    """Each project's tasks that are not begun."""
    found: dict[int, list[Any]] = defaultdict(list)
    rows = session.connection().execute(
        select(TASKS.c.id, TASKS.c.project_id, TASKS.c.duration_minutes)
        .where(TASKS.c.kind == TaskKind.TASK.value, TASKS.c.percent_complete == 0)
        .order_by(TASKS.c.project_id, TASKS.c.position)
    )
    for row in rows:
        found[row.project_id].append(row)
    return found


def _points(random: Random, task: Any) -> dict[str, Any]:
    """In half days."""
    planned = task.duration_minutes
    shortest = _half_days(planned * random.uniform(*SHORTEST))
    longest = _half_days(planned * random.uniform(*LONGEST))
    return {
        "id": task.id,
        "optimistic_minutes": min(shortest, planned),
        "likely_minutes": planned,
        "pessimistic_minutes": max(longest, planned),
    }


def _half_days(minutes: float) -> int:
    return max(HALF_DAY, round(minutes / HALF_DAY) * HALF_DAY)


def _ties(session: Session, random: Random, to_come: dict[int, list[Any]]) -> list[dict[str, Any]]:
    """Each open risk acts on a few of its project's tasks."""
    rows = session.connection().execute(
        select(RISKS.c.id, RISKS.c.project_id)
        .where(RISKS.c.state == RiskState.OPEN.value, RISKS.c.probability.is_not(None))
        .order_by(RISKS.c.id)
    )
    ties = []
    for risk in rows.all():
        tasks = to_come[risk.project_id]
        count = min(random.randint(*TASKS_OF_A_RISK), len(tasks))
        for task in random.sample(tasks, count):
            low, likely, high = random.choice(FACTORS)
            ties.append({"risk_id": risk.id, "task_id": task.id,
                         "low": low, "likely": likely, "high": high})  # fmt: skip
    return ties
