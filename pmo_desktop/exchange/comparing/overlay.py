"""A project as it will be once changes are taken: what the next file about it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pmo_desktop.domain.new_records import loose
from pmo_desktop.domain.records import ChangeKind, ProjectRecords, Record, RecordChange
from pmo_desktop.domain.tasks import Link
from pmo_desktop.domain.wbs import clean
from pmo_desktop.exchange.comparing.comparison import OfficeView

TABLES = ("task", "risk", "issue", "status")


def _with_moved_codes(
    tasks: Iterable[Record], changes: Sequence[RecordChange]
) -> tuple[Record, ...]:
    """The database's tasks with links to the codes that the changes give to others."""
    codes = {change.id: change.values.get("wbs") for change in changes if change.table == "task"}
    moved = {
        clean(task.values.get("wbs") or ""): str(codes[task.id])
        for task in tasks
        if codes.get(task.id) and task.id is not None
    }
    if not moved:
        return tuple(tasks)
    return tuple(
        replace(task, values={**task.values, "predecessors": _relinked(links, moved)})
        if (links := task.values.get("predecessors"))
        else task
        for task in tasks
    )


def _relinked(links: Iterable[Link], moved: Mapping[str, str]) -> tuple[Link, ...]:
    return tuple(replace(link, wbs=moved.get(clean(link.wbs), link.wbs)) for link in links)


def project_after(known: ProjectRecords | None, changes: Sequence[RecordChange]) -> ProjectRecords:
    """The project with the changes; what is added has the uid of its change, and no id."""
    stored = {table: known.of(table) if known else () for table in TABLES}
    stored["task"] = _with_moved_codes(stored["task"], changes)
    found = {table: _after(records, changes, table) for table, records in stored.items()}
    projects = _after((known.project,) if known else (), changes, "project")
    return ProjectRecords(
        projects[0] if projects else Record("project", {}),  # it may have been left out
        tasks=found["task"],
        risks=found["risk"],
        issues=found["issue"],
        people=known.people if known else (),
        status=found["status"],
    )


def office_after(office: OfficeView, changes: Sequence[RecordChange]) -> OfficeView:
    """The office with the people whom the changes add or change."""
    changes = loose(changes)
    if not any(change.table == "person" for change in changes):
        return office
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
