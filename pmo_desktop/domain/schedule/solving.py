"""From a compiled network to its dates and floats: which passes are made, and by which kernel.

Forwards to the early dates, backwards from each project's finish to the late ones. What clings lies
as late as may be: it takes its late place in one more pass, and pushes what follows. Where a
project is scheduled from its finish all of it clings, and its start is the earliest of its late
places; floats there say by how much something could lie earlier. What is to lie early there takes
its early place, behind that start, and what it follows is done before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, cast

from pmo_desktop.domain.schedule import plain
from pmo_desktop.domain.schedule.compiled import Compiled
from pmo_desktop.domain.schedule.lines import EVER, NEVER, OutsideTables
from pmo_desktop.domain.schedule.plain import Early, Numbers
from pmo_desktop.domain.schedule.solution import Solution
from pmo_desktop.domain.schedule.spots import Spot, State, working_start
from pmo_desktop.domain.schedule.wholes import settle_wholes
from pmo_desktop.domain.timeline import instant_of

# From so many tasks on, and so many a level, numpy is worth its import and its calls.
MANY, WIDE = 3_000, 40


class Kernel(Protocol):
    """What makes passes; the modules `plain` and `levels` do."""

    def forward(self, compiled: Compiled, floors: Numbers | None = None) -> Early: ...

    def backward(self, compiled: Compiled, caps: Numbers) -> Numbers: ...

    def undisturbing(self, compiled: Compiled, ended: Numbers, caps: Numbers) -> Numbers: ...

    def finishes(self, compiled: Compiled, early: Early) -> dict[int, int]: ...

    def caps(self, compiled: Compiled, finishes: Mapping[int, int], own: bool) -> Numbers: ...

    def late_floors(self, compiled: Compiled, late: Numbers) -> Numbers: ...

    def between(self, compiled: Compiled, ended: Numbers, until: Numbers) -> Numbers: ...


PLAIN = cast(Kernel, plain)


def kernel_for(compiled: Compiled) -> Kernel:
    """Plain Python for small and narrow networks and for what is asked for once; numpy for wide
    ones that fit its tables, from the second time on: making the tables costs as much as a pass in
    Python."""
    count = len(compiled.spots)
    if count < MANY or compiled.backwards or not compiled.kept.setdefault("asked", False):
        compiled.kept["asked"] = True
        return PLAIN
    if max(compiled.levels) * WIDE > count:
        return PLAIN
    from pmo_desktop.domain.schedule import levels

    return cast(Kernel, levels) if levels.fits(compiled) else PLAIN


def solve(compiled: Compiled, kernel: Kernel | None = None) -> Solution:
    """All dates and floats."""
    if compiled.wholes:
        settle_wholes(compiled, _placed)
    return _solved(compiled, kernel)


def _solved(compiled: Compiled, kernel: Kernel | None = None) -> Solution:
    if compiled.backwards:
        return _solve_backwards(compiled)
    kernel = kernel or kernel_for(compiled)
    try:
        return _solve(compiled, kernel)
    except OutsideTables:
        return _solve(compiled, PLAIN)


def _solve(compiled: Compiled, kernel: Kernel) -> Solution:
    early = kernel.forward(compiled)
    finishes = kernel.finishes(compiled, early)
    late = kernel.backward(compiled, kernel.caps(compiled, finishes, own=True))
    if compiled.clings:
        early = kernel.forward(compiled, kernel.late_floors(compiled, late))
    return _with_floats(compiled, kernel, early, late, finishes)


def place(compiled: Compiled, kernel: Kernel | None = None) -> Early:
    """The dates alone, at half the cost."""
    if compiled.wholes:
        settle_wholes(compiled, _placed)
    return _placed(compiled, kernel)


def _placed(compiled: Compiled, kernel: Kernel | None = PLAIN) -> Early:
    if compiled.clings:
        return _solved(compiled, kernel).placed
    try:
        return (kernel or kernel_for(compiled)).forward(compiled)
    except OutsideTables:
        return PLAIN.forward(compiled)


def _with_floats(
    compiled: Compiled, kernel: Kernel, placed: Early, late: Numbers, finishes: Mapping[int, int]
) -> Solution:
    free_caps = kernel.caps(compiled, finishes, own=False)
    free = kernel.undisturbing(compiled, placed.ended, free_caps)
    return Solution(
        compiled,
        placed,
        late,
        kernel.between(compiled, placed.wanted, late),
        kernel.between(compiled, placed.ended, free),
        finishes,
    )


def _solve_backwards(compiled: Compiled) -> Solution:
    """In plain Python. Projects that are scheduled from their starts follow where their tasks are
    tied to those that are not."""
    aims = _aims(compiled)
    unbound = dict.fromkeys({spot.activity.project for spot in compiled.spots}, EVER)
    late = plain.backward(compiled, plain.caps(compiled, unbound | aims, own=True))
    early = plain.forward(compiled, _start_floors(compiled, _starts(compiled, late)))
    follow = plain.forward(compiled, plain.late_floors(compiled, late))
    finishes = plain.finishes(compiled, follow) | aims
    caps = plain.caps(compiled, finishes, own=True)
    late = plain.backward(compiled, caps)
    placed = plain.forward(compiled, plain.late_floors(compiled, late))
    if any(map(is_early, compiled.spots)):
        # They take their early places in one more pass back, and push what they follow.
        taken = map(_early_cap, compiled.spots, caps, early.ended)
        pushed = plain.backward(compiled, list(taken))
        placed = plain.forward(compiled, plain.late_floors(compiled, pushed))
    found = _with_floats(compiled, PLAIN, placed, late, finishes)
    total = list(found.total)
    for i, (spot, room) in enumerate(
        zip(compiled.spots, plain.between(compiled, early.wanted, late), strict=True)
    ):
        if _is_aimed(spot):
            total[i] = room
    reached = plain.finishes(compiled, placed)
    return Solution(compiled, placed, late, total, found.free, reached)


def is_early(spot: Spot) -> bool:
    """Whether it lies early in a project that is scheduled from its finish."""
    return spot.activity.early and _is_aimed(spot)


def _early_cap(spot: Spot, cap: int, ended: int) -> int:
    return min(cap, ended) if is_early(spot) else cap


def _is_aimed(spot: Spot) -> bool:
    return spot.activity.backwards and spot.state is State.FREE


def _aims(compiled: Compiled) -> dict[int, int]:
    """The finishes from which projects are scheduled: given, or what their early dates lead to."""
    floors = _start_floors(compiled, {})
    aims = plain.finishes(compiled, plain.forward(compiled, floors))
    given: dict[int, int] = {}
    backwards = set()
    for spot in compiled.spots:
        activity = spot.activity
        if activity.backwards:
            backwards.add(activity.project)
            if activity.not_after is not None:
                given[activity.project] = instant_of(activity.not_after)
    return {project: given.get(project, aims[project]) for project in backwards}


def _starts(compiled: Compiled, late: Numbers) -> dict[int, int]:
    """The earliest late start of each project that is scheduled from its finish."""
    starts: dict[int, int] = {}
    for i, spot in enumerate(compiled.spots):
        if _is_aimed(spot) and not spot.looped:
            begin = compiled.lines[spot.line].start_at(late[i] - spot.span)
            project = spot.activity.project
            starts[project] = min(begin, starts.get(project, begin))
    return starts


def _start_floors(compiled: Compiled, starts: Mapping[int, int]) -> list[int]:
    """Such projects' starts (by default those given) as floors of their activities."""
    floors = [NEVER] * len(compiled.spots)
    for i, spot in enumerate(compiled.spots):
        if _is_aimed(spot):
            start = starts.get(spot.activity.project)
            if start is None:
                start = working_start(compiled.lines[spot.clock], _given_start(compiled, spot))
            floors[i] = compiled.lines[spot.line].worked(start)
    return floors


def _given_start(compiled: Compiled, spot: Spot) -> int:
    given = spot.activity.not_before
    return compiled.project_start if given is None else instant_of(given)
