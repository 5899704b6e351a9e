"""How fast a plan file becomes a computed plan, against a bare `iterparse` over the same bytes.

Ours is all of it up to the database: the letters told from the bytes, every element understood, the
outline, links, calendars and assignments put together, the network computed forwards and backwards,
and what would move found. The bare parser takes every element and empties it. What is written to
the database afterwards is measured with the import of workbooks.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from xml.etree.ElementTree import iterparse

from pmo_desktop.bench.figure import Figure, in_turns
from pmo_desktop.progress import Progress, Report

TASKS, PHASE = 10_000, 20
ROUNDS = 5
LIMIT = 4.0
# What Microsoft Project writes of every task besides what is planned: what it has computed.
COMPUTED = (
    "IsNull CreateDate OverAllocated Recurring DisplayAsSummary Critical IsSubproject "
    "IsSubprojectReadOnly ExternalTask EarlyStart EarlyFinish LateStart LateFinish StartVariance "
    "FinishVariance WorkVariance FreeSlack TotalSlack StartSlack FinishSlack FixedCostAccrual "
    "PercentWorkComplete OvertimeCost OvertimeWork ActualDuration ActualOvertimeCost "
    "ActualOvertimeWork RegularWork RemainingDuration RemainingCost RemainingWork ACWP CV "
    "RemainingOvertimeCost RemainingOvertimeWork LevelAssignments LevelingCanSplit LevelingDelay "
    "LevelingDelayFormat HideBar Rollup BCWS BCWP PhysicalPercentComplete EarnedValueMethod"
)
USUAL = {
    "CreateDate": "2026-01-05T08:00:00",
    "EarlyStart": "2026-01-05T08:00:00",
    "EarlyFinish": "2026-01-05T17:00:00",
    "LateStart": "2026-01-05T08:00:00",
    "LateFinish": "2026-01-05T17:00:00",
    "OvertimeWork": "PT0H0M0S",
    "RegularWork": "PT8H0M0S",
    "RemainingWork": "PT8H0M0S",
    "FixedCostAccrual": "3",
    "LevelAssignments": "1",
    "LevelingCanSplit": "1",
    "LevelingDelayFormat": "8",
}


def measure_plan_files(report: Report) -> Figure:
    """The median over `ROUNDS` rounds, the two in turn."""
    from pmo_desktop.exchange.plans.reading import plan_of
    from pmo_desktop.exchange.plans.recognising import PlanKind

    report(Progress(0, 1, "Reading a plan of {n} tasks", {"n": TASKS}))
    data = plan_bytes(TASKS)
    times = in_turns(
        {
            "ours": lambda: plan_of(data, "plan", PlanKind.MSPDI),
            "bare": lambda: read_bare(data),
        },
        ROUNDS,
    )
    return Figure(
        "plan_files.mspdi",
        "Reading and computing a Microsoft Project XML file of 10,000 tasks, against a bare "
        "iterparse",
        times["ours"],
        times["bare"],
        LIMIT,
    )


def read_bare(data: bytes) -> int:
    """How many elements there are."""
    count = 0
    for _, element in iterparse(io.BytesIO(data), ("end",)):
        count += 1
        element.clear()
    return count


def plan_bytes(count: int) -> bytes:
    """A plan as Microsoft Project writes one: phases of tasks that follow each other and the task
    of the phase before, a person on each, three calendars, a link in ten with a lag."""
    from pmo_desktop.domain.plan_file import (
        PlanAssignment,
        PlanCalendar,
        PlanFile,
        PlanLink,
        PlanResource,
        PlanTask,
    )
    from pmo_desktop.domain.tasks import LinkType, TaskKind
    from pmo_desktop.exchange.plans.writing.mspdi import mspdi_bytes

    begin = datetime(2026, 1, 5, 8)
    week = ("08:00-12:00,13:00-17:00",) * 5 + ("", "")
    tasks = []
    for number in range(1, count + 1):
        if number % PHASE == 1:
            tasks.append(PlanTask(str(number), f"Phase {number}", kind=TaskKind.SUMMARY))
            continue
        links = [PlanLink(str(number - 1))] if number % PHASE != 2 else []
        if number > PHASE:
            lag = 480 if number % 10 == 0 else 0
            links.append(PlanLink(str(number - PHASE), LinkType.SS, lag))
        tasks.append(
            PlanTask(
                str(number),
                f"Task {number}",
                level=2,
                start=begin,
                finish=begin + timedelta(hours=9),
                duration_minutes=480 * (1 + number % 5),
                calendar=str(1 + number % 3),
                links=tuple(links),
            )
        )
    people = tuple(PlanResource(str(n), f"Person {n}") for n in range(1, 51))
    plan = PlanFile(
        "plan",
        title="A large plan",
        start=begin,
        calendar="1",
        calendars=tuple(PlanCalendar(str(n), f"Calendar {n}", week) for n in (1, 2, 3)),
        tasks=tuple(tasks),
        resources=people,
        assignments=tuple(
            PlanAssignment(task.uid, str(1 + int(task.uid) % 50), work_minutes=480)
            for task in tasks
            if task.kind is not TaskKind.SUMMARY
        ),
    )
    computed = "".join(f"<{name}>{USUAL.get(name, '0')}</{name}>" for name in COMPUTED.split())
    return mspdi_bytes(plan).replace(b"</Task>", computed.encode() + b"</Task>")
