"""The plan as the Gantt shows it: projects, their tasks, floats, links, and what is wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.activities import Scheduled
from pmo_desktop.domain.findings import Finding, reason
from pmo_desktop.domain.gaps import Rests, parse_gaps, rests
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.holidays import unpublished_reason
from pmo_desktop.domain.plan import Plan, PlanLink, PlanRow
from pmo_desktop.models import Assignment, Department, Person, Programme, WorkingCalendar
from pmo_desktop.services.balancing import moved_from
from pmo_desktop.services.network import CONSTRAINTS, LAG_KINDS, LINK_TYPES
from pmo_desktop.services.office import office_row
from pmo_desktop.services.planned import ROUND_THE_CLOCK
from pmo_desktop.services.project_rows import names
from pmo_desktop.services.scheduling import Computed, compute, connected
from pmo_desktop.storage.bulk import table_of

PEOPLE, ASSIGNMENTS, PROGRAMMES = table_of(Person), table_of(Assignment), table_of(Programme)
DEPARTMENTS = table_of(Department)
PROJECT = "project"


def plan(session: Session, project_ids: Sequence[int] | None = None) -> Plan:
    """The plan of these projects, or of all; each project, then its tasks in their order.

    Projects that links tie to those asked for are computed with them, but not shown.
    """
    computed = compute(session, None if project_ids is None else connected(session, project_ids))
    return laid_out(session, PlanRows(session, computed, project_ids))


def laid_out(session: Session, made: PlanRows) -> Plan:
    """The plan of these rows."""
    computed, rows, index = made.computed, made.rows, made.index
    shown = tuple(rows)
    return Plan(
        rows=shown,
        links=_links(computed, index, shown),
        findings=(
            *_findings(computed, index, shown),
            *computed.faults,
            *_unpublished(session, shown),
        ),
        status_date=computed.status_date,
        minutes_per_day=computed.calendar.minutes_per_day,
        non_working=_non_working(computed, shown),
        own_days_off=_own_days_off(computed, shown),
    )


class PlanRows:
    """The rows of the plan; `index` has those of the tasks by their ids, `tops` those of the
    projects. `tightest` has for each task the one at or below it with the least float."""

    def __init__(
        self, session: Session, computed: Computed, project_ids: Sequence[int] | None = None
    ) -> None:
        self.rows: list[PlanRow] = []
        self.index: dict[int, int] = {}
        self.tops: dict[int, int] = {}
        self.tightest: dict[int, Scheduled] = {}
        self.computed = computed
        self._people = _people(session)
        self._programmes = names(session, PROGRAMMES)
        self._managers = names(session, PEOPLE)
        self._departments = names(session, DEPARTMENTS)
        office = computed.office
        self._near = round(office.near_critical_days * computed.calendar.minutes_per_day)

        wanted = None if project_ids is None else set(project_ids)
        for project in computed.projects:
            if wanted is None or project.id in wanted:
                self._add(project)

    def _add(self, project: Row[Any]) -> None:
        """A project and its tasks."""
        rows, index, computed = self.rows, self.index, self.computed
        at = self.tops[project.id] = len(rows)
        tasks = computed.tasks[project.id]
        rows.append(self._project(project, tasks))
        self.tightest |= _tightest(tasks, computed)
        for task in tasks:
            parent = index.get(task.parent_id, at) if task.parent_id is not None else at
            index[task.id] = len(rows)
            rows.append(self.row(task, parent, rows[parent].depth + 1))

    def _project(self, project: Row[Any], tasks: Sequence[Row[Any]]) -> PlanRow:
        computed = self.computed
        above = {task.parent_id for task in tasks}
        leaves = [computed.outlined[t.id] for t in tasks if t.id not in above and t.active]
        start, finish = _first(leaf.start for leaf in leaves), _last(leaf.finish for leaf in leaves)
        weight = sum(leaf.duration_minutes for leaf in leaves)
        earned = sum(leaf.duration_minutes * leaf.percent_complete for leaf in leaves)
        between = computed.calendar.between(start, finish) if start and finish else 0
        return PlanRow(
            task_id=None,
            project_id=project.id,
            parent=-1,
            depth=0,
            wbs=project.code,
            name=project.name,
            kind=PROJECT,
            start=start,
            finish=finish,
            duration_minutes=between,
            percent_complete=earned / weight if weight else 0.0,
            baseline_start=_first(task.baseline_start for task in tasks),
            baseline_finish=_last(task.baseline_finish for task in tasks),
            calendar=computed.calendars.names.get(project.calendar_id, ""),
            programme=self._programmes.get(project.programme_id, ""),
            phase=project.phase,
            manager=self._managers.get(project.manager_id, ""),
            department=self._departments.get(project.department_id, ""),
            state=project.state,
        )

    def row(self, task: Row[Any], parent: int, depth: int) -> PlanRow:
        """The row of a task as it is computed now."""
        found = self.tightest.get(task.id)
        now = self.computed.outlined[task.id]
        floating = found.total_float_minutes if found else None
        critical = found.critical if found else False
        own = self.computed.result.activities.get(task.id)
        return PlanRow(
            task_id=task.id,
            project_id=task.project_id,
            parent=parent,
            depth=depth,
            wbs=task.wbs,
            name=task.name,
            kind=now.kind.value,
            start=now.start,
            finish=now.finish,
            duration_minutes=now.duration_minutes,
            percent_complete=now.percent_complete,
            people=self._people.get(task.id, ()),
            total_float_minutes=floating,
            free_float_minutes=found.free_float_minutes if found else None,
            critical=critical,
            fixed=task.fixed,
            baseline_start=task.baseline_start,
            baseline_finish=task.baseline_finish,
            deadline=task.deadline,
            actual_start=task.actual_start,
            actual_finish=task.actual_finish,
            late_start=own.late_start if own else None,
            late_finish=own.late_finish if own else None,
            constraint=CONSTRAINTS[task.constraint],
            constraint_date=task.constraint_date,
            gaps=self._rests(task, now.start) if task.gaps else (),
            active=task.active,
            driver=own.driver if own else None,
            near_critical=_is_near(floating, critical, now.percent_complete, self._near),
            elapsed=task.elapsed,
            calendar=self.computed.calendars.names.get(task.calendar_id, ""),
            moved_from=moved_from(self.computed, task),
        )

    def _rests(self, task: Row[Any], start: datetime | None) -> Rests:
        return () if start is None else rests_of(self.computed, task, task.gaps, start)


def rests_of(computed: Computed, task: Row[Any], gaps: str, start: datetime) -> Rests:
    """When a task that begins then would rest with these splits (see `domain.gaps`)."""
    calendar = computed.calendars.get(task.calendar_id)
    calendar = calendar or computed.network.frames[task.project_id].calendar
    calendar = ROUND_THE_CLOCK if task.elapsed else calendar
    return rests(parse_gaps(gaps), start, task.duration_minutes, calendar)


def _is_near(floating: int | None, critical: bool, done: float, near: int) -> bool:
    """Whether little float is left of what is still to be done."""
    return floating is not None and not critical and done < 1 and floating <= near


def _tightest(tasks: Sequence[Row[Any]], computed: Computed) -> dict[int, Scheduled]:
    """Each task's place in the schedule; a summary's is that of the tightest task below it."""
    found: dict[int, Scheduled] = {}
    parents = {task.id: task.parent_id for task in tasks}
    for task in tasks:
        placed = computed.result.activities.get(task.id)
        at: int | None = task.id
        while placed is not None and at is not None:
            known = found.get(at)
            if known is None or float_of(placed) < float_of(known):
                found[at] = placed
            at = parents.get(at)
    return found


def float_of(placed: Scheduled) -> float:
    """What has no float because it lies in a loop is not tight."""
    floating = placed.total_float_minutes
    return math.inf if floating is None else floating


def _links(
    computed: Computed, index: Mapping[int, int], rows: Sequence[PlanRow]
) -> tuple[PlanLink, ...]:
    found = []
    for link in computed.links:
        if link.predecessor_id not in index or link.successor_id not in index:
            continue
        before, after = index[link.predecessor_id], index[link.successor_id]
        driver = computed.result.activities.get(link.successor_id)
        critical = (
            rows[before].critical
            and rows[after].critical
            and driver is not None
            and driver.driver == link.predecessor_id
        )
        found.append(
            PlanLink(
                before,
                after,
                LINK_TYPES[link.type],
                link.lag_minutes,
                critical,
                LAG_KINDS[link.lag_kind],
                link.lag_share,
                link.id,
            )
        )
    return tuple(found)


def _findings(
    computed: Computed, index: Mapping[int, int], rows: Sequence[PlanRow]
) -> list[Reason]:
    minutes = computed.calendar.minutes_per_day
    labels = {
        task: f"{_project_code(rows, at)} {rows[at].wbs} {rows[at].name}".strip()
        for task, at in index.items()
    }
    return [
        reason(finding, labels, minutes)
        for finding in computed.result.findings
        if _is_shown(finding, index)
    ]


def _is_shown(finding: Finding, index: Mapping[int, int]) -> bool:
    return all(task in index for task in finding.activities)


def _project_code(rows: Sequence[PlanRow], at: int) -> str:
    while rows[at].parent >= 0:
        at = rows[at].parent
    return rows[at].wbs


def _unpublished(session: Session, rows: Sequence[PlanRow]) -> list[Reason]:
    """A warning where the plan runs into years whose statutory days nobody has entered."""
    last = _last(row.finish for row in rows)
    calendar = session.get(WorkingCalendar, office_row(session).calendar_id)
    known = calendar.published_until if calendar else None
    if last is None or known is None or last.year <= known.year:
        return []
    return [unpublished_reason(list(range(known.year + 1, last.year + 1)))]


def _non_working(computed: Computed, rows: Sequence[PlanRow]) -> frozenset[date]:
    first, last = _first(row.start for row in rows), _last(row.finish for row in rows)
    if first is None or last is None:
        return frozenset()
    return computed.calendar.non_working_days(first.date(), last.date())


def _own_days_off(computed: Computed, rows: Sequence[PlanRow]) -> dict[int, frozenset[date]]:
    """The days off of the projects whose calendar is not the office's."""
    first, last = _first(row.start for row in rows), _last(row.finish for row in rows)
    if first is None or last is None:
        return {}
    shown = {row.project_id for row in rows if row.task_id is None}
    found: dict[int, frozenset[date]] = {}
    for project in computed.projects:
        own = computed.calendars.get(project.calendar_id)
        if project.id in shown and own is not None and own is not computed.calendar:
            found[project.id] = own.non_working_days(first.date(), last.date())
    return found


def _people(session: Session) -> dict[int, tuple[str, ...]]:
    statement = (
        select(ASSIGNMENTS.c.task_id, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.id == ASSIGNMENTS.c.person_id)
        .order_by(ASSIGNMENTS.c.task_id, ASSIGNMENTS.c.position, ASSIGNMENTS.c.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for task, name in session.connection().execute(statement):
        found[task] = (*found.get(task, ()), name)
    return found


def _first(moments: Any) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _last(moments: Any) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
