"""People and departments that a file names and the office does not know yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pmo_desktop.domain.records import Cell, ChangeKind, FieldChange, RecordChange
from pmo_desktop.exchange.comparing.roster import Roster
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.telling import finding_at
from pmo_desktop.services.names import normal_name


@dataclass
class Newcomers:
    """Spells names as the office does, and remembers the new ones where they first stand."""

    people: Roster
    departments: Roster
    _new_people: dict[str, tuple[str, Cell | None]] = field(default_factory=dict)
    _new_departments: dict[str, tuple[str, Cell | None]] = field(default_factory=dict)

    def person(self, name: str, cell: Cell | None) -> str:
        return self.team([name], cell)[0]

    def team(self, names: Sequence[str], cell: Cell | None) -> tuple[str, ...]:
        found = self.people.spell_all(names)
        return tuple(_met(name, cell, self.people, self._new_people) for name in found)

    def department(self, name: str, cell: Cell | None) -> str:
        spelled = self.departments.spell(name)
        return _met(spelled, cell, self.departments, self._new_departments)

    def additions(self, listed: Sequence[RecordChange]) -> list[RecordChange]:
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
            _told("person", name, cell, self.people) for name, cell in self._new_people.values()
        ]
        return told + [
            _told("department", name, cell, self.departments)
            for name, cell in self._new_departments.values()
        ]


def _met(
    name: str, cell: Cell | None, roster: Roster, new: dict[str, tuple[str, Cell | None]]
) -> str:
    """The name as it was first written, remembered where it is new."""
    if roster.is_known(name):
        return name
    return new.setdefault(normal_name(name), (" ".join(name.split()), cell))[0]


def _told(what: str, name: str, cell: Cell | None, roster: Roster) -> Finding:
    near = roster.near_person(name) if what == "person" else roster.near(name)
    if near is not None:
        return finding_at(cell, f"near_{what}", WARNING, name=name, known=near)
    return finding_at(cell, f"new_{what}", NOTE, name=name)
