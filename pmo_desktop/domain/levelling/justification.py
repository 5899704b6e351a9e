"""Forward-backward improvement, or double justification.

Everything is pushed as far to the right as the plan's end allows, the last first, and then back to
the left, the first first: no plan becomes longer, most become shorter (Li & Willis 1992; Valls,
Ballestín & Quintanilla 2005). Where each project has its own end to hold, none of them becomes
later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pmo_desktop.domain.levelling import dates
from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.orders import by_finish, by_start
from pmo_desktop.domain.levelling.serial import Placed


class Scheme(Protocol):
    """What places jobs in an order, forwards and backwards; see `levelling.serial`."""

    def forward(self, order: Sequence[int]) -> Placed: ...

    def backward(
        self, order: Sequence[int], until: Sequence[int], early: Sequence[int]
    ) -> Placed: ...


def pushed_right(frame: Frame, scheme: Scheme, placed: Placed, together: bool) -> Placed:
    """Everything as late as its project's end allows, or `together` the end of all of them."""
    finishes = frame.finishes(placed.start)
    if together:
        last = max(finishes.values(), default=0)
        finishes = dict.fromkeys(finishes, last)
    until = dates.caps(frame, finishes)
    return scheme.backward(by_finish(frame, placed.start), until, placed.start)


def pushed_left(frame: Frame, scheme: Scheme, placed: Placed) -> Placed:
    """Everything as early as it can be, in the order in which it begins."""
    return scheme.forward(by_start(frame, placed.start))
