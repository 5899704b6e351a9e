"""What of a file is to be taken in: what is sure by itself, the rest as somebody decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.new_records import loose
from pmo_desktop.domain.records import (
    ChangeKind,
    ChangeStatus,
    FieldChange,
    Kept,
    ProjectChange,
    RecordChange,
)
from pmo_desktop.exchange.comparing.decisions import Decisions
from pmo_desktop.exchange.comparing.lost_codes import codes_lost, with_codes
from pmo_desktop.exchange.comparing.places import NAMED, Answer, Decision, Place, is_change

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview


class Choice(Decisions):
    """The decisions about one file, and what comes of them."""

    _counted: tuple[int, int] | None = None

    def changes(self) -> tuple[ProjectChange, ...]:
        """What of the file is to be committed."""
        return tuple(self._taken()) if self.whole else ()

    @property
    def count(self) -> int:
        """How many changes, as the table shows them, are taken."""
        if not self.whole:
            return 0
        if self._counted is None or self._counted[0] != self.version:
            beside = sum(map(is_beside, self.file.differences))
            self._counted = self.version, sum(map(self.takes, self.places)) + beside
        return self._counted[1]

    def _taken(self) -> Iterator[ProjectChange]:
        for at, project in enumerate(self.file.differences):
            found = [
                (record, self._record(record, Place(at, number)))
                for number, record in enumerate(project.changes)
            ]
            taken = [kept for _, kept in found if kept is not None]
            if taken or is_beside(project):
                yield replace(
                    project,
                    changes=tuple(with_codes(taken, codes_lost(found))),
                    findings=self.file.told,
                    kept=tuple(self._kept(at, project)),
                )

    def _record(self, record: RecordChange, place: Place) -> RecordChange | None:
        if self._is_left(place):
            return None
        answer = self.answered(record.doubt) if record.doubt else None
        if record.doubt is not None and answer is not Answer.SAME:
            if answer is None:
                return None
            record = _as_new(record)
        elif record.doubt is not None and record.table in NAMED:
            # Somebody who is known: nobody is to be added.
            return None
        if record.table == "department":
            # It comes with the first record that names it.
            return None
        if record.kind is ChangeKind.ADD:
            return self._added(record)
        return self._changed(record, place)

    def _added(self, record: RecordChange) -> RecordChange:
        if record.doubt is None and not self._people:
            return record
        fields = tuple(
            replace(field, after=self._spelled(field))
            for field in record.fields
            if not self._open_people(field)
        )
        return replace(record, fields=fields, doubt=None)

    def _changed(self, record: RecordChange, place: Place) -> RecordChange | None:
        fields = []
        for field in record.fields:
            where = replace(place, field=field.name)
            if not is_change(field):
                # It only travels along; where its own change is taken, that counts.
                if not self._is_taken(record, where):
                    fields.append(field)
            elif self.decision(where) is Decision.ACCEPT:
                after = self.value(where)
                if after != field.before:
                    fields.append(replace(field, after=after, cell=self._cell(where, field)))
        kept = replace(record, fields=tuple(fields), doubt=None)
        return kept if any(map(is_change, fields)) else None

    def _is_taken(self, record: RecordChange, place: Place) -> bool:
        changed = any(one.name == place.field and is_change(one) for one in record.fields)
        return changed and self.decision(place) is Decision.ACCEPT

    def _cell(self, place: Place, field: FieldChange) -> Any:
        # One's own value does not come from the cell.
        return None if place in self._values else field.cell

    def _kept(self, at: int, project: ProjectChange) -> Iterator[Kept]:
        """What is not taken as the file has it, so that it is no news next time."""
        from pmo_desktop.domain import fields as known_fields
        from pmo_desktop.exchange.comparing.bases import mark_of

        for number, record in enumerate(project.changes):
            if record.id is None:
                continue
            if record.doubt is not None and self.answered(record.doubt) is not Answer.SAME:
                continue
            for field in filter(is_change, record.fields):
                place = Place(at, number, field.name)
                decision = self.decision(place)
                if decision is Decision.ACCEPT and place not in self._values:
                    continue
                spec = known_fields.field(f"{record.table}.{field.name}")
                mark = mark_of(spec, field.after)
                decided = decision is not Decision.OPEN
                yield Kept(record.table, record.id, field.name, mark, decided)


def is_beside(project: ProjectChange) -> bool:
    """Whether a plan differs in nothing that a record shows, but in something else."""
    return project.plan is not None and project.plan.beside


def taken_by_itself(file: FileReview) -> tuple[ProjectChange, ...]:
    """What of a file is taken where nobody decides: all of it where nothing asks for a decision."""
    records = (record for project in file.differences for record in loose(project.changes))
    if not all(map(_is_sure, records)):
        return Choice(file).changes()
    return tuple(p for p in file.differences if p.changes or is_beside(p))


def _is_sure(record: RecordChange) -> bool:
    """Whether a record is new, or all of its changes are the file's alone."""
    if record.doubt is not None:
        return False
    return record.kind is ChangeKind.ADD or all(
        field.status is ChangeStatus.CHANGED and is_change(field) for field in record.fields
    )


def _as_new(record: RecordChange) -> RecordChange:
    assert record.doubt is not None  # only a doubt leads here
    return record.doubt.as_new or record
