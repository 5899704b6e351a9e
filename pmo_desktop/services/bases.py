"""What was accepted before: the files that were taken in, and records as they stood then."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.records import Kept, ProjectRecords, Record
from pmo_desktop.models import ChangeRow, ChangeSetRow, ImportFile
from pmo_desktop.services.records import people_records, projects_records
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.journal import EDITS

FILES, ROWS, SETS = table_of(ImportFile), table_of(ChangeRow), table_of(ChangeSetRow)


@dataclass(frozen=True)
class EarlierFile:
    """A file that was taken in by the journal's entry `change_set`. `entry` is the name of the one
    at which it had gone out (`services.entries`), `kept` what of it was not taken."""

    name: str
    kind: str
    change_set: int
    entry: str = ""
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class Then:
    """Projects by their ids, and all people, as they stood at some time."""

    projects: Mapping[int, ProjectRecords]
    people: tuple[Record, ...]


def earlier_files(session: Session) -> Mapping[int, tuple[EarlierFile, ...]]:
    """The files that were taken in and not undone, by the ids of their projects, newest first."""
    # The number of a file whose import was undone is given again: the entry in force counts.
    brought = (
        select(ROWS.c.row_id, func.max(ROWS.c.change_set_id).label("change_set_id"))
        .join(SETS, SETS.c.id == ROWS.c.change_set_id)
        .where(ROWS.c.table == FILES.name, ROWS.c.before.is_(None))
        .where(SETS.c.kind.in_(EDITS), SETS.c.state == "done")
        .group_by(ROWS.c.row_id)
        .subquery()
    )
    same_row = (
        (ROWS.c.change_set_id == brought.c.change_set_id)
        & (ROWS.c.row_id == brought.c.row_id)
        & (ROWS.c.table == FILES.name)
    )
    statement = (
        select(FILES.c.project_id, FILES.c.name, FILES.c.kind, brought.c.change_set_id,
               ROWS.c.source)
        .join(brought, brought.c.row_id == FILES.c.id)
        .join(ROWS, same_row)
        .where(FILES.c.project_id.is_not(None))
        .order_by(brought.c.change_set_id.desc(), FILES.c.id.desc())
    )  # fmt: skip
    found: dict[int, list[EarlierFile]] = defaultdict(list)
    for row in session.connection().execute(statement):
        told = json.loads(row.source) if row.source else {}
        file = EarlierFile(
            row.name, row.kind, row.change_set_id, told.get("entry", ""), kept_of(told)
        )
        found[row.project_id].append(file)
    return {project: tuple(files) for project, files in found.items()}


def records_of(session: Session, project_ids: Iterable[int]) -> Then:
    """These projects, as far as they are there, and everybody."""
    return Then(projects_records(session, set(project_ids)), people_records(session))


def source_of_file(file: str, entry: str, kept: Iterable[Kept]) -> dict[str, Any]:
    """What the journal keeps of a file beside its row; `kept_of` reads it again."""
    told = [[one.table, one.id, one.name, one.mark, one.decided] for one in kept]
    found: dict[str, Any] = {"file": file, "cells": {}}
    if entry:
        found["entry"] = entry
    if told:
        found["kept"] = told
    return found


def kept_of(source: Mapping[str, Any]) -> tuple[Kept, ...]:
    """What of a file was not taken."""
    return tuple(Kept(*one) for one in source.get("kept", ()))
