"""What is levelled: jobs that need resources, the ties between them, and what there is to be had.

Instants are whole minutes as `domain.timeline.instant_of` counts them; units are hundredths of one
full-time person. A job occupies its resources in the working time of its calendar, from its start
to its finish, and rests in its gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.calendars import Calendar

FULL_TIME = 100


class Need(NamedTuple):
    """How much of a resource (its id) a job takes: as long as it is worked on, or, with a `last`,
    from one minute of its line behind its beginning to another, its gaps counted. Those that meet
    add up."""

    resource: int
    units: int
    first: int = 0
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """`duration` are working minutes of its calendar (an index into the problem's calendars), with
    `elapsed` minutes of the clock; it then still takes its resources in the calendar's working time
    alone. A duration of 0 makes a milestone, which needs nothing. `gaps` are its splits, as
    `domain.activities.Activity` has them.

    It starts at `release` or later and has to finish by `latest` (None: whenever). `due` is a
    deadline, which may be missed at a price. With `pinned` it starts at that instant, whatever
    links, release and capacity say. `priority` counts within its project, 1 is the first.
    """

    id: int
    project: int
    duration: int
    calendar: int = 0
    needs: tuple[Need, ...] = ()
    release: int = 0
    latest: int | None = None
    due: int | None = None
    pinned: int | None = None
    priority: int = 1
    gaps: tuple[tuple[int, int], ...] = ()
    elapsed: bool = False


@dataclass(frozen=True, slots=True)
class Resource:
    """`capacity` are steps: from each instant on so many units, until the next; before the first
    nothing, behind the last what it says for ever. With a `calendar` (an index) it is there only in
    that calendar's working time; the steps need not repeat what the calendar says."""

    id: int
    capacity: tuple[tuple[int, int], ...]
    calendar: int | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """`priority` 1 is the most important. `weight` is what a minute of its lateness costs; `due`
    when it has to be finished."""

    id: int
    priority: int = 1
    weight: float = 1.0
    due: int | None = None


@dataclass(frozen=True)
class Problem:
    """Ties with what is not among the jobs are not looked at; needs of what is not among the
    resources neither, and a project that is not among the projects comes last."""

    jobs: Sequence[Job]
    ties: Sequence[Tie] = ()
    calendars: Sequence[Calendar] = ()
    resources: Sequence[Resource] = ()
    projects: Sequence[Project] = ()
