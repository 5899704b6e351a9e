"""From where the mouse is to a moment: the nearest working day's start or end, or minutes.

The days off are those that the plan shows, of the project or of the office; beyond the plan's days
they are Saturdays and Sundays. The services fit what is written to each task's own calendar.
"""

from __future__ import annotations

import datetime as dt

from pmo_desktop.charts.timescale import DAY_LASTS, DAY_STARTS, TimeScale
from pmo_desktop.domain.plan import Plan

FINE_MINUTES = 5
NOON = 0.5
MOST_DAYS = 400
SATURDAY = 5
DAY = dt.timedelta(days=1)


class Snapping:
    """On a scale, by the days off of a plan. `fine` steps are of minutes."""

    def __init__(self, scale: TimeScale, plan: Plan) -> None:
        self._scale = scale
        self._plan = plan
        known = plan.non_working
        self._first = min(known, default=dt.date.max)
        self._last = max(known, default=dt.date.min)

    def start(self, x: float, project_id: int, fine: bool) -> dt.datetime:
        """The start of the working day whose start is nearest to x."""
        if fine:
            return self._fine(x)
        day = self._scale.to_day(x)
        if x / self._scale.per_day % 1 > NOON:
            day += DAY
        return _at(self._working(day, project_id, DAY), DAY_STARTS)

    def finish(self, x: float, project_id: int, fine: bool) -> dt.datetime:
        """The end of the working day whose end is nearest to x."""
        if fine:
            return self._fine(x)
        day = self._scale.to_day(x)
        if x / self._scale.per_day % 1 <= NOON:
            day -= DAY
        return _at(self._working(day, project_id, -DAY), DAY_STARTS + DAY_LASTS)

    def worked(self, first: dt.datetime, last: dt.datetime, project_id: int) -> int:
        """Working minutes between two moments, a day's share by the clock; below 0 backwards."""
        if last < first:
            return -self.worked(last, first, project_id)
        day, days = first.date(), 0
        while day < last.date():
            days += not self._is_off(day, project_id)
            day += DAY
        per_day = self._plan.minutes_per_day
        parts = [
            0.0 if self._is_off(moment.date(), project_id) else _share(moment)
            for moment in (first, last)
        ]
        return round((days - parts[0] + parts[1]) * per_day)

    def day_start(self, moment: dt.datetime) -> dt.datetime:
        """The start of its day."""
        return _at(moment.date(), DAY_STARTS)

    def day_end(self, moment: dt.datetime) -> dt.datetime:
        """The end of its day."""
        return _at(moment.date(), DAY_STARTS + DAY_LASTS)

    def _working(self, day: dt.date, project_id: int, step: dt.timedelta) -> dt.date:
        for _ in range(MOST_DAYS):
            if not self._is_off(day, project_id):
                break
            day += step
        return day

    def _is_off(self, day: dt.date, project_id: int) -> bool:
        if not self._first <= day <= self._last:
            return day.weekday() >= SATURDAY
        return day in self._plan.own_days_off.get(project_id, self._plan.non_working)

    def _fine(self, x: float) -> dt.datetime:
        moment = self._scale.to_time(x)
        minute = moment.hour * 60 + moment.minute
        return _at(moment.date(), round(minute / FINE_MINUTES) * FINE_MINUTES)


def _share(moment: dt.datetime) -> float:
    """How much of its day is over, by the hours that a day's width stands for."""
    minute = moment.hour * 60 + moment.minute - DAY_STARTS
    return min(max(minute / DAY_LASTS, 0.0), 1.0)


def _at(day: dt.date, minute: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
