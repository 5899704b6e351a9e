"""What the page of balancing stands on: whom and what there is to choose among, what is held."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.models import Person, Project
from pmo_desktop.services.balancing import MovedTask, moved_tasks
from pmo_desktop.services.levelling_problem import newest_change
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
