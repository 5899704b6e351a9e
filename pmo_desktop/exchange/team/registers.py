"""Tables that list one record a row: risks, issues, people, status reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmo_desktop.domain.fields import TABLES, fields_given
from pmo_desktop.domain.records import Record
from pmo_desktop.exchange.findings import WARNING, Finding
from pmo_desktop.exchange.team.cells_of import RowCells
from pmo_desktop.exchange.team.filling import Filled, of_projects
from pmo_desktop.exchange.team.rows import listed

REQUIRED: Mapping[str, str] = {
    table: next((f.name for f in fields if f.name == "name"), "period")
    for table, fields in TABLES.items()
}


def read(filled: Filled) -> dict[str, list[Record]]:
    """The records of a team's register, by the project that a column names."""
    required = REQUIRED[filled.table]
    _tell_nameless(filled, required)
    return {
        project: [
            _record(filled, position)
            for position in positions
            if filled.values[required][position] is not None
        ]
        for project, positions in of_projects(filled).items()
        if required in filled.values
    }


def _record(filled: Filled, position: int) -> Record:
    given = {
        name: column[position]
        for name, column in filled.values.items()
        if column[position] is not None
    }
    return Record(filled.table, given, cells=RowCells(filled, position))


def _tell_nameless(filled: Filled, required: str) -> None:
    """Rows that have values but no name are told, where they have more than a number."""
    names: Sequence[Any] = filled.values.get(required, ())
    nameless = [
        filled.rows[position]
        for position, name in enumerate(names)
        if name is None
        and any(
            raw[position] != "" for field, raw in filled.raw.items() if field not in ("code", "id")
        )
    ]
    if nameless:
        rows = listed(filled.grid, nameless)
        params = {"n": len(nameless), "rows": rows}
        filled.findings.append(
            Finding("rows_without_name", WARNING, filled.grid.name, "", "", params)
        )


def read_own(filled: Filled, uids: Sequence[str | None]) -> list[Record]:
    """The records of a sheet of the program's own workbook: a blank says that there is nothing.

    What could not be read is absent. A uid may stand twice, where a row was copied.
    """
    if not filled.values:
        return []  # none of the sheet's headers is known any more
    empties = {spec.name: spec.empty for spec in fields_given(filled.table, filled.values)}
    names = list(filled.values)
    columns = [
        [empties[name] if value is None else value for value in column]
        if None in column
        else column
        for name, column in filled.values.items()
    ]
    given = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    for name, position in filled.absent:
        given[position].pop(name, None)
    return [
        Record(filled.table, given[position], uid=uid, cells=RowCells(filled, position))
        for position, uid in enumerate(uids)
    ]
