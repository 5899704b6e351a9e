"""What there is of each resource, before anything that can be moved takes of it.

Jobs look at a resource in the numbers of their own lines: a *view* of it. Mostly a resource has
one, as all who need it work in the same calendar; where it has several, what is taken in one is
taken in the others as well, in pieces where the calendars differ.

A job that would fit nowhere even if it were alone has a view of its own, lifted to what it needs:
there it takes what there is, with nobody beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pmo_desktop.domain.calendars import Calendar, NoWorkingTime
from pmo_desktop.domain.common_time import common
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.levelling.bridges import Bridge, Piece
from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.problem import Resource
from pmo_desktop.domain.levelling.profile import EVER, NEVER, earliest, take
from pmo_desktop.domain.schedule.lines import Line
from pmo_desktop.domain.timeline import Timeline

# For so many days behind the last date that is said calendars are laid out where they differ; for
# more where there was no room in these.
HORIZONS = (3 * 366, 20 * 366)
NEAR = 366
# What there is where a job does not look.
PLENTY = 10**9
Profile = tuple[list[int], list[int]]


class Use(NamedTuple):
    """A job's need of a view (by its place), no more than there ever is."""

    view: int
    units: int


class View(NamedTuple):
    """A resource (its place) in the numbers of a line, of which a calendar's minutes count; both by
    their places. `lift`: at least so many units are there."""

    resource: int
    line: int
    home: int
    lift: int = 0


@dataclass
class Supply:
    """`views` with their `profiles`, what is pinned taken out; in `wholes` it is not. `uses` are
    each job's. `short` are needs greater than all there ever is, `nowhere` those that fit at no
    time: both `(job, resource)`, by places."""

    frame: Frame
    resources: Sequence[Resource]
    horizon: int = HORIZONS[0]
    views: list[View] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    wholes: list[Profile] = field(default_factory=list)
    uses: list[tuple[Use, ...]] = field(default_factory=list)
    short: list[tuple[int, int]] = field(default_factory=list)
    nowhere: list[tuple[int, int]] = field(default_factory=list)

    @cached_property
    def others(self) -> list[list[int]]:
        """The views that see what is taken in each."""
        by_resource: dict[int, list[int]] = {}
        for v, view in enumerate(self.views):
            by_resource.setdefault(view.resource, []).append(v)
        return [
            [other for other in by_resource[view.resource] if other != v]
            for v, view in enumerate(self.views)
        ]

    @cached_property
    def finals(self) -> list[int]:
        """What each view has behind its last step."""
        return [room[-2] for _, room in self.wholes]

    def final_uses(self, i: int) -> list[Use]:
        """A job's needs, no more than what there is in the end."""
        return [
            Use(view, min(units, self.finals[view]))
            for view, units in self.uses[i]
            if self.finals[view] > 0
        ]

    def occupy(self, profiles: Sequence[Profile], i: int, uses: Sequence[Use], start: int) -> None:
        """Take what a job needs from `start` on."""
        spans = self.frame.parts[i] or ((0, self.frame.span[i]),)
        for view, units in uses:
            for first, last in spans:
                at, room = profiles[view]
                take(at, room, units, start + first, start + last)
                for other in self.others[view]:
                    for a, b in self.seen(view, other, start + first, start + last):
                        take(*profiles[other], units, a, b)

    def seen(self, view: int, other: int, first: int, last: int) -> Iterator[Piece]:
        """What is taken in one view, in the numbers of another."""
        one, two = self.views[view], self.views[other]
        if (one.line, one.home) == (two.line, two.home):
            yield first, last
            return
        way = self._way(one.home, two.home, two.line)
        if way is None:
            return
        shared, bridge = way
        line = self.frame.lines[one.line]
        a, b = shared.worked(line.start_at(first)), shared.worked(line.finish_at(last))
        if a >= b:
            return
        if bridge is None:
            yield a, b
        else:
            yield from bridge.pieces(a, b)

    def _way(self, one: int, other: int, line: int) -> tuple[Timeline, Bridge | None] | None:
        """The line of what two calendars have in common, and how it lies on a line; None where
        they have nothing."""
        key = one, other, line
        if key not in self._ways:
            frame = self.frame
            calendars = frame.problem.calendars
            shared = shared_time(calendars[one], calendars[other])
            if shared is None:
                self._ways[key] = None
            elif line == other and shared == calendars[other]:
                self._ways[key] = shared.line, None
            else:
                self._ways[key] = shared.line, self.bridge(shared, frame.lines[line])
        return self._ways[key]

    def bridge(self, home: Calendar, line: Line) -> Bridge:
        """From a calendar to a line; made once."""
        key = home, id(line)
        if key not in self._bridges:
            self._bridges[key] = Bridge(home.line, line, *self._days)
        return self._bridges[key]

    @cached_property
    def _ways(self) -> dict[tuple[int, int, int], tuple[Timeline, Bridge | None] | None]:
        return {}

    def is_exceeded(self, finish: int, misfits: int) -> bool:
        """Whether a plan that ends at this instant comes near the horizon of anything that is laid
        out up to there alone, or does not fit before it."""
        near = (self._days[1] - NEAR) * MINUTES_IN_DAY
        return bool(self._bridges) and (misfits > 0 or finish > near)

    @cached_property
    def _bridges(self) -> dict[tuple[Calendar, int], Bridge]:
        return {}

    @cached_property
    def _days(self) -> tuple[int, int]:
        dates = [job.release for job in self.frame.jobs] + list(self.frame.begun.values())
        for resource in self.resources:
            dates += [instant for instant, _ in resource.capacity[-1:]]
        known = [date for date in dates if date >= MINUTES_IN_DAY] or [MINUTES_IN_DAY]
        return min(known) // MINUTES_IN_DAY, max(known) // MINUTES_IN_DAY + self.horizon


def shared_time(one: Calendar, other: Calendar) -> Calendar | None:
    """The calendar of what two have in common; None where that is nothing."""
    try:
        return common((one, other))
    except NoWorkingTime:
        return None


def supply_of(frame: Frame, horizon: int = HORIZONS[0]) -> Supply:
    """Everything that the frame's jobs ask for."""
    supply = Supply(frame, tuple(frame.problem.resources), horizon)
    places = {resource.id: r for r, resource in enumerate(supply.resources)}
    known: dict[View, int] = {}
    shapes: dict[tuple[object, ...], Profile] = {}

    def view_of(view: View) -> int:
        if view not in known:
            resource = supply.resources[view.resource]
            # Many people share calendars and capacities: each sort is laid out once.
            key = (*view[1:], resource.calendar, resource.capacity)
            if key not in shapes:
                shapes[key] = _profile(supply, view)
            known[view] = len(supply.views)
            supply.views.append(view)
            supply.wholes.append(shapes[key])
            at, room = shapes[key]
            supply.profiles.append((at.copy(), room.copy()))
        return known[view]

    for i in range(frame.count):
        uses = []
        for number, units in _asked(frame, i, places).items():
            r = places[number]
            view = View(r, frame.line[i], frame.home[i])
            v = view_of(view)
            greatest = max((u for u in supply.wholes[v][1] if u < PLENTY), default=0)
            if units > greatest:
                supply.short.append((i, r))
                units = greatest
            if units and i not in frame.begun and _fits_nowhere(supply, v, units, i):
                supply.nowhere.append((i, r))
                v = view_of(view._replace(lift=units))
            if units:
                uses.append(Use(v, units))
        supply.uses.append(tuple(uses))
    for i, begun in frame.begun.items():
        number = frame.lines[frame.line[i]].worked(begun)
        supply.occupy(supply.profiles, i, supply.uses[i], number)
    return supply


def _fits_nowhere(supply: Supply, v: int, units: int, i: int) -> bool:
    at, room = supply.wholes[v]
    if len(room) == 3 and room[1] >= units:  # there from some time on for ever: most are
        return False
    frame = supply.frame
    start, before = frame.floor[i], None
    while start != before:
        before = start
        for first, last in frame.parts[i] or ((0, frame.span[i]),):
            found = earliest(at, room, units, start + first, last - first)
            if found == EVER:
                return True
            start = found - first
    return False


def _asked(frame: Frame, i: int, places: Mapping[int, int]) -> dict[int, int]:
    """Resource -> units of a job, where it can take any."""
    needs: dict[int, int] = {}
    if frame.jobs[i].duration:
        for resource, units in frame.jobs[i].needs:
            if units > 0 and resource in places:
                needs[resource] = needs.get(resource, 0) + units
    return needs


def _profile(supply: Supply, view: View) -> Profile:
    """The capacity as a view has it."""
    frame = supply.frame
    resource = supply.resources[view.resource]
    calendars = frame.problem.calendars
    home = calendars[view.home]
    own = home if resource.calendar is None else calendars[resource.calendar]
    line = frame.lines[view.line]
    steps: dict[int, int] = {NEVER: 0}
    for instant, units in sorted(resource.capacity):
        steps[line.worked(instant)] = max(0, units)
    there = home if own == home else shared_time(home, own)
    if there is None:
        steps = {NEVER: 0}
    elif there != home:
        steps = _within(steps, _pieces(supply, there, line), 0)
    if view.line != view.home:  # what runs through nights does not look at them
        steps = _within(steps, _pieces(supply, home, line), PLENTY)
    at: list[int] = []
    room: list[int] = []
    for number, units in sorted(steps.items()):
        units = max(units, view.lift)
        if not room or units != room[-1]:
            at.append(number)
            room.append(units)
    return [*at, EVER], [*room, 0]


def _pieces(supply: Supply, calendar: Calendar, line: Line) -> list[Piece]:
    first, last = supply._days
    a = calendar.line.before(first)
    return list(supply.bridge(calendar, line).pieces(a, calendar.line.before(last + 1)))


def _within(steps: Mapping[int, int], there: Sequence[Piece], outside: int) -> dict[int, int]:
    """The steps, cut down to some stretches."""
    found = {NEVER: outside}
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
        found[last] = outside
    return found
