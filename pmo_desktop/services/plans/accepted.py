"""What of a plan was accepted: the fields of known tasks in which it differs, and new tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmo_desktop.domain.plan_file import PlanTake, PlanTask
from pmo_desktop.domain.records import ChangeKind, ProjectChange, RecordChange

# The columns that follow from each field of a record: what is not accepted is not written.
COLUMNS_OF: Mapping[str, tuple[str, ...]] = {
    "wbs": ("wbs", "parent_id", "position"),
    "name": ("name",),
    "kind": ("kind",),
    "start": ("start", "fixed"),
    "finish": ("finish", "fixed"),
    "duration": ("duration_minutes", "elapsed"),
    "percent_complete": ("percent_complete",),
    "actual_start": ("actual_start",),
    "actual_finish": ("actual_finish",),
    "deadline": ("deadline",),
    "notes": ("notes",),
    "constraint": ("constraint", "constraint_date"),
    "constraint_date": ("constraint", "constraint_date"),
    "active": ("active",),
    "priority": ("priority",),
}


class Accepted:
    """`take` has the tasks that are `linked` to known ones and those whose dates are `kept`."""

    def __init__(self, change: ProjectChange, take: PlanTake) -> None:
        self.file_name = change.file_name
        self.take = take
        self._added = {one.uid for one in change.changes if one.kind is ChangeKind.ADD}
        self._values = {
            one.id: frozenset(one.values) for one in change.changes if one.kind is ChangeKind.CHANGE
        }

    def identity(self, task: PlanTask) -> str | None:
        """The identity that a new task was given by the review; None where it is not taken."""
        uid = self.take.uids.get(task.uid)
        return uid if uid and uid in self._added else None

    def columns(self, row_id: int, row: dict[str, Any]) -> dict[str, Any]:
        """The row less the columns of fields that differ and were not accepted."""
        differing = self.take.differing.get(row_id, frozenset())
        refused = differing - self._values.get(row_id, frozenset())
        gone = {column for name in refused for column in COLUMNS_OF.get(name, ())}
        return {name: value for name, value in row.items() if name not in gone}

    def refuses(self, row_id: int, name: str) -> bool:
        """Whether a known task's field differs and was not accepted."""
        differing = self.take.differing.get(row_id, frozenset())
        return name in differing - self._values.get(row_id, frozenset())


def plan_changes(changes: Iterable[RecordChange]) -> dict[int, frozenset[str]]:
    """Of known tasks, by their ids, the fields in which a file differs."""
    return {
        one.id: frozenset(one.values)
        for one in changes
        if one.id is not None and one.table == "task"
    }
