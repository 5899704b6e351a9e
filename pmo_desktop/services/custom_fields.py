"""The office's own fields: making, naming and removing them, and the values that records have.

A value is kept as text (`stored`, `plain`): dates ISO, numbers with a point. Where there is nothing
there is no row. The kind of a field stays as it was made, for its values were written by it; it is
the beginning of the field's uid, as `domain.fields` says.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.fields import (
    CUSTOM,
    CUSTOM_KINDS,
    TABLES,
    Field,
    Kind,
    custom_field,
    is_custom,
)
from pmo_desktop.domain.records import RecordChange
from pmo_desktop.domain.template import alike
from pmo_desktop.language import CODES, Language
from pmo_desktop.models import CustomField, CustomValue, TemplateColumn
from pmo_desktop.services.columns import checked
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.among import rows_among
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of
from pmo_desktop.storage.recorder import recorder

FIELDS, VALUES = table_of(CustomField), table_of(CustomValue)
LONGEST_NAME = 60
MOST_OPTIONS = 200
UID_LENGTH = 8


@dataclass(frozen=True)
class CustomFieldRow:
    """`names` by the language's code; `kind` is the one that it was made with; `values` counts the
    records that have one."""

    id: int
    uid: str
    table: str
    names: Mapping[str, str]
    kind: Kind
    options: tuple[str, ...] = ()
    asked: bool = False
    values: int = 0

    @property
    def name(self) -> str:
        """What the field is called in a record's values."""
        return f"{CUSTOM}{self.uid}"

    @property
    def field(self) -> Field:
        return custom_field(self.table, self.name)


@dataclass(frozen=True)
class OwnValues:
    """The own fields of a table, and what all its records hold in them: by id, by name."""

    fields: tuple[CustomFieldRow, ...]
    values: Mapping[int, Mapping[str, Any]]


# --- readers


def custom_fields(session: Session) -> tuple[CustomFieldRow, ...]:
    """All of them, in the order in which they were made."""
    connection = session.connection()
    grouped = select(VALUES.c.custom_field_id, func.count()).group_by(VALUES.c.custom_field_id)
    counts = {row[0]: row[1] for row in connection.execute(grouped)}
    rows = connection.execute(select(FIELDS).order_by(FIELDS.c.id))
    return tuple(_row(row, counts.get(row.id, 0)) for row in rows)


def own_words(session: Session) -> Mapping[str, Mapping[str, str]]:
    """What the fields are called, for a `Language`, by their codes."""
    found = {}
    for row in custom_fields(session):
        spoken = next(filter(None, row.names.values()), row.uid)
        found[row.field.code] = {code: name or spoken for code, name in row.names.items()}
    return found


def own_tables(session: Session) -> frozenset[str]:
    """The tables whose records may hold own fields."""
    return frozenset(session.connection().execute(select(FIELDS.c.table).distinct()).scalars())


def own_values(session: Session, table: str) -> OwnValues:
    """The own fields of a table with all their values."""
    return OwnValues(tuple(_fields_of(session, table)), values_by_record(session, table))


def own_values_of(session: Session, tables: Sequence[str]) -> Mapping[str, OwnValues]:
    """`own_values` of each of these tables."""
    return {table: own_values(session, table) for table in tables}


def values_by_record(
    session: Session, table: str, ids: Iterable[int] | None = None
) -> Mapping[int, Mapping[str, Any]]:
    """The plain values of records by their ids (None: of all), by the fields' names.

    A record without a value has the field with its empty value, where `ids` names it.
    """
    fields = {row.id: row for row in _fields_of(session, table)}
    if not fields:
        return {}
    wanted = None if ids is None else list(ids)
    blank = {row.name: row.field.empty for row in fields.values()}
    found: dict[int, dict[str, Any]] = {row_id: dict(blank) for row_id in wanted or ()}
    for row in _stored_values(session, list(fields), wanted):
        spec = fields[row.custom_field_id]
        found.setdefault(row.row_id, {})[spec.name] = plain(spec.field, row.value)
    return found


def plain(spec: Field, text: str) -> Any:
    """The plain value behind a stored text."""
    match spec.kind:
        case Kind.INTEGER:
            return int(text)
        case Kind.SHARE:
            return float(text)
        case Kind.MONEY:
            return Decimal(text)
        case Kind.DATE:
            return date.fromisoformat(text)
        case Kind.BOOL:
            return text == "true"
    return text


def stored(spec: Field, value: Any) -> str:
    """A plain value as the text that is stored."""
    match spec.kind:
        case Kind.BOOL:
            return str(bool(value)).lower()
        case Kind.MONEY:
            return f"{Decimal(value):f}"
        case Kind.DATE:
            return str(value.isoformat()[:10])
        case Kind.SHARE:
            return repr(float(value))
    return str(value)


# --- the fields


def add_custom_field(
    session: Session,
    table: str,
    names: Mapping[str, str],
    kind: str = Kind.TEXT.value,
    options: Sequence[str] = (),
    asked: bool = False,
    uid: str = "",
) -> str:
    """Make a field; returns its uid (`uid`: one that it had elsewhere). Raises `Refused`."""
    if table not in TABLES or Kind(kind) not in CUSTOM_KINDS:
        raise Refused("This is nothing that can be kept as a field.")
    said = _checked_names(session, table, names)
    row = {
        "uid": uid or f"{kind}-{new_uid()[1:][:UID_LENGTH]}",
        "table": table,
        **said,
        "kind": kind,
        "options": _as_json(_checked_options(kind, options)),
        "asked": asked,
    }
    bulk_insert(session, CustomField, [row])
    return str(row["uid"])


def change_custom_field(
    session: Session,
    uid: str,
    names: Mapping[str, str] | None = None,
    options: Sequence[str] | None = None,
    asked: bool | None = None,
) -> None:
    """Give a field other names or choices, or ask for it or no longer. Raises `Refused`."""
    row = _found(session, uid)
    changed: dict[str, Any] = {"id": row.id}
    if names is not None:
        changed |= _checked_names(session, row.table, {**row.names, **names}, row.id)
    if options is not None:
        changed["options"] = _as_json(_checked_options(row.kind.value, options))
    if asked is not None:
        changed["asked"] = asked
    bulk_update(session, CustomField, [changed])


def remove_custom_field(session: Session, uid: str) -> None:
    """Remove a field with all its values; undo brings them back."""
    row = _found(session, uid)
    _delete(session, VALUES.c.custom_field_id == row.id)
    columns = table_of(TemplateColumn)
    found = session.connection().execute(
        select(columns.c.id).where(columns.c.field == row.field.code)
    )
    bulk_delete(session, TemplateColumn, list(found.scalars()))
    bulk_delete(session, CustomField, [row.id])


# --- the values


def write_custom_values(
    session: Session, written: Iterable[tuple[int, RecordChange]], file: str | None = None
) -> None:
    """Write what changes of records (with the records' ids) say of the office's own fields.

    `file` is the spreadsheet that they came from. Raises `Refused`.
    """
    given = [
        (row_id, change, found)
        for row_id, change in written
        if any(map(is_custom, change.values))
        for found in change.fields
        if is_custom(found.name)
    ]
    if not given:
        return
    fields = {(row.table, row.name): row for row in _all_fields(session)}
    held = _held(session, given, fields)
    inserts, updates, gone, sources = [], [], [], []
    for row_id, change, found in given:
        row = fields.get((change.table, found.name))
        if row is None:
            raise Refused("One of the office's own fields is no longer there: look again.")
        value = _checked_value(row, found.after)
        known = held.get((row.id, row_id))
        source = (
            {"file": file, "cells": {"value": str(found.cell)}} if file and found.cell else None
        )
        if value in (None, ""):
            gone += [known] if known is not None else []
        elif known is not None:
            updates.append({"id": known, "value": stored(row.field, value)})
            sources += [(known, source)]
        else:
            new = {"custom_field_id": row.id, "row_id": row_id, "value": stored(row.field, value)}
            inserts.append((new, source))
    bulk_delete(session, CustomValue, gone)
    bulk_update(session, CustomValue, updates)
    ids = bulk_insert(session, CustomValue, [new for new, _ in inserts])
    sources += zip(ids, (source for _, source in inserts), strict=True)
    for value_id, source in sources:
        if source is not None:
            recorder(session).note_source(VALUES.name, value_id, source)


def remove_values(session: Session, table: str, ids: Sequence[int]) -> None:
    """Remove what records of a table hold in own fields; they are about to be removed too."""
    fields = [row.id for row in _fields_of(session, table)]
    if fields:
        gone = [row.id for row in _stored_values(session, fields, list(ids))]
        bulk_delete(session, CustomValue, gone)


# --- inside


def _row(row: Any, values: int = 0) -> CustomFieldRow:
    return CustomFieldRow(
        row.id,
        row.uid,
        row.table,
        {"zh": row.name_zh, "en": row.name_en},
        Kind(row.kind),
        tuple(json.loads(row.options)),
        row.asked,
        values,
    )


def _all_fields(session: Session) -> list[CustomFieldRow]:
    return [_row(row) for row in session.connection().execute(select(FIELDS).order_by(FIELDS.c.id))]


def _fields_of(session: Session, table: str) -> list[CustomFieldRow]:
    return [row for row in _all_fields(session) if row.table == table]


def _found(session: Session, uid: str) -> CustomFieldRow:
    found = next((row for row in _all_fields(session) if row.uid == uid), None)
    if found is None:
        raise Refused("One of the office's own fields is no longer there: look again.")
    return found


def _stored_values(session: Session, fields: list[int], ids: list[int] | None) -> list[Any]:
    statement = select(VALUES).where(VALUES.c.custom_field_id.in_(fields))
    if ids is None:
        return list(session.connection().execute(statement))
    return list(rows_among(session, statement, VALUES.c.row_id, ids))


def _held(
    session: Session,
    given: Sequence[tuple[int, RecordChange, Any]],
    fields: Mapping[tuple[str, str], CustomFieldRow],
) -> dict[tuple[int, int], int]:
    """(field, record) -> the id of the value that is there."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for row_id, change, found in given:
        if (row := fields.get((change.table, found.name))) is not None:
            wanted[row.id].add(row_id)
    return {
        (row.custom_field_id, row.row_id): row.id
        for field_id, ids in wanted.items()
        for row in _stored_values(session, [field_id], sorted(ids))
    }


def _checked_value(row: CustomFieldRow, value: Any) -> Any:
    value = checked(row.field, value)
    if row.kind is Kind.CHOICE and row.options and value and value not in row.options:
        name = next(filter(None, row.names.values()), row.uid)
        raise Refused("“{value}” is not one of the choices of “{name}”.", value=value, name=name)
    return value


def _checked_names(
    session: Session, table: str, names: Mapping[str, str], row_id: int | None = None
) -> dict[str, str]:
    said = {code: " ".join(names.get(code, "").split()) for code in CODES}
    if not any(map(alike, said.values())):
        raise Refused("Give the field a name, in Chinese or in English.")
    usual = {alike(Language(c).term(spec.code)) for spec in TABLES[table] for c in CODES}
    for name in filter(None, said.values()):
        if alike(name) in usual:
            raise Refused("There is a field “{name}” already: choose another name.", name=name)
        if len(name) > LONGEST_NAME:
            raise Refused(
                "The name of a field has at most {longest} characters.", longest=LONGEST_NAME
            )
        for other in _fields_of(session, table):
            if other.id != row_id and alike(name) in map(alike, other.names.values()):
                raise Refused("There is a field “{name}” already: choose another name.", name=name)
    return {f"name_{code}": name for code, name in said.items()}


def _checked_options(kind: str, options: Sequence[str]) -> list[str]:
    said = list(dict.fromkeys(filter(None, (" ".join(word.split()) for word in options))))
    if Kind(kind) is not Kind.CHOICE:
        return []
    if not said:
        raise Refused("Write what may be chosen, one word or more.")
    if len(said) > MOST_OPTIONS:
        raise Refused("A field has at most {most} choices.", most=MOST_OPTIONS)
    return said


def _as_json(options: Sequence[str]) -> str:
    return json.dumps(list(options), ensure_ascii=False)


def _delete(session: Session, where: Any) -> None:
    found = session.connection().execute(select(VALUES.c.id).where(where))
    bulk_delete(session, CustomValue, list(found.scalars()))
