"""What people have and what is asked of them, minute by minute: slow, and plain to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.capacity import Span
from pmo_desktop.domain.contours import HEIGHTS
from pmo_desktop.domain.demand import Line
from tests.domain.reference import MINUTE, is_worked


def moments(start: datetime, finish: datetime) -> Iterator[datetime]:
    while start < finish:
        yield start
        start += MINUTE


def share_of_day(
    day: date,
    capacity: float,
    ranges: Sequence[Span],
    absences: Sequence[Span],
    joined: date | None,
    left_on: date | None,
) -> float:
    """The rule itself, of one day."""
    if (joined and day < joined) or (left_on and day > left_on):
        return 0.0
    latest = None
    for span in ranges:
        is_there = span.first <= day and (span.last is None or day <= span.last)
        if is_there and (latest is None or span.first >= latest.first):
            latest = span
    away = sum(
        span.share for span in absences
        if span.first <= day and (span.last is None or day <= span.last)
    )  # fmt: skip
    return (latest.share if latest else capacity) * max(0.0, 1 - away)


def asked_minutes(line: Line) -> dict[datetime, float]:
    """What the line asks for in each of its working minutes."""
    worked = [
        moment for moment in moments(line.start, line.finish) if is_worked(line.calendar, moment)
    ]
    rests, rested = set(), 0
    for after, rest in line.gaps:
        rests |= set(range(after + rested, after + rested + rest))
        rested += rest
    there = [moment for at, moment in enumerate(worked) if at not in rests]
    if not there:
        return {}
    total = line.units * len(there) if line.work_minutes is None else line.work_minutes
    heights = HEIGHTS.get(line.contour, (1,))  # type: ignore[call-overload]  # its texts are keys
    # A minute is cut into as many parts as the shape has, so that its edges fall between them.
    parts = len(heights)
    found = dict.fromkeys(there, 0.0)
    for number, moment in enumerate(there):
        for part in range(parts):
            height = heights[(number * parts + part) // len(there)]
            found[moment] += total * height / sum(heights) / len(there)
    return found


def has_minutes(
    calendar: Calendar, start: datetime, finish: datetime, shares: dict[date, float]
) -> float:
    return sum(
        shares[moment.date()] for moment in moments(start, finish) if is_worked(calendar, moment)
    )
