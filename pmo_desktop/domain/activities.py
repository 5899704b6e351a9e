"""What a schedule is made of, and what it gives back.

An activity is a task or milestone as far as its dates go; a tie is a link between two of them.
Durations, lags and floats are whole working minutes; moments are naive local datetimes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from pmo_desktop.domain.findings import Finding
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType, ProgressRule

if TYPE_CHECKING:
    from pmo_desktop.domain.schedule.solution import Solution

WINNING = (Constraint.SNLT, Constraint.FNLT, Constraint.MSO, Constraint.MFO)


@dataclass(frozen=True, slots=True)
class Activity:
    """`start` and `finish` are its dates as they stand; where `fixed` is true they are kept.

    `calendar` is an index into the calendars that it is scheduled with. Floats are reckoned to the
    finish of the activities with the same `project`. `not_before` is the earliest start that it may
    have (None: the project start that is given to the schedule). A deadline moves nothing, but the
    float is reckoned to it where it is the earlier. A duration of 0 makes a milestone.

    `due` is when what stands above it in the outline is to be finished, which the float is reckoned
    to as well.

    `elapsed`: its duration runs through nights and days off. `gaps` are its splits: after so many
    worked minutes a gap of so many working minutes. `resume` is where the rest of what has begun
    goes on. An inactive activity (`active` False) is not scheduled and counts nowhere. Until `held`
    levelling holds it: it begins no earlier, and no later than its links let it, whatever says that
    it is to lie as late as may be; what has begun or is kept, it moves not.

    What its project says stands in each, so that several projects are scheduled together: whether
    constraint dates win over links (`honours_constraint`), what the rest of a task begun out of
    sequence does, whether it is scheduled `backwards` from `not_after` (its project's finish; None:
    the last finish that its early dates give) and lies as `early` as may be all the same, and up to
    when progress is known (`status`; None: the status date that is given to the schedule).
    """

    id: int
    duration_minutes: int
    calendar: int = 0
    project: int = 0
    fixed: bool = False
    start: datetime | None = None
    finish: datetime | None = None
    constraint: Constraint = Constraint.ASAP
    constraint_date: datetime | None = None
    not_before: datetime | None = None
    deadline: datetime | None = None
    due: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    percent_complete: float = 0.0
    elapsed: bool = False
    gaps: tuple[tuple[int, int], ...] = ()
    resume: datetime | None = None
    active: bool = True
    held: datetime | None = None
    honours_constraint: bool = True
    progress_rule: ProgressRule = ProgressRule.RETAINED
    backwards: bool = False
    early: bool = False
    not_after: datetime | None = None
    status: datetime | None = None

    @property
    def is_finished(self) -> bool:
        """A milestone that has started has happened."""
        if self.actual_finish is not None or self.percent_complete >= 1:
            return True
        return not self.duration_minutes and self.actual_start is not None

    @property
    def is_running(self) -> bool:
        """Started and not finished; a milestone never is."""
        started = self.actual_start is not None or self.percent_complete > 0
        return started and self.duration_minutes > 0 and not self.is_finished

    @property
    def is_rigid(self) -> bool:
        """Whether it may break a link: what is kept, has begun, is not there, or has a date that
        wins over links."""
        if self.fixed or self.is_finished or self.is_running or not self.active:
            return True
        wins = self.constraint in WINNING and self.honours_constraint
        return wins and self.constraint_date is not None


@dataclass(frozen=True, slots=True)
class Whole:
    """A summary as a link's lag counts it: the working time of a calendar (its index) between the
    first start and the last finish of its leaves (their ids; those that are not here count not)."""

    leaves: tuple[int, ...]
    calendar: int = 0


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two activities, by their ids; a lead is below 0.

    `lag_minutes` are working minutes of the successor's calendar, or minutes of the clock where
    `lag_kind` is elapsed. Where it is a share, the lag is `lag_share` of the predecessor's
    duration (0.5: half of it), worked in the successor's calendar. Where the predecessor stands for
    a summary that is below, `whole` is the summary whose duration counts.
    """

    predecessor: int
    successor: int
    type: LinkType = LinkType.FS
    lag_minutes: int = 0
    lag_kind: LagKind = LagKind.WORKING
    lag_share: float = 0.0
    whole: Whole | None = None


class Placed(NamedTuple):
    """Where an activity comes to lie: the early dates, or those kept."""

    start: datetime
    finish: datetime


class Scheduled(NamedTuple):
    """Where an activity comes to lie. `start` and `finish` are the early dates, or those kept.

    Floats are working minutes of the activity's own calendar: the total float is how much its
    finish may be delayed before the project's finish (or a deadline) moves, the free float before
    any other activity does; both are None in and behind loops. `driver` is the predecessor whose
    link holds the activity where it is, None where a date does.
    """

    id: int
    start: datetime
    finish: datetime
    late_start: datetime
    late_finish: datetime
    total_float_minutes: int | None
    free_float_minutes: int | None
    critical: bool
    driver: int | None


@dataclass(frozen=True)
class Result:
    """`finishes` is each project's last finish. `loops` are circles of links, one for each tangle:
    each names the ids in the order of the links, and its last is tied to its first again.
    `solution` is what it was all read from; `domain.why` asks it."""

    activities: Mapping[int, Scheduled] = field(default_factory=dict)
    finishes: Mapping[int, datetime] = field(default_factory=dict)
    loops: tuple[tuple[int, ...], ...] = ()
    findings: tuple[Finding, ...] = ()
    solution: Solution | None = field(default=None, compare=False, repr=False)

    @property
    def finish(self) -> datetime | None:
        """The last finish of all; None where there is nothing."""
        return max(self.finishes.values(), default=None)
