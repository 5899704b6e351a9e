"""What the uids in the steps of scenarios are called, and what steps can be about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.scenario_steps import ChangeDuration, Step
from pmo_desktop.domain.tasks import ResourceKind, TaskKind
from pmo_desktop.models import Department, Person, Project, Task
from pmo_desktop.services.scenarios import ScenarioRow, scenarios
from pmo_desktop.storage.bulk import table_of

PROJECTS, TASKS = table_of(Project), table_of(Task)
PEOPLE, DEPARTMENTS = table_of(Person), table_of(Department)


class NamedProject(NamedTuple):
    id: int
    code: str
    name: str
    state: str
    priority: int


class NamedTask(NamedTuple):
    id: int
    project: str
    wbs: str
    name: str
    minutes: int


@dataclass(frozen=True)
class StepNames:
    """`projects`, `tasks` and `people` by their uids, in the order in which they are offered;
    `minutes_per_day` is the office's."""

    projects: Mapping[str, NamedProject] = field(default_factory=dict)
    tasks: Mapping[str, NamedTask] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    departments: tuple[str, ...] = ()
    minutes_per_day: int = 480


class Named(NamedTuple):
    scenarios: tuple[ScenarioRow, ...]
    names: StepNames


def named_scenarios(session: Session) -> Named:
    """All scenarios, with the names of what their steps are about."""
    known = scenarios(session)
    return Named(known, step_names(session, [s.step for row in known for s in row.steps]))


def step_names(session: Session, steps: list[Step | None]) -> StepNames:
    """All projects and people; of the tasks those that steps name."""
    from pmo_desktop.services.calendars import calendars

    connection = session.connection()
    projects = connection.execute(
        select(PROJECTS).order_by(PROJECTS.c.priority, PROJECTS.c.code, PROJECTS.c.id)
    ).all()
    people = connection.execute(
        select(PEOPLE.c.uid, PEOPLE.c.name)
        .where(PEOPLE.c.active, PEOPLE.c.kind == ResourceKind.WORK.value)
        .order_by(PEOPLE.c.name)
    )
    departments = connection.execute(select(DEPARTMENTS.c.name).order_by(DEPARTMENTS.c.name))
    wanted = {step.task for step in steps if isinstance(step, ChangeDuration)}
    return StepNames(
        {row.uid: NamedProject(row.id, row.code, row.name, row.state, row.priority)
         for row in projects},
        {uid: task for uid, task in _tasks(session, None) if uid in wanted} if wanted else {},
        {row.uid: row.name for row in people},
        tuple(departments.scalars()),
        calendars(session)[None].minutes_per_day,
    )  # fmt: skip


def open_tasks(session: Session, project_id: int) -> Mapping[str, NamedTask]:
    """The tasks of a project whose duration can still be changed, in their order."""
    return dict(_tasks(session, project_id))


def _tasks(session: Session, project_id: int | None) -> list[tuple[str, NamedTask]]:
    statement = (
        select(TASKS.c.uid, TASKS.c.id, PROJECTS.c.uid, TASKS.c.wbs, TASKS.c.name,
               TASKS.c.duration_minutes)
        .join(PROJECTS, PROJECTS.c.id == TASKS.c.project_id)
        .where(TASKS.c.kind == TaskKind.TASK.value)
        .order_by(TASKS.c.project_id, TASKS.c.position)
    )  # fmt: skip
    if project_id is not None:
        statement = statement.where(
            TASKS.c.project_id == project_id, TASKS.c.active, TASKS.c.percent_complete < 1
        )
    return [(uid, NamedTask(*rest)) for uid, *rest in session.connection().execute(statement)]
