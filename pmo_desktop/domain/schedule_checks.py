"""The health of a schedule in the spirit of the DCMA 14-point assessment.

Source: Defense Contract Management Agency, *Earned Value Management System (EVMS) Program Analysis
Pamphlet*, DCMA-EA PAM 200.1, October 2012, section 4. Looked at are tasks and milestones that are
neither summaries nor inactive; where the pamphlet says *incomplete*, those that are not done. Its
44 working days are two months. Two things differ: a lag counts as long from more than five working
days on (the pamphlet counts every lag, which finds fault with every plan that lets concrete dry),
and CPLI is reckoned to the finish of the baseline. `DONE_UNDATED` is no point of the pamphlet.

A share is what of its total fails, and passes up to its limit; an index passes from its limit on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType

MANY_DAYS = 44
LONG_LAG_DAYS = 5
HARD = (Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT)


class ScheduleCheck(StrEnum):
    LOGIC = "logic"
    LEADS = "leads"
    LAGS = "lags"
    RELATIONS = "relations"
    HARD_CONSTRAINTS = "hard_constraints"
    HIGH_FLOAT = "high_float"
    NEGATIVE_FLOAT = "negative_float"
    HIGH_DURATION = "high_duration"
    INVALID_DATES = "invalid_dates"
    RESOURCES = "resources"
    MISSED = "missed"
    CRITICAL_PATH = "critical_path"
    CPLI = "cpli"
    BEI = "bei"
    DONE_UNDATED = "done_undated"


LIMITS = {
    ScheduleCheck.LOGIC: 0.05,
    ScheduleCheck.LEADS: 0.0,
    ScheduleCheck.LAGS: 0.05,
    ScheduleCheck.RELATIONS: 0.10,
    ScheduleCheck.HARD_CONSTRAINTS: 0.05,
    ScheduleCheck.HIGH_FLOAT: 0.05,
    ScheduleCheck.NEGATIVE_FLOAT: 0.0,
    ScheduleCheck.HIGH_DURATION: 0.05,
    ScheduleCheck.INVALID_DATES: 0.0,
    ScheduleCheck.RESOURCES: 0.0,
    ScheduleCheck.MISSED: 0.05,
    ScheduleCheck.CRITICAL_PATH: 1.0,
    ScheduleCheck.CPLI: 0.95,
    ScheduleCheck.BEI: 0.95,
    ScheduleCheck.DONE_UNDATED: 0.0,
}
INDEXES = (ScheduleCheck.CRITICAL_PATH, ScheduleCheck.CPLI, ScheduleCheck.BEI)


@dataclass(frozen=True)
class CheckedTask:
    """A task or milestone as a check looks at it; `links_in`, `links_out` count the links that it
    or a summary above it has. Floats and durations are working minutes."""

    id: int
    duration_minutes: int
    start: datetime | None = None
    finish: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    percent_complete: float = 0.0
    is_milestone: bool = False
    constraint: Constraint = Constraint.ASAP
    total_float_minutes: int | None = None
    links_in: int = 0
    links_out: int = 0
    people: int = 0
    baseline_finish: datetime | None = None

    @property
    def is_done(self) -> bool:
        return self.percent_complete >= 1 or self.actual_finish is not None


@dataclass(frozen=True)
class CheckedLink:
    """A link into the task `successor`."""

    successor: int
    type: LinkType = LinkType.FS
    lag_minutes: int = 0
    lag_kind: LagKind = LagKind.WORKING
    lag_share: float = 0.0


@dataclass(frozen=True)
class CheckFrame:
    """What holds for the project. `status` is the instant up to which progress is known; `length`
    working minutes from it to the project's finish, `spare` those from the finish to that of the
    baseline (None: no baseline); `delay_passes` whether a delay of the critical path's first task
    moves the finish as much (None: there is nothing critical to delay)."""

    status: datetime
    minutes_per_day: int = 480
    length: int = 0
    spare: int | None = None
    delay_passes: bool | None = None
    critical: tuple[int, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """`value` is a share 0..1 or an index; None where there was nothing to judge. `tasks` are the
    ids of those that fail, `count` of `total`."""

    check: ScheduleCheck
    value: float | None
    count: int
    total: int
    tasks: tuple[int, ...] = ()

    @property
    def limit(self) -> float:
        return LIMITS[self.check]

    @property
    def passes(self) -> bool | None:
        """None where there was nothing to judge."""
        if self.value is None:
            return None
        return self.value >= self.limit if self.check in INDEXES else self.value <= self.limit


def check_schedule(
    tasks: Sequence[CheckedTask], links: Sequence[CheckedLink], frame: CheckFrame
) -> tuple[Outcome, ...]:
    """All checks, in the pamphlet's order."""
    ahead = [task for task in tasks if not task.is_done]
    worked = [task for task in ahead if not task.is_milestone]
    due = [t for t in tasks if t.baseline_finish and t.baseline_finish <= frame.status]
    many = MANY_DAYS * frame.minutes_per_day
    return (
        _share(ScheduleCheck.LOGIC, ahead, lambda t: not (t.links_in and t.links_out)),
        _linked(ScheduleCheck.LEADS, links, lambda link: _lag(link, frame) < 0),
        _linked(ScheduleCheck.LAGS, links, lambda link: _lag(link, frame) > LONG_LAG_DAYS),
        _linked(ScheduleCheck.RELATIONS, links, lambda link: link.type is not LinkType.FS),
        _share(ScheduleCheck.HARD_CONSTRAINTS, ahead, lambda t: t.constraint in HARD),
        _share(ScheduleCheck.HIGH_FLOAT, ahead, lambda t: (t.total_float_minutes or 0) > many),
        _share(ScheduleCheck.NEGATIVE_FLOAT, ahead, lambda t: (t.total_float_minutes or 0) < 0),
        _share(ScheduleCheck.HIGH_DURATION, worked, lambda t: t.duration_minutes > many),
        _share(ScheduleCheck.INVALID_DATES, tasks, lambda t: _is_invalid(t, frame.status)),
        _share(ScheduleCheck.RESOURCES, worked, lambda t: not t.people),
        _share(ScheduleCheck.MISSED, due, _is_missed),
        _critical_path(frame),
        _cpli(frame),
        _bei(tasks, due),
        _share(
            ScheduleCheck.DONE_UNDATED,
            [task for task in tasks if task.percent_complete >= 1],
            lambda t: t.actual_finish is None,
        ),
    )


def _share(
    check: ScheduleCheck, tasks: Sequence[CheckedTask], fails: Callable[[CheckedTask], bool]
) -> Outcome:
    found = tuple(task.id for task in tasks if fails(task))
    value = len(found) / len(tasks) if tasks else None
    return Outcome(check, value, len(found), len(tasks), found)


def _linked(
    check: ScheduleCheck, links: Sequence[CheckedLink], fails: Callable[[CheckedLink], bool]
) -> Outcome:
    found = [link.successor for link in links if fails(link)]
    value = len(found) / len(links) if links else None
    return Outcome(check, value, len(found), len(links), _once(found))


def _lag(link: CheckedLink, frame: CheckFrame) -> float:
    """In days; of a share of the predecessor's duration only whether it is a lead counts."""
    if link.lag_kind is LagKind.SHARE:
        return min(link.lag_share, 0.0)
    per_day = 24 * 60 if link.lag_kind is LagKind.ELAPSED else frame.minutes_per_day
    return link.lag_minutes / per_day


def _is_invalid(task: CheckedTask, status: datetime) -> bool:
    """What has happened lies behind the status date, what is expected before it."""
    actual = any(moment and moment > _end_of(status) for moment in _actuals(task))
    begun = task.actual_start is not None or task.percent_complete > 0
    late_start = not begun and not task.is_done and task.start is not None and task.start < status
    late_finish = not task.is_done and task.finish is not None and task.finish < status
    return actual or late_start or late_finish


def _actuals(task: CheckedTask) -> tuple[datetime | None, datetime | None]:
    return task.actual_start, task.actual_finish


def _end_of(status: datetime) -> datetime:
    """What happened on the status date itself is known of."""
    return status.replace(hour=23, minute=59)


def _is_missed(task: CheckedTask) -> bool:
    """Due by the status date and not done, or done behind its baseline."""
    assert task.baseline_finish is not None  # only those that are due are asked
    if not task.is_done:
        return True
    finish = task.actual_finish or task.finish
    return finish is not None and finish > task.baseline_finish


def _critical_path(frame: CheckFrame) -> Outcome:
    check = ScheduleCheck.CRITICAL_PATH
    if frame.delay_passes is None:
        return Outcome(check, None, 0, 0)
    failing = () if frame.delay_passes else frame.critical
    return Outcome(check, float(frame.delay_passes), len(failing), len(frame.critical), failing)


def _cpli(frame: CheckFrame) -> Outcome:
    """Critical path length index: (length + spare) / length."""
    if frame.spare is None or frame.length <= 0:
        return Outcome(ScheduleCheck.CPLI, None, 0, 0)
    value = (frame.length + frame.spare) / frame.length
    return Outcome(ScheduleCheck.CPLI, value, 0, 0)


def _bei(tasks: Iterable[CheckedTask], due: Sequence[CheckedTask]) -> Outcome:
    """Baseline execution index: tasks done / tasks that the baseline has done by now."""
    if not due:
        return Outcome(ScheduleCheck.BEI, None, 0, 0)
    done = sum(task.is_done for task in tasks if task.baseline_finish is not None)
    open_ = tuple(task.id for task in due if not task.is_done)
    return Outcome(ScheduleCheck.BEI, done / len(due), len(open_), len(due), open_)


def _once(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(ids))
