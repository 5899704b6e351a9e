"""Finds what is asked for by the names that a reader knows: a project by its code, a record by its
WBS, code, name or period."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.fields import TABLES
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.origins import STORED_TABLES, known_field
from pmo_desktop.services.records import project_ids
from pmo_desktop.services.refused import Refused

HEADS = ("wbs", "code", "period", "name")


def traced_project(session: Session, code: str) -> int:
    """The id of the project with this code; raises `Refused`."""
    known = {normal_name(name): row_id for name, row_id in project_ids(session).items()}
    if normal_name(code) not in known:
        raise Refused("There is no project with the code {code}.", code=code)
    return known[normal_name(code)]


def find_row(session: Session, project_id: int, table: str, field: str, record: str) -> int:
    """The id of one of the project's records; `record` is not needed for the project itself.

    Raises `Refused` where there is no such field or record, or more than one.
    """
    if table not in TABLES or not known_field(table, field):
        raise Refused("There is no field “{field}”.", field=f"{table}.{field}")
    if table == "project":
        return project_id
    stored = SQLModel.metadata.tables[STORED_TABLES.get(table, table)]
    statement = select(stored)
    if "project_id" in stored.c:
        statement = statement.where(stored.c.project_id == project_id)
    wanted = normal_name(record)
    rows = list(session.connection().execute(statement))
    for head in HEADS:
        found = [row.id for row in rows if head in stored.c and _is(row._mapping[head], wanted)]
        if len(found) == 1:
            return int(found[0])
    raise Refused("There is no single record “{record}” in this project.", record=record)


def _is(value: object, wanted: str) -> bool:
    return bool(value) and normal_name(str(value)) == wanted
