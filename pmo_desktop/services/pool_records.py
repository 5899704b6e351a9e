"""The pool as plain rows, one shape for export, comparison and commit; and the commit.

People, skills, teams and departments stand in the rows by their names; see
`domain.pool_changes.StoredRow` for the identities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.money import from_minor
from pmo_desktop.domain.pool import Away, Span, first_clash, too_much
from pmo_desktop.domain.pool_changes import PoolChange, PoolChangeKind, StoredRow
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.models import (
    Absence,
    Department,
    Person,
    PersonCapacity,
    PersonRate,
    PersonSkill,
    Skill,
    Team,
    TeamMember,
    WorkingCalendar,
)
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import Names, normal_name
from pmo_desktop.services.office import office_row
from pmo_desktop.services.person_rows import rows_of_person
from pmo_desktop.services.rates import columns_of
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.skills import add_skill, change_skill, set_level
from pmo_desktop.services.teams import (
    add_department,
    add_members,
    add_team,
    remove_members,
    rename_department,
    rename_team,
    set_lead_by_name,
    set_manager_by_name,
)
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

TABLES = ("department", "person", "skill", "person_skill", "person_capacity", "absence",
          "person_rate", "team", "team_member")  # fmt: skip
OF_PEOPLE: Mapping[str, type[SQLModel]] = {
    "person_capacity": PersonCapacity, "absence": Absence, "person_rate": PersonRate,
}  # fmt: skip
PoolRows = Mapping[str, tuple[StoredRow, ...]]
EVERY = 50


def pool_rows(session: Session) -> PoolRows:
    """Every row of the pool, by table."""
    read = _Read(session)
    return {name: tuple(getattr(read, f"{name}_rows")()) for name in TABLES}


def calendar_keys(session: Session) -> frozenset[str]:
    """The names of everybody's calendars, made comparable."""
    table = table_of(WorkingCalendar)
    statement = select(table.c.name).where(table.c.project_id.is_(None))
    return frozenset(map(normal_name, session.connection().execute(statement).scalars()))


class _Read:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._currency = office_row(session).currency
        rows = self._all(Person)
        self._work = [row for row in rows if row.kind == ResourceKind.WORK.value]
        self._people = {row.id: row for row in rows}
        self._departments = {row.id: row for row in self._all(Department)}
        self._calendars = {row.id: row.name for row in self._all(WorkingCalendar)}
        self._skills = {row.id: row for row in self._all(Skill)}
        self._teams = {row.id: row for row in self._all(Team)}

    def _all(self, model: type[SQLModel]) -> list[Any]:
        table = table_of(model)
        return list(self._session.connection().execute(select(table).order_by(table.c.id)))

    def _name(self, person_id: int | None) -> str:
        return self._people[person_id].name if person_id is not None else ""

    def _of_people(self, model: type[SQLModel]) -> list[Any]:
        known = {row.id for row in self._work}
        return [row for row in self._all(model) if row.person_id in known]

    def department_rows(self) -> Iterable[StoredRow]:
        for row in self._departments.values():
            values = {"department": row.name, "manager": self._name(row.manager_id)}
            yield StoredRow(row.id, row.uid, values)

    def person_rows(self) -> Iterable[StoredRow]:
        for row in sorted(self._work, key=lambda one: (one.name, one.id)):
            department = self._departments.get(row.department_id)
            yield StoredRow(row.id, row.uid, {
                "name": row.name, "role": row.role,
                "department": department.name if department else "", "email": row.email,
                "capacity": row.capacity, "calendar": self._calendars.get(row.calendar_id, ""),
                "external": row.external, "placeholder": row.placeholder, "joined": row.joined,
                "left_on": row.left_on, "active": row.active,
            })  # fmt: skip

    def skill_rows(self) -> Iterable[StoredRow]:
        for row in sorted(self._skills.values(), key=lambda one: (one.category, one.name)):
            yield StoredRow(row.id, row.uid, {
                "name": row.name, "category": row.category,
                "needed_holders": row.needed_holders, "needed_level": row.needed_level,
            })  # fmt: skip

    def person_skill_rows(self) -> Iterable[StoredRow]:
        for row in self._of_people(PersonSkill):
            person, skill = self._people[row.person_id], self._skills[row.skill_id]
            values = {"person": person.name, "skill": skill.name, "level": row.level}
            yield StoredRow(row.id, f"{person.uid}|{skill.uid}", values)

    def person_capacity_rows(self) -> Iterable[StoredRow]:
        for row in self._of_people(PersonCapacity):
            person = self._people[row.person_id]
            values = {"person": person.name, "first": row.first, "last": row.last,
                      "capacity": row.capacity}  # fmt: skip
            yield StoredRow(row.id, f"{person.uid}|{row.first}", values)

    def absence_rows(self) -> Iterable[StoredRow]:
        for row in self._of_people(Absence):
            yield StoredRow(row.id, row.uid, {
                "person": self._name(row.person_id), "kind": row.kind, "first": row.first,
                "last": row.last, "share": row.share, "note": row.note,
            })  # fmt: skip

    def person_rate_rows(self) -> Iterable[StoredRow]:
        for row in self._of_people(PersonRate):
            person = self._people[row.person_id]
            values = {"person": person.name, "rate_table": row.rate_table,
                      "from_day": row.from_day, **self._amounts(row)}  # fmt: skip
            yield StoredRow(row.id, f"{person.uid}|{row.rate_table}|{row.from_day}", values)

    def _amounts(self, row: Any) -> dict[str, Decimal]:
        return {
            name: from_minor(getattr(row, f"{name}_minor"), self._currency) or Decimal(0)
            for name in ("standard", "overtime", "per_use")
        }

    def team_rows(self) -> Iterable[StoredRow]:
        for row in self._teams.values():
            yield StoredRow(row.id, row.uid, {"team": row.name, "lead": self._name(row.lead_id)})

    def team_member_rows(self) -> Iterable[StoredRow]:
        for row in self._of_people(TeamMember):
            team, person = self._teams[row.team_id], self._people[row.person_id]
            values = {"team": team.name, "person": person.name}
            yield StoredRow(row.id, f"{team.uid}|{person.uid}", values)


def take_pool(
    session: Session, changes: Sequence[PoolChange], report: Report = silent
) -> tuple[int, int, int]:
    """Write what was taken of a file, as one edit; returns how many rows were added, changed and
    removed. Raises `Refused` where the rows do not go together."""
    taking = _Taking(session)
    ordered = sorted(changes, key=lambda one: (TABLES.index(one.table), _order(one)))
    for done, one in enumerate(ordered):
        if done % EVERY == 0:
            report(Progress(done, len(ordered), "Writing the pool"))
        getattr(taking, f"take_{one.table}")(one)
    taking.finish()
    kinds = [one.kind for one in changes]
    return tuple(kinds.count(kind) for kind in PoolChangeKind)  # type: ignore[return-value]


def _order(found: PoolChange) -> int:
    """What goes makes room for what comes."""
    order = (PoolChangeKind.REMOVE, PoolChangeKind.CHANGE, PoolChangeKind.ADD)
    return order.index(found.kind)


class _Taking:
    """The changes of one edit; a row of a person who is not there is refused."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._touched: set[int] = set()
        self._managers: list[tuple[int, str]] = []
        self._skills = self._by_name(Skill)
        self._teams = self._by_name(Team)

    def finish(self) -> None:
        """Managers, who may have come after their departments; raises `Refused` as `_check`."""
        for department, name in self._managers:
            set_manager_by_name(self._session, department, name)
        self._check()

    def _check(self) -> None:
        """Whether what the touched people have now goes together."""
        for person in self._touched:
            capacities = rows_of_person(self._session, PersonCapacity, person)
            clash = first_clash([Span(row.first, row.last) for row in capacities])
            absences = rows_of_person(self._session, Absence, person)
            day = too_much([Away(Span(row.first, row.last), row.share) for row in absences])
            rates = [(row.rate_table, row.from_day)
                     for row in rows_of_person(self._session, PersonRate, person)]  # fmt: skip
            if clash is not None or day is not None or len(set(rates)) < len(rates):
                table = table_of(Person)
                name = self._session.connection().execute(
                    select(table.c.name).where(table.c.id == person)
                )
                raise Refused(
                    "The days of {name} do not go together: leave out one of the rows that meet.",
                    name=name.scalar(),
                )

    def take_department(self, one: PoolChange) -> None:
        number, values = one.id, dict(one.values)
        if one.kind is PoolChangeKind.ADD:
            number = add_department(self._session, values.pop("department"))
        assert number is not None  # an added one has its id now
        if "department" in values:
            rename_department(self._session, number, values["department"])
        if "manager" in values:
            self._managers.append((number, values["manager"] or ""))

    def take_person(self, one: PoolChange) -> None:
        if one.kind is PoolChangeKind.ADD:
            add(self._session, "person", one.values)
        elif one.id is not None:
            change(self._session, "person", one.id, one.values)

    def take_skill(self, one: PoolChange) -> None:
        if one.kind is PoolChangeKind.ADD:
            made = add_skill(self._session, one.values)
            self._skills[normal_name(one.values["name"])] = made
        elif one.id is not None:
            change_skill(self._session, one.id, one.values)

    def take_person_skill(self, one: PoolChange) -> None:
        values = {**one.before, **one.values}
        name = normal_name(values["skill"])
        if name not in self._skills:
            self._skills[name] = add_skill(self._session, {"name": values["skill"]})
        level = 0 if one.kind is PoolChangeKind.REMOVE else values["level"]
        set_level(self._session, self._person(values["person"]), self._skills[name], level)

    def take_person_capacity(self, one: PoolChange) -> None:
        self._write(one, dict(one.values))

    def take_absence(self, one: PoolChange) -> None:
        values = dict(one.values)
        if one.kind is PoolChangeKind.ADD:
            values["uid"] = new_uid()
        self._write(one, values)

    def take_person_rate(self, one: PoolChange) -> None:
        self._write(one, columns_of(self._session, one.values))

    def take_team(self, one: PoolChange) -> None:
        number, values = one.id, dict(one.values)
        if one.kind is PoolChangeKind.ADD:
            name = values.pop("team")
            number = self._teams[normal_name(name)] = add_team(self._session, name)
        assert number is not None  # an added one has its id now
        if "team" in values:
            rename_team(self._session, number, values["team"])
            self._teams[normal_name(values["team"])] = number
        if "lead" in values:
            set_lead_by_name(self._session, number, values["lead"] or "")

    def take_team_member(self, one: PoolChange) -> None:
        values = {**one.before, **one.values}
        name = normal_name(values["team"])
        if name not in self._teams:
            self._teams[name] = add_team(self._session, values["team"])
        verb = remove_members if one.kind is PoolChangeKind.REMOVE else add_members
        verb(self._session, self._teams[name], [self._person(values["person"])])

    def _write(self, one: PoolChange, values: dict[str, Any]) -> None:
        """A row of what belongs to a person."""
        model = OF_PEOPLE[one.table]
        person = self._person({**one.before, **one.values}["person"])
        self._touched.add(person)
        if one.kind is PoolChangeKind.REMOVE and one.id is not None:
            bulk_delete(self._session, model, [one.id])
            return
        if "person" in values:
            values.pop("person")
            values["person_id"] = person
        if one.kind is PoolChangeKind.ADD:
            bulk_insert(self._session, model, [values])
        else:
            bulk_update(self._session, model, [{"id": one.id, **values}])

    def _person(self, name: str) -> int:
        known = Names(self._session).known_person(name)
        if known is None:
            raise Refused("There is nobody called {name}: take the person's row as well.",
                          name=name)  # fmt: skip
        return known

    def _by_name(self, model: type[SQLModel]) -> dict[str, int]:
        table = table_of(model)
        rows = self._session.connection().execute(select(table.c.id, table.c.name))
        return {normal_name(row.name): row.id for row in rows}
