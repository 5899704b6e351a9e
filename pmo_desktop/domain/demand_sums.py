"""What lines ask for between some instants: the one sum under every figure of somebody's time that
is no matrix (`domain.load_matrix` does those). Minutes of a full-time person.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.demand import Asking, Line, Piece, day_bounds, pieces, pieces_in
from pmo_desktop.domain.timeline import instant_of


def add_up(found: list[float], stretches: Iterable[Piece], numbers: Sequence[int]) -> None:
    """Add stretches to what is `found` between these numbers of working minutes, ascending; there
    is one more of them."""
    for begin, end, rate in stretches:
        at = max(bisect_right(numbers, begin) - 1, 0)
        while at < len(found) and numbers[at] < end:
            found[at] += rate * max(0.0, min(end, numbers[at + 1]) - max(begin, numbers[at]))
            at += 1


class Sums:
    """Between each of some instants, ascending, and the next. What a calendar says of them is asked
    once, however many lines lie in its time."""

    def __init__(self, edges: Sequence[int]) -> None:
        self.edges = edges
        self._numbers: dict[Calendar, list[int]] = {}

    def nothing(self) -> list[float]:
        """To be added to."""
        return [0.0] * (len(self.edges) - 1)

    def of(self, line: Line) -> list[float]:
        """The minutes that a line asks for."""
        found = self.nothing()
        self.add(found, line)
        return found

    def add(self, found: list[float], line: Line) -> None:
        """Add the line's minutes."""
        add_up(found, pieces(line), self.numbers(line.calendar))

    def add_in(self, found: list[float], asking: Asking, calendar: Calendar) -> None:
        """Add what is asked for in the time of a calendar."""
        add_up(found, pieces_in(asking, calendar), self.numbers(calendar))

    def numbers(self, calendar: Calendar) -> list[int]:
        """The number of the first working minute at each of the instants or behind it."""
        if calendar not in self._numbers:
            worked = calendar.line.worked
            self._numbers[calendar] = [worked(edge) for edge in self.edges]
        return self._numbers[calendar]


def sums_of_days(first: date, last: date) -> Sums:
    """Of the one stretch of days from `first` to `last`, both included."""
    return Sums([instant_of(moment) for moment in day_bounds(first, last)])
