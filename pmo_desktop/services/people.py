"""The verbs on people of the pool beyond those of any record: the same person twice becomes one, a
role that is filled becomes the person who fills it, a person once more as a pattern.

Each is one edit. Whatever pointed to somebody who goes points to whoever stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.pool import Away, Span, first_clash, too_much
from pmo_desktop.domain.tasks import ResourceKind
from pmo_desktop.models import (
    Absence,
    Assignment,
    CustomField,
    CustomValue,
    Person,
    PersonCapacity,
    PersonRate,
    PersonSkill,
    TeamMember,
)
from pmo_desktop.services.editing import change, projects_of_people, remove_rows
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.person_rows import person_row, rows_of_person
from pmo_desktop.services.pointers import move_pointers
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

PEOPLE, ASSIGNMENTS = table_of(Person), table_of(Assignment)
WORK = ResourceKind.WORK.value
# What somebody has, and does not merely do; the order in which copies are made.
OWN: tuple[type[SQLModel], ...] = (PersonCapacity, Absence, PersonRate, PersonSkill, TeamMember)
# What a person who is known twice may know better than the one who is kept.
FILLED = ("role", "email", "department_id", "calendar_id", "joined", "left_on")


def set_person(session: Session, person_id: int, values: Mapping[str, Any]) -> None:
    """`editing.change` of a person; raises `Refused` also for a name that another one has, and for
    a last day before the first."""
    row = person_row(session, person_id)
    if "name" in values:
        check_name(session, str(values["name"] or ""), person_id)
    joined, left = (values.get(name, row[name]) for name in ("joined", "left_on"))
    if joined and left and left < joined:
        raise Refused("The last day comes before the first.")
    change(session, "person", person_id, values)


def check_name(session: Session, name: str, itself: int | None = None) -> None:
    """Raises `Refused` where another person has this name: sheets know people by it."""
    for row in session.connection().execute(select(PEOPLE.c.id, PEOPLE.c.name)):
        if row.id != itself and normal_name(row.name) == normal_name(name):
            raise Refused(
                "There is somebody called “{name}” already. Add what tells them apart, or bring "
                "the two together.",
                name=row.name,
            )


def duplicate_person(session: Session, person_id: int, name: str) -> int:
    """Somebody with the same capacities, rates, skills and teams, and no work; returns the id."""
    row = person_row(session, person_id)
    check_name(session, name)
    row |= {"uid": new_uid(), "name": name, "email": "", "file_uid": ""}
    row.pop("id")
    made = bulk_insert(session, Person, [row])[0]
    for model in OWN:
        if model is Absence:
            continue
        copies = [dict(one._mapping) for one in rows_of_person(session, model, person_id)]
        for copy in copies:
            copy["person_id"] = made
            copy.pop("id")
        bulk_insert(session, model, copies)
    return made


def merge_people(session: Session, keep_id: int, gone: Collection[int]) -> None:
    """People who are one and the same: what the others have and do goes to the one who is kept,
    where it does not say otherwise already. Raises `Refused` where there is nobody to merge."""
    others = [number for number in dict.fromkeys(gone) if number != keep_id]
    if not others:
        raise Refused("Choose two people who are the same person.")
    keep = person_row(session, keep_id)
    moved = projects_of_people(session, [keep_id, *others])
    for number in others:
        row = person_row(session, number)
        filled = {name: row[name] for name in FILLED if not keep[name] and row[name]}
        keep |= filled
        bulk_update(session, Person, [{"id": keep_id, **filled}])
        _move_own(session, keep_id, number)
    _move_work(session, keep_id, others, max)
    remove_rows(session, Person, others)
    reschedule(session, moved)


def replace_placeholder(session: Session, placeholder_id: int, person_id: int) -> None:
    """Let a person do everywhere what a placeholder was to do. Raises `Refused` where it is none,
    or the other one is."""
    if not person_row(session, placeholder_id)["placeholder"]:
        raise Refused("This is a person, not a role that is still to be filled.")
    if placeholder_id == person_id or person_row(session, person_id)["placeholder"]:
        raise Refused("Choose the person who fills the role.")
    moved = projects_of_people(session, [placeholder_id, person_id])
    _move_work(session, person_id, [placeholder_id], lambda a, b: a + b)
    remove_rows(session, Person, [placeholder_id])
    reschedule(session, moved)


def remove_people(session: Session, ids: Collection[int]) -> None:
    """`editing.remove` of several people."""
    moved = projects_of_people(session, list(ids))
    remove_rows(session, Person, list(ids))
    reschedule(session, moved)


def set_department(session: Session, ids: Collection[int], department_id: int | None) -> None:
    """Let people belong to a department, or to none."""
    rows = [{"id": number, "department_id": department_id} for number in ids]
    bulk_update(session, Person, rows)


def unused_name(session: Session, name: str) -> str:
    """This name, or one like it that nobody has."""
    taken = {normal_name(known) for known in _names(session).values()}
    return free_name(session, name) if normal_name(name) in taken else name


def free_name(session: Session, name: str) -> str:
    """A name like this one that nobody has: `王岚 2`."""
    taken = {normal_name(known) for known in _names(session).values()}
    number = 2
    while normal_name(f"{name} {number}") in taken:
        number += 1
    return f"{name} {number}"


def like_names(session: Session, person_id: int) -> tuple[tuple[int, str], ...]:
    """Everybody else by id and name, whoever is called most alike first."""
    names = _names(session)
    own = normal_name(names.pop(person_id, ""))

    def unlike(found: tuple[int, str]) -> tuple[float, str]:
        return (-SequenceMatcher(None, own, normal_name(found[1])).ratio(), found[1])

    return tuple(sorted(names.items(), key=unlike))


def candidates(session: Session) -> tuple[tuple[int, str], ...]:
    """Who may fill a role, by id and name."""
    statement = select(PEOPLE.c.id, PEOPLE.c.name).where(
        PEOPLE.c.placeholder.is_(False), PEOPLE.c.active.is_(True), PEOPLE.c.kind == WORK
    )
    rows = session.connection().execute(statement.order_by(PEOPLE.c.name))
    return tuple((row.id, row.name) for row in rows)


def _names(session: Session) -> dict[int, str]:
    statement = select(PEOPLE.c.id, PEOPLE.c.name).where(PEOPLE.c.kind == WORK)
    return {row.id: row.name for row in session.connection().execute(statement)}


def _move_work(
    session: Session, keep_id: int, gone: Collection[int], together: Callable[[Any, Any], Any]
) -> None:
    """Everything but what somebody has; where both work on a task they do so once, with what
    `together` makes of their units and work."""
    statement = select(ASSIGNMENTS).where(ASSIGNMENTS.c.person_id.in_([keep_id, *gone]))
    found: dict[int, list[Any]] = {}
    for row in session.connection().execute(statement.order_by(ASSIGNMENTS.c.position)):
        found.setdefault(row.task_id, []).append(row)
    twice: list[int] = []
    for rows in found.values():
        if len(rows) > 1 and len({row.person_id for row in rows}) > 1:
            stays, *rest = rows
            bulk_update(session, Assignment, [_joined(stays, rest, together)])
            twice += [row.id for row in rest]
    bulk_delete(session, Assignment, twice)
    move_pointers(session, Person, gone, keep_id, but=OWN)


def _joined(
    stays: Any, rest: Collection[Any], together: Callable[[Any, Any], Any]
) -> dict[str, Any]:
    units, works = stays.units, [stays.work_minutes]
    for row in rest:
        units = together(units, row.units)
        works.append(row.work_minutes)
    known = [work for work in works if work is not None]
    work = None
    if len(known) == len(works):
        work = known[0]
        for one in known[1:]:
            work = together(work, one)
    return {"id": stays.id, "units": units, "work_minutes": work}


def _move_own(session: Session, keep_id: int, gone_id: int) -> None:
    """What the other one has, as far as it goes together with what the kept one has."""
    fits: Mapping[type[SQLModel], Callable[[list[Any], Any], bool]] = {
        PersonCapacity: lambda kept, one: first_clash(
            [Span(row.first, row.last) for row in (*kept, one)]) is None,
        Absence: lambda kept, one: too_much(
            [Away(Span(row.first, row.last), row.share) for row in (*kept, one)]) is None,
        PersonRate: lambda kept, one: all(
            (row.rate_table, row.from_day) != (one.rate_table, one.from_day) for row in kept),
        PersonSkill: lambda kept, one: all(row.skill_id != one.skill_id for row in kept),
        TeamMember: lambda kept, one: all(row.team_id != one.team_id for row in kept),
    }  # fmt: skip
    _raise_levels(session, keep_id, gone_id)
    for model in OWN:
        kept = rows_of_person(session, model, keep_id)
        for one in rows_of_person(session, model, gone_id):
            if fits[model](kept, one):
                bulk_update(session, model, [{"id": one.id, "person_id": keep_id}])
                kept.append(one)
    _move_own_fields(session, keep_id, gone_id)


def _raise_levels(session: Session, keep_id: int, gone_id: int) -> None:
    """Who has a skill under both names has it at the higher level."""
    levels = {row.skill_id: row.level for row in rows_of_person(session, PersonSkill, gone_id)}
    bulk_update(session, PersonSkill, [
        {"id": row.id, "level": max(row.level, levels[row.skill_id])}
        for row in rows_of_person(session, PersonSkill, keep_id)
        if row.skill_id in levels
    ])  # fmt: skip


def _move_own_fields(session: Session, keep_id: int, gone_id: int) -> None:
    """What only the other one holds in the office's own fields."""
    fields, values = table_of(CustomField), table_of(CustomValue)
    statement = (
        select(values)
        .join(fields, fields.c.id == values.c.custom_field_id)
        .where(fields.c.table == "person", values.c.row_id.in_((keep_id, gone_id)))
    )
    rows = list(session.connection().execute(statement))
    held = {row.custom_field_id for row in rows if row.row_id == keep_id}
    bulk_update(session, CustomValue, [
        {"id": row.id, "row_id": keep_id}
        for row in rows
        if row.row_id == gone_id and row.custom_field_id not in held
    ])  # fmt: skip
