"""The columns beside the bars: what each writes of a row, and which field it edits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from pmo_desktop.charts.bars import BRACKETS, MILESTONE
from pmo_desktop.charts.gantt import responsible, short_people
from pmo_desktop.domain.fields import CUSTOM, Field, field
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.language import Language

DIAMOND = "◆"


def _ink(_row: PlanRow) -> str:
    return "ink"


@dataclass(frozen=True)
class TaskColumn:
    """`term` is the header's word; `edits` the code of a task's field, or of a project's own one,
    "" where there is none. `options` are the values among which an own field's is chosen."""

    key: str
    term: str
    width: int
    text: Callable[[PlanRow, Plan, Language], str]
    value: Callable[[PlanRow], Any]
    edits: str = ""
    right: bool = False
    tone: Callable[[PlanRow], str] = _ink
    hidden: bool = False
    options: tuple[str, ...] = ()


def _name(row: PlanRow, _plan: Plan, _language: Language) -> str:
    return f"{row.wbs} {row.name}" if row.wbs else row.name


def _people(row: PlanRow, _plan: Plan, language: Language) -> str:
    return short_people(responsible(row), language)


def _start(row: PlanRow, _plan: Plan, language: Language) -> str:
    return language.short_date(row.start)


def _start_tone(row: PlanRow) -> str:
    """In a colour of its own where levelling moved it."""
    return "ink" if row.moved_from is None else "amber_ink"


def _finish(row: PlanRow, _plan: Plan, language: Language) -> str:
    return language.short_date(row.finish)


def _duration(row: PlanRow, plan: Plan, language: Language) -> str:
    if row.kind == MILESTONE:
        return DIAMOND
    return language.days(row.duration_minutes, plan.minutes_per_day)


def _share(row: PlanRow, _plan: Plan, language: Language) -> str:
    return language.percent(row.percent_complete)


def _float(row: PlanRow, plan: Plan, _language: Language) -> str:
    if row.total_float_minutes is None or row.percent_complete >= 1:
        return ""
    days = round(row.total_float_minutes / plan.minutes_per_day, 1)
    return f"{days or 0:g}"


def _float_tone(row: PlanRow) -> str:
    return "red_ink" if row.critical else "ink"


def _baseline(row: PlanRow, _plan: Plan, language: Language) -> str:
    return language.short_date(row.baseline_finish)


def _deadline(row: PlanRow, _plan: Plan, language: Language) -> str:
    return language.short_date(row.deadline)


def _late_tone(row: PlanRow) -> str:
    late = row.deadline is not None and row.finish is not None and row.finish > row.deadline
    return "red_ink" if late else "ink"


def _baseline_start(row: PlanRow, _plan: Plan, language: Language) -> str:
    return language.short_date(row.baseline_start)


def start_slip(row: PlanRow) -> int | None:
    """Calendar days that the row begins after its baseline."""
    return _slip(row.start, row.baseline_start)


def finish_slip(row: PlanRow) -> int | None:
    """Calendar days that the row ends after its baseline."""
    return _slip(row.finish, row.baseline_finish)


def _slip(now: datetime | None, then: datetime | None) -> int | None:
    return None if now is None or then is None else (now.date() - then.date()).days


def signed(text: str, value: float | Decimal | None) -> str:
    """An amount by which something differs, with its sign."""
    return f"+{text}" if value is not None and value > 0 else text


def _start_variance(row: PlanRow, _plan: Plan, language: Language) -> str:
    return _days(start_slip(row), language)


def _finish_variance(row: PlanRow, _plan: Plan, language: Language) -> str:
    return _days(finish_slip(row), language)


def _days(days: int | None, language: Language) -> str:
    return "" if days is None else signed(language.days(days, 1), days)


def _slip_tone(slip: Callable[[PlanRow], int | None], row: PlanRow) -> str:
    return "red_ink" if (slip(row) or 0) > 0 else "ink"


def _unknown(_row: PlanRow) -> None:
    return None


def _unwritten(_row: PlanRow, _plan: Plan, _language: Language) -> str:
    return ""


# What these write is read when one of them is shown; see `ui.gantt.measured`.
MEASURED = tuple(
    TaskColumn(
        f"{what}_variance", f"gantt.{what}_variance", width, _unwritten, _unknown, right=True,
        hidden=True,
    )
    for what, width in (("duration", 116), ("work", 102), ("cost", 102))
)  # fmt: skip
NAME = TaskColumn("name", "gantt.task", 190, _name, lambda row: row.name, "task.name")
COLUMNS = (
    NAME,
    TaskColumn("people", "gantt.people", 70, _people, lambda row: row.people, "task.people"),
    TaskColumn(
        "start", "gantt.start", 56, _start, lambda row: row.start, "task.start", tone=_start_tone
    ),
    TaskColumn("finish", "gantt.finish", 56, _finish, lambda row: row.finish, "task.finish"),
    TaskColumn(
        "duration", "gantt.duration", 64, _duration, lambda row: row.duration_minutes,
        "task.duration", right=True,
    ),
    TaskColumn(
        "percent_complete", "gantt.percent_complete", 46, _share,
        lambda row: row.percent_complete, "task.percent_complete", right=True,
    ),
    TaskColumn(
        "float", "gantt.float", 50, _float, lambda row: row.total_float_minutes, right=True,
        tone=_float_tone,
    ),
    TaskColumn(
        "baseline", "gantt.baseline", 64, _baseline, lambda row: row.baseline_finish, hidden=True
    ),
    TaskColumn(
        "baseline_start", "gantt.baseline_start", 92, _baseline_start,
        lambda row: row.baseline_start, hidden=True,
    ),
    TaskColumn(
        "start_variance", "gantt.start_variance", 96, _start_variance, start_slip, right=True,
        tone=partial(_slip_tone, start_slip), hidden=True,
    ),
    TaskColumn(
        "finish_variance", "gantt.finish_variance", 102, _finish_variance, finish_slip, right=True,
        tone=partial(_slip_tone, finish_slip), hidden=True,
    ),
    *MEASURED,
    TaskColumn(
        "deadline", "gantt.deadline", 64, _deadline, lambda row: row.deadline, "task.deadline",
        tone=_late_tone, hidden=True,
    ),
)  # fmt: skip
OF_PROJECTS = {"task.name": "project.name", "task.people": "project.manager"}
PROJECTS_OWN, TASKS_OWN = f"project.{CUSTOM}", f"task.{CUSTOM}"
OF_SUMMARIES = frozenset({"task.name", "task.people"})
NOT_OF_MILESTONES = frozenset({"task.duration"})


def edited_field(column: TaskColumn, row: PlanRow) -> Field | None:
    """The field of the row's record that the column edits; None where it is computed."""
    if not column.edits:
        return None
    if row.kind == "project":
        own = column.edits.startswith(PROJECTS_OWN)
        code = column.edits if own else OF_PROJECTS.get(column.edits)
        return field(code) if code else None
    if row.task_id is None or column.edits.startswith(PROJECTS_OWN):
        return None
    if column.edits.startswith(TASKS_OWN):
        return field(column.edits)
    if row.kind in BRACKETS and column.edits not in OF_SUMMARIES:
        return None
    if row.kind == MILESTONE and column.edits in NOT_OF_MILESTONES:
        return None
    return field(column.edits)


def edited_value(column: TaskColumn, row: PlanRow) -> Any:
    """The value that an editor begins with; a project's manager is one person."""
    if row.kind == "project" and column.key == "people":
        return row.manager
    return column.value(row)
