"""A plan of a given size to measure with: projects of a hundred tasks, linked, dated, staffed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from pmo_desktop.domain.plan import Plan, PlanLink, PlanRow

TASKS_PER_PROJECT = 100
TASKS_PER_PHASE = 10
FIRST = date(2026, 1, 5)
PROJECTS_APART, TASKS_APART = timedelta(days=5), timedelta(days=3)
MINUTES_PER_DAY = 480
PHASE_TASKS = TASKS_PER_PHASE - 1


def plan_of(tasks: int) -> Plan:
    """`tasks` tasks and summaries, below one row a project; every task follows the one before."""
    rows: list[PlanRow] = []
    links: list[PlanLink] = []
    for project in range(tasks // TASKS_PER_PROJECT):
        begin = FIRST + PROJECTS_APART * project
        top = len(rows)
        rows.append(_row(None, project, -1, "", "project", begin, 160))
        for phase in range(TASKS_PER_PROJECT // TASKS_PER_PHASE):
            start = begin + TASKS_APART * PHASE_TASKS * phase // 2
            above = len(rows)
            rows.append(_row(above, project, top, f"{phase + 1}", "summary", start, 30))
            for task in range(PHASE_TASKS):
                if task:
                    links.append(PlanLink(len(rows) - 1, len(rows), critical=phase % 3 == 0))
                wbs = f"{phase + 1}.{task + 1}"
                day = start + TASKS_APART * task
                rows.append(_row(len(rows), project, above, wbs, "task", day, 3 + task % 4))
    return Plan(tuple(rows), tuple(links), status_date=FIRST + timedelta(days=90))


def _row(
    task_id: int | None, project: int, parent: int, wbs: str, kind: str, start: date, days: int
) -> PlanRow:
    finish = start + timedelta(days=days)
    return PlanRow(
        task_id=task_id,
        project_id=project,
        parent=parent,
        depth=0 if task_id is None else 1 + wbs.count("."),
        wbs=wbs,
        name=f"{kind.capitalize()} {wbs or project} of the plan",
        kind=kind,
        start=datetime.combine(start, time(9)),
        finish=datetime.combine(finish, time(18)),
        duration_minutes=days * MINUTES_PER_DAY,
        percent_complete=(len(wbs) + project) % 5 / 4,
        people=("Ana Silva", "Li Siyuan") if kind == "task" else (),
        total_float_minutes=MINUTES_PER_DAY * (project % 7),
        critical=project % 7 == 0,
        baseline_start=datetime.combine(start - timedelta(days=2), time(9)),
        baseline_finish=datetime.combine(finish - timedelta(days=2), time(18)),
    )
