"""Takes what was decided of files about people into the database: all of it as one edit.

What cannot be is refused with the place where it stands: file, sheet and row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.pool import Away, Span, first_clash, too_much
from pmo_desktop.domain.pool_changes import PoolChange, PoolChangeKind, contradict
from pmo_desktop.models import (
    Absence,
    Booking,
    Department,
    Person,
    PersonCapacity,
    PersonRate,
    PersonSkill,
    Skill,
    Team,
    TeamMember,
)
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.bookings import add_booking, change_booking, remove_bookings
from pmo_desktop.services.columns import columns
from pmo_desktop.services.editing import projects_of_people
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import Names, normal_name
from pmo_desktop.services.pool_records import TABLES
from pmo_desktop.services.rates import columns_of
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.services.skills import add_skill, change_skill, set_levels
from pmo_desktop.services.teams import (
    add_department,
    add_members,
    add_team,
    remove_members,
    rename_department,
    rename_team,
    set_lead,
    set_manager,
)
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of
from pmo_desktop.storage.recorder import recorder

ADD, CHANGE, REMOVE = PoolChangeKind.ADD, PoolChangeKind.CHANGE, PoolChangeKind.REMOVE
OF_PEOPLE: Mapping[str, type[SQLModel]] = {
    "person_capacity": PersonCapacity, "absence": Absence, "person_rate": PersonRate,
}  # fmt: skip
MODELS: Mapping[str, type[SQLModel]] = {
    **OF_PEOPLE, "department": Department, "person": Person, "skill": Skill, "team": Team,
    "person_skill": PersonSkill, "team_member": TeamMember, "booking": Booking,
}  # fmt: skip
# Rows that are known by what they join.
JOINING = {"person_skill": ("person_id", "skill_id"), "team_member": ("team_id", "person_id")}
EVERY = 50


def take_pool(
    session: Session, changes: Sequence[PoolChange], report: Report = silent
) -> tuple[int, int, int]:
    """Write what was taken of the files; returns how many rows were added, changed and removed.
    Raises `Refused` where the rows do not go together."""
    _check_decided(changes)
    taking = _Taking(session)
    ordered = sorted(changes, key=lambda one: (TABLES.index(one.table), _order(one)))
    for done, one in enumerate(ordered):
        if done % EVERY == 0:
            report(Progress(done, len(ordered), "Writing the pool"))
        taking.take(one)
    taking.finish()
    kinds = [one.kind for one in changes]
    return tuple(kinds.count(kind) for kind in PoolChangeKind)  # type: ignore[return-value]


def _order(found: PoolChange) -> int:
    """What goes makes room for what comes."""
    return (REMOVE, CHANGE, ADD).index(found.kind)


def _check_decided(changes: Sequence[PoolChange]) -> None:
    """Of one row no two files are taken where they say different things."""
    by_target: dict[Any, list[PoolChange]] = defaultdict(list)
    for one in changes:
        if one.target:
            by_target[one.target].append(one)
    for first, *others in by_target.values():
        against = next((other for other in others if contradict(first, other)), None)
        if against is not None:
            raise Refused(
                "{file} and {other} say different things of “{label}”: take one of them.",
                file=first.file, other=against.file, label=first.label)  # fmt: skip


def placed(error: Refused, one: PoolChange) -> Refused:
    """The refusal with the place of the row that it is about."""
    why = {"text": error.sentence, "params": error.params}
    if not one.row:
        return Refused("{file}, “{label}”: {why}", file=one.file, label=one.label, why=why)
    return Refused("{file}, sheet “{sheet}”, row {row}: {why}", file=one.file, sheet=one.sheet,
                   row=one.row, why=why)  # fmt: skip


class _Taking:
    """The changes of one edit; a row of a person who is not there is refused."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._touched: dict[int, PoolChange] = {}
        self._managers: list[tuple[int, PoolChange]] = []
        self._levels: dict[int, dict[tuple[int, int], PoolChange]] = defaultdict(dict)
        self._joined: list[tuple[PoolChange, tuple[int, int]]] = []
        self._people = self._by_name(Person)
        self._skills = self._by_name(Skill)
        self._teams = self._by_name(Team)
        self._made: dict[Any, int] = {}
        self._names = Names(session)
        self._moved: list[int] = []

    def take(self, one: PoolChange) -> None:
        """Raises `Refused` with the row's place."""
        if one.kind is ADD and one.target in self._made:
            # Another file has added it just now.
            one = replace(one, kind=CHANGE, id=self._made[one.target], before=one.values)
        try:
            number = getattr(self, f"_take_{one.table}")(one)
        except Refused as error:
            raise placed(error, one) from error
        if number is not None:
            if one.kind is ADD and one.target:
                self._made[one.target] = number
            self._note(one, number)

    def finish(self) -> None:
        """What waits for all others: managers, who may come after their departments, levels, and
        whether the days of people go together. Raises `Refused`."""
        for department, one in self._managers:
            try:
                set_manager(self._session, department, self._person(one.values["manager"]))
            except Refused as error:
                raise placed(error, one) from error
        for level, cells in self._levels.items():
            set_levels(self._session, list(cells), level)
        self._note_joined()
        self._check()
        # Who works on other days moves what they work on.
        if self._moved:
            reschedule(self._session, projects_of_people(self._session, self._moved))

    def _note(self, one: PoolChange, number: int) -> None:
        """Where the row's values stand, for who asks where they come from."""
        if one.file and one.kind is not REMOVE:
            table = table_of(MODELS[one.table]).name
            recorder(self._session).note_source(table, number, one.source)

    def _note_joined(self) -> None:
        """The same of rows that are known by what they join."""
        for table, names in JOINING.items():
            mine = {pair: one for one, pair in self._joined if one.table == table}
            if not mine:
                continue
            rows = table_of(MODELS[table])
            first, second = (rows.c[name] for name in names)
            for row in self._session.connection().execute(select(rows.c.id, first, second)):
                found = mine.get((row[1], row[2]))
                if found is not None:
                    self._note(found, row.id)

    # --- table by table; each returns the row's id, None where it has none yet

    def _take_department(self, one: PoolChange) -> int:
        values = dict(one.values)
        number = one.id or 0
        if one.kind is ADD:
            number = add_department(self._session, values.pop("department"))
        elif "department" in values:
            rename_department(self._session, number, values["department"])
        if "manager" in values:
            self._managers.append((number, one))
        return number

    def _take_person(self, one: PoolChange) -> int:
        name = normal_name(one.values.get("name") or "")
        if name and self._people.get(name, one.id) != one.id:
            raise Refused("There is “{name}” already: choose another name.",
                          name=one.values["name"])  # fmt: skip
        row = columns("person", one.values, self._names, "")
        if one.kind is ADD:
            number = bulk_insert(self._session, Person, [{"uid": new_uid(), **row}])[0]
        else:
            number = one.id or 0
            bulk_update(self._session, Person, [{"id": number, **row}])
        if "calendar_id" in row:
            self._moved.append(number)
        if name:
            self._people[name] = number
        return number

    def _take_skill(self, one: PoolChange) -> int:
        if one.kind is ADD:
            number = add_skill(self._session, one.values)
        else:
            number = one.id or 0
            change_skill(self._session, number, one.values)
        if "name" in one.values:
            self._skills[normal_name(one.values["name"])] = number
        return number

    def _take_person_skill(self, one: PoolChange) -> None:
        values = {**one.before, **one.values}
        skill = self._skills.get(normal_name(values["skill"]))
        if skill is None:
            raise Refused("There is no skill “{name}”: take the skill's row as well.",
                          name=values["skill"])  # fmt: skip
        person = self._person(values["person"])
        assert person is not None  # nobody has no skills
        level = 0 if one.kind is REMOVE else values["level"]
        self._levels[level][person, skill] = one
        self._joined.append((one, (person, skill)))

    def _take_person_capacity(self, one: PoolChange) -> int | None:
        return self._write(one, dict(one.values))

    def _take_absence(self, one: PoolChange) -> int | None:
        values = dict(one.values)
        if one.kind is ADD:
            values["uid"] = new_uid()
        return self._write(one, values)

    def _take_person_rate(self, one: PoolChange) -> int | None:
        return self._write(one, columns_of(self._session, one.values))

    def _take_team(self, one: PoolChange) -> int:
        values = dict(one.values)
        number = one.id or 0
        if one.kind is ADD:
            number = add_team(self._session, values["team"])
        elif "team" in values:
            rename_team(self._session, number, values["team"])
        if "team" in values:
            self._teams[normal_name(values["team"])] = number
        if "lead" in values:
            set_lead(self._session, number, self._person(values["lead"]))
        return number

    def _take_team_member(self, one: PoolChange) -> None:
        values = {**one.before, **one.values}
        team = self._teams.get(normal_name(values["team"]))
        if team is None:
            raise Refused("There is no team “{name}”: take the team's row as well.",
                          name=values["team"])  # fmt: skip
        person = self._person(values["person"])
        assert person is not None  # nobody belongs to no team
        verb = remove_members if one.kind is REMOVE else add_members
        verb(self._session, team, [person])
        self._joined.append((one, (team, person)))

    def _take_booking(self, one: PoolChange) -> int | None:
        if one.kind is ADD:
            return add_booking(self._session, one.values)
        if one.kind is REMOVE:
            remove_bookings(self._session, [one.id or 0])
            return None
        change_booking(self._session, one.id or 0, one.values)
        return one.id

    def _write(self, one: PoolChange, values: dict[str, Any]) -> int | None:
        """A row of what belongs to a person."""
        model = OF_PEOPLE[one.table]
        person = self._person({**one.before, **one.values}["person"])
        assert person is not None  # it is required
        self._touched[person] = one
        if one.kind is REMOVE:
            bulk_delete(self._session, model, [one.id or 0])
            return None
        if "person" in values:
            values.pop("person")
            values["person_id"] = person
        if one.kind is ADD:
            return bulk_insert(self._session, model, [values])[0]
        bulk_update(self._session, model, [{"id": one.id, **values}])
        return one.id

    # --- whether it goes together

    def _check(self) -> None:
        """Whether what the touched people have now goes together."""
        found = {table: self._of_people(model) for table, model in OF_PEOPLE.items()}
        for person, one in self._touched.items():
            rows = {table: every.get(person, ()) for table, every in found.items()}
            if _is_clash(rows):
                name = one.values.get("person") or one.before.get("person") or one.label
                raise placed(
                    Refused(
                        "The days of {name} do not go together: leave out one of the rows that "
                        "meet.",
                        name=name,
                    ),
                    one,
                )

    def _of_people(self, model: type[SQLModel]) -> Mapping[int, Collection[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for row in self._session.connection().execute(select(table_of(model))):
            if row.person_id in self._touched:
                found[row.person_id].append(row)
        return found

    # --- names

    def _person(self, name: str | None) -> int | None:
        """The id; None for nobody. Raises `Refused` for somebody who is not there."""
        if not name:
            return None
        known = self._people.get(normal_name(name))
        if known is None:
            raise Refused("There is nobody called {name}: take the person's row as well.",
                          name=name)  # fmt: skip
        return known

    def _by_name(self, model: type[SQLModel]) -> dict[str, int]:
        table = table_of(model)
        rows = self._session.connection().execute(select(table.c.id, table.c.name))
        return {normal_name(row.name): row.id for row in rows}


def _is_clash(rows: Mapping[str, Iterable[Any]]) -> bool:
    capacities = [Span(row.first, row.last) for row in rows["person_capacity"]]
    absences = [Away(Span(row.first, row.last), row.share) for row in rows["absence"]]
    rates: list[tuple[str, date | None]] = [
        (row.rate_table, row.from_day) for row in rows["person_rate"]
    ]
    return bool(first_clash(capacities) or too_much(absences)) or len(set(rates)) < len(rates)
