"""How long the tasks of a plan take, and where they are split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.gaps import gaps_text
from pmo_desktop.domain.plan_file import PlanTask
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.plans.mspdi_resources import Span


def with_duration(task: PlanTask, calendar: Calendar) -> PlanTask:
    """A duration that is missing or cannot be is the working time between the dates, or a day."""
    if task.duration_minutes >= 0:
        return task
    start, finish = task.start, task.finish
    if start is None or finish is None or finish < start:
        return replace(task, duration_minutes=calendar.minutes_per_day, estimated=True)
    worked = int((finish - start).total_seconds()) // 60
    minutes = worked if task.elapsed else calendar.between(start, finish)
    kind = TaskKind.MILESTONE if minutes == 0 and task.kind is TaskKind.TASK else task.kind
    return replace(task, duration_minutes=minutes, kind=kind)


def with_pauses(task: PlanTask, spans: Sequence[Span], calendar: Calendar) -> PlanTask:
    """The task with its splits, as far as the work of the only one assigned shows them, and with
    the day on which it goes on where that does not follow."""
    if task.kind is not TaskKind.TASK or task.elapsed:
        return replace(task, resume=None) if task.resume else task
    if task.resume is not None and _goes_on(task, task.resume, calendar):
        task = replace(task, resume=None)
    if not spans or task.start is None or task.finish is None:
        return task
    gaps = _gaps(task.start, spans, calendar)
    lost = sum(gap for _, gap in gaps)
    if lost and calendar.between(task.start, task.finish) == task.duration_minutes + lost:
        return replace(task, gaps=gaps_text(tuple(gaps)), resume=None)
    return task


def _goes_on(task: PlanTask, resume: datetime, calendar: Calendar) -> bool:
    """Whether the rest of the work simply follows what is done."""
    begun = task.actual_start or task.start
    if begun is None:
        return True
    done = round(task.duration_minutes * task.percent_complete)
    return calendar.between(begun, resume) <= done


def _gaps(start: datetime, spans: Sequence[Span], calendar: Calendar) -> list[tuple[int, int]]:
    """After so many worked minutes, so many working minutes in which nothing is done."""
    found: list[tuple[int, int]] = []
    worked = 0
    at = start
    for span in spans:
        if not span.is_worked:
            continue
        pause = calendar.between(at, span.start)
        if pause > 0 and worked:
            found.append((worked, pause))
        worked += max(calendar.between(max(at, span.start), span.finish), 0)
        at = max(at, span.finish)
    return found
