"""The verbs of saved mappings, how teams' own spreadsheets are to be read; each is one edit.

What a mapping says stands in its `content`, which only `exchange` understands.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.models import SheetMapping
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

MAPPINGS = table_of(SheetMapping)
LONGEST_NAME = 80


@dataclass(frozen=True)
class MappingRow:
    """`headers` are the texts by which a sheet is known again, `content` the mapping as JSON."""

    id: int
    uid: str
    name: str
    team: str
    headers: tuple[str, ...]
    content: str
    made_at: datetime


def mappings(session: Session) -> tuple[MappingRow, ...]:
    """All saved mappings, by name; the newest of two that are equally good comes first."""
    statement = select(MAPPINGS).order_by(MAPPINGS.c.name, MAPPINGS.c.made_at.desc())
    return tuple(_row(row) for row in session.connection().execute(statement))


def _row(row: Any) -> MappingRow:
    headers = tuple(json.loads(row.headers))
    return MappingRow(row.id, row.uid, row.name, row.team, headers, row.content, row.made_at)


def save_mapping(
    session: Session, name: str, team: str, headers: Sequence[str], content: str
) -> int:
    """Keep a mapping, in place of one of the same name; returns its id. Raises `Refused`."""
    name = _checked(name)
    row = {
        "name": name,
        "team": team.strip(),
        "headers": json.dumps(list(headers), ensure_ascii=False),
        "content": content,
        "made_at": datetime.now().replace(microsecond=0),
    }
    known = find_mapping(session, name)
    if known is not None:
        bulk_update(session, SheetMapping, [{"id": known.id, **row}])
        return known.id
    return bulk_insert(session, SheetMapping, [{"uid": new_uid(), **row}])[0]


def rename_mapping(session: Session, mapping_id: int, name: str, team: str) -> None:
    """Give a mapping another name, or to another team; raises `Refused`."""
    name = _checked(name)
    known = find_mapping(session, name)
    if known is not None and known.id != mapping_id:
        raise Refused("There is already a mapping called “{name}”: choose another name.", name=name)
    _refuse_missing(session, mapping_id)
    bulk_update(session, SheetMapping, [{"id": mapping_id, "name": name, "team": team.strip()}])


def delete_mapping(session: Session, mapping_id: int) -> None:
    """Forget a mapping; raises `Refused` where it is gone already."""
    _refuse_missing(session, mapping_id)
    bulk_delete(session, SheetMapping, [mapping_id])


def find_mapping(session: Session, name: str) -> MappingRow | None:
    """The mapping of this name, however it is spelt."""
    wanted = normal_name(name)
    return next((row for row in mappings(session) if normal_name(row.name) == wanted), None)


def _refuse_missing(session: Session, mapping_id: int) -> None:
    if all(row.id != mapping_id for row in mappings(session)):
        raise Refused("This mapping is no longer there: it was deleted in the meantime.")


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("Give the mapping a name, by which it is found again.")
    if len(name) > LONGEST_NAME:
        raise Refused("The name of a mapping has at most {most} characters.", most=LONGEST_NAME)
    return name
