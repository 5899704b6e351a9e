"""Files the drafted office in the tables, period by period, as if it had lived through them.

Each period brings the projects that began by then, the progress, spending and registers of its
status date and the teams' reports; then it is closed by the same verb that the office uses. So the
history is what the program itself would have said at the time. The newest period stays open, and
its reports are left to the teams' returned spreadsheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pmo_desktop.domain import evm
from pmo_desktop.domain.money import to_minor
from pmo_desktop.domain.projects import ProjectPhase, ProjectState
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.demo import money
from pmo_desktop.exchange.demo.draft import Draft, DraftProject
from pmo_desktop.exchange.demo.execution import Execution, Span, TaskState
from pmo_desktop.exchange.demo.history import Period
from pmo_desktop.exchange.demo.plans import DAY, PlannedTask
from pmo_desktop.exchange.demo.pool import Ids, file_pool
from pmo_desktop.exchange.demo.registering import file_registers, file_reports
from pmo_desktop.models import Assignment, Dependency, Project, Task
from pmo_desktop.progress import Progress, Report
from pmo_desktop.services.office import change_office
from pmo_desktop.services.period import close_period
from pmo_desktop.storage.bulk import bulk_insert, bulk_update

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KNOWN_BEFORE_DAYS = 35
PHASES = tuple(ProjectPhase)


def file_draft(session: Session, draft: Draft, progress: Report) -> Ids:
    """Write everything, and close all periods but the newest."""
    ids = Ids()
    file_pool(session, draft, ids)
    for number, period in enumerate(draft.periods):
        progress(
            Progress(number, len(draft.periods), "Living through {period}", {"period": period.name})
        )
        _live(session, draft, period, ids, number / max(len(draft.periods) - 1, 1))
        if period is not draft.periods[-1]:
            close_period(session)
    return ids


def _live(session: Session, draft: Draft, period: Period, ids: Ids, share: float) -> None:
    """Bring the tables to the period's status date."""
    day = period.status_date
    change_office(session, {"period": period.name, "status_date": day})
    known = [p for p in draft.projects if _is_known(p, day, draft.status_date)]
    for project in known:
        if project.code not in ids.projects:
            _file_project(session, project, ids)
            _file_tasks(session, project, ids)
    states = {project.code: project.execution.state(day) for project in known}
    _update_projects(session, draft, known, states, day, ids)
    _update_tasks(session, known, states, day, ids)
    file_registers(session, known, day, ids)
    if period is not draft.periods[-1]:
        file_reports(session, draft.seed, known, period, share, ids)


def _is_known(project: DraftProject, day: date, last: date) -> bool:
    """Projects are entered some weeks before they begin; by the status date all of them are."""
    return day >= last or project.execution.start <= day + timedelta(days=KNOWN_BEFORE_DAYS)


def _file_project(session: Session, draft: DraftProject, ids: Ids) -> None:
    project = draft.project
    row = {
        "uid": project.uid,
        "code": project.code,
        "name": project.name,
        "programme_id": ids.programmes[project.programme.uid],
        "department_id": ids.departments[project.department],
        "manager_id": ids.people[project.manager.uid],
        "sponsor": project.sponsor,
        "objective": project.programme.objective,
        "priority": project.priority,
        "currency": money.CURRENCY,
        "budget_minor": to_minor(draft.budget, money.CURRENCY),
        "start": draft.execution.start,
        "description": project.description,
    }
    ids.projects[project.code] = bulk_insert(session, Project, [row])[0]


def _file_tasks(session: Session, draft: DraftProject, ids: Ids) -> None:
    """The rows of the plan with their baseline, level by level, then links and people."""
    execution, code = draft.execution, draft.code
    spans = with_summaries(execution.tasks, execution.baseline)
    known = ids.tasks[code] = {}
    position = {task.wbs: number for number, task in enumerate(execution.tasks, 1)}
    for depth in range(max(task.wbs.count(".") for task in execution.tasks) + 1):
        level = [task for task in execution.tasks if task.wbs.count(".") == depth]
        rows = [
            {
                "uid": task.uid,
                "project_id": ids.projects[code],
                "parent_id": known.get(task.parent),
                "position": position[task.wbs],
                "wbs": task.wbs,
                "name": task.name,
                "kind": task.kind.value,
                "duration_minutes": task.days * DAY,
                "baseline_start": spans[task.wbs][0],
                "baseline_finish": spans[task.wbs][1],
            }
            for task in level
        ]
        found = bulk_insert(session, Task, rows)
        known.update(zip((task.wbs for task in level), found, strict=True))
    _file_links(session, execution.tasks, known)
    _file_bookings(session, draft, known, ids)


def with_summaries(tasks: Sequence[PlannedTask], spans: Mapping[str, Span]) -> dict[str, Span]:
    """The spans with those of the summaries, from the first start below to the last finish."""
    found = dict(spans)
    for task in reversed(tasks):
        if task.parent:
            start, finish = found[task.wbs]
            above = found.get(task.parent, (start, finish))
            found[task.parent] = min(above[0], start), max(above[1], finish)
    return found


def _file_links(session: Session, tasks: Iterable[PlannedTask], known: Mapping[str, int]) -> None:
    rows = [
        {
            "predecessor_id": known[link.wbs],
            "successor_id": known[task.wbs],
            "type": link.type.value,
            "lag_minutes": link.lag_minutes,
        }
        for task in tasks
        for link in task.links
    ]
    bulk_insert(session, Dependency, rows)


def _file_bookings(
    session: Session, draft: DraftProject, known: Mapping[str, int], ids: Ids
) -> None:
    rows = [
        {
            "task_id": known[wbs],
            "person_id": ids.people[booking.person.uid],
            "units": booking.units,
            "position": position,
        }
        for wbs, crew in draft.bookings.items()
        for position, booking in enumerate(crew)
    ]
    bulk_insert(session, Assignment, rows)


def _update_projects(
    session: Session,
    draft: Draft,
    known: Iterable[DraftProject],
    states: Mapping[str, Mapping[str, TaskState]],
    day: date,
    ids: Ids,
) -> None:
    rows = []
    for project in known:
        state = states[project.code]
        light = project.project.story.get("cost", "green")
        earned = _earned(project.execution, state, project.budget, day)
        spent = money.spent(draft.seed, project.code, light, earned, day, draft.status_date)
        rows.append(
            {
                "id": ids.projects[project.code],
                "state": _project_state(project.execution, state, day).value,
                "phase": _phase(project.execution.tasks, state).value,
                "spent_minor": to_minor(spent, money.CURRENCY),
            }
        )
    bulk_update(session, Project, rows)


def _earned(
    execution: Execution, state: Mapping[str, TaskState], budget: Decimal, day: date
) -> Decimal:
    leaves = [
        evm.Leaf(state[wbs].percent, None, None, *span) for wbs, span in execution.baseline.items()
    ]
    moment = datetime.combine(day, datetime.min.time())
    progress = evm.progress(leaves, execution.calendar, moment)
    return budget * Decimal(f"{progress.earned / max(progress.total, 1):.6f}")


def _project_state(execution: Execution, state: Mapping[str, TaskState], day: date) -> ProjectState:
    if execution.halted and execution.halted <= day:
        return ProjectState.ON_HOLD
    if all(task.percent == 1 for task in state.values()):
        return ProjectState.COMPLETED
    return ProjectState.ACTIVE if execution.start <= day else ProjectState.PROPOSED


def _phase(tasks: Iterable[PlannedTask], state: Mapping[str, TaskState]) -> ProjectPhase:
    """By how many of its milestones are behind the project."""
    milestones = [task for task in tasks if task.kind is TaskKind.MILESTONE]
    reached = sum(state[task.wbs].percent == 1 for task in milestones)
    return PHASES[min(reached, len(PHASES) - 1)]


def _update_tasks(
    session: Session,
    known: Sequence[DraftProject],
    states: Mapping[str, Mapping[str, TaskState]],
    day: date,
    ids: Ids,
) -> None:
    """Progress, and the dates that were expected then; the summaries follow when all is filed."""
    expected = {project.code: project.execution.expected(day) for project in known}
    rows = [
        {
            "id": ids.tasks[project.code][wbs],
            "start": expected[project.code][wbs][0],
            "finish": expected[project.code][wbs][1],
            "duration_minutes": state.days * DAY,
            "percent_complete": state.percent,
            "actual_start": state.actual_start,
            "actual_finish": state.actual_finish,
        }
        for project in known
        for wbs, state in states[project.code].items()
    ]
    bulk_update(session, Task, rows)
