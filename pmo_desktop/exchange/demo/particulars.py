"""What is special about some demo projects, filed when their history stands.

One is paused by a decision and got a new baseline; two have dates that their teams fixed, and which
clash with links here and there; one has a deadline that cannot be met; some wait for others; and
there are the decisions that were taken and are wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.risk import DecisionState
from pmo_desktop.domain.tasks import Constraint, LinkType, TaskKind
from pmo_desktop.exchange.demo.draft import Draft, DraftProject
from pmo_desktop.exchange.demo.filing import with_summaries
from pmo_desktop.exchange.demo.plans import DAY, PlannedTask
from pmo_desktop.exchange.demo.pool import Ids
from pmo_desktop.exchange.demo.words import dice, words
from pmo_desktop.models import Decision, Dependency, Task
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.storage.bulk import bulk_insert, bulk_update

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

CLASHES = 3
CLASH_DAYS = (2, 5)
NOTED_SHARE = 0.05
DEADLINE_SHARE = 0.25
DEADLINE_ROOM_DAYS = (20, 45)


def file_particulars(session: Session, draft: Draft, ids: Ids) -> None:
    """File them all; the projects' dates agree with their links afterwards but where told above."""
    projects = {project.code: project for project in draft.projects}
    particulars = words("portfolio")
    for code in particulars["halted"]:
        if code in projects:
            _pause(session, projects[code], draft.status_date, ids)
    for code in particulars["fixed"]:
        if code in projects:
            _fix(session, draft, projects[code], ids)
    _set_deadlines(session, draft, particulars["deadlines"], ids)
    _note(session, draft, ids)
    for before, after in particulars["ties"]:
        if before in projects and after in projects:
            _tie(session, projects[before], projects[after], draft.status_date, ids)
    reschedule(session, ids.projects.values())
    _file_decisions(session, draft, ids)


def _pause(session: Session, project: DraftProject, status_date: date, ids: Ids) -> None:
    """What is not begun waits for the day of resumption, and that is the new baseline."""
    execution, known = project.execution, ids.tasks[project.code]
    if execution.resumed is None:
        return
    resumed = execution.calendar.day_start(execution.resumed)
    state = execution.state(status_date)
    spans = with_summaries(execution.tasks, execution.expected(status_date))
    rows = [
        {"id": known[wbs], "baseline_start": start, "baseline_finish": finish}
        for wbs, (start, finish) in spans.items()
    ]
    held = [
        {"id": known[task.wbs], "constraint": Constraint.SNET.value, "constraint_date": resumed}
        for task in execution.tasks
        if task.kind is TaskKind.TASK and not state[task.wbs].percent
    ]
    bulk_update(session, Task, rows)
    bulk_update(session, Task, held)


def _fix(session: Session, draft: Draft, project: DraftProject, ids: Ids) -> None:
    """The team gave its dates; a few of them are earlier than the links allow."""
    execution, known = project.execution, ids.tasks[project.code]
    rng = dice(draft.seed, "clashes", project.code)
    state, spans = execution.state(draft.status_date), execution.expected(draft.status_date)
    begin = execution.calendar.day_start(draft.status_date + timedelta(days=CLASH_DAYS[1] * 2))
    able = [
        task.wbs
        for task in execution.tasks
        if task.kind is TaskKind.TASK
        and spans[task.wbs][0] > begin
        and any(link.type is LinkType.FS and not state[link.wbs].percent for link in task.links)
    ]
    early = dict.fromkeys(rng.sample(able, k=min(CLASHES, len(able))), 0)
    for wbs in early:
        early[wbs] = rng.randint(*CLASH_DAYS) * DAY
    rows = []
    for wbs, (start, finish) in spans.items():
        calendar, shift = execution.calendar, early.get(wbs, 0)
        if shift:
            start = calendar.add(start, -shift)
            finish = calendar.previous_working(calendar.add(finish, -shift))
        rows.append({"id": known[wbs], "fixed": True, "start": start, "finish": finish})
    bulk_update(session, Task, rows)


def _set_deadlines(session: Session, draft: Draft, tight: Mapping[str, int], ids: Ids) -> None:
    """On last milestones that are ahead; the tight ones, days behind the baseline, are missed."""
    rng = dice(draft.seed, "deadlines")
    rows = []
    for project in draft.projects:
        execution, chosen = project.execution, rng.random() < DEADLINE_SHARE
        room = timedelta(days=rng.randint(*DEADLINE_ROOM_DAYS))
        last = _last_milestone(execution.tasks)
        finish = execution.expected(draft.status_date)[last.wbs][1]
        if project.code in tight:
            room = timedelta(days=tight[project.code])
            finish = execution.baseline[last.wbs][1]
        elif not chosen or project.project.state in ("completed", "on_hold"):
            continue
        deadline = execution.calendar.day_finish((finish + room).date())
        rows.append({"id": ids.tasks[project.code][last.wbs], "deadline": deadline})
    bulk_update(session, Task, rows)


def _last_milestone(tasks: Sequence[PlannedTask]) -> PlannedTask:
    return [task for task in tasks if task.kind is TaskKind.MILESTONE][-1]


def _note(session: Session, draft: Draft, ids: Ids) -> None:
    """A remark here and there."""
    rng = dice(draft.seed, "notes")
    rows = [
        {"id": ids.tasks[project.code][task.wbs], "notes": rng.choice(notes)}
        for project in draft.projects
        for notes in [words("status")[project.project.language]["notes"]]
        for task in project.execution.tasks
        if task.kind is TaskKind.TASK and rng.random() < NOTED_SHARE
    ]
    bulk_update(session, Task, rows)


def _tie(
    session: Session, before: DraftProject, after: DraftProject, status_date: date, ids: Ids
) -> None:
    """One project's first task that can wait for the end of the other without being delayed."""
    last = _last_milestone(before.execution.tasks)
    done = before.execution.expected(status_date)[last.wbs][1]
    spans = after.execution.expected(status_date)
    waiting = [
        task.wbs
        for task in after.execution.tasks
        if task.kind is TaskKind.TASK and spans[task.wbs][0] >= done
    ]
    if waiting:
        wbs = min(waiting, key=lambda code: spans[code])
        row = {
            "predecessor_id": ids.tasks[before.code][last.wbs],
            "successor_id": ids.tasks[after.code][wbs],
        }
        bulk_insert(session, Dependency, [row])


def _file_decisions(session: Session, draft: Draft, ids: Ids) -> None:
    rows: list[dict[str, Any]] = []
    for decision in draft.decisions:
        state = DecisionState.DECIDED if decision.decided_on else DecisionState.WANTED
        row = {name: getattr(decision, name) for name in DECISION_COLUMNS}
        row["project_id"] = ids.projects[decision.project] if decision.project else None
        rows.append(row | {"state": state.value})
    bulk_insert(session, Decision, rows)


DECISION_COLUMNS = ("uid", "code", "name", "impact", "recommendation", "due", "outcome",
                    "decided_on")  # fmt: skip
