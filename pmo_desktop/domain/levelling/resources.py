"""What there is of each resource, before anything that can be moved takes of it.

Jobs look at a resource in the numbers of their own lines: a *view* of it. Mostly a resource has
one, as all who need it work in the same calendar; where it has several, what is taken in one is
taken in the others as well, in pieces where the calendars differ.

A job whose calendar has time in which its resource is never there, so that nothing as long fits
into what they have in common, looks at it `outside` as well: in all of its own calendar's time. A
job that would fit nowhere even if it were alone has a view of its own, lifted to what it needs:
there it takes what there is, with nobody beside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from pmo_desktop.domain.calendars import Calendar, NoWorkingTime
from pmo_desktop.domain.common_time import common
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.levelling.bridges import Bridge, Piece
from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.problem import Need, Resource
from pmo_desktop.domain.levelling.profile import EVER, NEVER, take
from pmo_desktop.domain.levelling.waits import (
    LONG,
    Wait,
    has_long_waits,
    long_waits,
    openings,
    regular,
)
from pmo_desktop.domain.schedule.lines import Line
from pmo_desktop.domain.timeline import Timeline

# For so many days behind the last date that is said calendars are laid out where they differ; for
# more where there was no room in these.
HORIZONS = (3 * 366, 20 * 366)
NEAR = 366
# What there is where a job does not look.
PLENTY = 10**9
Profile = tuple[list[int], list[int]]
Steps = list[tuple[int, tuple[Piece, ...] | None]]


class Use(NamedTuple):
    """A job's need of a view (by its place), no more than there ever is; in which stretches of its
    line behind its beginning (None: throughout)."""

    view: int
    units: int
    spans: tuple[Piece, ...] | None = None


class View(NamedTuple):
    """A resource (its place) in the numbers of a line, of which a calendar's minutes count; both by
    their places. `lift`: at least so many units are there. With `outside` its own calendar does not
    count."""

    resource: int
    line: int
    home: int
    lift: int = 0
    outside: bool = False


@dataclass
class Supply:
    """`views` with their `profiles`, what is pinned taken out; in `wholes` it is not. `uses` are
    each job's. `short` are needs greater than all there ever is, with what is needed, `nowhere`
    those that fit at no time, `outside` those that take of a resource when it is not there:
    `(job, resource)`, by places. `waits` are each job's, see `levelling.waits`."""

    frame: Frame
    resources: Sequence[Resource]
    horizon: int = HORIZONS[0]
    views: list[View] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    wholes: list[Profile] = field(default_factory=list)
    uses: list[tuple[Use, ...]] = field(default_factory=list)
    waits: list[tuple[Wait, ...]] = field(default_factory=list)
    short: list[tuple[int, int, int]] = field(default_factory=list)
    nowhere: list[tuple[int, int]] = field(default_factory=list)
    outside: list[tuple[int, int]] = field(default_factory=list)

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

    @property
    def outside_ids(self) -> set[tuple[int, int]]:
        """Which job takes of which resource when that is not there, by their ids."""
        return {(self.frame.jobs[i].id, self.resources[r].id) for i, r in self.outside}

    def final_uses(self, uses: Sequence[Use]) -> list[Use]:
        """Needs, no more than what there is in the end."""
        return [
            use._replace(units=min(use.units, self.finals[use.view]))
            for use in uses
            if self.finals[use.view] > 0
        ]

    def lesser_uses(
        self, i: int, uses: Sequence[Use], resources: Collection[int], start: int
    ) -> list[Use]:
        """A job's needs, of these resources no more than what there is throughout from a number
        on."""
        found = []
        for use in uses:
            if self.views[use.view].resource in resources:
                at, room = self.wholes[use.view]
                for first, last in use.spans or ((0, self.frame.span[i]),):
                    k = bisect_right(at, start + first) - 1
                    while at[k] < start + last:
                        use = use._replace(units=min(use.units, room[k]))
                        k += 1
            if use.units > 0:
                found.append(use)
        return found

    def occupy(self, profiles: Sequence[Profile], i: int, uses: Sequence[Use], start: int) -> None:
        """Take what a job needs from `start` on."""
        for view, units, spans in uses:
            for first, last in spans or ((0, self.frame.span[i]),):
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

    def openings(self, whole: Profile, steps: Sequence[tuple[int, Sequence[Piece]]]) -> list[Piece]:
        """Between which numbers a job can begin that asks for this of what there is."""
        key = id(whole), tuple((units, tuple(spans)) for units, spans in steps)
        if key not in self._openings:
            self._openings[key] = openings(whole, steps)
        return self._openings[key]

    def regular(self, whole: Profile, units: int) -> tuple[int, int, int]:
        """From where on there are so many, for how many minutes at least without a break, and how
        long they lack at most; where there are none for ever, EVER, 0 and EVER."""
        key = id(whole), units
        if key not in self._regular:
            self._regular[key] = regular(whole, units)
        return self._regular[key]

    def least(self, line: int) -> int:
        """No long time has fewer minutes of the line: half of an ordinary one."""
        if line not in self._least:
            worked = self.frame.lines[line].worked
            begin = self._days[0] * MINUTES_IN_DAY
            self._least[line] = (worked(begin + LONG) - worked(begin)) // 2
        return self._least[line]

    def always(self, view: View, own: int) -> Profile:
        """What a view would show of a resource that is always there in its calendar."""
        key = view.line, view.home, own
        if key not in self._always:
            there = Resource(-1, ((0, 1),), own)
            self._always[key] = _profile(self, view, there)
        return self._always[key]

    def bounds(self, line: int) -> Piece:
        """From which number to which a line is laid out where calendars differ."""
        first, last = self._days
        worked = self.frame.lines[line].worked
        return worked(first * MINUTES_IN_DAY), worked((last + 1) * MINUTES_IN_DAY)

    @cached_property
    def _openings(self) -> dict[tuple[Any, ...], list[Piece]]:
        return {}

    @cached_property
    def _regular(self) -> dict[tuple[int, int], tuple[int, int, int]]:
        return {}

    @cached_property
    def _least(self) -> dict[int, int]:
        return {}

    @cached_property
    def _always(self) -> dict[tuple[int, int, int], Profile]:
        return {}

    def is_exceeded(self, finish: int, misfits: Sequence[tuple[int, int]]) -> bool:
        """Whether a plan that ends at this instant comes near the horizon of anything that is laid
        out up to there alone, or something does not fit before it that waits for nothing else."""
        if not self._bridges:
            return False
        lost = any(r not in {wait.resource for wait in self.waits[i]} for i, r in misfits)
        return lost or finish > (self._days[1] - NEAR) * MINUTES_IN_DAY

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
            # Many people share calendars and capacities: each sort is laid out once.
            resource = supply.resources[view.resource]
            key = (*view[1:], resource.calendar, resource.capacity)
            if key not in shapes:
                shapes[key] = _profile(supply, view, resource)
            known[view] = len(supply.views)
            supply.views.append(view)
            supply.wholes.append(shapes[key])
            at, room = shapes[key]
            supply.profiles.append((at.copy(), room.copy()))
        return known[view]

    for i in range(frame.count):
        uses: list[Use] = []
        waits: list[Wait] = []
        for number, steps in _asked(frame, i, places).items():
            view = View(places[number], frame.line[i], frame.home[i])
            if i not in frame.begun:
                view = _seen(supply, view, steps, i)
            steps = _possible(supply, view_of(view), steps, i)
            if steps and i not in frame.begun:
                view, more = _waited(supply, view, view_of, steps, i)
                waits += more
            uses += [Use(view_of(view), *step) for step in steps]
        supply.uses.append(tuple(uses))
        supply.waits.append(tuple(waits))
    for i, begun in frame.begun.items():
        number = frame.lines[frame.line[i]].worked(begun)
        supply.occupy(supply.profiles, i, supply.uses[i], number)
    return supply


def _possible(supply: Supply, v: int, steps: Steps, i: int) -> Steps:
    """What is asked, no more than there ever is; what is more is told."""
    greatest = max((units for units in supply.wholes[v][1] if units < PLENTY), default=0)
    needed = max(units for units, _ in steps)
    if needed <= greatest:
        return steps
    supply.short.append((i, supply.views[v].resource, needed))
    return [(min(units, greatest), spans) for units, spans in steps] if greatest else []


def _seen(supply: Supply, view: View, steps: Steps, i: int) -> View:
    """The view in which a job asks for this: outside of the resource's calendar, where there is
    mostly no time as long in which both are there."""
    frame = supply.frame
    own = supply.resources[view.resource].calendar
    calendars = frame.problem.calendars
    if own is None or calendars[own] == calendars[view.home]:
        return view
    spans = _spans(frame, steps, i)
    there = supply.openings(supply.always(view, own), [(1, of) for _, of in spans])
    line, bounds = frame.lines[view.line], supply.bounds(view.line)
    if not has_long_waits(there, _extent(spans), line, bounds, supply.least(view.line)):
        return view
    supply.outside.append((i, view.resource))
    return view._replace(outside=True)


def _waited(
    supply: Supply, view: View, view_of: Callable[[View], int], steps: Steps, i: int
) -> tuple[View, list[Wait]]:
    """Where a job would have to wait for long; the view is lifted where it fits nowhere."""
    frame = supply.frame
    whole = supply.wholes[view_of(view)]
    most = max(units for units, _ in steps)
    spans = _spans(frame, steps, i)
    first, run, lack = supply.regular(whole, most)
    floor, least = frame.floor[i], supply.least(view.line)
    if first <= floor and _extent(spans) <= run and lack < least:
        return view, []  # there but for short times: most are
    found = supply.openings(whole, spans)
    if not found or found[-1][1] < frame.floor[i]:
        supply.nowhere.append((i, view.resource))
        return view._replace(lift=most), []
    line = frame.lines[view.line]
    return view, long_waits(found, _extent(spans), line, floor, least, view.resource)


def _spans(frame: Frame, steps: Steps, i: int) -> list[tuple[int, tuple[Piece, ...]]]:
    return [(units, spans or ((0, frame.span[i]),)) for units, spans in steps]


def _extent(steps: Sequence[tuple[int, Sequence[Piece]]]) -> int:
    """How far behind its beginning a job asks for anything."""
    return max(last for _, spans in steps for _, last in spans)


def _asked(frame: Frame, i: int, places: Mapping[int, int]) -> dict[int, Steps]:
    """Resource -> what a job asks of it, where it can take any: units with the stretches of its
    line in which it takes so many."""
    found: dict[int, Steps] = {}
    by_resource: dict[int, list[Need]] = {}
    if frame.jobs[i].duration:
        for need in frame.jobs[i].needs:
            if need.units > 0 and need.resource in places:
                by_resource.setdefault(need.resource, []).append(need)
    for resource, needs in by_resource.items():
        if all(need.last is None for need in needs):
            found[resource] = [(sum(need.units for need in needs), frame.parts[i])]
        elif steps := _added(needs, frame.parts[i] or ((0, frame.span[i]),), frame.span[i]):
            found[resource] = steps
    return found


def _added(needs: Sequence[Need], parts: Sequence[Piece], span: int) -> Steps:
    """Stretches of needs that meet, added up; those of as many units together."""
    pieces: list[tuple[int, int, int]] = []
    for need in needs:
        own = parts if need.last is None else ((max(0, need.first), min(span, need.last)),)
        pieces += [(first, last, need.units) for first, last in own]
    found: dict[int, list[Piece]] = {}
    for a, b in pairwise(sorted({at for first, last, _ in pieces for at in (first, last)})):
        units = sum(one for first, last, one in pieces if first <= a and b <= last)
        spans = found.setdefault(units, [])
        if spans and spans[-1][1] == a:
            spans[-1] = spans[-1][0], b
        else:
            spans.append((a, b))
    return [(units, tuple(spans)) for units, spans in sorted(found.items()) if units]


def _profile(supply: Supply, view: View, resource: Resource) -> Profile:
    """The capacity as a view has it."""
    frame = supply.frame
    calendars = frame.problem.calendars
    home = calendars[view.home]
    own = home
    if resource.calendar is not None and not view.outside:
        own = calendars[resource.calendar]
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
