"""The columns of a plan on paper: what each writes of a row, and for which there is room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pmo_desktop.charts.bars import MILESTONE
from pmo_desktop.charts.gantt import responsible, short_people
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.language import Language


@dataclass(frozen=True)
class Column:
    """`term` is the word of its head, `width` in points."""

    term: str
    width: float
    text: Callable[[PlanRow, Plan, Language], str]
    right: bool = False


def _duration(row: PlanRow, plan: Plan, language: Language) -> str:
    return (
        "" if row.kind == MILESTONE else language.days(row.duration_minutes, plan.minutes_per_day)
    )


def _float(row: PlanRow, plan: Plan, _: Language) -> str:
    if row.total_float_minutes is None or row.percent_complete >= 1:
        return ""
    return f"{round(row.total_float_minutes / plan.minutes_per_day, 1) or 0:g}"


def _day(name: str) -> Callable[[PlanRow, Plan, Language], str]:
    """The day of one of a row's moments, with its year: a plan on paper may be an old one."""
    return lambda row, _, language: language.date(getattr(row, name))


COLUMNS: Mapping[str, Column] = {
    "people": Column("gantt.people", 62, lambda row, _, say: short_people(responsible(row), say)),
    "start": Column("gantt.start", 51, _day("start")),
    "finish": Column("gantt.finish", 51, _day("finish")),
    "duration": Column("gantt.duration", 42, _duration, right=True),
    "percent_complete": Column(
        "gantt.percent_complete", 36, lambda row, _, say: say.percent(row.percent_complete),
        right=True,
    ),
    "float": Column("gantt.float", 34, _float, right=True),
    "baseline": Column("gantt.baseline", 51, _day("baseline_finish")),
    "baseline_start": Column("gantt.baseline_start", 60, _day("baseline_start")),
    "deadline": Column("gantt.deadline", 51, _day("deadline")),
}  # fmt: skip
USUAL = tuple(COLUMNS[key] for key in ("people", "start", "finish", "duration", "percent_complete"))


def fitting(
    columns: Sequence[Column], room: float, shrink: float = 1.0
) -> tuple[list[Column], list[Column]]:
    """The columns for which there is room, in their order, and those that are left out."""
    shown: list[Column] = []
    left_out: list[Column] = []
    for column in columns:
        width = column.width * shrink
        if width <= room:
            shown.append(column)
            room -= width
        else:
            left_out.append(column)
    return shown, left_out
