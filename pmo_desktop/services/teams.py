"""The verbs on teams and departments: made, named, led, joined, brought together, removed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.models import Department, Team, TeamMember
from pmo_desktop.services.editing import remove_rows
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import Names, normal_name
from pmo_desktop.services.person_rows import person_row, row_of
from pmo_desktop.services.pointers import move_pointers
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

MEMBERS = table_of(TeamMember)


def add_team(session: Session, name: str, lead_id: int | None = None) -> int:
    """Returns its id. Raises `Refused` for a name that is empty or taken."""
    row = {"uid": new_uid(), "name": _checked(session, Team, name), "lead_id": lead_id}
    return bulk_insert(session, Team, [row])[0]


def rename_team(session: Session, team_id: int, name: str) -> None:
    """Raises `Refused` for a name that is empty or taken."""
    row_of(session, Team, team_id)
    bulk_update(session, Team, [{"id": team_id, "name": _checked(session, Team, name, team_id)}])


def set_lead(session: Session, team_id: int, person_id: int | None) -> None:
    """Who leads a team belongs to it."""
    row_of(session, Team, team_id)
    bulk_update(session, Team, [{"id": team_id, "lead_id": person_id}])
    if person_id is not None:
        add_members(session, team_id, [person_id])


def set_lead_by_name(session: Session, team_id: int, name: str) -> None:
    """`set_lead` with the person of this name; a new name is a new person."""
    set_lead(session, team_id, Names(session).person(name))


def duplicate_team(session: Session, team_id: int, name: str) -> int:
    """A team of the same people; returns its id."""
    row = row_of(session, Team, team_id)
    made = add_team(session, name, row["lead_id"])
    add_members(session, made, members(session, team_id))
    return made


def remove_teams(session: Session, ids: Collection[int]) -> None:
    """Their people stay."""
    remove_rows(session, Team, list(ids))


def members(session: Session, team_id: int) -> list[int]:
    """The ids of a team's people, in the order in which they joined."""
    statement = select(MEMBERS.c.person_id).where(MEMBERS.c.team_id == team_id)
    return list(session.connection().execute(statement.order_by(MEMBERS.c.id)).scalars())


def add_members(session: Session, team_id: int, people: Iterable[int]) -> None:
    """Who belongs to it already stays so."""
    row_of(session, Team, team_id)
    known = set(members(session, team_id))
    new = [person for person in dict.fromkeys(people) if person not in known]
    for person in new:
        person_row(session, person)
    bulk_insert(session, TeamMember, [{"team_id": team_id, "person_id": one} for one in new])


def remove_members(session: Session, team_id: int, people: Collection[int]) -> None:
    statement = select(MEMBERS.c.id).where(
        MEMBERS.c.team_id == team_id, MEMBERS.c.person_id.in_(people)
    )
    bulk_delete(session, TeamMember, list(session.connection().execute(statement).scalars()))
    lead = row_of(session, Team, team_id)["lead_id"]
    if lead in people:
        bulk_update(session, Team, [{"id": team_id, "lead_id": None}])


def add_team_of(session: Session, name: str, people: Iterable[int]) -> int:
    """A new team of these people; returns its id. Raises `Refused`."""
    made = add_team(session, name)
    add_members(session, made, people)
    return made


def leave_teams(session: Session, ids: Iterable[int], person_id: int) -> None:
    """Take somebody out of these teams."""
    for number in ids:
        remove_members(session, number, [person_id])


# --- departments


def add_department(session: Session, name: str, manager_id: int | None = None) -> int:
    """Returns its id. Raises `Refused` for a name that is empty or taken."""
    row = {"uid": new_uid(), "name": _checked(session, Department, name), "manager_id": manager_id}
    return bulk_insert(session, Department, [row])[0]


def rename_department(session: Session, department_id: int, name: str) -> None:
    """Raises `Refused` for a name that is empty or taken."""
    row_of(session, Department, department_id)
    said = _checked(session, Department, name, department_id)
    bulk_update(session, Department, [{"id": department_id, "name": said}])


def set_manager(session: Session, department_id: int, person_id: int | None) -> None:
    """Who answers for the time of the department's people."""
    row_of(session, Department, department_id)
    bulk_update(session, Department, [{"id": department_id, "manager_id": person_id}])


def set_manager_by_name(session: Session, department_id: int, name: str) -> None:
    """`set_manager` with the person of this name; a new name is a new person."""
    set_manager(session, department_id, Names(session).person(name))


def merge_departments(session: Session, keep_id: int, gone: Collection[int]) -> None:
    """Departments that are one and the same: people, projects and demand go to the one kept."""
    keep = row_of(session, Department, keep_id)
    others = [number for number in gone if number != keep_id]
    rows = [row_of(session, Department, number) for number in others]
    managers = [row["manager_id"] for row in rows if row["manager_id"] is not None]
    if keep["manager_id"] is None and managers:
        bulk_update(session, Department, [{"id": keep_id, "manager_id": managers[0]}])
    move_pointers(session, Department, others, keep_id)
    remove_rows(session, Department, others)


def remove_departments(session: Session, ids: Collection[int]) -> None:
    """Their people and projects belong to no department then."""
    remove_rows(session, Department, list(ids))


def free_group_name(session: Session, kind: str, name: str) -> str:
    """A name like this one that no team, or department, has."""
    table: Any = table_of(Team if kind == "team" else Department)
    rows = session.connection().execute(select(table.c.name))
    taken = {normal_name(known) for known in rows.scalars()}
    number, free = 2, name
    while normal_name(free) in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _checked(session: Session, model: type[SQLModel], name: str, itself: int | None = None) -> str:
    said = " ".join(name.split())
    if not said:
        raise Refused("Give it a name.")
    table: Any = table_of(model)
    for row in session.connection().execute(select(table.c.id, table.c.name)):
        if row.id != itself and normal_name(row.name) == normal_name(said):
            raise Refused("There is “{name}” already: choose another name.", name=row.name)
    return said
