"""The change log as anyone can read it: who did what and when, row by row, and from which cell."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.models import ChangeRow, ChangeSetRow
from pmo_desktop.services.feedback import shows_performance
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.journal import WITH_ROWS

SETS, ROWS = table_of(ChangeSetRow), table_of(ChangeRow)
HIDDEN = ("id", "uid")
# Whose hours these are, and how somebody did, is not told where the office does not show it.
OF_PEOPLE = frozenset(("assignment_feedback", "timesheet_entry"))
NAMELESS = Title("How people did")


@dataclass(frozen=True)
class AuditRow:
    """`kind` edit, undo, redo or revert; `state` of an edit or revert as in `models.journal`.

    `counts` has the changed rows by table. `unseen`: it is about how people did, and the office
    does not show that; its title then says no more.
    """

    id: int
    at: datetime
    author: str
    kind: str
    state: str
    title: Title
    counts: Mapping[str, int]
    unseen: bool = False


@dataclass(frozen=True)
class AuditDetail:
    """One column's change; `source` is `file: Sheet!F12` where it came from a spreadsheet."""

    table: str
    row_id: int
    label: str
    field: str
    before: str
    after: str
    source: str


def audit(session: Session, limit: int = 500) -> tuple[AuditRow, ...]:
    """The newest entries first."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    grouped = select(ROWS.c.change_set_id, ROWS.c.table, func.count()).group_by(
        ROWS.c.change_set_id, ROWS.c.table
    )
    for change_set, table, number in session.connection().execute(grouped):
        counts[change_set][table] = number
    entries = session.connection().execute(select(SETS).order_by(SETS.c.id.desc()).limit(limit))
    is_shown = shows_performance(session)
    found = []
    for row in entries:
        changed = counts.get(row.id if row.kind in WITH_ROWS else row.target_id, {})
        unseen = not is_shown and set(changed) == {"assignment_feedback"}
        title = NAMELESS if unseen else Title(row.title, json.loads(row.params))
        found.append(
            AuditRow(row.id, row.at, row.author, row.kind, row.state, title, changed, unseen)
        )
    return tuple(found)


def audit_details(
    session: Session, change_set_id: int, limit: int = 5000
) -> tuple[AuditDetail, ...]:
    """What an entry changed; an undo or redo shows the rows of the edit that it names. Whose hours
    they are and how people did is not told where the office does not show it."""
    repeated = select(SETS.c.target_id).where(
        SETS.c.id == change_set_id, SETS.c.kind.not_in(WITH_ROWS)
    )
    edit = session.connection().execute(repeated).scalar() or change_set_id
    rows = list(
        session.connection().execute(
            select(ROWS).where(ROWS.c.change_set_id == edit).order_by(ROWS.c.id).limit(limit)
        )
    )
    if not shows_performance(session):
        rows = [row for row in rows if row.table not in OF_PEOPLE]
    labels = _labels(session, rows)
    pointers = _pointers(session, {row.table for row in rows})
    return tuple(detail for row in rows for detail in _details(row, labels, pointers))


def _details(
    row: Any,
    labels: Mapping[tuple[str, int], str],
    pointers: Mapping[tuple[str, str], Mapping[int, str]],
) -> list[AuditDetail]:
    before = json.loads(row.before) if row.before else {}
    after = json.loads(row.after) if row.after else {}
    source = json.loads(row.source) if row.source else {}
    label = labels.get((row.table, row.row_id)) or _label({**before, **after})
    fields = [name for name in {**before, **after} if name not in HIDDEN]
    return [
        AuditDetail(
            row.table,
            row.row_id,
            label,
            name,
            _text(before.get(name), pointers.get((row.table, name))),
            _text(after.get(name), pointers.get((row.table, name))),
            _source(source, name),
        )
        for name in fields
        if before.get(name) != after.get(name)
    ]


def _labels(session: Session, rows: list[Any]) -> dict[tuple[str, int], str]:
    """What the rows that are still there are called."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        wanted[row.table].add(row.row_id)
    found: dict[tuple[str, int], str] = {}
    for name, ids in wanted.items():
        table = SQLModel.metadata.tables[name]
        if "name" not in table.columns:
            continue
        for stored in session.connection().execute(select(table)):
            if stored.id in ids:
                found[(name, stored.id)] = _label(dict(stored._mapping))
    return found


def _label(values: Mapping[str, Any]) -> str:
    head = values.get("wbs") or values.get("code") or ""
    return f"{head} {values.get('name') or values.get('period') or ''}".strip()


def _source(source: Mapping[str, Any], name: str) -> str:
    cell = source.get("cells", {}).get(PLAIN_NAMES.get(name, name))
    return f"{source['file']}: {cell}" if cell else source.get("file", "")


# Columns that hold a field under another name.
PLAIN_NAMES = {"cost_minor": "cost", "budget_minor": "budget", "spent_minor": "spent",
               "owner_id": "owner", "manager_id": "manager", "department_id": "department",
               "duration_minutes": "duration"}  # fmt: skip


def _text(value: Any, names: Mapping[int, str] | None) -> str:
    """A pointer is written as what it points to; `#17` where that is no longer there."""
    if value is None:
        return ""
    return str(value) if names is None else names.get(value, f"#{value}")


def _pointers(session: Session, tables: Iterable[str]) -> dict[tuple[str, str], Mapping[int, str]]:
    """(table, column) -> what the rows that the column points to are called, by their ids."""
    named: dict[str, dict[int, str]] = {}
    found: dict[tuple[str, str], Mapping[int, str]] = {}
    for name in tables:
        for column in SQLModel.metadata.tables[name].columns:
            for key in column.foreign_keys:
                target = key.column.table
                if "name" not in target.columns:
                    continue
                if target.name not in named:
                    rows = session.connection().execute(select(target))
                    named[target.name] = {row.id: _label(dict(row._mapping)) for row in rows}
                found[(name, column.name)] = named[target.name]
    return found
