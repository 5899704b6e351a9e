"""The people of a stored plan and what they do in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from pmo_desktop.domain.plan_file import PlanAssignment, PlanRate, PlanResource
from pmo_desktop.domain.tasks import Contour, ResourceKind
from pmo_desktop.models import Assignment, Person, PersonRate, WorkingCalendar
from pmo_desktop.services.plans.source import Source
from pmo_desktop.storage.bulk import table_of

ASSIGNMENTS, CALENDARS = table_of(Assignment), table_of(WorkingCalendar)
PEOPLE, RATES = table_of(Person), table_of(PersonRate)


def assigned(source: Source) -> list[Row[Any]]:
    """Who works on the project's tasks."""
    return source.among(ASSIGNMENTS, ASSIGNMENTS.c.task_id, (row.id for row in source.tasks))


def people_of(source: Source, assignments: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Who works on the plan, and whom its file had brought besides."""
    owned = select(CALENDARS.c.id).where(CALENDARS.c.project_id == source.project.id)
    statement = select(PEOPLE).where(PEOPLE.c.calendar_id.in_(owned))
    found = {row.id: row for row in source.session.connection().execute(statement)}
    ids = {row.person_id for row in assignments}
    found |= {row.id: row for row in source.among(PEOPLE, PEOPLE.c.id, ids)}
    return [found[number] for number in sorted(found)]


def stored_resources(
    source: Source,
    people: Sequence[Row[Any]],
    uids: Mapping[int, str],
    calendars: Mapping[int, str],
) -> tuple[PlanResource, ...]:
    """The people; `uids` and `calendars` are the ids in the file by those in the database."""
    rates, extras = _rates(source, uids), source.extras("person", uids)
    return tuple(
        PlanResource(
            uids[row.id],
            row.name,
            ResourceKind(row.kind),
            row.email,
            row.capacity,
            row.active,
            row.material_unit,
            calendars.get(row.calendar_id, ""),
            tuple(rates.get(row.id, ())),
            extras.get(row.id, ()),
        )
        for row in people
    )


def _rates(source: Source, people: Mapping[int, str]) -> dict[int, list[PlanRate]]:
    found: dict[int, list[PlanRate]] = defaultdict(list)
    for row in source.among(RATES, RATES.c.person_id, people):
        found[row.person_id].append(
            PlanRate(
                row.rate_table,
                row.from_day,
                row.standard_minor,
                row.overtime_minor,
                row.per_use_minor,
            )
        )
    return found


def stored_assignments(
    source: Source, rows: Sequence[Row[Any]], tasks: Mapping[int, str], people: Mapping[int, str]
) -> tuple[PlanAssignment, ...]:
    extras = source.extras("assignment", [row.id for row in rows])
    return tuple(
        PlanAssignment(
            tasks[row.task_id],
            people[row.person_id],
            row.units,
            row.work_minutes,
            row.actual_work_minutes,
            row.start,
            row.finish,
            row.delay_minutes,
            Contour(row.contour),
            row.rate_table,
            row.cost_minor,
            row.actual_cost_minor,
            extras.get(row.id, ()),
        )
        for row in rows
    )
