"""The durations that planners write: few, round, and each with the shares it can be done by.

`STEPS` has for each number of days the smallest whole per cent that is a whole number of days.
"""

from __future__ import annotations

from bisect import bisect_left

STEPS = {1: 100, 2: 50, 4: 25, 5: 20, 8: 25, 10: 10, 12: 25, 15: 20, 20: 5, 25: 4, 30: 10, 35: 20}
USUAL = tuple(STEPS)


def usual(days: int) -> int:
    """The planner's duration for so many days: the next one that is not shorter."""
    return USUAL[min(bisect_left(USUAL, days), len(USUAL) - 1)] if days else 0


def longer(days: int, steps: int = 1) -> int:
    """A duration that is so many steps longer; nothing stays nothing."""
    if not days:
        return 0
    return USUAL[min(USUAL.index(days) + steps, len(USUAL) - 1)]


def shorter(days: int) -> int:
    """The next shorter duration; a day stays a day, nothing nothing."""
    return USUAL[max(USUAL.index(days) - 1, 0)] if days else 0
