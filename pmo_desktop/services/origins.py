"""Where a value came from: the file with its sheet and cell, a hand, or a rule.

origin(session, "task", 17, "finish").cell == "F12"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.fields import fields_of, is_custom
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.pool_fields import POOL_FIELDS
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.services.columns import IDS, MINOR, MINUTES
from pmo_desktop.services.custom_fields import custom_fields
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.trail import Step, Trail
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.derived import PARTS

# Fields under another name in their tables.
COLUMNS: Mapping[str, str] = {
    **MINOR,
    **IDS,
    **MINUTES,
    "duration": "duration_minutes",
    "person": "person_id",
    "lead": "lead_id",
    "skill": "skill_id",
    "project": "project_id",
    "hours": "work_minutes",
    **{name: f"{name}_minor" for name in ("standard", "overtime", "per_use")},
}
STORED_TABLES: Mapping[str, str] = {"status": "status_report"}
# Fields that have a table of their own: which, and which of its columns says what stands there.
PART_TABLES = {
    "people": ("assignment", "person_id"),
    "predecessors": ("dependency", "predecessor_id"),
}
# What the pool knows of people besides; no project's workbook has it.
OF_PEOPLE = frozenset({"calendar", "external", "placeholder", "joined", "left_on"})
DATES = ("start", "finish")
ROLLED_UP = (*DATES, "duration", "percent_complete")

ROLLED = "A phase's dates, duration and progress are those of the tasks below it."
SCHEDULED = "The schedule computes it from the duration, the links and the calendar of the project."
FOLLOWS = (
    "No cell of the file gives it: it follows from the others of its row, or is what is assumed."
)
EMPTY = "Nothing was entered here yet."


class OriginKind(StrEnum):
    """`founded`: it stands there since the database was made, by the program or the demo."""

    FILE = "file"
    HAND = "hand"
    COMPUTED = "computed"
    FOUNDED = "founded"


@dataclass(frozen=True)
class Origin:
    """`before` and `after` as the database keeps them, pointers as names. `sheet`, `cell` and
    `text` (what is written there, where it is not the value itself) are known of a value that
    stands in a cell of `file`; `rule` says how a computed one came about. `at` is when the change
    was made, of a file: when it was taken in."""

    kind: OriginKind
    before: str = ""
    after: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    text: str = ""
    sender: str = ""
    saved_at: datetime | None = None
    at: datetime | None = None
    author: str = ""
    title: Title | None = None
    change_set_id: int = 0
    rule: Reason | None = None

    @property
    def taken_at(self) -> datetime | None:
        """When the file was taken in."""
        return self.at if self.file else None


def origin(session: Session, table: str, row_id: int, field: str) -> Origin:
    """Where the value that stands there now comes from. `table` and `field` as in `domain.fields`.

    Raises `Refused` where the row is gone.
    """
    row = _row(session, table, row_id)
    steps = history(session, table, row_id, field)
    newest = steps[0] if steps else Origin(OriginKind.FOUNDED)
    value = row._mapping.get(COLUMNS.get(field, field))
    if not steps and value in (None, ""):
        newest = replace(newest, rule=Reason(EMPTY))
    rule = _rule(table, row, field)
    if rule is None:
        return newest
    return replace(
        newest, kind=OriginKind.COMPUTED, rule=Reason(rule), sheet="", cell="", text="", file="",
        sender="", saved_at=None,
    )  # fmt: skip


def history(session: Session, table: str, row_id: int, field: str) -> tuple[Origin, ...]:
    """Every change in force of the value, the newest first."""
    trail = Trail(session)
    names = _Names(session)
    if field in PART_TABLES and table == "task":
        return tuple(_part_steps(trail, names, row_id, field))
    if is_custom(field):
        return tuple(_own_steps(session, trail, row_id, field))
    stored = STORED_TABLES.get(table, table)
    column = COLUMNS.get(field, field)
    found = []
    for step in trail.of_row(stored, row_id):
        before, after = step.before or {}, step.after or {}
        if column in after and _said(before.get(column)) != _said(after[column]):
            found.append(_of_step(step, field, names.text(stored, column, before.get(column)),
                                  names.text(stored, column, after[column])))  # fmt: skip
    return tuple(found)


def _said(value: Any) -> Any:
    """A value as it is compared: no and 0 are something."""
    return "" if value is None else value


def known_field(table: str, field: str) -> bool:
    """Whether the records of the table have such a field."""
    if table in POOL_FIELDS:
        return any(one.name == field for one in POOL_FIELDS[table])
    if table == "person" and field in OF_PEOPLE:
        return True
    return is_custom(field) or any(one.name == field for one in fields_of(table))


def of_step(step: Step, field: str) -> Origin:
    """The origin of one field of a row that an edit changed, without the values."""
    return _of_step(step, field, "", "")


def _of_step(step: Step, field: str, before: str, after: str) -> Origin:
    found = Origin(
        OriginKind.HAND,
        before,
        after,
        at=step.at,
        author=step.author,
        title=step.title,
        change_set_id=step.change_set_id,
    )
    if step.is_founding:
        return replace(found, kind=OriginKind.FOUNDED)
    if step.source:
        sheet, _, cell = step.cell(field).rpartition("!")
        file = step.file
        found = replace(
            found,
            kind=OriginKind.FILE,
            file=step.source.get("file", ""),
            sheet=sheet,
            cell=cell,
            text=step.text(field),
            sender=file.sender if file else step.sender,
            saved_at=file.saved_at if file else step.saved_at,
        )
        return found if cell else replace(found, rule=Reason(FOLLOWS))
    if step.is_import:
        return replace(found, kind=OriginKind.COMPUTED, rule=Reason(SCHEDULED))
    return found


def _rule(table: str, row: Row[Any], field: str) -> str | None:
    """How the field's value is computed; None where it is given."""
    if table != "task":
        return None
    if row.kind == TaskKind.SUMMARY and field in ROLLED_UP:
        return ROLLED
    return SCHEDULED if field in DATES and not row.fixed else None


def _part_steps(trail: Trail, names: _Names, row_id: int, field: str) -> Iterable[Origin]:
    """People and links by edit: `before` has those that went, `after` those that came."""
    table, column = PART_TABLES[field]
    by_edit: dict[int, list[Step]] = {}
    for step in trail.of_part(table, PARTS[table].column, row_id):
        by_edit.setdefault(step.change_set_id, []).append(step)
    for steps in by_edit.values():
        gone = [
            names.text(table, column, s.before[column]) for s in steps if s.before and not s.after
        ]
        came = [
            names.text(table, column, s.after[column]) for s in steps if s.after and not s.before
        ]
        if gone or came:
            told = next((step for step in steps if step.cell(field)), steps[0])
            yield _of_step(told, field, ", ".join(reversed(gone)), ", ".join(reversed(came)))


def _own_steps(session: Session, trail: Trail, row_id: int, field: str) -> Iterable[Origin]:
    """What was written into one of the office's own fields, whose values have rows of their own."""
    own = {row.name: row.id for row in custom_fields(session)}.get(field)
    ours = {
        step.row_id
        for step in trail.of_part("custom_value", "row_id", row_id)
        if own is not None
        and own in ((side or {}).get("custom_field_id") for side in (step.before, step.after))
    }
    steps = [step for value_id in ours for step in trail.of_row("custom_value", value_id)]
    for step in sorted(steps, key=lambda step: -step.change_set_id):
        before, after = ((side or {}).get("value", "") for side in (step.before, step.after))
        yield _of_step(step, "value", before, after)


class _Names:
    """What pointers point to, by its name."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def text(self, table: str, column: str, value: Any) -> str:
        if value is None:
            return ""
        for key in SQLModel.metadata.tables[table].c[column].foreign_keys:
            target = key.column.table
            found = self._session.connection().execute(select(target).where(target.c.id == value))
            row = found.one_or_none()
            return f"#{value}" if row is None else _label(row._mapping)
        return str(value)


def _label(values: Mapping[Any, Any]) -> str:
    head = values.get("wbs") or values.get("code") or ""
    return f"{head} {values.get('name') or ''}".strip()


def _row(session: Session, table: str, row_id: int) -> Row[Any]:
    stored = SQLModel.metadata.tables[STORED_TABLES.get(table, table)]
    found = session.connection().execute(select(stored).where(stored.c.id == row_id)).one_or_none()
    if found is None:
        raise Refused("This row is no longer there: it was removed in the meantime.")
    return found


@dataclass(frozen=True)
class Share:
    """How many of a figure's values came from one place; `origin` without values and cells."""

    origin: Origin
    count: int


def shares(session: Session, table: str, row_ids: Sequence[int], field: str) -> tuple[Share, ...]:
    """Where one field of many records came from, the most common place first."""
    stored = STORED_TABLES.get(table, table)
    column = COLUMNS.get(field, field)
    waiting = set(row_ids)
    found: dict[Any, list[Origin]] = {}
    for step in Trail(session).of_rows(stored, row_ids):
        before, after = step.before or {}, step.after or {}
        if step.row_id not in waiting or column not in after:
            continue
        if step.before is not None and before.get(column) == after[column]:
            continue
        waiting.discard(step.row_id)
        one = replace(of_step(step, field), cell="", text="", rule=None)
        found.setdefault((one.kind, one.file, one.change_set_id), []).append(one)
    if waiting:
        found[None] = [Origin(OriginKind.FOUNDED)] * len(waiting)
    grouped = [Share(several[0], len(several)) for several in found.values()]
    return tuple(sorted(grouped, key=lambda share: -share.count))
