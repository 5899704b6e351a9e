"""Bookings as they are edited, who could take one, which skills are short, what is wrong."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.models import Absence, Booking, Person, PersonRate, PersonSkill, Skill
from pmo_desktop.services.bookings import (
    add_booking,
    bookings,
    change_booking,
    duplicate_booking,
    remove_bookings,
)
from pmo_desktop.services.editing import add
from pmo_desktop.services.load_findings import LoadFindingKind, load_findings
from pmo_desktop.services.matching import assign, candidates
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.shortage import shortage
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

X = Title("x")
MONDAY, FRIDAY = date(2026, 12, 7), date(2026, 12, 11)
SPAN = {"first": MONDAY, "last": FRIDAY}
WHOLE = (date(2026, 12, 1), date(2027, 3, 31))


def put(session: Session, *rows: Any) -> None:
    session.add_all(rows)
    session.flush()


def set_person(session: Session, name: str, **columns: Any) -> None:
    row = session.scalars(select(Person).where(Person.name == name)).one()
    for column, value in columns.items():
        setattr(row, column, value)
    session.flush()


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """Ann drills well and is busy, Bo well and is free, Cy a little; all are of one role."""
    given = {"code": "P-1", "name": "Depot", "state": "active"}
    project = workspace.edit(X, add, "project", given).result
    dates = {"start": datetime(2026, 12, 7, 9), "finish": datetime(2026, 12, 11, 18)}
    workspace.edit(X, add, "task", {"name": "Dig", "people": ("Ann",), **dates}, project)
    for name in ("Bo", "Cy", "Di"):
        workspace.edit(X, add, "person", {"name": name, "role": "Fitter"})
    workspace.edit(X, put, Skill(uid="s", name="Drilling"))
    held = [
        PersonSkill(person_id=n, skill_id=1, level=level) for n, level in ((1, 5), (2, 4), (3, 1))
    ]
    workspace.edit(X, put, *held)
    return workspace


def wanted(office: Workspace, **more: Any) -> int:
    values = {"project": "P-1", "skill": "Drilling", "level": 3, **SPAN, **more}
    return int(office.edit(X, add_booking, values).result)


def test_candidates_are_ranked_by_skill_then_room(office: Workspace) -> None:
    found = office.query(candidates, "booking", wanted(office))
    assert [(one.name, one.level, one.fit) for one in found] == [
        ("Bo", 4, 1.0),
        ("Ann", 5, 0.0),
        ("Cy", 1, 1.0),
    ]
    said = [reason.rule.format(**reason.params) for reason in found[1].reasons]
    assert said == ["Drilling: level 5, 3 is asked for", "0% of it fits into free time"]


def test_of_equals_the_own_department_and_the_lower_cost_come_first(office: Workspace) -> None:
    office.edit(X, set_person, "Bo", role="Welder")
    for name in ("Cy", "Di"):
        number = {"Cy": 3, "Di": 4}[name]
        rate = PersonRate(person_id=number, standard_minor=90000 - number * 10000)
        office.edit(X, put, rate)
    number = int(office.edit(X, add_booking, {"role": "Fitter", **SPAN}).result)
    found = office.query(candidates, "booking", number)
    assert [one.name for one in found] == ["Di", "Cy"]
    assert found[0].rate == 500


def test_who_is_away_has_no_room(office: Workspace) -> None:
    office.edit(X, put, Absence(uid="a", person_id=2, first=MONDAY, last=date(2026, 12, 8)))
    found = {one.name: one.fit for one in office.query(candidates, "booking", wanted(office))}
    assert found["Bo"] == pytest.approx(0.6)


def test_a_booking_and_a_placeholder_s_part_are_given_by_one_edit(office: Workspace) -> None:
    number = wanted(office)
    office.edit(X, assign, "booking", number, 2)
    assert office.query(bookings)[0].person == "Bo"
    office.undo()
    assert office.query(bookings)[0].open
    office.edit(X, set_person, "Ann", placeholder=True)
    found = office.query(candidates, "assignment", 1)
    assert [one.name for one in found] == ["Bo", "Cy"]
    office.edit(X, assign, "assignment", 1, 2)
    with pytest.raises(Refused):
        office.edit(X, assign, "assignment", 99, 2)


def test_a_booking_is_changed_duplicated_and_removed(office: Workspace) -> None:
    number = wanted(office)
    office.edit(X, change_booking, number, {"person": "Bo", "units": 0.5, "hours": 10.0})
    again = office.edit(X, duplicate_booking, number).result
    rows = {row.id: row for row in office.query(bookings)}
    assert (rows[again].person, rows[again].units, rows[again].hours) == ("Bo", 0.5, 10.0)
    office.edit(X, change_booking, again, {"first": date(2027, 1, 4)})
    office.edit(X, change_booking, again, {"project": ""})
    row = next(row for row in office.query(bookings) if row.id == again)
    assert (row.first, row.last, row.kind) == (date(2027, 1, 4), date(2027, 1, 8), "operations")
    office.edit(X, remove_bookings, [number, again])
    assert office.query(bookings) == ()


@pytest.mark.parametrize(
    "values",
    [
        {"units": 0.0},
        {"hours": 0.0},
        {"level": 6},
        {"last": date(2026, 12, 1)},
        {"last": None},
        {"person": "Nobody"},
        {"skill": "Flying"},
        {"department": "Nowhere"},
        {"project": "P-9"},
        {"kind": "nothing"},
    ],
)
def test_what_cannot_be_is_refused(office: Workspace, values: dict[str, Any]) -> None:
    number = wanted(office)
    with pytest.raises(Refused):
        office.edit(X, change_booking, number, values)


def test_a_skill_is_short_by_what_its_holders_cannot_give(office: Workspace) -> None:
    wanted(office, units=2.0)
    wanted(office, units=1.0, firm=False)
    found = office.query(shortage, "week", MONDAY, FRIDAY)
    (drilling,) = found.skills
    # Two people hold it, one of them has the week free.
    assert drilling.holders == (1, 2)
    minutes = [
        part.tolist() for part in (drilling.open, drilling.soft, drilling.free, drilling.short)
    ]
    assert minutes == [[7200.0], [2400.0], [2400.0], [4800.0]]


def kinds(office: Workspace) -> dict[LoadFindingKind, list[int]]:
    found = office.query(load_findings, *WHOLE)
    return {one.kind: [row.id for row in one.rows] for one in found}


def test_where_all_is_well_nothing_is_found(office: Workspace) -> None:
    wanted(office)
    assert kinds(office) == {}


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"placeholder": True}, LoadFindingKind.NOBODY),
        ({"active": False}, LoadFindingKind.NOBODY),
        ({"capacity": 0.0}, LoadFindingKind.NO_CAPACITY),
        ({"left_on": date(2026, 12, 9)}, LoadFindingKind.LEAVES),
        ({"joined": date(2026, 12, 9)}, LoadFindingKind.NOT_YET),
    ],
)
def test_who_cannot_do_their_work_is_found_with_its_rows(
    office: Workspace, columns: dict[str, Any], kind: LoadFindingKind
) -> None:
    office.edit(X, set_person, "Ann", **columns)
    found = kinds(office)
    assert found[kind] == [1]


def test_absences_bookings_and_skills_that_leave_work_undone_are_found(office: Workspace) -> None:
    office.edit(X, put, Absence(uid="a", person_id=1, first=date(2026, 12, 1), last=FRIDAY))
    nobody = int(office.edit(X, add_booking, SPAN).result)
    unheld = wanted(office, level=5)
    office.edit(X, set_person, "Ann", active=False)
    weekend = {"first": date(2026, 12, 12), "last": date(2026, 12, 13)}
    idle = int(office.edit(X, add_booking, {"person": "Bo", **weekend}).result)
    found = kinds(office)
    assert found[LoadFindingKind.NO_HOLDER] == [unheld]
    assert found[LoadFindingKind.NO_WORKING_TIME] == [idle]
    all_rows = [one.rows for one in office.query(load_findings, *WHOLE)
                if one.kind is LoadFindingKind.NOBODY]  # fmt: skip
    assert {(row.table, row.id) for rows in all_rows for row in rows} == {
        ("booking", nobody), ("assignment", 1),
    }  # fmt: skip


def test_who_is_away_over_a_whole_project_is_found(office: Workspace) -> None:
    office.edit(X, put, Absence(uid="a", person_id=1, first=date(2026, 12, 1), last=FRIDAY))
    assert kinds(office) == {LoadFindingKind.AWAY: [1]}
    office.edit(X, put, Booking(uid="b", project_id=1, person_id=1, first=MONDAY,
                                last=date(2026, 12, 20)))  # fmt: skip
    assert kinds(office) == {}
