"""The rows of a project that a plan is taken into: what is there already stays itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.models import PlanExtra
from pmo_desktop.storage.among import rows_among
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, table_of

Wanted = Sequence[Mapping[str, Any]]


class PlanRows:
    """Of the `project` with this id; one that `is_new` has none yet."""

    def __init__(self, session: Session, project: int, *, is_new: bool) -> None:
        self.session, self.project, self.is_new = session, project, is_new

    def of_project(self, model: type[SQLModel]) -> list[Row[Any]]:
        """The rows that name the project."""
        if self.is_new:
            return []
        table = table_of(model)
        statement = select(table).where(table.c.project_id == self.project)
        return list(self.session.connection().execute(statement))

    def among(self, model: type[SQLModel], column: str, ids: Iterable[int]) -> list[Row[Any]]:
        """The rows with one of these ids in the column."""
        table, wanted = table_of(model), sorted(set(ids))
        statement = select(table).order_by(table.c.id)
        return list(rows_among(self.session, statement, table.c[column], wanted))

    def replace(
        self, model: type[SQLModel], column: str, owners: Collection[int], wanted: Wanted
    ) -> None:
        """Give these owners exactly these rows."""
        old = [] if self.is_new else [row.id for row in self.among(model, column, owners)]
        self.exchange(model, old, wanted)

    def exchange(self, model: type[SQLModel], old: Sequence[int], wanted: Wanted) -> list[int]:
        """The wanted rows' ids; a row that is there already as it is to be stays itself."""
        if not old:
            return bulk_insert(self.session, model, wanted)
        there: dict[tuple[Any, ...], list[int]] = {}
        names = sorted(wanted[0]) if wanted else []
        for row in self.among(model, "id", old):
            there.setdefault(tuple(row._mapping[name] for name in names), []).append(row.id)
        found: list[int | None] = []
        for one in wanted:
            same = there.get(tuple(one[name] for name in names))
            found.append(same.pop(0) if same else None)
        stay = {number for number in found if number is not None}
        bulk_delete(self.session, model, [number for number in old if number not in stay])
        new = [one for one, number in zip(wanted, found, strict=True) if number is None]
        ids = iter(bulk_insert(self.session, model, new))
        return [next(ids) if number is None else number for number in found]

    def write_extras(self, table: str, wanted: Mapping[int, Iterable[tuple[str, str]]]) -> None:
        """Keep beside these rows of a table what their file says under its own names."""
        rows = [
            {"table": table, "row_id": number, "name": name, "value": value}
            for number, extras in wanted.items()
            for name, value in extras
        ]
        # Of a new project's rows people alone may have been there before.
        old = [] if self.is_new and table != "person" else self._extra_ids(table, wanted)
        self.exchange(PlanExtra, old, rows)

    def drop_extras(self, table: str, ids: Iterable[int]) -> None:
        """Forget what was kept beside rows that are gone."""
        bulk_delete(self.session, PlanExtra, self._extra_ids(table, ids))

    def _extra_ids(self, table: str, ids: Iterable[int]) -> list[int]:
        found = self.among(PlanExtra, "row_id", ids)
        return [row.id for row in found if row.table == table]
