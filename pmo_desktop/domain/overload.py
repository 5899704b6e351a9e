"""When somebody is asked for more than they have, to the minute, and by whom.

A part asks for `units` (of one full-time person) in the working time of its calendar within
`[begin, end)`, instants of `domain.timeline`. Whoever is asked outside of their own working time
has nothing then, and is asked for too much.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.capacity import PersonTime
from pmo_desktop.domain.demand import Line, pieces
from pmo_desktop.domain.hours import MINUTES_IN_DAY

NEARLY = 1e-6


class Part(NamedTuple):
    """See the top; `task` is None for a booking."""

    begin: int
    end: int
    units: float
    task: int | None
    calendar: Calendar


class Over(NamedTuple):
    """Between two instants `asked` people are wanted and there are `share`; `excess` are the
    minutes (of a full-time person) beyond, `tasks` those that ask (None: bookings)."""

    begin: int
    end: int
    asked: float
    share: float
    excess: float
    tasks: tuple[int | None, ...]


def parts_of(line: Line) -> Iterator[Part]:
    """What a line asks for."""
    own = line.calendar.line
    for begin, end, rate in pieces(line):
        first, last = round(begin), round(end)
        if rate > 0 and first < last:
            yield Part(own.start_at(first), own.finish_at(last), rate, line.task_id, line.calendar)


def overloads(time: PersonTime, parts: Iterable[Part], edges: Iterable[int] = ()) -> list[Over]:
    """The stretches in which too much is asked, in order; those of the same tasks are one, but for
    what lies on both sides of one of the `edges`, instants."""
    asked = sorted((part for part in parts if part.begin < part.end), key=_begin)
    if not asked:
        return []
    first, last = asked[0].begin, max(part.end for part in asked)
    steps = [(day * MINUTES_IN_DAY, share) for day, share in time.steps]
    apart = {edge for edge in edges if first < edge < last}
    cuts = {first, last, *apart, *(at for at, _ in steps if first < at < last)}
    for part in asked:
        cuts.update((part.begin, part.end))
    found: list[Over] = []
    active: list[Part] = []
    at = step = 0
    ordered = sorted(cuts)
    for begin, end in pairwise(ordered):
        active = [part for part in active if part.end > begin]
        while at < len(asked) and asked[at].begin <= begin:
            active.append(asked[at])
            at += 1
        while step + 1 < len(steps) and steps[step + 1][0] <= begin:
            step += 1
        if active:
            for over in _between(time.calendar, steps[step][1], active, begin, end):
                _add(found, over, apart)
    return found


def _begin(part: Part) -> int:
    return part.begin


def _between(
    own: Calendar, share: float, active: Sequence[Part], begin: int, end: int
) -> Iterator[Over]:
    """Where the same parts ask all the time."""
    asked = sum(part.units for part in active)
    if all(part.calendar is own or part.calendar == own for part in active):
        minutes = own.line.worked(end) - own.line.worked(begin)
        if minutes and asked > share + NEARLY:
            tasks = _tasks(active)
            yield Over(begin, end, asked, share, (asked - share) * minutes, tasks)
        return
    for first, last in _runs([own, *(part.calendar for part in active)], begin, end):
        there = [part for part in active if _works(part.calendar, first)]
        has = share if _works(own, first) else 0.0
        asked = sum(part.units for part in there)
        if asked > has + NEARLY:
            yield Over(first, last, asked, has, (asked - has) * (last - first), _tasks(there))


def _runs(calendars: Sequence[Calendar], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches in each of which every calendar works throughout, or not at all."""
    lines = [calendar.line for calendar in set(calendars)]
    for day in range(begin // MINUTES_IN_DAY, (end - 1) // MINUTES_IN_DAY + 1):
        edges = {0, MINUTES_IN_DAY}
        for line in lines:
            for interval in line.hours(day).intervals:
                edges.update(interval)
        bounds = sorted(max(begin, min(end, day * MINUTES_IN_DAY + edge)) for edge in edges)
        for first, last in pairwise(bounds):
            if first < last:
                yield first, last


def _works(calendar: Calendar, instant: int) -> bool:
    day, minute = divmod(instant, MINUTES_IN_DAY)
    worked = calendar.line.hours(day).worked
    return worked[minute + 1] > worked[minute]


def _tasks(parts: Iterable[Part]) -> tuple[int | None, ...]:
    return tuple(dict.fromkeys(part.task for part in parts))


def _add(found: list[Over], over: Over, apart: Collection[int]) -> None:
    """Append, or lengthen what it goes on from: only time off lies between them."""
    if found:
        before = found[-1]
        same = (before.tasks, before.asked, before.share) == (over.tasks, over.asked, over.share)
        near = over.begin - before.end <= 3 * MINUTES_IN_DAY and over.begin not in apart
        if same and near:
            found[-1] = before._replace(end=over.end, excess=before.excess + over.excess)
            return
    found.append(over)


def merged(overs: Iterable[Over], first: int) -> Iterator[Over]:
    """From an instant on, what is beyond capacity of some of the same tasks without a pause of
    more than some days, as one: the most that is asked, and the sum of what is beyond."""
    whole: Over | None = None
    for over in overs:
        if over.end <= first:
            continue
        if whole is None or not _goes_on(whole, over):
            if whole is not None:
                yield whole
            whole = over
            continue
        heavier = over if over.asked - over.share > whole.asked - whole.share else whole
        whole = heavier._replace(
            begin=whole.begin,
            end=over.end,
            excess=whole.excess + over.excess,
            tasks=tuple(dict.fromkeys((*whole.tasks, *over.tasks))),
        )
    if whole is not None:
        yield whole


def _goes_on(before: Over, after: Over) -> bool:
    near = after.begin - before.end <= 3 * MINUTES_IN_DAY
    return near and not set(before.tasks).isdisjoint(after.tasks)
