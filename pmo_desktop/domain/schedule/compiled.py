"""A network made ready to be reckoned with, once: spots, arrows, lines and the order of it all.

What is compiled is never changed; passes write to lists or arrays of their own. Two kernels work
on it: `schedule.plain` in Python, `schedule.levels` with numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.loops import circles, order
from pmo_desktop.domain.schedule.arrows import Arrow, aim
from pmo_desktop.domain.schedule.lines import CLOCK, Line
from pmo_desktop.domain.schedule.spots import Spot, settle
from pmo_desktop.domain.timeline import instant_of


@dataclass(frozen=True)
class Compiled:
    """`spots` are the active activities in the order they were given, `index` finds them by id.

    `order` has the spots outside loops, predecessors first; `loops` are circles of spots.
    `incoming` and `outgoing` have each spot's arrows in the order of the ties. The last of `lines`
    is the clock's. `project_start` and `status` are what an activity has that says nothing itself.
    In `kept` kernels lay what they make of it, once. Only lags that are shares of summaries are
    found later, see `schedule.wholes`.
    """

    spots: Sequence[Spot]
    arrows: Sequence[Arrow]
    incoming: Sequence[Sequence[Arrow]]
    outgoing: Sequence[Sequence[Arrow]]
    order: Sequence[int]
    loops: Sequence[Sequence[int]]
    lines: Sequence[Line]
    index: dict[int, int]
    project_start: int
    status: int | None
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def levels(self) -> list[int]:
        """Each spot's level: one above the highest of its predecessors; 0 in and behind loops."""
        found = [0] * len(self.spots)
        for spot in self.order:
            above = found[spot] + 1
            for arrow in self.outgoing[spot]:
                if found[arrow.after] < above:
                    found[arrow.after] = above
        for spot, level in enumerate(found):
            if level and self.spots[spot].looped:
                found[spot] = 0
        return found

    @cached_property
    def rank(self) -> dict[int, int]:
        """Each spot's place in the order; what lies in or behind loops has none."""
        return {spot: place for place, spot in enumerate(self.order)}

    @cached_property
    def wholes(self) -> list[Arrow]:
        """The arrows whose lags are shares of summaries."""
        return [arrow for arrow in self.arrows if arrow.tie.whole is not None]

    @cached_property
    def clings(self) -> bool:
        """Whether anything lies as late as may be, so that one pass each way is not enough."""
        return any(spot.clings for spot in self.spots)

    @cached_property
    def backwards(self) -> bool:
        """Whether any project is scheduled from its finish."""
        return any(spot.activity.backwards for spot in self.spots)

    def number(self, spot: Spot, instant: int) -> int:
        """The instant on the spot's own calendar, in which floats are counted."""
        return self.lines[spot.clock].worked(instant)

    def settle(self, activity: Activity, looped: bool = False) -> Spot:
        """A spot for an activity of this network, as if it had been compiled with it."""
        return settle(activity, self.lines, self.project_start, self.status, looped)


def compile_network(
    activities: Sequence[Activity],
    ties: Iterable[Tie],
    calendars: Calendar | Sequence[Calendar],
    project_start: datetime,
    status_date: datetime | None = None,
) -> Compiled:
    """Inactive activities, and ties with them, are left out.

    `ValueError` for an id that is used twice, a tie to an unknown one, a duration below 0.
    """
    own = [c.line for c in ([calendars] if isinstance(calendars, Calendar) else calendars)]
    lines: Sequence[Line] = (*own, CLOCK)
    start = instant_of(project_start)
    status = None if status_date is None else instant_of(status_date)
    ids = {activity.id for activity in activities}
    if len(ids) < len(activities) or any(a.duration_minutes < 0 for a in activities):
        raise ValueError("an activity's id is used twice, or its duration is below 0")
    active = [activity for activity in activities if activity.active]
    index = {activity.id: i for i, activity in enumerate(active)}
    arrows = list(_arrows(ties, index, ids))
    incoming: list[list[Arrow]] = [[] for _ in active]
    outgoing: list[list[Arrow]] = [[] for _ in active]
    for arrow in arrows:
        outgoing[arrow.before].append(arrow)
        incoming[arrow.after].append(arrow)

    targets = [[arrow.after for arrow in found] for found in outgoing]
    ordered = order(targets)
    looped = set(range(len(active))).difference(ordered)
    spots = [
        settle(activity, lines, start, status, i in looped) for i, activity in enumerate(active)
    ]
    for arrow in arrows:
        aim(arrow, spots[arrow.before], spots[arrow.after])
    return Compiled(
        spots=spots,
        arrows=arrows,
        incoming=incoming,
        outgoing=outgoing,
        order=ordered,
        loops=circles(targets, sorted(looped)) if looped else (),
        lines=lines,
        index=index,
        project_start=start,
        status=status,
    )


def _arrows(ties: Iterable[Tie], index: dict[int, int], ids: set[int]) -> Iterator[Arrow]:
    for tie in ties:
        before, after = index.get(tie.predecessor), index.get(tie.successor)
        if before is not None and after is not None:
            yield Arrow(tie, before, after)
        elif tie.predecessor not in ids or tie.successor not in ids:
            raise ValueError(f"{tie} names an activity that is not there")
