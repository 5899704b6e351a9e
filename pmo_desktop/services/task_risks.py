"""Which risks act on which tasks, and by how much: what a simulation draws."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.risk import LEVEL_PROBABILITY
from pmo_desktop.models import Risk, Task, TaskRisk
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

RISKS, TASKS, TASK_RISKS = table_of(Risk), table_of(Task), table_of(TaskRisk)
LEAST_FACTOR, MOST_FACTOR = 0.1, 10.0


@dataclass(frozen=True)
class TaskRiskRow:
    """`low`, `likely`, `high` multiply the task's duration if the risk happens; `probability` is
    a share 0..1, None where the risk has none yet and is not drawn."""

    id: int
    risk_id: int
    risk_code: str
    risk_name: str
    risk_state: str
    probability: float | None
    task_id: int
    wbs: str
    task_name: str
    project_id: int
    low: float
    likely: float
    high: float


def task_risks(session: Session, project_id: int | None = None) -> tuple[TaskRiskRow, ...]:
    """Those of a project's tasks, or all, by risk and task."""
    statement = (
        select(
            TASK_RISKS, RISKS.c.code, RISKS.c.name.label("risk_name"), RISKS.c.state,
            RISKS.c.probability, TASKS.c.wbs, TASKS.c.name.label("task_name"), TASKS.c.project_id,
        )
        .join(RISKS, RISKS.c.id == TASK_RISKS.c.risk_id)
        .join(TASKS, TASKS.c.id == TASK_RISKS.c.task_id)
        .order_by(RISKS.c.code, RISKS.c.id, TASKS.c.position, TASKS.c.id)
    )  # fmt: skip
    if project_id is not None:
        statement = statement.where(TASKS.c.project_id == project_id)
    return tuple(
        TaskRiskRow(
            row.id,
            row.risk_id,
            row.code,
            row.risk_name,
            row.state,
            None if row.probability is None else float(LEVEL_PROBABILITY[row.probability]),
            row.task_id,
            row.wbs,
            row.task_name,
            row.project_id,
            row.low,
            row.likely,
            row.high,
        )
        for row in session.connection().execute(statement)
    )


def tie_risk(
    session: Session, risk_id: int, task_id: int, low: float, likely: float, high: float
) -> int:
    """Let a risk act on a task, or change by how much it does; returns the row's id.

    Raises `Refused` where either is gone, and for factors out of order or beyond 0.1 to 10.
    """
    _check(session, risk_id, task_id, (low, likely, high))
    values = {"low": low, "likely": likely, "high": high}
    known = session.connection().execute(
        select(TASK_RISKS.c.id).where(
            TASK_RISKS.c.risk_id == risk_id, TASK_RISKS.c.task_id == task_id
        )
    )
    number: int | None = known.scalar()
    if number is None:
        row = {"risk_id": risk_id, "task_id": task_id, **values}
        return bulk_insert(session, TaskRisk, [row])[0]
    bulk_update(session, TaskRisk, [{"id": number, **values}])
    return number


def untie_risk(session: Session, row_id: int) -> None:
    """Let a risk no longer act on a task; nothing where it does not."""
    bulk_delete(session, TaskRisk, [row_id])


def _check(
    session: Session, risk_id: int, task_id: int, factors: tuple[float, float, float]
) -> None:
    for table, number in ((RISKS, risk_id), (TASKS, task_id)):
        found = session.connection().execute(select(table.c.id).where(table.c.id == number))
        if found.scalar() is None:
            raise Refused("This risk or task is not there any more: show the list anew.")
    if sorted(factors) != list(factors):
        raise Refused("The three factors must rise: at best, most likely, at worst.")
    if factors[0] < LEAST_FACTOR or factors[-1] > MOST_FACTOR:
        raise Refused("A risk makes a task 0.1 to 10 times as long.")
