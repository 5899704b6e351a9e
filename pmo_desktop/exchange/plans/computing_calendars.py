"""A plan's calendars as those that compute."""

from __future__ import annotations

from collections.abc import Iterable

from pmo_desktop.domain.base_calendars import CalendarText, Written, made
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.plan_file import PlanCalendar


def written(calendars: Iterable[PlanCalendar], usual: str = "") -> tuple[list[str], Written]:
    """The calendars' ids in their order, and what is made of them, known by their places.

    `usual` is the id of the plan's own calendar: the pattern of those that name no base."""
    given = list(calendars)
    places = {calendar.uid: place for place, calendar in enumerate(given)}
    texts = [
        CalendarText(
            place,
            calendar.name or calendar.uid,
            ";".join(calendar.week),
            tuple((day, hours) for day, hours, _ in calendar.days),
            places.get(calendar.base) if calendar.base else None,
        )
        for place, calendar in enumerate(given)
    ]
    return [calendar.uid for calendar in given], made(texts, places.get(usual))


def computing(calendars: Iterable[PlanCalendar], usual: str = "") -> dict[str, Calendar]:
    """Each calendar by its id."""
    uids, found = written(calendars, usual)
    return {uid: found.calendars[place] for place, uid in enumerate(uids)}
