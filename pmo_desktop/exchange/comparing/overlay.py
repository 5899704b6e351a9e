"""A project as it will be once changes are taken: what the next file about it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pmo_desktop.domain.records import ChangeKind, ProjectRecords, Record, RecordChange
from pmo_desktop.exchange.comparing.comparison import OfficeView

TABLES = ("task", "risk", "issue", "status")


def project_after(known: ProjectRecords | None, changes: Sequence[RecordChange]) -> ProjectRecords:
    """The project with the changes; what is added has the uid of its change, and no id."""
    found = {table: _after(known.of(table) if known else (), changes, table) for table in TABLES}
    projects = _after((known.project,) if known else (), changes, "project")
    return ProjectRecords(
        projects[0],
        tasks=found["task"],
        risks=found["risk"],
        issues=found["issue"],
        people=known.people if known else (),
        status=found["status"],
    )


def office_after(office: OfficeView, changes: Sequence[RecordChange]) -> OfficeView:
    """The office with the people whom the changes add or change."""
    return replace(office, people=_after(office.people, changes, "person"))


def _after(
    records: Iterable[Record], changes: Sequence[RecordChange], table: str
) -> tuple[Record, ...]:
    ours = [change for change in changes if change.table == table]
    changed = {_key(change): change for change in ours}
    found = []
    for record in records:
        change = changed.get(_key(record))
        if change is not None:
            record = replace(record, values={**record.values, **change.values})
        found.append(record)
    known = {_key(record) for record in records}
    found += [
        Record(table, change.values, change.uid)
        for change in ours
        if change.kind is ChangeKind.ADD and _key(change) not in known
    ]
    return tuple(found)


def _key(row: Record | RecordChange) -> object:
    return row.id if row.id is not None else row.uid
