"""Finds what is asked for by the names that a reader knows: a project by its code, a record by its
WBS, code, name or period; what belongs to people by the person, the day, the skill."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.fields import TABLES
from pmo_desktop.domain.pool_fields import POOL_FIELDS
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.origins import STORED_TABLES, known_field
from pmo_desktop.services.records import project_ids
from pmo_desktop.services.refused import Refused

HEADS = ("wbs", "code", "period", "name")
POOL_HEADS = ("first", "from_day", "rate_table", "name")
OWNERS = ("person", "project")


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


def find_pool_row(session: Session, owner: str, table: str, field: str, record: str) -> int:
    """The id of a row of the pool. `owner` is the person whose it is, of a booking the project as
    well, of a skill, a team or a department its name; `record` is the first day, the skill or the
    name, and not needed where the owner has one row alone.

    Raises `Refused` where there is no such field or row, or more than one.
    """
    if not known_field(table, field):
        raise Refused("There is no field “{field}”.", field=f"{table}.{field}")
    stored = SQLModel.metadata.tables[table]
    rows = [row._mapping for row in session.connection().execute(select(stored))]
    wanted, key = normal_name(record), normal_name(owner)
    owners = {name: _by_name(session, name, key) for name in OWNERS if f"{name}_id" in stored.c}
    if owners:
        rows = [row for row in rows
                if any(row[f"{name}_id"] in ids for name, ids in owners.items())]  # fmt: skip
    else:
        rows = [row for row in rows if _is(row["name"], key)]
    skills = _by_name(session, "skill", wanted) if "skill_id" in stored.c else frozenset()
    if record:
        rows = [row for row in rows
                if row.get("skill_id") in skills
                or any(_is(row.get(head), wanted) for head in POOL_HEADS)]  # fmt: skip
    if len(rows) != 1:
        raise Refused("There is no single row “{record}” of {owner}.", record=record, owner=owner)
    return int(rows[0]["id"])


def is_of_pool(table: str) -> bool:
    """Whether a table's rows belong to people rather than to a project."""
    return table in POOL_FIELDS


def _by_name(session: Session, table: str, wanted: str) -> frozenset[int]:
    stored = SQLModel.metadata.tables[table]
    rows = session.connection().execute(select(stored))
    return frozenset(
        row.id for row in rows
        if any(_is(row._mapping.get(head), wanted) for head in ("name", "code"))
    )  # fmt: skip


def _is(value: object, wanted: str) -> bool:
    return bool(value) and normal_name(str(value)) == wanted
