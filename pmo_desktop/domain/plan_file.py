"""A plan as a file of another planning program holds it, in plain values.

Everything is known by the file's own ids, which are texts. Durations, work and lags are whole
minutes (worked ones, or elapsed ones where it says so), money is in minor units of the plan's
currency, moments are naive local datetimes.

`extras` hold what the file says and the program has no field for, under the file's own names: they
are stored beside the record and written back. What is only told of a file, not part of the plan
(`recorded`, `findings`), takes no part in a comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.tasks import (
    Constraint,
    Contour,
    LagKind,
    LinkType,
    ProgressRule,
    ResourceKind,
    TaskKind,
    TaskType,
)

Extras = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlanLink:
    """What ties a task to an earlier one; see `models.Dependency`."""

    predecessor: str
    type: LinkType = LinkType.FS
    lag_minutes: int = 0
    lag_kind: LagKind = LagKind.WORKING
    lag_share: float = 0.0


@dataclass(frozen=True, slots=True)
class PlanBaseline:
    """What one of the eleven baselines (`number` 0 to 10) says of a task."""

    number: int
    start: datetime | None = None
    finish: datetime | None = None
    duration_minutes: int | None = None
    work_minutes: int | None = None
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class PlanTask:
    """`level` is its depth in the outline, from 1. `manual`: somebody gave its dates. `gaps` as in
    `domain.gaps`. `held_until`: levelling lets it begin then at the earliest. `recorded` are the
    dates and floats that the file's program had computed, as they are written there."""

    uid: str
    name: str
    level: int = 1
    kind: TaskKind = TaskKind.TASK
    active: bool = True
    manual: bool = False
    start: datetime | None = None
    finish: datetime | None = None
    duration_minutes: int = 0
    elapsed: bool = False
    estimated: bool = False
    constraint: Constraint = Constraint.ASAP
    constraint_date: datetime | None = None
    deadline: datetime | None = None
    calendar: str = ""
    ignores_people: bool = False
    priority: int = 500
    task_type: TaskType = TaskType.FIXED_UNITS
    effort_driven: bool = False
    percent_complete: float = 0.0
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    resume: datetime | None = None
    gaps: str = ""
    held_until: datetime | None = None
    work_minutes: int | None = None
    fixed_cost: int | None = None
    cost: int | None = None
    actual_cost: int | None = None
    notes: str = ""
    links: tuple[PlanLink, ...] = ()
    baselines: tuple[PlanBaseline, ...] = ()
    extras: Extras = ()
    recorded: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class PlanCalendar:
    """`week` has seven days, Monday first, in the text of `domain.hours`, `*` for the base's;
    `days` are the days that differ from it, each with its hours and its name, in order."""

    uid: str
    name: str
    week: tuple[str, ...]
    days: tuple[tuple[date, str, str], ...] = ()
    base: str = ""
    extras: Extras = ()


@dataclass(frozen=True, slots=True)
class PlanRate:
    """What an hour costs from a day on, in one of the tables A to E."""

    table: str
    from_day: date | None
    standard: int = 0
    overtime: int = 0
    per_use: int = 0


@dataclass(frozen=True, slots=True)
class PlanResource:
    """`units` is how much of it there is: 1.0 is one full-time person."""

    uid: str
    name: str
    kind: ResourceKind = ResourceKind.WORK
    email: str = ""
    units: float = 1.0
    active: bool = True
    material_unit: str = ""
    calendar: str = ""
    rates: tuple[PlanRate, ...] = ()
    extras: Extras = ()


@dataclass(frozen=True, slots=True)
class PlanAssignment:
    """`start` and `finish` are None where they are the task's."""

    task: str
    resource: str
    units: float = 1.0
    work_minutes: int | None = None
    actual_work_minutes: int | None = None
    start: datetime | None = None
    finish: datetime | None = None
    delay_minutes: int = 0
    contour: Contour = Contour.FLAT
    rate_table: str = "A"
    cost: int | None = None
    actual_cost: int | None = None
    extras: Extras = ()


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """A sentence's code, how much it matters (`error`, `warning`, `note`), and its parameters."""

    code: str
    severity: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanFile:
    """`project_uid` is our own project's identity where we wrote the file. `calendar` is the uid of
    the plan's calendar; it is always among `calendars`. What other programs made STANDS: their
    status date moves nothing."""

    name: str
    title: str = ""
    project_uid: str = ""
    manager: str = ""
    start: datetime | None = None
    finish: datetime | None = None
    schedule_from: ScheduleFrom = ScheduleFrom.START
    honours_constraints: bool = True
    progress_rule: ProgressRule = ProgressRule.STANDS
    status_date: date | None = None
    currency: str = ""
    minutes_per_day: int = 480
    calendar: str = ""
    calendars: tuple[PlanCalendar, ...] = ()
    tasks: tuple[PlanTask, ...] = ()
    resources: tuple[PlanResource, ...] = ()
    assignments: tuple[PlanAssignment, ...] = ()
    extras: Extras = ()
    source: str = field(default="Microsoft Project", compare=False)
    findings: tuple[PlanFinding, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class PlanTake:
    """What of a plan is taken, all by the tasks' ids in the file: `kept` are those whose recorded
    dates are kept, `uids` has the identity that each new one is to have. `differing` are, by their
    ids in the database, the fields of known tasks in which the file differs;
    `linked` are tasks of the database that no file has brought and that this one means. `beside`:
    something differs that no record shows."""

    plan: PlanFile
    kept: frozenset[str] = frozenset()
    uids: Mapping[str, str] = field(default_factory=dict)
    differing: Mapping[int, frozenset[str]] = field(default_factory=dict)
    linked: Mapping[str, int] = field(default_factory=dict)
    beside: bool = False


def parents_of(levels: tuple[int, ...]) -> tuple[int | None, ...]:
    """Each task's parent, by its place in the order of the outline: the last one above it."""
    above: list[int] = []
    found: list[int | None] = []
    for place, level in enumerate(levels):
        del above[level - 1 :]
        found.append(above[-1] if above else None)
        above.append(place)
    return tuple(found)


def outline_numbers(levels: tuple[int, ...]) -> tuple[str, ...]:
    """`1`, `1.1`, `1.2`, `2` for the levels 1, 2, 2, 1."""
    counts: list[int] = []
    found = []
    for level in levels:
        del counts[level:]
        if len(counts) < level:
            counts.extend([0] * (level - len(counts)))
        counts[level - 1] += 1
        found.append(".".join(map(str, counts)))
    return tuple(found)
