"""What stays unsolved, and why what was moved was moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from pmo_desktop.domain.levelling import dates
from pmo_desktop.domain.levelling.axes import Piece
from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.plan import Plan
from pmo_desktop.domain.levelling.profile import take
from pmo_desktop.domain.levelling.resources import Supply, Use, stretches
from pmo_desktop.domain.schedule.lines import EVER


class UnsolvedReason(StrEnum):
    """TOO_MUCH: it needs more of the resource than there ever is (`needed`, `greatest` units).
    NO_ROOM: at no time is there room for it, before the resource is gone. OVERLOAD: what is pinned
    together takes more than there is, by `units` at most, for `minutes` of the job. LATE: it ends
    `minutes` behind its hard date. LINK: being pinned it breaks the tie from `predecessor`, by
    `minutes`. LOOP: it is tied to itself in a circle, one tie of which was left out."""

    TOO_MUCH = "too_much"
    NO_ROOM = "no_room"
    OVERLOAD = "overload"
    LATE = "late"
    LINK = "link"
    LOOP = "loop"


@dataclass(frozen=True)
class Unsolved:
    """`resource` is None where it is not about one."""

    job: int
    resource: int | None
    reason: UnsolvedReason
    params: Mapping[str, Any] = field(default_factory=dict)


class MoveReason(StrEnum):
    """ROOM: others take the resource. AWAY: it is not there, or not enough of it. LINK: what it
    follows was moved."""

    ROOM = "room"
    AWAY = "away"
    LINK = "link"


class Moved(NamedTuple):
    """Why a job begins `minutes` (of its line) later than links alone would have it: for want of
    `resource`, which `jobs` take meanwhile, the one that does so longest first; or, for LINK, after
    those jobs."""

    job: int
    minutes: int
    reason: MoveReason
    resource: int | None
    jobs: tuple[int, ...]


def unsolved(plan: Plan, supply: Supply) -> tuple[Unsolved, ...]:
    """In the order of the jobs."""
    frame = plan.frame
    found = [
        *_short(frame, supply),
        *(Unsolved(job, resource, UnsolvedReason.NO_ROOM) for job, resource in plan.misfits),
        *_overloads(frame, supply),
        *_late(plan),
        *_broken(plan),
        *(Unsolved(frame.jobs[i].id, None, UnsolvedReason.LOOP) for i in frame.broken),
    ]
    return tuple(sorted(found, key=lambda one: frame.index[one.job]))


def _short(frame: Frame, supply: Supply) -> Iterator[Unsolved]:
    for i, r in supply.short:
        resource = supply.resources[r]
        job = frame.jobs[i]
        needed = sum(units for number, units in job.needs if number == resource.id)
        greatest = max(supply.whole[r][1])
        yield Unsolved(
            job.id, resource.id, UnsolvedReason.TOO_MUCH, {"needed": needed, "greatest": greatest}
        )


def _overloads(frame: Frame, supply: Supply) -> Iterator[Unsolved]:
    for i in frame.begun:
        line = frame.lines[frame.line[i]]
        for use in supply.uses[i]:
            at, room = supply.at[use.resource], supply.room[use.resource]
            over = minutes = 0
            for first, last in stretches(frame, supply, i, line.worked(frame.begun[i]), use):
                for k in range(len(room) - 1):
                    a, b = max(first, at[k]), min(last, at[k + 1])
                    if a < b and room[k] < 0:
                        over, minutes = max(over, -room[k]), minutes + b - a
            if minutes:
                resource = supply.resources[use.resource].id
                params = {"units": over, "minutes": minutes}
                yield Unsolved(frame.jobs[i].id, resource, UnsolvedReason.OVERLOAD, params)


def _late(plan: Plan) -> Iterator[Unsolved]:
    frame = plan.frame
    for i, job in enumerate(frame.jobs):
        if job.latest is not None and plan.finishes[job.id] > job.latest:
            line = frame.lines[frame.home[i]]
            minutes = line.worked(plan.finishes[job.id]) - line.worked(job.latest)
            yield Unsolved(job.id, None, UnsolvedReason.LATE, {"minutes": minutes})


def _broken(plan: Plan) -> Iterator[Unsolved]:
    frame = plan.frame
    for arc in frame.into_pinned:
        before, after = frame.jobs[arc.before].id, frame.jobs[arc.after].id
        instant = plan.finishes[before] if arc.from_finish else plan.starts[before]
        line = frame.lines[frame.line[arc.after]]
        missing = frame.arrival(arc, instant) - line.worked(plan.starts[after])
        if missing > 0:
            params = {"predecessor": before, "minutes": missing}
            yield Unsolved(after, None, UnsolvedReason.LINK, params)


def moves(plan: Plan, supply: Supply) -> dict[int, Moved]:
    """All jobs that do not begin where links alone would have them."""
    frame = plan.frame
    start = _numbers(plan)
    early = dates.early(frame)
    busy = _busy(frame, supply, start)
    found = {}
    for i in frame.order:
        if start[i] > early[i]:
            found[frame.jobs[i].id] = _why(frame, supply, busy, start, early, i)
    return found


def _numbers(plan: Plan) -> list[int]:
    """Where each job begins on its line."""
    frame = plan.frame
    return [
        frame.lines[line].worked(plan.starts[job.id])
        for line, job in zip(frame.line, frame.jobs, strict=True)
    ]


class _Taken(NamedTuple):
    job: int
    first: int
    last: int


def _busy(frame: Frame, supply: Supply, start: list[int]) -> dict[int, list[_Taken]]:
    """Who takes each resource, and from when to when on its axis."""
    found: dict[int, list[_Taken]] = {}
    for i in range(frame.count):
        for use in supply.uses[i]:
            spots = stretches(frame, supply, i, start[i], use)
            if spots:
                found.setdefault(use.resource, []).append(_Taken(i, spots[0][0], spots[-1][1]))
    return found


def _why(
    frame: Frame,
    supply: Supply,
    busy: Mapping[int, list[_Taken]],
    start: list[int],
    early: list[int],
    i: int,
) -> Moved:
    """What keeps it from beginning a minute earlier."""
    job, minutes = frame.jobs[i].id, start[i] - early[i]
    held, drivers = frame.floor[i], []
    for before, distance in frame.straight_in[i]:
        held = max(held, start[before] + distance)
        if start[before] + distance >= start[i]:
            drivers.append(frame.jobs[before].id)
    for arc in frame.crossing_in[i]:
        pull = frame.pull(arc, start)
        held = max(held, pull)
        if pull >= start[i]:
            drivers.append(frame.jobs[arc.before].id)
    if held >= start[i] or not supply.uses[i]:
        return Moved(job, minutes, MoveReason.LINK, None, tuple(drivers))
    use, gap = _scarce(frame, supply, busy, start, i)
    meanwhile = _over(frame, supply, use, i, held, start[i])
    shares = sorted(
        (
            (min(meanwhile[1], taken.last) - max(meanwhile[0], taken.first), taken.job)
            for taken in busy.get(use.resource, ())
            if taken.job != i and taken.first < meanwhile[1] and taken.last > meanwhile[0]
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    jobs = tuple(frame.jobs[other].id for _, other in shares)
    reason = MoveReason.AWAY if gap or not jobs else MoveReason.ROOM
    return Moved(job, minutes, reason, supply.resources[use.resource].id, jobs)


def _over(frame: Frame, supply: Supply, use: Use, i: int, first: int, last: int) -> Piece:
    """From the first minute to the last of what it could have had, on the resource's axis."""
    line, axis = frame.lines[frame.line[i]], supply.axes[use.resource]
    return axis.worked(line.start_at(first)), axis.worked(line.finish_at(last))


def _scarce(
    frame: Frame,
    supply: Supply,
    busy: Mapping[int, list[_Taken]],
    start: list[int],
    i: int,
) -> tuple[Use, bool]:
    """The resource for which it cannot begin a minute earlier, and whether there would be too
    little of it even if nobody else took any."""
    for alone in (True, False):
        for use in supply.uses[i]:
            at, room = (list(steps) for steps in supply.whole[use.resource])
            spots = stretches(frame, supply, i, start[i] - 1, use)
            if not alone:
                for taken in busy.get(use.resource, ()):
                    if taken.job != i and taken.first < spots[-1][1] and taken.last > spots[0][0]:
                        other = next(
                            u for u in supply.uses[taken.job] if u.resource == use.resource
                        )
                        for a, b in stretches(frame, supply, taken.job, start[taken.job], other):
                            take(at, room, other.units, a, b)
            if any(_lacks(at, room, use.units, a, b) for a, b in spots):
                return use, alone
    return supply.uses[i][0], False


def _lacks(at: list[int], room: list[int], units: int, first: int, last: int) -> bool:
    return any(
        room[k] < units and at[k] < last and at[k + 1] > first
        for k in range(len(at) - 1)
        if at[k + 1] != EVER or True
    )
