"""Ways from one line of time to another: where the working minutes of a calendar lie among those of
a line that has them all. Stretches that follow one another on both are one piece.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from pmo_desktop.domain.hours import MINUTES_IN_DAY, Hours, parse
from pmo_desktop.domain.schedule.lines import Line
from pmo_desktop.domain.timeline import Timeline

Piece = tuple[int, int]
ALL_DAY = parse("00:00-24:00")


class Bridge:
    """From `home`, a calendar's line, to `line`, for the days from `first` to `last` (ordinals);
    before and behind them both go on side by side."""

    def __init__(self, home: Timeline, line: Line, first: int, last: int) -> None:
        self._numbers: list[int] = []
        self._places: list[int] = []
        # By their identity: a calendar's days share a few patterns, which live as long as it does.
        known: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        own = line if isinstance(line, Timeline) else None
        number = home.before(first)
        place = own.before(first) if own else first * MINUTES_IN_DAY
        reached = -1
        for day in range(first, last + 1):
            pair = home.hours(day), own.hours(day) if own else ALL_DAY
            matches = known.get((id(pair[0]), id(pair[1])))
            if matches is None:
                matches = known[id(pair[0]), id(pair[1])] = list(_matches(*pair))
            for at, there, length in matches:
                if place + there != reached or not self._numbers:
                    self._numbers.append(number + at)
                    self._places.append(place + there)
                reached = place + there + length
            number += pair[0].total
            place += pair[1].total

    def pieces(self, first: int, last: int) -> Iterator[Piece]:
        """Where the calendar's minutes `[first, last)` lie on the line, in order."""
        numbers, places = self._numbers, self._places
        k = max(0, bisect_right(numbers, first) - 1)
        while first < last:
            end = numbers[k + 1] if k + 1 < len(numbers) else last
            shift = places[k] - numbers[k]
            until = min(end, last)
            if first < until:
                yield first + shift, until + shift
                first = until
            k += 1


def _matches(home: Hours, line: Hours) -> Iterator[tuple[int, int, int]]:
    """Of one day: the minute of work, its place on the line's day, and for how many minutes both
    go on together."""
    for start, end in home.intervals:
        while start < end:
            stop = min((b for a, b in line.intervals if a <= start < b), default=end)
            stop = min(stop, end)
            yield home.worked[start], line.worked[start], stop - start
            start = stop
