"""The dates of a task from what was given of start, finish and duration.

Dates that are given are kept: the task becomes fixed, and the schedule does not move it. A task of
which only the duration is known is placed by its links. A bare date arrives as the standard day's
first or last minute and is fitted to the project's own working day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.services.refused import Refused

STANDARD_START = time(9, 0)
STANDARD_FINISH = time(18, 0)
BARE = (time(0, 0), STANDARD_START, STANDARD_FINISH)


def fitted_start(moment: datetime | None, calendar: Calendar) -> datetime | None:
    """A bare date becomes the start of that day; a moment with a time of its own stays."""
    if moment is None or moment.time() not in BARE:
        return moment
    return calendar.day_start(moment.date())


def fitted_finish(moment: datetime | None, calendar: Calendar) -> datetime | None:
    """A bare date becomes the end of that day; a moment with a time of its own stays."""
    if moment is None or moment.time() not in BARE:
        return moment
    return calendar.day_finish(moment.date())


def dated(
    values: Mapping[str, Any],
    old: Mapping[str, Any],
    calendar: Calendar,
    clock: Calendar | None = None,
) -> dict[str, Any]:
    """The columns start, finish, duration_minutes and fixed that follow from plain `values`.

    `clock` is what durations are counted in, where that is another calendar. `old` holds the task's
    columns as they stand, empty for a new task. Raises `Refused` where the finish would lie before
    the start.
    """
    kind = values.get("kind", old.get("kind"))
    start = fitted_start(values.get("start"), calendar)
    finish = fitted_finish(values.get("finish"), calendar)
    until = fitted_finish(values.get("start"), calendar)
    duration = values.get("duration")
    calendar = clock or calendar
    if kind == TaskKind.MILESTONE or (duration == 0 and kind != TaskKind.SUMMARY):
        return _milestone(finish or until, old)
    given = {name for name in ("start", "finish", "duration") if name in values}
    if not given:
        return {} if old else {"duration_minutes": calendar.minutes_per_day}
    if given <= {"start", "finish"} and start is None and finish is None:
        return {"fixed": False}
    if start is not None and finish is not None:
        return _between(start, finish, calendar)
    if start is not None:
        length = _length(duration, old, calendar)
        return _fixed(start, calendar.add(start, length), length)
    if finish is not None:
        return _until(finish, duration, old, calendar)
    return _lasting(int(duration or 0), old, calendar)


def _milestone(moment: datetime | None, old: Mapping[str, Any]) -> dict[str, Any]:
    if moment is None:
        return {"duration_minutes": 0} if old.get("duration_minutes") != 0 else {}
    return _fixed(moment, moment, 0)


def _between(start: datetime, finish: datetime, calendar: Calendar) -> dict[str, Any]:
    if finish < start:
        raise Refused(
            "The finish {finish} lies before the start {start}. Change one of them.",
            start=start.date(),
            finish=finish.date(),
        )
    return _fixed(start, finish, calendar.between(start, finish))


def _until(
    finish: datetime, duration: int | None, old: Mapping[str, Any], calendar: Calendar
) -> dict[str, Any]:
    start = old.get("start")
    if duration is None and start is not None and start <= finish:
        return _fixed(start, finish, calendar.between(start, finish))
    length = _length(duration, old, calendar)
    return _fixed(calendar.add(finish, -length), finish, length)


def _lasting(duration: int, old: Mapping[str, Any], calendar: Calendar) -> dict[str, Any]:
    if old.get("fixed") and old.get("start") is not None:
        return _fixed(old["start"], calendar.add(old["start"], duration), duration)
    return {"duration_minutes": duration}


def _length(duration: int | None, old: Mapping[str, Any], calendar: Calendar) -> int:
    if duration is not None:
        return duration
    return int(old.get("duration_minutes") or calendar.minutes_per_day)


def _fixed(start: datetime, finish: datetime, duration: int) -> dict[str, Any]:
    return {"start": start, "finish": finish, "duration_minutes": duration, "fixed": True}
