"""The columns of planned against actual: hours, their difference, and the figures of finished
tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.performance import NO_RECORD, Record, Sums
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column, Why

HOUR = 60
FAR = 0.25  # a difference of more of what was planned is coloured
RATING = Field("feedback", "rating", Kind.LEVEL)
FEEDBACK_NOTE = Field("feedback", "note", Kind.TEXT)
AUTHOR = Field("feedback", "author", Kind.TEXT)


@dataclass(frozen=True)
class WorkRow:
    """A person, project or task with its hours; `about` is the department or the project.
    `is_untold`: a person of whom no timesheet came, so that nothing is known of their hours."""

    id: Any
    name: str
    about: str
    sums: Sums
    record: Record = NO_RECORD
    person_id: int | None = None
    project_id: int | None = None
    task_id: int | None = None
    is_untold: bool = False


@dataclass(frozen=True)
class DayRow:
    """A day's entry of the timesheets."""

    id: int
    day: date
    name: str
    minutes: int
    note: str


def hours(minutes: float, language: Language) -> str:
    return language.number(minutes / HOUR, 1)


def _hours(key: str, of: Callable[[Sums], float], *, told: bool = False) -> Column:
    """`told`: only timesheets say it."""

    def known(row: WorkRow) -> float | None:
        return None if told and row.is_untold else of(row.sums)

    def show(row: WorkRow, language: Language) -> str:
        found = known(row)
        return "–" if found is None else hours(found, language)

    def tone(row: WorkRow) -> str | None:
        return "ink3" if known(row) is None else None

    return Column(
        key, f"performance.{key}", known, width=68, right=True, show=show, tone=tone
    )  # fmt: skip


def _ratio_text(row: WorkRow, language: Language) -> str:
    return "" if row.is_untold else language.percent(row.sums.ratio)


def _ratio_tone(row: WorkRow) -> str | None:
    ratio = row.sums.ratio
    # Of whom no timesheet came nothing is known.
    return "amber_ink" if ratio and abs(ratio - 1) > FAR else None


def _why_accuracy(row: WorkRow, language: Language) -> Why | None:
    if row.record.accuracy is None or row.record.error is None:
        return None
    reasons = (
        Reason(
            "Actual over planned work of {n} finished assignments whose hours are known from the "
            "first day on: 100% is as estimated.",
            {"n": row.record.estimated},
        ),
        Reason(
            "On average they were {error} off, whichever way (mean magnitude of relative error).",
            {"error": language.percent(row.record.error)},
        ),
    )
    return Why(language.term("performance.accuracy"), reasons)


def _why_on_time(row: WorkRow, language: Language) -> Why | None:
    if row.record.on_time is None:
        return None
    reason = Reason(
        "Of {n} finished assignments that had a baseline or a deadline, so many ended on that day "
        "or before.",
        {"n": row.record.promised},
    )
    return Why(language.term("performance.on_time"), (reason,))


def work_columns(about: str) -> tuple[Column, ...]:
    """The columns of the list; `about` is the term of its second one, empty for none."""
    named: tuple[Column, ...] = (
        Column("name", "performance.name", lambda row: row.name, width=120, stretch=True),
    )
    if about:
        named += (Column("about", about, lambda row: row.about, width=96, tone=lambda _: "ink2"),)
    return (
        *named,
        _hours("planned", lambda sums: sums.planned),
        _hours("actual", lambda sums: sums.actual, told=True),
        _hours("difference", lambda sums: sums.difference, told=True),
        Column("ratio", "performance.ratio",
               lambda row: None if row.is_untold else row.sums.ratio, width=76, right=True,
               show=_ratio_text, tone=_ratio_tone),
    )  # fmt: skip


def record_columns() -> tuple[Column, ...]:
    """The figures of finished tasks; a click says how they are worked out."""
    return (
        Column("accuracy", "performance.accuracy", lambda row: row.record.accuracy, width=74,
               right=True, why=_why_accuracy,
               show=lambda row, language: language.percent(row.record.accuracy)),
        Column("on_time", "performance.on_time", lambda row: row.record.on_time, width=62,
               right=True, why=_why_on_time,
               show=lambda row, language: language.percent(row.record.on_time)),
    )  # fmt: skip


def day_columns() -> tuple[Column, ...]:
    return (
        Column("day", "timesheet.day", lambda row: row.day, width=92,
               show=lambda row, language: language.date(row.day)),
        Column("name", "performance.name", lambda row: row.name, width=140, stretch=True),
        Column("hours", "timesheet.hours", lambda row: row.minutes, width=60, right=True,
               show=lambda row, language: hours(row.minutes, language)),
        Column("note", "timesheet.note", lambda row: row.note, width=120),
    )  # fmt: skip


def feedback_columns() -> tuple[Column, ...]:
    return (
        Column("made_on", "feedback.made_on", lambda row: row.made_on, width=92,
               show=lambda row, language: language.date(row.made_on)),
        Column("person", "feedback.person", lambda row: row.person, width=86),
        Column("task", "feedback.task", lambda row: row.task, width=110, stretch=True),
        Column("rating", "feedback.rating", lambda row: row.rating, width=56, center=True,
               cell_field=lambda _: RATING,
               show=lambda row, _: "" if row.rating is None else str(row.rating)),
        Column("note", "feedback.note", lambda row: row.note, width=130,
               cell_field=lambda _: FEEDBACK_NOTE),
        Column("author", "feedback.author", lambda row: row.author, width=76,
               cell_field=lambda _: AUTHOR),
    )  # fmt: skip
