"""The splits of a task as text: `480+960;960+480`, after 480 worked minutes a gap of 960 working
minutes, after 960 another of 480."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from pmo_desktop.domain.calendars import Calendar

Gaps = tuple[tuple[int, int], ...]
# From the end of a stretch of work to the next one's start.
Rests = tuple[tuple[datetime, datetime], ...]


@lru_cache(maxsize=1024)
def parse_gaps(text: str) -> Gaps:
    """The pairs of a text; what is no pair of numbers is passed over."""
    found = []
    for part in text.split(";"):
        worked, _, gap = part.partition("+")
        if worked.strip().isdecimal() and gap.strip().isdecimal():
            found.append((int(worked), int(gap)))
    return tuple(found)


def gaps_text(gaps: Gaps) -> str:
    return ";".join(f"{worked}+{gap}" for worked, gap in gaps)


def rests(gaps: Gaps, start: datetime, duration_minutes: int, calendar: Calendar) -> Rests:
    """When a split task that begins then rests, in the calendar that it is worked in."""
    found, rested = [], 0
    for worked, rest in gaps:
        if 0 < worked < duration_minutes:
            end = calendar.add(start, worked + rested)
            rested += rest
            found.append((end, calendar.next_working(calendar.add(start, worked + rested))))
    return tuple(found)
