"""Files the demo office's scenarios: less at once, more people, a candidate started, levelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.scenario_steps import (
    AddPerson,
    Balance,
    MoveProject,
    StartCandidate,
    Step,
    content_of,
    kind_of,
)
from pmo_desktop.exchange.demo.words import dice, uid, words
from pmo_desktop.models import Assignment, Person, Project, Scenario, ScenarioStep, Task
from pmo_desktop.storage.bulk import bulk_insert, table_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PROJECTS, TASKS = table_of(Project), table_of(Task)
PEOPLE, ASSIGNMENTS = table_of(Person), table_of(Assignment)
LATER_DAYS, LATER_PROJECTS, COMING = 20, 3, 2
WEEKS_AHEAD = timedelta(weeks=8)
NAMES = ("沈一鸣", "Julia Brandt")
MADE = time(10)


def file_scenarios(session: Session, seed: int, today: date) -> None:
    """Four, of which one has no step where there is no candidate, and is left out."""
    rng = dice(seed, "scenarios")
    said = words("scenarios")
    kept = [(key, steps) for key, steps in _scenarios(session, today) if steps]
    rows = [
        {"uid": uid(rng), **said[key], "position": at, "made_at": datetime.combine(today, MADE)}
        for at, (key, _) in enumerate(kept)
    ]
    ids = bulk_insert(session, Scenario, rows)
    bulk_insert(
        session,
        ScenarioStep,
        [
            {"scenario_id": scenario, "position": at, "kind": kind_of(step).value,
             "content": content_of(step)}
            for scenario, (_, steps) in zip(ids, kept, strict=True)
            for at, step in enumerate(steps)
        ],
    )  # fmt: skip


def _scenarios(session: Session, today: date) -> list[tuple[str, list[Step]]]:
    active = _projects(session, ProjectState.ACTIVE)
    waiting = _projects(session, ProjectState.PROPOSED) or _projects(session, ProjectState.ON_HOLD)
    new_year = date(today.year + 1, 1, 4)
    later: list[Step] = [MoveProject(row.uid, LATER_DAYS) for row in active[-LATER_PROJECTS:]]
    hire: list[Step] = [
        AddPerson(name, role, joined=new_year, helps=helped)
        for name, (helped, role) in zip(NAMES, _busiest(session, today), strict=False)
    ]
    start: list[Step] = [StartCandidate(row.uid, new_year) for row in waiting[:1]]
    return [("later", later), ("hire", hire), ("start", start), ("balance", [Balance()])]


def _projects(session: Session, state: ProjectState) -> Sequence[Any]:
    statement = select(PROJECTS).where(PROJECTS.c.state == state.value)
    ordered = statement.order_by(PROJECTS.c.priority, PROJECTS.c.code)
    return session.connection().execute(ordered).all()


def _busiest(session: Session, today: date) -> list[tuple[str, str]]:
    """Who has most to do in the next weeks: uids and roles."""
    first = datetime.combine(today, time())
    asked = func.sum(ASSIGNMENTS.c.units * TASKS.c.duration_minutes)
    statement = (
        select(PEOPLE.c.uid, PEOPLE.c.role)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.person_id == PEOPLE.c.id)
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .join(PROJECTS, PROJECTS.c.id == TASKS.c.project_id)
        .where(PROJECTS.c.state == ProjectState.ACTIVE.value, TASKS.c.percent_complete < 1)
        .where(TASKS.c.start < first + WEEKS_AHEAD, TASKS.c.finish > first)
        .where(PEOPLE.c.active, PEOPLE.c.placeholder.is_(False))
        .group_by(PEOPLE.c.id)
        .order_by(asked.desc(), PEOPLE.c.id)
        .limit(COMING)
    )
    return [(row.uid, row.role) for row in session.connection().execute(statement)]
