"""What a team's sheet says was planned, as the baseline of its tasks.

What has happened takes the place of what was planned, and a sheet with columns for both would lose
the plan. So its planned dates are kept as the baseline, of all its tasks: were it those alone that
have begun, the project's baseline would end with the last of them, and the rest would be a slip. A
baseline that is there already is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.records import Record
from pmo_desktop.exchange.comparing.equality import is_empty
from pmo_desktop.services.dates import fitted_finish, fitted_start

ACTUAL = ("actual_start", "actual_finish")
PLANNED = {"baseline_start": "start", "baseline_finish": "finish"}


def tells_plan_from_actual(rows: Iterable[Record]) -> bool:
    """Whether some row has planned and actual dates, each in a cell of its own."""
    return any(any(_has(row, name) for name in ACTUAL) and _has(row, "finish") for row in rows)


def with_baseline(row: Record, known: Record | None, calendar: Calendar) -> Record:
    """The row with a baseline, at the cells of its planned dates, unless it has one."""
    if known is not None and any(known.values.get(name) for name in PLANNED):
        return row
    if not _has(row, "finish"):
        return row
    planned = _fitted(row.values.get("start"), row.values["finish"], calendar)
    cells = {name: row.cells[plan] for name, plan in PLANNED.items() if plan in row.cells}
    return replace(row, values={**row.values, **planned}, cells={**row.cells, **cells})


def _fitted(start: datetime | None, finish: datetime, calendar: Calendar) -> dict[str, datetime]:
    last = fitted_finish(finish, calendar)
    first = last if start == finish else fitted_start(start, calendar)
    found = {"baseline_start": first, "baseline_finish": last}
    return {name: moment for name, moment in found.items() if moment is not None}


def _has(row: Record, name: str) -> bool:
    return not is_empty(row.values.get(name)) and name in row.cells
