"""What is doubtful in a plan and its risks, though each value alone may stand: plain values in,
checks out.

A check has a code, a gravity, the places of the tasks (or risks) that it is about in the order in
which they were given, and the field at which it is to be shown. Nothing is corrected here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pmo_desktop.domain.risk import Rating, rating
from pmo_desktop.domain.tasks import Link, TaskKind
from pmo_desktop.domain.wbs import clean

WARNING, NOTE = "warning", "note"
RISK_NEEDS = ("owner", "response", "due")


@dataclass(frozen=True)
class PlanTask:
    """A task as the plan has it; moments are None where they are not known."""

    wbs: str
    name: str
    kind: str = TaskKind.TASK.value
    start: datetime | None = None
    finish: datetime | None = None
    duration: int | None = None
    done: float = 0.0
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    links: tuple[Link, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.wbs} {self.name}".strip()

    @property
    def is_summary(self) -> bool:
        return self.kind == TaskKind.SUMMARY


@dataclass(frozen=True)
class Frame:
    """What a plan is held against: the day up to which it reports, the project's first day, and
    the last day for which holidays are published; None where that is not known."""

    status_date: date | None = None
    start: date | None = None
    published_until: date | None = None


@dataclass(frozen=True)
class Check:
    """`places` count from 0. A check of several tasks at once has all of them."""

    code: str
    severity: str
    places: tuple[int, ...]
    field: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class PlanRisk:
    """A risk as the register has it, with which of `RISK_NEEDS` are filled in."""

    label: str
    probability: int | None = None
    impact: int | None = None
    is_open: bool = True
    has: frozenset[str] = frozenset()


def check_plan(tasks: Sequence[PlanTask], frame: Frame) -> list[Check]:
    """All checks of a plan's tasks: those of each task in their order, then those of all."""
    codes = {clean(task.wbs) for task in tasks}
    found: list[Check] = []
    for place, task in enumerate(tasks):
        if task.links:
            found += _links(place, task, codes)
        if task.kind != TaskKind.SUMMARY:
            found += _dates(place, task, frame)
            found += _progress(place, task, frame)
    return [*found, *_of_all(tasks, frame)]


def check_risks(risks: Sequence[PlanRisk]) -> list[Check]:
    """The high risks that nobody deals with yet."""
    found = []
    for place, risk in enumerate(risks):
        lacking = [name for name in RISK_NEEDS if name not in risk.has]
        if risk.is_open and lacking and _is_high(risk):
            params = {"risk": risk.label, "fields": tuple(f"risk.{name}" for name in lacking)}
            found.append(Check("check_high_risk", WARNING, (place,), lacking[0], params))
    return found


def _is_high(risk: PlanRisk) -> bool:
    if risk.probability is None or risk.impact is None:
        return False
    return rating(risk.probability, risk.impact) is Rating.HIGH


def _links(place: int, task: PlanTask, codes: set[str]) -> Iterator[Check]:
    for link in task.links:
        if clean(link.wbs) not in codes:
            params = {"task": task.label, "wbs": link.wbs}
            yield Check("check_lost_link", WARNING, (place,), "predecessors", params)


def _dates(place: int, task: PlanTask, frame: Frame) -> Iterator[Check]:
    start, finish = task.start, task.finish
    if start and finish and finish < start:
        params = {"task": task.label, "start": start.date(), "finish": finish.date()}
        yield Check("check_reversed", WARNING, (place,), "finish", params)
    elif task.kind == TaskKind.MILESTONE and (task.duration or start != finish):
        yield Check("check_milestone", WARNING, (place,), "duration", {"task": task.label})
    if start and frame.start and start.date() < frame.start:
        params = {"task": task.label, "start": start.date(), "project": frame.start}
        yield Check("check_before_project", NOTE, (place,), "start", params)


def _progress(place: int, task: PlanTask, frame: Frame) -> Iterator[Check]:
    today = frame.status_date
    if today is None:
        return
    for name in ("actual_start", "actual_finish"):
        moment = getattr(task, name)
        if moment and moment.date() > today:
            params = {"task": task.label, "field": f"task.{name}", "day": moment.date(),
                      "status": today}  # fmt: skip
            yield Check("check_actual_ahead", WARNING, (place,), name, params)
    is_done = task.done >= 1 and task.actual_finish is None
    if is_done and task.finish and task.finish.date() > today:
        params = {"task": task.label, "finish": task.finish.date(), "status": today}
        yield Check("check_done_ahead", WARNING, (place,), "percent_complete", params)


def _of_all(tasks: Sequence[PlanTask], frame: Frame) -> Iterator[Check]:
    leaves = [place for place, task in enumerate(tasks) if not task.is_summary]
    done = [p for p in leaves if tasks[p].done >= 1 and tasks[p].actual_finish is None]
    if done:
        yield Check("check_done_undated", NOTE, tuple(done), "percent_complete", {})
    loose = _loose(tasks, leaves)
    if loose:
        yield Check("check_loose", NOTE, tuple(loose), "predecessors", {})
    last = frame.published_until
    beyond = [p for p in leaves if last and (at := tasks[p].finish) and at.date() > last]
    if beyond:
        yield Check("check_beyond_holidays", NOTE, tuple(beyond), "finish", {"day": last})


def _loose(tasks: Sequence[PlanTask], leaves: Sequence[int]) -> list[int]:
    """Tasks that neither follow one nor are followed, nor does a summary above them."""
    if len(leaves) < 2:
        return []
    tied = {clean(link.wbs) for task in tasks for link in task.links}
    tied |= {clean(task.wbs) for task in tasks if task.links}
    return [place for place in leaves if tied.isdisjoint(_above(tasks[place].wbs))]


def _above(code: str) -> list[str]:
    """The code itself and those above it: `1.2.3`, `1.2`, `1`."""
    parts = clean(code).split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
