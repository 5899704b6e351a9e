"""The changes of a file, each known by its place, and what can be decided of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pmo_desktop.domain.records import ChangeKind, ChangeStatus, FieldChange

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview


class Decision(StrEnum):
    """OPEN: nobody has decided, and it is not taken."""

    ACCEPT = "accept"
    KEEP = "keep"
    OPEN = "open"


class Answer(StrEnum):
    SAME = "same"
    NEW = "new"


class Difference(StrEnum):
    """What a change is, for those who look at it."""

    ADDED = "added"
    CHANGED = "changed"
    CONFLICT = "conflict"
    OUTDATED = "outdated"
    DOUBTFUL = "doubtful"


DIFFERENCES = {
    ChangeStatus.CHANGED: Difference.CHANGED,
    ChangeStatus.CONFLICT: Difference.CONFLICT,
    ChangeStatus.OUTDATED: Difference.OUTDATED,
}
# What other records name.
NAMED = frozenset({"person", "department"})


@dataclass(frozen=True)
class Policy:
    """What is decided where nobody looks: of conflicts, and of doubts (None: they stay open)."""

    conflicts: Decision = Decision.OPEN
    doubts: Answer | None = None


HELD_BACK = Policy()


@dataclass(frozen=True)
class Place:
    """Which change of a file is meant: its project, its record, and the field (`""`: all of it)."""

    project: int
    record: int
    field: str = ""


def is_change(field: FieldChange) -> bool:
    return bool(field.before != field.after)


def places(file: FileReview) -> Iterator[Place]:
    """One for every new record, for every doubt about a record, and for every field that changes of
    a known one."""
    for at, project in enumerate(file.differences):
        for number, record in enumerate(project.changes):
            if record.kind is ChangeKind.ADD or record.doubt is not None:
                yield Place(at, number)
            if record.kind is ChangeKind.CHANGE:
                for field in filter(is_change, record.fields):
                    yield Place(at, number, field.name)
