"""How wide the columns of a table are drawn in the room that there is. All widths in pixels.

A column that shows everything in less than its usual width lends the rest, so that what is cut in
another can be read. What is then left over goes to the columns that stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# A column that does not stretch gets no more than this for its longest cell.
MOST = 320


class Want(NamedTuple):
    """A column's `usual` width, what its header and cells `need` to be read whole, and whether it
    takes what is left."""

    usual: int
    need: int
    stretch: bool = False

    @property
    def least(self) -> int:
        """What it is given in any case."""
        return min(self.usual, self.need)

    @property
    def goal(self) -> int:
        """Where nothing of it is cut, or where it has to do with less."""
        return self.need if self.stretch else min(self.need, max(self.usual, MOST))


def widths(room: int, wants: Sequence[Want]) -> list[int]:
    """The width of each column; together more than `room` only where the least is more."""
    given = [want.least for want in wants]
    spare = room - sum(given)
    for goals in ([want.goal for want in wants], [want.usual for want in wants]):
        spare -= _raise(given, goals, spare)
    stretching = [at for at, want in enumerate(wants) if want.stretch]
    for left, at in zip(range(len(stretching), 0, -1), stretching, strict=True):
        part = max(spare, 0) // left
        given[at] += part
        spare -= part
    return given


def _raise(given: list[int], goals: Sequence[int], spare: int) -> int:
    """Raise towards the goals, those that lack the least first, so that most of them are whole;
    returns what that took."""
    lacking = sorted(
        (goal - now, at) for at, (goal, now) in enumerate(zip(goals, given, strict=True))
    )
    lacking = [(lack, at) for lack, at in lacking if lack > 0]
    taken = 0
    for lack, at in lacking:
        part = min(lack, max(spare - taken, 0))
        given[at] += part
        taken += part
    return taken
