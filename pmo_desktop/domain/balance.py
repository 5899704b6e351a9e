"""What balancing is asked for, and what it found: plain values, whatever they were read from.

Balancing moves work to where the people are who do it: see `services.levelling`. Days are calendar
days; a task's `days` are how much later it begins (below 0: earlier).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.levelling.objective import Objective


@dataclass(frozen=True)
class Bounds:
    """What may move, and how long is looked for a better plan.

    Teams' dates are released unless `keep_team_dates`: they are the earliest starts then. With
    `keep_deadlines` no task may end behind its deadline. Tasks of the people `kept` (ids) stay;
    only tasks of `projects` (ids; None: of all active ones) are moved. `schedules` and `seconds`
    bound the search, whichever is reached first (None: not bounded by it); the same `seed` and
    schedules give the same plan.
    """

    objective: Objective = Objective.TARDINESS
    schedules: int | None = 1000
    seconds: float | None = None
    seed: int = 1
    keep_team_dates: bool = False
    keep_deadlines: bool = False
    kept: frozenset[int] = frozenset()
    projects: frozenset[int] | None = None


@dataclass(frozen=True)
class ProjectChange:
    """A project's finish before and after."""

    project_id: int
    code: str
    name: str
    priority: int
    before: datetime | None
    after: datetime | None
    moved: int = 0

    @property
    def days(self) -> int:
        return _days(self.before, self.after)


class TaskName(NamedTuple):
    """By what a task is found: its project's code, its outline code, its name."""

    task_id: int
    project: str
    wbs: str
    name: str


@dataclass(frozen=True)
class TaskMove:
    """A task that begins at another time. `reasons` say who was asked for too much, and which tasks
    took the room, or what it follows: `by` these; `held` that levelling itself holds it."""

    task_id: int
    project_id: int
    project_code: str
    wbs: str
    name: str
    start_before: datetime | None
    finish_before: datetime | None
    start: datetime
    finish: datetime
    held: bool
    people: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    fixed: bool = False
    by: tuple[TaskName, ...] = ()

    @property
    def days(self) -> int:
        return _days(self.start_before, self.start)


@dataclass(frozen=True)
class Unsolved:
    """Somebody is asked for more than they have, and no move helped: when, by which tasks and
    bookings, why. `tasks` are told by project, outline code and name."""

    person_id: int | None
    person: str
    first: date | None
    last: date | None
    hours: float
    task_ids: tuple[int, ...]
    tasks: tuple[str, ...]
    reason: Reason
    bookings: tuple[str, ...] = ()
    named: tuple[TaskName, ...] = ()


@dataclass(frozen=True)
class LoadWeek:
    """Of all people who are asked: hours of the week. `over` is what is beyond what somebody has,
    where that is overload, `people_over` counts these: `domain.load`. `clash` is what is asked of
    somebody in one and the same minute beyond what they have then: `domain.overload`."""

    monday: date
    demand: float
    capacity: float
    over: float
    people_over: int
    clash: float = 0.0


@dataclass(frozen=True)
class LoadSum:
    """Week by week, and in sum: of the days `ahead`, the window of `domain.load`, and of what comes
    later."""

    weeks: tuple[LoadWeek, ...] = ()
    ahead: tuple[date, date] = (date.min, date.max)

    @property
    def over(self) -> float:
        return sum(week.over for week in self._ahead())

    @property
    def later(self) -> float:
        """The hours behind the window."""
        return sum(week.over for week in self.weeks if week.monday > self.ahead[1])

    @property
    def clash(self) -> float:
        """All hours that clash, whenever."""
        return sum(week.clash for week in self.weeks)

    @property
    def person_weeks(self) -> int:
        """How many weeks of people are overloaded."""
        return sum(week.people_over for week in self._ahead())

    def _ahead(self) -> Iterator[LoadWeek]:
        first, last = self.ahead
        return (week for week in self.weeks if first <= week.monday <= last)


@dataclass(frozen=True, slots=True)
class LevelledTask:
    """A task's new dates; `held`: nothing but levelling keeps it from being earlier."""

    task_id: int
    start: datetime
    finish: datetime
    held: bool = False


@dataclass(frozen=True)
class Levelled:
    """One levelled plan: `tasks` are all dates that it is made of, `moves` those that changed.

    `schedules` were tried in `seconds`; `change` is the newest entry of the journal that it was
    made from. `findings` name rows that could not be levelled as they are.
    """

    bounds: Bounds
    projects: tuple[ProjectChange, ...]
    moves: tuple[TaskMove, ...]
    unsolved: tuple[Unsolved, ...]
    findings: tuple[Reason, ...]
    tasks: tuple[LevelledTask, ...]
    before: LoadSum = field(default_factory=LoadSum)
    after: LoadSum = field(default_factory=LoadSum)
    schedules: int = 0
    seconds: float = 0.0
    change: int = 0

    @property
    def finish(self) -> datetime | None:
        return last(project.after for project in self.projects)


def last(moments: Iterable[datetime | None]) -> datetime | None:
    """The latest of those that are there."""
    return max((one for one in moments if one is not None), default=None)


def _days(before: datetime | None, after: datetime | None) -> int:
    return 0 if before is None or after is None else (after.date() - before.date()).days
