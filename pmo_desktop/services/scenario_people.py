"""People who come, go, give more or less, or hand over their work, in a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.scenario_steps import AddPerson, ChangeCapacity
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import Assignment, Person, PersonCapacity, PersonRate, PersonSkill, Task
from pmo_desktop.services.editing import add
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

ASSIGNMENTS, TASKS = table_of(Assignment), table_of(Task)
CAPACITIES = table_of(PersonCapacity)
ONE_DAY = timedelta(days=1)
AMOUNTS = ("work_minutes", "cost_minor")


def add_person(session: Session, step: AddPerson, helped: Row[Any] | None) -> int:
    """Somebody new; its id. Raises `Refused`."""
    values: dict[str, Any] = {"name": step.name, "role": step.role, "capacity": step.capacity}
    if step.department:
        values["department"] = step.department
    person = add(session, "person", values)
    session.flush()
    row: dict[str, Any] = {"id": person, "joined": step.joined}
    if helped is not None:
        row |= {"calendar_id": helped.calendar_id, "role": step.role or helped.role}
        if not step.department:
            row["department_id"] = helped.department_id
        for model in (PersonSkill, PersonRate):
            _copy_rows(session, model, helped.id, person)
    bulk_update(session, Person, [row])
    if helped is not None and step.share > 0:
        _share(session, helped.id, person, step)
    return person


def lose_person(session: Session, person: Row[Any], last: date) -> None:
    """What is assigned to them later stays so, and is told by the load. Raises `Refused`."""
    if person.joined is not None and last < person.joined:
        raise Refused("“{name}” comes only later.", name=person.name)
    bulk_update(session, Person, [{"id": person.id, "left_on": last}])


def change_capacity(session: Session, person: Row[Any], step: ChangeCapacity) -> None:
    """What was said of these days before is cut off."""
    first, last = step.first, step.last or date.max
    statement = select(CAPACITIES).where(CAPACITIES.c.person_id == person.id)
    gone: list[int] = []
    kept: list[dict[str, Any]] = []
    added: list[dict[str, Any]] = []
    for row in session.connection().execute(statement):
        end = row.last or date.max
        if end < first or row.first > last:
            continue
        before, after = row.first < first, end > last
        if before:
            kept.append({"id": row.id, "last": first - ONE_DAY})
        if after:
            rest = {"first": last + ONE_DAY, "last": row.last}
            if before:
                added.append({"person_id": person.id, "capacity": row.capacity, **rest})
            else:
                kept.append({"id": row.id, **rest})
        if not before and not after:
            gone.append(row.id)
    bulk_delete(session, PersonCapacity, gone)
    bulk_update(session, PersonCapacity, kept)
    wanted = {"first": step.first, "last": step.last, "capacity": step.capacity}
    bulk_insert(session, PersonCapacity, [*added, {"person_id": person.id, **wanted}])


def hand_over(
    session: Session, person: Row[Any], other: Row[Any], project_id: int | None = None
) -> None:
    """Raises `Refused` where there is nothing open to hand over."""
    rows = _open(session, person.id, project_id)
    if not rows:
        raise Refused("“{name}” has nothing open to hand over.", name=person.name)
    theirs = _of_tasks(session, other.id, [row.task_id for row in rows])
    moved, joined, gone = [], [], []
    for row in rows:
        own = theirs.get(row.task_id)
        if own is None:
            moved.append({"id": row.id, "person_id": other.id})
        else:
            joined.append({"id": own.id, "units": own.units + row.units, **_sums(own, row)})
            gone.append(row.id)
    bulk_update(session, Assignment, moved)
    bulk_update(session, Assignment, joined)
    bulk_delete(session, Assignment, gone)
    session.flush()
    reschedule(session, {row.project_id for row in rows})


def _share(session: Session, helped: int, person: int, step: AddPerson) -> None:
    """Who comes takes over a part of each open task that does not end before they are there."""
    rows = [
        row
        for row in _open(session, helped)
        if step.joined is None or row.task_finish is None or row.task_finish.date() >= step.joined
    ]
    if step.share >= 1:
        bulk_update(session, Assignment, [{"id": r.id, "person_id": person} for r in rows])
    else:
        left, taken = [], []
        for row in rows:
            parts = {name: value for name in AMOUNTS if (value := getattr(row, name)) is not None}
            theirs = {name: round(value * step.share) for name, value in parts.items()}
            own = {name: value - theirs[name] for name, value in parts.items()}
            left.append({"id": row.id, "units": row.units * (1 - step.share), **own})
            taken.append({**_copy(row), "person_id": person, "position": row.position + 1,
                          "units": row.units * step.share, **theirs})  # fmt: skip
        bulk_update(session, Assignment, left)
        bulk_insert(session, Assignment, taken)
    session.flush()
    reschedule(session, {row.project_id for row in rows})


def _copy(row: Row[Any]) -> dict[str, Any]:
    kept = ("task_id", "start", "finish", "delay_minutes", "contour", "rate_table", "firm")
    return {name: getattr(row, name) for name in kept}


def _sums(own: Row[Any], other: Row[Any]) -> dict[str, int | None]:
    """Of what both say; where one of them says nothing, units and duration do."""
    found: dict[str, int | None] = {}
    for name in AMOUNTS:
        one, two = getattr(own, name), getattr(other, name)
        found[name] = None if one is None or two is None else one + two
    return found


def _copy_rows(session: Session, model: type[SQLModel], source: int, target: int) -> None:
    table = table_of(model)
    rows = session.connection().execute(select(table).where(table.c.person_id == source))
    copies = [{**row._mapping, "person_id": target} for row in rows]
    for copy in copies:
        copy.pop("id")
    bulk_insert(session, model, copies)


def _open(session: Session, person: int, project_id: int | None = None) -> Sequence[Any]:
    """Their assignments to tasks that are not done."""
    statement = (
        select(*ASSIGNMENTS.c, TASKS.c.project_id, TASKS.c.finish.label("task_finish"))
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .where(ASSIGNMENTS.c.person_id == person, TASKS.c.kind == TaskKind.TASK.value)
        .where(TASKS.c.active, TASKS.c.percent_complete < 1)
        .order_by(ASSIGNMENTS.c.id)
    )
    if project_id is not None:
        statement = statement.where(TASKS.c.project_id == project_id)
    return session.connection().execute(statement).all()


def _of_tasks(session: Session, person: int, task_ids: Sequence[int]) -> dict[int, Row[Any]]:
    wanted = set(task_ids)
    statement = select(ASSIGNMENTS).where(ASSIGNMENTS.c.person_id == person)
    rows = session.connection().execute(statement)
    return {row.task_id: row for row in rows if row.task_id in wanted}
