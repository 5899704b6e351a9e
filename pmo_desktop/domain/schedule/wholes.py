"""Lags that are shares of a summary's duration.

How long a summary takes, from its first start to its last finish, is known only when what is below
it lies where it comes to lie. So the network is placed with what was found so far, until nothing
changes: links do not lead from a summary back into it, so that every placing settles at least one
more of them. Where they do go round (through what a summary's end does not hold) it is left at
that. Floats take these lags as they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pmo_desktop.domain.activities import Whole
from pmo_desktop.domain.schedule.arrows import aim
from pmo_desktop.domain.schedule.compiled import Compiled
from pmo_desktop.domain.schedule.plain import Early

MOST_ROUNDS = 100


def settle_wholes(compiled: Compiled, place: Callable[[Compiled], Early]) -> None:
    """Find these lags; always the same ones, whatever they were before. `place` gives the dates of
    the network as it stands."""
    arrows = compiled.wholes
    before = [arrow.lag for arrow in arrows]
    places = {
        whole: [compiled.index[leaf] for leaf in whole.leaves if leaf in compiled.index]
        for whole in {arrow.tie.whole for arrow in arrows}
        if whole is not None
    }
    spans: dict[Whole, int] = dict.fromkeys(places, 0)
    for _ in range(min(len(places) + 1, MOST_ROUNDS)):
        _count(compiled, spans)
        placed = place(compiled)
        found = {one: _span(compiled, one, leaves, placed) for one, leaves in places.items()}
        if found == spans:
            break
        spans = found
    _count(compiled, spans)
    if before != [arrow.lag for arrow in arrows]:
        for made in ("columns", "passes"):
            compiled.kept.pop(made, None)


def _count(compiled: Compiled, spans: dict[Whole, int]) -> None:
    for arrow in compiled.wholes:
        assert arrow.tie.whole is not None  # that is what they are
        arrow.counted = spans[arrow.tie.whole]
        aim(arrow, compiled.spots[arrow.before], compiled.spots[arrow.after])


def _span(compiled: Compiled, whole: Whole, leaves: Sequence[int], placed: Early) -> int:
    """The summary's duration, as `summaries.roll_up` has it."""
    if not leaves:
        return 0
    start = min(int(placed.start[i]) for i in leaves)
    finish = max(int(placed.finish[i]) for i in leaves)
    worked = compiled.lines[whole.calendar].worked
    return max(0, worked(finish) - worked(start))
