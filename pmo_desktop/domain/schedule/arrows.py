"""The arrows of a network: ties between spots, in the numbers that its passes reckon with."""

from __future__ import annotations

from enum import IntEnum

from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.schedule.spots import Spot, State
from pmo_desktop.domain.tasks import LagKind, LinkType, ProgressRule


class Way(IntEnum):
    """How an arrow gets from one line to the other. STRAIGHT: both are one, numbers suffice.
    ACROSS: over the clock's time, which it may also wait for. ASIDE: its working lag is counted on
    the calendar of a successor that lies on the clock's line itself."""

    STRAIGHT = 0
    ACROSS = 1
    ASIDE = 2


class Arrow:
    """A tie from the start or finish of spot `before` to that of spot `after` (indices).

    `lag` is in minutes of the line that it is counted on, `wait` in minutes of the clock; `counted`
    are the minutes of which a lag is a share, see `schedule.wholes` for those of a summary. It
    `pulls` where it can still move its successor, and `binds` where its predecessor's future can
    still matter to the successor.
    """

    __slots__ = (
        "after",
        "before",
        "binds",
        "counted",
        "from_finish",
        "lag",
        "pulls",
        "tie",
        "to_finish",
        "wait",
        "way",
    )

    def __init__(self, tie: Tie, before: int, after: int) -> None:
        self.tie = tie
        self.before = before
        self.after = after
        self.from_finish = tie.type is LinkType.FS or tie.type is LinkType.FF
        self.to_finish = tie.type is LinkType.FF or tie.type is LinkType.SF
        self.lag = self.wait = self.counted = 0
        self.way = Way.STRAIGHT
        self.pulls = self.binds = True


def aim(arrow: Arrow, before: Spot, after: Spot) -> None:
    """Find the arrow's way between its spots, once these are settled."""
    tie = arrow.tie
    lag = tie.lag_minutes
    if tie.lag_kind is LagKind.SHARE:
        if tie.whole is None:
            arrow.counted = before.activity.duration_minutes
        lag = round(tie.lag_share * arrow.counted)
    elapsed = tie.lag_kind is LagKind.ELAPSED
    on_clock = after.line != after.clock
    arrow.lag, arrow.wait, arrow.way = lag, 0, Way.STRAIGHT
    if lag and on_clock and not elapsed:
        arrow.way = Way.ASIDE
    elif before.line != after.line or before.state is State.KEPT or (elapsed and not on_clock):
        arrow.way = Way.ACROSS
        if elapsed:
            arrow.lag, arrow.wait = 0, lag
    overridden = (
        after.state is State.RUNNING
        and after.activity.progress_rule is ProgressRule.OVERRIDE
        and not arrow.to_finish
    )
    here = not (before.looped or after.looped or overridden)
    arrow.pulls = here and after.state is not State.KEPT
    begun = before.state is State.RUNNING or before.finished
    arrow.binds = here and not after.finished and (arrow.from_finish or not begun)
