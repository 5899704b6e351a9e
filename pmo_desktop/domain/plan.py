"""A plan as it is looked at: rows top to bottom, links by row, what is wrong with it.

Services make it, charts and tables show it. Times are naive local datetimes; intervals are
half-open `[start, finish)`; durations and floats are working minutes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.tasks import LinkType


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A project (`kind` is `project`, `task_id` None) or one of its tasks.

    `parent` is the index of the row above it in the tree; -1 for a project, whose `depth` is 0.
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


@dataclass(frozen=True, slots=True)
class PlanLink:
    """Between two rows, by their index in the plan's rows."""

    predecessor: int
    successor: int
    type: LinkType = LinkType.FS
    lag_minutes: int = 0
    critical: bool = False


@dataclass(frozen=True)
class Plan:
    """`non_working` are the days of `[first, last]` on which the office does not work."""

    rows: tuple[PlanRow, ...] = ()
    links: tuple[PlanLink, ...] = ()
    findings: tuple[Reason, ...] = ()
    status_date: date | None = None
    minutes_per_day: int = 480
    non_working: frozenset[date] = field(default_factory=frozenset)
