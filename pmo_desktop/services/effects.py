"""What a change of a task would lead to, before anybody makes it: nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.tasks import LagKind, Link, TaskKind
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.known import Known
from pmo_desktop.services.scheduling import (
    TASKS,
    Computed,
    Plans,
    computed,
    connected,
    stored_plans,
)
from pmo_desktop.services.tasks import predecessor_of, task_columns


@dataclass(frozen=True)
class Moved:
    """A milestone (`task_id`) or a project's finish (None) that would move, by calendar days."""

    task_id: int | None
    project_id: int
    project_code: str
    name: str
    before: datetime
    after: datetime

    @property
    def days(self) -> int:
        return (self.after.date() - self.before.date()).days


@dataclass(frozen=True)
class Effect:
    """`moved` projects first, then milestones by their date; `tasks` is how many tasks would lie
    elsewhere, the changed one among them. `start`, `finish` are what it would get itself."""

    moved: tuple[Moved, ...]
    tasks: int
    start: datetime | None
    finish: datetime | None


def effect_of(session: Session, task_id: int, field: str, value: Any) -> Effect:
    """What setting one field of a task (a plain value) would move. Raises `Refused` as the change
    itself would, `KeyError` where there is no such task."""
    return effect_of_values(session, task_id, {field: value})


def effect_of_values(session: Session, task_id: int, values: Mapping[str, Any]) -> Effect:
    """As `effect_of`, of several fields at once."""
    statement = select(TASKS.c.project_id).where(TASKS.c.id == task_id)
    project_id = session.connection().execute(statement).scalar()
    if project_id is None:
        raise KeyError(task_id)
    plans = stored_plans(session, connected(session, [project_id]), calendars(session))
    changed = _changed(session, plans, project_id, task_id, values)
    return compared(computed(plans), computed(changed), task_id)


def compared(before: Computed, after: Computed, task_id: int) -> Effect:
    """What lies elsewhere in the one than in the other."""
    moved: list[Moved] = []
    tasks = 0
    for project in before.projects:
        for task in before.tasks[project.id]:
            was, now = before.outlined[task.id], after.outlined[task.id]
            tasks += (was.start, was.finish) != (now.start, now.finish)
            if now.kind is TaskKind.MILESTONE:
                moved += _moved(project, task.id, task.name, was.finish, now.finish)
        was_end, now_end = (one.result.finishes.get(project.id) for one in (before, after))
        moved += _moved(project, None, project.name, was_end, now_end)
    moved.sort(key=lambda one: (one.task_id is not None, one.before))
    own = after.outlined[task_id]
    return Effect(tuple(moved), tasks, own.start, own.finish)


def _moved(
    project: Row[Any],
    task_id: int | None,
    name: str,
    before: datetime | None,
    after: datetime | None,
) -> list[Moved]:
    if before is None or after is None or before == after:
        return []
    return [Moved(task_id, project.id, project.code, name, before, after)]


def _changed(
    session: Session, plans: Plans, project_id: int, task_id: int, values: Mapping[str, Any]
) -> Plans:
    """The plans as they would stand."""
    known = Known(session)
    tasks = plans.tasks[project_id]
    task = next(one for one in tasks if one.id == task_id)
    calendar = known.calendar_of(project_id)
    columns = task_columns(values, dict(task._mapping), project_id, known, calendar)
    new: Any = SimpleNamespace(**{**task._mapping, **columns})
    rows = [new if one is task else one for one in tasks]
    found = plans._replace(tasks={**plans.tasks, project_id: rows})
    if "predecessors" in values:
        found = found._replace(links=_links(found.links, tasks, task_id, values["predecessors"]))
    if "people" in values:
        ids = [known.names.known_person(name) for name in values["people"]]
        theirs = {plans.calendars.of_people.get(number or 0) for number in ids}
        people = () if theirs <= {None} else tuple(sorted(theirs, key=lambda n: n or 0))
        found = found._replace(people={**plans.people, task_id: people})
    return found


def _links(
    links: Iterable[Any], tasks: Sequence[Row[Any]], task_id: int, wanted: Sequence[Link]
) -> list[Any]:
    """The links with others into the task from within its project."""
    ids = {task.wbs: task.id for task in tasks}
    ours = set(ids.values())
    stood = {(k.predecessor_id, k.type): k for k in links
             if k.successor_id == task_id and k.predecessor_id in ours}  # fmt: skip
    kept = [k for k in links if k.successor_id != task_id or k.predecessor_id not in ours]
    for link in wanted:
        key = (predecessor_of(link, ids, task_id), link.type.value)
        held = stood.get(key)
        if held is not None and held.lag_minutes == link.lag_minutes:
            kept.append(held)
            continue
        new = {"predecessor_id": key[0], "successor_id": task_id, "type": key[1]}
        lag = {"lag_minutes": link.lag_minutes, "lag_kind": LagKind.WORKING.value, "lag_share": 0.0}
        kept.append(SimpleNamespace(id=None, **new, **lag))
    return kept
