"""Small plans to draw."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pmo_desktop.domain.plan import Plan, PlanLink, PlanRow

MONDAY = dt.date(2026, 11, 2)


def day(number: int, hour: int = 9) -> dt.datetime:
    """The morning of a day counted from a Monday."""
    return dt.datetime.combine(MONDAY + dt.timedelta(days=number), dt.time(hour))


def task(name: str = "Build", start: int = 0, finish: int = 4, **values: object) -> PlanRow:
    """From the morning of one day to the evening of another."""
    row = PlanRow(
        task_id=hash(name) % 10_000,
        project_id=1,
        parent=-1,
        depth=0,
        wbs="1",
        name=name,
        kind="task",
        start=day(start),
        finish=day(finish, 18),
        duration_minutes=(finish - start + 1) * 480,
        percent_complete=0.0,
    )
    return replace(row, **values)  # type: ignore[arg-type]


def milestone(name: str = "Done", on: int = 4, **values: object) -> PlanRow:
    evening = day(on, 18)
    found = {"kind": "milestone", "start": evening, "finish": evening, **values}
    return replace(task(name), **found)  # type: ignore[arg-type]


def plan(*rows: PlanRow, links: tuple[PlanLink, ...] = (), **values: object) -> Plan:
    return replace(Plan(rows, links), **values)  # type: ignore[arg-type]
