"""Shifts that run past midnight in one stretch, as some programs write them: 22:00-06:00.

A day holds what lies in it, so what lies behind midnight goes to the next day, whatever that is:
the shift of the evening before is worked to its end also into a holiday. While a file is read such
a stretch ends behind 24:00 (`22:00-30:00`). Microsoft Project writes both parts itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from pmo_desktop.domain.base_calendars import AS_BASE
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.plan_file import PlanCalendar

Stretch = tuple[int, int]
Days = Mapping[date, tuple[str, str]]
DAY = timedelta(days=1)


class _Whole(NamedTuple):
    """A calendar with all that it has of its base, as it was written and with divided nights."""

    week: tuple[str, ...]
    days: Days
    divided_week: tuple[str, ...]
    divided_days: Days


def hours_text(stretches: Iterable[Stretch]) -> str:
    """Stretches of minutes in order; what overlaps is put together."""
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in joined)


def divided(calendars: Mapping[str, PlanCalendar]) -> dict[str, PlanCalendar]:
    """The calendars by their ids, their shifts divided at midnight. Bases are there, or none."""
    if not any(_runs_on(hours) for one in calendars.values() for hours in _all_hours(one)):
        return dict(calendars)
    known: dict[str, _Whole | None] = {}
    found = {}
    for uid, calendar in calendars.items():
        whole = _whole(uid, calendars, known)
        base = known.get(calendar.base) if calendar.base else None
        found[uid] = calendar if whole is None else _own(calendar, whole, base)
    return found


def _whole(
    uid: str, calendars: Mapping[str, PlanCalendar], known: dict[str, _Whole | None]
) -> _Whole | None:
    """None where calendars stand on each other in a circle."""
    if uid in known:
        return known[uid]
    known[uid] = None
    calendar = calendars[uid]
    base = _whole(calendar.base, calendars, known) if calendar.base else None
    if calendar.base and base is None:
        return None
    under = base.week if base is not None else ("",) * 7
    week = tuple(
        below if hours == AS_BASE else hours
        for hours, below in zip(calendar.week, under, strict=True)
    )
    days = dict(base.days) if base is not None else {}
    days |= {day: (hours, name) for day, hours, name in calendar.days}
    known[uid] = found = _Whole(week, days, _divided_week(week), _divided_days(week, days))
    return found


def _own(calendar: PlanCalendar, whole: _Whole, base: _Whole | None) -> PlanCalendar:
    """Of the whole calendar what its base does not say."""
    if base is None:
        return replace(calendar, week=whole.divided_week, days=_in_order(whole.divided_days))
    week = tuple(
        AS_BASE if hours == AS_BASE and now == below else now
        for hours, now, below in zip(
            calendar.week, whole.divided_week, base.divided_week, strict=True
        )
    )
    own = {day for day, _, _ in calendar.days}
    days = {
        day: said
        for day, said in whole.divided_days.items()
        if day in own or base.divided_days.get(day) != said
    }
    for day in base.divided_days.keys() - whole.divided_days.keys():
        days[day] = (whole.divided_week[day.weekday()], "")
    return replace(calendar, week=week, days=_in_order(days))


def _divided_week(week: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_after(week[day - 1], hours) for day, hours in enumerate(week))


def _divided_days(week: tuple[str, ...], days: Days) -> dict[date, tuple[str, str]]:
    """The days that differ from the week: what was said of them, and what begins on the day before
    one of them and ends on it."""
    usual = _divided_week(week)
    found: dict[date, tuple[str, str]] = {}
    for day in sorted({*days, *(day + DAY for day in days if day < date.max)}):
        before = days.get(day - DAY, (week[day.weekday() - 1], ""))
        hours, name = days.get(day, (week[day.weekday()], before[1]))
        text = _after(before[0], hours)
        if day in days or text != usual[day.weekday()]:
            found[day] = (text, name)
    return found


def _after(before: str, hours: str) -> str:
    """What is worked on a day with these hours behind a day with those before."""
    if not _runs_on(before) and not _runs_on(hours):
        return hours
    rest = [(0, end - MINUTES_IN_DAY) for _, end in _stretches(before) if end > MINUTES_IN_DAY]
    own = [(start, min(end, MINUTES_IN_DAY)) for start, end in _stretches(hours)]
    return hours_text([*rest, *own])


def _runs_on(hours: str) -> bool:
    return any(end > MINUTES_IN_DAY for _, end in _stretches(hours))


def _stretches(hours: str) -> Iterator[Stretch]:
    for part in hours.split(",") if hours not in ("", AS_BASE) else ():
        start, _, end = part.partition("-")
        yield _minute(start), _minute(end)


def _minute(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _all_hours(calendar: PlanCalendar) -> Iterator[str]:
    yield from calendar.week
    for _, hours, _ in calendar.days:
        yield hours


def _in_order(days: Days) -> tuple[tuple[date, str, str], ...]:
    return tuple((day, *said) for day, said in sorted(days.items()))
