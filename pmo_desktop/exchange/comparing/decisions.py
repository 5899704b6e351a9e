"""What somebody decided of one file's changes.

Until somebody decides, a new record and a changed value are taken; what is outdated is kept as the
database has it; a conflict is open, and so is what depends on a doubt. What is open is not taken.
`Policy` says otherwise for a whole import.

A doubt is answered with SAME (the row is the record), NEW (it is another) or left open. The answer
about the name of a person or a department holds for every cell with that name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from pmo_desktop.domain.records import ChangeStatus, Doubt, FieldChange, RecordChange
from pmo_desktop.exchange.comparing.places import (
    DIFFERENCES,
    HELD_BACK,
    NAMED,
    Answer,
    Decision,
    Difference,
    Place,
    Policy,
    is_change,
    places,
)

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview


class Decisions:
    """The decisions about one file, by their places; `whole` False leaves the file out. `version`
    counts what was decided."""

    def __init__(self, file: FileReview, policy: Policy = HELD_BACK) -> None:
        self.file = file
        self.policy = policy
        self.whole = True
        self.places = tuple(places(file))
        self.version = 0
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
        self._same = None
        self.version += 1

    def copy(self) -> Self:
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

    def _is_left(self, place: Place) -> bool:
        """Whether the record as a whole is not to be taken."""
        if not self._decisions:
            return False
        return self._decisions.get(Place(place.project, place.record)) is Decision.KEEP

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


def _can_be_new(doubt: Doubt) -> bool:
    return doubt.as_new is not None or doubt.reason in ("near_name", "near_department")


def _renamed(value: Any, same: Mapping[str, str]) -> Any:
    return same.get(value, value) if isinstance(value, str) else value
