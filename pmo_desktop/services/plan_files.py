"""Takes a plan file into a project: all that records have no word for, exactly as the file has it.

A plan brings its own calendars; the office's is never put under them. What of the plan was not
accepted (a task, one of its fields) stays as the database has it. People are the office's: who is
known by name keeps what is known of them, and is only given what was missing.

The dates of tasks that keep theirs (given by hand, or kept against the computation) are stored;
all others are computed by the caller, who reschedules the project.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.plan_file import PlanTake, PlanTask, outline_numbers, parents_of
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.records import ChangeKind, ProjectChange, RecordChange
from pmo_desktop.domain.tasks import ProgressRule, TaskKind
from pmo_desktop.models import (
    Assignment,
    Baseline,
    BaselineTask,
    CalendarDay,
    Dependency,
    Person,
    PersonRate,
    PlanExtra,
    Project,
    Task,
    WorkingCalendar,
)
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.known import Known
from pmo_desktop.services.plan_hours import hours_of
from pmo_desktop.services.writing import write_records
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of
from pmo_desktop.storage.recorder import recorder

TASKS, CALENDARS, DAYS = table_of(Task), table_of(WorkingCalendar), table_of(CalendarDay)
DEPENDENCIES, ASSIGNMENTS = table_of(Dependency), table_of(Assignment)
BASELINES, BASELINE_TASKS = table_of(Baseline), table_of(BaselineTask)
PEOPLE, RATES, EXTRAS = table_of(Person), table_of(PersonRate), table_of(PlanExtra)
CHUNK = 500
# The columns that follow from each field of a record: what is not accepted is not written.
COLUMNS_OF: Mapping[str, tuple[str, ...]] = {
    "wbs": ("wbs", "parent_id", "position"),
    "name": ("name",),
    "kind": ("kind",),
    "start": ("start", "fixed"),
    "finish": ("finish", "fixed"),
    "duration": ("duration_minutes", "elapsed"),
    "percent_complete": ("percent_complete",),
    "actual_start": ("actual_start",),
    "actual_finish": ("actual_finish",),
    "deadline": ("deadline",),
    "notes": ("notes",),
    "constraint": ("constraint", "constraint_date"),
    "constraint_date": ("constraint", "constraint_date"),
    "active": ("active",),
    "priority": ("priority",),
}


def take_plan(session: Session, change: ProjectChange, take: PlanTake, known: Known) -> int:
    """Write what was accepted; returns the project's id. Raises `Refused`."""
    heads = [one for one in change.changes if one.table in ("project", "person")]
    project_id = write_records(
        session, change.project_id, heads, file=change.file_name, known=known
    )
    assert project_id is not None  # a plan whose project is new brings its record
    return _Taking(session, project_id, change, take, known).project()


class _Taking:
    def __init__(
        self,
        session: Session,
        project_id: int,
        change: ProjectChange,
        take: PlanTake,
        known: Known,
    ) -> None:
        self._session, self._project = session, project_id
        self._change, self._plan, self._kept = change, take.plan, take.kept
        self._known = known
        self._is_new = change.project_id is None
        self._added = {
            one.uid: one for one in change.changes if one.kind is ChangeKind.ADD and one.uid
        }
        self._changed = {one.id: one for one in change.changes if one.kind is ChangeKind.CHANGE}
        self._uids, self._differing, self._linked = take.uids, take.differing, take.linked

    def project(self) -> int:
        calendars = self._calendars()
        people = self._people(calendars)
        self._write_project(calendars)
        tasks = self._tasks(calendars)
        self._links(tasks)
        assigned = self._assignments(tasks, people)
        self._baselines(tasks)
        plan = self._plan
        self._extras("project", {self._project: (*plan.extras, *hours_of(plan))})
        self._extras("task", {tasks[t.uid]: t.extras for t in plan.tasks if t.uid in tasks})
        self._extras("working_calendar", {calendars[c.uid]: c.extras for c in plan.calendars})
        self._extras("person", {people[r.uid]: r.extras for r in plan.resources})
        self._extras("assignment", assigned)
        return self._project

    # Calendars

    def _calendars(self) -> dict[str, int]:
        """The plan's calendars as the project's own, by their ids in the file."""
        stored = {row.file_uid: row.id for row in self._of_project(CALENDARS)}
        found: dict[str, int] = {}
        inserts: list[dict[str, Any]] = []
        updates: list[dict[str, Any]] = []
        for calendar in self._plan.calendars:
            row: dict[str, Any] = {
                "name": calendar.name or calendar.uid,
                "week": ";".join(calendar.week),
                "project_id": self._project,
                "file_uid": calendar.uid,
            }
            if calendar.uid in stored:
                found[calendar.uid] = stored[calendar.uid]
                updates.append({"id": stored[calendar.uid], **row})
            else:
                inserts.append({"uid": new_uid(), **row})
        ids = bulk_insert(self._session, WorkingCalendar, inserts)
        found |= dict(zip((row["file_uid"] for row in inserts), ids, strict=True))
        bases = [
            {"id": found[c.uid], "base_id": found[c.base] if c.base else None}
            for c in self._plan.calendars
        ]
        bulk_update(self._session, WorkingCalendar, [*updates, *bases])
        self._days(found)
        return found

    def _days(self, calendars: Mapping[str, int]) -> None:
        wanted = [
            {"calendar_id": calendars[calendar.uid], "day": day, "hours": hours, "name": name}
            for calendar in self._plan.calendars
            for day, hours, name in calendar.days
        ]
        self._replace(CalendarDay, DAYS, "calendar_id", calendars.values(), wanted)

    # The project and its people

    def _write_project(self, calendars: Mapping[str, int]) -> None:
        plan = self._plan
        row: dict[str, Any] = {
            "id": self._project,
            "calendar_id": calendars[plan.calendar],
            "schedule_from": plan.schedule_from.value,
            "honours_constraints": plan.honours_constraints,
            "minutes_per_day": plan.minutes_per_day,
        }
        if self._is_new or plan.progress_rule is ProgressRule.STANDS:
            row["progress_rule"] = plan.progress_rule.value
            row["status_date"] = plan.status_date
        if plan.start is not None:
            row["start"] = plan.start.date()
        if plan.schedule_from is ScheduleFrom.FINISH and plan.finish is not None:
            row["finish_by"] = plan.finish.date()
        bulk_update(self._session, Project, [row])

    def _people(self, calendars: Mapping[str, int]) -> dict[str, int]:
        """The plan's resources as people, by their ids in the file; who is new is added."""
        names = self._known.names
        new = [r for r in self._plan.resources if names.known_person(r.name) is None]
        rows: list[dict[str, Any]] = [
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
            for resource in {r.name: r for r in new}.values()
        ]
        for row, number in zip(rows, bulk_insert(self._session, Person, rows), strict=True):
            names.note_person(row["name"], number)
        known = {
            resource.uid: names.known_person(resource.name) for resource in self._plan.resources
        }
        found = {uid: person for uid, person in known.items() if person is not None}
        self._complete(found, calendars)
        self._rates(found)
        return found

    def _complete(self, people: Mapping[str, int], calendars: Mapping[str, int]) -> None:
        """Of those who were known, what nobody had said."""
        stored = {row.id: row for row in self._among(PEOPLE, PEOPLE.c.id, people.values())}
        updates = []
        for resource in self._plan.resources:
            row = stored.get(people[resource.uid])
            if row is None:
                continue
            update: dict[str, Any] = {}
            if not row.file_uid:
                update["file_uid"] = resource.uid
                if row.kind != resource.kind.value:
                    update["kind"] = resource.kind.value
            if not row.email and resource.email:
                update["email"] = resource.email
            if not row.material_unit and resource.material_unit:
                update["material_unit"] = resource.material_unit
            if row.calendar_id is None and resource.calendar:
                update["calendar_id"] = calendars[resource.calendar]
            if update:
                updates.append({"id": row.id, **update})
        bulk_update(self._session, Person, updates)

    def _rates(self, people: Mapping[str, int]) -> None:
        have = {row.person_id for row in self._among(RATES, RATES.c.person_id, people.values())}
        rows = [
            {
                "person_id": people[resource.uid],
                "rate_table": rate.table,
                "from_day": rate.from_day,
                "standard_minor": rate.standard,
                "overtime_minor": rate.overtime,
                "per_use_minor": rate.per_use,
            }
            for resource in self._plan.resources
            if people[resource.uid] not in have
            for rate in resource.rates
        ]
        bulk_insert(self._session, PersonRate, rows)

    # Tasks

    def _tasks(self, calendars: Mapping[str, int]) -> dict[str, int]:
        """The plan's tasks that are taken or known, by their ids in the file."""
        rows = {row.id: row for row in self._of_project(TASKS)}
        stored = {row.file_uid: row for row in rows.values() if row.file_uid}
        stored |= {uid: rows[number] for uid, number in self._linked.items() if number in rows}
        levels = tuple(task.level for task in self._plan.tasks)
        numbers, parents = outline_numbers(levels), parents_of(levels)
        found = {uid: row.id for uid, row in stored.items()}
        inserts: list[dict[str, Any]] = []
        updates: list[dict[str, Any]] = []
        for place, task in enumerate(self._plan.tasks):
            row = {**self._row(task, calendars), "wbs": numbers[place], "position": place + 1}
            if task.uid in stored:
                kept = self._accepted(stored[task.uid].id, row)
                if task.held_until is None:
                    del kept["held_until"]  # levelled here, of which a file says nothing
                updates.append({"id": stored[task.uid].id, **kept})
            elif (uid := self._identity(task)) is not None:
                inserts.append({"uid": uid, "project_id": self._project, **row})
        ids = bulk_insert(self._session, Task, inserts)
        found |= {row["file_uid"]: number for row, number in zip(inserts, ids, strict=True)}
        bulk_update(self._session, Task, updates)
        self._hang(parents, found)
        self._note_sources(found)
        return {task.uid: found[task.uid] for task in self._plan.tasks if task.uid in found}

    def _identity(self, task: PlanTask) -> str | None:
        """The identity that a new task was given by the review; None where it is not taken."""
        uid = self._uids.get(task.uid)
        return uid if uid in self._added else None

    def _accepted(self, row_id: int, row: dict[str, Any]) -> dict[str, Any]:
        """The row less the columns of fields that differ and were not accepted."""
        change = self._changed.get(row_id)
        differing = self._differing.get(row_id, frozenset())
        if not differing:
            return row
        accepted = set(change.values) if change is not None else set()
        gone = {column for name in differing - accepted for column in COLUMNS_OF.get(name, ())}
        return {name: value for name, value in row.items() if name not in gone}

    def _hang(self, parents: Sequence[int | None], found: Mapping[str, int]) -> None:
        """Each task below the nearest one above it that is there."""
        tasks = self._plan.tasks
        updates = []
        for place, task in enumerate(tasks):
            if task.uid not in found:
                continue
            above = parents[place]
            while above is not None and tasks[above].uid not in found:
                above = parents[above]
            parent = None if above is None else found[tasks[above].uid]
            updates.append({"id": found[task.uid], "parent_id": parent})
        bulk_update(self._session, Task, updates)

    def _row(self, task: PlanTask, calendars: Mapping[str, int]) -> dict[str, Any]:
        baseline = next((one for one in task.baselines if one.number == 0), None)
        is_summary = task.kind is TaskKind.SUMMARY
        fixed = (task.manual or task.uid in self._kept) and not is_summary
        return {
            "name": task.name,
            "kind": task.kind.value,
            "fixed": fixed and task.start is not None,
            "duration_minutes": task.duration_minutes,
            "start": task.start,
            "finish": task.finish,
            "constraint": task.constraint.value,
            "constraint_date": task.constraint_date,
            "deadline": task.deadline,
            "actual_start": task.actual_start,
            "actual_finish": task.actual_finish,
            "percent_complete": task.percent_complete,
            "baseline_start": baseline.start if baseline else None,
            "baseline_finish": baseline.finish if baseline else None,
            "notes": task.notes,
            "calendar_id": calendars[task.calendar] if task.calendar else None,
            "ignores_people": task.ignores_people,
            "active": task.active,
            "elapsed": task.elapsed,
            "estimated": task.estimated,
            "gaps": task.gaps,
            "resume": task.resume,
            "held_until": task.held_until,
            "priority": task.priority,
            "task_type": task.task_type.value,
            "effort_driven": task.effort_driven,
            "work_minutes": task.work_minutes,
            "fixed_cost_minor": task.fixed_cost,
            "cost_minor": task.cost,
            "actual_cost_minor": task.actual_cost,
            "file_uid": task.uid,
        }

    def _note_sources(self, found: Mapping[str, int]) -> None:
        told = {"file": self._change.file_name, "cells": {}}
        for task in self._plan.tasks:
            if task.uid in found:
                recorder(self._session).note_source("task", found[task.uid], told)

    def _refuses(self, row_id: int, name: str) -> bool:
        change = self._changed.get(row_id)
        differs = name in self._differing.get(row_id, frozenset())
        return differs and (change is None or name not in change.values)

    def _links(self, tasks: Mapping[str, int]) -> None:
        taken = {number for number in tasks.values() if not self._refuses(number, "predecessors")}
        ours = {row.id for row in self._of_project(TASKS)} | set(tasks.values())
        old = [
            row.id
            for row in self._among(DEPENDENCIES, DEPENDENCIES.c.successor_id, taken)
            if row.predecessor_id in ours
        ]
        rows = [
            {
                "predecessor_id": tasks[link.predecessor],
                "successor_id": tasks[task.uid],
                "type": link.type.value,
                "lag_minutes": link.lag_minutes,
                "lag_kind": link.lag_kind.value,
                "lag_share": link.lag_share,
            }
            for task in self._plan.tasks
            if tasks.get(task.uid) in taken
            for link in task.links
            if link.predecessor in tasks
        ]
        self._exchange(Dependency, DEPENDENCIES, old, rows)

    def _assignments(
        self, tasks: Mapping[str, int], people: Mapping[str, int]
    ) -> dict[int, tuple[tuple[str, str], ...]]:
        """Replace who works on the plan's tasks; returns the rows' extras."""
        taken = {number for number in tasks.values() if not self._refuses(number, "people")}
        old = [row.id for row in self._among(ASSIGNMENTS, ASSIGNMENTS.c.task_id, taken)]
        rows, extras = [], []
        places: dict[int, int] = {}
        for one in self._plan.assignments:
            task = tasks.get(one.task)
            if task is None or task not in taken:
                continue
            places[task] = places.get(task, -1) + 1
            rows.append(
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
            extras.append(one.extras)
        ids = self._exchange(Assignment, ASSIGNMENTS, old, rows)
        if old:
            gone = self._extra_ids("assignment", set(old) - set(ids))
            bulk_delete(self._session, PlanExtra, gone)
        return dict(zip(ids, extras, strict=True))

    def _baselines(self, tasks: Mapping[str, int]) -> None:
        stored = {row.number: row.id for row in self._of_project(BASELINES)}
        numbers = {one.number for task in self._plan.tasks for one in task.baselines}
        new = [
            {"project_id": self._project, "number": number}
            for number in sorted(numbers - stored.keys())
        ]
        ids = bulk_insert(self._session, Baseline, new)
        stored |= {row["number"]: number for row, number in zip(new, ids, strict=True)}
        wanted = [
            {
                "baseline_id": stored[one.number],
                "task_id": tasks[task.uid],
                "start": one.start,
                "finish": one.finish,
                "duration_minutes": one.duration_minutes,
                "work_minutes": one.work_minutes,
                "cost_minor": one.cost,
            }
            for task in self._plan.tasks
            if task.uid in tasks
            for one in task.baselines
        ]
        self._replace(BaselineTask, BASELINE_TASKS, "task_id", tasks.values(), wanted)

    # Rows

    def _extras(self, table: str, wanted: Mapping[int, Iterable[tuple[str, str]]]) -> None:
        rows = [
            {"table": table, "row_id": number, "name": name, "value": value}
            for number, extras in wanted.items()
            for name, value in extras
        ]
        old = [] if self._is_new and table != "person" else self._extra_ids(table, wanted)
        self._exchange(PlanExtra, EXTRAS, old, rows)

    def _extra_ids(self, table: str, ids: Iterable[int]) -> list[int]:
        found = self._among(EXTRAS, EXTRAS.c.row_id, ids)
        return [row.id for row in found if row.table == table]

    def _of_project(self, table: Table) -> list[Row[Any]]:
        if self._is_new:
            return []
        statement = select(table).where(table.c.project_id == self._project)
        return list(self._session.connection().execute(statement))

    def _among(self, table: Table, column: Any, ids: Iterable[int]) -> list[Row[Any]]:
        wanted = sorted(set(ids))
        found: list[Row[Any]] = []
        for start in range(0, len(wanted), CHUNK):
            statement = select(table).where(column.in_(wanted[start : start + CHUNK]))
            found += self._session.connection().execute(statement.order_by(table.c.id))
        return found

    def _replace(
        self,
        model: type[SQLModel],
        table: Table,
        column: str,
        owners: Collection[int],
        wanted: Sequence[Mapping[str, Any]],
    ) -> None:
        """Give these owners exactly these rows."""
        old = [] if self._is_new else [r.id for r in self._among(table, table.c[column], owners)]
        self._exchange(model, table, old, wanted)

    def _exchange(
        self,
        model: type[SQLModel],
        table: Table,
        old: Sequence[int],
        wanted: Sequence[Mapping[str, Any]],
    ) -> list[int]:
        """The wanted rows' ids; a row that is there already as it is to be stays itself."""
        if not old:
            return bulk_insert(self._session, model, wanted)
        there: dict[tuple[Any, ...], list[int]] = {}
        names = sorted(wanted[0]) if wanted else []
        for row in self._among(table, table.c.id, old):
            there.setdefault(tuple(row._mapping[name] for name in names), []).append(row.id)
        found: list[int | None] = []
        for one in wanted:
            same = there.get(tuple(one[name] for name in names))
            found.append(same.pop(0) if same else None)
        stay = {number for number in found if number is not None}
        bulk_delete(self._session, model, [number for number in old if number not in stay])
        new = [one for one, number in zip(wanted, found, strict=True) if number is None]
        ids = iter(bulk_insert(self._session, model, new))
        return [next(ids) if number is None else number for number in found]


def plan_changes(changes: Iterable[RecordChange]) -> dict[int, frozenset[str]]:
    """Of known tasks, by their ids, the fields in which a file differs."""
    return {
        one.id: frozenset(one.values)
        for one in changes
        if one.id is not None and one.table == "task"
    }
