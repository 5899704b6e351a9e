"""Takes a plan file into a project: all that records have no word for, exactly as the file has it.

A plan brings its own calendars; the office's is never put under them. What of the plan was not
accepted (a task, one of its fields) stays as the database has it. People are the office's: who is
known by name keeps what is known of them, and is only given what was missing.

The dates of tasks that keep theirs (given by hand, or kept against the computation) are stored;
all others are computed by the caller, who reschedules the project.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from pmo_desktop.domain.plan_file import PlanFile, PlanTake
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.records import ProjectChange
from pmo_desktop.domain.tasks import ProgressRule
from pmo_desktop.models import Project
from pmo_desktop.services.known import Known
from pmo_desktop.services.plan_hours import hours_of
from pmo_desktop.services.plans.accepted import Accepted
from pmo_desktop.services.plans.rows import PlanRows
from pmo_desktop.services.plans.taken_calendars import take_calendars
from pmo_desktop.services.plans.taken_people import take_assignments, take_people
from pmo_desktop.services.plans.taken_tasks import take_baselines, take_links, take_tasks
from pmo_desktop.services.writing import write_records
from pmo_desktop.storage.bulk import bulk_update


def take_plan(session: Session, change: ProjectChange, take: PlanTake, known: Known) -> int:
    """Write what was accepted; returns the project's id. Raises `Refused`."""
    heads = [one for one in change.changes if one.table in ("project", "person")]
    project_id = write_records(
        session, change.project_id, heads, file=change.file_name, known=known
    )
    assert project_id is not None  # a plan whose project is new brings its record
    plan, accepted = take.plan, Accepted(change, take)
    rows = PlanRows(session, project_id, is_new=change.project_id is None)
    calendars = take_calendars(rows, plan)
    people = take_people(rows, plan, calendars, known.names)
    _write_project(rows, plan, calendars[plan.calendar])
    tasks = take_tasks(rows, plan, calendars, accepted)
    take_links(rows, plan, tasks, accepted)
    assigned = take_assignments(rows, plan, tasks, people, accepted)
    take_baselines(rows, plan, tasks)
    rows.write_extras("project", {project_id: (*plan.extras, *hours_of(plan))})
    rows.write_extras("task", {tasks[t.uid]: t.extras for t in plan.tasks if t.uid in tasks})
    rows.write_extras("working_calendar", {calendars[c.uid]: c.extras for c in plan.calendars})
    rows.write_extras("person", {people[r.uid]: r.extras for r in plan.resources})
    rows.write_extras("assignment", assigned)
    return project_id


def _write_project(rows: PlanRows, plan: PlanFile, calendar: int) -> None:
    row: dict[str, Any] = {
        "id": rows.project,
        "calendar_id": calendar,
        "schedule_from": plan.schedule_from.value,
        "honours_constraints": plan.honours_constraints,
        "minutes_per_day": plan.minutes_per_day,
    }
    if rows.is_new or plan.progress_rule is ProgressRule.STANDS:
        row["progress_rule"] = plan.progress_rule.value
        row["status_date"] = plan.status_date
    if plan.start is not None:
        row["start"] = plan.start.date()
    if plan.schedule_from is ScheduleFrom.FINISH and plan.finish is not None:
        row["finish_by"] = plan.finish.date()
    bulk_update(rows.session, Project, [row])
