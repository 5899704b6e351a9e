"""Planned against actual work, and what is not told of people where the office hides it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.performance import Sums, grouped
from pmo_desktop.models import Person, Task, TimesheetEntry
from pmo_desktop.services.audit import audit, audit_details
from pmo_desktop.services.editing import add
from pmo_desktop.services.feedback import (
    add_feedback,
    change_feedback,
    feedback,
    remove_feedback,
    show_performance,
)
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.performance import Actuals, actuals
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_insert, bulk_update, table_of
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

X = Title("x")
MONDAY = date(2026, 11, 2)
FRIDAY, SUNDAY = MONDAY + timedelta(days=4), MONDAY + timedelta(days=6)
HOUR = 60


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """Ann (all day) and Bo (all day) dig from Monday to Friday; the office shows how people did."""
    given = {"code": "P-1", "name": "Depot", "state": "active"}
    project = workspace.edit(X, add, "project", given).result
    dates = {
        "start": datetime.combine(MONDAY, datetime.min.time()).replace(hour=9),
        "finish": datetime.combine(FRIDAY, datetime.min.time()).replace(hour=18),
    }
    values = {"wbs": "1", "name": "Dig", "people": ("Ann", "Bo"), **dates}
    workspace.edit(X, add, "task", values, project)
    workspace.edit(X, show_performance, True)
    return workspace


def ids(session: Session, model: Any) -> dict[str, int]:
    table = table_of(model)
    return {row.name: row.id for row in session.connection().execute(select(table))}


def work(office: Workspace, person: str, *hours: float, task: bool = True) -> None:
    """Hours of a person from Monday on."""

    def verb(session: Session) -> None:
        whose = {"person_id": ids(session, Person)[person]}
        if task:
            whose |= {"task_id": ids(session, Task)["Dig"]}
        days = [
            {
                **whose,
                "uid": new_uid(),
                "day": MONDAY + timedelta(days=at),
                "minutes": round(size * HOUR),
            }
            for at, size in enumerate(hours)
            if size
        ]
        bulk_insert(session, TimesheetEntry, days)

    office.edit(X, verb)


def finish(office: Workspace, **columns: Any) -> None:
    office.edit(
        X,
        lambda s: bulk_update(
            s, Task, [{"id": ids(s, Task)["Dig"], "percent_complete": 1.0, **columns}]
        ),
    )


def hours_of(found: Actuals) -> dict[str, Sums]:
    sums = grouped(found.cells, lambda cell: cell.person_id)
    return {
        found.people[person].name: Sums(one.planned / HOUR, one.actual / HOUR)
        for person, one in sums.items()
    }


def test_planned_are_the_assignments_and_actual_the_timesheets_of_the_days(
    office: Workspace,
) -> None:
    work(office, "Ann", 8, 9, 7.5)
    work(office, "Bo", 0, 0, 0, 2, task=False)
    whole = hours_of(office.query(actuals, MONDAY, SUNDAY))
    assert whole == {"Ann": (40, 24.5), "Bo": (40, 2)}
    two_days = hours_of(office.query(actuals, MONDAY, MONDAY + timedelta(days=1)))
    assert two_days == {"Ann": (16, 17), "Bo": (16, 0)}


def test_planned_work_lies_where_the_baseline_promised_it(office: Workspace) -> None:
    week = timedelta(days=7)
    start = datetime.combine(MONDAY + week, datetime.min.time())
    dates = {"baseline_start": start.replace(hour=9),
             "baseline_finish": start.replace(hour=18) + timedelta(days=1)}  # fmt: skip
    office.edit(X, lambda s: bulk_update(s, Task, [{"id": ids(s, Task)["Dig"], **dates}]))
    assert hours_of(office.query(actuals, MONDAY, SUNDAY)) == {}
    assert hours_of(office.query(actuals, MONDAY + week, SUNDAY + week)) == {
        "Ann": (16, 0),
        "Bo": (16, 0),
    }


def test_figures_are_of_finished_work_whose_hours_are_known_from_its_first_day(
    office: Workspace,
) -> None:
    work(office, "Ann", 10, 10, 10, 10, 8)
    finish(office, deadline=datetime.combine(FRIDAY, datetime.min.time()).replace(hour=18))
    found: Actuals = office.query(actuals, MONDAY, SUNDAY)
    assert (found.office.accuracy, found.office.estimated) == (1.2, 1)
    assert (found.office.on_time, found.office.promised) == (1.0, 2)
    ann = next(key for key, person in found.people.items() if person.name == "Ann")
    assert found.of_people[ann].accuracy == 1.2
    began = datetime.combine(MONDAY - timedelta(days=3), datetime.min.time())
    finish(office, actual_start=began)
    assert office.query(actuals, MONDAY, SUNDAY).office.accuracy is None


def test_nobody_is_told_of_where_the_office_hides_how_people_did(office: Workspace) -> None:
    work(office, "Ann", 8)
    finish(office)
    office.edit(X, show_performance, False)
    found: Actuals = office.query(actuals, MONDAY, SUNDAY)
    assert not found.shown
    assert (found.people, found.of_people) == ({}, {})
    assert [cell.person_id for cell in found.cells] == [None]
    assert (found.cells[0].planned, found.cells[0].actual) == (80 * HOUR, 8 * HOUR)
    hours = [row.id for row in office.query(audit) if "timesheet_entry" in row.counts]
    assert hours
    assert [office.query(audit_details, entry) for entry in hours] == [()] * len(hours)


def test_feedback_is_written_changed_and_removed_where_it_is_shown(office: Workspace) -> None:
    task = office.query(lambda session: ids(session, Task)["Dig"])
    made = office.edit(X, add_feedback, task, "ann", {"rating": 4, "note": "neat"}).result
    office.edit(X, change_feedback, made, {"rating": 5, "author": "Lea"})
    (row,) = office.query(feedback)
    assert (row.person, row.task, row.rating, row.note, row.author) == (
        "Ann", "1 Dig", 5, "neat", "Lea",
    )  # fmt: skip
    with pytest.raises(Refused):
        office.edit(X, change_feedback, made, {"rating": 6})
    with pytest.raises(Refused):
        office.edit(X, add_feedback, task, "Nobody Known", {})
    entry = office.query(audit)[0].id
    assert office.query(audit_details, entry)
    office.edit(X, show_performance, False)
    assert office.query(feedback) == ()
    assert office.query(audit_details, entry) == ()
    told = {row.id: row for row in office.query(audit)}
    assert (told[entry].unseen, told[entry].title.text) == (True, "How people did")
    for verb, *given in ((add_feedback, task, "ann", {}), (remove_feedback, made)):
        with pytest.raises(Refused):
            office.edit(X, verb, *given)
    office.undo()
    office.edit(X, remove_feedback, made)
    assert office.query(feedback) == ()
