"""What of a review is to be taken in: everything but what the user left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pmo_desktop.domain.records import ChangeKind, FieldChange, ProjectChange, RecordChange

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview


@dataclass(frozen=True)
class Place:
    """Which change of a file is meant: its project, its record, and the field (`""`: all of it)."""

    project: int
    record: int
    field: str = ""


class Choice:
    """The changes of one file that are left out, by their places."""

    def __init__(self, file: FileReview) -> None:
        self.file = file
        self.whole = True
        self.left_out: set[Place] = set()

    def takes(self, place: Place) -> bool:
        return self.whole and place not in self.left_out

    def take(self, place: Place, taken: bool) -> None:
        if taken:
            self.left_out.discard(place)
        else:
            self.left_out.add(place)

    def changes(self) -> tuple[ProjectChange, ...]:
        """What of the file is to be committed."""
        if not self.whole:
            return ()
        return tuple(self._kept())

    @property
    def count(self) -> int:
        """How many changes, as the table shows them, are taken."""
        return sum(1 for place in places(self.file) if self.takes(place))

    def _kept(self) -> Iterator[ProjectChange]:
        for at, project in enumerate(self.file.changes):
            records = tuple(
                kept
                for number, record in enumerate(project.changes)
                if (kept := self._record(record, at, number)) is not None
            )
            if records:
                yield replace(project, changes=records)

    def _record(self, record: RecordChange, project: int, number: int) -> RecordChange | None:
        if record.kind is ChangeKind.ADD:
            return record if Place(project, number) not in self.left_out else None
        names = {
            change.name
            for change in record.fields
            if Place(project, number, change.name) in self.left_out
        }
        kept = record.without(names)
        # What only travels along is no change by itself.
        return kept if any(map(is_change, kept.fields)) else None


def is_change(field: FieldChange) -> bool:
    return bool(field.before != field.after)


def places(file: FileReview) -> Iterator[Place]:
    """One for every new record, and for every field that changes of a known one."""
    for at, project in enumerate(file.changes):
        for number, record in enumerate(project.changes):
            if record.kind is ChangeKind.ADD:
                yield Place(at, number)
            else:
                for field in filter(is_change, record.fields):
                    yield Place(at, number, field.name)
