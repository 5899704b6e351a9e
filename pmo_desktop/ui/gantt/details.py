"""What a tooltip tells of a row: dates in full, work, float, baseline, deadline."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pmo_desktop.charts.bars import BRACKETS, MILESTONE
from pmo_desktop.charts.labels import milestone_label
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.language import Language


def details(row: PlanRow, plan: Plan, language: Language, marks: Sequence[PlanRow] = ()) -> str:
    """Rich text: the name, then a line a fact; of a portfolio's row its milestones, too."""
    head = escape(f"{row.wbs} {row.name}".strip())
    lines = [*_lines(row, plan, language)]
    for mark in marks:
        done = " ●" if mark.percent_complete >= 1 else ""
        lines.append(f"◆ {mark.name}  {milestone_label(mark, language)}{done}")
    return "<br>".join([f"<b>{head}</b>", *(escape(line) for line in lines)])


def _lines(row: PlanRow, plan: Plan, language: Language) -> list[str]:
    lines = [_dates(row, plan, language)]
    if row.people:
        people = language.enumeration(row.people)
        lines.append(language.text("Responsible: {people}", people=people))
    if row.kind not in BRACKETS:
        lines.append(_progress(row, plan, language))
    if row.baseline_finish is not None:
        lines.append(_baseline(row, language))
    if row.deadline is not None:
        lines.append(language.text("Deadline: {day}", day=row.deadline.date()))
    if row.moved_from is not None:
        day = row.moved_from.date()
        lines.append(language.text("Moved by levelling from {day}", day=day))
    if row.fixed:
        lines.append(language.text("The dates are the team's own: links do not move them."))
    return lines


def _dates(row: PlanRow, plan: Plan, language: Language) -> str:
    if row.start is None or row.finish is None:
        return language.text("It has no dates yet.")
    if row.kind == MILESTONE:
        return language.date(row.finish)
    duration = language.days(row.duration_minutes, plan.minutes_per_day)
    return language.text(
        "{start} to {finish}, {duration}",
        start=row.start.date(),
        finish=row.finish.date(),
        duration=duration,
    )


def _progress(row: PlanRow, plan: Plan, language: Language) -> str:
    done = language.percent(row.percent_complete)
    if row.percent_complete >= 1 or row.total_float_minutes is None:
        return language.text("Done: {done}", done=done)
    spare = language.days(row.total_float_minutes, plan.minutes_per_day)
    if row.critical:
        return language.text("Done: {done}; critical, total float {spare}", done=done, spare=spare)
    return language.text("Done: {done}; total float {spare}", done=done, spare=spare)


def _baseline(row: PlanRow, language: Language) -> str:
    assert row.baseline_finish is not None
    planned = row.baseline_finish.date()
    slip = 0 if row.finish is None else (row.finish.date() - planned).days
    if not slip:
        return language.text("Baseline finish: {day}", day=planned)
    return language.text(
        "Baseline finish: {day} ({slip} calendar days)", day=planned, slip=f"{slip:+d}"
    )
