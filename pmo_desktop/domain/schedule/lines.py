"""The lines of time that activities lie on: working calendars, and the clock itself.

What takes no time (a milestone) and what runs through nights (an elapsed duration) lies on the
clock's line, where every minute counts; all else on its calendar's. A line numbers its minutes, see
`domain.timeline`; the clock's numbers are instants.
"""

from __future__ import annotations

from typing import Protocol

# Beyond every number that a date in the years 1 to 9999 can have: no bound at all.
NEVER, EVER = -(10**15), 10**15


class OutsideTables(Exception):
    """Dates have led out of the window that tables were made for."""


class Line(Protocol):
    """What turns instants into numbers of working minutes and back."""

    def worked(self, instant: int) -> int:
        """The number of the first working minute that begins at `instant` or after it."""

    def start_at(self, number: int) -> int:
        """The instant at which working minute `number` begins."""

    def finish_at(self, number: int) -> int:
        """The instant at which the working minute before `number` ends."""


class Clock:
    """The line on which every minute counts: its numbers are instants."""

    __slots__ = ()

    def worked(self, instant: int) -> int:
        return instant

    def start_at(self, number: int) -> int:
        return number

    def finish_at(self, number: int) -> int:
        return number


CLOCK = Clock()
