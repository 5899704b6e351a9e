"""A project as a plan file would hold it: what is written out, and compared with a file.

Tasks, calendars and people keep the ids that a file gave them; who came by other ways gets the next
free one. Dates are those of the plan as it stands: the computed ones where it computes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Row, Table, func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.base_calendars import AS_BASE
from pmo_desktop.domain.plan_file import (
    Extras,
    PlanAssignment,
    PlanBaseline,
    PlanCalendar,
    PlanFile,
    PlanLink,
    PlanRate,
    PlanResource,
    PlanTask,
    outline_numbers,
)
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.tasks import (
    Constraint,
    Contour,
    LagKind,
    LinkType,
    ProgressRule,
    ResourceKind,
    TaskKind,
    TaskType,
)
from pmo_desktop.models import (
    Assignment,
    Baseline,
    BaselineTask,
    CalendarDay,
    CustomField,
    CustomValue,
    Dependency,
    Issue,
    Person,
    PersonRate,
    PlanExtra,
    Project,
    Risk,
    StatusReport,
    Task,
    WorkingCalendar,
)
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.office import office_row
from pmo_desktop.services.plan_hours import AS_CALENDAR, NAMES, at, stored_hours
from pmo_desktop.services.tasks import project_tasks
from pmo_desktop.storage.bulk import table_of

PROJECTS, TASKS, PEOPLE = table_of(Project), table_of(Task), table_of(Person)
CALENDARS, DAYS, EXTRAS = table_of(WorkingCalendar), table_of(CalendarDay), table_of(PlanExtra)
DEPENDENCIES, ASSIGNMENTS = table_of(Dependency), table_of(Assignment)
BASELINES, BASELINE_TASKS, RATES = table_of(Baseline), table_of(BaselineTask), table_of(PersonRate)
FIELDS, VALUES = table_of(CustomField), table_of(CustomValue)
REGISTERS = (table_of(Risk), table_of(Issue), table_of(StatusReport))
CHUNK = 500


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


@dataclass(frozen=True)
class ProjectChoice:
    id: int
    code: str
    name: str


def project_choices(session: Session) -> tuple[ProjectChoice, ...]:
    """The projects of which a plan can be written, by priority and code."""
    columns = (PROJECTS.c.id, PROJECTS.c.code, PROJECTS.c.name)
    ordered = select(*columns).order_by(PROJECTS.c.priority, PROJECTS.c.code)
    return tuple(ProjectChoice(*row) for row in session.connection().execute(ordered))


@dataclass(frozen=True)
class PlanIdentity:
    """What a file says that it is: our own project's uid, where we wrote it, and its own GUID."""

    uid: str = ""
    guid: str = ""


def known_plan(session: Session, identity: PlanIdentity) -> int | None:
    """The project that this very file has brought, or that it was written from."""
    connection = session.connection()
    if identity.uid:
        found = connection.execute(select(PROJECTS.c.id).where(PROJECTS.c.uid == identity.uid))
        if (project := found.scalar()) is not None:
            return int(project)
    if not identity.guid:
        return None
    is_it = (EXTRAS.c.table == "project", EXTRAS.c.name == "GUID")
    named = select(EXTRAS.c.row_id).where(*is_it, EXTRAS.c.value == identity.guid)
    number = connection.execute(named).scalar()
    return None if number is None else int(number)


def stored_plan(session: Session, project_id: int) -> StoredPlan:
    return _Reading(session, project_id).stored()


class _Reading:
    def __init__(self, session: Session, project_id: int) -> None:
        self._session = session
        statement = select(PROJECTS).where(PROJECTS.c.id == project_id)
        self._project: Row[Any] = session.connection().execute(statement).one()
        self._hours = stored_hours(session, [project_id]).get(project_id, AS_CALENDAR)
        self._rows = project_tasks(session, project_id)
        self._parents = {row.id: row.parent_id for row in self._rows}

    def stored(self) -> StoredPlan:
        rows, project = self._in_order(), self._project
        uids = _numbered(rows, "file_uid")
        assignments = self._assigned([row.id for row in rows])
        people = self._people({row.person_id for row in assignments})
        usual, calendar_uids, plan_calendars = self._calendars(rows, people)
        resources, resource_uids = self._resources(people, calendar_uids)
        tasks, links_out = self._tasks(rows, uids, calendar_uids)
        office = office_row(self._session)
        rule = ProgressRule(project.progress_rule or office.progress_rule)
        stands = rule is ProgressRule.STANDS
        if project.schedule_from == ScheduleFrom.FINISH.value and not stands:
            tasks = tuple(map(_as_late, tasks))
        plan = PlanFile(
            name=project.name,
            title=project.name,
            project_uid=project.uid,
            manager=self._manager(),
            start=self._start(usual),
            finish=self._finish(usual, rows),
            schedule_from=ScheduleFrom(project.schedule_from),
            honours_constraints=project.honours_constraints,
            progress_rule=rule,
            status_date=project.status_date or (None if stands else office.status_date),
            currency=project.currency,
            minutes_per_day=project.minutes_per_day
            or calendars(self._session).or_office(project.calendar_id).minutes_per_day,
            calendar=calendar_uids[usual],
            calendars=plan_calendars,
            tasks=tasks,
            resources=resources,
            assignments=self._assignments(assignments, uids, resource_uids),
            extras=tuple(
                pair
                for pair in self._extras("project", [project.id]).get(project.id, ())
                if pair != ("Name", f"{project.name}.xml") and pair[0] not in NAMES
            ),
        )
        by_hand = frozenset(uids[row.id] for row in rows if not row.file_uid)
        counted = {"plan_link_to_project": links_out, **self._not_held()}
        left_out = tuple((code, count) for code, count in counted.items() if count)
        return StoredPlan(
            plan,
            project.id,
            project.code,
            project.name,
            {uid: number for number, uid in uids.items()},
            by_hand,
            left_out=left_out,
        )

    # Tasks

    def _in_order(self) -> list[Row[Any]]:
        """The tasks as an outline is read: each behind the one above it."""
        below: dict[int | None, list[Row[Any]]] = defaultdict(list)
        for row in self._rows:
            below[row.parent_id if row.parent_id in self._parents else None].append(row)
        found: list[Row[Any]] = []
        waiting = list(reversed(below[None]))
        while waiting:
            row = waiting.pop()
            found.append(row)
            waiting += reversed(below.get(row.id, ()))
        return found

    def _levels(self, rows: Sequence[Row[Any]]) -> tuple[int, ...]:
        levels: dict[int, int] = {}
        for row in rows:
            levels[row.id] = levels.get(row.parent_id, 0) + 1
        return tuple(levels[row.id] for row in rows)

    def _tasks(
        self, rows: Sequence[Row[Any]], uids: Mapping[int, str], calendar_uids: Mapping[int, str]
    ) -> tuple[tuple[PlanTask, ...], int]:
        ids = [row.id for row in rows]
        links, outside = self._links(uids)
        baselines, extras = self._baselines(ids), self._extras("task", ids)
        levels = self._levels(rows)
        numbers = outline_numbers(levels)
        return tuple(
            PlanTask(
                uid=uids[row.id],
                name=row.name,
                level=level,
                kind=TaskKind(row.kind),
                active=row.active,
                manual=row.fixed,
                start=row.start,
                finish=row.finish,
                duration_minutes=row.duration_minutes,
                elapsed=row.elapsed,
                estimated=row.estimated,
                constraint=Constraint(row.constraint),
                constraint_date=row.constraint_date,
                deadline=row.deadline,
                calendar=calendar_uids.get(row.calendar_id, ""),
                ignores_people=row.ignores_people,
                priority=row.priority,
                task_type=TaskType(row.task_type),
                effort_driven=row.effort_driven,
                percent_complete=row.percent_complete,
                actual_start=row.actual_start,
                actual_finish=row.actual_finish,
                resume=row.resume,
                gaps=row.gaps,
                held_until=row.held_until,
                work_minutes=row.work_minutes,
                fixed_cost=row.fixed_cost_minor,
                cost=row.cost_minor,
                actual_cost=row.actual_cost_minor,
                notes=row.notes,
                links=links.get(row.id, ()),
                baselines=baselines.get(row.id, ()),
                extras=_with_code(extras.get(row.id, ()), row.wbs, number),
            )
            for row, level, number in zip(rows, levels, numbers, strict=True)
        ), outside

    def _links(self, uids: Mapping[int, str]) -> tuple[dict[int, tuple[PlanLink, ...]], int]:
        found: dict[int, list[PlanLink]] = defaultdict(list)
        outside = 0
        for row in self._among(DEPENDENCIES, DEPENDENCIES.c.successor_id, uids):
            if row.predecessor_id not in uids:
                outside += 1
                continue
            found[row.successor_id].append(
                PlanLink(
                    uids[row.predecessor_id],
                    LinkType(row.type),
                    row.lag_minutes,
                    LagKind(row.lag_kind),
                    row.lag_share,
                )
            )
        return {task: tuple(links) for task, links in found.items()}, outside

    def _baselines(self, ids: Iterable[int]) -> dict[int, tuple[PlanBaseline, ...]]:
        statement = select(BASELINES.c.id, BASELINES.c.number).where(
            BASELINES.c.project_id == self._project.id
        )
        numbers = dict(tuple(row) for row in self._session.connection().execute(statement))
        found: dict[int, list[PlanBaseline]] = defaultdict(list)
        for row in self._among(BASELINE_TASKS, BASELINE_TASKS.c.task_id, ids):
            found[row.task_id].append(
                PlanBaseline(
                    numbers[row.baseline_id],
                    row.start,
                    row.finish,
                    row.duration_minutes,
                    row.work_minutes,
                    row.cost_minor,
                )
            )
        named = {task: tuple(sorted(b, key=lambda one: one.number)) for task, b in found.items()}
        for task in self._rows:
            # What was never saved as a baseline of a name is the one that stands in the task.
            is_given = task.baseline_start is not None or task.baseline_finish is not None
            if task.id not in named and is_given and not numbers:
                named[task.id] = (PlanBaseline(0, task.baseline_start, task.baseline_finish),)
        return named

    # Calendars and people

    def _calendars(
        self, rows: Sequence[Row[Any]], people: Sequence[Row[Any]]
    ) -> tuple[int, dict[int, str], tuple[PlanCalendar, ...]]:
        """The id of the project's calendar, the uids of all that the plan needs, and these."""
        every = {
            row.id: row
            for row in self._session.connection().execute(
                select(CALENDARS).order_by(CALENDARS.c.id)
            )
        }
        office = office_row(self._session).calendar_id
        usual = self._project.calendar_id if self._project.calendar_id in every else office
        if usual is None or usual not in every:
            return 0, {0: "1"}, (PlanCalendar("1", "Standard", _office_week(self._session)),)
        wanted = {usual, *(row.calendar_id for row in rows), *(row.calendar_id for row in people)}
        wanted |= {row.id for row in every.values() if row.project_id == self._project.id}
        todo = [number for number in wanted if number in every]
        needed: set[int] = set()
        while todo:
            number = todo.pop()
            if number not in needed:
                needed.add(number)
                base = every[number].base_id
                todo += [base] if base in every else []
        in_order = [row for row in every.values() if row.id in needed]
        uids = _numbered(in_order, "file_uid", self._project.id)
        days: dict[int, list[Any]] = defaultdict(list)
        for day in self._among(DAYS, DAYS.c.calendar_id, needed):
            days[day.calendar_id].append((day.day, day.hours, day.name))
        extras = self._extras("working_calendar", needed)
        plan = tuple(
            PlanCalendar(
                uids[row.id],
                row.name,
                _week(row, _office_week(self._session)),
                tuple(sorted(days[row.id])),
                uids.get(row.base_id, ""),
                extras.get(row.id, ()),
            )
            for row in in_order
        )
        return usual, uids, plan

    def _people(self, ids: set[int]) -> list[Row[Any]]:
        """Who works on the plan, and whom its file had brought besides."""
        owned = select(CALENDARS.c.id).where(CALENDARS.c.project_id == self._project.id)
        statement = select(PEOPLE).where(PEOPLE.c.calendar_id.in_(owned))
        found = {row.id: row for row in self._session.connection().execute(statement)}
        found |= {row.id: row for row in self._among(PEOPLE, PEOPLE.c.id, ids)}
        return [found[number] for number in sorted(found)]

    def _resources(
        self, people: Sequence[Row[Any]], calendar_uids: Mapping[int, str]
    ) -> tuple[tuple[PlanResource, ...], dict[int, str]]:
        uids = _numbered(people, "file_uid")
        rates: dict[int, list[PlanRate]] = defaultdict(list)
        for row in self._among(RATES, RATES.c.person_id, uids):
            rates[row.person_id].append(
                PlanRate(
                    row.rate_table,
                    row.from_day,
                    row.standard_minor,
                    row.overtime_minor,
                    row.per_use_minor,
                )
            )
        extras = self._extras("person", uids)
        found = tuple(
            PlanResource(
                uids[row.id],
                row.name,
                ResourceKind(row.kind),
                row.email,
                row.capacity,
                row.active,
                row.material_unit,
                calendar_uids.get(row.calendar_id, ""),
                tuple(rates[row.id]),
                extras.get(row.id, ()),
            )
            for row in people
        )
        return found, uids

    def _assigned(self, ids: Sequence[int]) -> list[Row[Any]]:
        return self._among(ASSIGNMENTS, ASSIGNMENTS.c.task_id, ids)

    def _assignments(
        self, rows: Sequence[Row[Any]], tasks: Mapping[int, str], people: Mapping[int, str]
    ) -> tuple[PlanAssignment, ...]:
        extras = self._extras("assignment", [row.id for row in rows])
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

    # The project

    def _manager(self) -> str:
        if self._project.manager_id is None:
            return ""
        statement = select(PEOPLE.c.name).where(PEOPLE.c.id == self._project.manager_id)
        return str(self._session.connection().execute(statement).scalar() or "")

    def _start(self, usual: int) -> datetime | None:
        day = self._project.start
        if day is None:
            return min((row.start for row in self._rows if row.start), default=None)
        start = calendars(self._session).or_office(usual).day_start(day)
        return at(start, self._hours.start)

    def _finish(self, usual: int, rows: Sequence[Row[Any]]) -> datetime | None:
        by = self._project.finish_by
        if self._project.schedule_from == ScheduleFrom.FINISH.value and by is not None:
            finish = calendars(self._session).or_office(usual).day_finish(by)
            return at(finish, self._hours.finish)
        return max((row.finish for row in rows if row.finish), default=None)

    def _not_held(self) -> dict[str, int]:
        """What of the project such a file has no place for, by the codes of the sentences."""
        connection = self._session.connection()
        estimates = sum(row.optimistic_minutes is not None for row in self._rows)
        own = self._among(VALUES, VALUES.c.row_id, [row.id for row in self._rows])
        fields = select(FIELDS.c.id).where(FIELDS.c.table == "task")
        of_tasks = set(connection.execute(fields).scalars())
        registers = 0
        for table in REGISTERS:
            mine = select(func.count()).where(table.c.project_id == self._project.id)
            registers += int(connection.execute(mine.select_from(table)).scalar() or 0)
        return {
            "plan_estimates": estimates,
            "plan_own_values": sum(row.custom_field_id in of_tasks for row in own),
            "plan_registers": registers,
        }

    def _extras(self, table: str, ids: Iterable[int]) -> dict[int, Extras]:
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for row in self._among(EXTRAS, EXTRAS.c.row_id, ids):
            if row.table == table:
                found[row.row_id].append((row.name, row.value))
        return {number: tuple(sorted(pairs)) for number, pairs in found.items()}

    def _among(self, table: Table, column: Any, ids: Iterable[int]) -> list[Row[Any]]:
        wanted = sorted(set(ids))
        found: list[Row[Any]] = []
        for start in range(0, len(wanted), CHUNK):
            statement = select(table).where(column.in_(wanted[start : start + CHUNK]))
            found += self._session.connection().execute(statement.order_by(table.c.id))
        return sorted(found, key=lambda row: row.id)


def _numbered(
    rows: Sequence[Row[Any]], column: str, project_id: int | None = None
) -> dict[int, str]:
    """Each row's id in the file, or the next free number. Of rows of another project (of a plan of
    its own) the id is not this file's."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for row in rows:
        uid = getattr(row, column)
        is_ours = project_id is None or row.project_id in (project_id, None)
        if uid and uid not in taken and is_ours:
            found[row.id] = uid
            taken.add(uid)
    highest = max((int(uid) for uid in taken if uid.isdecimal() and len(uid) < 10), default=0)
    free = count(highest + 1)
    return {row.id: found.get(row.id) or str(next(free)) for row in rows}


def _as_late(task: PlanTask) -> PlanTask:
    """As files say what lies late where a project is scheduled from its finish."""
    if task.constraint is not Constraint.ASAP or task.kind is TaskKind.SUMMARY:
        return task
    return replace(task, constraint=Constraint.ALAP)


def _with_code(extras: Extras, wbs: str, number: str) -> Extras:
    """A code of the office's own is the file's own code."""
    given = dict(extras).get("WBS", "")
    code = wbs if wbs and not _is_number(wbs) else given
    rest = tuple(pair for pair in extras if pair[0] != "WBS")
    return tuple(sorted((*rest, ("WBS", code)))) if code and code != number else rest


def _is_number(code: str) -> bool:
    return code.replace(".", "").isdecimal()


def _week(row: Row[Any], usual: tuple[str, ...]) -> tuple[str, ...]:
    week = tuple(part.strip() for part in row.week.split(";"))
    if len(week) != 7:
        return usual
    if row.base_id is None and AS_BASE in week:
        pairs: Iterator[tuple[str, str]] = zip(week, usual, strict=True)
        return tuple(other if hours == AS_BASE else hours for hours, other in pairs)
    return week


def _office_week(session: Session) -> tuple[str, ...]:
    return tuple(str(hours) for hours in calendars(session)[None].week)
