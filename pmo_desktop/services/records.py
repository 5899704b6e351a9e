"""Readers of plain records: what is sent out, compared with, and edited.

See `domain.fields` for what a plain value is. Links to tasks of other projects do not travel in a
project's records: a team cannot see those tasks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.money import from_minor
from pmo_desktop.domain.records import PLURAL, ProjectRecords, Record
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.models import (
    Assignment,
    Department,
    Dependency,
    ImportFile,
    Issue,
    Person,
    Programme,
    Project,
    Risk,
    StatusReport,
    Task,
)
from pmo_desktop.services.custom_fields import own_tables, values_by_record
from pmo_desktop.services.known_projects import known_projects
from pmo_desktop.storage.bulk import table_of

PROJECTS, TASKS, PEOPLE = table_of(Project), table_of(Task), table_of(Person)
DEPENDENCIES, ASSIGNMENTS = table_of(Dependency), table_of(Assignment)
PLAIN_PROJECT = ("code", "name", "sponsor", "objective", "priority", "phase", "state", "currency",
                 "start", "description")  # fmt: skip
PLAIN_TASK = ("wbs", "name", "kind", "start", "finish", "percent_complete", "actual_start",
              "actual_finish", "deadline", "notes",
              "baseline_start", "baseline_finish")  # fmt: skip


@dataclass(frozen=True)
class KnownNames:
    """The names that drop-downs offer and that near misses are compared with."""

    people: tuple[str, ...]
    departments: tuple[str, ...]


def known_names(session: Session) -> KnownNames:
    return KnownNames(
        tuple(sorted(_names(session, PEOPLE).values())),
        tuple(sorted(_names(session, table_of(Department)).values())),
    )


def project_ids(session: Session) -> Mapping[str, int]:
    """The projects' ids by their codes."""
    rows = session.connection().execute(select(PROJECTS.c.code, PROJECTS.c.id))
    return {row.code: row.id for row in rows}


def find_project(session: Session, uid: str | None, code: str, name: str) -> int | None:
    """As `KnownProjects.find`, for a single project."""
    return known_projects(session).find(uid, code, name)


def known_digests(session: Session) -> frozenset[str]:
    """The SHA-256 of every file that was ever taken in."""
    files = table_of(ImportFile)
    return frozenset(session.connection().execute(select(files.c.digest)).scalars())


def project_records(session: Session, project_id: int) -> ProjectRecords:
    """Everything of one project that travels in a workbook; tasks in their order."""
    people = _names(session, PEOPLE)
    row = session.connection().execute(select(PROJECTS).where(PROJECTS.c.id == project_id)).one()
    tasks = _of_project(session, TASKS, project_id, "position")
    assigned = assigned_people(session, project_id)
    involved = {person for ids in assigned.values() for person in ids} | {row.manager_id}
    found = ProjectRecords(
        project=_project_record(session, row, people),
        tasks=_task_records(session, tasks, assigned, people),
        risks=tuple(
            register_record("risk", risk, people, row.currency)
            for risk in _of_project(session, table_of(Risk), project_id, "id")
        ),
        issues=tuple(
            register_record("issue", issue, people, row.currency)
            for issue in _of_project(session, table_of(Issue), project_id, "id")
        ),
        people=people_records(session, involved - {None}),
        status=tuple(
            register_record("status", status, people, row.currency)
            for status in _of_project(session, table_of(StatusReport), project_id, "period")
        ),
    )
    return _with_own_fields(session, found)


def _with_own_fields(session: Session, found: ProjectRecords) -> ProjectRecords:
    """The records with what they hold in the office's own fields; `people_records` has its own."""
    tables = own_tables(session) - {"person"}
    if not tables:
        return found
    project = with_own_fields(session, (found.project,))[0]
    more = {PLURAL[t]: with_own_fields(session, found.of(t)) for t in tables & PLURAL.keys()}
    return replace(found, project=project, **more)


def with_own_fields(session: Session, records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Records of one table with what they hold in the office's own fields."""
    if not records:
        return records
    ids = [record.id for record in records if record.id is not None]
    values = values_by_record(session, records[0].table, ids)
    if not values:
        return records
    return tuple(replace(r, values={**r.values, **values.get(r.id or 0, {})}) for r in records)


def computed_tasks(session: Session, project_id: int) -> frozenset[int]:
    """The ids of a project's tasks whose dates the schedule gives, and nobody else."""
    statement = select(TASKS.c.id).where(TASKS.c.project_id == project_id, TASKS.c.fixed.is_(False))
    return frozenset(session.connection().execute(statement).scalars())


def people_records(session: Session, ids: set[int] | None = None) -> tuple[Record, ...]:
    """The persons with these ids, or all of them, by name."""
    departments = _names(session, table_of(Department))
    rows = session.connection().execute(select(PEOPLE).order_by(PEOPLE.c.name))
    found = tuple(
        _record(
            "person",
            row,
            {
                "name": row.name,
                "role": row.role,
                "department": departments.get(row.department_id, ""),
                "email": row.email,
                "capacity": row.capacity,
                "active": row.active,
            },
        )
        for row in rows
        if ids is None or row.id in ids
    )
    return with_own_fields(session, found) if "person" in own_tables(session) else found


def assigned_people(session: Session, project_id: int) -> dict[int, list[int]]:
    """Task id -> the ids of its people, the one who answers for it first."""
    found: dict[int, list[int]] = defaultdict(list)
    statement = (
        select(ASSIGNMENTS.c.task_id, ASSIGNMENTS.c.person_id)
        .join(TASKS, TASKS.c.id == ASSIGNMENTS.c.task_id)
        .where(TASKS.c.project_id == project_id)
        .order_by(ASSIGNMENTS.c.task_id, ASSIGNMENTS.c.position, ASSIGNMENTS.c.id)
    )
    for row in session.connection().execute(statement):
        found[row.task_id].append(row.person_id)
    return found


def register_record(table: str, row: Row[Any], people: Mapping[int, str], currency: str) -> Record:
    """A risk, issue, decision or status report: columns as they are, but owners and money."""
    values = dict(row._mapping)
    uid, row_id = values.pop("uid"), values.pop("id")
    values.pop("project_id", None)
    if "owner_id" in values:
        values["owner"] = people.get(values.pop("owner_id"))
    if "cost_minor" in values:
        values["cost"] = from_minor(values.pop("cost_minor"), currency)
    return Record(table, _choices_or_none(values), uid, row_id)


def _choices_or_none(values: dict[str, Any]) -> dict[str, Any]:
    # A choice that was never made is stored as an empty text, and is plainly nothing.
    if values.get("response") == "":
        values["response"] = None
    return values


def _project_record(session: Session, row: Row[Any], people: Mapping[int, str]) -> Record:
    departments = _names(session, table_of(Department))
    programmes = _names(session, table_of(Programme))
    values = {name: getattr(row, name) for name in PLAIN_PROJECT}
    values |= {
        "manager": people.get(row.manager_id),
        "department": departments.get(row.department_id),
        "programme": programmes.get(row.programme_id, ""),
        "phase": row.phase or None,
        "budget": from_minor(row.budget_minor, row.currency),
        "spent": from_minor(row.spent_minor, row.currency),
    }
    return _record("project", row, values)


def _task_records(
    session: Session,
    tasks: list[Row[Any]],
    assigned: Mapping[int, list[int]],
    people: Mapping[int, str],
) -> tuple[Record, ...]:
    links = _links(session, {task.id: task.wbs for task in tasks})
    taken = itemgetter(*map(list(TASKS.c.keys()).index, PLAIN_TASK))
    records = []
    for task in tasks:
        values = dict(zip(PLAIN_TASK, taken(task), strict=True))
        values["duration"] = task.duration_minutes
        values["people"] = tuple(people[person] for person in assigned.get(task.id, ()))
        values["predecessors"] = tuple(links.get(task.id, ()))
        records.append(_record("task", task, values))
    return tuple(records)


def _links(session: Session, wbs: Mapping[int, str]) -> dict[int, list[Link]]:
    """Task id -> its predecessors among the tasks whose WBS codes are given."""
    found: dict[int, list[Link]] = defaultdict(list)
    if not wbs:
        return found
    project = select(TASKS.c.project_id).where(TASKS.c.id == next(iter(wbs))).scalar_subquery()
    statement = (
        select(DEPENDENCIES)
        .join(TASKS, TASKS.c.id == DEPENDENCIES.c.successor_id)
        .where(TASKS.c.project_id == project)
        .order_by(DEPENDENCIES.c.id)
    )
    for row in session.connection().execute(statement):
        if row.predecessor_id in wbs:
            link = Link(wbs[row.predecessor_id], LinkType(row.type), row.lag_minutes)
            found[row.successor_id].append(link)
    return found


def _of_project(session: Session, table: Table, project_id: int, order: str) -> list[Row[Any]]:
    statement = select(table).where(table.c.project_id == project_id)
    return list(session.connection().execute(statement.order_by(table.c[order], table.c.id)))


def _names(session: Session, table: Table) -> dict[int, str]:
    rows = session.connection().execute(select(table.c.id, table.c.name))
    return {row.id: row.name for row in rows}


def _record(table: str, row: Row[Any], values: Mapping[str, Any]) -> Record:
    return Record(table, values, row.uid, row.id)
