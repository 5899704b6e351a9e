"""What of a review is to be taken in: what is sure by itself, the rest by decision.

Until somebody decides, a new record and a changed value are taken; what is outdated is kept as the
database has it; a conflict is open, and so is what depends on a doubt. What is open is not taken.
`Policy` says otherwise for a whole import.

A doubt is answered with SAME (the row is the record), NEW (it is another) or left open. The answer
about the name of a person or a department holds for every cell with that name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.new_records import loose
from pmo_desktop.domain.records import (
    ChangeKind,
    ChangeStatus,
    Doubt,
    FieldChange,
    Kept,
    ProjectChange,
    RecordChange,
)
from pmo_desktop.domain.tasks import Link
from pmo_desktop.domain.wbs import clean

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


class Choice:
    """The decisions about one file, by their places; `whole` False leaves the file out. `version`
    counts what was decided."""

    def __init__(self, file: FileReview, policy: Policy = HELD_BACK) -> None:
        self.file = file
        self.policy = policy
        self.whole = True
        self.places = tuple(places(file))
        self.version = 0
        self._counted: int | None = None
        self._same: Mapping[str, str] | None = None
        self._decisions: dict[Place, Decision] = {}
        self._values: dict[Place, Any] = {}
        self._answers: dict[str, Answer] = {}
        doubtful = [
            record
            for project in file.differences
            for record in project.changes
            if record.doubt is not None
        ]
        self._doubts = [record.doubt for record in doubtful if record.doubt is not None]
        self._people = {
            record.doubt.key: record.doubt
            for record in doubtful
            if record.doubt is not None and record.table in NAMED
        }
        self._conflicts = [place for place in self.places if self._is_conflict(place)]

    # What the file has

    def _is_conflict(self, place: Place) -> bool:
        field = self.field(place)
        return field is not None and field.status is ChangeStatus.CONFLICT

    def record(self, place: Place) -> RecordChange:
        return self.file.differences[place.project].changes[place.record]

    def field(self, place: Place) -> FieldChange | None:
        """The changed value; None for a record as a whole."""
        found = (one for one in self.record(place).fields if one.name == place.field)
        return next(filter(is_change, found), None) if place.field else None

    def difference(self, place: Place) -> Difference:
        record, field = self.record(place), self.field(place)
        if field is None:
            return Difference.ADDED if record.doubt is None else Difference.DOUBTFUL
        if self._open_doubts(record, field):
            return Difference.DOUBTFUL
        return DIFFERENCES[field.status]

    # Deciding

    def decision(self, place: Place) -> Decision:
        """What is to be done with a change; a doubt that is open leaves it open."""
        record, field = self.record(place), self.field(place)
        if self._open_doubts(record, field):
            return Decision.KEEP if self._is_left(place) else Decision.OPEN
        if field is not None and record.doubt and self.answered(record.doubt) is Answer.NEW:
            return Decision.KEEP
        return self._decisions.get(place, self._default(field))

    def decide(self, place: Place, decision: Decision) -> None:
        """Accept or keep; where a doubt is in the way, to accept is to say that it is the same."""
        record, field = self.record(place), self.field(place)
        if decision is Decision.ACCEPT:
            for key in self._open_doubts(record, field):
                self._answers[key] = Answer.SAME
            self._decisions.pop(replace(place, field=""), None)
        self._decisions[place] = decision
        self._note()
        if decision is not Decision.ACCEPT:
            self._values.pop(place, None)

    def _note(self) -> None:
        """Something was decided: what was worked out before holds no more."""
        self._counted = self._same = None
        self.version += 1

    def copy(self) -> Choice:
        """As it is decided now, whatever is decided later."""
        other = copy(self)
        other._decisions, other._values = dict(self._decisions), dict(self._values)
        other._answers = dict(self._answers)
        return other

    def take(self, place: Place, taken: bool) -> None:
        self.decide(place, Decision.ACCEPT if taken else Decision.KEEP)

    def edit(self, place: Place, value: Any) -> None:
        """Take another value than the file's."""
        self.decide(place, Decision.ACCEPT)
        self._values[place] = value

    def value(self, place: Place) -> Any:
        """What would be written: the file's value, or one's own in its place."""
        field = self.field(place)
        if field is None or place in self._values:
            return self._values.get(place)
        return self._spelled(field)

    def is_edited(self, place: Place) -> bool:
        return place in self._values

    def answer(self, key: str, answer: Answer | None) -> None:
        """Answer a doubt, or open it again."""
        if answer is None:
            self._answers.pop(key, None)
        else:
            self._answers[key] = answer
        for place in self.places:
            doubt = self.record(place).doubt
            if doubt is not None and doubt.key == key and not place.field:
                self._decisions.pop(place, None)
        self._note()

    def answered(self, doubt: Doubt) -> Answer | None:
        found = self._answers.get(doubt.key, self.policy.doubts)
        return None if found is Answer.NEW and not _can_be_new(doubt) else found

    def takes(self, place: Place) -> bool:
        """Whether the change will be written; that a row is a known record is no change itself."""
        record = self.record(place)
        if not place.field and record.doubt and self.answered(record.doubt) is Answer.SAME:
            return False
        return self.whole and self.decision(place) is Decision.ACCEPT

    def undecided(self) -> list[Place]:
        """The conflicts that nobody has decided yet."""
        return [
            place
            for place in self._conflicts
            if self.difference(place) is Difference.CONFLICT
            and self.decision(place) is Decision.OPEN
        ]

    def doubts(self) -> list[Doubt]:
        """The doubts that nobody has answered yet."""
        return [doubt for doubt in self._doubts if self.answered(doubt) is None]

    def counts(self) -> Counter[Difference]:
        return Counter(map(self.difference, self.places))

    # What comes of it

    def changes(self) -> tuple[ProjectChange, ...]:
        """What of the file is to be committed."""
        return tuple(self._taken()) if self.whole else ()

    @property
    def count(self) -> int:
        """How many changes, as the table shows them, are taken."""
        if not self.whole:
            return 0
        if self._counted is None:
            beside = sum(map(is_beside, self.file.differences))
            self._counted = sum(map(self.takes, self.places)) + beside
        return self._counted

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
                    changes=tuple(_with_codes(taken, _codes_lost(found))),
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

    def _is_left(self, place: Place) -> bool:
        """Whether the record as a whole is not to be taken."""
        if not self._decisions:
            return False
        return self._decisions.get(Place(place.project, place.record)) is Decision.KEEP

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

    def _default(self, field: FieldChange | None) -> Decision:
        if field is not None and field.status is ChangeStatus.CONFLICT:
            return self.policy.conflicts
        if field is not None and field.status is ChangeStatus.OUTDATED:
            return Decision.KEEP
        return Decision.ACCEPT

    def _open_doubts(self, record: RecordChange, field: FieldChange | None) -> list[str]:
        found = []
        if record.doubt is not None and self.answered(record.doubt) is None:
            found.append(record.doubt.key)
        if field is not None:
            found += self._open_people(field)
        return found

    def _open_people(self, field: FieldChange) -> list[str]:
        return [
            key
            for key in field.doubts
            if key in self._people and self.answered(self._people[key]) is None
        ]

    def _spelled(self, field: FieldChange) -> Any:
        """The value with the names that turned out to be known ones."""
        value = field.after
        if not field.doubts:
            return value
        if self._same is None:
            self._same = {
                doubt.name: doubt.known
                for doubt in self._people.values()
                if self.answered(doubt) is Answer.SAME
            }
        same = self._same
        if not same:
            return value
        if isinstance(value, str):
            return same.get(value, value)
        if isinstance(value, tuple):
            return tuple(dict.fromkeys(_renamed(one, same) for one in value))
        return value


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


def _can_be_new(doubt: Doubt) -> bool:
    return doubt.as_new is not None or doubt.reason in ("near_name", "near_department")


def _as_new(record: RecordChange) -> RecordChange:
    assert record.doubt is not None  # only a doubt leads here
    return record.doubt.as_new or record


def _renamed(value: Any, same: Mapping[str, str]) -> Any:
    return same.get(value, value) if isinstance(value, str) else value


def _codes_lost(
    found: list[tuple[RecordChange, RecordChange | None]],
) -> Mapping[str, str | None]:
    """The WBS codes that tasks were to have and do not get: to the ones that they keep, None where
    there is no such task."""
    if all(record is taken for record, taken in found):
        return {}
    lost: dict[str, str | None] = {}
    given = set()
    for record, taken in found:
        if record.table != "task":
            continue
        code = _code(record)
        got = _code(taken) if taken is not None else None
        if got is not None:
            given.add(clean(got))
        if code is not None and got != code:
            kept = next((one.before for one in record.fields if one.name == "wbs"), None)
            lost[clean(code)] = got or (kept if record.id is not None else None)
    return {code: other for code, other in lost.items() if code not in given}


def _code(record: RecordChange) -> str | None:
    found = record.values.get("wbs")
    return str(found) if found else None


def _with_codes(
    records: list[RecordChange], lost: Mapping[str, str | None]
) -> Iterator[RecordChange]:
    """The records with links to the codes that there will be; a link to no task is dropped."""
    for record in records:
        if not lost or record.table != "task":
            yield record
            continue
        fields = tuple(
            replace(one, after=_relinked(one.after, lost)) if one.name == "predecessors" else one
            for one in record.fields
        )
        yield replace(record, fields=fields)


def _relinked(links: tuple[Link, ...], lost: Mapping[str, str | None]) -> tuple[Link, ...]:
    found = []
    for link in links:
        code = lost.get(clean(link.wbs), link.wbs)
        if code:
            found.append(replace(link, wbs=code))
    return tuple(dict.fromkeys(found))
