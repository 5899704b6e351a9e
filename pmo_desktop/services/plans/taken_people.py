"""A plan's resources as people of the office, and what they do in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from pmo_desktop.domain.plan_file import Extras, PlanFile, PlanResource
from pmo_desktop.models import Assignment, Person, PersonRate
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import Names
from pmo_desktop.services.plans.accepted import Accepted
from pmo_desktop.services.plans.rows import PlanRows
from pmo_desktop.storage.bulk import bulk_insert, bulk_update


def take_people(
    rows: PlanRows, plan: PlanFile, calendars: Mapping[str, int], names: Names
) -> dict[str, int]:
    """The plan's resources as people, by their ids in the file; who is new is added."""
    new = {r.name: r for r in plan.resources if names.known_person(r.name) is None}
    added: list[dict[str, Any]] = [
        {
            "uid": new_uid(),
            "name": resource.name,
            "email": resource.email,
            "capacity": resource.units,
            "active": resource.active,
            "kind": resource.kind.value,
            "material_unit": resource.material_unit,
            "calendar_id": calendars[resource.calendar] if resource.calendar else None,
            "file_uid": resource.uid,
        }
        for resource in new.values()
    ]
    for row, number in zip(added, bulk_insert(rows.session, Person, added), strict=True):
        names.note_person(row["name"], number)
    known = {resource.uid: names.known_person(resource.name) for resource in plan.resources}
    found = {uid: person for uid, person in known.items() if person is not None}
    _complete(rows, plan, found, calendars)
    _take_rates(rows, plan, found)
    return found


def _complete(
    rows: PlanRows, plan: PlanFile, people: Mapping[str, int], calendars: Mapping[str, int]
) -> None:
    """Of those who were known, what nobody had said."""
    stored = {row.id: row for row in rows.among(Person, "id", people.values())}
    updates = []
    for resource in plan.resources:
        row = stored.get(people[resource.uid])
        missing = {} if row is None else _missing(row, resource, calendars)
        if missing:
            updates.append({"id": people[resource.uid], **missing})
    bulk_update(rows.session, Person, updates)


def _missing(row: Row[Any], resource: PlanResource, calendars: Mapping[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not row.file_uid:
        found["file_uid"] = resource.uid
        if row.kind != resource.kind.value:
            found["kind"] = resource.kind.value
    if not row.email and resource.email:
        found["email"] = resource.email
    if not row.material_unit and resource.material_unit:
        found["material_unit"] = resource.material_unit
    if row.calendar_id is None and resource.calendar:
        found["calendar_id"] = calendars[resource.calendar]
    return found


def _take_rates(rows: PlanRows, plan: PlanFile, people: Mapping[str, int]) -> None:
    """The rates of those who have none."""
    have = {row.person_id for row in rows.among(PersonRate, "person_id", people.values())}
    wanted = [
        {
            "person_id": people[resource.uid],
            "rate_table": rate.table,
            "from_day": rate.from_day,
            "standard_minor": rate.standard,
            "overtime_minor": rate.overtime,
            "per_use_minor": rate.per_use,
        }
        for resource in plan.resources
        if people[resource.uid] not in have
        for rate in resource.rates
    ]
    bulk_insert(rows.session, PersonRate, wanted)


def take_assignments(
    rows: PlanRows,
    plan: PlanFile,
    tasks: Mapping[str, int],
    people: Mapping[str, int],
    accepted: Accepted,
) -> dict[int, Extras]:
    """Replace who works on the plan's tasks; returns the rows' extras."""
    taken = {number for number in tasks.values() if not accepted.refuses(number, "people")}
    old = [row.id for row in rows.among(Assignment, "task_id", taken)]
    assignments = [one for one in plan.assignments if tasks.get(one.task) in taken]
    places: dict[int, int] = {}
    wanted = []
    for one in assignments:
        task = tasks[one.task]
        places[task] = places.get(task, -1) + 1
        wanted.append(
            {
                "task_id": task,
                "person_id": people[one.resource],
                "units": one.units,
                "position": places[task],
                "work_minutes": one.work_minutes,
                "actual_work_minutes": one.actual_work_minutes,
                "start": one.start,
                "finish": one.finish,
                "delay_minutes": one.delay_minutes,
                "contour": one.contour.value,
                "rate_table": one.rate_table,
                "cost_minor": one.cost,
                "actual_cost_minor": one.actual_cost,
            }
        )
    ids = rows.exchange(Assignment, old, wanted)
    if old:
        rows.drop_extras("assignment", set(old) - set(ids))
    return {number: one.extras for number, one in zip(ids, assignments, strict=True)}
