"""Requests of project leaders to line managers, and the bookings that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.requests import RequestState
from pmo_desktop.models import Assignment, Booking, Department, Person, Skill
from pmo_desktop.services.editing import add
from pmo_desktop.services.free_time import free_time
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.request_parts import Part, answer_in_part, rest_of
from pmo_desktop.services.request_rows import RequestRow, requests
from pmo_desktop.services.requests import (
    add_request,
    answer_request,
    change_request,
    remove_request,
    request_from_assignment,
    request_from_booking,
)
from pmo_desktop.services.unfilled import unfilled
from pmo_desktop.storage.bulk import bulk_insert, bulk_update, table_of
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

X = Title("x")
WEEK = {"first": date(2026, 12, 7), "last": date(2026, 12, 11)}


@dataclass
class Depot:
    """A project, Ann and Bo of the workshop whose manager is Mei, and a skill."""

    workspace: Workspace
    project: int
    task: int

    def do(self, verb: Any, *args: Any, **more: Any) -> Any:
        return self.workspace.edit(X, verb, *args, **more).result

    def ask(self, **values: Any) -> int:
        return int(self.do(add_request, self.project, {**WEEK, **values}))

    def request(self, request_id: int) -> RequestRow:
        return next(row for row in self.workspace.query(requests) if row.id == request_id)

    def bookings(self) -> list[Any]:
        found: list[Any] = self.workspace.query(_bookings)
        return found


def _bookings(session: Session) -> list[Any]:
    return list(session.connection().execute(select(table_of(Booking))))


def _staff(session: Session) -> None:
    table = table_of(Person)
    rows = session.connection().execute(select(table.c.name, table.c.id))
    people = {row.name: row.id for row in rows}
    shop = bulk_insert(
        session,
        Department,
        [{"uid": new_uid(), "name": "Workshop", "manager_id": people["Mei"]}],
    )[0]
    bulk_update(session, Person, [{"id": people[n], "department_id": shop} for n in ("Ann", "Bo")])
    bulk_insert(session, Skill, [{"uid": new_uid(), "name": "Welding"}])


@pytest.fixture
def depot(workspace: Workspace) -> Depot:
    given = {"code": "P-1", "name": "Depot", "state": "active", "manager": "Lea"}
    project = workspace.edit(X, add, "project", given).result
    dates = {"start": datetime(2026, 12, 7, 9), "finish": datetime(2026, 12, 11, 18)}
    values = {"name": "Dig", "people": ("Somebody",), **dates}
    task = workspace.edit(X, add, "task", values, project).result
    for name in ("Ann", "Bo", "Mei"):
        workspace.edit(X, add, "person", {"name": name})
    workspace.edit(X, _staff)
    return Depot(workspace, project, task)


def test_a_request_goes_to_the_line_manager_and_is_a_soft_booking(depot: Depot) -> None:
    row = depot.request(depot.ask(person="Ann", units=0.5))
    assert (row.asked_by, row.asked_of, row.department) == ("Lea", "Mei", "Workshop")
    assert (row.state, row.name, row.overdue) == ("open", "Ann", False)
    (booking,) = depot.bookings()
    assert (booking.firm, booking.units, booking.first) == (False, 0.5, WEEK["first"])
    assert booking.id == row.booking_id


def test_the_soft_booking_follows_its_request(depot: Depot) -> None:
    made = depot.ask(skill="welding", level=4)
    assert depot.request(made).name == "Welding 4"
    depot.do(change_request, made, {"units": 2.0, "last": date(2026, 12, 18)})
    (booking,) = depot.bookings()
    assert (booking.units, booking.last, booking.level) == (2.0, date(2026, 12, 18), 4)


def test_accepting_makes_the_booking_firm_for_who_is_named_as_one_edit(depot: Depot) -> None:
    made = depot.ask(skill="Welding")
    depot.do(answer_request, made, "accepted", answer=" Bo has the time ", person="bo")
    row, (booking,) = depot.request(made), depot.bookings()
    assert (row.state, row.person, row.answer) == ("accepted", "Bo", "Bo has the time")
    assert row.answered_on == date(2026, 11, 20)
    assert (booking.firm, booking.person_id) == (True, row.person_id)
    depot.workspace.undo()
    row, (booking,) = depot.request(made), depot.bookings()
    assert (row.state, row.person, booking.firm, booking.person_id) == ("open", "", False, None)


@pytest.mark.parametrize("answer", ["declined", "withdrawn"])
def test_what_is_declined_or_withdrawn_asks_for_nothing_any_more(depot: Depot, answer: str) -> None:
    made = depot.ask(person="Ann")
    depot.do(answer_request, made, answer)
    assert depot.bookings() == []
    assert depot.request(made).booking_id is None
    depot.do(answer_request, made, "open")
    assert len(depot.bookings()) == 1
    assert depot.request(made).answered_on is None


def test_what_is_granted_in_part_leaves_the_rest_waiting_as_one_edit(depot: Depot) -> None:
    asked = depot.ask(person="Ann", note="Paint")
    before = depot.bookings()
    given = Part(date(2026, 12, 8), date(2026, 12, 9), 0.6)
    rest = depot.do(answer_in_part, asked, RequestState.ACCEPTED, given, answer="so much")
    row = depot.request(asked)
    assert (row.state, row.first, row.last, row.units) == ("accepted", *given)
    assert [(r.state, r.first.day, r.last.day, r.units, r.person, r.note, r.asked_of)
            for r in map(depot.request, rest)] == [
        ("open", 7, 7, 1.0, "Ann", "Paint", "Mei"),
        ("open", 8, 9, 0.4, "Ann", "Paint", "Mei"),
        ("open", 10, 11, 1.0, "Ann", "Paint", "Mei"),
    ]  # fmt: skip
    assert [b.firm for b in depot.bookings()] == [True, False, False, False]
    depot.workspace.undo()
    assert depot.bookings() == before
    assert depot.request(asked).state == "open"


@given(
    st.integers(0, 9), st.integers(0, 9), st.sampled_from([0.2, 0.5, 1.0]), st.integers(0, 9),
    st.integers(0, 9), st.sampled_from([0.2, 0.5, 1.0]),
)  # fmt: skip
def test_what_is_given_and_its_rest_are_what_was_asked_for(
    a: int, b: int, asked_units: float, c: int, d: int, given_units: float
) -> None:
    days = [date(2026, 12, 1 + n) for n in range(10)]
    asked = Part(days[min(a, b)], days[max(a, b)], asked_units)
    first, last = max(asked.first, days[min(c, d)]), min(asked.last, days[max(c, d)])
    if first > last or given_units > asked_units:
        return
    granted = Part(first, last, given_units)
    parts = [granted, *rest_of(asked, granted)]
    for day in days:
        inside = asked.units if asked.first <= day <= asked.last else 0.0
        found = sum(part.units for part in parts if part.first <= day <= part.last)
        assert found == pytest.approx(inside)


@pytest.mark.parametrize(
    "part",
    [
        Part(date(2026, 12, 4), date(2026, 12, 9), 0.5),
        Part(date(2026, 12, 8), date(2026, 12, 14), 0.5),
        Part(date(2026, 12, 8), date(2026, 12, 9), 1.5),
        Part(date(2026, 12, 8), date(2026, 12, 9), 0.0),
        Part(date(2026, 12, 9), date(2026, 12, 8), 0.5),
    ],
)
def test_more_than_was_asked_for_is_no_part_of_it(depot: Depot, part: Part) -> None:
    asked = depot.ask(person="Ann")
    with pytest.raises(Refused):
        depot.do(answer_in_part, asked, RequestState.ACCEPTED, part)
    assert depot.request(asked).state == "open"


def test_the_rest_of_a_firm_booking_stays_firm(depot: Depot) -> None:
    booking = {"project_id": depot.project, "units": 1.0, "firm": True, "role": "Painter", **WEEK}
    (made,) = depot.do(
        lambda session: bulk_insert(session, Booking, [{"uid": new_uid(), **booking}])
    )
    asked = depot.do(request_from_booking, made)
    given = Part(WEEK["first"], WEEK["last"], 0.5)
    depot.do(answer_in_part, asked, RequestState.ACCEPTED, given, person="Ann")
    assert [(b.units, b.firm) for b in depot.bookings()] == [(0.5, True), (0.5, True)]


def test_who_else_takes_the_time_is_told_by_priority(depot: Depot) -> None:
    asked = depot.ask(person="Ann", units=1.0)
    other = depot.do(add, "project", {"code": "P-9", "name": "Other", "priority": 2,
                                      "state": "active"})  # fmt: skip
    rival = depot.do(add_request, other, {**WEEK, "person": "Ann", "units": 0.5})
    depot.do(answer_request, rival, "accepted")
    found = depot.workspace.query(free_time)[asked]
    assert ("P-9", 2, 0.5, False) in [
        (one.code, one.priority, one.minutes / found.asked, one.soft) for one in found.rivals
    ]
    assert not found.fits


def test_an_acceptance_that_is_taken_back_takes_its_booking_along(depot: Depot) -> None:
    made = depot.ask(person="Ann")
    depot.do(answer_request, made, "accepted")
    depot.do(answer_request, made, "declined")
    assert depot.bookings() == []


def test_removing_a_request_leaves_what_was_agreed(depot: Depot) -> None:
    waiting, agreed = depot.ask(person="Ann"), depot.ask(person="Bo")
    depot.do(answer_request, agreed, "accepted")
    depot.do(remove_request, waiting)
    depot.do(remove_request, agreed)
    assert depot.workspace.query(requests) == ()
    (booking,) = depot.bookings()
    assert booking.firm


def test_an_unfilled_booking_can_be_asked_for_once(depot: Depot) -> None:
    def book(session: Session) -> int:
        row = {"uid": "b", "name": "Two welders", "project_id": depot.project, "units": 2.0, **WEEK}
        return bulk_insert(session, Booking, [{**row, "role": "Welder", "firm": False}])[0]

    booking = depot.do(book)
    (open_demand,) = depot.workspace.query(unfilled)
    assert (open_demand.is_booking, open_demand.id, open_demand.name) == (
        True, booking, "Two welders · Welder",
    )  # fmt: skip
    row = depot.request(depot.do(request_from_booking, booking))
    assert (row.name, row.units, row.note) == ("Welder", 2.0, "Two welders")
    assert row.booking_id == booking
    assert len(depot.bookings()) == 1
    assert depot.workspace.query(unfilled) == ()
    with pytest.raises(Refused):
        depot.do(request_from_booking, booking)


def test_a_placeholder_gives_its_tasks_to_who_is_accepted_for_it(depot: Depot) -> None:
    def assignments(session: Session) -> list[Any]:
        table = table_of(Assignment)
        rows = select(table.c.id, table.c.person_id).where(table.c.task_id == depot.task)
        return list(session.connection().execute(rows))

    ((assignment, somebody),) = depot.workspace.query(assignments)
    with pytest.raises(Refused):
        depot.do(request_from_assignment, assignment)
    depot.do(lambda s: bulk_update(s, Person, [{"id": somebody, "placeholder": True}]))
    (open_demand,) = depot.workspace.query(unfilled, depot.project)
    assert (open_demand.is_booking, open_demand.id) == (False, assignment)
    made = depot.do(request_from_assignment, assignment)
    assert depot.workspace.query(unfilled) == ()
    row = depot.request(made)
    assert (row.first, row.last, row.is_placeholder) == (*WEEK.values(), True)
    assert depot.bookings() == []
    with pytest.raises(Refused):
        depot.do(answer_request, made, "accepted")
    depot.do(answer_request, made, "accepted", person="Ann")
    assert depot.request(made).person == "Ann"
    ((same, person),) = depot.workspace.query(assignments)
    assert (same, person) == (assignment, depot.request(made).person_id)
    assert depot.bookings() == []
    depot.workspace.undo()
    assert depot.workspace.query(assignments) == [(assignment, somebody)]


def test_a_request_is_overdue_from_the_day_after_its_answer_was_due(depot: Depot) -> None:
    late, today = depot.ask(due=date(2026, 11, 19)), depot.ask(due=date(2026, 11, 20))
    assert [row.overdue for row in map(depot.request, (late, today))] == [True, False]
    depot.do(answer_request, late, "accepted")
    assert not depot.request(late).overdue


@pytest.mark.parametrize(
    "values",
    [
        {"last": date(2026, 12, 1)},
        {"units": 0.0},
        {"level": 6},
        {"person": "Nobody Known"},
        {"skill": "Alchemy"},
        {"first": None},
    ],
)
def test_a_request_that_makes_no_sense_is_refused_and_adds_nobody(
    depot: Depot, values: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        depot.ask(**values)
    assert depot.workspace.query(requests) == ()
    assert depot.bookings() == []
