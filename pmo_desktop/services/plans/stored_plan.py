"""A project as a plan file would hold it: what is written out, and compared with a file.

Tasks, calendars and people keep the ids that a file gave them; who came by other ways gets the next
free one. Dates are those of the plan as it stands: the computed ones where it computes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.plan_file import Extras, PlanFile
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.tasks import ProgressRule
from pmo_desktop.models import CustomField, CustomValue, Issue, Person, Risk, StatusReport
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.office import office_row
from pmo_desktop.services.plan_hours import NAMES, at
from pmo_desktop.services.plans.source import Source, numbered
from pmo_desktop.services.plans.stored_calendars import stored_calendars
from pmo_desktop.services.plans.stored_people import (
    assigned,
    people_of,
    stored_assignments,
    stored_resources,
)
from pmo_desktop.services.plans.stored_tasks import as_late, stored_tasks
from pmo_desktop.storage.bulk import table_of

PEOPLE = table_of(Person)
FIELDS, VALUES = table_of(CustomField), table_of(CustomValue)
REGISTERS = (table_of(Risk), table_of(Issue), table_of(StatusReport))


@dataclass(frozen=True)
class StoredPlan:
    """`tasks` are the ids of the tasks in the database by those in the file, `by_hand` the file's
    ids of those that no file has brought, `linked` those of them that a file means. `left_out`
    tells of what the plan cannot hold: codes of sentences with how often."""

    plan: PlanFile
    project_id: int
    code: str
    name: str
    tasks: Mapping[str, int]
    by_hand: frozenset[str] = frozenset()
    linked: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[tuple[str, int], ...] = ()


def stored_plan(session: Session, project_id: int) -> StoredPlan:
    source = Source(session, project_id)
    project, uids = source.project, numbered(source.tasks)
    plan, links_out = _plan_of(source, uids)
    counted = {"plan_link_to_project": links_out, **_not_held(source)}
    return StoredPlan(
        plan,
        project.id,
        project.code,
        project.name,
        {uid: number for number, uid in uids.items()},
        frozenset(uids[row.id] for row in source.tasks if not row.file_uid),
        left_out=tuple((code, count) for code, count in counted.items() if count),
    )


def _plan_of(source: Source, uids: Mapping[int, str]) -> tuple[PlanFile, int]:
    """The plan, and how many links from other projects it cannot hold."""
    project, office = source.project, office_row(source.session)
    work = assigned(source)
    people = people_of(source, work)
    people_uids = numbered(people)
    usual, calendar_uids, plan_calendars = stored_calendars(source, people)
    tasks, links_out = stored_tasks(source, uids, calendar_uids)
    rule = ProgressRule(project.progress_rule or office.progress_rule)
    stands = rule is ProgressRule.STANDS
    if project.schedule_from == ScheduleFrom.FINISH.value and not stands:
        tasks = tuple(map(as_late, tasks))
    own = calendars(source.session).or_office(project.calendar_id)
    plan = PlanFile(
        name=project.name,
        title=project.name,
        project_uid=project.uid,
        manager=_manager(source),
        start=_start(source, usual),
        finish=_finish(source, usual),
        schedule_from=ScheduleFrom(project.schedule_from),
        honours_constraints=project.honours_constraints,
        progress_rule=rule,
        status_date=project.status_date or (None if stands else office.status_date),
        currency=project.currency,
        minutes_per_day=project.minutes_per_day or own.minutes_per_day,
        calendar=calendar_uids[usual],
        calendars=plan_calendars,
        tasks=tasks,
        resources=stored_resources(source, people, people_uids, calendar_uids),
        assignments=stored_assignments(source, work, uids, people_uids),
        extras=_extras(source),
    )
    return plan, links_out


def _manager(source: Source) -> str:
    if source.project.manager_id is None:
        return ""
    statement = select(PEOPLE.c.name).where(PEOPLE.c.id == source.project.manager_id)
    return str(source.session.connection().execute(statement).scalar() or "")


def _start(source: Source, usual: int) -> datetime | None:
    day = source.project.start
    if day is None:
        return min((row.start for row in source.tasks if row.start), default=None)
    start = calendars(source.session).or_office(usual).day_start(day)
    return at(start, source.hours.start)


def _finish(source: Source, usual: int) -> datetime | None:
    by = source.project.finish_by
    if source.project.schedule_from == ScheduleFrom.FINISH.value and by is not None:
        finish = calendars(source.session).or_office(usual).day_finish(by)
        return at(finish, source.hours.finish)
    return max((row.finish for row in source.tasks if row.finish), default=None)


def _extras(source: Source) -> Extras:
    """What is kept of the project's file, less what says its name and hours once more."""
    project = source.project
    kept = source.extras("project", [project.id]).get(project.id, ())
    said = ("Name", f"{project.name}.xml")
    return tuple(pair for pair in kept if pair != said and pair[0] not in NAMES)


def _not_held(source: Source) -> dict[str, int]:
    """What of the project such a file has no place for, by the codes of the sentences."""
    connection = source.session.connection()
    own = source.among(VALUES, VALUES.c.row_id, (row.id for row in source.tasks))
    fields = select(FIELDS.c.id).where(FIELDS.c.table == "task")
    of_tasks = set(connection.execute(fields).scalars())
    registers = 0
    for table in REGISTERS:
        mine = select(func.count()).where(table.c.project_id == source.project.id)
        registers += int(connection.execute(mine.select_from(table)).scalar() or 0)
    return {
        "plan_estimates": sum(row.optimistic_minutes is not None for row in source.tasks),
        "plan_own_values": sum(row.custom_field_id in of_tasks for row in own),
        "plan_registers": registers,
    }
