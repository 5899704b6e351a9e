"""The journal read backwards: which edits in force gave rows their values, and from which files.

What was undone is passed over, so that a value is traced to the change that it holds from now.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.models import ChangeRow, ChangeSetRow, ImportFile
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.journal import EDITS, FOUNDING

SETS, ROWS = table_of(ChangeSetRow), table_of(ChangeRow)
FILES = table_of(ImportFile).name
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class TakenFile:
    """A file as it was when it was taken in; `kind` as in `models.ImportFile`."""

    name: str
    sender: str
    saved_at: datetime | None
    taken_at: datetime
    project_id: int | None
    kind: str


@dataclass(frozen=True)
class Step:
    """An edit in force that changed a row. `before` None: it added the row; `after` None: removed.

    `source` as in `services.sources`, empty where the values came from no file; `is_import` where
    the edit took files in, `is_founding` where the office started from it.
    """

    change_set_id: int
    at: datetime
    author: str
    title: Title
    table: str
    row_id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    source: Mapping[str, Any]
    file: TakenFile | None
    is_import: bool
    is_founding: bool = False

    def cell(self, name: str) -> str:
        """The sheet and cell of a field by its plain name: `Plan!F12`."""
        found: str = self.source.get("cells", NOTHING).get(name, "")
        return found

    @property
    def sender(self) -> str:
        """Who saved a file that is of no project's import."""
        return str(self.source.get("sender", ""))

    @property
    def saved_at(self) -> datetime | None:
        saved = self.source.get("saved_at")
        return datetime.fromisoformat(saved) if saved else None

    def text(self, name: str) -> str:
        found: str = self.source.get("texts", NOTHING).get(name, "")
        return found


class Trail:
    """Asked within one session."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()

    def of_row(self, table: str, row_id: int) -> list[Step]:
        """The newest step first."""
        return list(self._steps(ROWS.c.table == table, ROWS.c.row_id == row_id))

    def of_rows(self, table: str, row_ids: Collection[int]) -> Iterator[Step]:
        """The newest step first, of all these rows."""
        wanted = set(row_ids)
        statement = self._statement(ROWS.c.table == table)
        for row in self._connection.execute(statement):
            if row.row_id in wanted:
                yield self._step(row)

    def of_part(self, table: str, column: str, owner: int) -> list[Step]:
        """The steps of the rows, also of those that are gone, whose `column` points to `owner`."""
        mark = f'"{column}": {owner}'
        either = ROWS.c.before.contains(mark, autoescape=True) | ROWS.c.after.contains(
            mark, autoescape=True
        )
        return [
            step
            for step in self._steps(ROWS.c.table == table, either)
            if owner in ((step.before or NOTHING).get(column), (step.after or NOTHING).get(column))
        ]

    @cached_property
    def files(self) -> Mapping[int, tuple[TakenFile, ...]]:
        """The files of each import in force, by its number in the journal."""
        found: dict[int, list[TakenFile]] = {}
        statement = self._statement(ROWS.c.table == FILES, ROWS.c.before.is_(None))
        for row in self._connection.execute(statement.order_by(None).order_by(ROWS.c.id)):
            found.setdefault(row.change_set_id, []).append(_taken(json.loads(row.after), row.at))
        return {number: tuple(files) for number, files in found.items()}

    def newest_files(self, project_id: int) -> list[TakenFile]:
        """A project's files, the one that was taken in last first."""
        every = [file for number in sorted(self.files, reverse=True) for file in self.files[number]]
        return [file for file in every if file.project_id == project_id]

    def _steps(self, *conditions: Any) -> Iterator[Step]:
        for row in self._connection.execute(self._statement(*conditions)):
            yield self._step(row)

    def _statement(self, *conditions: Any) -> Any:
        return (
            select(ROWS, SETS.c.kind, SETS.c.title, SETS.c.params, SETS.c.author, SETS.c.at)
            .join(SETS, SETS.c.id == ROWS.c.change_set_id)
            .where(SETS.c.kind.in_(EDITS), SETS.c.state == "done", *conditions)
            .order_by(ROWS.c.id.desc())
        )

    def _step(self, row: Row[Any]) -> Step:
        source = json.loads(row.source) if row.source else NOTHING
        files = self.files.get(row.change_set_id, ())
        return Step(
            row.change_set_id,
            row.at,
            row.author,
            Title(row.title, json.loads(row.params)),
            row.table,
            row.row_id,
            json.loads(row.before) if row.before else None,
            json.loads(row.after) if row.after else None,
            source,
            _named(files, source.get("file", "")),
            bool(files),
            row.kind == FOUNDING,
        )


def _named(files: Iterable[TakenFile], name: str) -> TakenFile | None:
    return next((file for file in files if file.name == name), None)


def _taken(values: Mapping[str, Any], at: datetime) -> TakenFile:
    saved = values.get("saved_at")
    return TakenFile(
        values["name"],
        values.get("sender", ""),
        datetime.fromisoformat(saved) if saved else None,
        at,
        values.get("project_id"),
        values.get("kind", ""),
    )


def newest_import(session: Session) -> int | None:
    """The number of the newest import in force; None where there is none."""
    return max(Trail(session).files, default=None)
