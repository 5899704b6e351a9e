"""Readers of plain records: what is sent out, compared with, and edited.

See `domain.fields` for what a plain value is. Links to tasks of other projects do not travel in a
project's records: a team cannot see those tasks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.models import ImportFile
from pmo_desktop.services.custom_fields import own_tables, values_by_record
from pmo_desktop.services.known_projects import known_projects
from pmo_desktop.services.project_rows import (
    DEPARTMENTS,
    PEOPLE,
    PROJECTS,
    REGISTERS,
    TASKS,
    ByProject,
    ProjectRows,
    names,
)
from pmo_desktop.storage.among import rows_among
from pmo_desktop.storage.bulk import table_of


@dataclass(frozen=True)
class KnownNames:
    """The names that drop-downs offer and that near misses are compared with."""

    people: tuple[str, ...]
    departments: tuple[str, ...]


def known_names(session: Session) -> KnownNames:
    return KnownNames(
        tuple(sorted(names(session, PEOPLE).values())),
        tuple(sorted(names(session, DEPARTMENTS).values())),
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
    return projects_records(session, (project_id,))[project_id]


def projects_records(session: Session, wanted: Collection[int]) -> dict[int, ProjectRecords]:
    """As `project_records`, of all these projects at once; one that is not there is left out."""
    rows = ProjectRows(session, wanted)
    own = own_tables(session)
    found: dict[str, ByProject] = {"project": rows.records_of_projects(), "task": rows.tasks()}
    found |= {table: rows.registered(table) for table in REGISTERS}
    for table in own & found.keys():
        found[table] = _each_with_own_fields(session, found[table])
    involved = rows.involved()
    people = people_records(session, frozenset().union(*involved.values()))
    return {
        number: ProjectRecords(
            project=found["project"][number][0],
            tasks=tuple(found["task"].get(number, ())),
            risks=tuple(found["risk"].get(number, ())),
            issues=tuple(found["issue"].get(number, ())),
            people=tuple(one for one in people if one.id in involved[number]),
            status=tuple(found["status"].get(number, ())),
        )
        for number in rows.projects
    }


def computed_tasks(session: Session, project_id: int) -> frozenset[int]:
    """The ids of a project's tasks whose dates the schedule gives, and nobody else."""
    return computed_among(session, (project_id,))


def computed_among(session: Session, wanted: Collection[int]) -> frozenset[int]:
    """As `computed_tasks`, of all these projects."""
    computed = select(TASKS.c.id).where(TASKS.c.fixed.is_(False))
    found = rows_among(session, computed, TASKS.c.project_id, wanted)
    return frozenset(number for (number,) in found)


def people_records(session: Session, wanted: frozenset[int] | None = None) -> tuple[Record, ...]:
    """The persons with these ids, or all of them, by name."""
    departments = names(session, DEPARTMENTS)
    rows = session.connection().execute(select(PEOPLE).order_by(PEOPLE.c.name))
    found = [
        Record(
            "person",
            {
                "name": row.name,
                "role": row.role,
                "department": departments.get(row.department_id, ""),
                "email": row.email,
                "capacity": row.capacity,
                "active": row.active,
            },
            row.uid,
            row.id,
        )
        for row in rows
        if wanted is None or row.id in wanted
    ]
    return tuple(_with_own_fields(session, found) if "person" in own_tables(session) else found)


def _each_with_own_fields(session: Session, found: ByProject) -> ByProject:
    every = [record for records in found.values() for record in records]
    ready = {record.id: record for record in _with_own_fields(session, every)}
    return {number: [ready[one.id] for one in records] for number, records in found.items()}


def _with_own_fields(session: Session, records: list[Record]) -> list[Record]:
    """Records of one table with what they hold in the office's own fields."""
    ids = [record.id for record in records if record.id is not None]
    if not ids:
        return records
    values = values_by_record(session, records[0].table, ids)
    return [replace(r, values={**r.values, **values.get(r.id or 0, {})}) for r in records]
