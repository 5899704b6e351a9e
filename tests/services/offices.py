"""Small offices to be levelled, written straight into the tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.models import Assignment, Dependency, Person, Project, Task
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

MAKE = Title("Make an office")
DAY = 480
MONDAY = date(2026, 11, 23)


class Office:
    """`with Office(workspace) as made:` puts rows; at the end all is scheduled."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._count = len(list(session.scalars(select(Task))))

    def put(self, row: Any) -> int:
        self.session.add(row)
        self.session.flush()
        return int(row.id)

    def person(self, name: str, **columns: Any) -> int:
        return self.put(Person(uid=f"person-{name}", name=name, **columns))

    def project(self, code: str, priority: int = 1, **columns: Any) -> int:
        given = {"start": MONDAY, "state": "active", **columns}
        return self.put(
            Project(uid=f"project-{code}", code=code, name=code, priority=priority, **given)
        )

    def task(self, project: int, name: str, days: float = 1, **columns: Any) -> int:
        """Works on it: `people`, ids with units."""
        people: dict[int, float] = columns.pop("people", {})
        self._count += 1
        row = Task(
            uid=f"task-{self._count}", project_id=project, position=self._count, name=name,
            wbs=str(self._count), duration_minutes=round(days * DAY), **columns,
        )  # fmt: skip
        number = self.put(row)
        for person, units in people.items():
            self.put(Assignment(task_id=number, person_id=person, units=units))
        return number

    def link(self, before: int, after: int, kind: str = "FS", lag: int = 0) -> None:
        self.put(Dependency(predecessor_id=before, successor_id=after, type=kind, lag_minutes=lag))


def make(workspace: Workspace, fill: Any) -> Any:
    """What `fill(office)` returns; everything is scheduled then."""

    def verb(session: Session) -> Any:
        made = Office(session)
        found = fill(made)
        projects = [row.id or 0 for row in session.scalars(select(Project))]
        reschedule(session, projects)
        return found

    return workspace.edit(MAKE, verb).result


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour)
