"""What there is of each resource, on its axis, before anything that can be moved takes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pmo_desktop.domain.calendars import Calendar, NoWorkingTime
from pmo_desktop.domain.common_time import common
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.levelling.axes import Piece, pieces, union
from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.problem import Resource
from pmo_desktop.domain.levelling.profile import EVER, NEVER, take
from pmo_desktop.domain.schedule.lines import Line

# How far behind the last date that is said a resource's own calendar is laid out where it differs
# from that of its jobs; behind that the resource is not there.
HORIZON = 10 * 366 * MINUTES_IN_DAY


@dataclass(frozen=True)
class Use:
    """A job's need of a resource (by its place), no more than there ever is. `direct`: the job's
    numbers are those of the resource's axis."""

    resource: int
    units: int
    direct: bool


@dataclass(frozen=True)
class Supply:
    """`at` and `room` are each resource's steps (`levelling.profile`) with what is pinned taken
    out, `final` what there is behind the last, `axes` the lines of their numbers. `uses` are each
    job's; `short` the needs that are greater than all there ever is: `(job, resource)`, by places.
    `whole` are the steps before anything was taken."""

    resources: tuple[Resource, ...]
    at: list[list[int]]
    room: list[list[int]]
    whole: list[tuple[list[int], list[int]]]
    final: list[int]
    axes: list[Line]
    uses: list[tuple[Use, ...]]
    short: list[tuple[int, int]]


def supply_of(frame: Frame) -> Supply:
    """Everything that the frame's jobs ask for."""
    asked = _asked(frame)
    places = {resource.id: r for r, resource in enumerate(frame.problem.resources)}
    homes: list[set[int]] = [set() for _ in places]
    for i, needs in enumerate(asked):
        for number in needs:
            homes[places[number]].add(frame.home[i])
    calendars = frame.problem.calendars
    found = Supply(tuple(frame.problem.resources), [], [], [], [], [], [], [])
    known: dict[tuple[object, ...], tuple[list[int], list[int]]] = {}
    alike = []
    for resource, used in zip(found.resources, homes, strict=True):
        axis = union(tuple(calendars[home] for home in sorted(used))) if used else None
        # Many people share calendars and capacities: each sort is laid out once.
        key = (axis, resource.calendar, resource.capacity)
        if key not in known:
            known[key] = _steps(frame, resource, axis)
        at, room = known[key]
        found.whole.append((at, room))
        found.at.append(at.copy())
        found.room.append(room.copy())
        found.final.append(room[-2])
        found.axes.append(frame.lines[-1] if axis is None else axis.line)
        alike.append(next((home for home in sorted(used) if calendars[home] == axis), -1))
    for i, needs in enumerate(asked):
        straight = frame.line[i] == frame.home[i] and frame.parts[i] is None
        found.uses.append(tuple(_uses(found, i, needs, places, frame.home[i], straight, alike)))
    _occupy_pinned(frame, found)
    return found


def _uses(
    supply: Supply,
    i: int,
    needs: Mapping[int, int],
    places: Mapping[int, int],
    home: int,
    straight: bool,
    alike: Sequence[int],
) -> Iterator[Use]:
    for number, units in needs.items():
        r = places[number]
        greatest = max(supply.whole[r][1])
        if units > greatest:
            supply.short.append((i, r))
        if greatest > 0:
            yield Use(r, min(units, greatest), straight and home == alike[r])


def _occupy_pinned(frame: Frame, supply: Supply) -> None:
    for i, begun in frame.begun.items():
        number = frame.lines[frame.line[i]].worked(begun)
        for use in supply.uses[i]:
            r = use.resource
            for start, finish in stretches(frame, supply, i, number, use):
                take(supply.at[r], supply.room[r], use.units, start, finish)


def stretches(frame: Frame, supply: Supply, i: int, number: int, use: Use) -> list[Piece]:
    """Where a job that is put at `number` lies on a resource's axis."""
    span = frame.span[i]
    if use.direct:
        return [(number, number + span)]
    found: list[Piece] = []
    home = frame.lines[frame.home[i]]
    axis = supply.axes[use.resource]
    for first, last in frame.parts[i] or ((0, span),):
        a, b = number + first, number + last
        if frame.line[i] != frame.home[i]:
            a, b = home.worked(a), home.worked(b)
        if axis is home:
            if a < b:
                found.append((a, b))
        else:
            found += pieces(home, axis, a, b)
    return found


def _asked(frame: Frame) -> list[dict[int, int]]:
    """Resource -> units of each job, where it can take any."""
    known = {resource.id for resource in frame.problem.resources}
    found: list[dict[int, int]] = []
    for job in frame.jobs:
        needs: dict[int, int] = {}
        if job.duration:
            for resource, units in job.needs:
                if units > 0 and resource in known:
                    needs[resource] = needs.get(resource, 0) + units
        found.append(needs)
    return found


def _steps(frame: Frame, resource: Resource, axis: Calendar | None) -> tuple[list[int], list[int]]:
    """The capacity on the axis, its own calendar in it."""
    line = frame.lines[-1] if axis is None else axis.line
    steps: dict[int, int] = {NEVER: 0}
    for instant, units in sorted(resource.capacity):
        steps[line.worked(instant)] = max(0, units)
    own = None if resource.calendar is None else frame.problem.calendars[resource.calendar]
    if own is not None and axis is not None and own != axis:
        try:
            there = common((axis, own))
        except NoWorkingTime:
            return [NEVER, EVER], [0, 0]
        if there != axis:
            steps = _within(steps, list(pieces(there.line, line, *_window(frame, there.line))))
    at, room = [NEVER], [steps.pop(NEVER)]
    for number, units in sorted(steps.items()):
        if units != room[-1]:
            at.append(number)
            room.append(units)
    return [*at, EVER], [*room, 0]


def _window(frame: Frame, line: Line) -> tuple[int, int]:
    dates = [job.release for job in frame.jobs] + list(frame.begun.values())
    known = [date for date in dates if date > 0]
    first = min(known, default=MINUTES_IN_DAY)
    return line.worked(first), line.worked(max(known, default=first) + HORIZON)


def _within(steps: dict[int, int], there: list[Piece]) -> dict[int, int]:
    """The steps, cut down to some stretches; nothing elsewhere."""
    found = {NEVER: 0}
    bounds = [*sorted(steps), EVER]
    spans = [(a, b, steps[a]) for a, b in pairwise(bounds)]
    k = 0
    for first, last in there:
        while spans[k][1] <= first:
            k += 1
        j = k
        while j < len(spans) and spans[j][0] < last:
            found[max(first, spans[j][0])] = spans[j][2]
            j += 1
        found[last] = 0
    return found
