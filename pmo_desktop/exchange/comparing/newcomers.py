"""People and departments that a file names and the office does not know yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.records import (
    Cell,
    ChangeKind,
    Doubt,
    FieldChange,
    Record,
    RecordChange,
)
from pmo_desktop.exchange.comparing.roster import Roster, likeness_of
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.telling import finding_at
from pmo_desktop.services.names import normal_name

DEPARTMENT = "department"
NEAR_DEPARTMENT = "near_department"


@dataclass
class Newcomers:
    """Spells names as the office does, and remembers the new ones where they first stand."""

    people_known: Roster
    departments: Roster
    _new_people: dict[str, tuple[str, Cell | None]] = field(default_factory=dict)
    _new_departments: dict[str, tuple[str, Cell | None]] = field(default_factory=dict)
    _doubts: dict[str, Doubt | None] = field(default_factory=dict)

    def person(self, name: str, row: Record, field: str) -> str:
        return self.team([name], row, field)[0]

    def team(self, names: Sequence[str], row: Record, field: str) -> tuple[str, ...]:
        """Names that stand in a field of a row."""
        found = self.people_known.spell_all(names)
        if all(map(self.people_known.is_known, found)):
            return found
        new = self._new_people
        return tuple([_met(name, row, field, self.people_known, new) for name in found])

    def department(self, name: str, row: Record, field: str) -> str:
        spelled = self.departments.spell(name)
        return _met(spelled, row, field, self.departments, self._new_departments)

    def doubts(self, spec: Field, value: Any) -> tuple[str, ...]:
        """The keys of the doubts about the people or the department whom a value names."""
        if spec.kind is Kind.DEPARTMENT:
            doubt = self._doubt_of_department(value)
            return (doubt.key,) if doubt else ()
        if not self._new_people:
            return ()
        if spec.kind is Kind.PERSON:
            value = (value,)
        elif spec.kind is not Kind.PEOPLE:
            return ()
        found = (self._doubt(name) for name in value if normal_name(name) in self._new_people)
        return tuple(doubt.key for doubt in found if doubt is not None)

    def settled(self, changes: Iterable[RecordChange]) -> list[RecordChange]:
        """The changes without doubts about people who turned out to be known after all."""
        if not any(self._doubts.values()):
            return list(changes)
        return [
            replace(change, fields=tuple(map(self._settled, change.fields)))
            if any(one.doubts for one in change.fields)
            else change
            for change in changes
        ]

    def people(self, listed: Sequence[RecordChange]) -> list[RecordChange]:
        """The people whom the file lists, and those to be added beside them, with the doubts about
        them."""
        changes = [*listed, *self._additions(listed)]
        return [
            replace(change, doubt=self._doubt(change.label)) if change.id is None else change
            for change in changes
        ]

    def _settled(self, change: FieldChange) -> FieldChange:
        kept = tuple(key for key in change.doubts if self._is_open(key))
        return replace(change, doubts=kept)

    def _is_open(self, key: str) -> bool:
        what, _, name = key.partition(":")
        return name in (self._new_people if what == "person" else self._new_departments)

    def doubtful_departments(self) -> list[RecordChange]:
        """One for each new name of a department that may be meant for a known one. None of them is
        ever written as such: a department comes with the first record that names it."""
        return [
            RecordChange(
                ChangeKind.ADD, DEPARTMENT, name, None, None,
                (FieldChange("name", "", name, cell),), doubt,
            )
            for name, cell in self._new_departments.values()
            if (doubt := self._doubt_of_department(name)) is not None
        ]  # fmt: skip

    def _doubt_of_department(self, name: str) -> Doubt | None:
        key = normal_name(name)
        if key not in self._new_departments:
            return None
        told = f"{DEPARTMENT}:{key}"
        if told not in self._doubts:
            near = self.departments.near(name)
            self._doubts[told] = None
            if near is not None:
                score = likeness_of(name, near)
                self._doubts[told] = Doubt(told, NEAR_DEPARTMENT, score, name, near)
        return self._doubts[told]

    def _doubt(self, name: str) -> Doubt | None:
        """Whether a new name is meant for a known one."""
        key = normal_name(name)
        if key not in self._doubts:
            near = self.people_known.near_person(name)
            self._doubts[key] = None
            if near is not None:
                score = likeness_of(name, near)
                self._doubts[key] = Doubt(f"person:{key}", "near_name", score, name, near)
        return self._doubts[key]

    def _additions(self, listed: Sequence[RecordChange]) -> list[RecordChange]:
        """The people to be added beside those that the file lists with their own rows."""
        with_rows = set()
        for change in listed:
            for renamed in (given for given in change.fields if given.name == "name"):
                key = normal_name(renamed.after)
                with_rows.add(key)
                if change.id is None:
                    self._new_people.setdefault(key, (renamed.after, renamed.cell))
                else:
                    # Somebody who is known goes by a new name: nobody is new.
                    self._new_people.pop(key, None)
        return [
            RecordChange(
                ChangeKind.ADD, "person", name, None, None, (FieldChange("name", "", name, cell),)
            )
            for key, (name, cell) in self._new_people.items()
            if key not in with_rows
        ]

    def findings(self) -> list[Finding]:
        """Each new name once, and the known name that it may be meant for."""
        told = [
            _told("person", name, cell, doubt.known if (doubt := self._doubt(name)) else None)
            for name, cell in self._new_people.values()
        ]
        return told + [
            _told(DEPARTMENT, name, cell, doubt.known if doubt else None)
            for name, cell in self._new_departments.values()
            for doubt in (self._doubt_of_department(name),)
        ]


def _met(
    name: str,
    row: Record,
    field: str,
    roster: Roster,
    new: dict[str, tuple[str, Cell | None]],
) -> str:
    """The name as it was first written, remembered where it is new."""
    if roster.is_known(name):
        return name
    key = normal_name(name)
    if key not in new:
        new[key] = (" ".join(name.split()), row.cells.get(field))
    return new[key][0]


def _told(what: str, name: str, cell: Cell | None, near: str | None) -> Finding:
    if near is not None:
        return finding_at(cell, f"near_{what}", WARNING, name=name, known=near)
    return finding_at(cell, f"new_{what}", NOTE, name=name)
