"""What makes no sense in demand and pool is told, with its rows; the sums leave it out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.language import Language
from pmo_desktop.models import Absence, Assignment, Booking, Person, WorkingCalendar
from pmo_desktop.services.editing import add
from pmo_desktop.services.load import load
from pmo_desktop.services.load_findings import LoadFindingKind, load_findings
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

X = Title("x")
MONDAY, FRIDAY = date(2026, 12, 7), date(2026, 12, 11)


def put(session: Session, *rows: Any) -> None:
    session.add_all(rows)
    session.flush()


def set_columns(session: Session, model: type, **columns: Any) -> None:
    for row in session.scalars(select(model)):
        for column, value in columns.items():
            setattr(row, column, value)
    session.flush()


def booking(**columns: Any) -> Booking:
    return Booking(**{"uid": str(columns), "first": MONDAY, "last": FRIDAY, **columns})


@pytest.fixture
def build(workspace: Workspace) -> Workspace:
    """Ann works a week on a task of a project that is worked on."""
    given = {"code": "P-1", "name": "Depot", "state": "active"}
    project = workspace.edit(X, add, "project", given).result
    dates = {"start": datetime(2026, 12, 7, 9), "finish": datetime(2026, 12, 11, 18)}
    task = {"wbs": "1", "name": "Dig", "people": ("Ann",), **dates}
    workspace.edit(X, add, "task", task, project)
    return workspace


def told(workspace: Workspace) -> list[tuple[LoadFindingKind, str]]:
    english, chinese = Language("en"), Language("zh")
    found = workspace.query(load_findings, MONDAY, FRIDAY)
    for one in found:
        assert chinese.text(one.reason.rule, **one.reason.params)
        assert chinese.term(f"load_finding.{one.kind.value}")
    return [(one.kind, english.text(one.reason.rule, **one.reason.params)) for one in found]


def test_a_booking_of_less_than_nobody_hides_nothing_and_is_told(build: Workspace) -> None:
    build.edit(X, put, booking(name="Audit", person_id=1, units=-2, kind="operations"))
    (row,) = build.query(load, MONDAY, 1).rows
    assert row.cells[0].demand_hours == 40
    assert told(build) == [
        (
            LoadFindingKind.NONSENSE,
            "1 row asks for less than nothing or for more than 1000 people, and counts as"
            " nothing: Audit: Ann",
        )
    ]


@pytest.mark.parametrize("columns", [{"units": -1.0}, {"units": 1e12}, {"work_minutes": -60}])
def test_so_is_an_assignment(build: Workspace, columns: dict[str, Any]) -> None:
    build.edit(X, set_columns, Assignment, **columns)
    ((kind, sentence),) = told(build)
    assert kind is LoadFindingKind.NONSENSE
    assert sentence.endswith("P-1 1 Dig: Ann")
    (row,) = build.query(load, MONDAY, 1).rows
    assert row.cells[0].demand_hours == 0


def test_a_booking_that_ends_before_it_begins_is_told(build: Workspace) -> None:
    build.edit(X, put, booking(name="Audit", person_id=1, first=FRIDAY, last=MONDAY))
    assert told(build) == [
        (
            LoadFindingKind.BACKWARDS,
            "1 booking ends before it begins, and counts as nothing: Audit: Ann",
        )
    ]


def test_a_calendar_without_working_time_is_told_with_what_is_asked(build: Workspace) -> None:
    def idle(session: Session) -> None:
        put(session, WorkingCalendar(id=77, uid="n", name="Never", week=";;;;;;"))
        set_columns(session, Person, calendar_id=77)

    build.edit(X, idle)
    assert told(build) == [
        (
            LoadFindingKind.NO_CAPACITY,
            "The calendar of Ann has no working time, but they are asked for: P-1 1 Dig",
        )
    ]
    (row,) = build.query(load, MONDAY, 1).rows
    assert (row.cells[0].demand_hours, row.cells[0].capacity_hours) == (40, 0)


def test_who_is_away_for_other_duties_is_told_in_a_whole_sentence(build: Workspace) -> None:
    away = {"kind": "leave", "first": date(2026, 12, 1), "last": date(2026, 12, 31)}
    build.edit(X, put, Absence(uid="a", person_id=1, **away))
    build.edit(X, put, booking(name="Audit", person_id=1, kind="operations"))
    assert [sentence for _, sentence in told(build)] == [
        "Ann is away whenever P-1 Depot asks for them: P-1 1 Dig",
        "Ann is away whenever other duties ask for them: Audit",
    ]


def test_tasks_that_nobody_does_are_told_by_project(build: Workspace) -> None:
    dates = {"start": datetime(2026, 12, 7, 9), "finish": datetime(2026, 12, 11, 18)}
    for name in ("Fill", "Pave"):
        build.edit(X, add, "task", {"wbs": name, "name": name, **dates}, 1)
    other = build.edit(X, add, "project", {"code": "P-2", "name": "Yard", "state": "active"}).result
    build.edit(X, add, "task", {"wbs": "1", "name": "Sweep", **dates}, other)
    done = {"wbs": "2", "name": "Done", "percent_complete": 1.0, **dates}
    build.edit(X, add, "task", done, other)
    kind = LoadFindingKind.NOBODY
    assert told(build) == [
        (kind, "P-1 Depot: 2 tasks have work and nobody to do it: Fill Fill; Pave Pave"),
        (kind, "P-2 Yard: 1 task has work and nobody to do it: 1 Sweep"),
    ]
