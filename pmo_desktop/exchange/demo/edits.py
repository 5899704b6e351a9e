"""What the demo teams changed before they sent their spreadsheets back.

The records go in as the database has them and come out as a team would return them: progress of
what runs, dates of what comes next, a task or a risk that is new, money spent, and the words on the
period. Dates stay whole days and shares whole per cent, as spreadsheets have them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.domain.risk import IssueState, RiskState
from pmo_desktop.domain.tasks import Link, TaskKind
from pmo_desktop.exchange.demo.draft import DraftProject
from pmo_desktop.exchange.demo.history import DemoReport
from pmo_desktop.exchange.demo.plans import DAY
from pmo_desktop.exchange.demo.words import words

PROGRESS_SHARE = 0.9
PERCENT_STEP = 0.05
MOVES = (1, 2)
SOON_DAYS = 45
SHIFTS = (-1, 1, 1, 2)
EXTRA_DAYS = (1, 2, 3)
SPENT_SHARES = (0.0, 0.004, 0.008, 0.015)
RISK_COSTS = (30_000, 50_000, 80_000, 125_000, 200_000)


@dataclass(frozen=True)
class Editor:
    """One team at its spreadsheet."""

    rng: Random
    draft: DraftProject
    calendar: Calendar
    status_date: date

    @property
    def language(self) -> str:
        return self.draft.project.language

    @property
    def friday(self) -> datetime:
        """The end of the last working day before the status date."""
        moment = datetime.combine(self.status_date, time())
        return self.calendar.previous_working(moment)


def edited(editor: Editor, records: ProjectRecords, report: DemoReport) -> ProjectRecords:
    """The records as the team returns them; a project that is finished only reports."""
    status = (*records.status, _status(report))
    if editor.draft.project.state == "completed":
        return replace(records, status=status)
    tasks = _with_progress(editor, records.tasks)
    tasks = _with_moves(editor, tasks)
    if editor.draft.project.state == "active":
        tasks = _with_extra(editor, tasks)
    return replace(
        records,
        project=_with_spending(editor, records.project),
        tasks=tasks,
        risks=_with_risks(editor, records.risks),
        issues=_with_issues(editor, records.issues),
        status=status,
    )


def changed(record: Record, **values: Any) -> Record:
    """The record with other values."""
    return replace(record, values={**record.values, **values})


def _status(report: DemoReport) -> Record:
    values = {
        "period": report.period.name,
        "status_date": report.period.status_date,
        "author": report.author,
        "achievements": report.achievements,
        "plans": report.plans,
        "support": report.support,
        "quality": report.quality,
    }
    return Record("status", values)


def _with_progress(editor: Editor, tasks: Sequence[Record]) -> tuple[Record, ...]:
    """What runs has come further, or not so far; now and then it is finished."""
    found = []
    for task in tasks:
        share = task.values["percent_complete"]
        running = task.values["kind"] == TaskKind.TASK and 0 < share < 1
        if running and editor.rng.random() < PROGRESS_SHARE:
            step = editor.rng.choice((-1, 1, 2, 3, 20)) * PERCENT_STEP
            share = round(min(max(share + step, PERCENT_STEP), 1.0), 2)
            task = changed(task, percent_complete=share)
            if share == 1:
                task = changed(task, actual_finish=editor.friday, finish=editor.friday)
        found.append(task)
    return tuple(found)


def _with_moves(editor: Editor, tasks: Sequence[Record]) -> tuple[Record, ...]:
    """Some tasks of the weeks ahead come later or take longer."""
    until = datetime.combine(editor.status_date + timedelta(days=SOON_DAYS), time())
    soon = [
        index
        for index, task in enumerate(tasks)
        if task.values["kind"] == TaskKind.TASK
        and not task.values["percent_complete"]
        and task.values["start"] < until
    ]
    found = list(tasks)
    for index in editor.rng.sample(soon, k=min(editor.rng.randint(*MOVES), len(soon))):
        found[index] = _moved(editor, found[index])
    return tuple(found)


def _moved(editor: Editor, task: Record) -> Record:
    calendar, days = editor.calendar, editor.rng.choice(SHIFTS)
    finish = calendar.add(task.values["finish"], days * DAY)
    if editor.rng.random() < 0.4:
        return changed(task, finish=finish, duration=task.values["duration"] + days * DAY)
    start = calendar.next_working(calendar.add(task.values["start"], days * DAY))
    return changed(task, start=start, finish=finish)


def _with_extra(editor: Editor, tasks: Sequence[Record]) -> tuple[Record, ...]:
    """Up to two new tasks at the end of packages that are not finished."""
    found = list(tasks)
    for name in editor.rng.sample(words("status")[editor.language]["extra"], k=2):
        ends = [i for i, task in enumerate(found) if _ends_package(found, i) and _is_ahead(task)]
        if not ends or editor.rng.random() < 0.35:
            continue
        index = editor.rng.choice(ends)
        found.insert(index + 1, _extra(editor, found[index], name))
    return tuple(found)


def _is_ahead(task: Record) -> bool:
    return bool(task.values["kind"] == TaskKind.TASK and task.values["percent_complete"] < 1)


def _ends_package(tasks: Sequence[Record], index: int) -> bool:
    """Whether the next row belongs to something else."""
    parents = [task.values["wbs"].rpartition(".")[0] for task in tasks[index : index + 2]]
    return len(parents) < 2 or parents[0] != parents[1]


def _extra(editor: Editor, last: Record, name: str) -> Record:
    calendar, days = editor.calendar, editor.rng.choice(EXTRA_DAYS)
    package, _, number = last.values["wbs"].rpartition(".")
    start = calendar.next_working(last.values["finish"])
    values = {
        "wbs": f"{package}.{int(number) + 1}",
        "name": name,
        "kind": TaskKind.TASK.value,
        # What comes up on the way is seen to by the project manager: the others are booked.
        "people": (editor.draft.project.manager.name,),
        "start": start,
        "finish": calendar.add(start, days * DAY),
        "duration": days * DAY,
        "percent_complete": 0.0,
        "predecessors": (Link(last.values["wbs"]),),
        "actual_start": None,
        "actual_finish": None,
        "deadline": None,
        "notes": "",
    }
    return Record("task", values)


def _with_spending(editor: Editor, project: Record) -> Record:
    budget, spent = project.values["budget"], project.values["spent"]
    more = (budget * Decimal(str(editor.rng.choice(SPENT_SHARES)))).quantize(Decimal(100))
    return changed(project, spent=spent + more) if spent else project


def _with_risks(editor: Editor, risks: Sequence[Record]) -> tuple[Record, ...]:
    """One is rated anew, one perhaps closed, up to two are new."""
    rng, found = editor.rng, list(risks)
    open_ones = [i for i, risk in enumerate(found) if risk.values["state"] == RiskState.OPEN]
    for index in rng.sample(open_ones, k=min(3, len(open_ones))):
        risk = found[index]
        if rng.random() < 0.25:
            found[index] = changed(risk, state=RiskState.CLOSED.value)
        elif rng.random() < 0.7:
            level = risk.values["probability"] + rng.choice((-1, 1))
            found[index] = changed(risk, probability=min(max(level, 1), 5))
    known = {risk.values["name"] for risk in found}
    specs = [s for s in words("registers")["risks"] if "{part}" not in s[editor.language]]
    fresh = [spec for spec in specs if spec[editor.language] not in known]
    for spec in rng.sample(fresh, k=rng.choice((0, 1, 1, 2))):
        found.append(_new_risk(editor, spec, f"R-{len(found) + 1:02d}"))
    return tuple(found)


def _new_risk(editor: Editor, spec: Mapping[str, Any], code: str) -> Record:
    rng = editor.rng
    values = {
        "code": code,
        "name": spec[editor.language],
        "probability": rng.randint(2, 4),
        "impact": rng.randint(2, 4),
        "cost": Decimal(rng.choice(RISK_COSTS)),
        "owner": editor.draft.project.manager.name,
        "due": editor.status_date + timedelta(days=rng.randint(14, 60)),
        "response": spec["response"],
        "action": spec["action"][editor.language],
        "state": RiskState.OPEN.value,
    }
    return Record("risk", values)


def _with_issues(editor: Editor, issues: Sequence[Record]) -> tuple[Record, ...]:
    """Some open ones have been taken up or solved."""
    after = {
        IssueState.OPEN: IssueState.IN_PROGRESS,
        IssueState.IN_PROGRESS: IssueState.CLOSED,
    }
    found = []
    for issue in issues:
        state = after.get(IssueState(issue.values["state"]))
        if state is not None and editor.rng.random() < 0.4:
            issue = changed(issue, state=state.value)
        found.append(issue)
    return tuple(found)
