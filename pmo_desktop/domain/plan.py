"""A plan as it is looked at: rows top to bottom, links by row, what is wrong with it.

Services make it, charts and tables show it. Times are naive local datetimes; intervals are
half-open `[start, finish)`; durations and floats are working minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A project (`kind` is `project`, `task_id` None) or one of its tasks.

    `parent` is the index of the row above it in the tree; -1 for a project, whose `depth` is 0.
    `gaps` are the times within `[start, finish)` at which a split task rests. `driver` is the task
    that holds it where it is. `calendar` is the name of the task's own calendar, of a project the
    project's. `moved_from` is where levelling moved it from. `programme`, `phase`, `manager`,
    `department` and `state` are a project's.
    """

    task_id: int | None
    project_id: int
    parent: int
    depth: int
    wbs: str
    name: str
    kind: str
    start: datetime | None
    finish: datetime | None
    duration_minutes: int
    percent_complete: float
    people: tuple[str, ...] = ()
    total_float_minutes: int | None = None
    free_float_minutes: int | None = None
    critical: bool = False
    fixed: bool = False
    baseline_start: datetime | None = None
    baseline_finish: datetime | None = None
    deadline: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    late_start: datetime | None = None
    late_finish: datetime | None = None
    constraint: Constraint = Constraint.ASAP
    constraint_date: datetime | None = None
    gaps: tuple[tuple[datetime, datetime], ...] = ()
    active: bool = True
    driver: int | None = None
    near_critical: bool = False
    elapsed: bool = False
    calendar: str = ""
    moved_from: datetime | None = None
    programme: str = ""
    phase: str = ""
    manager: str = ""
    department: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class PlanLink:
    """Between two rows, by their index in the plan's rows; `id` is that of the stored link."""

    predecessor: int
    successor: int
    type: LinkType = LinkType.FS
    lag_minutes: int = 0
    critical: bool = False
    lag_kind: LagKind = LagKind.WORKING
    lag_share: float = 0.0
    id: int | None = None


@dataclass(frozen=True)
class Plan:
    """`non_working` are the days of `[first, last]` on which the office does not work;
    `own_days_off` those of the projects that have a calendar of their own, by project."""

    rows: tuple[PlanRow, ...] = ()
    links: tuple[PlanLink, ...] = ()
    findings: tuple[Reason, ...] = ()
    status_date: date | None = None
    minutes_per_day: int = 480
    non_working: frozenset[date] = field(default_factory=frozenset)
    own_days_off: Mapping[int, frozenset[date]] = field(default_factory=dict)
