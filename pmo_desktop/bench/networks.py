"""Networks of activities as ProGen draws them (Kolisch, Sprecher & Drexl 1995).

Three activities begin a network and three end it; between them each has up to three predecessors
and three successors, and no arc that other arcs say already. The `complexity` is the mean number of
arcs of an activity, those from the one source and to the one sink counted.
"""

from __future__ import annotations

from random import Random

COMPLEXITIES = (1.5, 1.8, 2.1)
ENDS = 3
MOST = 3
TRIES = 20_000


def network(count: int, complexity: float, dice: Random) -> list[list[int]]:
    """The predecessors of each activity, which are before it."""
    drawn = _Network(count)
    for after in range(ENDS, count):
        drawn.join(dice, [(before, after) for before in range(min(after, count - ENDS))])
    for before in range(count - ENDS - 1, -1, -1):
        if not drawn.after[before]:
            drawn.join(dice, [(before, after) for after in range(max(before + 1, ENDS), count)])
    wanted = round(complexity * (count + 2)) - 2 * ENDS
    for _ in range(TRIES):
        if drawn.arcs >= wanted:
            break
        before = dice.randrange(count - ENDS)
        after = dice.randrange(max(before + 1, ENDS), count)
        if drawn.has_room(before, after) and drawn.is_new(before, after):
            drawn.add(before, after)
    return [sorted(found) for found in drawn.before]


class _Network:
    """What is behind and before each activity over any number of arcs is kept as bits."""

    def __init__(self, count: int) -> None:
        self.before: list[set[int]] = [set() for _ in range(count)]
        self.after: list[set[int]] = [set() for _ in range(count)]
        self._above, self._below = [0] * count, [0] * count
        self.arcs = 0

    def join(self, dice: Random, pairs: list[tuple[int, int]]) -> None:
        """Draw one of some arcs, if need be one of an activity that has enough of them."""
        new = [pair for pair in pairs if self.is_new(*pair)]
        roomy = [pair for pair in new if self.has_room(*pair)]
        if new:
            self.add(*dice.choice(roomy or new))

    def has_room(self, before: int, after: int) -> bool:
        return len(self.after[before]) < MOST and len(self.before[after]) < MOST

    def is_new(self, before: int, after: int) -> bool:
        """Whether no other arcs say it, nor it together with others an arc that is there."""
        if self._below[before] >> after & 1:
            return False
        below = self._below[after] | 1 << after
        above = self._above[before] | 1 << before
        return not any(
            above >> one & 1 and any(below >> other & 1 for other in self.after[one])
            for one in range(len(self.after))
        )

    def add(self, before: int, after: int) -> None:
        self.before[after].add(before)
        self.after[before].add(after)
        self.arcs += 1
        above = self._above[before] | 1 << before
        below = self._below[after] | 1 << after
        for one in range(len(self.after)):
            if above >> one & 1:
                self._below[one] |= below
            if below >> one & 1:
                self._above[one] |= above
