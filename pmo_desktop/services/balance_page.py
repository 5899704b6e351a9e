"""What the page of balancing stands on: whom and what there is to choose among, what is held, and
how the plan stands before anything is balanced."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.balance import Bounds, Levelled, ProjectChange
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.domain.timeline import moment_of
from pmo_desktop.models import Person, Project
from pmo_desktop.services.balancing import MovedTask, moved_tasks
from pmo_desktop.services.levelling_problem import asked, newest_change
from pmo_desktop.storage.bulk import table_of

PEOPLE, PROJECTS = table_of(Person), table_of(Project)


@dataclass(frozen=True)
class BalanceState:
    """People and active projects as pairs of id and name; `held` is what levelling moved, `change`
    the newest entry of the journal that plans follow from."""

    people: tuple[tuple[int, str], ...]
    projects: tuple[tuple[int, str], ...]
    held: tuple[MovedTask, ...]
    change: int


def balance_state(session: Session) -> BalanceState:
    connection = session.connection()
    people = connection.execute(
        select(PEOPLE.c.id, PEOPLE.c.name)
        .where(PEOPLE.c.active, PEOPLE.c.kind == ResourceKind.WORK.value)
        .order_by(PEOPLE.c.name, PEOPLE.c.id)
    )
    projects = connection.execute(
        select(PROJECTS.c.id, PROJECTS.c.code, PROJECTS.c.name)
        .where(PROJECTS.c.state == ProjectState.ACTIVE.value)
        .order_by(PROJECTS.c.priority, PROJECTS.c.code)
    )
    return BalanceState(
        tuple((row.id, row.name) for row in people),
        tuple((row.id, f"{row.code} {row.name}".strip()) for row in projects),
        moved_tasks(session),
        newest_change(session),
    )


def as_it_stands(session: Session, bounds: Bounds) -> Levelled:
    """The finishes of the projects and the load that balancing within these bounds would begin
    with; nothing moves, and no project has a finish after."""
    found = asked(session, bounds)
    computed = found.computed
    finishes: dict[int, int] = {}
    for spot in computed.solution.compiled.spots:
        project, finish = spot.activity.project, found.placed(spot.activity.id)[1]
        finishes[project] = max(finish, finishes.get(project, finish))
    shown = [project for project in computed.projects if project.id in found.levelled]
    first = computed.status_date
    last = max((moment_of(finish).date() for finish in finishes.values()), default=first)
    before = found.load_before(first, max(first, last))
    return Levelled(
        bounds,
        projects=tuple(
            ProjectChange(
                project.id, project.code, project.name, project.priority,
                moment_of(finishes[project.id]), None,
            )
            for project in shown
            if project.id in finishes
        ),
        moves=(), unsolved=(), findings=tuple(found.findings), tasks=(),
        before=before, after=before, change=found.change,
    )  # fmt: skip
