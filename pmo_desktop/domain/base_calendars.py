"""Calendars as they are written down, and those that compute made of them.

A calendar may stand on another one, its base: `*` in its week is the base's pattern of that day,
and the base's exceptions hold where it has none of its own: its exceptions go first, then those of
the base, then its week. Without a base `*` is the office's pattern.

Nothing written down is refused here: a calendar that cannot be is read as its base, or as the
office's, and a fault says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pmo_desktop.domain.calendars import STANDARD, STANDARD_WEEK, Calendar, CalendarError
from pmo_desktop.domain.health import Reason

AS_BASE = "*"
WHOLLY_AS_BASE = ";".join([AS_BASE] * 7)

Days = tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class CalendarText:
    """A calendar as the tables have it: a week's text, and days with their hours."""

    id: int
    name: str
    week: str
    days: Days = ()
    base: int | None = None


@dataclass(frozen=True)
class Written:
    """`calendars` has one that computes for every id that was given; `faults` tells of those that
    are not as they are written."""

    calendars: Mapping[int, Calendar]
    faults: tuple[Reason, ...] = ()


def made(texts: Iterable[CalendarText], office: int | None) -> Written:
    """Calendars that compute; `office` is the id of the office's own."""
    maker = _Maker({text.id: text for text in texts}, office)
    return Written({number: maker.calendar(number) for number in maker.texts}, tuple(maker.faults))


class _Maker:
    def __init__(self, texts: Mapping[int, CalendarText], office: int | None) -> None:
        self.texts = texts
        self.faults: list[Reason] = []
        self._office = office if office in texts else None
        self._weeks: dict[int, list[str]] = {}
        self._days: dict[int, dict[date, str]] = {}
        self._found: dict[int, Calendar] = {}
        self._begun: set[int] = set()

    def calendar(self, number: int) -> Calendar:
        if number in self._found:
            return self._found[number]
        self._begun.add(number)
        text = self.texts[number]
        base = self._base(text)
        below = None if base is None else self.calendar(base)
        under: list[str] = []
        if AS_BASE in text.week:
            # Looked up only where it is meant: the usual one may stand on this.
            under = [str(hours) for hours in (below or self._usual(number)).week]
        days = dict(self._days[base]) if base is not None else {}
        found = self._made(text, under, days, below)
        self._found[number] = found
        self._days[number] = {day: str(hours) for day, hours in found.exceptions}
        return found

    def _base(self, text: CalendarText) -> int | None:
        """The one below, unless that is not there or stands on this one."""
        if text.base is None or text.base not in self.texts:
            return None
        if text.base in self._begun and text.base not in self._found:
            self.faults.append(
                Reason(
                    "The calendars stand on each other in a circle: “{name}” is read as if it had"
                    " no base",
                    {"name": text.name},
                )
            )
            return None
        return text.base

    def _usual(self, number: int) -> Calendar:
        """What `*` means without a base."""
        if self._office is None or self._office == number or self._office in self._begun:
            return self._found.get(self._office or 0, STANDARD)
        return self.calendar(self._office)

    def _made(
        self, text: CalendarText, under: list[str], days: dict[date, str], below: Calendar | None
    ) -> Calendar:
        week = text.week.split(";")
        if AS_BASE in text.week and len(week) == len(under):
            week = [under[i] if part.strip() == AS_BASE else part for i, part in enumerate(week)]
        try:
            return calendar_of(";".join(week), tuple((days | dict(text.days)).items()))
        except CalendarError as error:
            self.faults.append(
                Reason(
                    "The calendar “{name}” cannot be used and is read as the one that it stands"
                    " on: {reason}",
                    {"name": text.name, "reason": spoken(error.reason)},
                )
            )
        if below is not None:
            return below
        usual = self._usual(text.id)
        return usual if text.id != self._office else calendar_of(STANDARD_WEEK, ())


def spoken(reason: Reason) -> dict[str, Any]:
    """A reason as a parameter of another one."""
    return {"text": reason.rule, "params": reason.params}


@lru_cache(maxsize=256)
def calendar_of(week: str, days: Days) -> Calendar:
    """The same calendar is one object, by which much that was counted with it is remembered."""
    return Calendar.from_text(week, days)
