"""What stays unsolved, and why what was moved was moved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from pmo_desktop.domain.levelling import dates
from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.plan import Plan
from pmo_desktop.domain.levelling.resources import Profile, Supply, Use


class UnsolvedReason(StrEnum):
    """TOO_MUCH: it needs more of the resource than there ever is (`needed`, `greatest` units).
    NO_ROOM: at no time is there room for it, before the resource is gone or away for long. OUTSIDE:
    its calendar has time in which the resource is never there, and it takes it then. OVERLOAD: what
    is pinned together takes more than there is, by `units` at most, for `minutes` of the job. LATE:
    it ends `minutes` behind its hard date. LINK: being pinned it breaks the tie from `predecessor`,
    by `minutes`. LOOP: it is tied to itself in a circle, one tie of which was left out."""

    TOO_MUCH = "too_much"
    NO_ROOM = "no_room"
    OUTSIDE = "outside"
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
        *_nowhere(plan, supply),
        *_outside(frame, supply),
        *_overloads(frame, supply),
        *_late(plan),
        *_broken(plan),
        *(Unsolved(frame.jobs[i].id, None, UnsolvedReason.LOOP) for i in frame.broken),
    ]
    return tuple(sorted(found, key=lambda one: frame.index[one.job]))


def _short(frame: Frame, supply: Supply) -> Iterator[Unsolved]:
    for i, r, needed in supply.short:
        job, resource = frame.jobs[i], supply.resources[r]
        greatest = max((units for _, units in resource.capacity), default=0)
        params = {"needed": needed, "greatest": greatest}
        yield Unsolved(job.id, resource.id, UnsolvedReason.TOO_MUCH, params)


def _nowhere(plan: Plan, supply: Supply) -> Iterator[Unsolved]:
    for i, r in supply.nowhere:
        job, resource = plan.frame.jobs[i].id, supply.resources[r].id
        yield Unsolved(job, resource, UnsolvedReason.NO_ROOM)
    for job, resource in plan.misfits:
        yield Unsolved(job, resource, UnsolvedReason.NO_ROOM)


def _outside(frame: Frame, supply: Supply) -> Iterator[Unsolved]:
    for i, r in supply.outside:
        yield Unsolved(frame.jobs[i].id, supply.resources[r].id, UnsolvedReason.OUTSIDE)


def _overloads(frame: Frame, supply: Supply) -> Iterator[Unsolved]:
    for i, begun in frame.begun.items():
        number = frame.lines[frame.line[i]].worked(begun)
        for view, _, spans in supply.uses[i]:
            at, room = supply.profiles[view]
            over = minutes = 0
            for first, last in spans or ((0, frame.span[i]),):
                for k in range(len(room) - 1):
                    a, b = max(number + first, at[k]), min(number + last, at[k + 1])
                    if a < b and room[k] < 0:
                        over, minutes = max(over, -room[k]), minutes + b - a
            if minutes:
                resource = supply.resources[supply.views[view].resource].id
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
    profiles = [(at.copy(), room.copy()) for at, room in supply.profiles]
    for i in frame.order:
        supply.occupy(profiles, i, supply.uses[i], start[i])
    users: dict[int, list[int]] = {}
    for i, uses in enumerate(supply.uses):
        for resource in {supply.views[use.view].resource for use in uses}:
            users.setdefault(resource, []).append(i)
    return {
        frame.jobs[i].id: _why(plan, supply, profiles, users, start, early[i], i)
        for i in frame.order
        if start[i] > early[i]
    }


def _numbers(plan: Plan) -> list[int]:
    """Where each job begins on its line."""
    frame = plan.frame
    return [
        frame.lines[line].worked(plan.starts[job.id])
        for line, job in zip(frame.line, frame.jobs, strict=True)
    ]


def _why(
    plan: Plan,
    supply: Supply,
    profiles: Sequence[Profile],
    users: Mapping[int, Sequence[int]],
    start: Sequence[int],
    early: int,
    i: int,
) -> Moved:
    """What keeps it from beginning a minute earlier."""
    frame = plan.frame
    job, minutes = frame.jobs[i].id, start[i] - early
    held, drivers = _held(frame, start, i)
    if held < start[i]:
        for use in supply.uses[i]:
            reason = _scarcity(supply, profiles, use, i, start[i])
            if reason is not None:
                resource = supply.views[use.view].resource
                line = frame.lines[frame.line[i]]
                since, until = line.start_at(held), line.finish_at(start[i])
                jobs = _meanwhile(plan, users[resource], i, since, until)
                return Moved(job, minutes, reason, supply.resources[resource].id, jobs)
    return Moved(job, minutes, MoveReason.LINK, None, drivers)


def _held(frame: Frame, start: Sequence[int], i: int) -> tuple[int, tuple[int, ...]]:
    """The number before which links and floor do not let it begin, and the jobs (ids) for which it
    begins where it does."""
    pulls = [(start[before] + minutes, before) for before, minutes in frame.straight_in[i]]
    pulls += [(frame.pull(arc, start), arc.before) for arc in frame.crossing_in[i]]
    held = max((pull for pull, _ in pulls), default=frame.floor[i])
    drivers = tuple(frame.jobs[before].id for pull, before in pulls if pull >= start[i])
    return max(held, frame.floor[i]), drivers


def _scarcity(
    supply: Supply, profiles: Sequence[Profile], use: Use, i: int, start: int
) -> MoveReason | None:
    """Whether this is what it has too little of in the minute before it begins: all that came
    earlier in the order left room from there on, and not a minute before."""
    for first, _ in use.spans or ((0, 0),):
        number = start + first - 1
        if _room(supply.wholes[use.view], number) < use.units:
            return MoveReason.AWAY
        its_own = sum(
            one.units
            for one in supply.uses[i]
            if one.view == use.view and any(a <= number - start < b for a, b in one.spans or ())
        )
        if _room(profiles[use.view], number) + its_own < use.units:
            return MoveReason.ROOM
    return None


def _room(profile: Profile, number: int) -> int:
    at, room = profile
    return room[bisect_right(at, number) - 1]


def _meanwhile(plan: Plan, users: Sequence[int], i: int, since: int, until: int) -> tuple[int, ...]:
    """The jobs that lie between these instants, the one that does so longest first."""
    found = []
    for other in users:
        number = plan.frame.jobs[other].id
        shared = min(plan.finishes[number], until) - max(plan.starts[number], since)
        if other != i and shared > 0:
            found.append((-shared, other, number))
    return tuple(number for _, _, number in sorted(found))
